package analyse

import (
	"sort"
	"strings"

	"whosaid/digest"
)

// about returns the actors that the content of attribution a is about, most
// prominent first: those it names, those it means by "the movement" or "the
// prime minister", and the one that he or she in a quotation must be.
func (d *document) about(a attribution, speaker int) []int {
	score := map[int]float64{}
	for _, c := range a.content {
		lo, hi := d.tokens(c)
		for i := lo; i < hi; i++ {
			if m := d.mentionAt(i); m >= 0 {
				n := d.names[m]
				w := 1.0
				if n.modifies || n.owns {
					w = 0.6
				}
				score[n.actor] += w
				i = max(i, n.hi-1)
				continue
			}
			if x := d.meant(i, speaker); x >= 0 {
				score[x] += 0.8
			}
		}
	}
	if x := d.third(a, speaker); x >= 0 {
		score[x] += 0.9
	}
	delete(score, speaker)
	out := make([]int, 0, len(score))
	for x := range score {
		out = append(out, x)
	}
	sort.Slice(out, func(i, j int) bool {
		if score[out[i]] != score[out[j]] {
			return score[out[i]] > score[out[j]]
		}
		return out[i] < out[j]
	})
	return out
}

// meant returns the actor that the noun at token i means without naming it, or
// -1: the last word of an organisation's name, or a role, behind a determiner.
func (d *document) meant(i, speaker int) int {
	t := d.toks[i]
	if t.shape == punct || t.shape == number || len(t.low) < 4 {
		return -1
	}
	if _, ok := d.heads[t.low]; !ok {
		return -1
	}
	lo := i
	for lo > 0 && i-lo < 4 && !determiners[d.toks[lo].low] && d.toks[lo].shape != punct {
		lo--
	}
	if !determiners[d.toks[lo].low] || lo == i {
		return -1
	}
	first := d.toks[lo].low
	if possessive(first) || first == "a" || first == "an" || first == "another" || first == "other" {
		return -1
	}
	x, _ := d.bearer(lo, i+1, t.low, i)
	return x
}

// third returns the person whom he, him or she in a quotation means where the
// quotation names nobody before: the last person spoken of outside it who is
// not the speaker; or -1.
func (d *document) third(a attribution, speaker int) int {
	for _, c := range a.content {
		lo, hi := d.tokens(c)
		for i := lo; i < hi; i++ {
			if m := d.mentionAt(i); m >= 0 && d.actors[d.names[m].actor].kind == digest.Person {
				return -1
			}
			low := d.toks[i].low
			if low != "he" && low != "him" && low != "his" && low != "she" && low != "her" || d.outside[i] < 0 {
				continue
			}
			return d.lastPerson(lo, low, speaker)
		}
	}
	return -1
}

// lastPerson returns the person last named before token tok, in its paragraph
// or the two before it, whom pronoun low fits and who is not the speaker.
func (d *document) lastPerson(tok int, low string, speaker int) int {
	para := d.sents[d.toks[tok].sent].para
	for m := d.firstMention(tok) - 1; m >= 0; m-- {
		n := d.names[m]
		if d.sents[d.toks[n.lo].sent].para < para-2 {
			return -1
		}
		if n.actor != speaker && isPerson(&d.actors[n.actor]) && d.maybe(n.actor, low) {
			return n.actor
		}
	}
	return -1
}

// maybe reports whether a person can be he or she.
func (d *document) maybe(a int, low string) bool {
	g := d.actors[a].gender
	return g == unknown || g == sexOf(low)
}

// within returns spans without the white space at their ends, and with the marks
// of a quotation that a span begins or ends in, so that none is left alone.
func (d *document) within(spans []digest.Span) []digest.Span {
	var out []digest.Span
	for _, s := range spans {
		if s = trim(d.text, s); s.Len() == 0 {
			continue
		}
		lo, hi := d.tokens(s)
		if q := d.outer(lo); q >= 0 && s.Start <= d.marks[q].inner.Start {
			s.Start = d.marks[q].Start
		}
		if q := d.outer(hi - 1); q >= 0 && s.End >= d.marks[q].inner.End-len(",") {
			s.End = d.marks[q].End
		}
		if n := len(out); n > 0 && s.Start < out[n-1].End { // both reached for the same marks
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// bare returns spans without quotation marks at their ends and without the comma
// that links words in marks to their cue: “A,” he said.
func (d *document) bare(spans []digest.Span) []digest.Span {
	var out []digest.Span
	for _, s := range spans {
		for s = trim(d.text, s); s.Len() > 0; {
			m := sort.Search(len(d.marks), func(i int) bool { return d.marks[i].Start >= s.Start })
			if m == len(d.marks) || d.marks[m].Span != s {
				break
			}
			s = d.marks[m].inner
			s.End = s.Start + len(strings.TrimRight(s.Cut(d.text), ", "))
		}
		if s.Len() > 0 {
			out = append(out, s)
		}
	}
	return out
}
