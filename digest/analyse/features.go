package analyse

import "whosaid/digest/analyse/crf"

// view is a document as the learned stages see it: one small number or hash a
// token for everything that features are made of. Marks of all styles look
// alike in it, and names are shapes, so that the models depend neither on an
// outlet's typography nor on who is in the news.
type view struct {
	d       *document
	raw     []uint64 // the word
	word    []uint64 // the word, or what stands for a name or a number
	tail    []uint64 // its last three letters
	head    []uint64 // its first four letters
	form    []uint8  // shape and sort of mark
	pos     []uint8  // part of speech
	cue     []uint8  // how often the word is a cue, 0 to 9
	sense   []sense  // what a verb or a noun means
	upTo    []int32  // how many words stand before a token
	in      []uint8  // quote state
	qlen    []uint8  // how long the quotation around it is
	left    [2][]near
	right   [2][]near
	tags    []uint8   // labels of the tagger
	labels  []uint8   // scratch
	parts   []segment // scratch, as are the options drawn for a cue
	options []option
	claims  []int
	prob    []float64 // scratch
	sure    []uint8   // how likely a token is source, cue, content: two bits each
	bound   []uint8   // how likely it begins and ends a source and a content: two bits each
	chance  []float32 // probability of being a cue
	reach   []reach   // of the cue being linked, from token reachLo
	reachLo int
	start   []int // first token of the sentence
	end     []int
}

// States of a token towards quotation marks.
const (
	outside uint8 = iota
	inside
	opens
	ends
)

func small(n, most int) uint64 { return uint64(min(n, most)) }

// distance puts a number of tokens into a few steps.
func distance(n int) uint64 {
	switch {
	case n <= 4:
		return uint64(max(n, 0))
	case n <= 6:
		return 5
	case n <= 9:
		return 6
	case n <= 14:
		return 7
	case n <= 22:
		return 8
	case n <= 40:
		return 9
	}
	return 10
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}

// look fills v from d. Cue frequencies are filled in by lexical.
func (v *view) look(d *document) {
	n := len(d.toks)
	v.d = d
	v.raw = grow(v.raw, n)
	v.word, v.tail, v.head = grow(v.word, n), grow(v.tail, n), grow(v.head, n)
	v.sense, v.upTo = grow(v.sense, n), grow(v.upTo, n+1)
	v.form, v.pos, v.cue, v.in, v.qlen = grow(v.form, n), grow(v.pos, n), grow(v.cue, n), grow(v.in, n), grow(v.qlen, n)
	v.sure, v.bound = grow(v.sure, n), grow(v.bound, n)
	v.tags, v.chance = grow(v.tags, n), grow(v.chance, n)
	v.start, v.end = grow(v.start, n), grow(v.end, n)
	for _, s := range d.sents {
		for i := s.lo; i < s.hi; i++ {
			v.start[i], v.end[i] = s.lo, s.hi
		}
	}
	for i := range d.toks {
		v.atoms(i)
		v.upTo[i+1] = v.upTo[i]
		if d.toks[i].shape != punct {
			v.upTo[i+1]++
		}
	}
	for _, m := range d.marks {
		if m.level == 0 {
			v.quotation(m)
		}
	}
}

// edge stands for what is outside the paragraph.
const edge = 0x5bd1e995

func (v *view) at(s []uint64, i, lo, hi int) uint64 {
	if i < lo || i >= hi {
		return edge
	}
	return s[i]
}

func (v *view) small(s []uint8, i, lo, hi int) uint64 {
	if i < lo || i >= hi {
		return 31
	}
	return uint64(s[i])
}

// tagFeatures appends the features of token i of paragraph p for the tagger of roles.
func (v *view) tagFeatures(out []uint64, i int, p *paragraph) []uint64 {
	lo, hi := p.lo, p.hi
	kind := uint64(100)
	add := func(a, b uint64) {
		kind++
		out = append(out, crf.Hash(kind, a, b))
	}
	w := func(k int) uint64 { return v.at(v.word, i+k, lo, hi) }
	form := func(k int) uint64 { return v.small(v.form, i+k, lo, hi) }
	cue := func(k int) uint64 { return v.small(v.cue, i+k, lo, hi) }
	in := uint64(v.in[i])
	q := in<<4 | uint64(v.qlen[i])
	add(0, 0)
	for k := -3; k <= 3; k++ {
		add(w(k), 0)
	}
	add(w(-1), w(0))
	add(w(0), w(1))
	add(w(-2), w(-1))
	add(w(1), w(2))
	add(w(-1), w(1))
	add(crf.Hash(1, w(-1), w(0)), w(1))
	add(crf.Hash(1, w(-2), w(-1)), w(0))
	add(crf.Hash(1, w(0), w(1)), w(2))
	add(v.tail[i], form(0))
	add(v.at(v.tail, i-1, lo, hi), form(-1))
	add(v.at(v.tail, i+1, lo, hi), form(1))
	add(v.head[i], 0)
	add(form(-1)<<10|form(0)<<5|form(1), form(-2))
	add(form(-1)<<10|form(0)<<5|form(1), form(2))
	add(cue(-1)<<10|cue(0)<<5|cue(1), 0)
	add(cue(-2)<<10|cue(-1)<<5|cue(0), 1)
	add(cue(0)<<10|cue(1)<<5|cue(2), 2)
	add(cue(0), form(0)<<5|form(-1))
	add(cue(0), w(1))
	add(cue(0), w(-1))
	add(q, 0)
	add(q, w(0))
	add(v.small(v.in, i-1, lo, hi)<<4|v.small(v.in, i+1, lo, hi), q)
	add(v.small(v.in, i-1, lo, hi)<<4|v.small(v.in, i+1, lo, hi), form(0)<<5|form(-1))
	at := small(i-v.start[i], 2)<<2 | small(v.end[i]-1-i, 2)
	add(at, form(0))
	add(v.word[v.start[i]], distance(i-v.start[i]))
	add(small(i-lo, 3)<<2|small(hi-1-i, 3), q)
	pos := func(k int) uint64 { return v.small(v.pos, i+k, lo, hi) }
	add(pos(0), 0)
	add(pos(-1), 1)
	add(pos(1), 2)
	add(pos(-1)<<5|pos(0), 0)
	add(pos(0)<<5|pos(1), 0)
	add(pos(-1)<<10|pos(0)<<5|pos(1), 0)
	add(pos(-2)<<10|pos(-1)<<5|pos(0), 0)
	add(pos(0)<<10|pos(1)<<5|pos(2), 0)
	add(pos(-3)<<15|pos(-2)<<10|pos(-1)<<5|pos(0), 0)
	add(pos(0)<<15|pos(1)<<10|pos(2)<<5|pos(3), 0)
	add(pos(0), w(-1))
	add(pos(0), w(1))
	add(w(0), pos(1))
	add(w(0), pos(-1))
	add(pos(0), cue(-1)<<10|cue(0)<<5|cue(1))
	sense := func(k int) uint64 { return v.small(v.sense, i+k, lo, hi) }
	if s := sense(0); s != 0 {
		add(s, 0)
		add(s, pos(1))
		add(s, pos(-1))
		add(s, pos(0)<<10|pos(1)<<5|pos(2))
		add(s, w(1))
		add(s, w(-1))
		add(s, q)
		add(s, cue(-1)<<10|cue(0)<<5|cue(1))
	}
	kind = 180
	add(sense(-1), pos(0))
	add(sense(1), pos(0))
	add(sense(-2), pos(-1)<<5|pos(0))
	add(sense(-1), w(0))
	for k := range likely {
		l, r := &v.left[k][i], &v.right[k][i]
		lw, rw, lc, rc := uint64(edge), uint64(edge), uint64(15), uint64(15)
		ld, rd := uint64(15), uint64(15)
		if l.at >= 0 {
			lw, lc, ld = v.word[l.at], uint64(v.cue[l.at]), distance(i-l.at)
		}
		if r.at >= 0 {
			rw, rc, rd = v.word[r.at], uint64(v.cue[r.at]), distance(r.at-i)
		}
		ls, rs := small(int(l.stops), 2), small(int(r.stops), 2)
		lm, rm := small(int(l.commas), 3), small(int(r.commas), 3)
		add(lw, ld)
		add(rw, rd)
		add(lc<<4|ld, q)
		add(rc<<4|rd, q)
		add(lc<<4|ls<<2|lm, q<<4|ld)
		add(rc<<4|rs<<2|rm, q<<4|rd)
		add(l.path, q)
		add(r.path, q)
		add(l.path, lw)
		add(r.path, rw)
		add(l.path, ld<<8|form(0))
		add(r.path, rd<<8|form(0))
		add(crf.Hash(7, pos(0), ld), ls<<8|lc<<2|lm)
		add(crf.Hash(8, pos(0), rd), rs<<8|rc<<2|rm)
		add(crf.Hash(9, pos(0)<<5|pos(-1), l.path), ls)
		add(crf.Hash(10, pos(0)<<5|pos(-1), r.path), rs)
		add(crf.Hash(2, l.path, r.path), ls<<2|rs)
		add(crf.Hash(3, w(0), ld), ls<<4|lm)
		add(crf.Hash(4, w(0), rd), rs<<4|rm)
		add(crf.Hash(5, ls<<8|rs<<6|lm<<4|rm, lc<<4|rc), q)
		add(crf.Hash(6, form(0)<<5|form(-1), ld<<4|rd), ls<<4|rs)
	}
	return out
}

// lexical returns what the cue lexicon knows token i by.
func (v *view) lexical(i int) uint64 { return v.raw[i] + sorts[v.pos[i]] }

// kin returns what the cue lexicon knows the words of the sense of token i by, 0
// where it has none.
func (v *view) kin(i int) uint64 {
	if v.sense[i] == 0 {
		return 0
	}
	return crf.Hash(1, uint64(v.sense[i]), sorts[v.pos[i]])
}

// sorts puts parts of speech that a word form tells apart as a cue into classes.
var sorts = [posLabels]uint64{posVB: 1, posVBD: 1, posVBZ: 1, posVBP: 1, posVBG: 2, posVBN: 1, posNN: 3, posNNS: 3, posJJ: 4}
