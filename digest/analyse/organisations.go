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
	order := make([]int, 0, len(n.groups))
	for g := range n.groups {
		if n.groups[g].kind == organisation {
			order = append(order, g)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(n.groups[b].words) - len(n.groups[a].words) })
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

// spellOut makes organisations of acronyms whose expansion the article has.
func (n *naming) spellOut() {
	long := map[string]bool{}
	for g := range n.groups {
		if x := &n.groups[g]; x.kind == organisation && len(x.words) > 1 {
			for _, a := range acronyms(x.words) {
				long[a] = true
			}
		}
	}
	for g := range n.groups {
		x := &n.groups[g]
		if len(x.words) == 1 && x.kind == other && x.known&(noise|place) == 0 && n.toks[n.found[x.first].lo].shape == upper && long[x.words[0]] {
			x.kind = organisation
		}
	}
}

// acronyms returns the first letters of words, with those of small words and without.
func acronyms(words []string) []string {
	var all, large strings.Builder
	for _, w := range words {
		if w == "" || w == "'s" {
			continue
		}
		all.WriteByte(w[0])
		if !smallWords[w] {
			large.WriteByte(w[0])
		}
	}
	if large.Len() == all.Len() {
		return []string{all.String()}
	}
	return []string{all.String(), large.String()}
}

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

// linkBrackets finds what stands in brackets behind a name and is another
// wording of it: "Cambodian People’s Party (CPP)", "CPP [Cambodian People’s Party]".
func (n *naming) linkBrackets() {
	for c := 0; c+1 < len(n.found); c++ {
		f, h := &n.found[c], &n.found[c+1]
		if h.begin != f.hi+1 || h.hi >= len(n.toks) || h.begin != h.lo || n.groups[f.group].kind != organisation && n.groups[h.group].kind != organisation {
			continue
		}
		open, end := n.toks[f.hi].low, n.toks[h.hi].low
		if open != "(" && open != "[" || end != ")" && end != "]" {
			continue
		}
		long, short := f.group, h.group
		if len(n.groups[short].words) > len(n.groups[long].words) {
			long, short = short, long
		}
		s := &n.groups[short]
		if len(s.words) != 1 || n.toks[n.found[s.first].lo].shape != upper || len(n.groups[long].words) < 2 || s.known&(place|noise) != 0 {
			continue
		}
		fits := matchesInitials(s.words[0], n.groups[long].words)
		if !fits && (s.known&knownOrg != 0 || open != "(" || long != f.group) {
			continue // "Supreme Court (BBC)"
		}
		if _, ok := n.bracket[short]; !ok || fits {
			n.bracket[short] = long
			s.kind, n.groups[long].kind = organisation, organisation
		}
	}
}

// newBody makes the actor of organisation b.
func (n *naming) newBody(b int) int {
	x := &n.bodies[b]
	a := actor{name: n.printed(&n.found[n.groups[x.groups[0]].first]), kind: digest.Organisation, gender: plural}
	for _, g := range x.groups {
		f := &n.found[n.groups[g].first]
		if len(n.groups[g].words) == 1 && n.toks[f.lo].shape == upper && a.acronym == "" {
			a.acronym = n.printed(f)
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
