package crf

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// Counter counts in how many documents each feature occurs, so that what is
// seen in few can be left out: such features are mostly names and chance.
type Counter struct {
	docs  []uint8
	last  []uint16
	index map[uint64]uint32
	keys  []uint64
}

const counterBits = 25

// NewCounter returns an empty counter.
func NewCounter() *Counter {
	return &Counter{docs: make([]uint8, 1<<counterBits), last: make([]uint16, 1<<counterBits), index: map[uint64]uint32{}}
}

// Count notes that feature f occurs in document doc, counted from 1. Counts are
// kept by hash, so that a rare feature may now and then count for another.
func (c *Counter) Count(doc int, f uint64) {
	k := f >> 7 & (1<<counterBits - 1)
	if c.last[k] != uint16(doc) {
		c.last[k] = uint16(doc)
		if c.docs[k] < math.MaxUint8 {
			c.docs[k]++
		}
	}
}

// Number returns the number of feature f, in the order of first asking; false
// where fewer than least documents have it.
func (c *Counter) Number(f uint64, least int) (uint32, bool) {
	if int(c.docs[f>>7&(1<<counterBits-1)]) < least {
		return 0, false
	}
	n, ok := c.index[f]
	if !ok {
		n = uint32(len(c.keys))
		c.index[f] = n
		c.keys = append(c.keys, f)
	}
	return n, true
}

// Len returns how many features have a number.
func (c *Counter) Len() int { return len(c.keys) }

// Append adds one position with its features and its right label to s.
func (c *Counter) Append(s *Sequence, features []uint64, least int, gold uint8) {
	for _, f := range features {
		if n, ok := c.Number(f, least); ok {
			s.Features = append(s.Features, n)
		}
	}
	s.Ends = append(s.Ends, uint32(len(s.Features)))
	s.Gold = append(s.Gold, gold)
}

// Encode quantises weights into a model file with room for 4 << bits features;
// those whose weights differ least between labels are left out.
func (c *Counter) Encode(w *Weights, bits int) []byte {
	bucket := bucketSize(w.labels)
	out := make([]byte, headerSize, headerSize+4*len(w.trans)+bucket<<bits)
	binary.LittleEndian.PutUint32(out, magic)
	binary.LittleEndian.PutUint32(out[4:], uint32(w.labels))
	binary.LittleEndian.PutUint32(out[12:], 1<<bits)
	for _, x := range w.trans {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	table := make([]byte, bucket<<bits)
	order, scale := w.rank()
	binary.LittleEndian.PutUint32(out[8:], math.Float32bits(scale))
	for _, n := range order {
		f := c.keys[n]
		place(table[int(f&(1<<bits-1))*bucket:][:bucket], fingerprint(f), w.row(n), scale)
	}
	return append(out, table...)
}

func (w *Weights) row(n uint32) []float32 {
	return w.rows[int(n)*w.stride:][:w.labels]
}

// rank orders features by how much they tell labels apart, and chooses the step
// of quantisation so that all but the extreme weights fit a byte.
func (w *Weights) rank() ([]uint32, float32) {
	n := len(w.rows) / w.stride
	order := make([]uint32, 0, n)
	spread := make([]float32, n)
	var top []float32
	for i := range n {
		row := w.row(uint32(i))
		lo, hi := slices.Min(row), slices.Max(row)
		spread[i] = hi - lo
		if spread[i] > .02 {
			order = append(order, uint32(i))
			top = append(top, max(hi, -lo))
		}
	}
	slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(spread[b], spread[a]) })
	if len(top) == 0 {
		return order, 1
	}
	slices.Sort(top)
	return order, top[len(top)-1-len(top)/5000] / 127
}

func place(bucket []byte, fp uint64, row []float32, scale float32) {
	for k := range slots {
		at := bucket[2*k:]
		have := uint64(binary.LittleEndian.Uint16(at))
		if have == fp {
			return // a stronger feature of the same hash is there
		}
		if have != 0 {
			continue
		}
		binary.LittleEndian.PutUint16(at, uint16(fp))
		out := bucket[2*slots+k*len(row):]
		for l, x := range row {
			out[l] = byte(zero + int(math.Round(float64(min(max(x/scale, -127), 127)))))
		}
		return
	}
}
