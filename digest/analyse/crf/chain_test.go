package crf

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dense is the best way through all labels that are not behind the beam, looked at one by one.
func dense(m *Model, score []float32) []uint8 {
	L := m.labels
	n := len(score) / L
	back := make([]uint8, len(score))
	addTo(score[:L], m.trans[L*L:L*L+L])
	for i := 1; i < n; i++ {
		prev := score[(i-1)*L : i*L]
		low := prev[top(prev)] - beam
		for l := range L {
			best := float32(0)
			none := true
			for k, s := range prev {
				if v := s + m.trans[k*L+l]; s >= low && (none || v > best) {
					best, back[i*L+l], none = v, uint8(k), false
				}
			}
			score[i*L+l] += best
		}
	}
	last := score[(n-1)*L:]
	addTo(last, m.trans[L*L+L:])
	out := make([]uint8, n)
	out[n-1] = uint8(top(last))
	for i := n - 1; i > 0; i-- {
		out[i-1] = back[i*L+int(out[i])]
	}
	return out
}

// TestBest holds the short cuts to going through everything, where scores are
// alike or equal, transitions are forbidden and positions are insisted on.
func TestBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for round := range 2000 {
		L, n := 1+rng.IntN(MostLabels), 1+rng.IntN(20)
		forbid, spread, steps := rng.IntN(3), 1+10*rng.Float64(), 1<<rng.IntN(9)
		number := func() float32 { return float32(int(rng.NormFloat64()*spread*float64(steps))) / float32(steps) }
		trans := make([]float32, (L+2)*L)
		for i := range trans {
			if trans[i] = number(); rng.IntN(4) < forbid {
				trans[i] = Forbidden
			}
		}
		m := &Model{labels: L, chain: newChain(trans, L)}
		d := NewDecoder(m)
		d.Reset(n)
		for i := range d.score {
			if d.score[i] = number(); rng.IntN(40) == 0 {
				d.score[i] = Forbidden
			}
		}
		want := dense(m, append([]float32(nil), d.score...))
		got := make([]uint8, n)
		d.Best(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("round %d: %d labels (-dense +got):\n%s", round, L, diff)
		}
	}
}
