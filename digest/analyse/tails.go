package analyse

import (
	"cmp"
	"slices"
	"sort"

	"whosaid/digest"
)

// ownTails cuts off what stands at the end of a content and is the article's own
// again, or another one's: "…, a charge that Bell denied", "…, and Bell | said".
func (d *document) ownTails(as []attribution) {
	next := bySource(as)
	for i := range as {
		n := len(as[i].content)
		if n == 0 {
			continue
		}
		d.afterTime(&as[i])
		last := &as[i].content[n-1]
		lo, hi := d.tokens(*last)
		end := d.remark(lo, hi)
		from := sort.Search(len(next), func(k int) bool { return as[next[k]].source[0].Start >= last.Start })
		for _, k := range next[from:] {
			if as[k].source[0].Start >= last.End {
				break
			}
			if k != i && last.Contains(as[k].source[0]) {
				end = min(end, d.nextSource(as[k], *last, lo, hi))
			}
		}
		if end == hi {
			continue
		}
		for end > lo && (d.is(end-1, ",") || joiners[d.toks[end-1].low]) && d.outside[end-1] < 0 {
			end--
		}
		if end > lo+1 {
			*last = d.span(lo, end)
			as[i].words = d.words(as[i].content)
		}
	}
}

// bySource returns the indices of those of as that have one source, and a cue, in the
// order of their sources: a long text has too many to compare each with each.
func bySource(as []attribution) []int {
	var out []int
	for i, a := range as {
		if len(a.source) == 1 && len(a.cue) > 0 {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(i, j int) int { return cmp.Compare(as[i].source[0].Start, as[j].source[0].Start) })
	return out
}

// afterTime takes from the beginning of a content where and when it was said: "said | on
// Monday that", "(Nairobi, May 6, 2031) – | Troops".
func (d *document) afterTime(a *attribution) {
	lo, hi := d.tokens(a.content[0])
	if from := d.behindDateline(lo); from > lo && from < hi {
		a.content[0] = d.span(from, hi)
		a.words = d.words(a.content)
		return
	}
	if len(a.cue) == 0 || d.outside[lo] >= 0 {
		return
	}
	if end := d.timeEnd(lo); end > lo && end < hi && d.is(end, "that") {
		a.content[0] = d.span(end, hi)
		a.words = d.words(a.content)
	}
}

// behindDateline returns the token behind the place, the date and the agency, with
// brackets and a dash behind them, at the beginning of the paragraph, where token lo stands
// in those; else lo.
func (d *document) behindDateline(lo int) int {
	p := d.paras[d.sents[d.toks[lo].sent].para]
	if d.outside[lo] >= 0 {
		return lo
	}
	for k := p.lo; k+1 < p.hi && k < p.lo+14 && d.toks[k].shape != lower; k++ {
		if d.is(k, ")") && d.isDash(k+1) && lo <= k {
			return k + 2
		}
	}
	return lo
}

// remark returns where in tokens [lo, hi) the article remarks on what was said
// before: hi where it does not.
func (d *document) remark(lo, hi int) int {
	for k := lo + 2; k+2 < hi; k++ {
		if !d.is(k, ",") || d.outside[k] >= 0 || !d.is(k+1, "a") && !d.is(k+1, "an") || !remarks[d.toks[k+2].low] {
			continue
		}
		if k+3 == hi || taken[d.toks[k+3].low] || d.speaksIn(k+3, hi) {
			return k
		}
	}
	return hi
}

// isRemark reports whether a source is the article's word for what somebody else said
// before: "Bell said she had left, | a claim Quist | denies".
func (d *document) isRemark(source []digest.Span) bool {
	if len(source) == 0 {
		return false
	}
	lo, hi := d.tokens(source[0])
	return lo > 0 && hi > lo+2 && d.toks[lo-1].shape == punct && d.toks[lo-1].sent == d.toks[lo].sent && (d.is(lo, "a") || d.is(lo, "an")) && remarks[d.toks[lo+1].low]
}

// remarks are what an article calls the words before, and taken what came of them.
var (
	remarks = set(`claim charge view accusation allegation sentiment argument assertion contention figure number estimate position stance criticism
		complaint warning prediction description characterization characterisation comparison assessment conclusion statement suggestion opinion`)
	taken = set(`echoed repeated shared backed supported denied disputed rejected dismissed contested made voiced seconded endorsed challenged confirmed
		questioned ridiculed mocked refuted rebutted contradicted reiterated`)
)

// speaksIn reports whether tokens [lo, hi) have a clause with a word of saying.
func (d *document) speaksIn(lo, hi int) bool {
	for k := lo + 1; k < hi; k++ {
		if c, ok := cues[d.toks[k].low]; ok && (c.form == past || c.form == third) && d.outside[k] < 0 {
			return true
		}
	}
	return false
}

// nextSource returns the token at which the source of b, behind an "and", stands in
// a content, tokens [lo, hi): at its end, with the cue behind, or behind a comma, as
// the article goes from one to the next; hi where it does not.
func (d *document) nextSource(b attribution, content digest.Span, lo, hi int) int {
	from, to := d.tokens(b.source[0])
	if from <= lo+1 || !d.is(from-1, "and") && !d.is(from-1, "but") && !d.is(from-1, "while") {
		return hi
	}
	if d.is(from-2, ",") && len(b.content) > 0 && b.cue[0].Start > b.source[0].Start && d.outside[from] < 0 {
		return from // "…, while Bell said"
	}
	if b.cue[0].Start < content.End || slices.ContainsFunc(d.toks[to:hi], func(t token) bool { return t.shape != punct }) {
		return hi
	}
	return from
}
