package crf

import "slices"

// ways are the chances of the labels before each label of a sequence that labels
// are drawn for. Draws go the same ways again and again.
type ways struct {
	ready bool
	sum   []float64 // one a label of a position, 0 where it has not been asked for
	p     []float64 // a row for each of them, which has that sum
}

// Sample writes labels of positions [lo, hi) to out that are drawn at random from
// the distribution that the last call of [Decoder.Marginals] found. next returns
// numbers from 0 to 1.
func (d *Decoder) Sample(out []uint8, lo, hi int, next func() float64) {
	L := d.m.labels
	if lo >= hi {
		return
	}
	d.ways.start(len(d.net.prob), L)
	l := pick(d.net.prob[(hi-1)*L:hi*L], next())
	out[hi-1-lo] = l
	for i := hi - 1; i > lo; i-- {
		p, sum := d.before(i, l)
		l = d.m.before[l][pick(p, next()*sum)]
		out[i-1-lo] = l
	}
}

// start forgets the ways of another sequence.
func (w *ways) start(n, labels int) {
	if w.ready {
		return
	}
	w.sum = slices.Grow(w.sum[:0], n)[:n]
	w.p = slices.Grow(w.p[:0], n*labels)[:n*labels]
	clear(w.sum)
	w.ready = true
}

// before returns the chances, and their sum, of the labels that may stand before
// label l at position i.
func (d *Decoder) before(i int, l uint8) ([]float64, float64) {
	L := d.m.labels
	at := i*L + int(l)
	from := d.m.before[l]
	p := d.ways.p[at*L:][:len(from)]
	if d.ways.sum[at] == 0 {
		prev, sum := d.net.alpha[(i-1)*L:i*L], 0.0
		for j, k := range from {
			p[j] = prev[k] * d.m.exp[int(k)*L+int(l)]
			sum += p[j]
		}
		d.ways.sum[at] = sum
	}
	return p, d.ways.sum[at]
}

// pick returns the first index at which the running sum of p passes x.
func pick(p []float64, x float64) uint8 {
	for i, q := range p {
		if x -= q; x < 0 {
			return uint8(i)
		}
	}
	return uint8(len(p) - 1)
}
