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
