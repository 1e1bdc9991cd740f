package analyse

import "whosaid/digest"

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
