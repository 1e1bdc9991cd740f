package query

import (
	"slices"
	"strings"

	"whosaid/digest"
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
