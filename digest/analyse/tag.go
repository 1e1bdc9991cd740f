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

// isCue reports whether a token with label l is in a cue.
func isCue(l uint8) bool { return l >= label(cueRole, first) && l <= label(cueRole, only) }

func (s segment) span(d *document) digest.Span { return d.span(s.lo, s.hi) }

// segments appends the segments that labels show, which stand for the tokens from lo.
func segments(out []segment, labels []uint8, lo int) []segment {
	for i, l := range labels {
		if l == 0 {
			continue
		}
		r := role((l - 1) / perRole)
		k, n := (l-1)%perRole+1, len(out)-1
		if (k == inner || k == last) && n >= 0 && out[n].role == r && out[n].hi == lo+i {
			out[n].hi++
			continue
		}
		out = append(out, segment{r, lo + i, lo + i + 1})
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
		for lo := p.lo; lo < p.hi; {
			hi := v.block(lo, p.hi)
			dec.Reset(hi - lo)
			for k := lo; k < hi; k++ {
				buf = v.tagFeatures(buf[:0], k, p)
				dec.Set(k-lo, buf)
			}
			v.insist(dec, lo, hi)
			dec.Best(v.tags[lo:hi])
			lo = hi
		}
		out = v.spots(out, p)
	}
	return out
}

// longest is how many tokens of a paragraph are decoded at once, and about as
// many as the longest paragraph of an article has; it bounds the memory used.
const longest = 1000

// block returns where the part of a paragraph ends that begins at token lo and is
// decoded at once: at hi, or before it at the end of a sentence.
func (v *view) block(lo, hi int) int {
	if hi-lo <= longest {
		return hi
	}
	for k := lo + longest; k > lo; k-- {
		if v.start[k] == k {
			return k
		}
	}
	return lo + longest
}

// insist makes sure that tokens which are likely cues come out as such, although
// each single way to label the rest with them may be unlikely.
func (v *view) insist(dec *crf.Decoder, lo, hi int) {
	n := hi - lo
	v.prob = grow(v.prob, n*tagLabels)
	dec.Marginals(v.prob)
	for i := range n {
		v.weigh(lo+i, v.prob[i*tagLabels:(i+1)*tagLabels])
		sum := v.chance[lo+i]
		if sum < cueSure {
			continue
		}
		score := dec.At(i)
		for l := range score {
			if !isCue(uint8(l)) {
				score[l] = crf.Forbidden
			}
		}
	}
}

// weigh keeps what the linker uses of the probabilities of token i's labels.
func (v *view) weigh(i int, row []float64) {
	var sure, bound uint8
	for r := range contentRole + 1 {
		b, in, l, u := row[label(r, first)], row[label(r, inner)], row[label(r, last)], row[label(r, only)]
		sum := b + in + l + u
		sure = sure<<2 | quarter(sum)
		if r == cueRole {
			v.chance[i] = float32(sum)
			continue
		}
		bound = bound<<4 | quarter(b+u)<<2 | quarter(l+u)
	}
	v.sure[i], v.bound[i] = sure, bound
}

// quarter puts a probability into four steps.
func quarter(p float64) uint8 {
	switch {
	case p < .1:
		return 0
	case p < .4:
		return 1
	case p < .8:
		return 2
	}
	return 3
}

// spots appends the cues of paragraph p, and between them the runs of
// tokens that may be cues.
func (v *view) spots(out []spot, p *paragraph) []spot {
	open := false // the last spot is one that the tags do not hold
	for i := p.lo; i < p.hi; i++ {
		l, chance := v.tags[i], float64(v.chance[i])
		tagged := isCue(l)
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
