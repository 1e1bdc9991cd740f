package analyse

import (
	"whosaid/digest"
	"whosaid/digest/analyse/crf"
)

// window is how far from its cue a source or a content is looked for, in tokens.
const window = 150

// Labels of the linker: as the tagger's, without the cue.
const linkLabels = 1 + 2*perRole

// reach tells how a token lies towards the cue that is being linked.
type reach struct {
	near
	side                    uint8 // 0 before the cue, 1 behind it, 2 the cue
	dist                    int
	cues, sources, contents uint8 // segments wholly or partly between
}

// crowd is how many other cues are looked past on either side, so that a text
// full of cues takes no longer a word than others.
const crowd = 5

// anchor prepares to link the cue at s, in paragraph p, and returns the tokens
// [lo, hi) that its source and its content are looked for in.
func (v *view) anchor(s spot, p *paragraph) (lo, hi int) {
	lo, hi = max(p.lo, s.lo-window), min(p.hi, s.hi+window)
	v.reach = grow(v.reach, hi-lo)
	v.reachLo = lo
	for i := s.lo; i < s.hi; i++ {
		v.reach[i-lo] = reach{side: 2}
	}
	return v.walk(s.lo-1, lo-1, -1, 0) + 1, v.walk(s.hi, hi, 1, 1)
}

// walk goes from the cue to one side and returns where it stopped.
func (v *view) walk(from, to, step int, side uint8) int {
	cur := reach{side: side}
	for i := from; i != to; i += step {
		if cur.cues == crowd {
			return i
		}
		cur.dist++
		v.reach[i-v.reachLo] = cur
		if l := v.tags[i]; l > 0 { // a segment counts as passed at its far end
			k := (l-1)%perRole + 1
			if k == only || step > 0 && k == last || step < 0 && k == first {
				switch role((l - 1) / perRole) {
				case cueRole:
					cur.cues++
				case sourceRole:
					cur.sources++
				default:
					cur.contents++
				}
			}
		}
		if s := v.separator(i); s != 0 {
			cur.pass(s)
			switch s {
			case sepStop:
				cur.stops++
			case sepComma:
				cur.commas++
			}
		}
	}
	return to
}

// linkFeatures appends the features of token i for the linker, after anchor.
func (v *view) linkFeatures(out []uint64, i int, c spot, lo, hi int) []uint64 {
	kind := uint64(300)
	add := func(a, b uint64) {
		kind++
		out = append(out, crf.Hash(kind, a, b))
	}
	r := &v.reach[i-v.reachLo]
	if r.side == 2 {
		add(0, 0)
		return out
	}
	w := func(k int) uint64 { return v.at(v.word, i+k, lo, hi) }
	form := func(k int) uint64 { return v.small(v.form, i+k, lo, hi) }
	tag := func(k int) uint64 { return v.small(v.tags, i+k, lo, hi) }
	in := uint64(v.in[i])
	q := in<<4 | uint64(v.qlen[i])
	side := uint64(r.side)
	dist := distance(r.dist)<<1 | side
	passed := small(int(r.cues), 3)<<6 | small(int(r.sources), 3)<<4 | small(int(r.contents), 3)<<2 | side
	stops := small(int(r.stops), 3)<<1 | side
	commas := small(int(r.commas), 3)
	cw, cn, cp := v.word[c.hi-1], v.at(v.word, c.hi, lo, hi), v.at(v.word, c.lo-1, lo, hi)
	ct := v.small(v.tags, c.hi, lo, hi)<<5 | v.small(v.tags, c.lo-1, lo, hi) // what stands on both sides of the cue
	cq := uint64(v.in[c.lo])
	t3 := tag(-1)<<10 | tag(0)<<5 | tag(1)

	add(side, 0)
	add(t3, side)
	add(tag(0), passed)
	add(t3, passed)
	add(crf.Hash(1, tag(0), passed), stops)
	add(crf.Hash(1, t3, passed), stops)
	add(crf.Hash(2, tag(0), passed), ct)
	add(crf.Hash(3, tag(0), dist), passed)
	add(crf.Hash(4, tag(0), dist), stops<<2|commas)
	add(crf.Hash(5, tag(0), cw), side)
	add(crf.Hash(6, tag(0), cw), passed)
	add(crf.Hash(7, tag(0), cn), side)
	add(crf.Hash(8, tag(0), cp), side)
	add(crf.Hash(9, tag(0), q), stops)
	add(crf.Hash(9, tag(0), q), ct<<1|side)
	add(crf.Hash(10, tag(0), q), passed)
	add(crf.Hash(10, tag(0), cq), passed)
	add(dist, form(0)<<5|form(-1))
	add(dist, cw)
	add(crf.Hash(11, dist, cn), cw)
	add(r.path, side<<5|uint64(r.n))
	add(crf.Hash(12, r.path, side), tag(0))
	add(crf.Hash(13, r.path, side), cw)
	add(crf.Hash(13, r.path, side), cn)
	add(crf.Hash(14, r.path, side), q<<5|form(0))
	add(crf.Hash(14, r.path, side), w(0))
	add(crf.Hash(15, r.path, ct), side)
	sure, bound := uint64(v.sure[i]), uint64(v.bound[i])
	before, behind := v.small(v.sure, i-1, lo, hi), v.small(v.sure, i+1, lo, hi)
	add(sure, side)
	add(crf.Hash(26, sure, before), side)
	add(crf.Hash(26, sure, behind), side)
	add(crf.Hash(27, sure, passed), stops)
	add(bound, side)
	add(bound, passed)
	add(crf.Hash(28, bound, sure), tag(0))
	add(crf.Hash(29, v.small(v.bound, i-1, lo, hi), v.small(v.bound, i+1, lo, hi)), bound)
	pos := func(k int) uint64 { return v.small(v.pos, i+k, lo, hi) }
	cpos := uint64(v.pos[c.hi-1])<<5 | v.small(v.pos, c.hi, lo, hi)
	add(pos(-1)<<10|pos(0)<<5|pos(1), side)
	add(pos(-1)<<10|pos(0)<<5|pos(1), tag(0))
	add(crf.Hash(20, pos(-2)<<10|pos(-1)<<5|pos(0), tag(0)), side)
	add(crf.Hash(20, pos(0)<<10|pos(1)<<5|pos(2), tag(0)), side)
	add(crf.Hash(21, r.path, side), pos(-1)<<5|pos(0))
	add(crf.Hash(22, passed, dist), pos(-1)<<5|pos(0))
	add(crf.Hash(23, cpos, tag(0)), passed)
	add(crf.Hash(24, cpos, dist), pos(0))
	add(crf.Hash(25, cpos, r.path), side)
	add(w(0), side)
	add(w(-1), side)
	add(w(1), side)
	add(crf.Hash(16, w(-1), w(0)), side)
	add(crf.Hash(16, w(0), w(1)), side)
	add(crf.Hash(17, w(0), w(1)), tag(0))
	add(crf.Hash(18, w(-1), w(0)), tag(0))
	add(w(0), tag(0))
	add(crf.Hash(19, w(0), passed), stops)
	add(form(-1)<<10|form(0)<<5|form(1), side)
	add(form(-1)<<10|form(0)<<5|form(1), t3)
	add(q, v.small(v.in, i-1, lo, hi)<<4|v.small(v.in, i+1, lo, hi))
	add(v.tail[i], side<<5|form(0))
	add(v.tail[i], tag(0))
	add(small(i-v.start[i], 2)<<2|small(v.end[i]-1-i, 2), tag(0))
	cs := uint64(v.senseOfCue(c))
	add(crf.Hash(30, cs, tag(0)), passed)
	add(crf.Hash(31, cs, dist), tag(0))
	add(crf.Hash(32, cs, r.path), side)
	add(crf.Hash(33, cs, cn), side)
	add(crf.Hash(34, cs, pos(0)), dist)
	add(v.small(v.sense, i, lo, hi), tag(0))
	return out
}

// senseOfCue returns the sense of the last word of c that has one.
func (v *view) senseOfCue(c spot) uint8 {
	for i := c.hi - 1; i >= c.lo; i-- {
		if s := v.sense[i]; s != 0 {
			return s
		}
	}
	return 0
}

// linked is what may belong to one cue.
type linked struct {
	cue             spot
	parts           []segment
	content, source float64 // probabilities of the likeliest token of each
	score           float64 // probability that the cue is one
	over, rival     float64 // the tagger's probability of the cue whose content holds this one, or whose content overlaps with this one's
	lo, hi          int     // tokens that were looked at
	variants        []digest.Variant
	agree, share    float64 // of the contents drawn for the cue, how many agree with this one, and how many are the same
}

// paragraphOf returns the paragraph of token i.
func (d *document) paragraphOf(i int) *paragraph { return &d.paras[d.sents[d.toks[i].sent].para] }

// sourceLeast is from which probability on a cue gets a source.
const sourceLeast = .3

// link finds for each cue its sources and contents.
func (v *view) link(dec *crf.Decoder, cues []spot) []linked {
	out := make([]linked, 0, len(cues))
	var buf []uint64
	for _, c := range cues {
		p := v.d.paragraphOf(c.lo)
		lo, hi := v.anchor(c, p)
		dec.Reset(hi - lo)
		for i := lo; i < hi; i++ {
			buf = v.linkFeatures(buf[:0], i, c, lo, hi)
			dec.Set(i-lo, buf)
		}
		l := linked{cue: c, lo: lo, hi: hi}
		v.claim(dec, &l)
		v.labels = grow(v.labels, hi-lo)
		dec.Best(v.labels)
		l.parts = segments(nil, v.labels, lo)
		for k := range l.parts {
			if l.parts[k].role == 1 {
				l.parts[k].role = contentRole
			}
		}
		v.draw(dec, &l)
		if v.d.explain {
			l.variants = v.edges(&l, v.prob)
		}
		out = append(out, l)
	}
	return out
}

// claim makes sure that the likeliest token of content comes out as such, and
// that of a source where there is one.
func (v *view) claim(dec *crf.Decoder, l *linked) {
	n := l.hi - l.lo
	v.prob = grow(v.prob, n*linkLabels)
	dec.Marginals(v.prob)
	var best [2]float64
	var at [2]int
	for i := range n {
		row := v.prob[i*linkLabels : (i+1)*linkLabels]
		for r := range best {
			k := 1 + r*perRole
			if p := row[k] + row[k+1] + row[k+2] + row[k+3]; p > best[r] {
				best[r], at[r] = p, i
			}
		}
	}
	for r, least := range [2]float64{sourceLeast, 0} {
		if best[r] < least {
			continue
		}
		score := dec.At(at[r])
		for l := range score {
			if l < 1+r*perRole || l > (1+r)*perRole {
				score[l] = crf.Forbidden
			}
		}
	}
	l.source, l.content = best[0], best[1]
}
