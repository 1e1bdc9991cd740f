package analyse

import (
	"strings"
)

// bracketed weighs what stands in brackets behind a name: an acronym, a party and a state.
func (n *naming) bracketed(c *candidate, i, hi int) score {
	t := n.toks[i]
	switch {
	case i+1 < hi && n.toks[i+1].low == ")" && t.shape == upper && n.class(i)&(noise|place) == 0:
		ws := n.nameWords(nil, c.lo, c.hi)
		if matchesInitials(t.low, ws) {
			return score{organisation: 6}
		}
		if len(ws) > 2 {
			return score{organisation: 1}
		}
	case (t.low == "d" || t.low == "r" || t.low == "i") && i+1 < hi && n.toks[i+1].low == "-", strings.HasPrefix(t.low, "d-") || strings.HasPrefix(t.low, "r-"):
		return score{person: 5}
	}
	return score{}
}

// matchesInitials reports whether an acronym is made of the first letters of
// words, in order: all of the larger words, small ones such as "of" optional.
func matchesInitials(acronym string, ws []string) bool {
	acronym = strings.ReplaceAll(strings.ReplaceAll(acronym, ".", ""), "-", "")
	acronym = strings.TrimSuffix(acronym, "'s")
	if len(acronym) < 2 {
		return false
	}
	return initialsFrom(plain(acronym), ws, false)
}

func initialsFrom(letters string, ws []string, skipped bool) bool {
	if letters == "" {
		for _, w := range ws {
			if !smallWords[w] {
				return false
			}
		}
		return true
	}
	if len(ws) == 0 {
		return false
	}
	w := ws[0]
	if w == "'s" || w == "" {
		return initialsFrom(letters, ws[1:], skipped)
	}
	if w[0] == letters[0] {
		if initialsFrom(letters[1:], ws[1:], skipped) {
			return true
		}
		if i := strings.IndexByte(w, '-'); i > 0 && len(letters) > 1 && i+1 < len(w) && w[i+1] == letters[1] && initialsFrom(letters[2:], ws[1:], skipped) {
			return true
		}
		if len(letters) > 1 && len(w) > 1 && w[1] == letters[1] && initialsFrom(letters[2:], ws[1:], skipped) { // INTERPOL, HAMAS
			return true
		}
	}
	return smallWords[w] && initialsFrom(letters, ws[1:], skipped)
}

// smallWords may lack in an acronym.
var smallWords = set(`of the and for in on to de da do dos des du la le les et y e para pour el los del against with without an a at`)

// linked puts wordings that brackets link with another behind those.
func (n *naming) linked(g int) int {
	if _, ok := n.bracket[g]; ok {
		return 1
	}
	return 0
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

// linkBrackets finds what stands in brackets behind a name and is another
// wording of it: "Cambodian People’s Party (CPP)", "CPP [Cambodian People’s
// Party]", "Green Hope (Zöld Remény, ZR)".
func (n *naming) linkBrackets() {
	for c := 0; c+1 < len(n.found); c++ {
		f := &n.found[c]
		open := n.toks[min(f.hi, len(n.toks)-1)].low
		if open != "(" && open != "[" {
			continue
		}
		at := f.hi + 1
		for k := c + 1; k < len(n.found) && k < c+3; k++ {
			h := &n.found[k]
			if h.begin != at || h.begin != h.lo || h.hi >= len(n.toks) {
				break
			}
			end := n.toks[h.hi].low
			if end != ")" && end != "]" && end != "," {
				break
			}
			n.linkPair(f, h, open)
			at = h.hi + 1
			if end != "," {
				break
			}
		}
	}
}

// linkPair links the wording of h, in brackets, with that of f before them.
func (n *naming) linkPair(f, h *candidate, open string) {
	long, short := f.group, h.group
	if len(n.groups[short].words) > len(n.groups[long].words) && n.isAcronym(long) {
		long, short = short, long
	}
	x, y := &n.groups[long], &n.groups[short]
	switch {
	case long == short || x.kind == person || y.kind == person && n.isAcronym(long) || x.kind != organisation && y.kind != organisation || len(x.words) < 2 || y.known&(place|noise) != 0:
		return
	case n.isAcronym(short):
		fits := matchesInitials(y.words[0], x.words)
		if !fits && (y.known&knownOrg != 0 || open != "(" || long != f.group) {
			return // "Supreme Court (BBC)"
		}
		if _, ok := n.bracket[short]; ok && !fits {
			return
		}
	case x.kind != organisation || len(y.words) < 2 || y.kind == organisation && y.count > 1 || y.known != 0:
		return // but a name in another language
	}
	n.bracket[short] = long
	x.kind, y.kind = organisation, organisation
}

func (n *naming) isAcronym(g int) bool {
	x := &n.groups[g]
	return len(x.words) == 1 && n.toks[n.found[x.first].lo].shape == upper
}
