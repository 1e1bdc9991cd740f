package crf

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Sequence is one training example: the numbers of the features that an [Index]
// gave, position by position, and the right labels.
type Sequence struct {
	Features []uint32
	Ends     []uint32 // where the features of each position end
	Gold     []uint8
}

// Training says how a model is trained.
type Training struct {
	Labels  int
	Allowed func(from, to int) bool // which label may follow which; -1 is the start or the end. Nil allows all
	Epochs  int
	Rate    float64 // of AdaGrad, one step size a feature
	Dropout float64 // part of the features left out at each position of each epoch
	Means   int     // how many times an epoch the weights are added to their average, at least 1
	Seed    uint64
}

// Weights are the result of training, before they are quantised.
type Weights struct {
	labels, stride int
	rows           []float32 // stride numbers a feature: the weights, then the sum of squared gradients
	trans          []float32
}

type trainer struct {
	Training
	Weights
	transG []float32
	exp    []float64
	net    lattice
	score  []float32
	kept   []uint32
	ends   []int
	rng    *rand.Rand
}

// Train fits weights to sequences by maximum likelihood, one sequence at a time
// (AdaGrad, Duchi et al. 2011), and averages them over the second half of the
// epochs. The same input gives the same weights.
func Train(t Training, features int, sequences []Sequence) *Weights {
	tr := newTrainer(t, features)
	order := make([]int, len(sequences))
	for i := range order {
		order[i] = i
	}
	sum := make([]float32, len(tr.rows))
	sumTrans := make([]float32, len(tr.trans))
	n, means := float32(0), max(t.Means, 1)
	for e := range t.Epochs {
		tr.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for done, i := range order {
			if len(sequences[i].Gold) > 0 {
				tr.step(&sequences[i])
			}
			if e < t.Epochs/2 || (done+1)*means/len(order) == done*means/len(order) {
				continue
			}
			n++
			for i, w := range tr.rows {
				sum[i] += w
			}
			for i, w := range tr.trans {
				sumTrans[i] += w
			}
		}
	}
	for i := range sum {
		sum[i] /= n
	}
	for i := range sumTrans {
		sumTrans[i] /= n
	}
	return &Weights{t.Labels, tr.stride, sum, sumTrans}
}

func newTrainer(t Training, features int) *trainer {
	L := t.Labels
	stride := (L + lane) / lane * lane
	tr := &trainer{Training: t, Weights: Weights{labels: L, stride: stride}}
	tr.rows = make([]float32, features*stride)
	tr.trans = make([]float32, (L+2)*L)
	tr.transG = make([]float32, (L+2)*L)
	tr.rng = rand.New(rand.NewPCG(t.Seed, 17))
	if t.Allowed != nil {
		for k := range L {
			for l := range L {
				if !t.Allowed(k, l) {
					tr.trans[k*L+l] = Forbidden
				}
			}
			if !t.Allowed(-1, k) {
				tr.trans[L*L+k] = Forbidden
			}
			if !t.Allowed(k, -1) {
				tr.trans[L*L+L+k] = Forbidden
			}
		}
	}
	tr.exp = make([]float64, len(tr.trans))
	tr.net.after = followers(tr.trans, L)
	return tr
}

func (t *trainer) step(s *Sequence) {
	L, n := t.Labels, len(s.Gold)
	t.sum(s)
	for i, w := range t.trans {
		t.exp[i] = math.Exp(float64(w))
	}
	t.net.run(t.score, t.exp, L)
	at := 0
	for i := range n {
		g := t.net.prob[i*L : (i+1)*L]
		g[s.Gold[i]]--
		t.update(t.kept[at:t.ends[i]], g)
		at = t.ends[i]
	}
	t.transitions(s)
}

// sum scores every position by the features that dropout leaves in.
func (t *trainer) sum(s *Sequence) {
	L, n := t.Labels, len(s.Gold)
	t.score = slices.Grow(t.score[:0], n*L)[:n*L]
	t.kept, t.ends = t.kept[:0], t.ends[:0]
	at := uint32(0)
	cut := uint64(t.Dropout * (1 << 16))
	up := float32(1 / (1 - t.Dropout))
	for i := range n {
		out := t.score[i*L : (i+1)*L]
		var dice uint64
		had := len(t.kept)
		for k, f := range s.Features[at:s.Ends[i]] {
			if cut > 0 {
				if k&3 == 0 {
					dice = t.rng.Uint64()
				}
				drop := dice&0xffff < cut
				dice >>= 16
				if drop {
					continue
				}
			}
			t.kept = append(t.kept, f)
		}
		sum := t.add(t.kept[had:])
		for l := range out {
			out[l] = sum[l] * up
		}
		at = s.Ends[i]
		t.ends = append(t.ends, len(t.kept))
	}
}

// lane is what the rows of features are padded to a multiple of.
const lane = 16

// add sums the rows of features. What lies beyond the labels means nothing.
func (t *trainer) add(features []uint32) (sum [MostLabels]float32) {
	for _, f := range features {
		row := t.rows[int(f)*t.stride:][:t.stride]
		for at := 0; at < len(row); at += lane {
			to, part := (*[lane]float32)(sum[at:]), (*[lane]float32)(row[at:])
			for l := range to {
				to[l] += part[l]
			}
		}
	}
	return sum
}

func (t *trainer) update(features []uint32, g []float64) {
	norm := float32(0)
	var step [MostLabels]float32
	for l, x := range g {
		step[l] = float32(x)
		norm += float32(x * x)
	}
	if norm < 1e-5 {
		return
	}
	for _, f := range features {
		row := t.rows[int(f)*t.stride:][:t.stride]
		row[t.Labels] += norm
		rate := float32(t.Rate / math.Sqrt(float64(row[t.Labels])+.1))
		for ; len(row) > 0; row = row[lane:] {
			part := (*[lane]float32)(row)
			from := (*[lane]float32)(step[t.stride-len(row):])
			for l := range part {
				part[l] -= rate * from[l]
			}
		}
	}
}

// slight is the probability of a label under which what leads to it is not counted.
const slight = 1e-7

// transitions updates the weights between labels by expected less observed counts.
func (t *trainer) transitions(s *Sequence) {
	L, n := t.Labels, len(s.Gold)
	g := make([]float64, len(t.trans))
	for l := range L {
		g[L*L+l] += t.net.prob[l]
		g[L*L+L+l] += t.net.prob[(n-1)*L+l]
	}
	g[L*L+int(s.Gold[0])] = t.net.prob[s.Gold[0]] // the probability had the one taken off already
	g[L*L+L+int(s.Gold[n-1])] = t.net.prob[(n-1)*L+int(s.Gold[n-1])]
	edge := make([]float64, L*L)
	for i := 1; i < n; i++ {
		sum := 0.0
		for _, l := range t.net.living(i) {
			if t.net.prob[i*L+int(l)] < slight && l != s.Gold[i] {
				continue
			}
			x := t.net.local[i*L+int(l)] * t.net.beta[i*L+int(l)]
			for _, k := range t.net.living(i - 1) {
				e := t.net.alpha[(i-1)*L+int(k)] * t.exp[int(k)*L+int(l)] * x
				edge[int(k)*L+int(l)] = e
				sum += e
			}
		}
		if sum <= 0 {
			continue
		}
		inv := 1 / sum
		for _, l := range t.net.living(i) {
			if t.net.prob[i*L+int(l)] < slight && l != s.Gold[i] {
				continue
			}
			for _, k := range t.net.living(i - 1) {
				g[int(k)*L+int(l)] += edge[int(k)*L+int(l)] * inv
			}
		}
		g[int(s.Gold[i-1])*L+int(s.Gold[i])]--
	}
	for i, x := range g {
		if t.trans[i] <= Forbidden/2 || x == 0 {
			continue
		}
		t.transG[i] += float32(x * x)
		t.trans[i] -= float32(t.Rate * x / math.Sqrt(float64(t.transG[i])+.1))
	}
}
