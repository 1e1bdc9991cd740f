package analyse

import (
	"math"

	"whosaid/digest/analyse/crf"
)

// judgeLeast is from which probability on a spot counts as a cue.
const judgeLeast = .5

// judge decides which of the candidates of the document are cues, by what the
// linker found for each.
func (v *view) judge(m *crf.Model, links []linked) []linked {
	v.claimed(links)
	kept := links[:0]
	var buf []uint64
	var score [2]float32
	for i := range links {
		l := &links[i]
		buf = v.judgeFeatures(buf[:0], l)
		m.Score(buf, score[:])
		l.score = 1 / (1 + math.Exp(float64(score[0]-score[1])))
	}
	for _, l := range links {
		if l.score >= judgeLeast {
			kept = append(kept, l)
		}
	}
	return kept
}

// claimed notes for every token the likeliest cue that has it in its content.
func (v *view) claimed(links []linked) {
	v.claims = grow(v.claims, len(v.word))
	for k, l := range links {
		for _, s := range l.parts {
			if s.role != contentRole {
				continue
			}
			for i := s.lo; i < s.hi; i++ {
				if c := v.claims[i]; c == 0 || links[c-1].cue.p < l.cue.p {
					v.claims[i] = k + 1
				}
			}
		}
	}
	for k := range links {
		l := &links[k]
		l.over, l.rival = 0, 0
		if c := v.claims[l.cue.lo]; c > 0 && c != k+1 {
			l.over = links[c-1].cue.p
		}
		for _, s := range l.parts {
			if s.role != contentRole {
				continue
			}
			for _, i := range []int{s.lo, s.hi - 1, (s.lo + s.hi) / 2} {
				if c := v.claims[i]; c > 0 && c != k+1 {
					l.rival = max(l.rival, links[c-1].cue.p)
				}
			}
		}
	}
}

func tenth(p float64) uint64 { return uint64(min(max(p, 0), 1) * 9.99) }

// judgeFeatures appends what tells a cue from another word.
func (v *view) judgeFeatures(out []uint64, l *linked) []uint64 {
	kind := uint64(500)
	add := func(a, b uint64) {
		kind++
		out = append(out, crf.Hash(kind, a, b))
	}
	c := l.cue
	lo, hi := l.lo, l.hi
	w := func(i int) uint64 { return v.at(v.word, i, lo, hi) }
	pos := func(i int) uint64 { return v.small(v.pos, i, lo, hi) }
	cuePOS := pos(c.lo)<<10 | pos(c.hi-1)<<5 | small(c.hi-c.lo, 4)
	var text uint64
	for i := c.lo; i < min(c.hi, c.lo+4); i++ {
		text = crf.Hash(1, text, w(i))
	}
	var src, con segment
	words := 0
	for _, s := range l.parts {
		if s.role == sourceRole {
			src = s
			continue
		}
		if words == 0 {
			con = s
		}
		words += s.hi - s.lo
	}
	source, content := uint64(99), uint64(99)
	if src.hi > 0 {
		source = uint64(v.pos[src.hi-1])<<1 | side(src, c)
	}
	if con.hi > 0 {
		content = distance(gap(con, c))<<1 | side(con, c)
	}
	p := tenth(c.p)
	add(0, 0)
	add(p, 0)
	add(p, tenth(l.over))
	add(p, tenth(l.rival))
	add(tenth(l.over), tenth(l.rival))
	add(p, tenth(l.content)*10+tenth(l.source))
	add(tenth(l.content), p)
	add(tenth(l.source), p)
	add(text, 0)
	add(text, pos(c.hi))
	add(text, content)
	add(text, source)
	add(w(c.lo), 0)
	add(w(c.hi-1), 0)
	add(w(c.hi-1), uint64(v.in[c.lo]))
	add(uint64(v.cue[c.lo])<<4|uint64(v.cue[c.hi-1]), p)
	add(uint64(v.cue[c.lo])<<4|uint64(v.cue[c.hi-1]), cuePOS)
	add(cuePOS, pos(c.lo-1))
	add(cuePOS, pos(c.hi))
	add(w(c.lo-1), 0)
	add(w(c.hi), 0)
	add(w(c.lo-1), w(c.lo))
	add(w(c.hi-1), w(c.hi))
	add(source, content)
	add(source, p)
	add(content, p)
	if con.hi > 0 {
		q := uint64(v.in[con.lo])<<4 | uint64(v.qlen[con.lo])
		add(w(con.lo), content)
		add(pos(con.lo)<<5|pos(con.lo+1), content)
		add(q, content)
		add(q, p)
		add(distance(words), content)
		add(distance(words), p)
		add(text, q)
		add(pos(con.hi), content)
		add(small(v.start[c.lo], 0), distance(con.hi-con.lo))
	}
	kind = 560
	if src.hi > 0 {
		add(w(src.hi-1), 0)
		add(w(src.lo), source)
		add(distance(gap(src, c)), source)
		add(distance(src.hi-src.lo), p)
	}
	kind = 580
	r := uint64(v.in[c.lo])<<4 | uint64(v.qlen[c.lo])
	add(r, p)
	add(r, tenth(l.over))
	add(distance(c.lo-v.start[c.lo]), p)
	add(distance(v.end[c.lo]-c.hi), p)
	add(uint64(v.d.paragraphOf(c.lo).line), p)
	return out
}

func side(s segment, c spot) uint64 {
	if s.lo >= c.hi {
		return 1
	}
	return 0
}

func gap(s segment, c spot) int { return max(s.lo-c.hi, c.lo-s.hi, 0) }
