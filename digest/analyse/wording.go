package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
		} else if !c.the {
			s.other += 14
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
	if c.the && u.class&(place|nation|thing) == 0 && !human {
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
		case k > 0 && x.class&orgHead != 0 && isInitial(t.Cut(n.text)): // a firm's "B.V."
			plainWords++
		case k == 1 && k == len(u)-1 && isInitial(t.Cut(n.text)) && n.word(first.lo).ordinary && first.class&(given|surname|title) == 0 && !strings.Contains(t.Cut(n.text), "."):
			s.other += 5 // Plan B
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
	if w := n.word(last.lo); human == 0 && w.ordinary && len(w.low) > 3 && strings.HasSuffix(w.low, "s") && last.class&(given|surname) == 0 {
		s.other += 4 // Baby Boomers
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
