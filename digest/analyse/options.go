package analyse

import (
	"slices"

	"whosaid/digest/analyse/crf"
)

// draws is how many contents are drawn for a cue, and drawMargin by how much more
// of them another content must agree with than the likeliest does to be taken.
const (
	draws      = 32
	drawMargin = .2
)

// option is a content that a cue may have, with how many times it was drawn.
type option struct {
	parts []segment // in order
	times int
	agree int // how many of those drawn share half of their words with it
}

// draw draws contents for the cue of l from the distribution that dec looked at
// last, and gives l the one that most of them agree with. The single likeliest
// way to label all tokens, which is the first option, may be unlike most others.
func (v *view) draw(dec *crf.Decoder, l *linked) {
	all := append(v.options[:0], option{parts: contents(l.parts)})
	if len(all[0].parts) == 0 {
		return
	}
	next := dice()
	lo, hi := v.likely(l)
	if lo >= hi {
		return
	}
	v.labels = grow(v.labels, hi-lo)
	v.parts = v.parts[:0]
	for range draws {
		dec.Sample(v.labels, lo-l.lo, hi-l.lo, next)
		from := len(v.parts)
		v.parts = appendContents(v.parts, v.labels, lo)
		own := v.parts[from:]
		if k := slices.IndexFunc(all, func(o option) bool { return slices.Equal(o.parts, own) }); k >= 0 {
			all[k].times++
			v.parts = v.parts[:from]
		} else if len(own) > 0 {
			all = append(all, option{parts: own, times: 1}) // its own part of v.parts, until the next cue
		}
	}
	best := 0
	v.options = all // the memory is for the next cue
	v.agree(all)
	for k := range all {
		if all[k].worth() > all[best].worth() {
			best = k
		}
	}
	if all[best].worth() < all[0].worth()+drawMargin*draws {
		best = 0
	}
	l.share, l.agree = float64(all[best].times)/draws, float64(all[best].agree)/draws
	if best > 0 {
		l.take(all[best].parts)
	}
}

// agree counts for each option how many of those drawn share half of their words with it.
func (v *view) agree(all []option) {
	for k := range all {
		for j := range all[:k+1] {
			if v.overlap(all[k].parts, all[j].parts) < sameContent {
				continue
			}
			all[k].agree += all[j].times
			if j < k {
				all[j].agree += all[k].times
			}
		}
	}
}

// faint is the least probability of being content that a token is looked at for.
const faint = .01

// likely returns the tokens [lo, hi) outside of which hardly anything is content
// of l, by the probabilities that claim left.
func (v *view) likely(l *linked) (lo, hi int) {
	lo, hi = l.hi, l.lo
	for i := l.lo; i < l.hi; i++ {
		row := v.prob[(i-l.lo)*linkLabels:]
		if row[perRole+first]+row[perRole+inner]+row[perRole+last]+row[perRole+only] >= faint {
			lo, hi = min(lo, i), i+1
		}
	}
	return lo, hi
}

// worth counts those that agree, and a little also those that are the same.
func (o option) worth() float64 { return float64(o.agree) + .1*float64(o.times) }

// take gives l another content.
func (l *linked) take(parts []segment) {
	l.parts = slices.DeleteFunc(l.parts, func(s segment) bool { return s.role == contentRole })
	l.parts = append(l.parts, parts...)
	slices.SortFunc(l.parts, func(a, b segment) int { return a.lo - b.lo })
}

// dice returns a source of numbers from 0 to 1 that are the same each time
// (xorshift64*, Vigna 2016).
func dice() func() float64 {
	x := uint64(0x9e3779b97f4a7c15)
	return func() float64 {
		x ^= x >> 12
		x ^= x << 25
		x ^= x >> 27
		return float64(x*0x2545f4914f6cdd1d>>11) / (1 << 53)
	}
}

func contents(parts []segment) []segment {
	var out []segment
	for _, s := range parts {
		if s.role == contentRole {
			out = append(out, s)
		}
	}
	return out
}

// appendContents appends the contents that the linker's labels show.
func appendContents(out []segment, labels []uint8, lo int) []segment {
	from := len(out)
	out = segments(out, labels, lo)
	kept := out[:from]
	for _, s := range out[from:] {
		if s.role == 1 {
			kept = append(kept, segment{contentRole, s.lo, s.hi})
		}
	}
	return kept
}

// overlap returns the Jaccard index of the words of two contents.
func (v *view) overlap(a, b []segment) float64 {
	inA, inB, both := 0, 0, 0
	for _, s := range a {
		inA += v.words(s.lo, s.hi)
		for _, t := range b {
			if lo, hi := max(s.lo, t.lo), min(s.hi, t.hi); lo < hi {
				both += v.words(lo, hi)
			}
		}
	}
	for _, t := range b {
		inB += v.words(t.lo, t.hi)
	}
	return float64(both) / float64(max(inA+inB-both, 1))
}

// words counts the words among tokens [lo, hi).
func (v *view) words(lo, hi int) int { return int(v.upTo[hi] - v.upTo[lo]) }
