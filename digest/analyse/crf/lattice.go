package crf

import (
	"math"
	"slices"
)

// lattice is the memory of one run of forward-backward; each slice holds a
// number for every label of every position.
type lattice struct {
	local, alpha, beta, prob []float64
	alive                    []uint8   // the labels of each position that have a chance
	ends                     []int     // where those of each position end
	after                    [][]uint8 // which labels may stand behind each label
	far                      float32   // how far behind the best a score counts as none; 0 for no limit, as in training
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
		t.backward(i, exp, L)
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
			p, row := prev[k], exp[int(k)*L:][:L]
			for _, l := range t.after[k] {
				cur[l] += p * row[l]
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

// backward finds how likely what stands from position i on is by each label of the
// position before.
func (t *lattice) backward(i int, exp []float64, L int) {
	prev, cur, local := t.beta[(i-1)*L:i*L], t.beta[i*L:(i+1)*L], t.local[i*L:(i+1)*L]
	for _, k := range t.living(i - 1) {
		row, sum := exp[int(k)*L:][:L], 0.0
		for _, l := range t.after[k] {
			sum += row[l] * cur[l] * local[l]
		}
		prev[k] = sum
	}
	normalise(prev)
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
