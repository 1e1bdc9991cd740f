package analyse

import (
	"strings"
	"unicode"
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
	s.add(c)
	for _, v := range []*int{&g.weak.person, &g.weak.organisation, &g.weak.other} {
		*v = min(max(*v, -2), 2)
	}
	s.add(g.weak)
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

// wording weighs the words of a candidate.
func (n *naming) wording(c *candidate, g *group) score {
	n.split(c.lo, c.hi)
	if len(n.units) == 1 {
		g.known = n.units[0].class
		return n.single(n.units[0], c)
	}
	return n.several(c)
}

// single weighs a name of one word, or one that is wholly in the lists.
func (n *naming) single(u unit, c *candidate) score {
	var s score
	w := n.word(u.lo)
	if bound(w.low) {
		return score{other: 8}
	}
	long := u.hi-u.lo > 1
	human := !long && u.class&(given|surname) != 0
	if human {
		s.person += 2
	}
	switch {
	case u.class&knownOrg != 0:
		s.organisation += 6
		if human || !long && n.toks[u.lo].shape != upper && w.ordinary && w.lower > w.mid {
			s.organisation -= 3
		}
	case u.class&(place|nation) != 0:
		s.other += 6
		if human {
			s.other -= 3
		}
	case u.class&(thing|never|strip|calling|roleWord) != 0:
		s.other += 5
	case u.class&(placePart|orgHead) != 0:
		s.other += 4
	case n.toks[u.lo].shape == upper:
		s.add(n.acronym(u))
	case inCapitals(n.toks[u.lo].Cut(n.text)):
		s.organisation += 2
	case w.ordinary && !human:
		s.other += 2
	}
	if c.the && u.class&(place|nation|thing) == 0 {
		s.organisation += 2
		s.person -= 3
	}
	return s
}

func (n *naming) acronym(u unit) score {
	w := n.word(u.lo)
	switch {
	case u.class&noise != 0:
		return score{other: 6}
	case utf8.RuneCountInString(w.low) > 7 || w.ordinary || strings.ContainsAny(w.low, "0123456789"):
		return score{other: 3}
	case strings.HasPrefix(w.low, "d-") || strings.HasPrefix(w.low, "r-") || isInitial(strings.TrimSuffix(n.toks[u.lo].Cut(n.text), ".")):
		return score{other: 6} // a party and a state; a letter alone
	}
	return score{organisation: 3}
}

// inCapitals reports whether a capital stands inside a word as in names of
// companies, not as in MacArthur and O'Neill.
func inCapitals(w string) bool {
	for _, p := range []string{"Mc", "Mac", "De", "La", "Le", "O'", "O’", "D'", "D’", "Fitz", "Van", "Di", "Du", "Al", "El", "Ó", "St"} {
		if strings.HasPrefix(w, p) {
			return false
		}
	}
	small := false
	for _, r := range w {
		if unicode.IsUpper(r) && small {
			return true
		}
		small = unicode.IsLower(r)
	}
	return false
}

// several weighs a name of more than one word.
func (n *naming) several(c *candidate) score {
	var s score
	u := n.units
	first, last := u[0], u[len(u)-1]
	human, plainWords, strange := 0, 0, 0
	for k, x := range u {
		t := n.toks[x.lo]
		w := n.word(x.lo)
		switch {
		case t.shape == punct:
			switch n.text[t.Start] {
			case '&':
				s.organisation += 6
			case ',', '(':
			default:
				human += 3 // a nickname
			}
		case t.shape == lower:
			switch {
			case t.low == "of" && k > 0:
				s.add(n.ofPhrase(u[k-1].class))
			case (t.low == "for" || t.low == "on" || t.low == "against" || t.low == "to") && k > 0:
				s.organisation += 6
			case t.low == "'s" && k > 0:
				s.organisation += 3
			case (isArticled(t.Cut(n.text)) || particles[t.low]) && first.class&(orgHead|orgOf) == 0:
				human += 3
			}
		case k > 0 && generational[t.low] && u[k-1].class&(thing|placePart|orgHead) != 0:
			s.other += 5 // World War II
		case k > 0 && generational[t.low]:
			human += 4
		case isInitial(t.Cut(n.text)):
			human += 3
		case x.class&given != 0:
			if k == 0 {
				human += 4
			} else {
				human++
			}
		case x.class&surname != 0:
			human += 2
		case w.ordinary || x.class&(place|nation|orgHead|thing|placePart|knownOrg) != 0:
			plainWords++
		default:
			strange++
		}
	}
	s.person += human
	if plainWords == 0 && len(c.words(n)) <= 4 {
		s.person += 3
	} else if plainWords == 1 && strange+human > 0 {
		s.person++
	}
	if s.organisation < 6 {
		s.add(n.ends(first, last, human, strange))
	}
	if plainWords > 1 && s.organisation == 0 {
		s.other += plainWords
	}
	if c.the {
		s.person -= 3
		s.organisation++
	}
	return s
}

// words returns the units of c that are not marks.
func (c *candidate) words(n *naming) []unit {
	out := n.units
	for _, u := range n.units {
		if n.toks[u.lo].shape == punct {
			out = out[1:]
		}
	}
	return out
}

func (n *naming) ofPhrase(head class) score {
	switch {
	case head&orgOf != 0:
		return score{organisation: 6}
	case head&(thing|placePart|calling) != 0:
		return score{other: 6}
	}
	return score{other: 1}
}

// ends weighs the first and last unit: heads of organisations and things.
func (n *naming) ends(first, last unit, human, strange int) score {
	var s score
	acronym := n.toks[first.lo].shape == upper && n.toks[last.hi-1].shape != upper && first.class&(noise|given) == 0 && n.toks[first.lo].Len() > 1 || first.class&knownOrg != 0
	switch {
	case n.shouted(first.lo, last.hi), bound(n.toks[last.hi-1].low):
		s.other += 8
	case last.class&(orgHead|knownOrg|stateBody) != 0:
		s.organisation += 6
		if last.class&(surname|given) != 0 && first.class&given != 0 {
			s.organisation -= 4
		}
	case last.class&thing != 0:
		s.other += 7
	case last.class&placePart != 0 && (last.class&(surname|given) == 0 || n.word(first.lo).ordinary && first.class&given == 0) || last.class&place != 0 && first.class&given == 0:
		s.other += 5
		if first.class&knownOrg != 0 {
			s.organisation += 7
		}
	case last.class&nation != 0 && strings.HasSuffix(n.word(last.lo).low, "s") && last.class&(given|surname) == 0:
		s.other += 8 // Virginia Democrats
	case acronym:
		s.organisation += 5
	case first.class&orgOf != 0 || first.class&newsHead != 0:
		s.organisation += 4
	case first.class&orgHead != 0 && first.class&(given|surname) == 0:
		s.organisation += 4 // Radio Sol
	case first.class&placePart != 0 && first.class&(given|surname|title) == 0:
		s.other += 7
	case first.class&placePart != 0 && human < 3:
		s.other += 4
	case first.class&nation != 0 && strange > 0 && human < 3:
		s.other++
	case first.class&(place|nation) != 0 && human < 3:
		s.other += 2
		s.person -= 2
	}
	if n.word(last.lo).low == "worldwide" || n.word(last.lo).low == "international" {
		s.organisation += 4
	}
	return s
}

// bound reports whether a word is a name made into an adjective: "Lviv-born".
func bound(low string) bool {
	i := strings.LastIndexByte(low, '-')
	return i > 0 && tails[low[i+1:]]
}

// tails make adjectives of names.
var tails = set(`born based led backed style trained era bound area educated owned made run controlled held occupied friendly funded sponsored linked affiliated inspired like wide free supporting appointed`)

// shouted reports whether [lo, hi) is words in capitals, as of a heading.
func (n *naming) shouted(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if n.toks[i].shape == capital && n.toks[i].Len() > 1 || n.toks[i].shape == lower {
			return false
		}
	}
	return n.word(lo).ordinary || n.word(hi-1).ordinary
}

// isInitial reports whether w is one or two letters with full stops: "W.", "J.K.".
func isInitial(w string) bool {
	if len(w) > 8 {
		return false
	}
	letters := 0
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r != '.' && r != '-':
			return false
		}
	}
	return letters == 1 || letters > 0 && strings.Count(w, ".") == letters
}
