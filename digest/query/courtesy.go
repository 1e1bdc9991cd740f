package query

import (
	"slices"
	"strings"
)

// courtesies takes the bot's name, greetings and "can you tell me" off the front,
// and "please" and "thanks" off the end.
func (p *parser) courtesies() {
	for n := 1; n > 0 && len(p.toks) > 0; {
		n = p.courtesy()
		p.toks = p.toks[n:]
	}
	for len(p.toks) > 1 {
		last := p.toks[len(p.toks)-1]
		if last.quoted || !courteous[last.low] {
			break
		}
		p.toks = p.toks[:len(p.toks)-1]
	}
	if n := len(p.toks); n > 3 && p.toks[n-2].low == "and" && slices.Contains([]string{"when", "where", "why", "how"}, p.toks[n-1].low) {
		p.toks = p.toks[:n-2]
	}
}

var (
	courteous = set("please pls plz thanks thank thx cheers")
	greetings = set("hey hi hello dear ok okay so well and but now then also oh hm um right")
	// openings are the beginnings of polite questions, the longer ones first
	openings = [][]string{
		{"i", "would", "like", "to", "know"}, {"i'd", "like", "to", "know"}, {"i", "want", "to", "know"}, {"i", "wonder"},
		{"do", "you", "happen", "to", "know"}, {"do", "you", "know"}, {"let", "me", "know"}, {"let", "me", "see"},
		{"is", "there"}, {"are", "there"}, {"do", "you", "have"}, {"do", "we", "have"}, {"have", "you", "got"}, {"have", "we", "got"},
		{"can", "you"}, {"could", "you"}, {"would", "you"}, {"will", "you"}, {"can", "i", "see"},
		{"tell", "me"}, {"show", "me"}, {"give", "me"}, {"find", "me"}, {"get", "me"}, {"remind", "me"}, {"list"}, {"show"}, {"find"}, {"search", "for"},
	}
)

// courtesy returns how many tokens at the front are no part of the question.
func (p *parser) courtesy() int {
	first := p.toks[0]
	if len(p.toks) == 1 || first.quoted {
		return 0
	}
	if name := strings.Trim(first.low, "@<>"); name == "whosaid" || strings.HasPrefix(first.text, "<@") || courteous[first.low] {
		return 1
	}
	next := p.toks[1]
	if greetings[first.low] && (first.comma || questioners[next.low] || greetings[next.low] || courteous[next.low] ||
		strings.Trim(next.low, "@") == "whosaid" || p.opening(1) > 0) {
		return 1
	}
	return p.opening(0)
}

// opening returns the length of a polite beginning at token i. A one-word name
// may follow it, but not nothing.
func (p *parser) opening(i int) int {
	for _, o := range openings {
		if len(p.toks)-i <= len(o) {
			continue
		}
		same := true
		for j, w := range o {
			same = same && p.toks[i+j].low == w && !p.toks[i+j].quoted
		}
		if same && (len(o) > 1 || !capital(p.toks[i+1].text) || p.toks[i].text == p.toks[i].low) {
			return len(o)
		}
	}
	return 0
}

var mores = map[string]bool{
	"more": true, "next": true, "go on": true, "show more": true, "continue": true, "next page": true, "and more": true,
	"what else": true, "anything else": true, "keep going": true, "any more": true, "more quotes": true, "more results": true,
	"the rest": true, "more of them": true, "and then": true, "the next page": true, "next one": true, "see more": true,
}

// more reports whether the question is for the next page.
func (p *parser) more() bool {
	var words []string
	for _, t := range p.toks {
		if t.quoted || len(words) > 4 {
			return false
		}
		words = append(words, t.low)
	}
	return mores[strings.Join(words, " ")]
}
