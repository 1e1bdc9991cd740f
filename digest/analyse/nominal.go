package analyse

import (
	"slices"
	"strconv"
	"strings"
)

// indefinite words open a phrase that names nobody known.
var indefinite = set(`a an one two three four five six several some many other most few no any every both all each
	sources officials critics experts analysts supporters opponents others people those someone somebody anyone former`)

// nominal finds who is meant by a phrase without a name of its own: "the
// statement", "the prime minister", "the 65-year-old", "his lawyer".
func (c *cast) nominal(i, lo, hi int) voice {
	if v, ok := c.appositive(lo, hi); ok {
		return v
	}
	if v, ok := c.aside(i, lo, hi); ok {
		return v
	}
	head := c.headNoun(lo, hi)
	first := c.toks[lo].low
	switch {
	case papers[head]:
		return c.issuer(i, lo, hi, head)
	case indefinite[first], c.has(lo, hi, "and"), lo+1 < hi && indefinite[c.toks[lo+1].low] && first == "the" && c.toks[lo+1].low != "former":
		return stranger // "the two presidents"
	case possessive(first):
		return c.relation(i, lo, hi, head)
	}
	if m := c.ownerIn(lo, hi); m >= 0 && c.names[m].owns {
		owner := c.names[m].actor
		if a, sure := c.relative(owner, head, lo, hi, lo); a >= 0 {
			return voice{actor: a, sure: sure, why: "relation"}
		}
		if a := c.spokenOf(i, lo, head); a >= 0 && a != owner && epithets[head] && listing[head]&relation == 0 {
			return voice{actor: a, sure: 0.6, why: "of whom was spoken last"}
		}
		return stranger
	}
	if c.has(lo, hi, "'s") && epithets[head] && listing[head]&relation == 0 { // "Bell’s former strategist"
		if a := c.spokenOf(i, lo, head); a >= 0 {
			return voice{actor: a, sure: 0.6, why: "of whom was spoken last"}
		}
	}
	if first != "the" && first != "this" && first != "that" {
		return stranger
	}
	return c.definite(i, lo, hi, head)
}

// relation finds who is "his daughter": the one who is called so, or shares the name.
func (c *cast) relation(i, lo, hi int, head string) voice {
	owner, sure := -1, 0.5
	if f, ok := c.meantBy[lo]; ok {
		owner, sure = f, c.surety[lo]
	} else if low := c.toks[lo].low; low == "its" || low == "their" {
		if v := c.body(i, lo); v.actor >= 0 {
			owner, sure = v.actor, v.sure
		}
	}
	if owner < 0 || owner >= len(c.actors) {
		return stranger
	}
	if a, s := c.relative(owner, head, lo, hi, lo); a >= 0 {
		return voice{actor: a, sure: s * (0.5 + 0.5*sure), why: "relation"}
	}
	return stranger
}

// epithets are what persons are called when they have been named just before.
var epithets = set(`striker defender midfielder goalkeeper footballer player golfer swimmer boxer athlete champion star superstar legend actor actress singer rapper
	winger skipper keeper batter batsman bowler quarterback pitcher sprinter jockey
	musician comedian billionaire businessman businesswoman mogul tycoon entrepreneur veteran politician democrat republican candidate nominee senator
	congressman congresswoman lawmaker legislator governor mayor president premier chancellor minister ambassador general leader chairman chairwoman author writer novelist
	director filmmaker coach manager captain activist journalist economist professor scientist researcher doctor lawyer attorney incumbent challenger frontrunner
	front-runner strategist pollster analyst magnate developer heiress pastor bishop pope king queen prince princess defendant suspect mother father widow man woman teenager youngster`)

// bodies are words for an organisation that its name need not have.
var bodies = set(`company firm group organisation organization agency union association charity foundation institute network newspaper paper magazine
	outlet broadcaster party club team bank university body regulator watchdog website`)

// definite finds who is meant by "the X": the bearer of the role, the person of
// that age, somebody called so just before without a name, or the one spoken of last.
func (c *cast) definite(i, lo, hi int, head string) voice {
	if age := c.age(lo, hi); age != "" {
		if a := c.aged(age); a >= 0 {
			return voice{actor: a, sure: 0.9, why: "age"}
		}
		if a := c.spokenOf(i, lo, head); a >= 0 {
			return voice{actor: a, sure: 0.75, why: "age, of whom was spoken last"}
		}
	}
	switch a := c.teenager(head, lo); {
	case a >= 0:
		return voice{actor: a, sure: 0.85, why: "age"}
	case a == several:
		return stranger
	}
	if a, sure := c.bearer(lo, hi, head, lo); a >= 0 {
		return voice{actor: a, sure: sure, why: "role"}
	}
	if bodies[head] {
		if v := c.body(i, lo); v.actor >= 0 {
			v.why = "organisation of which was spoken"
			return v
		}
		return voice{actor: -1, sure: 0.5, why: "more than one can be meant"}
	}
	for k := hi - 1; k >= lo; k-- {
		if f, ok := c.meantBy[k]; ok && c.figures[f].refs > 1 && c.toks[k].low == head {
			return stranger
		}
	}
	if m := c.ownerIn(lo, hi); m >= 0 && isPerson(&c.actors[c.names[m].actor]) {
		return stranger // "the mother of Jo Bell" is told by whose she is
	}
	if demonyms[head] && hi == lo+2 {
		if a := c.spokeLast(i, lo); a >= 0 {
			return voice{actor: a, sure: 0.7, why: "who spoke last"}
		}
	}
	if politicians[head] || epithets[head] && len(c.heads[kin(head)]) == 0 { // "the Utah Republican"
		if a := c.spokenOf(i, lo, head); a >= 0 && !c.holdsOther(a, head) && !c.otherParty(a, lo, hi) {
			return voice{actor: a, sure: 0.65, why: "of whom was spoken last"}
		}
	}
	return stranger
}

// offices are epithets of which a person seldom has two.
var offices = set(`senator congressman congresswoman lawmaker legislator governor mayor president premier chancellor minister ambassador
	general chairman chairwoman director coach manager captain judge pastor bishop pope king queen prince princess defendant suspect`)

// holdsOther reports whether person a is known to be something else than head, an office.
func (c *cast) holdsOther(a int, head string) bool {
	nouns := c.actors[a].nouns
	return offices[head] && len(nouns) > 0 && !slices.ContainsFunc(nouns, func(n string) bool { return kin(n) == kin(head) })
}

// otherParty reports whether the phrase [lo, hi) tells of a party and what the article
// says of person a tells of another only.
func (c *cast) otherParty(a, lo, hi int) bool {
	party, same, other := "", false, false
	for k := lo; k < hi; k++ {
		if p := partisans[c.toks[k].low]; p != "" {
			party = p
		}
	}
	for _, t := range c.traits[a] {
		for k := t.lo; k < t.hi && party != ""; k++ {
			p := partisans[c.toks[k].low]
			same = same || p == party
			other = other || p != "" && p != party
		}
	}
	return other && !same
}

// partisans give the party that a word for what somebody is tells of.
var partisans = map[string]string{"republican": "republican", "gop": "republican", "democrat": "democrat", "democratic": "democrat", "labour": "labour", "labor": "labour",
	"conservative": "conservative", "tory": "conservative", "liberal": "liberal", "green": "green", "socialist": "socialist", "communist": "communist", "independent": "independent"}

// age returns the age that a phrase gives: "the 65-year-old", "the 34-year-old mother of three".
func (c *cast) age(lo, hi int) string {
	for k := lo; k < hi; k++ {
		if age, ok := strings.CutSuffix(c.toks[k].low, "-year-old"); ok {
			return age
		}
	}
	return ""
}

// teenager returns the one person of whom the article tells an age of 13 to 19, where
// that is what head says and nobody young was spoken of before token lo; -1 where there is none, several where it may be another.
func (c *cast) teenager(head string, lo int) int {
	who := -1
	if head != "teenager" && head != "teen" && head != "youngster" || len(c.heads[kin(head)]) > 0 {
		return who
	}
	for _, t := range c.toks[:lo] {
		if young[t.low] {
			return several // there is one without a name
		}
	}
	for age := 13; age < 20; age++ {
		if a := c.aged(strconv.Itoa(age)); a >= 0 {
			if who >= 0 {
				return several
			}
			who = a
		}
	}
	return who
}

// several stands for one of several people, nobody knows which.
const several = -2

// young are words for somebody who may be a teenager.
var young = set(`teenager teen youngster boy girl youth schoolboy schoolgirl pupil lad boys girls teenagers teens youths pupils`)

// spokenOf returns the person who is the last subject before token tok, in its
// paragraph or the one before, or -1: nobody whom the content of attribution i names,
// as a speaker says "I", and no man where head means a woman.
func (c *cast) spokenOf(i, tok int, head string) int {
	para := c.sents[c.toks[tok].sent].para
	for k := len(c.refs) - 1; k >= 0; k-- {
		r := c.refs[k]
		if r.tok >= tok {
			continue
		}
		if c.sents[c.toks[r.tok].sent].para < para-1 {
			return -1
		}
		if r.part != asSubject || r.fig >= len(c.actors) || !isPerson(&c.actors[r.fig]) {
			continue
		}
		if g := nounGender[head]; g != unknown && !c.suits(r.fig, g) || c.namedIn(i, r.fig) {
			return -1
		}
		return r.fig
	}
	return -1
}

// namedIn reports whether the content of attribution i names person a, but for what it
// quotes of others: one may tell how one was called.
func (c *cast) namedIn(i, a int) bool {
	for m := range c.namesOf(i, a) {
		if q := c.toks[c.names[m].lo].quote; q < 0 || c.marks[q].level == 0 {
			return true
		}
	}
	return false
}

// appositive finds the name between commas behind a description: "Another
// Sokha lawyer, Meng Sopheary".
func (c *cast) appositive(lo, hi int) (voice, bool) {
	for k := lo + 1; k+1 < hi; k++ {
		if !c.is(k, ",") {
			continue
		}
		if m := c.mentionAt(k + 1); m >= 0 && isPerson(&c.actors[c.names[m].actor]) && !c.names[m].owns {
			return voice{actor: c.names[m].actor, sure: 0.95, why: "appositive"}, true
		}
	}
	if !c.is(hi, ",") || c.outside[hi] >= 0 || !determiners[c.toks[lo].low] || indefinite[c.toks[lo].low] {
		return voice{}, false
	}
	j := hi + 1
	for j+1 < len(c.toks) && listing[c.toks[j].low]&title != 0 && c.mentionAt(j) < 0 {
		j++
	}
	if m := c.mentionAt(j); m >= 0 && c.names[m].lo == j && isPerson(&c.actors[c.names[m].actor]) && !c.names[m].owns && c.names[m].extent == whole &&
		c.toks[j].sent == c.toks[lo].sent && c.names[m].hi < len(c.toks) && c.toks[c.names[m].hi].shape == punct && !c.is(c.names[m].hi, "'s") {
		return voice{actor: c.names[m].actor, sure: 0.9, why: "appositive behind it"}, true // "said its president, Captain Bell."
	}
	return voice{}, false
}

// aside finds whom a source is said of that is itself an aside: "Ana Paz, a
// lawyer, said", "his daughter, an ex-party official, said".
func (c *cast) aside(i, lo, hi int) (voice, bool) {
	floor := c.sents[c.toks[lo].sent].lo
	if !c.is(lo-1, ",") || !c.is(hi, ",") || lo-1 <= floor || c.outside[lo-1] >= 0 {
		return voice{}, false
	}
	for k := lo; k < hi; k++ {
		if isVerb(c.toks[k].low) && c.toks[k].low != "'s" {
			return voice{}, false
		}
	}
	end := lo - 1
	if c.is(end-1, ")") {
		for end--; end > floor && !c.is(end, "("); end-- {
		}
	}
	if m := c.mentionEnding(end); m >= 0 && isPerson(&c.actors[c.names[m].actor]) {
		return voice{actor: c.names[m].actor, sure: 0.9, why: "aside to the name"}, true
	}
	for k := end - 1; k >= floor && k > end-4; k-- {
		if possessive(c.toks[k].low) {
			v := c.relation(i, k, end, c.headNoun(k, end))
			return v, v.actor >= 0
		}
	}
	return voice{}, false
}
