// Package crf is a linear-chain conditional random field over hashed features:
// the engine of the learned stages of analyse.
//
// A sequence comes in as the feature hashes of each position; labels, or their
// probabilities, go out. The package owns the layout of a model file: quantised
// weights in a hash table that is read where it lies, without being decoded, and
// the training that makes one. It knows nothing of text.
package crf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
)

// A model file is a header, the transition weights as float32, and the table.
// The table is made of buckets of four features: four 16-bit fingerprints, then
// four rows of weights, one byte of weight + 128 a label. A feature's low bits
// name its bucket and its high 16 bits are its fingerprint, so that a feature
// which was not seen in training is (but for one in 16,000) not mistaken for one
// that was. All numbers are little endian.
const (
	magic      = 0x32667263 // "crf2"
	headerSize = 16
	slots      = 4
	lanes      = 0x0001000100010001
)

// MostLabels is how many labels a model can have.
const MostLabels = 32

// Forbidden is the transition weight of what may not follow.
const Forbidden = -1e9

// Model is a trained field, used from the bytes of its file.
type Model struct {
	labels int
	scale  float32 // what one step of a quantised weight is worth
	trans  []float32
	table  []byte
	mask   uint64
}

// Load reads a model file. The model keeps data and reads its weights there.
func Load(data []byte) (*Model, error) {
	if len(data) < headerSize || binary.LittleEndian.Uint32(data) != magic {
		return nil, errors.New("reading model: not a model file")
	}
	m := &Model{
		labels: int(binary.LittleEndian.Uint32(data[4:])),
		scale:  math.Float32frombits(binary.LittleEndian.Uint32(data[8:])),
	}
	buckets := uint64(binary.LittleEndian.Uint32(data[12:]))
	if m.labels == 0 || m.labels > MostLabels || buckets == 0 || buckets&(buckets-1) != 0 {
		return nil, fmt.Errorf("reading model: header of %d labels, %d buckets", m.labels, buckets)
	}
	n := (m.labels + 2) * m.labels // transitions, then start and end
	if uint64(len(data)) != uint64(headerSize+4*n)+buckets*uint64(bucketSize(m.labels)) {
		return nil, fmt.Errorf("reading model: %d bytes, cut short or too long", len(data))
	}
	m.trans = make([]float32, n)
	for i := range m.trans {
		m.trans[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[headerSize+4*i:]))
	}
	m.table, m.mask = data[headerSize+4*n:], buckets-1
	return m, nil
}

// Labels returns how many labels the model tells apart.
func (m *Model) Labels() int { return m.labels }

func bucketSize(labels int) int { return 2*slots + slots*labels }

// Score adds up the weights of features into out, one sum a label.
func (m *Model) Score(features []uint64, out []float32) {
	switch {
	case m.labels > 16:
		m.wide(features, out)
	case m.labels >= 8:
		m.packed(features, out)
	default:
		m.plain(features, out)
	}
}

// find returns where the row of feature f begins within the table and 1, or where
// some row of its bucket does and 0.
func (m *Model) find(f uint64, bucket int) (at int, hit uint64) {
	at = int(f&m.mask) * bucket
	x := binary.LittleEndian.Uint64(m.table[at:]) ^ fingerprint(f)*lanes
	zero := (x - lanes) &^ x & (lanes << 15) // the lowest bit set marks the lane that is zero
	slot := bits.TrailingZeros64(zero) >> 4 & (slots - 1)
	return at + 2*slots + slot*m.labels, (zero | -zero) >> 63
}

func fingerprint(f uint64) uint64 { return max(f>>48, 1) }

const even = 0x00ff00ff00ff00ff

// packed sums rows eight bytes at a time: every second byte of a word is a
// 16-bit lane of its own, which holds the sum of up to 256 rows. The second word
// ends with the row, so that it may overlap with the first. A feature that is not
// there is masked instead of branched around: which of them are is chance, and a
// processor that guesses wrong has waited for the table's memory in vain.
func (m *Model) packed(features []uint64, out []float32) {
	var a, b, c, d uint64
	bucket := bucketSize(m.labels)
	second := m.labels - 8
	n := 0
	for _, f := range features {
		at, hit := m.find(f, bucket)
		x := binary.LittleEndian.Uint64(m.table[at:]) & -hit
		y := binary.LittleEndian.Uint64(m.table[at+second:]) & -hit
		a += x & even
		b += x >> 8 & even
		c += y & even
		d += y >> 8 & even
		n += int(hit)
	}
	m.unpack([]uint64{a, b, c, d}, n, out)
}

// wide is packed for rows of three and four words.
func (m *Model) wide(features []uint64, out []float32) {
	var sum [8]uint64
	bucket := bucketSize(m.labels)
	third, last := min(16, m.labels-8), m.labels-8
	n := 0
	for _, f := range features {
		at, hit := m.find(f, bucket)
		row := m.table[at:][:m.labels]
		x := binary.LittleEndian.Uint64(row) & -hit
		sum[0] += x & even
		sum[1] += x >> 8 & even
		x = binary.LittleEndian.Uint64(row[8:]) & -hit
		sum[2] += x & even
		sum[3] += x >> 8 & even
		x = binary.LittleEndian.Uint64(row[third:]) & -hit
		sum[4] += x & even
		sum[5] += x >> 8 & even
		x = binary.LittleEndian.Uint64(row[last:]) & -hit
		sum[6] += x & even
		sum[7] += x >> 8 & even
		n += int(hit)
	}
	m.unpack(sum[:(m.labels+7)/8*2], n, out)
}

// unpack writes the lanes of n rows as scores: each two words hold the even and
// the odd bytes of eight labels, the last two those of the last eight.
func (m *Model) unpack(sum []uint64, n int, out []float32) {
	last := len(sum)/2 - 1
	for l := range out[:m.labels] {
		k := l / 8
		lane := l % 8
		if k == last {
			lane = l - (m.labels - 8)
		}
		out[l] = float32(int(sum[2*k+lane&1]>>(lane>>1*16)&0xffff)-128*n) * m.scale
	}
}

func (m *Model) plain(features []uint64, out []float32) {
	var sum [MostLabels]int32
	bucket := bucketSize(m.labels)
	n := int32(0)
	for _, f := range features {
		at, hit := m.find(f, bucket)
		if hit == 0 {
			continue
		}
		for l, w := range m.table[at : at+m.labels] {
			sum[l&(MostLabels-1)] += int32(w)
		}
		n++
	}
	for l := range out[:m.labels] {
		out[l] = float32(sum[l]-128*n) * m.scale
	}
}

// Hash makes a feature from the number of its kind and two values. Values are
// hashes themselves, or small numbers.
func Hash(kind, a, b uint64) uint64 {
	h := (a + kind*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	h ^= h >> 32
	h = (h + b) * 0xc4ceb9fe1a85ec53
	h ^= h >> 29
	h *= 0x9fb21c651e98df25
	return h ^ h>>32
}

// String hashes a word.
func String(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h ^ h>>31
}
