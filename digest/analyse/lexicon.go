package analyse

import (
	"encoding/binary"
	"slices"
)

// lexicon tells how often a word is a cue, in ten steps. It is a hash table of
// 32-bit entries, 28 bits of the word's hash and four of the step, used where it
// lies: no words are in it.
type lexicon []byte

const lexiconSize = 1 << 13

// step returns the step of the word with hash h, 0 where it is not known as a cue.
func (l lexicon) step(h uint64) uint8 {
	at := h % lexiconSize
	for range lexiconSize {
		e := binary.LittleEndian.Uint32(l[4*at:])
		if e == 0 {
			break
		}
		if e>>4 == uint32(h>>36) {
			return uint8(e & 15)
		}
		at = (at + 1) % lexiconSize
	}
	return 0
}

// tally counts how often a word occurs, and how often within a cue.
type tally struct{ cue, all int }

var steps = [...]float64{.01, .02, .05, .1, .2, .35, .5, .7, .85}

// step puts the part of a word's occurrences that are cues into ten steps.
func (t tally) step() uint8 {
	if t.cue < 2 {
		return 0
	}
	p := float64(t.cue) / (float64(t.all) + 1)
	s := uint8(0)
	for _, x := range steps {
		if p >= x {
			s++
		}
	}
	return s
}

// makeLexicon builds the table. Where more words are known than it should hold,
// the rarest are left out.
func makeLexicon(words map[uint64]tally) lexicon {
	type entry struct {
		h uint64
		t tally
	}
	var all []entry
	for h, t := range words {
		if t.step() > 0 {
			all = append(all, entry{h, t})
		}
	}
	slices.SortFunc(all, func(a, b entry) int {
		if a.t.cue != b.t.cue {
			return b.t.cue - a.t.cue
		}
		if a.h < b.h {
			return -1
		}
		return 1
	})
	out := make(lexicon, 4*lexiconSize)
	for _, e := range all[:min(len(all), lexiconSize*3/4)] {
		at := e.h % lexiconSize
		for binary.LittleEndian.Uint32(out[4*at:]) != 0 {
			at = (at + 1) % lexiconSize
		}
		binary.LittleEndian.PutUint32(out[4*at:], uint32(e.h>>36)<<4|uint32(e.t.step()))
	}
	return out
}
