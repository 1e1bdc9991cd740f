package analyse

import (
	"strings"

	"whosaid/digest"
)

// rightOf finds where the phrase behind a name ends: brackets, an age, an
// apposition, a relative clause between commas.
func (n *naming) rightOf(x *mention, s sentence) {
	j := x.hi
	if j < s.hi && n.toks[j].low == "(" {
		for k := j + 1; k < s.hi && k < j+9; k++ {
			if n.toks[k].low == ")" {
				j = k + 1
				break
			}
		}
		x.to = j
	}
	isPerson := n.actors[x.actor].kind == digest.Person
	if isPerson && j+1 < s.hi && (n.toks[j].low == "of" || n.toks[j].low == "from") {
		if k := n.nameAfter(j+1, s.hi); k > 0 {
			x.to, j = k, k // "Tobias Moss of the Coastal Institute"
		}
	}
	for j+1 < s.hi && n.toks[j].low == "," && n.sameQuote(j+1, x.lo) {
		t := n.toks[j+1]
		if t.shape == number && t.Len() <= 3 && (j+2 >= s.hi || n.toks[j+2].shape == punct) && isPerson {
			x.to, j = j+2, j+2
			continue
		}
		end, said := n.appositive(j+1, s, x)
		if end <= j+1 {
			return
		}
		if isPerson && said >= 0 {
			n.describe(x.actor, said, end)
		}
		if end < s.hi && n.toks[end].low == "," || n.finalPart(end, s) {
			x.to, j = end, end
			continue
		}
		return
	}
}

// nameAfter returns where the capital words end that begin at token i, behind an
// article or without one; 0 where there are none.
func (n *naming) nameAfter(i, hi int) int {
	if articles[n.toks[i].low] {
		i++
	}
	k := i
	for k < hi && n.capitals(k) && n.class(k)&never == 0 && !weekdays[n.toks[k].low] && !months[n.toks[k].low] {
		k++
	}
	if k == i {
		return 0
	}
	return k
}

// finalPart reports whether nothing but closing marks follows token end in s.
func (n *naming) finalPart(end int, s sentence) bool {
	for ; end < s.hi; end++ {
		if n.toks[end].shape != punct {
			return false
		}
	}
	return true
}

// appositive returns where the apposition ends that begins at token i, behind a
// name and a comma, and where the role in it begins (-1: none); i where there is none.
func (n *naming) appositive(i int, s sentence, x *mention) (end, role int) {
	t := n.toks[i]
	relative := t.low == "who" || t.low == "whose" || t.low == "which"
	role = i
	switch {
	case joiners[t.low] && !relative:
		return i, -1
	case relative:
		role = n.copula(i+1, s.hi)
	case articles[t.low] || theirs[t.low] || t.low == "one" || t.low == "then" || t.low == "now":
	case n.class(i)&(calling|roleWord|strip|nation) != 0 && n.leadsRole(i, s.hi):
	case t.low == "of" && i+1 < s.hi && n.isCapital(i+1):
		role = -1
	case t.shape == lower && n.word(i).ordinary && !prepositions[t.low] && !joiners[t.low] && !helpers[t.low] && !sure[t.low] && !pronouns[t.low] && !isAdverb(t.low) && !tensed[t.low] && !finite[t.low] && !strings.HasSuffix(t.low, "ed") && !strings.HasSuffix(t.low, "ing") && n.leadsRole(i, s.hi):
	case n.isCapital(i) && n.leadsRole(i, s.hi):
	default:
		return i, -1
	}
	depth, inner := 0, false
	for end = i; end < s.hi && end < i+45; end++ {
		u := n.toks[end]
		switch u.low {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth > 0 {
			continue
		}
		if u.low == "," && u.quote >= 0 && u.quote != n.toks[x.lo].quote {
			inner = true
			continue
		}
		if u.low == "," || u.low == ";" || u.low == "—" || u.low == "–" || u.low == ":" || u.low == "-" && end+1 < s.hi && n.toks[end+1].low == "-" || n.longQuote(end, x.lo) {
			break
		}
		if !relative && (sure[u.low] || end > i && (pronouns[u.low] && u.low != "who" || u.low == "is" || u.low == "was" || u.low == "has" || u.low == "had" || u.low == "will" || u.low == "would")) {
			if n.relativeInside(i, end) {
				continue
			}
			return i, -1
		}
	}
	if inner && (end >= s.hi || n.toks[end].low != ",") {
		return i, -1 // "According to Bell, the minister “lied, and lied again”"
	}
	for end > i && n.toks[end-1].shape == punct && n.toks[end-1].low != ")" && n.toks[end-1].low != "”" && n.toks[end-1].low != "’" {
		end--
	}
	if (theirs[t.low] || articles[t.low] && end-i <= 4 && x.to > x.hi) && end+1 < s.hi && n.toks[end].low == "," && n.isCapital(end+1) {
		return i, -1 // "Sam Ray, his wife, Ana Paz": the next one's
	}
	if !relative && role >= 0 && !n.tellsRole(i, end) && !articles[t.low] && !theirs[t.low] {
		return i, -1
	}
	return end, role
}

// longQuote reports whether token i stands in a quotation of more than a few
// words, which token outside does not.
func (n *naming) longQuote(i, outside int) bool {
	q := n.toks[i].quote
	return q >= 0 && q != n.toks[outside].quote && n.marks[q].hi-n.marks[q].lo > 6
}

// relativeInside reports whether a relative pronoun stands in [i, end), so that
// a verb at end is that of a relative clause.
func (n *naming) relativeInside(i, end int) bool {
	for ; i < end; i++ {
		switch n.toks[i].low {
		case "who", "which", "that", "whose", "whom", "where":
			return true
		}
	}
	return false
}

// leadsRole reports whether a role noun follows soon from token i, before
// punctuation and without a name right behind it, which would be another person's.
func (n *naming) leadsRole(i, hi int) bool {
	for k := i; k < hi && k < i+9; k++ {
		t := n.toks[k]
		if t.shape == punct && t.low != "-" || sure[t.low] {
			return false
		}
		if n.isRoleNoun(k) || endsInRole(t.low) {
			return k+1 >= hi || !n.isCapital(k+1) && n.toks[k+1].low != "'s"
		}
		if prepositions[t.low] && k == i {
			return false
		}
	}
	return false
}

// copula returns where the description begins behind "who" and a form of to be: "who
// was the deputy director"; -1 where another verb follows.
func (n *naming) copula(i, hi int) int {
	for ; i < hi; i++ {
		switch low := n.toks[i].low; {
		case low == "is" || low == "was" || low == "became" || low == "been" || low == "as":
			if i+1 < hi && (articles[n.toks[i+1].low] || n.leadsRole(i+1, hi)) {
				return i + 1
			}
		case helpers[low] || isAdverb(low) || low == "served" || low == "serves" || low == "serving" || low == "serve" || low == "works" || low == "worked":
		default:
			return -1
		}
	}
	return -1
}
