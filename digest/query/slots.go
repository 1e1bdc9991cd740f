package query

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// nounForm reads "quotes by X about Y", "the latest from X", "direct quotes on Y",
// "the view of X on Y" from token i on, and "X quotes".
func (p *parser) nounForm(i int) bool {
	j := p.determined(i)
	latest, kind := false, digest.Kind("")
	for k := i; k < j; k++ {
		switch w := p.word(k); {
		case latestWords[w]:
			latest = true
		case w == "direct" || w == "exact" || w == "verbatim" || w == "literal":
			kind = digest.Direct
		case w == "indirect" || w == "mixed":
			kind = digest.Kind(w)
		}
	}
	n, ok := nouns[p.word(j)]
	switch {
	case ok:
		j++
	case !latest:
		return p.nounAtEnd(i)
	}
	rest := p.toks[j:]
	if !p.introduced(rest) && (!latest || p.word(j-1) == "last" && !ok) {
		return false
	}
	p.ordered(i, j)
	if n.latest {
		p.q.Form = Latest
	}
	if kind != "" && len(p.q.Kinds) == 0 {
		p.q.Kinds = []digest.Kind{kind}
	}
	if n.class == "" {
		n.class = digest.Statement
	}
	p.said(n.class)
	if !p.slots(rest) && len(rest) > 0 { // "latest Rainsy quotes"
		if n := len(rest); n > 1 && plainNouns[rest[n-1].low] {
			rest = rest[:n-1]
		}
		p.setBy(possessor(rest))
	}
	return true
}

// determined returns the first position from i on that is neither a determiner nor a
// number: "the first three". How many are shown is not for the question to say.
func (p *parser) determined(i int) int {
	for ; i < len(p.toks); i++ {
		w := p.word(i)
		few := w != "" && len(w) < 3 && strings.Trim(w, "0123456789") == ""
		if !determiners[w] && !numerals[w] && !few {
			break
		}
	}
	return i
}

// ordered notes whether the tokens from i to j ask for the latest or the first quotes.
func (p *parser) ordered(i, j int) {
	for ; i < j; i++ {
		if latestWords[p.word(i)] {
			p.q.Form = Latest
		}
		p.q.First = p.q.First || firstWords[p.word(i)]
	}
}

// introduced reports whether rest is empty or begins with a preposition.
func (p *parser) introduced(rest []token) bool {
	if len(rest) == 0 {
		return true
	}
	low := rest[0].low
	return p.small(rest[0]) && (topicWords[low] || byWords[low] || low == "to" || low == "in")
}

// nounAtEnd reads "Rainsy quotes".
func (p *parser) nounAtEnd(i int) bool {
	last := len(p.toks) - 1
	if last <= i || !plainNouns[p.word(last)] {
		return false
	}
	if p.possessive(i) {
		return true
	}
	p.said(digest.Statement)
	p.setBy(p.toks[i:last])
	return true
}

// possessive reads "Rainsy’s latest statement on Y", "her quotes" from token i on.
func (p *parser) possessive(i int) bool {
	for k := i; k < len(p.toks)-1; k++ {
		t := p.toks[k]
		owner := strings.HasSuffix(t.low, "'s") || strings.HasSuffix(straight.Replace(t.text), "s'") || k == i && pronouns[t.low] && t.low != "that" && t.low != "this"
		if !owner || t.quoted {
			continue
		}
		j := p.determined(k + 1)
		if j == len(p.toks) && latestWords[p.word(j-1)] { // "Rainsy's latest"
			p.q.Form = Latest
			p.said(digest.Statement)
			p.setBy(possessor(p.toks[i : k+1]))
			return true
		}
		n, ok := nouns[p.word(j)]
		if !ok || !p.introduced(p.toks[j+1:]) {
			continue
		}
		p.said(n.class)
		p.ordered(k+1, j)
		p.setBy(possessor(p.toks[i : k+1]))
		p.slots(p.toks[j+1:])
		return true
	}
	return false
}

// possessor takes the possessive ending off the last of toks.
func possessor(toks []token) []token {
	toks = slices.Clone(toks)
	last := &toks[len(toks)-1]
	for _, ending := range []string{"’s", "'s", "’", "'"} {
		if cut, ok := strings.CutSuffix(last.text, ending); ok && cut != "" && !last.quoted {
			last.text, last.end = cut, last.end-len(ending)
			break
		}
	}
	return toks
}

// slots reads "by X about Y", "about Y by X", "from X", "on Y", and reports
// whether toks begin like that.
func (p *parser) slots(toks []token) bool {
	if len(toks) < 2 || !p.small(toks[0]) && (toks[0].quoted || toks[0].start > 0) {
		return false
	}
	low := toks[0].low
	switch {
	case byWords[low]:
		p.split(toks[1:])
	case topicWords[low] || low == "to":
		about, by := toks[1:], []token(nil)
		for j := len(toks) - 2; j > 1; j-- {
			if byWords[toks[j].low] && toks[j].low != "of" && p.small(toks[j]) {
				about, by = toks[1:j], toks[j+1:]
				break
			}
		}
		p.setAbout(about)
		p.setBy(by)
	case low == "in":
		outlet := toks[1:]
		for j := 2; j+1 < len(toks); j++ { // "in the Post from Ana Ruiz about the toll"
			if low := toks[j].low; p.small(toks[j]) && (byWords[low] && low != "of" || low == "about") {
				outlet = toks[1:j]
				p.slots(toks[j:])
				break
			}
		}
		if name := p.term(outlet).Text; name != "" {
			p.q.Outlets = append(p.q.Outlets, name)
		}
	default:
		return false
	}
	if len(p.q.Classes) == 0 {
		p.said(digest.Statement)
	}
	return true
}

// split reads "X about Y", "X on Y" or just X, the speaker, and notes the other
// ways to read it: "on" may be part of either name.
func (p *parser) split(toks []token) {
	at := p.topicAt(toks)
	if len(at) == 0 {
		p.setBy(toks)
		return
	}
	for k := len(at) - 1; k >= 0; k-- {
		if at[k] != at[0] || k > 0 {
			p.alternative(Split{By: p.text(toks[:at[k]]), About: p.text(toks[at[k]+1:])})
		}
	}
	if p.q.By.Text == "" {
		p.q.Otherwise = slices.Insert(p.q.Otherwise, 0, Split{By: p.text(toks)})
	}
	p.setBy(toks[:at[0]])
	p.setAbout(toks[at[0]+1:])
}

// topicAt returns where toks may be divided into speaker and topic: first the
// most likely place, then the others. "about" divides rather than "on", lower case
// rather than a capital.
func (p *parser) topicAt(toks []token) []int {
	var likely, other, capitals []int
	for j := 1; j < len(toks)-1; j++ {
		t := toks[j]
		switch {
		case t.quoted || !topicWords[t.low] || t.low == "re":
		case t.text != t.low:
			capitals = append(capitals, j)
		case t.low == "about":
			likely = append(likely, j)
		default:
			other = append(other, j)
		}
	}
	at := append(likely, other...)
	if len(at) == 0 && p.titled {
		at = capitals
	}
	return at
}

// bare reads a name, "X on Y", or words.
func (p *parser) bare(toks []token) {
	toks = p.trimmed(toks)
	if len(toks) == 0 {
		return
	}
	var words []token
	for _, t := range toks {
		if !t.quoted {
			words = append(words, t)
		}
	}
	if len(words) == 0 { // only phrases
		p.search(toks)
		return
	}
	if at := p.topicAt(toks); len(at) > 0 && p.q.By.Text == "" && p.q.About.Text == "" {
		p.said(digest.Thought)
		p.split(toks)
		p.q.Otherwise[0] = Split{About: p.text(toks)}
		return
	}
	if p.q.About.Text != "" || p.q.By.Text != "" {
		p.search(toks)
		return
	}
	p.q.Bare = true
	p.setAbout(toks)
}

// trimmed takes fillers, lone prepositions and commas off the ends of toks.
func (p *parser) trimmed(toks []token) []token {
	for n := len(toks) - 1; n > 0 && p.small(toks[n]) && (fillers[toks[n].low] || topicWords[toks[n].low]); n-- {
		toks = toks[:n]
	}
	for len(toks) > 1 && p.small(toks[0]) && fillers[toks[0].low] {
		toks = toks[1:]
	}
	return toks
}

// isAnybody reports whether toks are "people", "anyone", "the media".
func (p *parser) isAnybody(toks []token) bool {
	if len(toks) > 1 && toks[0].low == "the" && (toks[1].low == "media" || toks[1].low == "press" || toks[1].low == "papers") {
		return len(toks) == 2
	}
	return len(toks) == 1 && anybody[toks[0].low] && p.small(toks[0])
}

// outletAtEnd notes that "in X" at the end of a topic may name an outlet.
func (p *parser) outletAtEnd(toks []token) {
	for j := len(toks) - 2; j > 0 && j >= len(toks)-7; j-- {
		if t := toks[j]; p.small(t) && (t.low == "in" || t.low == "from") {
			p.alternative(Split{About: p.text(toks[:j]), Outlet: p.text(toks[j+1:])})
			p.completeAlternatives()
			return
		}
	}
}

// alternative notes another way to read the question.
func (p *parser) alternative(s Split) { p.q.Otherwise = append(p.q.Otherwise, s) }

// completeAlternatives fills what an outlet at the end leaves as it is.
func (p *parser) completeAlternatives() {
	for i := range p.q.Otherwise {
		s := &p.q.Otherwise[i]
		if s.Outlet == "" {
			continue
		}
		if s.By == "" {
			s.By = p.q.By.Text
		}
		if s.About == "" {
			s.About = p.q.About.Text
		}
	}
}
