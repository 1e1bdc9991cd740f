package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// individual is a person as gathered from the wordings of the article.
type individual struct {
	words   []string // of its fullest wording
	groups  []int    // its full wordings, the one that gives the name first
	count   int      // candidates with a full wording
	actor   int
	male    int // titles and given names that tell
	female  int
	touched int // the last full wording seen so far, as a candidate
}

// maxNamesakes bounds how many people with one word of a name are compared.
const maxNamesakes = 40

// gatherPeople makes the individuals: of all wordings that name a person in two
// words or more, then of single words that are part of none of them.
func (n *naming) gatherPeople() {
	n.byWord = map[string][]int{}
	for g := range n.groups {
		x := &n.groups[g]
		if x.kind != person || len(x.words) < 2 {
			continue
		}
		p := n.samePerson(x.words)
		if p >= 0 && len(n.people[p].words) > len(x.words) && n.namesakes(x.words) > 1 {
			continue // "Abu Shanab" of Nawal and of Munir Abu Shanab: each mention is decided on
		}
		if p < 0 {
			p = len(n.people)
			n.people = append(n.people, individual{words: x.words, actor: -1, touched: -1})
		}
		n.join(p, g)
	}
	for g := range n.groups {
		x := &n.groups[g]
		if x.kind == other && len(x.words) > 1 && x.known == 0 && x.wording.other < 5 {
			if p := n.samePerson(x.words); p >= 0 && within(x.words, n.people[p].words) {
				x.kind = person // "Mong Hay" of Lao Mong Hay
				n.join(p, g)
			}
		}
	}
	n.misspelt()
	for g := range n.groups {
		x := &n.groups[g]
		if x.kind == person && len(x.words) == 1 && len(n.byWord[x.words[0]]) == 0 {
			n.people = append(n.people, individual{words: x.words, actor: -1, touched: -1})
			n.join(len(n.people)-1, g)
		}
	}
}

// misspelt lets a single long word stand for the word of a name that it differs
// from by one letter, where that is the only one.
func (n *naming) misspelt() {
	byStart := map[string]string{} // first three letters to the word, "" where there are several
	for _, p := range n.people {
		for _, w := range p.words {
			if len(w) < 7 {
				continue
			}
			if old, ok := byStart[w[:3]]; ok && old != w {
				w = w[:3]
				byStart[w] = ""
				continue
			}
			byStart[w[:3]] = w
		}
	}
	for g := range n.groups {
		x := &n.groups[g]
		if len(x.words) != 1 || len(x.words[0]) < 7 || x.kind == organisation || x.known != 0 || len(n.byWord[x.words[0]]) > 0 || isOrdinary(x.words[0]) {
			continue
		}
		if w := byStart[x.words[0][:3]]; w != "" && nearly(w, x.words[0]) {
			n.byWord[x.words[0]] = n.byWord[w]
		}
	}
}

// namesakes returns how many individuals have words within their names.
func (n *naming) namesakes(words []string) int {
	count := 0
	for _, p := range n.lastOf(n.byWord[words[len(words)-1]]) {
		if within(words, n.people[p].words) {
			count++
		}
	}
	return count
}

// lastOf bounds a list of individuals.
func (n *naming) lastOf(list []int) []int {
	return list[max(0, len(list)-maxNamesakes):]
}

// join adds wording g to individual p.
func (n *naming) join(p, g int) {
	x, who := &n.groups[g], &n.people[p]
	who.count += x.count
	who.male += x.male
	who.female += x.female
	who.groups = append(who.groups, g)
	n.human[g] = p
	if n.fuller(x, who) {
		k := len(who.groups) - 1
		who.groups[0], who.groups[k] = who.groups[k], who.groups[0]
		who.words = x.words
	}
	for _, w := range x.words {
		if list := n.byWord[w]; !slices.Contains(list[max(0, len(list)-maxNamesakes):], p) && len(w) > 1 {
			n.byWord[w] = append(list, p)
		}
	}
}

// fuller reports whether wording x is a better name for who than the one it has:
// the longer one, but of two that differ in the middle the more frequent one.
func (n *naming) fuller(x *group, who *individual) bool {
	old := &n.groups[who.groups[0]]
	if len(x.words) == len(old.words) {
		return x.count > old.count && !old.solid || x.solid && !old.solid
	}
	if ends := x.words[0] == old.words[0] && x.words[len(x.words)-1] == old.words[len(old.words)-1]; ends {
		return x.count > old.count
	}
	return len(x.words) > len(old.words)
}

// samePerson returns the individual whom words name too, or -1.
func (n *naming) samePerson(words []string) int {
	tried := 0
	for _, w := range words {
		list := n.byWord[w]
		for k := len(list) - 1; k >= 0 && tried < maxNamesakes; k-- {
			tried++
			if p := list[k]; sameName(n.people[p].words, words) {
				return p
			}
		}
	}
	return -1
}

// sameName reports whether two wordings of two words or more name one person.
func sameName(a, b []string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if subsequence(b, a) {
		return true
	}
	if len(a) == len(b) && sameSet(a, b) { // Orbán Viktor, Viktor Orbán
		return true
	}
	a, b = withoutInitials(a), withoutInitials(b)
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	if subsequence(b, a) {
		return true
	}
	lastA, lastB := a[len(a)-1], b[len(b)-1]
	if lastA == lastB {
		return short(a[0], b[0]) || short(b[0], a[0]) || nearly(a[0], b[0])
	}
	return len(a) == len(b) && slices.Equal(a[:len(a)-1], b[:len(b)-1]) && nearly(lastA, lastB) ||
		len(a) == len(b) && len(a) > 2 && a[0] == b[0] && lastA == lastB && nearly(strings.Join(a, " "), strings.Join(b, " "))
}

// subsequence reports whether b is a with words left out.
func subsequence(b, a []string) bool {
	k := 0
	for _, w := range a {
		if k < len(b) && b[k] == w {
			k++
		}
	}
	return k == len(b)
}

// within reports whether a is a run of words of b.
func within(a, b []string) bool {
	for i := 0; i+len(a) <= len(b); i++ {
		if slices.Equal(a, b[i:i+len(a)]) {
			return true
		}
	}
	return false
}

func sameSet(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

// withoutInitials returns words without single letters.
func withoutInitials(words []string) []string {
	out := words[:0:0]
	for _, w := range words {
		if len(w) > 1 {
			out = append(out, w)
		}
	}
	return out
}

// short reports whether a is a short form of the given name b.
func short(a, b string) bool {
	if long, ok := shortForms[a]; ok {
		return slices.Contains(strings.Fields(long), b)
	}
	return false
}

// shortForms of given names in English.
var shortForms = map[string]string{
	"bill": "william", "will": "william", "billy": "william", "bob": "robert", "rob": "robert", "bobby": "robert", "dick": "richard", "rick": "richard", "rich": "richard",
	"jim": "james", "jimmy": "james", "jamie": "james", "joe": "joseph", "mike": "michael", "mick": "michael", "mickey": "michael", "tom": "thomas", "tommy": "thomas",
	"tony": "anthony antony", "dave": "david", "dan": "daniel", "danny": "daniel", "ed": "edward edwin edmund", "eddie": "edward", "ted": "edward theodore", "teddy": "edward theodore",
	"ben": "benjamin", "benny": "benjamin", "sam": "samuel samantha", "nick": "nicholas nicolas", "nicky": "nicholas nicola", "matt": "matthew", "chris": "christopher christine christian",
	"steve": "stephen steven", "andy": "andrew", "drew": "andrew", "greg": "gregory", "jeff": "jeffrey geoffrey", "geoff": "geoffrey", "ken": "kenneth", "ron": "ronald", "don": "donald",
	"doug": "douglas", "larry": "lawrence laurence", "jerry": "gerald jerome jeremiah", "gerry": "gerald gerard", "harry": "henry harold", "hank": "henry", "jack": "john",
	"jon": "jonathan", "johnny": "john", "charlie": "charles", "chuck": "charles", "fred": "frederick alfred", "frank": "francis franklin", "ray": "raymond", "vince": "vincent",
	"pat": "patrick patricia", "pete": "peter", "phil": "philip phillip", "josh": "joshua", "zach": "zachary", "alex": "alexander alexandra alexandria", "al": "albert alan alfred", "tim": "timothy",
	"liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth", "lizzie": "elizabeth", "kate": "katherine catherine", "kathy": "katherine kathleen catherine", "cathy": "catherine", "katie": "katherine catherine",
	"sue": "susan", "susie": "susan", "maggie": "margaret", "meg": "margaret megan", "peggy": "margaret", "jenny": "jennifer", "jen": "jennifer", "becky": "rebecca", "debbie": "deborah",
	"barb": "barbara", "kim": "kimberly", "mandy": "amanda", "vicky": "victoria", "abby": "abigail", "bernie": "bernard", "mitch": "mitchell", "gabe": "gabriel", "nate": "nathan nathaniel", "sasha": "alexander alexandra",
}

// nearly reports whether two long words differ by one letter: a misprint.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || len(b)-len(a) > 1 || a[0] != b[0] {
		return false
	}
	if listing[a]&given != 0 && listing[b]&given != 0 && listing[a]&given != listing[b]&given {
		return false // Mario and Maria
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	return i+j >= len(b)-1 || len(a) == len(b) && i+j == len(a)-2 && a[i] == b[i+1] && a[i+1] == b[i]
}

// whoIs returns the individual whom candidate c, one word that is part of the
// names of several, most likely means, or -1 where it may be anyone.
func (n *naming) whoIs(c int, list []int) int {
	f := &n.found[c]
	words := n.groups[f.group].words
	w := words[len(words)-1]
	sex, hint := f.title&title, false
	if sex != titleMale && sex != titleFemale {
		sex, hint = n.pronounAfter(f), true
	}
	if hint && (len(list) == 1 || !n.mixedSexes(list)) {
		sex = 0
	}
	best, second := -1, -1
	for _, p := range list {
		known := n.sexOf(p)
		if sex == titleMale && known == titleFemale || sex == titleFemale && known == titleMale || len(words) > 1 && !within(words, n.people[p].words) {
			continue
		}
		if best < 0 || n.prefer(p, best, w) {
			best, second = p, best
		} else if second < 0 || n.prefer(p, second, w) {
			second = p
		}
	}
	if best < 0 || second < 0 {
		return best
	}
	// the one named in full last, in this paragraph, goes first where both are as prominent
	last, x := n.lately(list, c), &n.people[best]
	if known := n.people[max(last, 0)].female - n.people[max(last, 0)].male; sex == titleMale && known > 0 || sex == titleFemale && known < 0 {
		last = -1
	}
	if last >= 0 && last != best && len(words) == 1 && n.people[last].count*3 > x.count && n.place(n.people[last].words, w) >= n.place(x.words, w) {
		return last
	}
	y := &n.people[second]
	if last < 0 && x.words[0] == w && y.words[0] == w && x.count < 2*y.count {
		return -1 // a family name that stands first and is seldom used alone
	}
	return best
}

// mixedSexes reports whether list has men and women.
func (n *naming) mixedSexes(list []int) bool {
	var all class
	for _, p := range list {
		all |= n.sexOf(p)
	}
	return all == titleMale|titleFemale
}

// sexOf returns what titles, else the given name, tell of individual p: titleMale,
// titleFemale or nothing.
func (n *naming) sexOf(p int) class {
	x := &n.people[p]
	switch g := listing[x.words[0]] & given; {
	case x.male > x.female || x.male == x.female && g == givenMale:
		return titleMale
	case x.female > x.male || g == givenFemale:
		return titleFemale
	}
	return 0
}

// pronounAfter returns the sex of the first pronoun behind f in its sentence,
// outside quotations and before another name: titleMale, titleFemale or nothing.
func (n *naming) pronounAfter(f *candidate) class {
	hi := n.sents[n.toks[f.lo].sent].hi
	for i := f.hi; i < hi && i < f.hi+20; i++ {
		t := n.toks[i]
		if t.quote >= 0 {
			continue
		}
		switch {
		case t.low == "he" || t.low == "his" || t.low == "himself":
			return titleMale
		case t.low == "she" || t.low == "her" || t.low == "herself":
			return titleFemale
		case n.isCapital(i) && !weekdays[t.low] && !months[t.low]:
			return 0
		}
	}
	return 0
}

// prefer reports whether w, alone, rather means p than q.
func (n *naming) prefer(p, q int, w string) bool {
	x, y := &n.people[p], &n.people[q]
	if a, b := n.place(x.words, w), n.place(y.words, w); a != b {
		return a > b
	}
	return x.count > y.count
}

// place tells how usual it is to call somebody by w alone: by the last word, by
// the first, by one within.
func (n *naming) place(words []string, w string) int {
	switch w {
	case words[len(words)-1]:
		return 2
	case words[0]:
		return 1
	}
	return 0
}

// lately returns who of list was named in full last before candidate c within its paragraph, or -1.
func (n *naming) lately(list []int, c int) int {
	best := -1
	para := n.sents[n.toks[n.found[c].lo].sent].para
	for _, p := range list {
		if t := n.people[p].touched; t >= 0 && (best < 0 || t > n.people[best].touched) && n.sents[n.toks[n.found[t].lo].sent].para == para {
			best = p
		}
	}
	return best
}

// callsPerson reports whether candidate c, one word that is part of a person's
// name, names the person and not a place or an organisation of that name.
func (n *naming) callsPerson(c int) bool {
	f := &n.found[c]
	g := &n.groups[f.group]
	if f.title&title != 0 {
		return true
	}
	w := n.word(f.lo)
	if f.the || g.known&knownOrg != 0 && w.class&(given|surname) == 0 {
		return false
	}
	if w.class&calling != 0 && w.class&(given|surname) == 0 { // "Baker said", not "the King"
		return n.toks[f.lo].shape == capital && (f.lo == 0 || !articles[n.toks[f.lo-1].low]) && (f.lo+1 >= len(n.toks) || n.toks[f.lo+1].shape == lower || n.toks[f.lo+1].shape == punct)
	}
	if w.class&(place|nation) == 0 {
		return w.class&(thing|orgHead|placePart) == 0 || w.class&(given|surname) != 0 || n.toks[f.lo].shape == capital && !w.ordinary
	}
	if w.class&nation != 0 && w.class&(given|surname) == 0 {
		return false
	}
	if f.lo == 0 {
		return true
	}
	switch n.toks[f.lo-1].low {
	case "in", "from", "at", "near", "to", "across", "of", ",", "outside", "throughout":
		return false
	}
	return true
}

// newPerson makes the actor of individual p.
func (n *naming) newPerson(p int) int {
	x := &n.people[p]
	g := &n.groups[x.groups[0]]
	f := &n.found[g.first]
	a := actor{name: n.printed(f.lo, f.hi, true), kind: digest.Person}
	n.parts(&a, x)
	x.actor = len(n.actors)
	n.actors = append(n.actors, a)
	return x.actor
}
