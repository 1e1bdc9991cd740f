package analyse

import (
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

// transcript finds the attribution of a paragraph that begins with its
// speaker's name and a colon, as interviews and hearings are printed. It reports
// false where paragraph p is no such one.
func (r *ruler) transcript(p int) bool {
	para := r.paras[p]
	lo := para.lo
	if lo < para.hi && r.toks[lo].shape == punct {
		lo++ // each paragraph in quotation marks
	}
	colon := lo
	for colon < para.hi && colon < lo+7 && !r.is(colon, ":") {
		if t := r.toks[colon]; t.shape == punct && !r.is(colon, "(") && !r.is(colon, ")") && !r.is(colon, ".") {
			break
		}
		colon++
	}
	if colon == lo || colon+2 >= para.hi || !r.is(colon, ":") || !r.isSpeakerLabel(lo, colon) {
		return r.turn(p, lo)
	}
	a := attribution{class: digest.Statement, why: "speaker’s label", score: 0.95}
	a.source = []digest.Span{r.span(lo, colon)}
	a.cue = []digest.Span{r.span(colon, colon+1)}
	a.content = []digest.Span{{Start: r.toks[colon+1].Start, End: para.End}}
	r.out = append(r.out, a)
	r.claim(p)
	return true
}

// turn adds paragraph p to the speaker's turn that the paragraph before it
// belongs to, where a transcript puts each paragraph in quotation marks.
func (r *ruler) turn(p, lo int) bool {
	if lo == r.paras[p].lo || r.turnOf != p || r.labels() < 3 {
		return false
	}
	a := &r.out[len(r.out)-1]
	a.content = append(a.content, digest.Span{Start: r.toks[lo].Start, End: r.paras[p].End})
	r.claim(p)
	return true
}

// claim marks all quotations of paragraph p as used by a speaker's turn.
func (r *ruler) claim(p int) {
	for m := r.paras[p].marks[0]; m < r.paras[p].marks[1]; m++ {
		r.used[m] = true
	}
	r.turnOf = p + 1
}

// isSpeakerLabel reports whether tokens [lo, hi) before a colon are a name in
// capitals, or a person's name in a text that labels several paragraphs so.
func (r *ruler) isSpeakerLabel(lo, hi int) bool {
	capitals := true
	for i := lo; i < hi; i++ {
		if t := r.toks[i]; t.shape != upper && t.shape != punct && !titles[t.low] && t.low != "mr." && t.low != "ms." && t.low != "mrs." {
			capitals = false
		}
	}
	if hi-lo == 1 && (r.is(lo, "q") || r.is(lo, "a")) {
		return false // question and answer without names
	}
	return capitals && r.labels() > 2 || r.mentionAt(lo) >= 0 && r.mentionAt(hi-1) >= 0 && r.labels() > 2
}

// labels counts the paragraphs that begin with up to six capitalised words and a colon.
func (r *ruler) labels() int {
	if r.labelled == 0 {
		r.labelled = 1
		for _, p := range r.paras {
			for i := p.lo; i < p.hi && i < p.lo+7; i++ {
				if r.is(i, ":") && i > p.lo {
					r.labelled++
					break
				}
				if t := r.toks[i]; t.shape != capital && t.shape != upper && i > p.lo {
					break
				}
			}
		}
	}
	return r.labelled - 1
}

// dashed reports whether a dash stands behind quotation q.
func (r *ruler) dashed(q quotation) bool {
	i := q.hi + 1
	if !q.closed || i >= len(r.toks) || r.toks[i].shape != punct {
		return false
	}
	c, _ := utf8.DecodeRuneInString(r.text[r.toks[i].Start:])
	return strings.ContainsRune("—―–-~", c)
}

// signed gives a quotation the name behind a dash that signs it: “…” — Jo Bell.
func (r *ruler) signed(a *attribution, q quotation) bool {
	if !r.dashed(q) {
		return false
	}
	dash := q.hi + 1
	lo := dash + 1
	for lo < r.paras[q.para].hi && r.dashAt(lo) {
		lo++
	}
	hi := lo
	for hi < r.paras[q.para].hi && hi < lo+6 && (r.toks[hi].shape == capital || r.toks[hi].shape == upper) {
		hi++
	}
	if hi == lo {
		return false
	}
	a.cue = []digest.Span{r.span(dash, lo)}
	a.source = []digest.Span{r.span(lo, hi)}
	a.why = "signed"
	return true
}

func (r *ruler) dashAt(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.text[r.toks[i].Start:])
	return r.toks[i].shape == punct && strings.ContainsRune("—―–-", c)
}
