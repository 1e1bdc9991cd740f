package analyse

import "slices"

// reaction returns the mention of the person from whom, as sentence s tells, a reaction
// came: "Her remarks drew a rebuke from Senator Bell." What is said next is that
// person's, and not the subject's. It returns -1 where there is none.
func (d *document) reaction(s sentence) int {
	if m := d.firstMention(s.lo); m < len(d.names) && d.names[m].begin() == s.lo && !d.names[m].owns || sexOf(d.toks[s.lo].low) != unknown && !possessive(d.toks[s.lo].low) {
		return -1 // "Bell drew protests from Quist" goes on with Bell
	}
	for k := s.lo + 2; k+1 < s.hi; k++ {
		if !d.is(k, "from") || d.outside[k] >= 0 || !reactions[d.toks[k-1].low] {
			continue
		}
		if !slices.ContainsFunc(d.toks[max(s.lo, k-6):k], func(t token) bool { return elicits[t.low] }) {
			continue // "Bell said praise from Quist was welcome"
		}
		m := d.firstMention(k + 1)
		if m == len(d.names) {
			return -1
		}
		n := d.names[m]
		if from := n.begin(); n.hi <= s.hi && !n.owns && isPerson(&d.actors[n.actor]) && (from == k+1 || from == k+2 && determiners[d.toks[k+1].low]) {
			return m
		}
		return -1
	}
	return -1
}

// elicits are verbs for what words do that somebody reacts to.
var elicits = set(`drew draw draws drawn drawing met prompted prompting provoked provoking sparked sparking triggered triggering elicited eliciting attracted attracting`)

// reactions come from somebody who speaks.
var reactions = set(`rebuke retort response reply reaction riposte criticism condemnation support backing praise applause protest protests outcry scorn
	ridicule mockery anger fury derision warning denial rejoinder approval agreement sympathy`)

// reacting returns the person of whom the sentence before that of the pronoun at token
// tok says that a reaction came from him or her, or -1.
func (c *cast) reacting(tok int) int {
	at := c.toks[tok].sent
	para := c.sents[at].para
	i, ok := c.owner[tok]
	if !ok {
		return -1
	}
	for k := at - 1; k >= 0 && c.sents[k].para == para; k-- {
		if c.outside[c.sents[k].lo] >= 0 {
			continue // of the words that are said
		}
		if i > 0 && len(c.as[i-1].cue) > 0 && c.as[i-1].cue[0].Start >= c.toks[c.sents[k].lo].Start {
			return -1 // somebody has spoken since
		}
		if m := c.reaction(c.sents[k]); m >= 0 && c.suits(c.names[m].actor, sexOf(c.toks[tok].low)) {
			return c.names[m].actor
		}
		return -1
	}
	return -1
}

// demonyms are what sports pages call who has just spoken: "the Swede".
var demonyms = set(`swede dane finn pole turk spaniard frenchman frenchwoman englishman englishwoman irishman irishwoman welshman welshwoman scot scotsman scotswoman
	briton dutchman dutchwoman german italian belgian brazilian argentine argentinian serb croat norwegian australian canadian nigerian kenyan ghanaian
	colombian uruguayan mexican austrian hungarian czech ukrainian egyptian moroccan senegalese ivorian cameroonian icelander`)

// spokeLast returns the person who spoke last before token tok, in its paragraph or the
// one before, where nobody else has been named since and attribution i does not name him
// or her; or -1.
func (c *cast) spokeLast(i, tok int) int {
	if i == 0 || c.done[i-1].actor < 0 || len(c.as[i-1].source) == 0 {
		return -1
	}
	a := c.done[i-1].actor
	from, _ := c.sourceOf(c.as[i-1])
	if !isPerson(&c.actors[a]) || c.namedIn(i, a) || c.sents[c.toks[from].sent].para < c.sents[c.toks[tok].sent].para-1 {
		return -1
	}
	for m := c.firstMention(from); m < len(c.names) && c.names[m].lo < tok; m++ {
		if n := &c.names[m]; n.actor != a && isPerson(&c.actors[n.actor]) && c.outside[n.lo] < 0 {
			return -1
		}
	}
	return a
}
