package query

import (
	"slices"

	"whosaid/digest"
)

// passive reads what follows "what was said": "about Y by X", "by X about Y".
func (p *parser) passive(toks []token, v verb) {
	if !p.slots(toks) {
		p.rest(toks, v)
	}
}

// speakerAndVerb reads "X say about Y" from token i on. In a sentence ("X said
// …") the verb has to be one that hardly is a name.
func (p *parser) speakerAndVerb(i int, sentence bool) bool {
	v := p.findVerb(i, sentence)
	if v < 0 {
		return false
	}
	vb := verbs[p.toks[v].low]
	p.said(vb.class)
	by := p.toks[i:v]
	for n := len(by) - 1; n > 0 && p.small(by[n]) && (helpers[by[n].low] || by[n].low == "last"); n-- {
		if by[n].low == "last" { // "when did X last speak"
			p.q.Form = Latest
		}
		by = by[:n]
	}
	p.setBy(by)
	p.rest(p.toks[v+1:], vb)
	return true
}

// findVerb returns the position of the verb whose subject begins at i, or -1: the
// first plain verb after which the question ends or goes on as it does after
// verbs, or else the first plain one, or else the first that may also be a noun
// ("the Aldmoor Post" has said something in "what did the Aldmoor Post say").
func (p *parser) findVerb(i int, sentence bool) int {
	follows := func(j int) bool {
		next := p.word(j + 1)
		return j+1 == len(p.toks) || topicWords[next] || objects[next] || fillers[next] || audience[next] ||
			slices.Contains([]string{"that", "to", "in", "at", "with", "of", "when", "after", "before", "if", "how", "why"}, next) || p.toks[j+1].quoted
	}
	best, rank := -1, 0
	for j := i + 1; j < len(p.toks); j++ {
		v, ok := verbs[p.toks[j].low]
		if !ok || p.toks[j].quoted || sentence && (!v.plain || !finite[p.toks[j].low]) {
			continue
		}
		r := 1
		if v.plain {
			r = 3
		}
		if follows(j) || v.takes == naming || v.takes == telling {
			r++
		}
		if !p.keyword(j) {
			r -= 2
		}
		if r > rank {
			best, rank = j, r
		}
	}
	return best
}

// finite holds the verbs that make a sentence of "X … about Y".
var finite = set("says said speaks spoke talks talked writes wrote tweets tweeted announces announced declares declared argues argued " +
	"claims claimed commented stated insists insisted explains explained warns warned tells told thinks thought believes believed " +
	"mentions mentioned criticises criticised criticizes criticized discusses discussed denounces denounced condemns condemned responds responded")

// rest reads what follows a verb: "about Y", "that …", "to Z about Y".
func (p *parser) rest(toks []token, v verb) {
	p.q.Denial = p.q.Denial || v.denial
	for len(toks) > 0 && p.small(toks[0]) && (objects[toks[0].low] || fillers[toks[0].low]) {
		toks = toks[1:]
	}
	if len(toks) == 0 {
		return
	}
	low := toks[0].low
	p.q.Side = p.q.Side || v.side && !aside[low]                                // "agreed to talks", "backed down"
	if low == "for" && v.takes == naming && p.small(toks[0]) && len(toks) > 1 { // "called for a vote"
		p.setAbout(toks[1:])
		return
	}
	switch {
	case low == "with" && v.takes == siding:
		toks = toks[1:]
		for k := 1; k+1 < len(toks); k++ {
			if p.small(toks[k]) && (topicWords[toks[k].low] || toks[k].low == "over") { // "agree with X about Y"
				p.search(toks[k+1:])
				toks = toks[:k]
			}
		}
		p.setAbout(toks)
	case toks[0].quoted && !v.side:
		p.search(toks)
	case topicWords[low] || low == "of" && v.class == digest.Thought || low == "to" && v.takes == meeting:
		p.setAbout(toks[1:])
	case v.takes == naming:
		p.setAbout(toks)
		for k := 1; k+1 < len(toks); k++ { // "accused X of lying", unless that is a name: "Bank of Tarn"
			if w := toks[k].low; p.small(toks[k]) && (w == "of" || w == "for" || w == "over") {
				p.alternative(Split{About: p.term(toks[:k]).Text, Words: Words(p.text(toks[k+1:]))})
				break
			}
		}
	case len(toks) == 1 && pronouns[low]:
		p.setAbout(toks)
	case low == "that":
		p.search(toks[1:])
	default:
		p.circumstance(toks, v)
	}
}

// circumstance reads where or to whom something was said, and then about what.
func (p *parser) circumstance(toks []token, v verb) {
	end := len(toks)
	for j, t := range toks {
		if j > 0 && p.small(t) && (t.low == "about" || t.low == "regarding" || t.low == "concerning" ||
			t.low == "on" && (v.takes == telling || toks[0].low == "to")) {
			end = j
			break
		}
	}
	said := toks[:end]
	addressed := v.takes == telling || said[0].low == "to" || said[0].low == "with"
	if addressed && len(said) > 0 && audience[said[len(said)-1].low] {
		said = nil
	}
	if len(said) > 1 && (said[0].low == "in" || said[0].low == "on" || said[0].low == "at") {
		p.alternative(Split{Outlet: p.text(said[1:]), Words: slices.Clone(p.q.Words)})
	}
	p.search(said)
	if end < len(toks) {
		p.setAbout(toks[end+1:])
	}
	p.completeAlternatives()
}
