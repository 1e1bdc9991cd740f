package analyse

import (
	"whosaid/digest"
	"whosaid/digest/analyse/crf"
)

// role is what a token is to an attribution.
type role uint8

const (
	sourceRole role = iota
	cueRole
	contentRole
)

// Labels of the tagger: 0 is none; each role has four, for the first, an inner,
// the last and the only token of a segment.
const (
	first = 1 + iota
	inner
	last
	only
	perRole   = 4
	tagLabels = 1 + 3*perRole
)

func label(r role, k uint8) uint8 { return uint8(r)*perRole + k }

// follows reports whether label to may stand behind label from; -1 is the
// paragraph's edge.
func follows(from, to int) bool {
	open := from > 0 && ((from-1)%perRole+1 == first || (from-1)%perRole+1 == inner)
	if to <= 0 {
		return !open
	}
	k := (to-1)%perRole + 1
	if k == inner || k == last {
		return open && (from-1)/perRole == (to-1)/perRole
	}
	return !open
}

// segment is a run of tokens [lo, hi) with one role.
type segment struct {
	role   role
	lo, hi int
}

func (s segment) span(d *document) digest.Span { return d.span(s.lo, s.hi) }

// segments reads the segments off labels, which stand for the tokens from lo.
func segments(out []segment, labels []uint8, lo int) []segment {
	for i, l := range labels {
		if l == 0 {
			continue
		}
		r := role((l - 1) / perRole)
		switch (l-1)%perRole + 1 {
		case first, only:
			out = append(out, segment{r, lo + i, lo + i + 1})
		default:
			out[len(out)-1].hi = lo + i + 1
		}
	}
	return out
}

// Probabilities from which on a token is a cue to the tagger, and from which on
// the linker looks whether it is one.
const (
	cueSure  = .4
	cueLeast = .12
)

// spot is a cue that the tagger found, or thinks possible.
type spot struct {
	lo, hi int
	p      float64 // the tagger's probability of its likeliest token
}

// tag labels the tokens of every paragraph, into v.tags, and returns the
// possible cues in the order of the text.
func (v *view) tag(dec *crf.Decoder) []spot {
	var out []spot
	var buf []uint64
	for i := range v.d.paras {
		p := &v.d.paras[i]
		dec.Reset(p.hi - p.lo)
		for k := p.lo; k < p.hi; k++ {
			buf = v.tagFeatures(buf[:0], k, p)
			dec.Set(k-p.lo, buf)
		}
		v.insist(dec, p)
		dec.Best(v.tags[p.lo:p.hi])
		out = v.spots(out, p)
	}
	return out
}

// insist makes sure that tokens which are likely cues come out as such, although
// each single way to label the rest with them may be unlikely.
func (v *view) insist(dec *crf.Decoder, p *paragraph) {
	n := p.hi - p.lo
	v.prob = grow(v.prob, n*tagLabels)
	dec.Marginals(v.prob)
	for i := range n {
		sum := 0.0
		row := v.prob[i*tagLabels : (i+1)*tagLabels]
		for k := first; k <= only; k++ {
			sum += row[label(cueRole, uint8(k))]
		}
		v.chance[p.lo+i] = float32(sum)
		if sum < cueSure {
			continue
		}
		score := dec.At(i)
		for l := range score {
			if l < int(label(cueRole, first)) || l > int(label(cueRole, only)) {
				score[l] = crf.Forbidden
			}
		}
	}
}

// spots appends the cues of paragraph p, and between them the runs of
// tokens that may be cues.
func (v *view) spots(out []spot, p *paragraph) []spot {
	open := false // the last spot is one that the tags do not hold
	for i := p.lo; i < p.hi; i++ {
		l, chance := v.tags[i], float64(v.chance[i])
		tagged := l >= label(cueRole, first) && l <= label(cueRole, only)
		switch n := len(out) - 1; {
		case tagged && (l == label(cueRole, first) || l == label(cueRole, only)):
			out, open = append(out, spot{i, i + 1, chance}), false
		case tagged:
			out[n].hi, out[n].p = i+1, max(out[n].p, chance)
		case chance < cueLeast:
			open = false
		case open && chance > out[n].p/2:
			out[n].hi, out[n].p = i+1, max(out[n].p, chance)
		case !open || chance > out[n].p*2:
			out, open = append(out, spot{i, i + 1, chance}), true
		}
	}
	return out
}
