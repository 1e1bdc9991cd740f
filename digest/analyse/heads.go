package analyse

import (
	"sort"

	"whosaid/digest"
)

// head returns the mention that a source phrase is about, or -1 where its head
// is no name: in "one of Sokha’s lawyers" the name only says whose.
func (d *document) head(lo, hi int) int {
	if sexOf(d.toks[lo].low) != unknown && d.is(lo+1, "and") {
		return -1 // "he and Bell"
	}
	best, rank := -1, 0
	under := false // the name before belongs to a noun before it
	for i := lo; i < hi; i++ {
		m := d.mentionAt(i)
		if m < 0 {
			if low := d.toks[i].low; low == "who" && i > lo && best < 0 {
				return -1 // "the man who led the party"
			}
			continue
		}
		n := d.names[m]
		i = max(i, n.hi-1)
		from := n.begin()
		if under = d.behindPreposition(n, lo) || under && from > lo && (d.is(from-1, "and") || d.is(from-1, "or")); under {
			if best >= 0 && d.names[best].lo >= from { // "professor" has a university before it
				best, rank = -1, 0
			}
			continue
		}
		if r := d.headRank(n, lo, hi); r > rank {
			best, rank = m, r
		}
	}
	return best
}

// headRank says how good a head mention n is for the phrase [lo, hi): 0 for none.
func (d *document) headRank(n mention, lo, hi int) int {
	person := isPerson(&d.actors[n.actor])
	switch {
	case n.owns && n.hi+1 < hi, d.is(n.hi, "'s") && n.hi+1 < hi:
		return 0
	case n.modifies && n.hi < hi:
		return 0
	case person && (n.from <= lo || n.lo == lo):
		return 4
	case person:
		return 3
	case n.lo == lo || n.lo == lo+1 && determiners[d.toks[lo].low]:
		return 2
	}
	return 1
}

// behindPreposition reports whether mention n belongs to the noun before it in the
// phrase that begins at lo: "the wife of jailed editor Jo Bell". The words before
// an organisation's name are seldom its own.
func (d *document) behindPreposition(n mention, lo int) bool {
	from := n.lo
	if isPerson(&d.actors[n.actor]) {
		from = n.begin()
	} else if n.from < n.lo && !determiners[d.toks[n.lo-1].low] {
		return false
	}
	return d.governed(from, lo)
}

// governed reports whether a preposition of the phrase that begins at lo stands
// right before token i, or before the article there.
func (d *document) governed(i, lo int) bool {
	if i > lo && determiners[d.toks[i-1].low] {
		i--
	}
	return i > lo && prepositions[d.toks[i-1].low] && d.mentionAt(i-1) < 0 // not the one in "Friends of the Bay"
}

// headNoun returns the noun that a phrase is about: the last word before a
// preposition, a comma or the end.
func (d *document) headNoun(lo, hi int) string {
	head := ""
	for k := lo; k < hi; k++ {
		t := d.toks[k]
		if t.shape == punct || k > lo && (prepositions[t.low] || joiners[t.low]) {
			break
		}
		if k > lo+1 && isVerb(t.low) && !isAdverb(head) && (k+1 >= hi || d.headEnds(k+1) || d.isTime(k+1)) {
			break // "a statement released last month"
		}
		head = t.low
	}
	return head
}

// tokens returns the tokens that lie in s.
func (d *document) tokens(s digest.Span) (lo, hi int) {
	lo = sort.Search(len(d.toks), func(i int) bool { return d.toks[i].End > s.Start })
	hi = sort.Search(len(d.toks), func(i int) bool { return d.toks[i].Start >= s.End })
	return lo, hi
}

// firstMention returns the index of the first mention at or behind token tok.
func (d *document) firstMention(tok int) int {
	return sort.Search(len(d.names), func(i int) bool { return d.names[i].lo >= tok })
}

// mentionsBefore returns how many of the mentions of x stand before token tok.
func (d *document) mentionsBefore(x *actor, tok int) int {
	return sort.Search(len(x.mentions), func(i int) bool { return d.names[x.mentions[i]].lo >= tok })
}
