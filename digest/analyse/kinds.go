package analyse

import (
	"strings"
	"unicode/utf8"
)

// kind is what a name names.
type kind uint8

const (
	undecided kind = iota
	person
	organisation
	other // a place, an event, a law, a work, a product
)

// group is all candidates with one wording.
type group struct {
	words []string // plain, without suffix, nickname and marks
	first int      // its first candidate
	count int
	// evidence that it names a person, an organisation or something else: of its
	// wording and of what stands around its candidates
	wording, context score
	weak             score // of signs that count little however often they come
	kind             kind
	known            class // of the whole wording, where the lists have it
	acts             int   // times it speaks
	male, female     int   // titles before it
	titled           bool  // a title stood before it
	solid            bool  // it stands in the article's text, not only in captions
}

// score weighs the kinds against each other.
type score struct{ person, organisation, other int }

func (s *score) add(t score) {
	s.person += t.person
	s.organisation += t.organisation
	s.other += t.other
}

// addPlain adds the capital words [i, j) as one candidate that has no title. A
// nationality or a place before a person's name is no part of it.
func (n *naming) addPlain(i, j int, c candidate) {
	n.split(i, j)
	u := n.units
	// "analyst Lao Mong Hay" is no Laotian: a nationality stands before the role
	called := i > 0 && n.toks[i-1].shape == lower && n.class(i-1)&roleNoun != 0
	for !called && len(u) > 2 && u[0].class&(nation|place) != 0 && u[0].class&(given|surname) == 0 && u[1].class&given != 0 &&
		u[len(u)-1].class&(orgHead|thing|placePart) == 0 {
		u = u[1:]
	}
	if !called && len(u) == 2 && u[0].class&nation != 0 && u[0].class&(given|surname) == 0 && u[1].hi == u[1].lo+1 &&
		u[1].class&(orgHead|thing|placePart|knownOrg|begins|place) == 0 && n.word(u[1].lo).alone > 0 && !n.word(u[1].lo).ordinary {
		u = u[1:]
	}
	if len(u) > 0 {
		n.add(u[0].lo, j, c)
	}
}

// add adds the candidate [lo, hi) to its group.
func (n *naming) add(lo, hi int, c candidate) {
	for hi-1 > lo && (n.class(hi-1)&noise != 0 && n.toks[hi-1].shape == upper && !generational[n.toks[hi-1].low] || n.toks[hi-1].shape == punct || n.toks[hi-1].low == "'s") {
		hi--
	}
	if hi <= lo || c.title == 0 && hi == lo+1 && n.toks[lo].Len() == 1 {
		return
	}
	if n.scratch = n.nameWords(n.scratch[:0], lo, hi); len(n.scratch) == 0 {
		return
	}
	c.lo, c.hi = lo, hi
	if c.begin == 0 || c.begin > lo {
		c.begin = lo
	}
	n.found = append(n.found, c)
}

// nameWords appends the words of tokens [lo, hi) that a name is compared by.
func (n *naming) nameWords(out []string, lo, hi int) []string {
	inMarks := false
	for i := lo; i < hi; i++ {
		t := n.toks[i]
		if t.shape == punct {
			r, _ := utf8.DecodeRuneInString(n.text[t.Start:])
			switch r {
			case '“', '"', '(', '‘':
				inMarks = !inMarks
			case '”', ')', '’':
				inMarks = false
			}
			continue
		}
		if inMarks || i > lo && generational[t.low] && i == hi-1 {
			continue
		}
		out = append(out, n.word(i).plain)
	}
	return out
}

// groupUp sorts the candidates into groups and weighs these.
func (n *naming) groupUp() {
	index := map[string]int{}
	var ws []string
	for c := range n.found {
		f := &n.found[c]
		ws = n.nameWords(ws[:0], f.lo, f.hi)
		key := strings.Join(ws, " ")
		g, ok := index[key]
		if !ok {
			g = len(n.groups)
			index[key] = g
			n.groups = append(n.groups, group{words: append([]string(nil), ws...), first: c})
			n.groups[g].wording = n.wording(f, &n.groups[g])
		}
		f.group = g
		n.groups[g].count++
		n.groups[g].solid = n.groups[g].solid || !f.loose
		n.context(f, &n.groups[g])
	}
	for g := range n.groups {
		n.groups[g].decide()
	}
	n.company()
}

// company decides on wordings that stand in a row with a person: "Ana Paz and Mu Sen".
func (n *naming) company() {
	for c := 1; c < len(n.found); c++ {
		f, h := &n.found[c-1], &n.found[c]
		if h.begin != f.hi+1 || n.toks[f.hi].low != "and" && n.toks[f.hi].low != "," {
			continue
		}
		x, y := &n.groups[f.group], &n.groups[h.group]
		if y.kind == person {
			x, y = y, x
		}
		if x.kind == organisation && c > 0 && n.groups[h.group].kind == other && y.kind == other && len(y.words) == 1 && y.acts > 0 && y.wording == (score{}) {
			y.kind = organisation // "The tribunal and Petromar declined to comment"
		}
		if x.kind == person && len(x.words) > 1 && len(y.words) > 1 && y.kind == other && y.wording.other < 3 && y.wording.person > -2 {
			y.kind = person
		}
	}
}

// decide says what g names by its evidence.
func (g *group) decide() {
	s := g.wording
	c := g.context
	c.person, c.organisation, c.other = min(max(c.person, -6), 8), min(max(c.organisation, -6), 8), min(c.other, 12)
	if s.organisation >= 6 && s.person <= 5 {
		c.person = min(c.person, 3, 4-s.person) // "Carrier’s parent, United Technologies", "Jo Bell of the Hope Party, a critic"
	}
	s.add(c)
	for _, v := range []*int{&g.weak.person, &g.weak.organisation, &g.weak.other} {
		*v = min(max(*v, -2), 2)
	}
	s.add(g.weak)
	switch one := len(g.words) == 1; {
	case one && !g.titled && g.known&(given|surname) == 0 && g.known&(placePart|orgHead|thing) != 0 && g.known&knownOrg == 0:
		s.other += 8
	case !one && len(g.words) <= 3 && g.count > 1 && g.wording.person > 0 && g.wording.organisation == 0 && g.wording.other == 0:
		s.person += 2
	case one && g.count > 1 && g.known&surname != 0 && g.known&place == 0 && s.other <= 0:
		s.person++ // a family name that recurs
	}
	need := 3
	if len(g.words) == 1 && g.wording.person < 2 {
		need = 4
	}
	switch {
	case s.person >= need && s.person > s.organisation && s.person > s.other:
		g.kind = person
	case s.organisation >= 4 && s.organisation > s.other:
		g.kind = organisation
	default:
		g.kind = other
	}
}
