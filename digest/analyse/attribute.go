package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// ruler finds attributions by rules, paragraph by paragraph. A segment is one or
// more sentences that no outermost quotation is broken between.
type ruler struct {
	*document
	out      []attribution
	used     map[int]bool // quotations that are content already
	waiting  *attribution // a cue with a colon at the end of the paragraph before
	labelled int          // one more than the paragraphs with a speaker's label; 0 while not counted
	turnOf   int          // the paragraph that can go on with the last label's turn
}

// said is what the rules know of one cue in a segment.
type said struct {
	at, end  int    // tokens of the cue
	lo, hi   int    // tokens of the source; lo == hi where there is none
	why      string // the rule
	inverted bool   // the source stands behind the cue
}

// ruled returns the attributions that rules find, in no order.
func (d *document) ruled() []attribution {
	r := ruler{document: d, used: map[int]bool{}}
	for p := range d.paras {
		if l := d.paras[p].line; l == furniture || l == caption {
			continue
		}
		before := len(r.out)
		if r.transcript(p) {
			continue
		}
		for _, s := range d.segments(p) {
			r.segment(s)
		}
		r.leftover(p, before)
	}
	return r.out
}

// segments returns the segments of paragraph p as token ranges.
func (d *document) segments(p int) []sentence {
	var out []sentence
	para := d.paras[p]
	lo := para.lo
	for s := para.first; s < para.last; s++ {
		hi := d.sents[s].hi
		if hi < para.hi && d.outside[hi-1] >= 0 && d.outside[hi-1] == d.outside[hi] {
			continue
		}
		out = append(out, sentence{lo, hi, p})
		lo = hi
	}
	return out
}

// segment finds the attributions of one segment, cue by cue.
func (r *ruler) segment(s sentence) {
	var done []said
	for i := s.lo; i < s.hi; i++ {
		if m := r.outside[i]; m >= 0 {
			continue
		}
		if r.is(i, "according") && r.is(i+1, "to") {
			i = r.according(s, i)
			continue
		}
		c, ok := cues[r.toks[i].low]
		if !ok || r.toks[i].shape != lower && i > s.lo {
			continue
		}
		if c.form == noun || cueNouns[r.toks[i].low] && i > s.lo && nounBehind(r.toks[i-1].low) {
			r.nounCue(s, i)
			continue
		}
		x, ok := r.source(s, i, c, done)
		if !ok {
			continue
		}
		if a, ok := r.content(s, x, c, done); ok {
			r.out = append(r.out, a)
			done = append(done, x)
			i = max(i, x.end-1)
		}
	}
}

// source finds who the verb at token i belongs to.
func (r *ruler) source(s sentence, i int, c cue, done []said) (said, bool) {
	x := said{at: i, end: i + 1}
	back := r.skipBack(i, s.lo)
	if r.unsaid(back, i) {
		return x, false
	}
	if back < i && (r.is(i-1, "to") || r.is(i-1, "on")) && r.is(back, "went") {
		x.at = back
	}
	quoteBefore := i > s.lo && (r.outside[i-1] >= 0 || r.is(i-1, ",") && i-2 >= s.lo && r.outside[i-2] >= 0)
	if quoteBefore && c.form != ing && c.form != base {
		if hi := r.phraseAfter(i+1, s.hi); hi > i+1 && !r.is(i+1, "that") && !r.is(i+1, "he") {
			x.lo, x.hi, x.why, x.inverted = i+1, hi, "behind the cue", true
			return x, true
		}
	}
	if c.form == ing || back > s.lo && joiners[r.toks[back-1].low] && r.shares(s, back) {
		return r.shared(s, x, done)
	}
	if c.form == base && back == i && !r.is(i+1, "that") {
		return x, false
	}
	if c.form == third && !sure[r.toks[i].low] && !r.startsClear(back) {
		return x, false // "demands", "rules", "questions": as often nouns
	}
	end := back
	if end > s.lo && r.is(end-1, ",") {
		end = r.skipAside(end, s.lo)
	}
	lo := r.phraseBefore(end, s.lo)
	if lo < end {
		x.lo, x.hi, x.why = lo, end, "before the cue"
		if m := r.spanning(end, back); m >= 0 {
			x.hi = back
			if r.is(back-1, ",") {
				x.hi = back - 1
			}
		}
		return x, true
	}
	if back > s.lo && (r.is(back-1, "and") || r.is(back-1, "but")) {
		return r.shared(s, x, done)
	}
	return x, false
}

// startsClear reports whether a pronoun or a name ends right before token i.
func (r *ruler) startsClear(i int) bool {
	return i > 0 && (pronouns[r.toks[i-1].low] || r.is(i-1, ",") || r.mentionEnding(i) >= 0)
}

// unsaid reports whether the verb group [back, i] says that something was not
// said, or only might be: "did not say", "could say", "declined to say".
func (r *ruler) unsaid(back, i int) bool {
	went := false
	for k := back; k < i; k++ {
		switch r.toks[k].low {
		case "not", "n't", "never", "didn't", "hasn't", "wouldn't", "could", "might", "may", "should", "must", "can":
			return true
		case "went", "go", "goes", "going", "on":
			went = true
		case "to":
			if !went {
				return true
			}
		}
	}
	return false
}

// spanning returns the mention whose phrase, with its appositive, lies over the
// gap [end, back) between the name and the cue, or -1.
func (r *ruler) spanning(end, back int) int {
	if m := r.mentionEnding(end); m >= 0 && r.names[m].to > end && r.names[m].to <= back {
		return m
	}
	return -1
}

// shares reports whether the verb group that begins at token back has no
// subject of its own: "… and said".
func (r *ruler) shares(s sentence, back int) bool {
	return r.is(back-1, "and") || r.is(back-1, "but") || r.is(back-1, "or")
}

// shared gives cue x the source of the cue before it in the segment, or the
// segment's subject.
func (r *ruler) shared(s sentence, x said, done []said) (said, bool) {
	if len(done) > 0 {
		d := done[len(done)-1]
		x.lo, x.hi, x.why = d.lo, d.hi, "the cue before"
		return x, x.hi > x.lo
	}
	x.lo, x.hi = r.subject(s, x.at)
	x.why = "the sentence’s subject"
	return x, x.hi > x.lo
}

// subject returns the phrase that most likely is the subject of what stands in
// segment s before token end: the first name or pronoun outside quotations.
func (r *ruler) subject(s sentence, end int) (lo, hi int) {
	for i := s.lo; i < end; i++ {
		if r.outside[i] >= 0 {
			continue
		}
		if m := r.mentionAt(i); m >= 0 {
			n := r.names[m]
			if r.is(n.hi, "'s") || r.is(n.hi, "'") || i > s.lo && prepositions[r.toks[i-1].low] {
				i = n.hi - 1
				continue
			}
			return max(n.from, s.lo), min(max(n.hi, n.to), end)
		}
		if low := r.toks[i].low; low == "he" || low == "she" || low == "they" || low == "it" {
			return i, i + 1
		}
	}
	if hi := r.phraseAfter(s.lo, end); hi > s.lo && determiners[r.toks[s.lo].low] {
		return s.lo, hi
	}
	return 0, 0
}

// skipBack returns the first token of the verb group that ends at token i, and
// of what of time stands right before it: "on Sunday also said".
func (r *ruler) skipBack(i, floor int) int {
	for i > floor && (helpers[r.toks[i-1].low] || isAdverb(r.toks[i-1].low)) && r.outside[i-1] < 0 {
		i--
	}
	for s := max(floor, i-8); s < i; s++ {
		if r.outside[s] < 0 && s > floor && r.timeEnd(s) == i {
			return r.skipBack(s, floor)
		}
	}
	return i
}

// skipAside returns where the phrase before an aside between commas ends:
// "Vitou, a political analyst," gives the token behind Vitou.
func (r *ruler) skipAside(end, floor int) int {
	commas := 0
	for k := end - 2; k > floor && end-k < 40; k-- {
		if r.outside[k] >= 0 {
			continue
		}
		if !r.is(k, ",") {
			continue
		}
		commas++
		next := r.toks[k+1].low
		aside := determiners[next] || next == "who" || next == "whose" || next == "however" || next == "meanwhile" || next == "speaking" ||
			r.toks[k+1].shape == number || r.toks[k+1].shape == lower && !pronouns[next] && !joiners[next]
		if aside && (r.mentionEnding(k) >= 0 || r.is(k-1, "he") || r.is(k-1, "she")) {
			return k
		}
		if next == "however" || next == "meanwhile" || r.isTime(k+1) {
			return k
		}
		if commas > 3 {
			break
		}
	}
	if m := r.mentionEnding(end - 1); m >= 0 {
		return end - 1
	}
	return end - 1
}

// content finds what cue x governs: a quotation behind or before it, a clause
// behind it, or the clause before it.
func (r *ruler) content(s sentence, x said, c cue, done []said) (attribution, bool) {
	a := attribution{class: c.class, why: x.why, score: 0.9}
	a.cue = []digest.Span{r.span(x.at, x.end)}
	a.source = []digest.Span{r.span(x.lo, x.hi)}
	first := min(x.at, x.lo)
	if x.why == "the cue before" || x.why == "the sentence’s subject" {
		first = x.at
	}
	before := -1
	if k := first - 1; k >= s.lo {
		if r.is(k, ",") && k > s.lo {
			k--
		}
		if m := r.outside[k]; m >= 0 && !r.used[m] && r.marks[m].hi <= first {
			before = m
		}
	}
	behind := x.end
	if x.inverted {
		behind = x.hi
	}
	if before >= 0 && r.isTitle(r.marks[before]) && r.wordsIn(r.marks[before]) < minWords {
		before = -1
	}
	if before >= 0 && c.frame&(clause|listens|asking|that) != 0 {
		r.take(&a, before)
		r.goesOn(&a, s, behind)
		return a, true
	}
	if x.inverted {
		return a, false
	}
	start, ok := r.starts(s, behind, c)
	if ok {
		end := r.ends(start, s, c)
		if end > start {
			a.content = append(a.content, r.span(start, end))
			r.consume(start, end, &a)
			return a, true
		}
	}
	if c.frame&clause != 0 && c.form != ing && first > s.lo+3 && r.is(first-1, ",") && r.closesSegment(s, behind) && len(done) == 0 {
		a.content = append(a.content, r.span(s.lo, first-1))
		r.consume(s.lo, first-1, &a)
		a.why = "behind its clause"
		return a, true
	}
	if r.is(s.hi-1, ":") && r.paras[s.para].hi == s.hi && c.frame&object == 0 {
		r.waiting = &a
	}
	return a, false
}

// closesSegment reports whether nothing but time and channel stands between
// token i and the end of the segment.
func (r *ruler) closesSegment(s sentence, i int) bool {
	i = max(i, r.timeEnd(i))
	return i >= s.hi || r.toks[i].shape == punct && i >= s.hi-2 || r.is(i, ".")
}

// take adds quotation m, and the ones that it continues, to the content of a.
func (r *ruler) take(a *attribution, m int) {
	for m >= 0 && r.marks[m].prev >= 0 {
		m = r.marks[m].prev
	}
	for ; m >= 0; m = r.marks[m].next {
		if !r.used[m] {
			r.used[m] = true
			a.content = append(a.content, r.marks[m].Span)
		}
	}
}

// consume marks the quotations in tokens [lo, hi) as used. Where the content
// ends with a quotation that goes on in the next paragraph, it goes on too.
func (r *ruler) consume(lo, hi int, a *attribution) {
	last := -1
	for i := lo; i < hi; i++ {
		if m := r.outside[i]; m >= 0 {
			r.used[m] = true
			last = m
		}
	}
	if last >= 0 && r.marks[last].next >= 0 {
		r.take(a, r.marks[last].next)
	}
}

// goesOn adds the quotation that an interrupted one goes on with: “A,” he said, “B.”
func (r *ruler) goesOn(a *attribution, s sentence, i int) {
	for j := i; j < s.hi && j < i+20; j++ {
		if m := r.outside[j]; m >= 0 && !r.used[m] {
			if r.isTitle(r.marks[m]) {
				j = r.marks[m].hi
				continue
			}
			if r.is(j-1, ",") || r.is(j-1, ":") || r.is(j-1, ".") || r.is(j-1, ";") || j == i {
				r.take(a, m)
			}
			return
		}
		if c := cues[r.toks[j].low]; c.frame&clause != 0 && c.form != base {
			return
		}
	}
}

// starts finds where the content behind a cue begins.
func (r *ruler) starts(s sentence, i int, c cue) (int, bool) {
	i = max(i, r.timeEnd(i))
	if r.is(i, ",") && r.is(i+2, ",") && i+3 < s.hi { // "contended, however, that"
		i += 3
	}
	if c.frame&listens != 0 && i < s.hi && !r.is(i, "that") {
		if hi := r.phraseAfter(i, s.hi); hi > i {
			i = max(hi, r.timeEnd(hi))
		}
	}
	for k := i; k < s.hi && k < i+14; k++ { // "confirmed today to The Post that"
		t := r.toks[k]
		if t.low == "that" && (k == i || helpers[r.toks[i].low] || prepositions[r.toks[i].low] || r.is(i, "to") || isAdverb(r.toks[i].low)) {
			return k, c.frame&object == 0 || c.frame&(clause|that) != 0
		}
		if r.outside[k] >= 0 && (k == i || r.is(k-1, ",") || r.is(k-1, ":") || k < i+4) {
			if c.frame&object != 0 || k > i && r.toks[k-1].shape != punct && !prepositions[r.toks[i].low] {
				return i, true
			}
			return k, true
		}
		if c3(t.low) || t.shape == punct && t.low != "," && t.low != ":" {
			break
		}
	}
	if i >= s.hi {
		return 0, false
	}
	t := r.toks[i]
	switch {
	case c.frame&object != 0:
		return i, t.shape != punct && r.marksWithin(i, s.hi)
	case c.frame&asking != 0 && c.frame&clause == 0:
		return i, t.low == "whether" || t.low == "if" || t.low == "to" || t.low == "for"
	case c.frame&(clause|listens) == 0 || t.shape == punct && t.low != "[":
		return 0, false
	case prepositions[t.low] || t.low == "to" || t.low == "and" || t.low == "or":
		return 0, false
	}
	return i, sure[r.toks[i-1].low] || pronouns[t.low] || r.mentionAt(i) >= 0 || c.frame&listens != 0 || determiners[t.low] && r.toks[i-1].low != "said"
}

// marksWithin reports whether a quotation stands in tokens [lo, hi).
func (r *ruler) marksWithin(lo, hi int) bool {
	return slices.ContainsFunc(r.outside[lo:hi], func(m int) bool { return m >= 0 })
}

// ends finds where the content that begins at token i ends: with its sentence,
// or before another cue of the same speaker, or before a clause that is the
// article's own again.
func (r *ruler) ends(i int, s sentence, c cue) int {
	quoted := r.outside[i] >= 0
	for k := i + 1; k < s.hi; k++ {
		if r.outside[k] >= 0 {
			continue
		}
		if r.outside[k-1] >= 0 && r.stopsInside(r.outside[k-1]) {
			return k
		}
		if quoted && r.outside[k-1] >= 0 && (r.toks[k].shape == punct || r.toks[k].shape == lower && !r.is(k, "and")) {
			return k
		}
		t := r.toks[k]
		switch {
		case t.low == ";":
			return k
		case t.low == ",":
			if r.breaks(k+1, s) {
				return k
			}
		case t.low == "and" && k+1 < s.hi && sure[r.toks[k+1].low] && cues[r.toks[k+1].low].form != ing:
			return k
		case t.low == "according":
			return k
		}
	}
	end := s.hi
	for end > i+1 && r.outside[end-1] < 0 && r.toks[end-1].shape == punct && r.toks[end-1].low != ")" && r.toks[end-1].low != "]" {
		end--
	}
	return end
}

// stopsInside reports whether quotation m ends in a comma or a full stop, which
// then ends the clause that it stands in, unless another one follows in a row.
func (r *ruler) stopsInside(m int) bool {
	q := r.marks[m]
	if !q.closed || q.hi == q.lo || !r.is(q.hi-1, ",") && !r.is(q.hi-1, ".") {
		return false
	}
	for k := q.hi + 1; k < len(r.toks) && k < q.hi+4; k++ {
		if r.outside[k] >= 0 {
			return false
		}
		if low := r.toks[k].low; low != "a" && low != "an" && low != "and" && low != "or" && low != "the" {
			break
		}
	}
	return true
}

// breaks reports whether the content ends before the comma before token k.
func (r *ruler) breaks(k int, s sentence) bool {
	if k >= s.hi {
		return true
	}
	low := r.toks[k].low
	if c, ok := cues[low]; ok && c.form == ing && c.frame&clause != 0 {
		return true
	}
	switch low {
	case "but":
		return !r.is(k+1, "that")
	case "according":
		return true
	case "in":
		return r.is(k+2, "reference") || r.is(k+3, "reference") || r.is(k+1, "reference")
	case "and", "he", "she", "they":
		j := k
		if low == "and" {
			j++
		}
		for n := j; n < min(j+4, s.hi); n++ {
			if sure[r.toks[n].low] {
				return true
			}
		}
	}
	return false
}

// according handles "according to" at token i and returns where it ends.
func (r *ruler) according(s sentence, i int) int {
	hi := r.phraseAfter(i+2, s.hi)
	if hi <= i+2 {
		return i + 1
	}
	a := attribution{class: digest.Statement, why: "according to", score: 0.9}
	a.cue = []digest.Span{r.span(i, i+2)}
	a.source = []digest.Span{r.span(i+2, hi)}
	next := max(hi, r.timeEnd(hi))
	switch {
	case r.is(next, ",") && next+2 < s.hi && (i == s.lo || r.is(i-1, ",")):
		end := r.ends(next+1, s, cue{})
		a.content = append(a.content, r.span(next+1, end))
		r.consume(next+1, end, &a)
	case i > s.lo+2:
		end := i
		if r.is(i-1, ",") {
			end--
		}
		a.content = append(a.content, r.span(s.lo, end))
		r.consume(s.lo, end, &a)
	default:
		return hi
	}
	r.out = append(r.out, a)
	return hi
}

// nounBehind reports whether what stands behind the word low is a noun, where it
// could be a verb as well: "expressed hope", "his claim".
func nounBehind(low string) bool {
	return lightVerbs[low] || determiners[low] || low == "'s" || low == "'"
}

// nounCue handles a noun such as "insistence" at token i, with "that" behind it.
func (r *ruler) nounCue(s sentence, i int) {
	if !r.is(i+1, "that") || i == s.lo {
		return
	}
	end := i
	if r.is(end-1, "'s") || r.is(end-1, "'") {
		end--
	}
	lo, hi, from := i, i, i
	if v := i - 1; lightVerbs[r.toks[v].low] || determiners[r.toks[v].low] && v > s.lo && lightVerbs[r.toks[v-1].low] {
		if !lightVerbs[r.toks[v].low] {
			v--
		}
		from = v
		if x, ok := r.source(s, v, cue{form: past}, nil); ok {
			lo, hi = x.lo, x.hi
		}
	} else if possessive(r.toks[i-1].low) {
		lo, hi = i-1, i
	} else if end < i {
		lo, hi = r.phraseBefore(end, s.lo), end
	}
	if lo >= hi {
		return
	}
	stop := r.ends(i+1, s, cue{})
	for k := i + 2; k < stop; k++ {
		if r.is(k, ",") && r.outside[k] < 0 {
			stop = k
		}
	}
	c := cues[r.toks[i].low]
	a := attribution{class: c.class, why: "noun cue", score: 0.8, cue: []digest.Span{r.span(from, i+1)},
		source: []digest.Span{r.span(lo, hi)}, content: []digest.Span{r.span(i+1, stop)}}
	r.consume(i+1, stop, &a)
	r.out = append(r.out, a)
}

// lightVerbs make a verb of speech with a noun: "expressed hope that".
var lightVerbs = set(`expressed expresses voiced voices made makes issued issues gave gives raised raises has had expressing voicing`)

// minWords is how many words a quotation without a cue must have to count as
// speech; shorter ones are mostly titles and words that the outlet holds off.
const minWords = 4

// leftover gives the quotations of paragraph p that no cue governs to the
// speaker of the quote before them in the paragraph, to the subject of their
// own sentence, or to the speaker of the paragraph before.
func (r *ruler) leftover(p, before int) {
	if w := r.waiting; w != nil && !r.is(r.paras[p].hi-1, ":") {
		r.waiting = nil
		if m := r.paras[p].marks[0]; m < r.paras[p].marks[1] && !r.used[m] {
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
		if len(r.out) > before && r.pure(q) && !r.dashed(q) {
			r.take(&r.out[len(r.out)-1], m)
			continue
		}
		if q.prev < 0 && (r.wordsIn(q) < minWords || r.isTitle(q)) {
			continue
		}
		a := attribution{class: digest.Statement, score: 0.6}
		if ok := r.signed(&a, q); ok {
			a.score = 0.9
		} else if r.pure(q) {
			if len(r.out) > 0 {
				last := r.out[len(r.out)-1]
				a.source, a.why = last.source, "the speaker before"
			}
		} else if lo, hi := r.subject(r.segmentOf(q), q.lo-1); hi > lo {
			a.source, a.why = []digest.Span{r.span(lo, hi)}, "the sentence’s subject"
			if r.is(q.lo-2, ":") && hi < q.lo-2 { // "scolded him: “"
				a.cue, a.score = []digest.Span{r.span(hi, hi+1)}, 0.85
			}
		}
		r.take(&a, m)
		r.out = append(r.out, a)
	}
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

// isTitle reports whether q is the name of a book, a show or a song: nothing but
// capitalised words and what may stand small between them.
func (r *ruler) isTitle(q quotation) bool {
	for i := q.lo; i < q.hi; i++ {
		t := r.toks[i]
		if t.shape == lower && !smallInTitles[t.low] || t.shape == punct && strings.ContainsAny(t.low, ".?!") {
			return false
		}
	}
	return q.hi > q.lo
}

var smallInTitles = set(`a an the of in on at for from with to by and or nor but as is vs 's`)

func (r *ruler) wordsIn(q quotation) int {
	n := 0
	for i := q.lo; i < q.hi; i++ {
		if r.toks[i].shape != punct {
			n++
		}
	}
	return n
}
