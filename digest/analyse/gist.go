package analyse

import (
	"math"
	"sort"

	"whosaid/digest"
)

// maxGist is how many bytes the sentences of a gist may have together.
const maxGist = 420

// weigh sets the weights of actors: how often they are named, how early, and
// how much they say, the highest being 1.
func (d *document) weigh(voices []voice) {
	top := 0.0
	for a := range d.actors {
		x := &d.actors[a]
		x.weight = 0
		for _, m := range x.mentions {
			n := d.names[m]
			para := d.sents[d.toks[n.lo].sent].para
			if l := d.paras[para].line; l == furniture || l == caption {
				continue
			}
			w := 1.0
			if n.modifies || n.owns {
				w = 0.7
			}
			x.weight += w * (1 + 2/float64(1+para))
		}
	}
	for _, v := range voices {
		if v.actor >= 0 {
			d.actors[v.actor].weight += 1.5
		}
	}
	for a := range d.actors {
		top = max(top, d.actors[a].weight)
	}
	for a := range d.actors {
		if top > 0 {
			d.actors[a].weight = math.Round(1000*d.actors[a].weight/top) / 1000
		}
	}
}

// gist returns one or two sentences that say what the article is about: in
// news, nearly always the first whole sentences of its body.
func (d *document) gist() []digest.Span {
	var out []digest.Span
	size := 0
	for p := range d.paras {
		if d.paras[p].line != body {
			continue
		}
		for _, s := range d.segments(p) {
			span := d.span(s.lo, s.hi)
			if s.hi-s.lo < 8 || d.outside[s.lo] >= 0 || size > 0 && size+span.Len() > maxGist {
				if size > 0 {
					return out
				}
				continue
			}
			out = append(out, span)
			if size += span.Len(); len(out) == 2 || size > maxGist/2 {
				return out
			}
		}
	}
	if len(out) == 0 {
		out = d.firstSentence()
	}
	return out
}

// firstSentence is the gist of a text without a fit sentence.
func (d *document) firstSentence() []digest.Span {
	for _, s := range d.sents {
		if l := d.paras[s.para].line; l == body && s.hi-s.lo > 2 {
			if span := d.span(s.lo, s.hi); span.Len() <= 2*maxGist {
				return []digest.Span{span}
			}
		}
	}
	return nil
}

// byWeight returns the actors' indices, the weightiest first.
func (d *document) byWeight() []int {
	order := make([]int, len(d.actors))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return d.actors[order[i]].weight > d.actors[order[j]].weight })
	return order
}
