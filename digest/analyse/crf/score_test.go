package crf

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// made returns a model of so many labels whose buckets are full, and features of
// which every second is in it.
func made(labels, buckets int) (*Model, [][]uint64) {
	rng := rand.New(rand.NewPCG(3, 4))
	m := &Model{labels: labels, scale: 1, mask: uint64(buckets - 1), table: make([]byte, buckets*bucketSize(labels))}
	for i := range m.table {
		m.table[i] = byte(rng.Uint32())
	}
	features := make([][]uint64, 500)
	for i := range features {
		features[i] = make([]uint64, 75)
		for k := range features[i] {
			f := rng.Uint64()
			if rng.IntN(2) == 0 {
				at := int(f&m.mask)*bucketSize(labels) + 2*rng.IntN(slots)
				f = f<<16>>16 | uint64(binary.LittleEndian.Uint16(m.table[at:]))<<48
			}
			features[i][k] = f
		}
	}
	return m, features
}

// slowly adds up the rows of features one by one.
func (m *Model) slowly(features []uint64, out []float32) {
	clear(out)
	for _, f := range features {
		bucket := m.table[int(f&m.mask)*bucketSize(m.labels):][:bucketSize(m.labels)]
		for k := range slots {
			if uint64(binary.LittleEndian.Uint16(bucket[2*k:])) != fingerprint(f) {
				continue
			}
			for l, w := range bucket[2*slots+k*m.labels:][:m.labels] {
				out[l] += float32(int(w)-zero) * m.scale
			}
			break
		}
	}
}

// All ways to add up rows, of few labels and of many, give the same sums.
func TestScore(t *testing.T) {
	for labels := 1; labels <= MostLabels; labels++ {
		m, features := made(labels, 64)
		features = append(features, nil, slices.Concat(features[:5]...)) // nothing, and several batches
		s := scorer{m: m}
		got, want := make([]float32, labels), make([]float32, labels)
		found := false
		for _, f := range features {
			s.score(f, got)
			m.slowly(f, want)
			for l := range want {
				found = found || want[l] != 0
				if got[l] != want[l] {
					t.Fatalf("%d labels: label %d has the score %g, want %g", labels, l, got[l], want[l])
				}
			}
		}
		if !found {
			t.Errorf("%d labels: no feature was found", labels)
		}
	}
}

// BenchmarkScore measures one position of as many features as the stages have.
func BenchmarkScore(b *testing.B) {
	for _, labels := range []int{2, 9, 13, 26} {
		m, features := made(labels, 1<<16)
		s, out := scorer{m: m}, make([]float32, labels)
		b.Run(fmt.Sprint(labels), func(b *testing.B) {
			i := 0
			for b.Loop() {
				s.score(features[i%len(features)], out)
				i++
			}
			if math.IsNaN(float64(out[0])) {
				b.Fatal("no score")
			}
		})
	}
}
