package crf

import (
	"math"
	"slices"
)

// Decoder finds the best labels of sequences. It keeps its memory between calls
// and must not be used by two goroutines at once.
type Decoder struct {
	m     *Model
	sums  scorer
	score []float32
	back  []uint8
	from  [][]uint8 // which labels may stand before each label
	exp   []float64 // of the transition weights
	net   lattice
}

// NewDecoder returns a decoder for m.
func NewDecoder(m *Model) *Decoder {
	d := &Decoder{m: m, sums: scorer{m: m}, from: predecessors(m.trans, m.labels), exp: make([]float64, len(m.trans))}
	d.net.far = faint
	for i, w := range m.trans {
		d.exp[i] = math.Exp(float64(w))
	}
	return d
}

func predecessors(trans []float32, labels int) [][]uint8 {
	from := make([][]uint8, labels)
	for l := range labels {
		for k := range labels {
			if trans[k*labels+l] > Forbidden/2 {
				from[l] = append(from[l], uint8(k))
			}
		}
	}
	return from
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
	start, end := d.m.trans[L*L:L*L+L], d.m.trans[L*L+L:]
	for l := range L {
		d.score[l] += start[l]
	}
	var alive, best [MostLabels]float32
	var states [MostLabels]uint8
	for i := 1; i < n; i++ {
		prev, cur, back := d.score[(i-1)*L:i*L], d.score[i*L:(i+1)*L], d.back[i*L:(i+1)*L]
		top, kept := slices.Max(prev)-beam, 0
		for k, s := range prev {
			if s >= top {
				alive[kept], states[kept] = s, uint8(k)
				kept++
			}
		}
		for a, s := range alive[:kept] {
			k := states[a]
			row := d.m.trans[int(k)*L:][:len(back)]
			if a == 0 {
				for l, w := range row {
					best[l&(MostLabels-1)], back[l] = s+w, k
				}
				continue
			}
			for l, w := range row {
				if s+w > best[l&(MostLabels-1)] {
					best[l&(MostLabels-1)], back[l] = s+w, k
				}
			}
		}
		for l := range cur {
			cur[l] += best[l&(MostLabels-1)]
		}
	}
	last := d.score[(n-1)*L:]
	final := 0
	for l := range L {
		last[l] += end[l]
		if last[l] > last[final] {
			final = l
		}
	}
	out[n-1] = uint8(final)
	for i := n - 1; i > 0; i-- {
		out[i-1] = d.back[i*L+int(out[i])]
	}
}

// Marginals writes the probability of every label at every position to out,
// position by position (forward-backward). The scores are left as they are.
func (d *Decoder) Marginals(out []float64) {
	d.net.run(d.score, d.exp, d.m.labels)
	copy(out, d.net.prob)
}

// lattice is the memory of one run of forward-backward; each slice holds a
// number for every label of every position.
type lattice struct {
	local, alpha, beta, prob []float64
	alive                    []uint8 // the labels of each position that have a chance
	ends                     []int   // where those of each position end
	far                      float32 // how far behind the best a score counts as none; 0 for no limit, as in training
}

func (t *lattice) size(n int) {
	if cap(t.local) < n {
		buf := make([]float64, 4*(n+n/2))
		k := n + n/2
		t.local, t.alpha, t.beta, t.prob = buf[:k:k], buf[k:2*k:2*k], buf[2*k:3*k:3*k], buf[3*k:4*k:4*k]
	}
	t.local, t.alpha, t.beta, t.prob = t.local[:n], t.alpha[:n], t.beta[:n], t.prob[:n]
}

// hopeless is the part of the probability, by what stands before, under which a label
// is not followed.
const hopeless = 1e-10

// run fills the lattice from the scores of one sequence; exp holds the
// exponentials of the transition weights. Each position is scaled to sum to one.
func (t *lattice) run(score []float32, exp []float64, L int) {
	t.size(len(score))
	n := len(score) / L
	t.alive, t.ends = t.alive[:0], t.ends[:0]
	for i := range n {
		t.forward(i, score[i*L:(i+1)*L], exp, L)
	}
	clear(t.beta)
	clear(t.prob)
	for _, l := range t.living(n - 1) {
		t.beta[(n-1)*L+int(l)] = exp[L*L+L+int(l)]
	}
	for i := n - 1; i > 0; i-- {
		prev, cur, local := t.beta[(i-1)*L:i*L], t.beta[i*L:(i+1)*L], t.local[i*L:(i+1)*L]
		for _, k := range t.living(i - 1) {
			row, sum := exp[int(k)*L:][:L], 0.0
			for _, l := range t.living(i) {
				sum += row[l] * cur[l] * local[l]
			}
			prev[k] = sum
		}
		normalise(prev)
	}
	for i := range n {
		for _, l := range t.living(i) {
			t.prob[i*L+int(l)] = t.alpha[i*L+int(l)] * t.beta[i*L+int(l)]
		}
		normalise(t.prob[i*L : (i+1)*L])
	}
}

// living returns the labels of position i that have a chance.
func (t *lattice) living(i int) []uint8 {
	from := 0
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.alive[from:t.ends[i]]
}

// forward finds how likely the labels of position i are by what stands before it
// and its own scores.
func (t *lattice) forward(i int, score []float32, exp []float64, L int) {
	cur, local := t.alpha[i*L:(i+1)*L], t.local[i*L:(i+1)*L]
	if i == 0 {
		copy(cur, exp[L*L:])
	} else {
		clear(cur)
		prev := t.alpha[(i-1)*L : i*L]
		for _, k := range t.living(i - 1) {
			p := prev[k]
			for l, x := range exp[int(k)*L:][:len(cur)] {
				cur[l] += p * x
			}
		}
	}
	top := slices.Max(score)
	for l, s := range score {
		local[l] = 0
		if t.far == 0 || s > top-t.far {
			local[l] = math.Exp(float64(s - top))
		}
		cur[l] *= local[l]
	}
	if slices.Max(cur) == 0 { // what lives may not go on here: the text begins anew
		copy(cur, local)
	}
	normalise(cur)
	for l, p := range cur {
		if p < hopeless {
			cur[l] = 0
			continue
		}
		t.alive = append(t.alive, uint8(l))
	}
	t.ends = append(t.ends, len(t.alive))
}

func normalise(p []float64) {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	if sum <= 0 {
		return
	}
	for l := range p {
		p[l] /= sum
	}
}

// Sample writes labels of positions [lo, hi) to out that are drawn at random from
// the distribution that the last call of [Decoder.Marginals] found. next returns
// numbers from 0 to 1.
func (d *Decoder) Sample(out []uint8, lo, hi int, next func() float64) {
	L := d.m.labels
	if lo >= hi {
		return
	}
	l := pick(d.net.prob[(hi-1)*L:hi*L], next())
	out[hi-1-lo] = l
	var p [MostLabels]float64
	for i := hi - 1; i > lo; i-- {
		from := d.from[l]
		prev := d.net.alpha[(i-1)*L : i*L]
		sum := 0.0
		for j, k := range from {
			p[j] = prev[k] * d.exp[int(k)*L+int(l)]
			sum += p[j]
		}
		l = from[pick(p[:len(from)], next()*sum)]
		out[i-1-lo] = l
	}
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
