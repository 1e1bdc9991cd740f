package analyse

import "whosaid/digest"

// answered mends what was made of "Bell, asked whether it was so, said it was": the
// one who was asked says what stands behind the verb, and nothing by the question.
// It returns those of as that are left.
func (d *document) answered(as []attribution) []attribution {
	out := as[:0]
	for _, a := range as {
		if !d.wasAsked(a) {
			out = append(out, a)
			continue
		}
		last := len(a.content) - 1
		lo, hi := d.tokens(a.content[0])
		_, end := d.tokens(a.content[last])
		k := d.verbBehind(lo, min(end+3, len(d.toks)))
		if k < 0 {
			if source, _ := d.tokens(a.source[0]); source == 0 || !sure[d.toks[source-1].low] {
				out = append(out, a) // he did ask
			}
			continue
		}
		from := k + 1
		for from < end-1 && (isAdverb(d.toks[from].low) || d.is(from, "only") || d.is(from, ",") || d.is(from, ":")) {
			from++
		}
		if from >= hi {
			continue // what follows is an attribution of its own
		}
		a.cue, a.content[0] = []digest.Span{d.span(k, k+1)}, d.span(from, hi)
		a.words = d.words(a.content)
		out = append(out, a)
	}
	return out
}

// wasAsked reports whether the cue of a is an "asked" between its source, a comma and
// a question.
func (d *document) wasAsked(a attribution) bool {
	if len(a.cue) != 1 || len(a.source) != 1 || len(a.content) == 0 {
		return false
	}
	at, _ := d.tokens(a.cue[0])
	_, source := d.tokens(a.source[0])
	return d.is(at, "asked") && d.is(at-1, ",") && source == at-1
}

// asks reports whether figure fig is the one who asks in the phrase that begins the
// sentence of the pronoun at token i, who is then not meant by it: "Asked by the
// coroner, Ann Hirst, whether he would, he replied".
func (c *cast) asks(fig, i int) bool {
	lo := c.sents[c.toks[i].sent].lo
	if c.is(lo, "when") {
		lo++
	}
	if lo+2 >= i || !prompting[c.toks[lo].low] || !c.is(lo+1, "by") {
		return false
	}
	end := c.askers(lo+2, i)
	if m := c.firstMention(end); m < len(c.names) && c.names[m].lo < i && isPerson(&c.actors[c.names[m].actor]) {
		return false // "Asked by Bell, Quist said he"
	}
	for k := len(c.refs) - 1; k >= 0 && c.refs[k].tok >= lo; k-- {
		if r := c.refs[k]; r.fig == fig && r.tok < end && r.part != asOwner { // not his of "his lawyer"
			return true
		}
	}
	return false
}

// askers returns where in tokens [lo, hi) the phrase for who asks ends: at the first
// comma or question word, or behind the name that a comma adds to it.
func (c *cast) askers(lo, hi int) int {
	for k := lo; k < hi; k++ {
		if questions[c.toks[k].low] {
			return k
		}
		if !c.is(k, ",") {
			continue
		}
		if m := c.firstMention(k + 1); m < len(c.names) && c.names[m].lo <= k+3 && c.is(c.names[m].hi, ",") {
			return c.names[m].hi
		}
		return k
	}
	return hi
}

// prompting begin a sentence with what was done to the one who answers in it, and
// questions what was asked.
var (
	prompting = set(`asked pressed questioned challenged quizzed cross-examined interviewed prompted`)
	questions = set(`whether if how why what when where who which about on for to that during in at`)
)

// verbBehind returns the verb of saying in tokens [lo, hi) that stands behind a comma,
// outside quotations, or -1.
func (d *document) verbBehind(lo, hi int) int {
	for k := lo; k+1 < hi; k++ {
		if d.is(k, ",") && d.outside[k+1] < 0 && sure[d.toks[k+1].low] {
			return k + 1
		}
	}
	return -1
}

// besides reports whether reference r only stands by, in the phrase before the comma
// behind which the pronoun at token i is the subject: "Speaking alongside Bell, he said".
func (c *cast) besides(r ref, i int) bool {
	s := c.sents[c.toks[i].sent]
	if r.tok < s.lo || r.tok >= i || !c.is(i-1, ",") || c.outside[i-1] >= 0 {
		return false
	}
	for k := r.tok - 1; k >= s.lo && !c.is(k, ","); k-- {
		if low := c.toks[k].low; low == "alongside" || low == "beside" || companions[low] && c.is(k+1, "by") {
			return true
		}
	}
	return false
}

// companions stand, with "by", before those who stand by.
var companions = set(`flanked accompanied joined`)

// saidOf reports whether reference r is what the sentence of the pronoun at token i says
// something of, in words partly quoted, before the pronoun closes it: "The chairman, Jo
// Bell, has “full confidence”, he said". Who speaks of himself says "he" or "I" there.
func (c *cast) saidOf(r ref, i int) bool {
	s := c.sents[c.toks[i].sent]
	if r.tok < s.lo || r.tok >= i || r.part != asSubject || i+3 < s.hi || i+1 >= s.hi || !sure[c.toks[i+1].low] {
		return false
	}
	last := i - 1
	for last > r.tok && c.outside[last] < 0 && c.toks[last].shape == punct {
		last--
	}
	m := c.outside[last]
	if m < 0 {
		return false
	}
	from := c.marks[m].lo - 2 // a comma or a colon there: the words are the subject's own
	return from > r.tok && c.toks[from].shape != punct && (c.has(r.tok, from+1, "has") || c.has(r.tok, from+1, "have"))
}
