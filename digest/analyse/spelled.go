package analyse

import (
	"slices"
	"strings"
)

// spelled finds the person for a source of capital words that was not taken for
// a name: a word of the one name that has it, or a misprint of it. A source of
// that sort which is nobody's name is noted, so that he or she behind it means nobody else.
func (c *cast) spelled(lo, hi int) (voice, bool) {
	last := hi - 1
	for last > lo && (c.toks[last].shape == punct || c.toks[last].low == "'s") {
		last--
	}
	t := c.toks[last]
	if t.shape != capital && t.shape != upper || len(t.low) < 3 || hi-lo > 3 || determiners[c.toks[lo].low] || pronouns[t.low] || c.governed(last, lo) {
		return voice{}, false
	}
	a, exact := c.handle(lo, t.low)
	if a < 0 {
		a, exact = c.wordOf(t.low)
	}
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

// handle returns the person whose name, written without spaces, is the account that
// the source at token lo names: "@JoBell".
func (c *cast) handle(lo int, word string) (int, bool) {
	if !c.is(lo, "@") && !c.is(lo-1, "@") {
		return -1, false
	}
	for a := range c.actors[:min(len(c.actors), mostCompared)] {
		if isPerson(&c.actors[a]) && strings.ReplaceAll(fold(c.actors[a].name), " ", "") == fold(word) {
			return a, true
		}
	}
	return -1, false
}

// titled reports whether the title that may stand at token i can be that of person a.
func (c *cast) titled(a, i int) bool {
	k, g := listing[c.toks[i].low]&title, c.actors[a].gender
	return c.toks[i].shape == lower || (k != titleMale || g != female) && (k != titleFemale || g != male)
}

// wordOf returns the person that has word in the name, the last one to have
// spoken where there are several, or one with a word that differs by a letter.
func (c *cast) wordOf(word string) (int, bool) {
	if list := c.withWord(word); len(list) > 0 {
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
	for a, last := range c.surnames[:min(len(c.surnames), mostCompared)] {
		if last != "" && nearly(last, word) {
			if who >= 0 {
				return -1, false
			}
			who = a
		}
	}
	return who, false
}

// mostCompared bounds how many actors are looked through for one mention.
const mostCompared = 200

// withWord returns the persons that have word, folded, in their names.
func (c *cast) withWord(word string) []int {
	if c.byWord == nil {
		c.byWord, c.surnames = map[string][]int{}, make([]string, len(c.actors))
		for a := range c.actors {
			if isPerson(&c.actors[a]) {
				c.surnames[a] = lastWord(c.actors[a].name)
				for w := range strings.FieldsSeq(fold(c.actors[a].name)) {
					c.byWord[w] = append(c.byWord[w], a)
				}
			}
		}
	}
	return c.byWord[word]
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
