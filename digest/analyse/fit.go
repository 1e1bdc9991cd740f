package analyse

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"whosaid/digest"
)

// Coreferent is an article to learn from whom pronouns mean: its attributions,
// marked by hand, and chains of mentions of one thing, which a program may have
// found. Each mention is given by its head word.
type Coreferent struct {
	Text         string
	Attributions []Attributed
	Chains       [][]digest.Span
}

// Attributed is one marked attribution.
type Attributed struct {
	Source, Cue, Content []digest.Span
}

// example is one pronoun with everybody whom it can mean.
type example struct {
	list   []choice
	right  int  // of list
	source bool // the pronoun is a source
}

// fitSteps is how often training goes through the examples.
const fitSteps = 16

// FitRanker learns the weights of the ranker, the same for the same articles. It
// goes through the articles twice, the second time with what it learned in the
// first. Examples that a first fit finds almost impossible are left out of
// another: found chains are often wrong. It returns the number of pronouns and
// the share of those that are sources for which it finds the marked antecedent.
func FitRanker(docs []Coreferent) (weights []float64, examples int, right float64) {
	w := make([]float64, nFeatures)
	var all []example
	for range 2 {
		all = all[:0]
		for _, doc := range docs {
			all = append(all, learnFrom(doc, w)...)
		}
		w = fit(all)
		w = fit(slices.DeleteFunc(slices.Clone(all), func(e example) bool { return e.chance(w) < 0.15 && e.surest(w) > 0.85 }))
	}
	n, ok := 0, 0
	for _, e := range all {
		if e.source {
			n++
			if e.chance(w) >= e.surest(w) {
				ok++
			}
		}
	}
	return w, len(all), float64(ok) / float64(max(n, 1))
}

// learnFrom walks through one article as speakers does, but with the marked
// attributions and the right antecedents.
func learnFrom(doc Coreferent, w []float64) []example {
	d := cut(doc.Text)
	d.findNames()
	d.prepare()
	var as []attribution
	for _, a := range doc.Attributions {
		if len(a.Content) > 0 {
			as = append(as, attribution{source: a.Source, cue: a.Cue, content: a.Content, score: 1})
		}
	}
	slices.SortStableFunc(as, func(a, b attribution) int { return cmp.Compare(at(a), at(b)) })
	chainOf := map[int]int{}
	for n, chain := range doc.Chains {
		for _, head := range chain {
			if lo, hi := d.tokens(head); lo < hi {
				chainOf[lo] = n
			}
		}
	}
	var out []example
	c := d.newCast(as)
	c.weights = w
	c.hook = func(tok int) (int, bool) {
		n, ok := chainOf[tok]
		if !ok {
			return 0, false
		}
		e, ok := c.example(tok, doc.Chains[n])
		if !ok {
			return 0, false
		}
		out = append(out, e)
		return e.list[e.right].fig, true
	}
	for i := range as {
		c.done = append(c.done, c.voiceOf(i))
	}
	c.walk(len(d.toks) - 1)
	return out
}

// example makes an example of the pronoun at token tok, whose chain is known;
// false where the chain names none or several of the choices.
func (c *cast) example(tok int, chain []digest.Span) (example, bool) {
	figs := map[int]bool{}
	for _, head := range chain {
		t, _ := c.tokens(head)
		if m := c.mentionAt(t); m >= 0 {
			figs[c.names[m].actor] = true
		} else if f, ok := c.meantBy[t]; ok && f >= len(c.actors) {
			figs[f] = true
		}
	}
	e := example{right: -1}
	at, isSource := c.owner[tok]
	e.source = isSource
	quoted := false
	if isSource {
		lo, _ := c.tokens(c.as[at].content[0])
		quoted = c.outer(lo) >= 0
	}
	n := 0
	for j, x := range c.choices(tok) {
		e.list = append(e.list, choice{fig: x.fig, features: slices.Clone(x.features)})
		if figs[x.fig] {
			n++
			e.right = j
		}
	}
	if quoted && e.correct() {
		return e, true
	}
	return e, n == 1
}

// correct puts right what programs that find chains get wrong at direct
// quotations: they take one who is named inside for the speaker. It reports
// whether the last speaker, who is also the nearest, was put in.
func (e *example) correct() bool {
	for j, x := range e.list {
		if x.within(fVoice, fVoice+6) && x.within(fNearest, fNearest+3) {
			e.right = j
			return true
		}
	}
	return false
}

func (x choice) within(lo, hi int) bool {
	return slices.ContainsFunc(x.features, func(f int) bool { return lo <= f && f < hi })
}

// fit learns the weights of a log-linear choice by stochastic gradient descent
// with the steps of AdaGrad, and takes the mean of all rounds. Sources count three times.
func fit(all []example) []float64 {
	w, squares, mean := make([]float64, nFeatures), make([]float64, nFeatures), make([]float64, nFeatures)
	dice := rand.New(rand.NewPCG(1, 1))
	order := dice.Perm(len(all))
	var p []float64
	for range fitSteps {
		dice.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			e := all[k]
			if len(e.list) < 2 {
				continue
			}
			p = e.odds(w, p[:0])
			for j, x := range e.list {
				slope := p[j]
				if j == e.right {
					slope--
				}
				if e.source {
					slope *= 3
				}
				for _, f := range x.features {
					g := slope + 1e-4*w[f]
					squares[f] += g * g
					w[f] -= 0.2 * g / math.Sqrt(squares[f]+1e-6)
				}
			}
		}
		for f := range mean {
			mean[f] += w[f] / fitSteps
		}
	}
	return mean
}

// odds appends how likely each choice is.
func (e example) odds(w, p []float64) []float64 {
	sum := 0.0
	for _, x := range e.list {
		s := 0.0
		for _, f := range x.features {
			s += w[f]
		}
		p = append(p, math.Exp(s))
		sum += p[len(p)-1]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func (e example) chance(w []float64) float64 { return e.odds(w, nil)[e.right] }
func (e example) surest(w []float64) float64 { return slices.Max(e.odds(w, nil)) }
