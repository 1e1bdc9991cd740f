package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// content finds what cue x governs: a quotation behind or before it, a clause
// behind it, or the clause before it.
func (r *ruler) content(s sentence, x said, c cue, done []said) (attribution, bool) {
	a := attribution{class: c.class, why: x.why, score: 0.9}
	a.cue = []digest.Span{r.span(x.at, x.end)}
	a.source = []digest.Span{r.span(x.lo, x.hi)}
	first := min(x.at, x.lo)
	if x.why == "the cue before" || x.why == subjectOfSentence {
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
	if x.inverted || x.why == whoIsQuoted {
		behind = x.hi
	}
	if x.why == whoIsQuoted && r.is(behind, "as") {
		behind += 2 // "as saying"
	}
	if before >= 0 && r.isTitle(r.marks[before]) && !r.opens(r.marks[before], s, first) && (r.wordsIn(r.marks[before]) < minWords || !r.is(first-1, ",") || first-1 > r.marks[before].hi) {
		before = -1
	}
	if before >= 0 && c.frame&(clause|listens|asking|that) != 0 {
		r.take(&a, before)
		r.goesOn(&a, s, behind)
		return a, true
	}
	if x.inverted {
		if !r.is(x.at-1, ",") || x.at-1 <= s.lo || len(done) > 0 {
			return a, false
		}
		a.content = append(a.content, r.span(s.lo, x.at-1))
		r.consume(s.lo, x.at-1, &a)
		return a, true
	}
	start, ok := r.starts(s, behind, c)
	if ok {
		end := r.ends(start, s, c)
		if x.hi == x.lo+1 && r.is(x.lo, "who") && r.is(x.lo-1, ",") {
			end = r.asideEnds(start, end)
		}
		if end > start {
			a.content = append(a.content, r.span(start, end))
			r.consume(start, end, &a)
			return a, true
		}
	}
	if c.frame&(clause|listens) != 0 && c.form != ing && first > s.lo+1 && r.is(first-1, ",") && len(done) == 0 && r.behindClause(&a, s, first, behind, c) {
		return a, true
	}
	if r.is(s.hi-1, ":") && r.paras[s.para].hi == s.hi && c.frame&object == 0 {
		r.waiting = &a
	}
	return a, false
}

// opens reports whether quotation q begins segment s, ends with a comma and has the
// source or the cue, at token first, right behind it: “Sorry,” he said.
func (r *ruler) opens(q quotation, s sentence, first int) bool {
	return q.lo-1 <= s.lo && q.hi > q.lo && r.is(q.hi-1, ",") && first == q.hi+1
}

// behindClause gives a cue the clause that it stands behind, or that it and its
// source interrupt: "The harbour, Bell told the council, would close.", "In May, Bell
// said, it would close."
func (r *ruler) behindClause(a *attribution, s sentence, first, behind int, c cue) bool {
	end := behind
	if c.frame&listens != 0 {
		end = r.phraseAfter(behind, s.hi)
	}
	end = max(end, r.timeEnd(end))
	rest := end + 1
	switch {
	case r.closesSegment(s, end) && first > s.lo+3:
		a.content = append(a.content, r.span(s.lo, first-1))
	case first-1-s.lo < 12 && r.is(end, ",") && rest+2 < s.hi && r.outside[rest] < 0 && r.resumes(s, first-1, rest):
		stop := r.ends(rest, s, c)
		a.content = append(a.content, r.span(s.lo, first-1), r.span(rest, stop))
		r.consume(rest, stop, a)
	default:
		return false
	}
	r.consume(s.lo, first-1, a)
	a.why = "behind its clause"
	return true
}

// resumes reports whether the clause that begins segment s and is interrupted at
// token stop goes on at token rest: with its verb, with a condition where it has
// had its verb, or with all but the phrase of time or place it began with.
func (r *ruler) resumes(s sentence, stop, rest int) bool {
	low, complete := r.toks[rest].low, r.hasVerb(s.lo, stop)
	switch {
	case isVerb(low), helpers[low]:
		return true
	case complete:
		return conditions[low]
	}
	return prepositions[r.toks[s.lo].low] && (pronouns[low] || r.hasVerb(rest, s.hi))
}

// conditions go on with a clause that was complete before the cue: "it could be sold,
// Bell said, if the council agreed".
var conditions = set(`if unless until provided because`)

// hasVerb reports whether a verb stands among tokens [lo, hi).
func (r *ruler) hasVerb(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if low := r.toks[i].low; r.toks[i].shape == lower && (isVerb(low) || helpers[low]) {
			return true
		}
	}
	return false
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
		if hi := r.listeners(i, s.hi); hi > i {
			i = max(hi, r.timeEnd(hi))
		}
		if m := r.outer(i); m >= 0 && r.isTitle(r.marks[m]) && (r.is(i-1, "'s") || determiners[r.toks[i-1].low]) {
			i = r.marks[m].hi + 1 // "told the radio’s “Early Harbour” that"
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
	case penned[r.toks[i-1].low] && !pronouns[t.low] && r.mentionAt(i) < 0:
		return 0, false // "writes articles"
	}
	return i, sure[r.toks[i-1].low] || pronouns[t.low] || r.mentionAt(i) >= 0 || c.frame&listens != 0 || determiners[t.low] && r.toks[i-1].low != "said"
}

// listeners returns the token behind those who are told, whose phrase begins at
// token i. A second determiner, or a name behind a plural, begins the clause: "told
// reporters the bank would sue".
func (r *ruler) listeners(i, ceil int) int {
	hi := r.phraseAfter(i, ceil)
	for k := i + 1; k < hi; k++ {
		before := r.toks[k-1]
		if before.shape != lower || determiners[before.low] || prepositions[before.low] || before.low == "and" {
			continue
		}
		many := strings.HasSuffix(before.low, "s") || strings.HasSuffix(before.low, "men")
		if m := r.mentionAt(k); determiners[r.toks[k].low] || many && m >= 0 && r.names[m].from == k {
			return k
		}
	}
	return hi
}

// penned are cues that take a thing as readily as a clause.
var penned = set(`write writes wrote writing post posts posted tweet tweets tweeted read reads blog blogs signed signs email emailed text texted message messaged`)

// marksWithin reports whether a quotation stands in tokens [lo, hi).
func (r *ruler) marksWithin(lo, hi int) bool {
	return slices.ContainsFunc(r.outside[lo:hi], func(m int) bool { return m >= 0 })
}
