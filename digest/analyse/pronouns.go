package analyse

import "whosaid/digest"

// leastSure is how likely the best antecedent must be for a speaker's name to be given.
const leastSure = 0.51

// pronoun finds who is meant by the pronoun at token tok, the source of
// attribution i or the possessive in it; factor lowers the confidence.
func (c *cast) pronoun(i, tok int, factor float64, why string) voice {
	low := c.toks[tok].low
	switch low {
	case "i", "we", "you", "my", "our", "your":
		if a := c.signer(tok); a >= 0 && (low == "i" || low == "my") {
			return voice{actor: a, sure: 0.85 * factor, why: "the letter’s signer"}
		}
		return voice{actor: -1, unnamed: true, sure: 0.8, why: "the author"}
	case "who":
		return c.relativePronoun(tok)
	case "it", "its", "they", "their", "them":
		v := c.body(i, tok)
		v.sure *= factor
		return v
	}
	fig, ok := c.meantBy[tok]
	if !ok {
		return voice{actor: -1, why: "pronoun without antecedent"}
	}
	sure := c.surety[tok]
	c.weighed = append(c.weighed, c.rivals[tok]...)
	if f := c.companion(tok); f >= 0 && f != fig {
		fig, sure = f, max(1-sure, leastSure)
	}
	if f := c.reacting(tok); f >= 0 && f != fig {
		fig, sure = f, 0.75
	}
	switch {
	case sure < leastSure:
		return voice{actor: -1, sure: sure, why: "pronoun, more than one antecedent"}
	case fig >= len(c.actors):
		return voice{actor: -1, unnamed: true, sure: sure, why: "pronoun, for the " + c.figures[fig].noun}
	}
	return voice{actor: fig, sure: sure * factor, why: why}
}

// companion returns the figure told by whose he or she is that the last sentence before
// the pronoun at token tok in its paragraph is about, or -1: "Bell’s lawyer shook her
// head. “No,” she said.", "Her mother, Jo, wept. “No,” she said."
func (c *cast) companion(tok int) int {
	sent := c.toks[tok].sent
	for k := len(c.refs) - 1; k >= 0; k-- {
		r := c.refs[k]
		s := c.toks[r.tok].sent
		if r.tok >= tok || s == sent || !r.first {
			continue
		}
		if c.sents[s].para != c.sents[sent].para || r.part != asSubject {
			return -1
		}
		if m := c.mentionAt(r.tok); m >= 0 && possessive(c.toks[min(c.names[m].from, r.tok)].low) && c.suits(r.fig, sexOf(c.toks[tok].low)) {
			if !c.gestures(m) || c.opensWith(tok) {
				return -1
			}
			return r.fig
		}
		if r.fig < len(c.actors) || r.sort != byNoun {
			return -1
		}
		if m := c.firstMention(r.tok); m < len(c.names) && c.names[m].begin() <= r.tok+2 {
			return -1 // "Bell’s lawyer, Jo Quill"
		}
		lo := c.phraseStart(r.tok, c.sents[s].lo)
		g, sex := c.figures[r.fig].gender, sexOf(c.toks[tok].low)
		if g != unknown && g != sex || !possessive(c.toks[lo].low) && !c.ownedFrom(lo) {
			return -1
		}
		return r.fig
	}
	return -1
}

// opensWith reports whether the words that the pronoun at token tok says begin with that
// very pronoun, and so speak of another: “She taught me,” she said.
func (c *cast) opensWith(tok int) bool {
	at, ok := c.owner[tok]
	if !ok || len(c.as[at].content) == 0 {
		return false
	}
	lo, _ := c.tokens(c.as[at].content[0])
	return c.toks[lo].low == c.toks[tok].low
}

// relativePronoun finds whom "who" at token tok is about: the name before it.
func (c *cast) relativePronoun(tok int) voice {
	for _, end := range []int{tok, tok - 1} {
		if end < tok && !c.is(end, ",") {
			break
		}
		if m := c.mentionEnding(end); m >= 0 {
			return voice{actor: c.names[m].actor, sure: 0.9, why: "relative pronoun"}
		}
	}
	if m := c.beforeAside(tok); m >= 0 {
		return voice{actor: c.names[m].actor, sure: 0.85, why: behindAside}
	}
	return voice{actor: -1, unnamed: true, sure: 0.8, why: "relative pronoun"}
}

// behindAside is the rule for "Jo Bell, a sophomore, who".
const behindAside = "relative pronoun behind an aside"

// beforeAside returns the person's name before the aside that ends right before "who"
// at token tok and has no name: "Jo Bell, a sophomore, who"; or -1.
func (c *cast) beforeAside(tok int) int {
	if !c.is(tok-1, ",") || c.outside[tok] >= 0 {
		return -1
	}
	for k := tok - 2; k > c.sents[c.toks[tok].sent].lo && k > tok-12; k-- {
		if c.mentionAt(k) >= 0 || c.outside[k] >= 0 || isVerb(c.toks[k].low) {
			return -1
		}
		if !c.is(k, ",") {
			continue
		}
		if m := c.mentionEnding(k); m >= 0 && determiners[c.toks[k+1].low] && isPerson(&c.actors[c.names[m].actor]) && !c.names[m].owns && !c.governed(c.names[m].begin(), c.sents[c.toks[tok].sent].lo) {
			return m
		}
		return -1
	}
	return -1
}

// plurals are words for several people in one, who are no organisation.
func (c *cast) isPlural(lo, hi int) bool {
	head := c.headNoun(lo, hi)
	if len(head) < 3 {
		return false
	}
	if _, ok := roleOf(head[:len(head)-1]); ok && head[len(head)-1] == 's' {
		return true
	}
	return c.has(lo, hi, "and") || head == "people" || head == "police" || head == "women" || head == "men" || head == "children"
}

// body finds the organisation that "it" or "they" at token tok means: the one
// that spoke last, the subject of the sentence so far, of the one before.
func (c *cast) body(i, tok int) voice {
	they := c.toks[tok].low == "they" || c.toks[tok].low == "their" || c.toks[tok].low == "them"
	sent := c.toks[tok].sent
	para := c.sents[sent].para
	best, score, second := -1, 0.0, 0.0
	many := 0.0
	weigh := map[int]float64{}
	for k := len(c.refs) - 1; k >= 0 && k > len(c.refs)-maxRefs; k-- {
		r := c.refs[k]
		if r.tok >= tok {
			continue
		}
		s := c.toks[r.tok].sent
		if c.sents[s].para < para-2 {
			break
		}
		if r.fig >= len(c.actors) || c.actors[r.fig].kind != digest.Organisation {
			continue
		}
		w := [3]float64{3, 0.5, 0.9}[r.part]
		if r.part == asOwner && c.sents[s].para == para && s == sent {
			w = 0.8
		}
		if c.sents[s].para != para {
			w *= 0.5
		}
		w /= 1 + 0.5*float64(sent-s)
		weigh[r.fig] = max(weigh[r.fig], w)
	}
	for k := i - 1; k >= 0 && k > i-3; k-- {
		gap := para - c.paraOf(c.as[k])
		if gap > 2 || gap < 0 || len(c.as[k].source) == 0 {
			continue
		}
		w := 2.5 / float64(1+gap) / float64(i-k)
		lo, hi := c.sourceOf(c.as[k])
		switch {
		case c.done[k].actor >= 0 && c.actors[c.done[k].actor].kind == digest.Organisation:
			weigh[c.done[k].actor] += w
		case c.done[k].actor < 0 && they && (c.isPlural(lo, hi) || c.is(lo, "they")):
			many += w
		}
	}
	c.consider(-1, "several people", many)
	for a, w := range weigh {
		c.consider(a, "", w)
		switch {
		case w > score || w == score && a < best:
			best, score, second = a, w, score
		case w > second:
			second = w
		}
	}
	second = max(second, many)
	if best < 0 || they && many >= score {
		return voice{actor: -1, unnamed: they, sure: 0.5, why: "no organisation before it"}
	}
	sure := 0.45 + 0.4*(score-second)/score
	if they {
		sure -= 0.1
	}
	if score < 0.8 || sure < leastSure {
		return voice{actor: -1, unnamed: they, sure: sure, why: "more than one can be meant"}
	}
	return voice{actor: best, sure: sure, why: "pronoun for an organisation"}
}
