package analyse

import "math"

// forward returns the person whom a pronoun before its name means, in a sentence
// that begins with what is no subject: "Asked about her plans, Ana Paz said"; or -1.
func (c *cast) forward(i int, g gender) int {
	s := c.sents[c.toks[i].sent]
	low := c.toks[s.lo].low
	if c.toks[i].low == "he" || c.toks[i].low == "she" || i-s.lo > 16 || !prepositions[low] && !joiners[low] && low != "asked" && low != "speaking" && low != "hinting" {
		return -1
	}
	for k := i + 1; k < s.hi && k < i+40; k++ {
		if !c.is(k, ",") || c.outside[k] >= 0 {
			continue
		}
		for j := k + 1; j < s.hi && j < k+8; j++ {
			if m := c.mentionAt(j); m >= 0 && !c.names[m].owns && !c.names[m].modifies && c.suits(c.names[m].actor, g) && isPerson(&c.actors[c.names[m].actor]) {
				return c.names[m].actor
			}
		}
	}
	return -1
}

// announced returns the person whom "her" right at the start of a paragraph
// means, where nobody is spoken of before the name that the sentence then gives:
// "Despite her doubts, Ana Paz said"; or -1. Found chains have too few of these to learn from.
func (c *cast) announced(i int) int {
	p := c.paras[c.sents[c.toks[i].sent].para]
	if i > p.lo+3 || !prepositions[c.toks[p.lo].low] || !possessive(c.toks[i].low) {
		return -1
	}
	return c.forward(i, sexOf(c.toks[i].low))
}

// antecedent returns the figure that the pronoun at token i means and how
// likely it is, or -1.
func (c *cast) antecedent(i int) (int, float64) {
	if f := c.announced(i); f >= 0 {
		return f, steady(0.9)
	}
	list := c.choices(i)
	best, sum := -1, 0.0
	for j := range list {
		x := &list[j]
		x.score = 0
		for _, f := range x.features {
			x.score += c.weights[f]
		}
		x.score = math.Exp(x.score)
		sum += x.score
		if best < 0 || x.score > list[best].score {
			best = j
		}
	}
	if best < 0 {
		return -1, 0
	}
	if c.explain {
		if c.rivals == nil {
			c.rivals = map[int][]weighing{}
		}
		for _, x := range list {
			k := weighing{actor: -1, noun: "the " + c.figures[x.fig].noun, score: x.score / sum}
			if x.fig < len(c.actors) {
				k.actor = x.fig
			}
			c.rivals[i] = append(c.rivals[i], k)
		}
	}
	return list[best].fig, steady(list[best].score / sum)
}

// steady turns the chance that the ranker gives into how often it is right. By
// Platt's method on the training articles: what one walk takes for certain
// depends on what it took for certain before.
func steady(p float64) float64 {
	p = min(p, 0.999)
	return 1 / (1 + math.Pow((1-p)/p, 0.55))
}
