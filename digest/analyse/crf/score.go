package crf

import (
	"encoding/binary"
	"math/bits"
)

// batch is how many features are looked up before their rows are added up. The
// sum of so many bytes fits 16 bits.
const batch = 128

// scorer adds up the weights of features. It keeps its memory between calls.
//
// A model does not fit a processor's nearer caches, so that the time goes into
// waiting for the table, and the less there is to do between two looks at it the
// more of them are under way at once. Hence three short loops over a batch: one
// looks at the buckets, one finds the rows in them, one adds those up.
type scorer struct {
	m      *Model
	prints [batch]uint64 // the fingerprints of each feature's bucket
	rows   [batch]uint32 // where in the table the rows of features begin
}

// score writes the sums of the weights of features to out, one a label.
func (s *scorer) score(features []uint64, out []float32) {
	var sum [MostLabels]int32
	for len(features) > 0 {
		n := min(batch, len(features))
		s.add(s.find(features[:n]), sum[:len(out)])
		features = features[n:]
	}
	for l := range out {
		out[l] = float32(sum[l]) * s.m.scale
	}
}

// find returns where the rows of those features begin that are in the table.
// Which are is chance: instead of a branch that the processor cannot guess, a
// place that is none is overwritten by the next.
func (s *scorer) find(features []uint64) []uint32 {
	table, mask, labels := s.m.table, s.m.mask, s.m.labels
	bucket := bucketSize(labels)
	prints := s.prints[:len(features)]
	for i, f := range features {
		prints[i] = binary.LittleEndian.Uint64(table[int(f&mask)*bucket:])
	}
	n := 0
	for i, f := range features {
		slot, hit := slotOf(prints[i], fingerprint(f))
		s.rows[n&(batch-1)] = uint32(int(f&mask)*bucket + 2*slots + slot*labels)
		n += hit
	}
	return s.rows[:n]
}

// slotOf returns which of the four fingerprints of a bucket is fp and 1, or some
// number below four and 0.
func slotOf(prints, fp uint64) (slot, hit int) {
	const ones = 0x0001000100010001
	x := prints ^ fp*ones
	same := (x - ones) &^ x & (ones << 15) // the lowest bit set marks the lane that is fp
	return bits.TrailingZeros64(same|1<<63) / 16, int((same | -same) >> 63)
}

// add adds rows to sum.
func (s *scorer) add(rows []uint32, sum []int32) {
	switch labels := len(sum); {
	case labels > 16:
		wide(s.m.table, rows, sum)
	case labels >= 8:
		packed(s.m.table, rows, sum)
	default:
		plain(s.m.table, rows, sum)
	}
}

// zero is how a weight of nothing is written.
const zero = 128

const even = 0x00ff00ff00ff00ff

// packed adds rows eight bytes at a time: every second byte of a word is a 16-bit
// lane of its own. The second word ends with the row, so that it may overlap with
// the first.
func packed(table []byte, rows []uint32, sum []int32) {
	var a, b, c, d uint64
	second := uint32(len(sum) - 8)
	for _, at := range rows {
		x := binary.LittleEndian.Uint64(table[at:])
		y := binary.LittleEndian.Uint64(table[at+second:])
		a += x & even
		b += x >> 8 & even
		c += y & even
		d += y >> 8 & even
	}
	unpack([]uint64{a, b, c, d}, len(rows), sum)
}

// wide is packed for rows of three and four words.
func wide(table []byte, rows []uint32, sum []int32) {
	var w [8]uint64
	third, last := min(16, len(sum)-8), len(sum)-8
	for _, at := range rows {
		row := table[at:][:len(sum)]
		x := binary.LittleEndian.Uint64(row)
		w[0] += x & even
		w[1] += x >> 8 & even
		x = binary.LittleEndian.Uint64(row[8:])
		w[2] += x & even
		w[3] += x >> 8 & even
		x = binary.LittleEndian.Uint64(row[third:])
		w[4] += x & even
		w[5] += x >> 8 & even
		x = binary.LittleEndian.Uint64(row[last:])
		w[6] += x & even
		w[7] += x >> 8 & even
	}
	unpack(w[:(len(sum)+7)/8*2], len(rows), sum)
}

// unpack adds the lanes of n rows to sum: each two words hold the even and the
// odd bytes of eight labels, the last two those of the last eight.
func unpack(words []uint64, n int, sum []int32) {
	last := len(words)/2 - 1
	for l := range sum {
		k := l / 8
		lane := l % 8
		if k == last {
			lane = l - (len(sum) - 8)
		}
		sum[l] += int32(words[2*k+lane&1]>>(lane>>1*16)&0xffff) - zero*int32(n)
	}
}

func plain(table []byte, rows []uint32, sum []int32) {
	for _, at := range rows {
		for l, w := range table[at:][:len(sum)] {
			sum[l] += int32(w) - zero
		}
	}
}
