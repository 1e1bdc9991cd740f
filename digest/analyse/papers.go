package analyse

import (
	"strings"

	"whosaid/digest"
)

// papers are things that speak for somebody.
var papers = set(`statement release letter report email e-mail memo tweet post message filing declaration communique communiqué document
	note petition resolution announcement advisory newsletter website page speech ruling verdict decision order judgment judgement opinion
	indictment complaint lawsuit brief book article editorial column op-ed study paper ad advertisement video manifesto press-release
	newspaper motion testimony blog survey poll account`)

// sameThing gives one word for papers that are called by several.
var sameThing = map[string]string{"statement": "statement", "declaration": "statement", "communique": "statement", "communiqué": "statement", "release": "statement",
	"book": "book", "memoir": "book", "autobiography": "book", "novel": "book", "article": "article", "story": "article", "column": "article", "op-ed": "article",
	"editorial": "article", "piece": "article", "report": "report", "study": "report", "paper": "report", "survey": "report", "tweet": "tweet", "post": "tweet",
	"message": "tweet", "letter": "letter", "email": "letter", "e-mail": "letter", "lawsuit": "suit", "complaint": "suit", "suit": "suit", "motion": "suit"}

// courtly papers are a court's.
var courtly = set(`ruling verdict judgment judgement decision order opinion`)

// spokespapers are what a person's words are issued as: a poll or a newspaper is not.
var spokespapers = set(`statement release letter email e-mail memo tweet post message declaration communique communiqué document note announcement
	press-release speech video testimony newsletter website page account manifesto column op-ed editorial`)

// issuer finds whose the statement, report or letter is that a phrase names:
// the one named in the phrase, or who was said to have issued it.
func (c *cast) issuer(i, lo, hi int, head string) voice {
	if v, ok := c.namedIssuer(lo, hi); ok {
		return v
	}
	if tok := lo; possessive(c.toks[tok].low) {
		return c.pronoun(i, tok, 0.95, "whose "+head)
	}
	if first := c.toks[lo].low; first != "the" && first != "this" && first != "that" {
		return stranger
	}
	s := c.toks[lo].sent
	para := c.sents[s].para
	for k := lo - 1; k >= 0 && c.sents[c.toks[k].sent].para >= para-4; k-- {
		if low := c.toks[k].low; low != head && (sameThing[low] == "" || sameThing[low] != sameThing[head]) || c.outside[k] >= 0 {
			continue
		}
		a, sure := c.issued(k)
		if a == unknownIssuer {
			return voice{actor: -1, sure: 0.5, why: "a " + head + " of nobody known"}
		}
		if a >= 0 {
			return voice{actor: a, sure: sure, why: "who issued the " + head}
		}
	}
	if courtly[head] {
		if a := c.lastOrg(lo, "court"); a >= 0 {
			return voice{actor: a, sure: 0.8, why: "the court of the " + head}
		}
	}
	if k := i - 1; k >= 0 && c.done[k].actor >= 0 && para-c.paraOf(c.as[k]) <= 1 && !courtly[head] && (spokespapers[head] || !isPerson(&c.actors[c.done[k].actor])) {
		return voice{actor: c.done[k].actor, sure: 0.6, why: "the speaker before"}
	}
	return stranger
}

// namedIssuer finds the name in a phrase: "a CNRP statement", "a letter from Ana Paz".
func (c *cast) namedIssuer(lo, hi int) (voice, bool) {
	for k := lo; k < hi; k++ {
		m := c.mentionAt(k)
		if m < 0 {
			continue
		}
		if m+1 < len(c.names) && c.names[m+1].from <= c.names[m].lo && c.names[m+1].lo < hi {
			continue // "Supreme Court judge Ana Paz"
		}
		a := c.names[m].actor
		if b := c.branch(a); b >= 0 {
			return voice{actor: b, sure: 0.75, why: "its statement, of the branch that spoke before"}, true
		}
		return voice{actor: a, sure: 0.9, why: "its statement"}, true
	}
	return voice{}, false
}

// branch returns the organisation that spoke last where its name holds that of
// organisation a and goes on: "CNRP Worldwide" for "a CNRP statement"; or -1.
func (c *cast) branch(a int) int {
	if c.actors[a].kind != digest.Organisation {
		return -1
	}
	for k := len(c.done) - 1; k >= 0 && k > len(c.done)-3; k-- {
		b := c.done[k].actor
		if b < 0 || b == a || c.actors[b].kind != digest.Organisation {
			continue
		}
		name := " " + fold(c.actors[b].name) + " "
		for _, w := range append([]string{c.actors[a].name, c.actors[a].acronym}, c.actors[a].aliases...) {
			if w != "" && strings.Contains(name, " "+fold(w)+" ") {
				return b
			}
		}
	}
	return -1
}

// unknownIssuer stands for somebody whom a paper is said to be from, but who is
// not known as a name.
const unknownIssuer = -2

// issued returns who issued the paper that token k names, by the words around
// it: "a statement from Ana Paz", "Ana Paz issued a statement".
func (c *cast) issued(k int) (int, float64) {
	s := c.sents[c.toks[k].sent]
	if k+2 < s.hi && (c.is(k+1, "from") || c.is(k+1, "by") || c.is(k+1, "of")) {
		for j := k + 2; j < min(k+6, s.hi); j++ {
			if m := c.mentionAt(j); m >= 0 {
				return c.names[m].actor, 0.9
			}
		}
		if t := c.toks[k+2]; !c.is(k+1, "of") && (t.shape == capital || t.shape == upper || t.low == "the") {
			return unknownIssuer, 0
		}
	}
	for j := k - 1; j >= max(s.lo, k-4); j-- {
		if m := c.mentionAt(j); m >= 0 && (c.names[m].owns || c.names[m].modifies) {
			return c.names[m].actor, 0.9
		}
		if possessive(c.toks[j].low) {
			if f, ok := c.meantBy[j]; ok && f < len(c.actors) {
				return f, 0.8
			}
		}
	}
	if c.accompanies(k) {
		if a := c.founded(k); a >= 0 {
			return a, 0.75
		}
	}
	return c.subjectOf(c.toks[k].sent, k)
}

// accompanies reports whether the paper at token k comes along with something else.
func (c *cast) accompanies(k int) bool {
	for j := k - 1; j >= 0 && j > k-4; j-- {
		switch c.toks[j].low {
		case "with", "alongside", "accompanying", "attached":
			return true
		}
	}
	return false
}

// founding words tell that an organisation begins.
var founding = set(`launch launched launches launching founded founding established establishing formed forming created creating announced creation formation
	unveiled inaugurated`)

// founded returns the organisation whose beginning was told of in the two
// paragraphs up to token k, or -1.
func (c *cast) founded(k int) int {
	para := c.sents[c.toks[k].sent].para
	for m := c.firstMention(k) - 1; m >= 0; m-- {
		n := &c.names[m]
		s := c.sents[c.toks[n.lo].sent]
		if s.para < para-2 {
			break
		}
		if c.actors[n.actor].kind != digest.Organisation || n.owns || n.modifies {
			continue
		}
		for j := max(s.lo, n.lo-5); j < min(s.hi, n.hi+6); j++ {
			if founding[c.toks[j].low] {
				return n.actor
			}
		}
	}
	return -1
}

// subjectOf returns the actor that is the subject of sentence s before token
// end, and how sure that is, or -1.
func (c *cast) subjectOf(s, end int) (int, float64) {
	for k := len(c.refs) - 1; k >= 0 && c.toks[c.refs[k].tok].sent >= s; k-- {
		if r := c.refs[k]; c.toks[r.tok].sent == s && r.tok < end && r.part == asSubject {
			for j := k - 1; j >= 0 && c.toks[c.refs[j].tok].sent == s; j-- {
				if c.refs[j].part == asSubject {
					r = c.refs[j]
				}
			}
			if r.fig < len(c.actors) {
				return r.fig, 0.8
			}
			return -1, 0
		}
	}
	return -1, 0
}

// lastOrg returns the organisation with the word in its name that was named
// last before token tok, or -1.
func (c *cast) lastOrg(tok int, word string) int {
	para := c.sents[c.toks[tok].sent].para
	for m := c.firstMention(tok) - 1; m >= 0; m-- {
		n := &c.names[m]
		if c.sents[c.toks[n.lo].sent].para < para-8 {
			return -1
		}
		if x := &c.actors[n.actor]; x.kind == digest.Organisation && strings.Contains(" "+fold(x.name)+" ", " "+word) {
			return n.actor
		}
	}
	return -1
}
