package analyse

import "slices"

// offices lets the initials of an office that one person of the article holds stand for
// that person, where they always have "the" before them: "the DP" where it has Deputy
// President Ana Paz. Initials that an organisation of the article has too are left to it.
func (n *naming) offices() {
	for g := range n.groups {
		x := &n.groups[g]
		if !n.isAcronym(g) || !officeInitials[x.words[0]] || len(n.byWord[x.words[0]]) > 0 || !n.alwaysThe(g) {
			continue
		}
		if p := n.holder(x.words[0]); p >= 0 && !n.spelledOut(x.words[0]) {
			x.kind = person
			n.byWord[x.words[0]] = []int{p}
		}
	}
}

// officeInitials are that are hardly anything else, with "the" before them.
var officeInitials = set(`dp pm dpm vp cm cj dg ig igp sp cs ps ag dc`)

// alwaysThe reports whether every place of group g has "the" right before it.
func (n *naming) alwaysThe(g int) bool {
	for c := range n.found {
		if f := &n.found[c]; f.group == g && (f.begin == 0 || n.toks[f.begin-1].low != "the" && !f.the) {
			return false
		}
	}
	return true
}

// spelledOut reports whether an organisation of the article has these initials.
func (n *naming) spelledOut(initials string) bool {
	return slices.ContainsFunc(n.groups, func(x group) bool {
		return x.kind != person && len(x.words) > 1 && matchesInitials(initials, x.words)
	})
}

// holder returns the one individual whose office has these initials, or -1.
func (n *naming) holder(initials string) int {
	who := -1
	for c := range n.found {
		f := &n.found[c]
		p := n.human[f.group]
		if p < 0 || p == who || !n.officeBefore(f, initials) && !n.officeBehind(f, initials) {
			continue
		}
		if who >= 0 {
			return -1
		}
		who = p
	}
	return who
}

// officeBefore reports whether the words before name f, honorifics and a comma left
// out, have these initials and are an office: "Deputy President", "the prime minister,".
func (n *naming) officeBefore(f *candidate, initials string) bool {
	end := f.lo
	for end > 0 && n.class(end-1)&title != 0 && n.class(end-1)&roleNoun == 0 {
		end--
	}
	if end > 0 && n.toks[end-1].low == "," {
		end--
	}
	lo := end
	for k := 0; k < len(initials) && lo > 0; lo-- {
		if n.toks[lo-1].low != "of" {
			k++
		}
	}
	return n.isOffice(lo, initials)
}

// officeBehind is officeBefore of the words behind a comma: "Ana Paz, the deputy president".
func (n *naming) officeBehind(f *candidate, initials string) bool {
	lo := f.hi + 1
	if lo < len(n.toks) && n.toks[lo].low == "the" {
		lo++
	}
	return f.hi < len(n.toks) && n.toks[f.hi].low == "," && n.isOffice(lo, initials)
}

// isOffice reports whether the words from token lo on have these initials, the last or
// the one before "of" says what somebody is, and nothing before them that somebody else
// is it by now: "Superintendent of Police".
func (n *naming) isOffice(lo int, initials string) bool {
	if lo < 0 || lo > 0 && lessening[n.toks[lo-1].low] {
		return false
	}
	held := false
	k := lo
	for i := range len(initials) {
		if i > 0 && k < len(n.toks) && n.toks[k].low == "of" {
			held = held || n.isRoleNoun(k-1)
			k++
		}
		if k >= len(n.toks) || n.toks[k].sent != n.toks[lo].sent || n.toks[k].low[0] != initials[i] {
			return false
		}
		k++
	}
	return held || n.isRoleNoun(k-1)
}

// officeOf returns where the office begins that stands, in capitals, right before token
// end: "Chief of Police Ana Paz", "Deputy Minister of Public Works Ana Paz"; or end.
func (n *naming) officeOf(end, lo int, x *mention) int {
	k := x.lo - 1
	for ; k > lo && k > x.lo-6 && n.toks[k].shape == capital && n.class(k)&(roleNoun|titleMale|titleFemale) == 0 && n.sameQuote(k, x.lo); k-- {
	}
	if k < lo+1 || k == x.lo-1 || n.toks[k].low != "of" || n.toks[k-1].shape != capital || n.class(k-1)&calling == 0 {
		return end
	}
	for k--; k > lo && n.toks[k-1].shape == capital && n.class(k-1)&(roleWord|strip|calling) != 0; k-- {
	}
	return min(k, end)
}
