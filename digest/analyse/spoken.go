package analyse

import (
	"regexp"
	"strings"

	"whosaid/digest"
)

// transcript finds the attribution of a paragraph that begins with its
// speaker's name and a colon, as interviews and hearings are printed. It reports
// false where paragraph p is no such one.
func (r *ruler) transcript(p int) bool {
	if r.post(p) {
		return true
	}
	para := r.paras[p]
	lo := para.lo
	if lo < para.hi && r.toks[lo].shape == punct {
		lo++ // each paragraph in quotation marks, or in a list
	}
	if r.answer(p, lo) {
		return true
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
	if lo == r.paras[p].lo || p == 0 || r.turnOf != p || len(r.out) == 0 || r.labels() < 3 {
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
	named := r.mentionAt(lo) >= 0 && r.mentionAt(hi-1) >= 0
	return (capitals || named) && r.labels() > 2 || named && isPerson(&r.actors[r.names[r.mentionAt(hi-1)].actor]) && r.allMarked(hi+1)
}

// allMarked reports whether the paragraph is one quotation from token lo on.
func (r *ruler) allMarked(lo int) bool {
	q := r.outer(lo)
	if q < 0 || r.marks[q].lo != lo+1 {
		return false
	}
	end := r.marks[q].hi
	if r.marks[q].closed {
		end++
	}
	return end >= r.paras[r.marks[q].para].hi-1
}

// answer finds the question or the answer of an interview that calls them Q
// and A: answers are the one's whom the article introduces before them, and
// questions are nobody's words to keep.
func (r *ruler) answer(p, lo int) bool {
	question := r.is(lo, "q")
	if !question && !r.is(lo, "a") || !r.is(lo+1, ":") && !r.is(lo+1, ".") || lo+3 >= r.paras[p].hi || r.toks[lo].shape == lower || r.turnsOf("q") < 2 || r.turnsOf("a") < 2 {
		return false
	}
	r.claim(p)
	r.turnOf = 0
	if question {
		return true
	}
	a := attribution{class: digest.Statement, why: answerOf, score: 0.85}
	a.cue = []digest.Span{r.span(lo+1, lo+2)}
	a.source = []digest.Span{r.span(lo, lo+1)}
	a.content = []digest.Span{{Start: r.toks[lo+2].Start, End: r.paras[p].End}}
	r.out = append(r.out, a)
	return true
}

const answerOf = "the answer in an interview"

// turnsOf counts the paragraphs that begin with the label.
func (r *ruler) turnsOf(label string) int {
	n := 0
	for _, p := range r.paras {
		lo := p.lo
		if lo < p.hi && r.toks[lo].shape == punct {
			lo++
		}
		if lo+1 < p.hi && r.is(lo, label) && r.toks[lo].shape != lower && (r.is(lo+1, ":") || r.is(lo+1, ".")) {
			n++
		}
	}
	return n
}

// signedBy is the rule for a quotation or a post with a name under it.
const signedBy = "signed"

// signature is how a post of a short-message service is signed where a page shows it.
var signature = regexp.MustCompile(`\s*—\s*([^—]{2,60}?) \(@\w{1,30}\),? (?:\p{Lu}\p{L}+\.? \d{1,2}, \d{4}|\d{1,2} \p{Lu}\p{L}+\.? \d{4})\.?$`)

// post gives a post that the article shows whole to the one who signed it. Its
// words are not between marks, so that they do not pass for a quotation.
func (r *ruler) post(p int) bool {
	text := r.paras[p].Cut(r.text)
	if !strings.Contains(text, "(@") {
		return false
	}
	m := signature.FindStringSubmatchIndex(text)
	if m == nil || m[0] == 0 {
		return false
	}
	at := r.paras[p].Start
	a := attribution{class: digest.Statement, why: signedBy, score: 0.95}
	a.content = []digest.Span{{Start: at, End: at + m[0]}}
	a.source = []digest.Span{{Start: at + m[2], End: at + m[3]}}
	dash := at + m[0] + strings.Index(text[m[0]:], "—")
	a.cue = []digest.Span{{Start: dash, End: dash + len("—")}}
	r.out = append(r.out, a)
	r.claim(p)
	r.turnOf = 0
	return true
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
	return q.closed && !q.turn && (r.isDash(q.hi+1) || r.is(q.hi+1, "~"))
}

// signed gives a quotation the name behind a dash that signs it: “…” — Jo Bell.
func (r *ruler) signed(a *attribution, q quotation) bool {
	if !r.dashed(q) {
		return false
	}
	dash := q.hi + 1
	lo := dash + 1
	for lo < r.paras[q.para].hi && r.isDash(lo) {
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
	a.why = signedBy
	return true
}
