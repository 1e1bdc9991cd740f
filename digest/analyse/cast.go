package analyse

import "whosaid/digest"

// cast is what the stage of speakers knows while it goes through the article:
// who was spoken of where, and who spoke.
type cast struct {
	*document
	as       []attribution
	done     []voice // of as, in order
	figures  []figure
	refs     []ref       // in the order of the text, outside quotations
	told     []int       // of each sentence, how many before it are not wholly in quotation marks
	blocks   []int       // of each paragraph, the same
	next     int         // the first token not yet walked over
	meantBy  map[int]int // figures that pronouns and role nouns outside quotations mean, by token
	surety   map[int]float64
	rivals   map[int][]weighing // whom each of them was weighed among; only where the document explains itself
	roleAt   map[int]int        // tokens of role nouns that stand beside a name, to their actor
	owner    map[int]int        // tokens of single pronouns that are a source, to their attribution
	speaks   map[int]bool       // mentions that are the head of a source
	byWord   map[string][]int   // persons by the words of their names; nil until needed
	surnames []string           // the last words of the names of persons, folded; "" for other actors
	scratch  []choice
	weights  []float64                        // of the ranker
	hook     func(tok int) (fig int, ok bool) // gives the right antecedent in training; nil otherwise
}

// figure is somebody the article speaks of. The first figures are its actors,
// behind them come those whom it does not name.
type figure struct {
	noun   string // what an unnamed person is called: "driver"
	gender gender
	refs   int
}

// Kinds of references, and their places in the clause.
const (
	byName = iota
	byPronoun
	byNoun
)

const (
	asSubject = iota
	asOwner   // in the possessive, or before a noun
	elsewhere
)

// ref is a place outside quotations where a figure is spoken of.
type ref struct {
	tok, fig   int
	sort, part int
	first      bool // it is the first one of its sentence
}

func (d *document) newCast(as []attribution) *cast {
	c := &cast{document: d, as: as, done: make([]voice, 0, len(as)), meantBy: map[int]int{}, surety: map[int]float64{}, roleAt: map[int]int{}, owner: map[int]int{}, speaks: map[int]bool{}, weights: rankerWeights[:]}
	c.count()
	for a := range d.actors {
		c.figures = append(c.figures, figure{gender: d.actors[a].gender})
		for _, t := range d.traits[a] {
			if t.hi > 0 && t.noun != "" {
				c.roleAt[t.at] = a
			}
		}
	}
	for i := range as {
		if len(as[i].source) == 0 {
			continue
		}
		lo, hi := d.sourceOf(as[i])
		if m := d.head(lo, hi); m >= 0 {
			c.speaks[m] = true
		}
		if hi-lo == 1 {
			if _, ok := c.owner[lo]; !ok {
				c.owner[lo] = i
			}
		}
	}
	return c
}

// count numbers the sentences and paragraphs that the article itself tells, so
// that a long quotation does not put its speaker far away.
func (c *cast) count() {
	c.told, c.blocks = make([]int, len(c.sents)), make([]int, len(c.paras))
	n := 0
	for p := range c.paras {
		if p > 0 {
			c.blocks[p] = c.blocks[p-1]
		}
		some := false
		for s := c.paras[p].first; s < c.paras[p].last; s++ {
			own := false
			for i := c.sents[s].lo; i < c.sents[s].hi && !own; i++ {
				own = c.outside[i] < 0 && c.toks[i].shape != punct
			}
			if own {
				n++
				some = true
			}
			c.told[s] = n
		}
		if some && p > 0 {
			c.blocks[p]++
		}
	}
}

// walk goes on to token tok and notes whom the tokens before it and it speak of.
func (c *cast) walk(tok int) {
	for ; c.next <= tok && c.next < len(c.toks); c.next++ {
		i := c.next
		if c.outside[i] >= 0 || c.paras[c.sents[c.toks[i].sent].para].line == furniture {
			continue
		}
		if m := c.mentionAt(i); m >= 0 {
			if c.names[m].lo == i {
				c.named(m)
			}
			continue
		}
		t := c.toks[i]
		if sexOf(t.low) != unknown {
			c.personal(i)
		} else if t.shape == lower {
			c.roleNoun(i)
		}
	}
}

func (c *cast) named(m int) {
	n := &c.names[m]
	part := elsewhere
	switch {
	case c.speaks[m]:
		part = asSubject
	case n.owns || n.modifies || c.inPhrase(m):
		part = asOwner
	case c.isSubject(*n):
		part = asSubject
	}
	c.refer(ref{tok: n.lo, fig: n.actor, sort: byName, part: part})
}

// inPhrase reports whether mention m stands in the phrase that the next mention
// ends: "Clinton communications director Jo Bell".
func (c *cast) inPhrase(m int) bool {
	if m+1 >= len(c.names) {
		return false
	}
	n, next := &c.names[m], &c.names[m+1]
	if next.lo-n.hi > 5 || next.lo == n.hi || c.toks[next.lo].sent != c.toks[n.lo].sent || !isPerson(&c.actors[next.actor]) {
		return false
	}
	for k := n.hi; k < next.lo; k++ {
		t := c.toks[k]
		if t.shape == punct && t.low != "(" && t.low != ")" || prepositions[t.low] || joiners[t.low] || determiners[t.low] {
			return false
		}
		if _, ok := roleOf(t.low); !ok && k == next.lo-1 || ok && k < next.lo-1 && !listed(t.low) {
			return false
		}
	}
	return true
}

func (c *cast) refer(r ref) {
	r.first = r.part != asOwner
	for k := len(c.refs) - 1; k >= 0 && r.first && c.toks[c.refs[k].tok].sent == c.toks[r.tok].sent; k-- {
		r.first = c.refs[k].part == asOwner
	}
	c.figures[r.fig].refs++
	c.refs = append(c.refs, r)
}

// personal notes whom a pronoun of the third person means.
func (c *cast) personal(i int) {
	fig, sure := c.antecedent(i)
	if c.hook != nil {
		if f, ok := c.hook(i); ok {
			fig, sure = f, 1
		}
	}
	if fig < 0 {
		return
	}
	c.meantBy[i], c.surety[i] = fig, sure
	part := asSubject
	switch low := c.toks[i].low; {
	case low == "his" || low == "her" && c.beforeNoun(i):
		part = asOwner
	case low != "he" && low != "she":
		part = elsewhere
	}
	c.refer(ref{tok: i, fig: fig, sort: byPronoun, part: part})
}

// beforeNoun reports whether "her" at token i is a possessive.
func (d *document) beforeNoun(i int) bool {
	if i+1 >= len(d.toks) || d.toks[i+1].shape == punct {
		return false
	}
	low := d.toks[i+1].low
	return !prepositions[low] && !joiners[low] && !helpers[low] && !determiners[low]
}

// roleNoun notes a person who is spoken of by what he or she is: "the driver".
func (c *cast) roleNoun(i int) {
	low := c.toks[i].low
	if _, ok := roleOf(low); !ok {
		return
	}
	if m := c.namedNext(i); m >= 0 {
		c.refer(ref{tok: i, fig: c.names[m].actor, sort: byNoun, part: asSubject})
		return
	}
	if _, ok := c.roleAt[i]; ok || c.isPart(i+1) {
		return
	}
	floor := c.sents[c.toks[i].sent].lo
	lo := c.phraseStart(i, floor)
	if lo == i && !c.of(i+1) || !determiners[c.toks[lo].low] && !c.ownedFrom(lo) {
		return
	}
	if lo > floor && (c.is(lo-1, "as") || c.is(lo-1, "is") || c.is(lo-1, "was") || c.is(lo-1, "be") || c.is(lo-1, "been") || c.is(lo-1, "a")) {
		return
	}
	noun, _ := roleOf(low)
	fig := c.figureOf(lo, i, noun)
	if fig < 0 {
		return
	}
	part := elsewhere
	if c.subjectAt(lo, i+1) {
		part = asSubject
	}
	c.meantBy[i] = fig
	c.refer(ref{tok: i, fig: fig, sort: byNoun, part: part})
}

// ownedFrom reports whether a name, perhaps behind a title, begins at token lo.
func (c *cast) ownedFrom(lo int) bool {
	return c.mentionAt(lo) >= 0 || listing[c.toks[lo].low]&title != 0 && c.mentionAt(lo+1) >= 0
}

// namedNext returns the person whose name the verb behind the noun at token i
// gives: "the first witness was Jo Bell"; or -1.
func (c *cast) namedNext(i int) int {
	if !c.is(i+1, "is") && !c.is(i+1, "was") {
		return -1
	}
	if m := c.mentionAt(i + 2); m >= 0 && isPerson(&c.actors[c.names[m].actor]) && !c.names[m].owns {
		return m
	}
	return -1
}

// isPart reports whether token i goes on with the phrase before it: a name, a noun.
func (c *cast) isPart(i int) bool {
	if i >= len(c.toks) {
		return false
	}
	t := c.toks[i]
	if c.mentionAt(i) >= 0 || t.low == "'s" || t.shape == capital {
		return true
	}
	_, ok := roleOf(t.low)
	return ok
}

// figureOf returns whom the phrase [lo, i] with the head noun at i means: an
// actor, somebody called so before, or somebody new; -1 where it is many.
func (c *cast) figureOf(lo, i int, noun string) int {
	first := c.toks[lo].low
	if first == "the" || first == "this" || first == "that" || possessive(first) || c.ownedFrom(lo) {
		if a, _ := c.bearer(lo, i+1, noun, i); a >= 0 {
			return a
		}
		for f := len(c.figures) - 1; f >= len(c.actors); f-- {
			if c.figures[f].noun == noun {
				return f
			}
		}
	} else if first != "a" && first != "an" && first != "one" && first != "another" && first != "former" {
		return -1
	}
	c.figures = append(c.figures, figure{noun: noun, gender: nounGender[noun]})
	return len(c.figures) - 1
}

func isPerson(a *actor) bool { return a.kind == digest.Person }
