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

// tag finds cues, sources and contents in every paragraph; v.tags holds the labels.
func (v *view) tag(dec *crf.Decoder) []segment {
	var out []segment
	var buf []uint64
	for i := range v.d.paras {
		p := &v.d.paras[i]
		dec.Reset(p.hi - p.lo)
		for k := p.lo; k < p.hi; k++ {
			buf = v.tagFeatures(buf[:0], k, p)
			dec.Set(k-p.lo, buf)
		}
		labels := v.tags[p.lo:p.hi]
		v.insist(dec, p.hi-p.lo)
		dec.Best(labels)
		out = segments(out, labels, p.lo)
	}
	return out
}

// cueLeast is from which probability on a token counts as a cue. It is below
// one half, because the linker drops cues that nothing belongs to.
var cueLeast = .35

// insist makes sure that tokens which are cues with some probability come out
// as such, although each single way to label the rest with them may be unlikely.
func (v *view) insist(dec *crf.Decoder, n int) {
	v.prob = grow(v.prob, n*tagLabels)
	dec.Marginals(v.prob)
	for i := range n {
		p := 0.0
		row := v.prob[i*tagLabels : (i+1)*tagLabels]
		for k := first; k <= only; k++ {
			p += row[label(cueRole, uint8(k))]
		}
		if p >= cueLeast {
			score := dec.At(i)
			for l := range score {
				if l < int(label(cueRole, first)) || l > int(label(cueRole, only)) {
					score[l] = crf.Forbidden
				}
			}
		}
	}
}
