package analyse

import "whosaid/digest/analyse/crf"

// judgeLeast is from which probability on an attribution is kept: that its cue is
// one, times that its content is the right one. F1 is highest where it is about
// half of what F1 then is (Lipton et al. 2014).
const judgeLeast = .3

// judge decides which of the candidates of the document are cues, by what the
// linker found for each.
func (v *view) judge(dec *crf.Decoder, links []linked) []linked {
	v.claimed(links)
	var kept []linked
	var buf []uint64
	var prob [2]float64
	for i := range links {
		l := &links[i]
		buf = v.judgeFeatures(buf[:0], l)
		dec.Reset(1)
		dec.Set(0, buf)
		dec.Marginals(prob[:])
		l.score = prob[1]
		if l.whole() >= judgeLeast {
			kept = append(kept, *l)
		}
	}
	return v.apart(kept)
}

// whole is the probability that the cue of l is one and its content is right.
func (l *linked) whole() float64 { return l.score * l.agree }

// apart leaves out what has the content of a likelier one.
func (v *view) apart(links []linked) []linked {
	own := make([][]segment, len(links))
	for i, l := range links {
		own[i] = contents(l.parts)
	}
	var out []linked
	for i, l := range links {
		beaten := false
		for j := max(0, i-2*crowd); j < min(len(links), i+2*crowd+1) && !beaten; j++ {
			a, b := l.whole(), links[j].whole()
			beaten = i != j && (b > a || a == b && j < i) && v.overlap(own[i], own[j]) >= sameContent
		}
		if !beaten {
			out = append(out, l)
		}
	}
	return out
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
	words, end := 0, 0 // of the content
	for _, s := range l.parts {
		if s.role == sourceRole {
			src = s
			continue
		}
		if words == 0 {
			con = s
		}
		words, end = words+s.hi-s.lo, s.hi
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
	kind = 540
	s := uint64(v.senseOfCue(c))
	add(uint64(v.sense[c.lo]), 0)
	add(s, 0)
	add(s, p)
	add(s, content)
	add(s, source)
	add(s, cuePOS)
	add(s, pos(c.hi))
	add(s, w(c.hi))
	add(s, uint64(v.cue[c.hi-1]))
	kind = 560
	if src.hi > 0 {
		add(w(src.hi-1), 0)
		add(w(src.lo), source)
		add(distance(gap(src, c)), source)
		add(distance(src.hi-src.lo), p)
	}
	kind = 570
	if con.hi > 0 {
		agree, share := tenth(l.agree), tenth(l.share)
		ends := v.small(v.form, end, lo, hi)<<4 | distance(v.end[end-1]-end)
		add(agree, p)
		add(agree, share)
		add(agree, tenth(l.content))
		add(agree, distance(words))
		add(crf.Hash(1, agree, share), p)
		add(agree, tenth(l.rival))
		add(agree, tenth(l.over))
		add(agree, uint64(v.cue[c.hi-1]))
		add(ends, agree)
		add(ends, p)
	}
	kind = 590
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
