package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// family decides again who is meant by the surname at a cue where several persons
// bear it: not the one whom the words quoted name, and rather the one who spoke
// just before in the paragraph. ok is false where there is nothing to decide.
func (c *cast) family(i, m int) (v voice, ok bool) {
	n := c.names[m]
	if n.hi != n.lo+1 || !isPerson(&c.actors[n.actor]) {
		return voice{}, false
	}
	others := c.bearing(c.toks[n.lo].low, n.actor)
	if len(others) == 0 {
		return voice{}, false
	}
	inside := c.nameInside(c.as[i].content, n.actor)
	if i > 0 && c.paraOf(c.as[i-1]) == c.paraOf(c.as[i]) && (inside || c.done[i-1].why == "role") && slices.Contains(others, c.done[i-1].actor) {
		return voice{actor: c.done[i-1].actor, sure: 0.8, why: "a namesake, who spoke before"}, true
	}
	switch {
	case inside && len(others) == 1:
		return voice{actor: others[0], sure: 0.8, why: "a namesake of the one who is spoken of"}, true
	case inside:
		return voice{actor: -1, sure: 0.5, why: "a namesake"}, true
	}
	return voice{}, false
}

// bearing returns the persons other than actor that have word as the last of their name.
func (c *cast) bearing(word string, actor int) []int {
	var others []int
	word = fold(word)
	for _, a := range c.withWord(word) {
		if name := c.actors[a].name; a != actor && a < mostCompared && strings.Contains(name, " ") && lastWord(name) == word && !slices.Contains(others, a) {
			others = append(others, a)
		}
	}
	return others
}

// nameInside reports whether a mention of actor stands between the quotation marks
// of spans.
func (c *cast) nameInside(spans []digest.Span, actor int) bool {
	for _, m := range c.actors[actor].mentions {
		n := c.names[m]
		if c.outside[n.lo] < 0 {
			continue
		}
		for _, s := range spans {
			if s.Contains(c.span(n.lo, n.hi)) {
				return true
			}
		}
	}
	return false
}
