package query

import (
	"slices"
	"strings"
)

// sources takes "according to X", "as reported by X" and in "X" off an end of the
// question. After "according to" there may be a speaker as well as an outlet.
func (p *parser) sources() {
	if n := len(p.toks); n > 2 && p.word(n-2) == "in" && p.toks[n-1].quoted {
		p.q.Outlets = append(p.q.Outlets, p.toks[n-1].text)
		p.toks = p.toks[:n-2]
	}
	for i := 0; i < len(p.toks); i++ {
		if !p.keyword(i) {
			continue
		}
		n := p.sequence(i, "according to")
		for _, r := range reporters {
			n = max(n, p.sequence(i, r))
		}
		if n == 0 || i+n == len(p.toks) {
			continue
		}
		end := len(p.toks)
		for j := i + n; i == 0 && j < len(p.toks); j++ {
			if p.toks[j].comma && j+1 < len(p.toks) {
				end = j + 1
				break
			}
		}
		name := p.trimmed(p.toks[i+n : end])
		rest := append(slices.Clone(p.toks[:i]), p.toks[end:]...)
		if p.toks[i].low == "according" && p.q.By.Text == "" && !p.hasSpeaker(rest) {
			p.setBy(name)
		} else if text := p.term(name).Text; text != "" {
			p.q.Outlets = append(p.q.Outlets, text)
		}
		if i > 0 && p.toks[i-1].low == "as" {
			rest = slices.Delete(rest, i-1, i)
		}
		p.toks = rest
		return
	}
}

// hasSpeaker reports whether toks name who speaks, going by their first words.
func (p *parser) hasSpeaker(toks []token) bool {
	if len(toks) < 3 || toks[0].low == "who" || p.isAnybody(toks[2:3]) {
		return false
	}
	return questioners[toks[0].low] && helpers[toks[1].low] && verbs[toks[2].low] == (verb{}) && toks[2].low != "been" && toks[2].low != "being"
}

// sequence returns the number of words of a phrase where it stands at token i, or 0.
func (p *parser) sequence(i int, phrase string) int {
	words := strings.Fields(phrase)
	if i+len(words) > len(p.toks) {
		return 0
	}
	for j, w := range words {
		if p.toks[i+j].low != w || p.toks[i+j].quoted {
			return 0
		}
	}
	return len(words)
}

// form reads what is left as a question, or as a name.
func (p *parser) form() {
	if len(p.toks) == 0 || len(p.toks) == 1 && questioners[p.word(0)] {
		return
	}
	if w := p.word(0); (w == "more" || objects[w]) && len(p.toks) > 2 && p.introduced(p.toks[1:]) { // "more about Y"
		p.slots(p.toks[1:])
		return
	}
	if w := p.word(0); (w == "everything" || w == "anything" || w == "all" || w == "things") && len(p.toks) > 2 && !topicWords[p.word(1)] && !byWords[p.word(1)] &&
		p.speakerAndVerb(1, true) { // "everything X said"
		return
	}
	switch p.word(0) {
	case "who", "whom":
		p.who()
		return
	case "what", "how", "when", "where", "why", "which":
		p.what()
		return
	case "did", "does", "do", "has", "have", "had", "is", "was", "are", "were":
		if p.sideAndSpeaker() || p.speakerAndVerb(1, false) {
			return
		}
	}
	if p.mentions(0) || p.compared() || p.nounForm(0) || p.possessive(0) || p.slots(p.toks) || p.speakerAndVerb(0, true) {
		return
	}
	p.bare(p.toks)
}

// word returns the keyword at i, or nothing where the token is none.
func (p *parser) word(i int) string {
	if i >= len(p.toks) || !p.keyword(i) {
		return ""
	}
	return p.toks[i].low
}

// skip returns the first position from i on whose word is not in any of the sets.
func (p *parser) skip(i int, sets ...map[string]bool) int {
	for ; i < len(p.toks); i++ {
		in := false
		for _, s := range sets {
			in = in || s[p.word(i)]
		}
		if !in {
			break
		}
	}
	return i
}
