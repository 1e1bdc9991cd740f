package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// body is an organisation as gathered from the wordings of the article.
type corporate struct {
	words  []string
	groups []int // full wordings, the one that gives the name first
	actor  int
}

// gatherBodies makes the organisations: first those with longer names, then the
// acronyms, then shorter wordings of the longer ones.
func (n *naming) gatherBodies() {
	n.initials = map[string][]int{}
	n.byHead = map[string][]int{}
	n.spellOut()
	n.shortFirms()
	order := make([]int, 0, len(n.groups))
	for g := range n.groups {
		if n.groups[g].kind == organisation {
			order = append(order, g)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(n.groups[b].words) - len(n.groups[a].words) })
	slices.SortStableFunc(order, func(a, b int) int { return n.linked(a) - n.linked(b) })
	for _, g := range order {
		b := n.sameBody(g)
		if b < 0 {
			b = len(n.bodies)
			n.bodies = append(n.bodies, corporate{words: n.groups[g].words, actor: -1})
			n.index(b)
		}
		n.bodies[b].groups = append(n.bodies[b].groups, g)
		n.body[g] = b
	}
}

// shortFirms makes organisations of single words that begin the name of one and
// are nobody's name: "Bunge" where the article has "Bunge Foods Inc.".
func (n *naming) shortFirms() {
	firsts := map[string]bool{}
	for g := range n.groups {
		if x := &n.groups[g]; x.kind == organisation && len(x.words) > 1 && !slices.ContainsFunc(x.words[1:], func(w string) bool { return !firmWords[w] }) {
			firsts[x.words[0]] = true
		}
	}
	for g := range n.groups {
		x := &n.groups[g]
		if x.kind == organisation || len(x.words) != 1 || !firsts[x.words[0]] || x.wording.person > 0 || x.wording.other > 0 || x.context.other > 0 || x.titled || n.isAcronym(g) {
			continue
		}
		if p := n.human[g]; p >= 0 && len(n.people[p].groups) > 1 || p < 0 && len(n.byWord[x.words[0]]) > 0 {
			continue
		}
		n.human[g] = -1
		delete(n.byWord, x.words[0])
		x.kind = organisation
	}
}

// firmWords follow the word by which a firm or a club goes.
var firmWords = set(`inc inc. co co. corp corp. corporation company ltd ltd. limited llc plc ag sa gmbh nv bv group holdings holding industries motors airlines airways athletic united city town
	rovers wanderers fc afc foods chemical chemicals bank banking media pharmaceuticals pharma electronics entertainment technologies technology systems software energy petroleum oil gas
	mining steel telecom communications stores brands capital partners international global worldwide`)

// index makes organisation b findable by its words and its acronyms.
func (n *naming) index(b int) {
	ws := n.bodies[b].words
	for i, w := range ws {
		if i == 0 || i == len(ws)-1 || i == 1 {
			n.byHead[w] = append(n.byHead[w], b)
		}
	}
	if len(ws) > 1 {
		for _, a := range acronyms(ws) {
			n.initials[a] = append(n.initials[a], b)
		}
	}
}

// sameBody returns the organisation that wording g names too, or -1.
func (n *naming) sameBody(g int) int {
	x := &n.groups[g]
	if b, ok := n.bracket[g]; ok {
		if n.body[b] >= 0 {
			return n.body[b]
		}
	}
	f := &n.found[x.first]
	if len(x.words) == 1 && n.toks[f.lo].shape == upper {
		if list := n.initials[strings.ReplaceAll(x.words[0], ".", "")]; len(list) > 0 {
			return list[0]
		}
	}
	tried := 0
	for _, w := range []string{x.words[len(x.words)-1], x.words[0]} {
		list := n.byHead[w]
		for k := 0; k < len(list) && tried < maxNamesakes; k++ {
			tried++
			if n.partOf(x.words, n.bodies[list[k]].words) {
				return list[k]
			}
		}
	}
	return -1
}

// partOf reports whether short is a shorter wording of the organisation named
// long: its end, or its beginning without the head.
func (n *naming) partOf(short, long []string) bool {
	if len(short) > len(long) {
		return false
	}
	if len(short) == len(long) {
		return nearlyAll(short, long)
	}
	if len(short) >= 2 && slices.Equal(short, long[len(long)-len(short):]) {
		// "Rescue Party" of "National Rescue Party", not "Justice Department" of "Texas Justice Department"
		return listing[long[len(long)-len(short)-1]]&stateBody == 0
	}
	if !slices.Equal(short, long[:len(short)]) {
		return false
	}
	if len(short) == 1 && (isOrdinary(short[0]) && short[0] != "labour" || listing[short[0]]&(place|nation|given|calling) != 0) {
		return false
	}
	for _, w := range long[len(short):] {
		if listing[w]&(orgHead|orgOf) == 0 && !smallWords[w] && !(len(short) > 1 || len(long) == 2) {
			return false
		}
	}
	return len(short) > 1 && listing[short[len(short)-1]]&orgOf == 0 || len(short) == 1 && !strings.ContainsRune(short[0], '.') && len(short[0]) > 3
}

// nearlyAll reports whether two wordings of as many words differ by one misprint.
func nearlyAll(a, b []string) bool {
	wrong := 0
	for i := range a {
		if a[i] != b[i] {
			if len(a[i]) < 7 || !nearly(a[i], b[i]) && strings.TrimSuffix(a[i], "s") != strings.TrimSuffix(b[i], "s") {
				return false
			}
			wrong++
		}
	}
	return wrong <= 1
}

// newBody makes the actor of organisation b.
func (n *naming) newBody(b int) int {
	x := &n.bodies[b]
	first := &n.found[n.groups[x.groups[0]].first]
	a := actor{name: n.printed(first.lo, first.hi, false), kind: digest.Organisation, gender: plural}
	if first.the && !strings.Contains(a.name, " ") {
		a.name = "The " + a.name
	}
	for _, g := range x.groups {
		f := &n.found[n.groups[g].first]
		if len(n.groups[g].words) == 1 && n.toks[f.lo].shape == upper && a.acronym == "" {
			a.acronym = n.printed(f.lo, f.hi, false)
		}
	}
	n.dropNation(&a, x)
	x.actor = len(n.actors)
	n.actors = append(n.actors, a)
	return x.actor
}

// dropNation takes the nationality off a state's highest body, which goes by its
// bare name in its own country: "Cambodian Supreme Court". Where the article
// has it of two countries, both keep theirs.
func (n *naming) dropNation(a *actor, x *corporate) {
	bare := strings.Join(x.words[1:], " ")
	if len(x.words) < 3 || listing[x.words[0]]&nation == 0 || listing[bare]&stateBody == 0 || listing[bare]&knownOrg == 0 {
		return
	}
	for _, b := range n.byHead[x.words[len(x.words)-1]] {
		if w := n.bodies[b].words; len(w) == len(x.words) && w[0] != x.words[0] && slices.Equal(w[1:], x.words[1:]) {
			return
		}
	}
	_, rest, _ := strings.Cut(a.name, " ")
	a.name = rest
}
