package analyse

import (
	"sort"

	"whosaid/digest"
)

// sameContent is the least Jaccard index, over words, at which two attributions
// are taken for one; the scorers of the field use the same.
const sameContent = 0.5

// minLearned is the least score at which what only the models found is kept.
const minLearned = 0.7

// attributed returns the attributions of d in the order of the text: those of
// the rules, which are sure of quotation marks, with source and cue as the models
// see them, which have read more sentences than the rules can tell; and of those
// that only the models found the ones that somebody says.
func (d *document) attributed() []attribution {
	out := d.ruled()
	for i := range out {
		out[i].words = d.words(out[i].content)
	}
	byRule := len(out)
	taken := make([]bool, byRule)
	for _, l := range d.attributions() {
		l.words = d.words(l.content)
		l.source, l.cue = d.plain(l.source), d.plain(l.cue)
		if i := nearest(out[:byRule], taken, l); i >= 0 {
			taken[i] = true
			out[i].adopt(l)
		} else if i := sameCue(out[:byRule], taken, l); i >= 0 && l.score >= minLearned && len(l.source) > 0 {
			taken[i] = true
			out[i].adopt(l)
		} else if d.adds(out, l) {
			out = append(out, l)
		}
	}
	kept := out[:0]
	for i, a := range out {
		if i >= byRule || taken[i] || a.class == digest.Statement && d.firm(a) {
			kept = append(kept, a)
		}
	}
	out = kept
	sort.SliceStable(out, func(i, j int) bool { return at(out[i]) < at(out[j]) })
	return out
}

// words returns the indices of the words in spans, in order.
func (d *document) words(spans []digest.Span) []int {
	var out []int
	for _, s := range spans {
		lo, hi := d.tokens(s)
		for i := lo; i < hi; i++ {
			if d.toks[i].shape != punct {
				out = append(out, i)
			}
		}
	}
	sort.Ints(out)
	return out
}

// plain returns spans without the punctuation at their ends.
func (d *document) plain(spans []digest.Span) []digest.Span {
	var out []digest.Span
	for _, s := range spans {
		lo, hi := d.tokens(s)
		for hi > lo && d.toks[hi-1].shape == punct && !d.is(hi-1, ")") {
			hi--
		}
		for lo < hi && d.toks[lo].shape == punct {
			lo++
		}
		if lo < hi {
			out = append(out, d.span(lo, hi))
		}
	}
	return out
}

// nearest returns the attribution of the rules that l is, or -1.
func nearest(ruled []attribution, taken []bool, l attribution) int {
	best, who := sameContent, -1
	for i, r := range ruled {
		if taken[i] || !r.meets(l) {
			continue
		}
		if s := jaccard(r.words, l.words); s >= best {
			best, who = s, i
		}
	}
	return who
}

// sameCue returns the attribution of the rules that has the cue of l, or -1.
func sameCue(ruled []attribution, taken []bool, l attribution) int {
	for i, r := range ruled {
		if !taken[i] && len(r.cue) > 0 && len(l.cue) > 0 && r.cue[0].Overlaps(l.cue[0]) {
			return i
		}
	}
	return -1
}

// allQuoted reports whether all words, given by token, stand between quotation marks.
func (d *document) allQuoted(words []int) bool {
	for _, i := range words {
		if d.outside[i] < 0 {
			return false
		}
	}
	return len(words) > 0
}

// meets reports whether the contents of a and b share a stretch of the text.
func (a attribution) meets(b attribution) bool {
	if len(a.words) == 0 || len(b.words) == 0 {
		return false
	}
	return a.words[0] <= b.words[len(b.words)-1] && b.words[0] <= a.words[len(a.words)-1]
}

// jaccard returns the share of the words of two sorted lists that is in both.
func jaccard(a, b []int) float64 {
	both := common(a, b)
	return float64(both) / float64(len(a)+len(b)-both)
}

// common counts the words that two sorted lists share.
func common(a, b []int) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// adopt takes source and cue from what the models found for the same content.
func (a *attribution) adopt(l attribution) {
	if len(l.source) > 0 && !(len(a.source) == 1 && a.source[0].Start == l.source[0].Start && a.source[0].Contains(l.source[0])) {
		a.source = l.source
	}
	if len(l.cue) > 0 {
		a.cue = l.cue
	}
	a.why += ", and learned"
}

// adds reports whether l, which no rule found, is to be kept: it names a source,
// is likely right, reports speech or thought, and its words are in no other.
func (d *document) adds(out []attribution, l attribution) bool {
	if len(l.source) == 0 || len(l.cue) == 0 || l.score < minLearned || !d.reports(l.cue) {
		return false
	}
	for _, a := range out {
		if a.meets(l) && common(a.words, l.words) > 0 {
			return false
		}
	}
	return true
}

// firm reports whether an attribution that only the rules found is to be kept.
func (d *document) firm(a attribution) bool {
	if len(a.cue) == 0 {
		return true
	}
	lo, _ := d.tokens(a.cue[0])
	return d.allQuoted(a.words) || sure[d.toks[lo].low] || d.is(lo, "according") || a.why == "noun cue"
}

// reports reports whether a word of the cue is one of speech or thought, and
// none says that it was not said.
func (d *document) reports(cue []digest.Span) bool {
	found := false
	for _, s := range cue {
		lo, hi := d.tokens(s)
		for i := lo; i < hi; i++ {
			low := d.toks[i].low
			if negations[low] {
				return false
			}
			c, ok := cues[low]
			found = found || ok && c.class != digest.Other
		}
	}
	return found
}

// negations make of a cue that nothing was said.
var negations = set(`not n't never didn't doesn't don't hasn't haven't wouldn't won't declined refused without`)
