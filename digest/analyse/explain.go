package analyse

import (
	"cmp"
	"slices"

	"whosaid/digest"
)

// weighing is somebody who was weighed as the speaker of a source.
type weighing struct {
	actor int // index into document.actors, or -1
	noun  string
	score float64
}

// mostRivals is how many of those that were not taken are told of.
const mostRivals = 3

// leastRival is the least share of all that speaks for anybody worth telling of.
const leastRival = 0.005

// consider notes a candidate, where the reading is to explain itself.
func (d *document) consider(actor int, noun string, score float64) {
	if d.explain && score > 0 {
		d.weighed = append(d.weighed, weighing{actor, noun, score})
	}
}

// runnersUp lists the candidates of v that were not taken, likeliest first, each once.
func (d *document) runnersUp(v voice) []digest.Rival {
	sum := 0.0
	best := map[string]float64{}
	for _, c := range v.weighed {
		name := c.noun
		if c.actor >= 0 {
			name = d.actors[c.actor].name
		}
		sum += max(c.score-best[name], 0)
		best[name] = max(best[name], c.score)
	}
	if v.actor >= 0 {
		delete(best, d.actors[v.actor].name)
	}
	var out []digest.Rival
	for name, score := range best {
		if score < leastRival*sum {
			continue
		}
		out = append(out, digest.Rival{Name: name, Score: score / sum})
	}
	slices.SortFunc(out, func(a, b digest.Rival) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name))
	})
	return out[:min(len(out), mostRivals)]
}

// namedBeside notes the names in a source phrase, and for a source that is one
// itself whoever else is spoken of in the sentence or the one before it.
func (c *cast) namedBeside(lo, hi int) {
	if !c.explain {
		return
	}
	sent := c.toks[lo].sent
	for m, n := range c.names {
		if s := c.toks[n.lo].sent; s > sent || s < sent-1 || !isPerson(&c.actors[n.actor]) && c.headRank(n, lo, hi) == 0 {
			continue
		}
		score := 0.02
		if n.lo >= lo && n.hi <= hi {
			score = float64(c.headRank(n, lo, hi)) / 4
		}
		if m == c.head(lo, hi) {
			score = 1
		}
		c.consider(n.actor, "", score)
	}
}

// leastVariant is how likely another edge of a content must be to be told of.
const leastVariant = 0.05

// edges lists other places where the content l could begin or end, by the
// probabilities that the linker gave each label of each token from l.lo on.
func (v *view) edges(l *linked, prob []float64) []digest.Variant {
	var own segment
	for _, s := range l.parts {
		if s.role == contentRole && own.hi == 0 {
			own = s
		}
	}
	if own.hi == 0 {
		return nil
	}
	var out []digest.Variant
	for i := l.lo; i < l.hi; i++ {
		row := prob[(i-l.lo)*linkLabels:]
		begins, ends := row[perRole+first]+row[perRole+only], row[perRole+last]+row[perRole+only]
		if begins >= leastVariant && i != own.lo && i < own.hi {
			out = append(out, digest.Variant{By: "models", Content: []digest.Span{v.d.span(i, own.hi)}, Score: begins})
		}
		if ends >= leastVariant && i != own.hi-1 && i >= own.lo {
			out = append(out, digest.Variant{By: "models", Content: []digest.Span{v.d.span(own.lo, i+1)}, Score: ends})
		}
	}
	slices.SortStableFunc(out, func(a, b digest.Variant) int { return cmp.Compare(b.Score, a.Score) })
	return out[:min(len(out), mostRivals)]
}

// differing lists the content that a rule and the models see differently: the
// one of them that is not taken.
func differing(by string, score float64, content, taken []digest.Span) []digest.Variant {
	if slices.Equal(content, taken) || len(content) == 0 {
		return nil
	}
	return []digest.Variant{{By: by, Content: content, Score: score}}
}
