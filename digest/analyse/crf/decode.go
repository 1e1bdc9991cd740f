package crf

import "math"

// Decoder finds the best labels of sequences. It keeps its memory between calls
// and must not be used by two goroutines at once.
type Decoder struct {
	m     *Model
	sums  scorer
	score []float32
	back  []uint8
	net   lattice
	ways  ways
}

// NewDecoder returns a decoder for m.
func NewDecoder(m *Model) *Decoder {
	return &Decoder{m: m, sums: scorer{m: m}, net: lattice{after: m.after, far: faint}}
}

// Reset begins a sequence of n positions.
func (d *Decoder) Reset(n int) {
	n *= d.m.labels
	if cap(d.score) < n {
		d.score = make([]float32, n+n/2)
		d.back = make([]uint8, n+n/2)
	}
	d.score, d.back = d.score[:n], d.back[:n]
}

// Set scores position i by its features.
func (d *Decoder) Set(i int, features []uint64) {
	d.sums.score(features, d.At(i))
}

// At returns the scores of position i, one a label, which may be changed before
// the labels are asked for.
func (d *Decoder) At(i int) []float32 { return d.score[i*d.m.labels : (i+1)*d.m.labels] }

// beam is how far behind the best label another may lie to be followed: e^-14 is
// no chance worth the time. Readings of a million words come out the same.
const beam = 14

// rounding is more than what a sum of two scores is off by, as a part of them.
const rounding = 1e-6

// faint is how far behind the best label of its position another has no
// probability at all: e^-40 is lost in the sums.
const faint = 40

// Best writes the best labels of the sequence to out (Viterbi). It uses up the scores.
func (d *Decoder) Best(out []uint8) {
	L := d.m.labels
	n := len(d.score) / L
	if n == 0 {
		return
	}
	addTo(d.At(0), d.m.trans[L*L:])
	for i := 1; i < n; i++ {
		d.step(d.At(i-1), d.At(i), d.back[i*L:(i+1)*L])
	}
	addTo(d.At(n-1), d.m.trans[L*L+L:])
	out[n-1] = uint8(top(d.At(n - 1)))
	for i := n - 1; i > 0; i-- {
		out[i-1] = d.back[i*L+int(out[i])]
	}
}

// step adds to the scores cur of a position those of the best way to each of its
// labels, by prev, those of the position before, and notes the ways in back. The
// first of equals is the best.
func (d *Decoder) step(prev, cur []float32, back []uint8) {
	L, first := len(prev), top(prev)
	low := prev[first] - beam
	sure := prev[first] - rounding*(1+max(prev[first], -prev[first]))
	gain := d.m.gain[first*L:][:L]
	var best [MostLabels]float32
	for l := range cur {
		best[l&(MostLabels-1)] = Forbidden
	}
	for k, s := range prev {
		if s < low || s+gain[k] < sure {
			continue
		}
		row := d.m.trans[k*L:][:L]
		for _, l := range d.m.after[k] {
			if v := s + row[l]; v > best[l&(MostLabels-1)] {
				best[l&(MostLabels-1)], back[l] = v, uint8(k)
			}
		}
	}
	for l := range cur {
		if best[l&(MostLabels-1)] < Forbidden/2 { // nothing that lives may stand before it
			best[l&(MostLabels-1)], back[l] = d.m.forced(prev, low, l)
		}
		cur[l] += best[l&(MostLabels-1)]
	}
}

// forced returns the score of the best way to label l, be it allowed or not, from
// those labels that have the score low or more, and the label that it comes from.
func (m *Model) forced(prev []float32, low float32, l int) (best float32, from uint8) {
	best = float32(math.Inf(-1))
	for k, s := range prev {
		if v := s + m.trans[k*m.labels+l]; s >= low && v > best {
			best, from = v, uint8(k)
		}
	}
	return best, from
}

// top returns the place of the greatest, of equals the first.
func top(p []float32) int {
	k := 0
	for l, x := range p {
		if x > p[k] {
			k = l
		}
	}
	return k
}

func addTo(p, q []float32) {
	for l := range p {
		p[l] += q[l]
	}
}

// Marginals writes the probability of every label at every position to out,
// position by position (forward-backward). The scores are left as they are.
func (d *Decoder) Marginals(out []float64) {
	d.net.run(d.score, d.m.exp, d.m.labels)
	d.ways.ready = false
	copy(out, d.net.prob)
}
