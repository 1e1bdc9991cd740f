package analyse

import (
	"slices"

	"whosaid/digest"
)

// wholeSources gives a source that is but the end of a relative clause the one that
// the clause is about: "A clerk, who left because the room was | hot |, said".
func (d *document) wholeSources(as []attribution) {
	for i := range as {
		a := &as[i]
		d.answersReporter(a)
		if len(a.source) != 1 || len(a.cue) == 0 {
			continue
		}
		if a.source[0].Start < a.cue[0].Start && d.byAgent(a) {
			continue
		}
		lo, hi := d.tokens(a.source[0])
		if hi == lo+1 && a.source[0].Start < a.cue[0].Start && dayWords[d.toks[lo].low] {
			if from, to := d.subjectBefore(lo); from < to {
				a.source = []digest.Span{d.span(from, to)}
			}
			continue
		}
		if hi == lo+1 && a.source[0].Start < a.cue[0].Start && possessive(d.toks[lo].low) {
			a.source = []digest.Span{d.span(lo, d.ownerEnd(a, hi))}
			continue
		}
		if from, to := d.ownSource(lo, hi); from != lo || to != hi {
			a.source = []digest.Span{d.span(from, to)}
			continue
		}
		if a.source[0].Start > a.cue[0].Start {
			continue
		}
		cue, _ := d.tokens(a.cue[0])
		if from := d.beforeWhom(lo, hi, cue); from < lo {
			a.source = []digest.Span{d.span(from, lo-2)}
			continue
		}
		if !d.is(hi, ",") || hi+1 != cue {
			continue
		}
		if from := d.beforeWho(lo); from < lo {
			a.source = []digest.Span{d.span(from, hi)}
		}
	}
}

// dayWords say when, right before a verb, and never who.
var dayWords = set(`today yesterday tonight later earlier`)

// subjectBefore returns the phrase that ends before token i, or the name before the
// aside that does: "Bell, the harbour master, | today said".
func (d *document) subjectBefore(i int) (lo, hi int) {
	floor := d.sents[d.toks[i].sent].lo
	if !d.is(i-1, ",") {
		return d.phraseBefore(i, floor), i
	}
	for m := d.firstMention(i) - 1; m >= 0 && d.names[m].lo >= floor; m-- {
		if n := &d.names[m]; d.is(n.hi, ",") && !slices.ContainsFunc(d.toks[n.hi:i], func(t token) bool { return isVerb(t.low) || t.quote >= 0 }) &&
			(n.begin() == floor || !prepositions[d.toks[n.begin()-1].low]) {
			return n.begin(), i - 1
		}
	}
	return i, i
}

// ownerEnd returns where the phrase ends that begins with the possessive before token
// hi, the whole source of a: at the cue, as in "Her former pupil Ken Mori, now a potter,
// remembered", or hi where more than a phrase stands between.
func (d *document) ownerEnd(a *attribution, hi int) int {
	end, _ := d.tokens(a.cue[0])
	for end > hi && (d.is(end-1, ",") || helpers[d.toks[end-1].low] || isAdverb(d.toks[end-1].low)) {
		end--
	}
	if end-hi > 24 || d.toks[end-1].sent != d.toks[hi].sent || slices.ContainsFunc(d.toks[hi:end], d.breaksPhrase) {
		return hi
	}
	return end
}

// breaksPhrase reports whether t is a verb, or a mark that no phrase goes over.
func (d *document) breaksPhrase(t token) bool {
	return c3(t.low) || be[t.low] || auxiliary[t.low] || t.quote >= 0 || t.shape == punct && t.low != ","
}

// auxiliary are verbs that another verb follows.
var auxiliary = set(`has have had will would can could may might must should do does did to`)

// byAgent gives words to the one behind the "by" of a passive cue, and not to its
// subject: "She was echoed by Jonas Lind: “…”".
func (d *document) byAgent(a *attribution) bool {
	lo, hi := d.tokens(a.cue[0])
	for k := lo; k+1 < len(d.toks) && k <= hi; k++ {
		if !d.is(k, "by") || k < lo+2 || !be[d.toks[k-2].low] || !sided[d.toks[k-1].low] {
			continue
		}
		from, to := k+1, d.phraseAfter(k+1, d.sents[d.toks[k].sent].hi)
		if m := d.firstMention(k); m < len(d.names) && d.names[m].lo < to {
			from, to = max(from, d.names[m].begin()), d.names[m].hi
			if !isPerson(&d.actors[d.names[m].actor]) || d.names[m].owns {
				return false
			}
		}
		if from >= to || !slices.ContainsFunc(d.toks[from:to], func(t token) bool { return t.shape == capital }) {
			return false
		}
		a.source, a.cue = []digest.Span{d.span(from, to)}, []digest.Span{d.span(k-2, k+1)}
		return true
	}
	return false
}

// sided are what somebody does who then speaks, and not the one it is done to.
var sided = set(`echoed seconded backed joined supported contradicted challenged attacked criticised criticized mocked rebuked denounced`)

// ownSource leaves out what a source [lo, hi) begins with before the subject, the
// rest of "In Paris, Bell", and a pronoun that it ends with, "a teacher who".
func (d *document) ownSource(lo, hi int) (int, int) {
	for k := lo + 2; k < hi; k++ {
		if pasts[d.toks[k].low] && d.mentionAt(k-1) < 0 && !slices.ContainsFunc(d.toks[lo:k], func(t token) bool { return t.shape == punct || pronouns[t.low] || t.low == "that" }) {
			return lo, k // "A clerk | stole nearly"
		}
	}
	if low := d.toks[hi-1].low; hi > lo+1 && (low == "who" || low == "which" || low == "that") {
		for hi--; hi > lo+1 && d.is(hi-1, ","); hi-- {
		}
	}
	s := d.sents[d.toks[lo].sent]
	if m := d.mentionAt(s.lo + 1); m >= 0 && d.is(s.lo, "for") && isPerson(&d.actors[d.names[m].actor]) { // "For Ana Bell, who waited, it was personal: “…”"
		switch {
		case lo == s.lo && d.outside[hi] < 0:
			return lo + 1, hi
		case hi == lo+1 && d.is(lo, "it") && d.is(lo-1, ",") && be[d.toks[hi].low]:
			return s.lo + 1, d.names[m].hi
		}
	}
	if lo == s.lo && d.is(lo+1, ",") && lo+2 < hi && places[d.toks[lo].low] {
		return lo + 2, hi
	}
	for k := lo + 1; k < lo+4 && k+1 < hi && lo == s.lo+1 && prepositions[d.toks[s.lo].low]; k++ {
		if d.is(k, ",") {
			return k + 1, hi
		}
	}
	return lo, hi
}

// pasts are forms of verbs that are no participles.
var pasts = set(`stole broke fled fell took gave ran chose drew threw wore swore knew went saw rose began wrote`)

// places begin a sentence before its subject.
var places = set(`outside inside elsewhere abroad meanwhile earlier later separately afterwards backstage upstairs`)

// beforeWhom returns where the phrase begins whose relative clause has the source
// [lo, hi) for its subject and ends at the comma before the cue: "Bell, whom Quist
// accuses of fraud, | said"; lo where it is no such source.
func (d *document) beforeWhom(lo, hi, cue int) int {
	floor := d.sents[d.toks[lo].sent].lo
	if lo < floor+3 || !d.is(lo-1, "whom") || !d.is(lo-2, ",") || cue <= hi+1 || !d.is(cue-1, ",") {
		return lo
	}
	return d.phraseBefore(lo-2, floor)
}

// beforeWho returns where the phrase begins whose relative clause, between commas,
// token i stands in; i where it stands in none.
func (d *document) beforeWho(i int) int {
	floor := d.sents[d.toks[i].sent].lo
	for k := i - 1; k > floor && d.outside[k] < 0; k-- {
		switch low := d.toks[k].low; {
		case low == "who" || low == "which" || low == "whose":
			if !d.is(k-1, ",") || k == i-1 {
				return i
			}
			if slices.ContainsFunc(d.toks[floor:k-1], func(t token) bool { return t.shape == punct || isVerb(t.low) }) {
				return d.phraseBefore(k-1, floor)
			}
			return floor
		case d.toks[k].shape == punct:
			return i
		}
	}
	return i
}
