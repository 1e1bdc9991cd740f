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
)

// MostLabels is how many labels a model can have.
const MostLabels = 32

// Forbidden is the transition weight of what may not follow.
const Forbidden = -1e9

// Model is a trained field, used from the bytes of its file.
type Model struct {
	chain
	labels int
	scale  float32 // what one step of a quantised weight is worth
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
	trans := make([]float32, n)
	for i := range trans {
		trans[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[headerSize+4*i:]))
	}
	m.chain = newChain(trans, m.labels)
	m.table, m.mask = data[headerSize+4*n:], buckets-1
	return m, nil
}

// Labels returns how many labels the model tells apart.
func (m *Model) Labels() int { return m.labels }

func fingerprint(f uint64) uint64 { return max(f>>48, 1) }

func bucketSize(labels int) int { return 2*slots + slots*labels }

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
