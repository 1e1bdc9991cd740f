package store

import (
	"encoding/binary"
	"math"

	"whosaid/digest"
)

// packed are values one after the other: numbers as varints of package binary, texts
// and lists with their length before them.
type packed struct{ b []byte }

func (p *packed) number(n int) { p.b = binary.AppendVarint(p.b, int64(n)) }

func (p *packed) float(f float64) {
	p.b = binary.LittleEndian.AppendUint64(p.b, math.Float64bits(f))
}

func (p *packed) flag(is bool) {
	n := 0
	if is {
		n = 1
	}
	p.number(n)
}

func (p *packed) text(s string) {
	p.number(len(s))
	p.b = append(p.b, s...)
}

func (p *packed) span(s digest.Span) {
	p.number(s.Start)
	p.number(s.End - s.Start)
}

func packEach[T any](p *packed, list []T, pack func(T)) {
	p.number(len(list))
	for _, e := range list {
		pack(e)
	}
}

// unpacked is what is left of packed values. Where they end too early it is broken,
// and gives zero values from there on.
type unpacked struct {
	b      []byte
	broken bool
}

func (p *unpacked) number() int {
	n, size := binary.Varint(p.b)
	if size <= 0 || int64(int(n)) != n {
		p.b, p.broken = nil, true
		return 0
	}
	p.b = p.b[size:]
	return int(n)
}

// take returns the next n bytes.
func (p *unpacked) take(n int) []byte {
	if n < 0 || n > len(p.b) {
		p.b, p.broken = nil, true
		return nil
	}
	b := p.b[:n]
	p.b = p.b[n:]
	return b
}

func (p *unpacked) float() float64 {
	b := p.take(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

func (p *unpacked) flag() bool { return p.number() == 1 }

func (p *unpacked) text() string { return string(p.take(p.number())) }

func (p *unpacked) span() digest.Span {
	start := p.number()
	return digest.Span{Start: start, End: start + p.number()}
}

// unpackEach returns a list, nil where it is empty.
func unpackEach[T any](p *unpacked, unpack func() T) (list []T) {
	for range p.number() {
		if p.broken {
			return nil
		}
		list = append(list, unpack())
	}
	return list
}
