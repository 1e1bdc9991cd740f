package analyse

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// lexicon tells how often a word is a cue, in ten steps. It is a hash table of
// 32-bit entries, 28 bits of the word's hash and four of the step, used where it
// lies: no words are in it.
type lexicon []byte

const lexiconSize = 1 << 14

// step returns the step of the word with hash h, and of one that is not known
// that of its kin, words of its sense; 0 where they are not known either.
func (l lexicon) step(h, kin uint64) uint8 {
	s, ok := l.find(h)
	if !ok && kin != 0 {
		s, _ = l.find(kin)
	}
	return s
}

func (l lexicon) find(h uint64) (step uint8, ok bool) {
	at := h % lexiconSize
	for range lexiconSize {
		e := binary.LittleEndian.Uint32(l[4*at:])
		if e == 0 {
			break
		}
		if e>>4 == uint32(h>>36) {
			return uint8(e & 15), true
		}
		at = (at + 1) % lexiconSize
	}
	return 0, false
}

// tally counts how often a word occurs, and how often within a cue.
type tally struct{ cue, all int }

var steps = [...]float64{.01, .02, .05, .1, .2, .35, .5, .7, .85}

// kinWeight is how many times a word must occur for its own count to weigh as
// much as that of its kin.
const kinWeight = 4

// step puts the part of a word's occurrences that are cues into ten steps. What
// the words of its sense do counts too where there are such; else a single cue is
// taken for chance.
func (t tally) step(kin tally) uint8 {
	p := 0.0
	switch {
	case kin.all > 0:
		p = (float64(t.cue) + kinWeight*float64(kin.cue)/float64(kin.all)) / (float64(t.all) + kinWeight)
	case t.cue < 2:
		return 0
	default:
		p = float64(t.cue) / (float64(t.all) + 1)
	}
	s := uint8(0)
	for _, x := range steps {
		if p >= x {
			s++
		}
	}
	return s
}

// makeLexicon builds the table from the words and the kin of those that have
// some. Where more words are known than it should hold, the rarest are left out.
func makeLexicon(words map[uint64]tally, kin map[uint64]uint64) lexicon {
	type entry struct {
		h    uint64
		n    int
		step uint8
	}
	classes := sumKin(words, kin)
	var all []entry
	for k, t := range classes {
		all = append(all, entry{k, t.all, tally{}.step(t)})
	}
	for h, t := range words {
		c := classes[kin[h]]
		if s := t.step(c); s != (tally{}).step(c) {
			all = append(all, entry{h, t.cue + t.all/50, s})
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.h, b.h)) })
	out := make(lexicon, 4*lexiconSize)
	for _, e := range all[:min(len(all), lexiconSize*3/4)] {
		at := e.h % lexiconSize
		for binary.LittleEndian.Uint32(out[4*at:]) != 0 {
			at = (at + 1) % lexiconSize
		}
		binary.LittleEndian.PutUint32(out[4*at:], uint32(e.h>>36)<<4|uint32(e.step))
	}
	return out
}

// sumKin adds up the counts of words of one sense.
func sumKin(words map[uint64]tally, kin map[uint64]uint64) map[uint64]tally {
	sum := map[uint64]tally{}
	for h, k := range kin {
		if k != 0 {
			t, c := words[h], sum[k]
			sum[k] = tally{c.cue + t.cue, c.all + t.all}
		}
	}
	return sum
}
