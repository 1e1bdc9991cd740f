package analyse

import (
	"slices"
	"strings"
)

// description is a role of an actor: tokens [lo, hi).
type description struct {
	lo, hi int
}

// describe adds tokens [lo, hi), an article before them left out, to the roles of actor a.
func (n *naming) describe(a, lo, hi int) {
	for i := lo; i < hi; i++ {
		if low := n.toks[i].low; i > lo && (low == "who" || low == "which" || low == "whose" || low == "whom" || low == "that") {
			hi = i
		}
	}
	for lo < hi && (articles[n.toks[lo].low] || n.toks[lo].shape == punct || n.toks[lo].low == "now" || n.toks[lo].low == "then") {
		lo++
	}
	for hi-1 > lo && n.class(hi-1)&(title|roleNoun) != 0 && n.class(hi-1)&roleNoun == 0 {
		hi-- // "chairman Otunba"
	}
	for hi > lo && (n.toks[hi-1].shape == punct && n.toks[hi-1].low != ")" || n.toks[hi-1].low == "'s" || prepositions[n.toks[hi-1].low] || pointing[n.toks[hi-1].low]) {
		hi--
	}
	for hi-1 > lo && honours[n.toks[hi-1].low] && n.toks[hi-1].shape == capital && n.class(hi-1)&roleNoun == 0 {
		hi-- // "Transport minister Datuk Seri"
	}
	if lo < hi && hi-lo <= 40 && n.tellsRole(lo, hi) && !n.tellsMore(lo, hi) {
		n.called[a] = append(n.called[a], description{lo, hi})
	}
}

// tellsMore reports whether [lo, hi) is a clause or a comparison and not what somebody
// is: "union members say", "unlike other candidates".
func (n *naming) tellsMore(lo, hi int) bool {
	if low := n.toks[lo].low; low == "unlike" || low == "like" || low == "despite" || low == "according" {
		return true
	}
	for i := lo + 1; i < hi; i++ {
		if low := n.toks[i].low; low == "say" || low == "says" || low == "said" {
			return true
		}
	}
	return false
}

// articles begin a description and are no part of a role.
var articles = set(`the a an another also its`)

// pointing words mean something only where they are printed ("the mayor there").
var pointing = set(`there here too today yesterday`)

// tellsRole reports whether [lo, hi) says what somebody is: it has a role noun,
// and more than "his wife" or "Mr".
func (n *naming) tellsRole(lo, hi int) bool {
	if theirs[n.toks[lo].low] && hi-lo <= 2 {
		return false
	}
	for i := lo; i < hi; i++ {
		if n.isRoleNoun(i) || endsInRole(n.toks[i].low) {
			return true
		}
	}
	return false
}

// theirs are possessive pronouns.
var theirs = set(`his her their its my our your`)

// isRoleNoun reports whether token i says what a person is, in the singular or the plural.
func (n *naming) isRoleNoun(i int) bool {
	c := n.class(i)
	if c&roleNoun != 0 {
		return true
	}
	low := n.toks[i].low
	return strings.HasSuffix(low, "s") && listing[low[:len(low)-1]]&roleNoun != 0
}

// setRoles fills the roles of actor a, the most telling first, and its nouns.
func (n *naming) setRoles(a int) {
	x := &n.actors[a]
	list := n.called[a]
	slices.SortStableFunc(list, func(p, q description) int { return n.telling(q) - n.telling(p) })
	seen := map[string]bool{}
	for _, r := range list {
		span := n.span(r.lo, r.hi)
		low := fold(span.Cut(n.text))
		if seen[low] {
			continue
		}
		seen[low] = true
		x.roles = append(x.roles, span)
		n.addNouns(x, r)
	}
}

// telling weighs a role: long enough to say of what, not so long as to tell a story.
func (n *naming) telling(r description) int {
	length := r.hi - r.lo
	score := min(length, 8)
	if length > 16 {
		score -= 6
	}
	for i := r.lo; i < r.hi; i++ {
		if n.toks[i].shape == capital && i > r.lo || n.toks[i].shape == upper {
			score += 3
			break
		}
	}
	if theirs[n.toks[r.lo].low] {
		score -= 6
	}
	return score
}

// addNouns adds the role nouns of r before its first preposition.
func (n *naming) addNouns(x *actor, r description) {
	for i := r.lo; i < r.hi; i++ {
		low := n.toks[i].low
		if low == "of" && i > r.lo && n.toks[i-1].low == "one" {
			continue
		}
		if prepositions[low] || low == "," || low == "who" || low == "which" || low == "that" {
			return
		}
		if i+1 < r.hi && n.toks[i+1].low == "'s" || !n.isRoleNoun(i) && !endsInRole(low) {
			continue
		}
		if k := strings.LastIndexByte(low, '-'); k > 0 && listing[low]&roleNoun == 0 {
			low = strings.TrimSuffix(low, low[k:])
			if listing[low]&roleNoun == 0 {
				low = n.toks[i].low[k+1:]
			}
		}
		if listing[low]&roleNoun == 0 {
			if s := strings.TrimSuffix(low, "s"); listing[s]&roleNoun != 0 {
				low = s
			}
		}
		if !slices.Contains(x.nouns, low) {
			x.nouns = append(x.nouns, low)
		}
	}
}
