package query

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// mentions reads "mentions of X", "quotes that mention X" and "quotes with the word X"
// from token i on.
func (p *parser) mentions(i int) bool {
	i = p.determined(i)
	switch w := p.word(i); {
	case (w == "mention" || w == "mentions" || w == "references") && (p.word(i+1) == "of" || p.word(i+1) == "to") && i+2 < len(p.toks):
		p.said(digest.Statement)
		p.setAbout(p.toks[i+2:])
		return true
	case !plainNouns[w]:
		return false
	}
	i++
	if w := p.word(i); w == "that" || w == "which" {
		i++
	}
	if !mentioning[p.word(i)] || i+1 >= len(p.toks) {
		return false
	}
	p.said(digest.Statement)
	for _, words := range []string{"the word", "the words", "the name", "the phrase", "word", "words"} {
		if n := p.sequence(i+1, words); n > 0 && i+1+n < len(p.toks) {
			i += n
			break
		}
	}
	p.setAbout(p.toks[i+1:])
	return true
}

// mentioning holds what stands between quotes and what is in them.
var mentioning = set("mention mentions mentioned mentioning contain contains containing name names naming include includes including with")

// compared reads "compare X and Y on Z" and "X vs Y on Z": what both have said. The
// latter may also be a topic, such as a match or a case.
func (p *parser) compared() bool {
	between, toks := versus, p.toks
	if p.word(0) == "compare" {
		between, toks = comparing, toks[1:]
	}
	j := slices.IndexFunc(toks, func(t token) bool { return p.small(t) && between[t.low] })
	if j < 1 || j+1 == len(toks) || p.q.By.Text != "" {
		return false
	}
	p.said(digest.Thought)
	first, second, topic := toks[:j], toks[j+1:], []token(nil)
	if at := p.topicAt(second); len(at) > 0 {
		second, topic = second[:at[0]], second[at[0]+1:]
	}
	both := p.text(p.trimmed(first)) + " and " + p.text(p.trimmed(second))
	if p.word(0) == "compare" {
		p.q.By = Term{Text: both}
		p.setAbout(topic)
		return true
	}
	p.setAbout(toks)
	p.alternative(Split{By: both, About: p.term(topic).Text})
	return true
}

// versus and comparing hold what stands between those who are compared.
var (
	versus    = set("vs versus")
	comparing = set("vs versus and with to against")
)

// Alternatives returns the words of a topic that are worth looking for, as [Words] does,
// for each of the things of which any will do: of "rice, fish sauce or salt" those are
// three.
func Alternatives(topic string) [][]string {
	parts := strings.Split(strings.ReplaceAll(topic, " OR ", " or "), " or ")
	if len(parts) > 1 {
		parts = append(strings.Split(strings.Join(parts[:len(parts)-1], ", "), ", "), parts[len(parts)-1])
	}
	var all [][]string
	for _, part := range parts {
		if words := Words(part); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}
