package analyse

import (
	"slices"
	"sort"
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
	if m := c.head(lo, hi); m >= 0 {
		c.namedBeside(lo, hi)
		if c.belongs(lo) {
			return stranger
		}
		return voice{actor: c.names[m].actor, sure: 0.99, why: "named at the cue"}
	}
	if low := c.toks[lo].low; hi-lo == 1 && (pronouns[low] || possessive(low) || low == "him" || low == "them") {
		return c.pronoun(i, lo, 1, "pronoun")
	}
	if v, ok := c.spelled(lo, hi); ok {
		return v
	}
	if m := c.heardIn(i, lo, hi); m >= 0 {
		return voice{actor: c.names[m].actor, sure: 0.85, why: "named before the cue"}
	}
	return c.nominal(i, lo, hi)
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

// spelled finds the person for a source of capital words that was not taken for
// a name: a word of the one name that has it, or a misprint of it. A source of
// that sort which is nobody's name is noted, so that he or she behind it means nobody else.
func (c *cast) spelled(lo, hi int) (voice, bool) {
	last := hi - 1
	for last > lo && (c.toks[last].shape == punct || c.toks[last].low == "'s") {
		last--
	}
	t := c.toks[last]
	if t.shape != capital && t.shape != upper || len(t.low) < 3 || hi-lo > 3 || determiners[c.toks[lo].low] || pronouns[t.low] {
		return voice{}, false
	}
	a, exact := c.wordOf(t.low)
	if a >= 0 && !c.titled(a, lo) {
		return voice{actor: -1, sure: 0.5, why: "a namesake"}, true
	}
	switch {
	case a >= 0 && exact:
		c.refer(ref{tok: last, fig: a, sort: byName, part: asSubject})
		return voice{actor: a, sure: 0.9, why: "part of the name"}, true
	case a >= 0:
		c.refer(ref{tok: last, fig: a, sort: byName, part: asSubject})
		return voice{actor: a, sure: 0.75, why: "the name, in another spelling"}, true
	}
	if isOrdinary(t.low) {
		return voice{}, false // a capital only for the start of a sentence
	}
	c.figures = append(c.figures, figure{noun: t.Cut(c.text)})
	c.meantBy[last] = len(c.figures) - 1
	c.refer(ref{tok: last, fig: len(c.figures) - 1, sort: byName, part: asSubject})
	return voice{actor: -1, sure: 0.5, why: "not known as a name"}, true
}

// titled reports whether the title that may stand at token i can be that of person a.
func (c *cast) titled(a, i int) bool {
	k, g := listing[c.toks[i].low]&title, c.actors[a].gender
	return k != titleMale || g != female || c.toks[i].shape == lower
}

// wordOf returns the person that has word in the name, the last one to have
// spoken where there are several, or one with a word that differs by a letter.
func (c *cast) wordOf(word string) (int, bool) {
	if c.byWord == nil {
		c.byWord = map[string][]int{}
		for a := range c.actors {
			if isPerson(&c.actors[a]) {
				for w := range strings.FieldsSeq(fold(c.actors[a].name)) {
					c.byWord[w] = append(c.byWord[w], a)
				}
			}
		}
	}
	if list := c.byWord[word]; len(list) > 0 {
		for k := len(c.done) - 1; k >= 0 && k > len(c.done)-8; k-- {
			if slices.Contains(list, c.done[k].actor) {
				return c.done[k].actor, true
			}
		}
		if len(list) == 1 {
			return list[0], true
		}
		return -1, false
	}
	who := -1
	for a := range c.actors[:min(len(c.actors), 200)] {
		if w := lastWord(c.actors[a].name); isPerson(&c.actors[a]) && nearly(w, word) {
			if who >= 0 {
				return -1, false
			}
			who = a
		}
	}
	return who, false
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

// tokens returns the tokens that lie in s.
func (d *document) tokens(s digest.Span) (lo, hi int) {
	lo = sort.Search(len(d.toks), func(i int) bool { return d.toks[i].End > s.Start })
	hi = sort.Search(len(d.toks), func(i int) bool { return d.toks[i].Start >= s.End })
	return lo, hi
}

// head returns the mention that a source phrase is about, or -1 where its head
// is no name: in "one of Sokha’s lawyers" the name only says whose.
func (d *document) head(lo, hi int) int {
	best, rank := -1, 0
	for i := lo; i < hi; i++ {
		m := d.mentionAt(i)
		if m < 0 {
			if low := d.toks[i].low; low == "who" && i > lo && best < 0 {
				return -1 // "the man who led the party"
			}
			continue
		}
		n := d.names[m]
		i = max(i, n.hi-1)
		if r := d.headRank(n, lo, hi); r > rank {
			best, rank = m, r
		}
	}
	return best
}

// headRank says how good a head mention n is for the phrase [lo, hi): 0 for none.
func (d *document) headRank(n mention, lo, hi int) int {
	person := isPerson(&d.actors[n.actor])
	switch {
	case n.owns && n.hi+1 < hi, d.is(n.hi, "'s") && n.hi+1 < hi:
		return 0
	case n.modifies && n.hi < hi:
		return 0
	case n.lo > lo && prepositions[d.toks[n.lo-1].low] && n.from >= n.lo:
		return 0
	case n.lo > lo+1 && prepositions[d.toks[n.lo-2].low] && determiners[d.toks[n.lo-1].low]:
		return 0
	case person && (n.from <= lo || n.lo == lo):
		return 4
	case person:
		return 3
	case n.lo == lo || n.lo == lo+1 && determiners[d.toks[lo].low]:
		return 2
	}
	return 1
}

// firstMention returns the index of the first mention at or behind token tok.
func (d *document) firstMention(tok int) int {
	return sort.Search(len(d.names), func(i int) bool { return d.names[i].lo >= tok })
}

// mentionsBefore returns how many of the mentions of x stand before token tok.
func (d *document) mentionsBefore(x *actor, tok int) int {
	return sort.Search(len(x.mentions), func(i int) bool { return d.names[x.mentions[i]].lo >= tok })
}

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
	case indefinite[first], c.has(lo, hi, "and"):
		return stranger
	case possessive(first):
		return c.relation(i, lo, hi, head)
	}
	if m := c.ownerIn(lo, hi); m >= 0 && c.names[m].owns {
		owner := c.names[m].actor
		if a, sure := c.relative(owner, head, lo, hi, lo); a >= 0 {
			return voice{actor: a, sure: sure, why: "relation"}
		}
		if a := c.spokenOf(lo); a >= 0 && a != owner && epithets[head] && listing[head]&relation == 0 {
			return voice{actor: a, sure: 0.6, why: "of whom was spoken last"}
		}
		return stranger
	}
	if c.has(lo, hi, "'s") && epithets[head] && listing[head]&relation == 0 { // "Bell’s former strategist"
		if a := c.spokenOf(lo); a >= 0 {
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
	musician comedian billionaire businessman businesswoman mogul tycoon entrepreneur veteran politician democrat republican candidate nominee senator
	congressman congresswoman lawmaker legislator governor mayor president premier chancellor minister ambassador general leader chairman chairwoman author writer novelist
	director filmmaker coach manager captain activist journalist economist professor scientist researcher doctor lawyer attorney incumbent challenger frontrunner
	front-runner strategist pollster analyst magnate developer heiress pastor bishop pope king queen prince princess defendant suspect mother father widow man woman`)

// bodies are words for an organisation that its name need not have.
var bodies = set(`company firm group organisation organization agency union association charity foundation institute network newspaper paper magazine
	outlet broadcaster party club team bank university body department ministry regulator watchdog website`)

// definite finds who is meant by "the X": the bearer of the role, the person of
// that age, somebody called so just before without a name, or the one spoken of last.
func (c *cast) definite(i, lo, hi int, head string) voice {
	if age := c.age(lo, hi); age != "" {
		if a := c.aged(age); a >= 0 {
			return voice{actor: a, sure: 0.9, why: "age"}
		}
		if a := c.spokenOf(lo); a >= 0 {
			return voice{actor: a, sure: 0.75, why: "age, of whom was spoken last"}
		}
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
	if epithets[head] && len(c.heads[kin(head)]) == 0 {
		if a := c.spokenOf(lo); a >= 0 {
			return voice{actor: a, sure: 0.65, why: "of whom was spoken last"}
		}
	}
	return stranger
}

// age returns the age that a phrase gives: "the 65-year-old", "the 34-year-old mother of three".
func (c *cast) age(lo, hi int) string {
	for k := lo; k < hi; k++ {
		if age, ok := strings.CutSuffix(c.toks[k].low, "-year-old"); ok {
			return age
		}
	}
	return ""
}

// spokenOf returns the person who is the last subject before token tok, in its
// paragraph or the one before, or -1.
func (c *cast) spokenOf(tok int) int {
	para := c.sents[c.toks[tok].sent].para
	for k := len(c.refs) - 1; k >= 0; k-- {
		r := c.refs[k]
		if r.tok >= tok {
			continue
		}
		if c.sents[c.toks[r.tok].sent].para < para-1 {
			return -1
		}
		if r.part == asSubject && r.fig < len(c.actors) && isPerson(&c.actors[r.fig]) {
			return r.fig
		}
	}
	return -1
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

// headNoun returns the noun that a phrase is about: the last word before a
// preposition, a comma or the end.
func (d *document) headNoun(lo, hi int) string {
	head := ""
	for k := lo; k < hi; k++ {
		t := d.toks[k]
		if t.shape == punct || k > lo && (prepositions[t.low] || joiners[t.low]) {
			break
		}
		if k > lo+1 && isVerb(t.low) && !isAdverb(head) && (k+1 >= hi || d.headEnds(k+1) || d.isTime(k+1)) {
			break // "a statement released last month"
		}
		head = t.low
	}
	return head
}

func lastWord(name string) string {
	name = fold(name)
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == ' ' {
			return name[i+1:]
		}
	}
	return name
}
