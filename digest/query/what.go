package query

import (
	"slices"

	"whosaid/digest"
)

// what reads questions for the words of a speaker.
func (p *parser) what() {
	if (p.word(0) == "what" || p.word(0) == "how") && p.word(1) == "about" {
		p.setAbout(p.toks[2:])
		return
	}
	for _, known := range []string{"do we know about", "do you know about", "is known about", "do you have on", "do we have on", "have you got on"} {
		if n := p.sequence(1, known); n > 0 {
			p.setAbout(p.toks[1+n:])
			return
		}
	}
	i := p.skip(1, fillers, objects)
	if p.word(0) == "which" {
		i = p.skip(i, plainNouns)
	}
	be := beWords[p.word(i)]
	helped := p.skip(i, helpers) > i
	i = p.skip(i, helpers)
	after := p.skip(i, fillers)
	if v, ok := verbs[p.word(after)]; ok && helped { // "what was said about Y"
		p.said(v.class)
		p.passive(p.toks[after+1:], v)
		return
	}
	if p.happened(i) || p.counted() || be && p.thing(i) {
		return
	}
	if p.word(0) == "which" && p.mentions(1) || be && p.latestNews(i) || p.nounForm(i) || p.possessive(i) || p.speakerAndVerb(i, false) {
		return
	}
	if be && p.word(0) == "what" && i < len(p.toks) {
		p.q.Form = Profile
		p.setAbout(p.toks[i:])
		return
	}
	p.bare(p.toks)
}

// latestNews reads "what is new from X", "what’s the latest on Y".
func (p *parser) latestNews(i int) bool {
	j := p.skip(i, set("the new up latest newest news going happening"))
	if j == i || j < len(p.toks) && !topicWords[p.word(j)] && !byWords[p.word(j)] && p.word(j) != "with" {
		return false
	}
	p.q.Form = Latest
	p.said(digest.Statement)
	if p.word(j) == "with" {
		p.setBy(p.toks[j+1:])
		return true
	}
	p.slots(p.toks[j:])
	return true
}

// happened reads "what happened", with all that was said, and "what happened in X".
func (p *parser) happened(i int) bool {
	if w := p.word(i); p.word(0) != "what" || w != "happened" && w != "happens" && w != "happening" {
		return false
	}
	p.said(digest.Statement)
	if i++; i+1 < len(p.toks) && slices.Contains([]string{"in", "at", "on", "to", "with"}, p.word(i)) {
		i++
	}
	p.setAbout(p.toks[i:])
	return true
}

// thing reads "what was the first thing X said".
func (p *parser) thing(i int) bool {
	j := p.determined(i)
	if w := p.word(j); w != "thing" && w != "things" {
		return false
	}
	if p.word(j+1) == "that" {
		j++
	}
	if !p.speakerAndVerb(j+1, false) {
		return false
	}
	p.ordered(i, j)
	return true
}

// counted reads "how many quotes are there about X", "how many articles mention X". What
// is found is shown and not counted.
func (p *parser) counted() bool {
	if p.word(0) != "how" || p.word(1) != "many" || len(p.toks) < 4 {
		return false
	}
	i := p.skip(3, helpers, set("there you we has have got"))
	if v, ok := verbs[p.word(i)]; ok && i+1 < len(p.toks) && !p.toks[i].quoted {
		p.said(v.class)
		p.rest(p.toks[i+1:], v)
		return true
	}
	return p.slots(p.toks[i:]) || p.speakerAndVerb(i, false)
}
