package analyse

import (
	"strings"

	"whosaid/digest"
)

// voice is who is meant by a source.
type voice struct {
	actor   int     // index into document.actors, or -1
	unnamed bool    // somebody the article does not name, as opposed to: not certain who
	sure    float64 // confidence that actor is right
	why     string
	weighed []weighing // among whom it was chosen; only where the document explains itself
}

var (
	nobody   = voice{actor: -1, why: "no source"}
	stranger = voice{actor: -1, unnamed: true, sure: 0.9, why: "not named"}
)

// speakers says who is meant by the source of each attribution, which must be
// in the order of the text. Sieves go from certain to likely (O'Keefe et al.
// 2012; Muzny et al. 2017): a name, a pronoun, a role, a continuation.
func (d *document) speakers(as []attribution) []voice {
	c := d.newCast(as)
	for i := range as {
		c.weighed = nil
		v := c.voiceOf(i)
		if v.weighed == nil {
			v.weighed = c.weighed
		}
		c.done = append(c.done, v)
	}
	return c.done
}

func (c *cast) voiceOf(i int) voice {
	if strings.HasPrefix(c.as[i].why, inCourt) || strings.HasPrefix(c.as[i].why, ofThing) {
		return nobody
	}
	if len(c.as[i].source) == 0 {
		return c.sourceless(i)
	}
	lo, hi := c.sourceOf(c.as[i])
	if lo >= hi {
		return nobody
	}
	c.walk(hi - 1)
	if strings.HasPrefix(c.as[i].why, answerOf) {
		return c.interviewed(lo)
	}
	if v, ok := c.repeated(i); ok {
		return v
	}
	if k := c.unclosed(i, lo, hi); k > lo {
		return c.nominal(i, k, hi)
	}
	if c.seeming(lo) {
		return voice{actor: -1, sure: 0.5, why: "only seemed to say it"}
	}
	if m := c.head(lo, hi); m >= 0 {
		c.namedBeside(lo, hi)
		if c.belongs(lo) {
			return stranger
		}
		if v, ok := c.family(i, m); ok {
			return v
		}
		return voice{actor: c.names[m].actor, sure: 0.99, why: "named at the cue"}
	}
	if low := c.toks[lo].low; (hi-lo == 1 || sexOf(low) != unknown && c.is(lo+1, "and")) && (pronouns[low] || possessive(low) || low == "him" || low == "them") {
		return c.pronoun(i, lo, 1, "pronoun")
	}
	if v, ok := c.spelled(lo, hi); ok {
		return v
	}
	if m := c.heardIn(i, lo, hi); m >= 0 {
		return voice{actor: c.names[m].actor, sure: 0.85, why: "named before the cue"}
	}
	return c.nominal(i, lo, c.withoutClause(lo, hi))
}

// seeming reports whether the source at token lo is one of whom it only seems that he or
// she is seen or heard to say it: "a picture that purports to show Bell writing".
func (c *cast) seeming(lo int) bool {
	return lo > 2 && shown[c.toks[lo-1].low] && c.is(lo-2, "to") && seems[c.toks[lo-3].low]
}

var (
	shown = set(`show be have feature capture`)
	seems = set(`appear appears appeared appearing seem seems seemed seeming purport purports purported purporting claim claims claimed claiming`)
)

// withoutClause returns where the phrase [lo, hi) ends before a relative clause
// between commas, whose names are not its own: "a paper, which Bell founded".
func (c *cast) withoutClause(lo, hi int) int {
	for k := lo + 1; k+1 < hi; k++ {
		if low := c.toks[k+1].low; c.is(k, ",") && (low == "which" || low == "who" || low == "whose") {
			return k
		}
	}
	return hi
}

// heardIn returns the person before a cue in -ing where the source is what he
// or she is heard in: "the film shows Jo Bell saying"; or -1.
func (c *cast) heardIn(i, lo, hi int) int {
	if len(c.as[i].cue) == 0 {
		return -1
	}
	from, to := c.tokens(c.as[i].cue[0])
	for k := to - 1; k >= from; k-- {
		if m := c.mentionEnding(k); m >= 0 && cues[c.toks[k].low].form == ing && lo < k && c.names[m].hi >= hi-1 && isPerson(&c.actors[c.names[m].actor]) && !c.names[m].owns {
			return m
		}
	}
	return -1
}

// sourceOf returns the tokens of the source of a, of several that which stands
// nearest to the cue.
func (d *document) sourceOf(a attribution) (lo, hi int) {
	best := a.source[0]
	if len(a.cue) > 0 {
		for _, s := range a.source[1:] {
			if gapOf(s, a.cue[0]) < gapOf(best, a.cue[0]) {
				best = s
			}
		}
	}
	return d.tokens(best)
}

func gapOf(s, t digest.Span) int { return max(s.Start-t.End, t.Start-s.End, 0) }

// unclosed returns where in a source the subject begins behind a comma that
// belongs to the clause before it: "…, his lawyer confirmed"; lo where there is none.
func (c *cast) unclosed(i, lo, hi int) int {
	if cue := c.as[i].cue; len(cue) == 0 || hi >= len(c.toks) || cue[0].Start != c.toks[hi].Start {
		return lo
	}
	for k := hi - 2; k > lo; k-- {
		if c.is(k, ",") {
			if possessive(c.toks[k+1].low) && c.mentionAt(hi-1) < 0 {
				return k + 1
			}
			break
		}
	}
	return lo
}

// belongs reports whether the phrase at token lo is the end of a longer one that
// means other people: "members of Sokha’s Human Rights Party".
func (c *cast) belongs(lo int) bool {
	for k := lo - 1; k > 0 && k > lo-5; k-- {
		switch {
		case c.is(k, "of") || c.is(k, "from"):
			low := c.toks[k-1].low
			if len(low) < 4 || low[len(low)-1] != 's' {
				return false
			}
			_, ok := roleOf(low[:len(low)-1])
			return ok || low == "members" || low == "officials"
		case c.is(k, "'s") || c.mentionAt(k) >= 0 || determiners[c.toks[k].low]:
		default:
			return false
		}
	}
	return false
}

// repeated gives a source that an earlier attribution has too the same speaker.
func (c *cast) repeated(i int) (voice, bool) {
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if len(c.as[k].source) > 0 && c.as[k].source[0] == c.as[i].source[0] {
			return c.done[k], true
		}
	}
	return voice{}, false
}

// sourceless finds who says a quotation without a cue of its own: it goes on
// with the one before it, in its paragraph or in the one before.
func (c *cast) sourceless(i int) voice {
	a := c.as[i]
	if i == 0 || len(a.content) == 0 || len(a.cue) > 0 {
		return nobody
	}
	lo, hi := c.tokens(a.content[0])
	if lo >= hi || c.outside[lo] < 0 {
		return nobody
	}
	k := i - 1
	gap := c.sents[c.toks[lo].sent].para - c.paraOf(c.as[k])
	if gap < 0 || gap > 1 || c.done[k].actor < 0 || len(c.as[k].content) == 0 {
		return nobody
	}
	last := c.as[k].content[len(c.as[k].content)-1]
	if _, end := c.tokens(last); end == 0 || c.outside[end-1] < 0 {
		return nobody
	}
	return voice{actor: c.done[k].actor, sure: 0.7 * c.done[k].sure, why: "goes on with the quotation before"}
}
