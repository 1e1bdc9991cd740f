package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// unnested leaves out of as, in the order of the text, what is only said within what
// another says: in "Bell said the council would insist on “every cent”" the words between
// the marks are Bell's; and of "“I can’t stand,” Bell said, according to Quist", which is
// one quotation, Bell's, the part of Quist.
func (d *document) unnested(as []attribution) []attribution {
	var out []attribution
	for i, a := range as {
		inside := false
		for k := max(0, i-3); k < min(len(as), i+4) && !inside; k++ {
			inside = k != i && (holds(as[k], a) && d.wouldSay(a) || holds(a, as[k]) && strings.HasPrefix(a.why, "according to") && d.allQuoted(as[k].words) && 2*common(as[k].words, a.words) > len(a.words))
		}
		if !inside {
			out = append(out, a)
		}
	}
	return out
}

// holds reports whether the source, the cue and the content of b stand in the content of a.
func holds(a, b attribution) bool {
	for _, part := range [][]digest.Span{b.source, b.cue, b.content} {
		if len(part) == 0 {
			return false
		}
		for _, s := range part {
			if !slices.ContainsFunc(a.content, func(t digest.Span) bool { return t.Contains(s) }) {
				return false
			}
		}
	}
	return true
}

// wouldSay reports whether the cue of a is what somebody is to do or would.
func (d *document) wouldSay(a attribution) bool {
	lo, _ := d.tokens(a.cue[0])
	return d.is(lo, "would") || d.is(lo, "will") || d.is(lo, "to") || d.is(lo-1, "would") || d.is(lo-1, "will") || d.is(lo-1, "to")
}
