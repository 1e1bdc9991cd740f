package analyse

import (
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

// minWords is how many words a quotation without a cue must have to count as
// speech; shorter ones are mostly titles and words that the outlet holds off.
const minWords = 4

// subjectOfSentence is the rule that goes by nothing but who the sentence is about.
const subjectOfSentence = "the sentence’s subject"

// leftover gives the quotations of paragraph p that no cue governs to the
// speaker of the quote before them in the paragraph, to the subject of their
// own sentence, or to the speaker of the paragraph before.
func (r *ruler) leftover(p, before int) {
	if w := r.waiting; w != nil && !r.is(r.paras[p].hi-1, ":") {
		if r.item(w, p) {
			return
		}
		r.waiting = nil
		if m := r.paras[p].marks[0]; m < r.paras[p].marks[1] && !r.used[m] && !r.dashed(r.marks[m]) {
			w.why = "announced before it"
			r.take(w, m)
			r.out = append(r.out, *w)
		}
	}
	for m := r.paras[p].marks[0]; m < r.paras[p].marks[1]; m++ {
		q := r.marks[m]
		if r.used[m] || q.level > 0 || q.next >= 0 || r.paras[p].line == headline {
			continue
		}
		last := r.lastBefore(q)
		if q.turn {
			r.takesTurn(p, m, last, before)
			continue
		}
		if q.prev < 0 && (r.isTitle(q) || r.announces(m)) {
			continue
		}
		lo, hi := r.actsBefore(p, q)
		runs := last >= before && r.pure(q) && !r.dashed(q)
		other := runs && r.another(r.out[last], q, lo, hi)
		if runs && !other {
			r.take(&r.out[last], m)
			continue
		}
		if q.prev < 0 && r.wordsIn(q) < minWords && !other {
			continue
		}
		a := attribution{class: digest.Statement, score: 0.6}
		if ok := r.signed(&a, q); ok {
			a.score = 0.9
		} else if hi > lo {
			a.source, a.why = []digest.Span{r.span(lo, hi)}, subjectOfSentence
			if other {
				a.why = whoActs
			}
		} else if r.pure(q) {
			if last >= 0 {
				a.source, a.why = r.out[last].source, "the speaker before"
			}
		} else if r.heard(q) {
			a.why = inCourt
		} else if lo, hi := r.subject(r.segmentOf(q), q.lo-1); hi > lo {
			a.source, a.why = []digest.Span{r.span(lo, hi)}, subjectOfSentence
			if r.planned(hi) { // "A shop is planned, “if there is money”"
				a.source, a.why = nil, ofThing
			} else if r.is(q.lo-2, ":") && hi < q.lo-2 { // "scolded him: “"
				a.cue, a.score = []digest.Span{r.span(hi, hi+1)}, 0.85
			}
		}
		r.take(&a, m)
		r.out = append(r.out, a)
	}
}

// ofThing is the rule for what is quoted in a sentence about what does not speak.
const ofThing = "in a sentence about a thing"

// planned reports whether the verb group at token i is a passive, of whose subject
// something is done and who is not named: what is quoted behind it is not the subject's.
func (r *ruler) planned(i int) bool {
	if i+1 >= len(r.toks) || !be[r.toks[i].low] || r.is(i, "'s") || r.mentionAt(i-1) >= 0 || pronouns[r.toks[i-1].low] {
		return false
	}
	next := r.toks[i+1].low
	return passives[next]
}

// passives are participles of what is done to things.
var passives = set(`planned scheduled built sold held needed expected organised organized designed opened closed launched printed painted written called known described billed dubbed labelled labeled named titled`)

// inCourt is the rule for what somebody said to a court who is not named there.
const inCourt = "said to a court"

// heard reports whether the segment of q ends with who was told: "…, a court has
// heard". The subject is then not the one who spoke.
func (r *ruler) heard(q quotation) bool {
	s := r.segmentOf(q)
	for i := s.hi - 1; i > max(q.hi, s.hi-8); i-- {
		if r.is(i, "heard") || r.is(i, "told") && (r.is(i-1, "was") || r.is(i-1, "been") || r.is(i-1, "were")) {
			for k := i - 1; k > max(q.hi, i-6); k-- {
				if hearers[r.toks[k].low] {
					return true
				}
			}
		}
	}
	return false
}

// hearers are told what parties and witnesses say.
var hearers = set(`court inquest jury tribunal inquiry hearing jurors magistrates panel committee`)

// item adds paragraph p, where it is an item of a list, to the words that the cue
// before the list announces: "Bell said:", then the items.
func (r *ruler) item(w *attribution, p int) bool {
	para := r.paras[p]
	if !r.bullet(para.lo) || para.hi-para.lo < 3 || len(w.content) == 0 && (para.marks[0] < para.marks[1] || w.class != digest.Statement) {
		if len(w.content) > 0 {
			r.waiting = nil
		}
		return false
	}
	end := para.hi
	for end > para.lo+2 && r.toks[end-1].shape == punct && !r.is(end-1, ")") {
		end--
	}
	w.content = append(w.content, r.span(para.lo+1, end))
	if len(w.content) == 1 {
		w.why = "a list announced before it"
		r.out = append(r.out, *w)
		r.listed = len(r.out) - 1
		return true
	}
	r.out[r.listed].content = w.content
	return true
}

// bullet reports whether token i is the mark of a list's item.
func (r *ruler) bullet(i int) bool {
	if r.toks[i].shape != punct {
		return false
	}
	c, _ := utf8.DecodeRuneInString(r.text[r.toks[i].Start:])
	return strings.ContainsRune("•*·‣◦▪■●–—-", c)
}

// takesTurn gives a turn of a dialogue, in which the article does not tell who
// speaks, to the one who spoke last but one; what follows a part of a turn of
// which it does tell goes on with it.
func (r *ruler) takesTurn(p, m, last, before int) {
	if last >= before {
		r.take(&r.out[last], m)
		return
	}
	a := attribution{class: digest.Statement, score: 0.6, why: "a turn"}
	if p > 1 && last >= 1 && r.turnIn(last, p-1) && r.turnIn(last-1, p-2) {
		a.source, a.why = r.out[last-1].source, "they take turns"
	}
	r.take(&a, m)
	r.out = append(r.out, a)
}

// turnIn reports whether attribution i is a turn in paragraph p.
func (r *ruler) turnIn(i, p int) bool {
	for m := r.paras[p].marks[0]; m < r.paras[p].marks[1]; m++ {
		if r.marks[m].turn && len(r.out[i].content) > 0 && r.marks[m].Contains(r.out[i].content[0]) {
			return true
		}
	}
	return false
}

// lastBefore returns the attribution that ends last before quotation q, or -1.
// Those that stand behind q are somebody else's: “A,” she said. “B.” X said: “C.”
func (r *ruler) lastBefore(q quotation) int {
	for i := len(r.out) - 1; i >= 0; i-- {
		if at(r.out[i]) < q.Start {
			return i
		}
	}
	return -1
}

func (r *ruler) segmentOf(q quotation) sentence {
	for _, s := range r.segments(q.para) {
		if s.lo <= q.lo && q.lo < s.hi {
			return s
		}
	}
	return sentence{q.lo, q.hi, q.para}
}

// pure reports whether q is all of its segment.
func (r *ruler) pure(q quotation) bool {
	s := r.segmentOf(q)
	return s.lo >= q.lo-1 && s.hi <= q.hi+2
}

// announces reports whether quotation m is a heading: alone in its paragraph, without a
// stop, and of words that one of the quotations below it begins with.
func (r *ruler) announces(m int) bool {
	q := r.marks[m]
	if p := r.paras[q.para]; q.lo != p.lo+1 || q.hi+1 < p.hi || !q.closed || q.hi <= q.lo || r.toks[q.hi-1].shape == punct {
		return false
	}
	words := q.inner.Cut(r.text)
	for k := m + 1; k < len(r.marks) && k < m+40; k++ {
		if strings.HasPrefix(r.marks[k].inner.Cut(r.text), words) {
			return true
		}
	}
	return false
}

// isTitle reports whether q is the name of a book, a show or a song: nothing but
// capitalised words and what may stand small between them. A stop at its end can
// be that of the sentence around it.
func (d *document) isTitle(q quotation) bool {
	large, small := 0, false
	for i := q.lo; i < q.hi; i++ {
		t := d.toks[i]
		switch {
		case t.shape == punct && strings.ContainsAny(t.low, ".?!"):
			if i < q.hi-1 || large < 2 {
				return false
			}
		case t.shape == punct || smallInTitles[t.low]:
			small = small || t.shape != punct
		case t.shape == lower:
			return false
		default:
			large++
		}
	}
	return large > 1 || large == 1 && !small
}

var smallInTitles = set(`a an the of in on at for from with to by and or nor but as is are vs 's over under through into without around between against`)

func (r *ruler) wordsIn(q quotation) int {
	n := 0
	for i := q.lo; i < q.hi; i++ {
		if r.toks[i].shape != punct {
			n++
		}
	}
	return n
}
