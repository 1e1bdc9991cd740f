package analyse

import "iter"

// heard reports whether token i stands in the content of attribution k.
func (c *cast) heard(k, i int) bool {
	for _, s := range c.as[k].content {
		if s.Contains(c.toks[i].Span) {
			return true
		}
	}
	return false
}

// spoke appends whether x spoke last or last but one.
func (c *cast) spoke(x *choice, i int) {
	para := c.sents[c.toks[i].sent].para
	last := true
	seen := -2
	for k := len(c.done) - 1; k >= 0 && k > len(c.done)-6; k-- {
		who := c.speakerAt(k)
		if who < 0 || who == seen {
			continue
		}
		gap := c.blocks[para] - c.blocks[c.paraOf(c.as[k])]
		if gap > 3 || gap < 0 {
			break
		}
		if who == x.fig {
			if !last {
				x.features = append(x.features, fBefore+min(gap, 2))
				return
			}
			x.features = append(x.features, fVoice+3*min(gap, 2)+c.position(i))
			if gap < 2 && x.within(fSubject, fSubject+3) {
				x.features = append(x.features, fLead+c.position(i))
			}
			if len(c.as[k].source) > 0 {
				if lo, hi := c.sourceOf(c.as[k]); hi-lo == 1 && c.toks[lo].low == c.toks[i].low {
					x.features = append(x.features, fSame)
				}
			}
			if x.fig >= len(c.actors) {
				x.features = append(x.features, fUnnamed+3)
			}
			return
		}
		if !last {
			return
		}
		last, seen = false, who
	}
}

// speakerAt returns the figure that spoke in attribution k, or -1. Of whom only an aside
// tells what he or she said, the article does not go on to speak.
func (c *cast) speakerAt(k int) int {
	if c.done[k].why == behindAside {
		return -1
	}
	if c.done[k].actor >= 0 {
		return c.done[k].actor
	}
	if len(c.as[k].source) == 0 {
		return -1
	}
	lo, hi := c.sourceOf(c.as[k])
	for i := lo; i < hi; i++ {
		if f, ok := c.meantBy[i]; ok {
			return f
		}
	}
	return -1
}

// paraOf returns the paragraph that an attribution stands in.
func (c *cast) paraOf(a attribution) int {
	lo := 0
	if len(a.source) > 0 {
		lo, _ = c.sourceOf(a)
	} else {
		lo, _ = c.tokens(a.content[0])
	}
	return c.sents[c.toks[min(lo, len(c.toks)-1)].sent].para
}

// inContent appends whether x is named in the content of its own attribution:
// who speaks of himself says "I".
func (c *cast) inContent(x *choice, at int) {
	for m := range c.namesOf(at, x.fig) {
		if c.outside[c.names[m].lo] >= 0 {
			x.features = once(x.features, fContent)
		} else {
			x.features = once(x.features, fContent+1)
		}
	}
}

// namesOf yields the mentions of actor a in the content of attribution i.
func (c *cast) namesOf(i, a int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, s := range c.as[i].content {
			lo, hi := c.tokens(s)
			for m := c.firstMention(lo); m < len(c.names) && c.names[m].lo < hi; m++ {
				if c.names[m].actor == a && !yield(m) {
					return
				}
			}
		}
	}
}
