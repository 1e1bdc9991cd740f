package analyse

import "strings"

// The text of a letter or of an interview is itself somebody's words. whosaid
// keeps what it reports, and who wrote it only as far as that says who is
// meant: "I" in a letter is its signer, and the answers of an interview are
// those of the person it introduces.

// salutations begin a letter to the editor.
var salutations = []string{"sir,", "sirs,", "sir:", "madam,", "dear sir", "dear editor", "dear madam", "to the editor"}

// opensLetter reports whether paragraph p begins with a salutation.
func (d *document) opensLetter(p int) bool {
	text := d.paras[p].Cut(d.text)
	text = strings.ToLower(text[:min(len(text), 20)])
	for _, s := range salutations {
		if strings.HasPrefix(text, s) {
			return true
		}
	}
	return false
}

// underLetter reports whether a letter stands above paragraph i, so that a short
// line can be the name of its writer.
func (d *document) underLetter(i int) bool {
	for p := i - 1; p >= 0 && p > i-longestLetter; p-- {
		if d.opensLetter(p) {
			return true
		}
	}
	return false
}

// longestLetter is how many paragraphs a letter can have.
const longestLetter = 12

// signer returns the person who signed the letter that token tok stands in, or -1:
// the name that is all of a paragraph behind it, before the next letter.
func (c *cast) signer(tok int) int {
	para := c.sents[c.toks[tok].sent].para
	open := para
	for open >= 0 && !c.opensLetter(open) {
		if open < para && c.signature(open) >= 0 {
			return -1 // of the letter before
		}
		open--
	}
	if open < 0 {
		return -1
	}
	for p := para + 1; p < len(c.paras) && !c.opensLetter(p); p++ {
		if a := c.signature(p); a >= 0 {
			return a
		}
	}
	return -1
}

// signature returns the person whose name, with nothing but a comma or a stop,
// is all of paragraph p, or -1.
func (d *document) signature(p int) int {
	para := d.paras[p]
	lo, hi := para.lo, para.hi
	for hi > lo && d.toks[hi-1].shape == punct {
		hi--
	}
	for lo < hi && d.toks[lo].shape == punct {
		lo++
	}
	if m := d.mentionAt(lo); m >= 0 && d.mentionAt(hi-1) == m && isPerson(&d.actors[d.names[m].actor]) {
		return d.names[m].actor
	}
	return -1
}

// interviewed returns the one whose answers an interview gives: the person named
// most often before the first question, whose label is at token lo or before it.
func (c *cast) interviewed(lo int) voice {
	first := c.sents[c.toks[lo].sent].para
	for p := range first {
		if t := c.paras[p].lo; c.is(t, "q") && (c.is(t+1, ":") || c.is(t+1, ".")) {
			first = p
		}
	}
	end := c.paras[first].lo
	best, most, second := -1, 0, 0
	for a := range c.actors {
		x := &c.actors[a]
		if !isPerson(x) {
			continue
		}
		switch n := c.mentionsBefore(x, end); {
		case n > most:
			best, most, second = a, n, most
		case n > second:
			second = n
		}
	}
	if best < 0 || most == second {
		return voice{actor: -1, sure: 0.5, why: "an interview with one of several"}
	}
	return voice{actor: best, sure: 0.8, why: "whom the interview introduces"}
}
