package analyse

import (
	"slices"

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
	listed   int          // the attribution whose content the items of a list are
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
		if !ok && manners[r.toks[i].low] {
			c, ok = cue{frame: that, class: digest.Statement, form: past}, true
		}
		if !ok || r.toks[i].shape != lower && i > s.lo {
			continue
		}
		if r.is(i, "known") && (r.is(i+1, "as") || r.is(i+2, "as")) {
			continue // "the founder, known only as “Zed”": a name
		}
		if c.form == noun || cueNouns[r.toks[i].low] && i > s.lo && nounBehind(r.toks[i-1].low) {
			r.nounCue(s, i)
			continue
		}
		x, ok := r.source(s, i, c, done)
		if !ok {
			continue
		}
		r.quoted(s, i, &x)
		if a, ok := r.content(s, x, c, done); ok {
			r.out = append(r.out, a)
			done = append(done, x)
			i = max(i, x.end-1)
			if x.why == whoIsQuoted && r.is(x.hi, "as") {
				i = x.hi + 1 // "as saying" is no cue of its own
			}
		}
	}
}

// whoIsQuoted is the rule for "Bell quoted her mother: “…”": the words are the mother's.
const whoIsQuoted = "who is quoted"

// quoted gives the cue x, where it is a form of quote in the active, to its object.
func (r *ruler) quoted(s sentence, i int, x *said) {
	low := r.toks[i].low
	if low != "quoted" && low != "quotes" && low != "quoting" || x.inverted || low == "quoted" && i > s.lo && be[r.toks[i-1].low] {
		return
	}
	hi := r.phraseAfter(i+1, s.hi)
	if hi > i+1 && (r.is(hi, ":") || r.is(hi, "as")) && r.speaks(i+1, hi) && !r.saysLater(s, hi) {
		x.lo, x.hi, x.why = i+1, hi, whoIsQuoted
	}
}

// speaks reports whether the phrase [lo, hi) means somebody: a name, a relative, a role.
func (r *ruler) speaks(lo, hi int) bool {
	_, role := roleOf(r.toks[hi-1].low)
	return r.head(lo, hi) >= 0 || possessive(r.toks[lo].low) && hi-lo <= 4 || role
}

// saysLater reports whether a cue that is hardly anything else stands outside the
// quotations between token i and the end of segment s: “…,” she said.
func (r *ruler) saysLater(s sentence, i int) bool {
	for ; i < s.hi; i++ {
		if r.outside[i] < 0 && sure[r.toks[i].low] && cues[r.toks[i].low].form == past {
			return true
		}
	}
	return false
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
	if quoteBefore && c.form != ing && c.form != base && !r.is(i, "told") && !r.is(i, "tells") { // who is told stands behind these
		if hi := r.phraseAfter(i+1, s.hi); hi > i+1 && !r.is(i+1, "that") && !r.is(i+1, "he") {
			x.lo, x.hi, x.why, x.inverted = i+1, hi, "behind the cue", true
			return x, true
		}
	}
	if i > s.lo+2 && back == i && r.is(i-1, ",") && c.frame&clause != 0 && (c.form == past || c.form == third) && sure[r.toks[i].low] && len(done) == 0 {
		if hi := r.phraseAfter(i+1, s.hi); hi > i+1 && !r.is(i+1, "that") && r.onlyAside(s, hi) && !papers[r.headNoun(i+1, hi)] {
			if m := r.mentionAt(hi + 1); r.is(hi, ",") && m >= 0 && isPerson(&r.actors[r.names[m].actor]) {
				hi = min(r.names[m].hi, s.hi) // "said the mayor, Ana Paz"
			}
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
		x.lo, x.hi, x.why = r.bothOf(lo, s.lo), end, "before the cue"
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

// bothOf returns where a source begins of which token lo begins the last part, where
// it goes back to a quotation: “…,” | Bell and Quist | said. Else lo.
func (r *ruler) bothOf(lo, floor int) int {
	if lo <= floor+2 || !r.is(lo-1, "and") {
		return lo
	}
	if k := r.phraseBefore(lo-1, floor); k > floor+1 && k < lo-1 && r.outside[k-1] >= 0 && (r.is(k-2, ",") || r.is(k-1, ",")) {
		return k
	}
	return lo
}

// onlyAside reports whether nothing stands between token i and the end of the
// segment but what is said of the phrase before it.
func (r *ruler) onlyAside(s sentence, i int) bool {
	if r.closesSegment(s, i) {
		return true
	}
	if !r.is(i, ",") {
		return false
	}
	for k := i + 1; k < s.hi; k++ {
		if r.outside[k] >= 0 || isVerb(r.toks[k].low) && !r.is(k-1, "who") {
			return false
		}
	}
	return true
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
	x.why = subjectOfSentence
	return x, x.hi > x.lo
}

// according handles "according to" at token i and returns where it ends.
func (r *ruler) according(s sentence, i int) int {
	hi := r.phraseAfter(i+2, s.hi)
	if hi <= i+2 {
		return i + 1
	}
	if r.isAside(i, s) && r.inContent(i) {
		return hi
	}
	a := attribution{class: digest.Statement, why: "according to", score: 0.9}
	a.cue = []digest.Span{r.span(i, i+2)}
	a.source = []digest.Span{r.span(i+2, hi)}
	next := max(hi, r.timeEnd(hi))
	switch {
	case r.is(next, ",") && next+2 < s.hi && (i == s.lo || r.is(i-1, ",")):
		next++
		fallthrough
	case i == s.lo && next+2 < s.hi && r.alone(i+2): // "According to him nobody came"
		end := r.ends(next, s, cue{})
		a.content = append(a.content, r.span(next, end))
		r.consume(next, end, &a)
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

// inContent reports whether token i is in the content found last.
func (r *ruler) inContent(i int) bool {
	if len(r.out) == 0 {
		return false
	}
	return slices.ContainsFunc(r.out[len(r.out)-1].content, func(c digest.Span) bool { return c.Contains(r.toks[i].Span) })
}
