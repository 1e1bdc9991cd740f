package query

import "whosaid/digest"

// who reads questions for speakers.
func (p *parser) who() {
	i := p.skip(1, fillers)
	be := beWords[p.word(i)]
	helped := helpers[p.word(i)]
	i = p.skip(i, helpers, fillers)
	if p.word(i) == "it" && (p.word(i+1) == "that" || p.word(i+1) == "who") {
		i += 2
	}
	if j := p.skip(i, helpers, fillers, negations); verbs[p.word(j)].side || p.side(j) > 0 {
		be, i = be || i > 1, j // "who does not support Y" asks for both sides, as "who supports Y" does
	}
	v, ok := verbs[p.word(i)]
	quoted := p.word(i) == "quoted" || p.word(i) == "cited"
	last := len(p.toks) - 1
	switch {
	case p.silent(i):
	case i > last:
		if be { // "who is about:X"
			p.q.Form = Profile
		}
	case ok || quoted:
		if quoted {
			v = verb{class: digest.Statement}
		}
		p.said(v.class)
		p.rest(p.toks[i+1:], v)
	case be && p.side(i) > 0: // "who is against Y"
		p.sided(i)
	case helped && p.speakerAndVerb(i, false):
	case be:
		p.q.Form = Profile
		p.setAbout(p.toks[i:])
	case beWords[p.word(last)] && last > i: // "who Rainsy is"
		p.q.Form = Profile
		p.setAbout(p.toks[i:last])
	default: // "who visited Aldmoor": a word that is no verb of saying
		p.search(p.toks[i : i+1])
		p.setAbout(p.toks[i+1:])
	}
}

// silent reads "declined to comment on Y" from token i on: the words stand in articles
// beside what others say.
func (p *parser) silent(i int) bool {
	w := p.word(i)
	if w != "declined" && w != "refused" && w != "declines" && w != "refuses" || p.word(i+1) != "to" || !silences[p.word(i+2)] {
		return false
	}
	p.q.Silence = true
	p.search([]token{p.toks[i], p.toks[i+2]})
	rest := p.toks[i+3:]
	if len(rest) > 1 && topicWords[rest[0].low] && p.small(rest[0]) {
		p.setAbout(rest[1:])
	} else {
		p.search(rest)
	}
	return true
}

// silences are what one who says nothing declines to do.
var silences = set("comment comments answer speak talk respond reply say")

// side returns the number of words at i that say which side somebody is on, or 0.
func (p *parser) side(i int) (n int) {
	for _, s := range sides {
		n = max(n, p.sequence(i, s))
	}
	return n
}

// sided reads "against Y" at token i.
func (p *parser) sided(i int) {
	p.q.Side = true
	p.said(digest.Thought)
	p.setAbout(p.toks[i+p.side(i):])
}

// sideAndSpeaker reads "is X against Y".
func (p *parser) sideAndSpeaker() bool {
	for i := 2; i < len(p.toks); i++ {
		if w := p.word(i); beWords[p.word(0)] && w != "for" && w != "behind" && p.side(i) > 0 {
			p.sided(i)
			p.setBy(p.toks[1:i])
			return true
		}
	}
	return false
}
