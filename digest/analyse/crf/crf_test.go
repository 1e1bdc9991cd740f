package crf

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// alternating is a task for a model of labels 0, 1 and 2: a position with feature
// 1 is 0, one with feature 2 is 1 or 2, whichever the one before was not.
func alternating(n int) (features [][]uint64, gold []uint8) {
	rng := rand.New(rand.NewPCG(5, 5))
	last := uint8(0)
	for range n {
		noise := Hash(9, rng.Uint64N(50), 0)
		if rng.IntN(3) == 0 {
			features, gold, last = append(features, []uint64{Hash(1, 1, 0), noise}), append(gold, 0), 0
			continue
		}
		last = map[uint8]uint8{0: 1, 1: 2, 2: 1}[last]
		features, gold = append(features, []uint64{Hash(1, 2, 0), noise}), append(gold, last)
	}
	return features, gold
}

func trained(t *testing.T, training Training) []byte {
	t.Helper()
	count := NewCounter()
	var all []Sequence
	features, gold := alternating(3000)
	for i := 0; i < len(gold); i += 30 {
		var s Sequence
		for k := i; k < i+30; k++ {
			for _, f := range features[k] {
				count.Count(i+1, f)
			}
		}
		for k := i; k < i+30; k++ {
			count.Append(&s, features[k], 1, gold[k])
		}
		all = append(all, s)
	}
	return count.Encode(Train(training, count.Len(), all), 6)
}

var toy = Training{
	Labels:  3,
	Allowed: func(from, to int) bool { return from <= 0 || from != to },
	Epochs:  8, Rate: .2, Dropout: .1, Seed: 7,
}

func TestLearns(t *testing.T) {
	m, err := Load(trained(t, toy))
	if err != nil {
		t.Fatal(err)
	}
	features, gold := alternating(30)
	d := NewDecoder(m)
	d.Reset(len(gold))
	for i, f := range features {
		d.Set(i, f)
	}
	got := make([]uint8, len(gold))
	d.Best(got)
	if diff := cmp.Diff(gold, got); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(trained(t, toy), trained(t, toy)) {
		t.Error("two trainings gave different files")
	}
}

// TestDecoder compares the decoder with going through all ways to label a sequence.
func TestDecoder(t *testing.T) {
	m, err := Load(trained(t, toy))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 5
	d := NewDecoder(m)
	for range 20 {
		d.Reset(n)
		var score [n][3]float64
		for i := range n {
			for l := range 3 {
				score[i][l] = rng.NormFloat64()
				d.At(i)[l] = float32(score[i][l])
			}
		}
		best, total := math.Inf(-1), 0.0
		var want, labels [n]uint8
		var sums [n * 3]float64
		for k := range 3 * 3 * 3 * 3 * 3 {
			sum := 0.0
			for i, x := 0, k; i < n; i, x = i+1, x/3 {
				labels[i] = uint8(x % 3)
				sum += score[i][labels[i]]
				if i == 0 {
					sum += float64(m.trans[9+labels[i]])
				} else {
					sum += float64(m.trans[labels[i-1]*3+labels[i]])
				}
			}
			sum += float64(m.trans[12+labels[n-1]])
			total += math.Exp(sum)
			for i, l := range labels {
				sums[i*3+int(l)] += math.Exp(sum)
			}
			if sum > best {
				best, want = sum, labels
			}
		}
		var p [n * 3]float64
		d.Marginals(p[:])
		for i := range p {
			if math.Abs(p[i]-sums[i]/total) > 1e-5 {
				t.Fatalf("probability %d: %f, want %f", i, p[i], sums[i]/total)
			}
		}
		var got [n]uint8
		d.Best(got[:])
		if got != want {
			t.Fatalf("labels %v, want %v", got, want)
		}
	}
}

// TestSample holds what is drawn to the probabilities of labels and to what may
// follow what.
func TestSample(t *testing.T) {
	m, err := Load(trained(t, toy))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(6, 7))
	const n, lo, hi, draws = 8, 2, 7, 20_000
	d := NewDecoder(m)
	d.Reset(n)
	for i := range n {
		for l := range 3 {
			d.At(i)[l] = float32(rng.NormFloat64())
		}
	}
	var want [n * 3]float64
	d.Marginals(want[:])
	var got [n * 3]float64
	out := make([]uint8, hi-lo)
	for range draws {
		d.Sample(out, lo, hi, rng.Float64)
		for i, l := range out {
			got[(lo+i)*3+int(l)] += 1. / draws
			if i > 0 && !toy.Allowed(int(out[i-1]), int(l)) {
				t.Fatalf("labels %v: %d may not follow %d", out, l, out[i-1])
			}
		}
	}
	for i := 3 * lo; i < 3*hi; i++ {
		if math.Abs(got[i]-want[i]) > .02 {
			t.Errorf("label %d of position %d drawn in %.3f of cases, has probability %.3f", i%3, i/3, got[i], want[i])
		}
	}
}

func TestUnseenFeature(t *testing.T) {
	m, err := Load(trained(t, toy))
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, 3)
	(&scorer{m: m}).score([]uint64{Hash(77, 77, 77)}, out)
	if diff := cmp.Diff([]float32{0, 0, 0}, out); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
}

func FuzzLoad(f *testing.F) {
	good := func() []byte {
		c := NewCounter()
		c.Count(1, 42)
		c.Number(42, 1)
		return c.Encode(&Weights{labels: 2, stride: 16, rows: make([]float32, 16), trans: make([]float32, 8)}, 2)
	}()
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Load(data)
		if err != nil {
			return
		}
		out := make([]float32, m.Labels())
		(&scorer{m: m}).score([]uint64{0, 42, math.MaxUint64}, out)
	})
}
