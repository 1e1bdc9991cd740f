package analyse

import "whosaid/digest"

// lesson is an annotated text while models are trained from it: cut, with the
// right label of each token, and what stages that have not seen it made of it.
type lesson struct {
	Annotated
	d      *document
	labels []uint8 // the tagger's, as marked by hand
	words  map[uint64]tally
	kin    map[uint64]uint64 // of words, what they have in common with others of their sense
	fold   int

	pos         []uint8
	tags        []uint8
	sure, bound []uint8
	spots       []spot
	links       []linked
}

func newLesson(a Annotated) *lesson {
	e := &lesson{Annotated: a, d: cut(a.Text)}
	e.labels = make([]uint8, len(e.d.toks))
	for _, m := range a.Attributions {
		for r, spans := range [][]digest.Span{m.Source, m.Cue, m.Content} {
			e.mark(e.labels, role(r), spans)
		}
	}
	return e
}

// mark labels the tokens that begin in spans and have no label yet. A segment
// ends with its paragraph.
func (e *lesson) mark(labels []uint8, r role, spans []digest.Span) {
	for _, s := range spans {
		for _, p := range e.d.paras {
			if !p.Overlaps(s) {
				continue
			}
			lo := -1
			for i := p.lo; i <= p.hi; i++ {
				in := i < p.hi && e.d.toks[i].Start >= s.Start && e.d.toks[i].Start < s.End && labels[i] == 0
				switch {
				case in && lo < 0:
					lo = i
				case !in && lo >= 0:
					markSegment(labels, segment{r, lo, i})
					lo = -1
				}
			}
		}
	}
}

func markSegment(labels []uint8, s segment) {
	for i := s.lo; i < s.hi; i++ {
		labels[i] = label(s.role, inner)
	}
	labels[s.lo], labels[s.hi-1] = label(s.role, first), label(s.role, last)
	if s.hi == s.lo+1 {
		labels[s.lo] = label(s.role, only)
	}
}

// count counts the words of e and how many of them are in cues, as v sees them.
func (e *lesson) count(v *view) {
	e.words, e.kin = map[uint64]tally{}, map[uint64]uint64{}
	for i, l := range e.labels {
		w := e.words[v.lexical(i)]
		w.all++
		if isCue(l) {
			w.cue++
		}
		e.words[v.lexical(i)] = w
		if k := v.kin(i); k != 0 {
			e.kin[v.lexical(i)] = k
		}
	}
}

// speech gives every token the part of speech of the word that it begins with;
// nil where none is known.
func (e *lesson) speech() []uint8 {
	if len(e.Words) == 0 {
		return nil
	}
	out := make([]uint8, len(e.d.toks))
	w := 0
	for i, k := range e.d.toks {
		for w < len(e.Words) && e.Words[w].End <= k.Start {
			w++
		}
		if w < len(e.Words) && e.Words[w].Start < k.End && k.shape != punct {
			out[i] = treebank[e.Words[w].Tag]
		}
	}
	return out
}

func speechExamples(from []*lesson, use func(text int, features []uint64, gold uint8), done func()) {
	var v view
	var buf []uint64
	for n, e := range from {
		gold := e.speech()
		if gold == nil {
			continue
		}
		v.look(e.d)
		for k := range e.d.paras {
			p := &e.d.paras[k]
			for i := p.lo; i < p.hi; i++ {
				buf = v.speechFeatures(buf[:0], i, p)
				use(n+1, buf, gold[i])
			}
			done()
		}
	}
}

func (t *trainer) tagExamples(from []*lesson, use func(text int, features []uint64, gold uint8), done func()) {
	var v view
	var buf []uint64
	for n, e := range from {
		t.look(&v, e)
		for k := range e.d.paras {
			p := &e.d.paras[k]
			for i := p.lo; i < p.hi; i++ {
				buf = v.tagFeatures(buf[:0], i, p)
				use(n+1, buf, e.labels[i])
			}
			done()
		}
	}
}

// linkExamples are the cues that a tagger found, as far as they are some.
func (t *trainer) linkExamples(from []*lesson, use func(text int, features []uint64, gold uint8), done func()) {
	var v view
	var buf []uint64
	for n, e := range from {
		t.look(&v, e)
		for _, c := range e.spots {
			gold := e.linkGold(c)
			if gold == nil {
				continue
			}
			lo, hi := v.anchor(c, e.d.paragraphOf(c.lo))
			for i := lo; i < hi; i++ {
				buf = v.linkFeatures(buf[:0], i, c, lo, hi)
				use(n+1, buf, gold[i])
			}
			done()
		}
	}
}

// linkGold returns the linker's right labels of all tokens for the cue c, nil
// where it is none.
func (e *lesson) linkGold(c spot) []uint8 {
	at := e.d.span(c.lo, c.hi)
	for _, m := range e.Attributions {
		for _, s := range m.Cue {
			if !s.Overlaps(at) {
				continue
			}
			labels := make([]uint8, len(e.d.toks))
			for i := c.lo; i < c.hi; i++ {
				labels[i] = label(cueRole, only) // so that nothing else is put there
			}
			e.mark(labels, 0, m.Source)
			e.mark(labels, 1, m.Content)
			clear(labels[c.lo:c.hi])
			return labels
		}
	}
	return nil
}

// judgeExamples are all cues that a tagger thought possible.
func (t *trainer) judgeExamples(use func(text int, features []uint64, gold uint8), done func()) {
	var v view
	var buf []uint64
	for n, e := range t.all {
		t.look(&v, e)
		right := e.rightCues()
		v.claimed(e.links)
		for k := range e.links {
			buf = v.judgeFeatures(buf[:0], &e.links[k])
			use(n+1, buf, right[k])
			done()
		}
	}
}

// rightCues tells by a 1 which of e.links has the cue of an attribution: for each
// attribution the one that shares most with its cue, the likeliest of several.
func (e *lesson) rightCues() []uint8 {
	right := make([]uint8, len(e.links))
	for _, m := range e.Attributions {
		best, most := -1, 0.0
		for k, l := range e.links {
			at := e.d.span(l.cue.lo, l.cue.hi)
			for _, s := range m.Cue {
				if n := min(s.End, at.End) - max(s.Start, at.Start); n > 0 && float64(n)+l.cue.p > most {
					best, most = k, float64(n)+l.cue.p
				}
			}
		}
		if best >= 0 && len(m.Content) > 0 {
			right[best] = 1
		}
	}
	return right
}
