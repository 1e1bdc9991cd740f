package analyse

import "strings"

// subject returns the phrase that most likely is the subject of what stands in
// segment s before token end: the first name or pronoun outside quotations.
func (r *ruler) subject(s sentence, end int) (lo, hi int) {
	for i := s.lo; i < end; i++ {
		if r.outside[i] >= 0 {
			continue
		}
		if m := r.mentionAt(i); m >= 0 {
			n := r.names[m]
			infinitive := n.from > s.lo && r.is(n.from-1, "to") // "refused to blame striker Bell"
			if r.is(n.hi, "'s") || r.is(n.hi, "'") || i > s.lo && prepositions[r.toks[i-1].low] || infinitive {
				i = n.hi - 1
				continue
			}
			return max(n.from, s.lo), min(max(n.hi, n.to), end)
		}
		if low := r.toks[i].low; low == "he" || low == "she" || low == "they" || low == "it" {
			return i, i + 1
		}
	}
	if hi := r.phraseAfter(s.lo, end); hi > s.lo && determiners[r.toks[s.lo].low] {
		return s.lo, hi
	}
	return 0, 0
}

// skipBack returns the first token of the verb group that ends at token i, and
// of what of time stands right before it: "on Sunday also said".
func (r *ruler) skipBack(i, floor int) int {
	for i > floor && (helpers[r.toks[i-1].low] || isAdverb(r.toks[i-1].low)) && r.outside[i-1] < 0 {
		i--
	}
	for s := max(floor, i-8); s < i; s++ {
		if r.outside[s] < 0 && s > floor && r.timeEnd(s) == i {
			return r.skipBack(s, floor)
		}
	}
	return i
}

// skipAside returns where the phrase before an aside between commas ends:
// "Vitou, a political analyst," gives the token behind Vitou.
func (r *ruler) skipAside(end, floor int) int {
	commas := 0
	for k := end - 2; k > floor && end-k < 40; k-- {
		if r.outside[k] >= 0 {
			continue
		}
		if !r.is(k, ",") {
			continue
		}
		commas++
		next := r.toks[k+1].low
		aside := determiners[next] || next == "who" || next == "whose" || next == "however" || next == "meanwhile" || next == "speaking" ||
			r.toks[k+1].shape == number || r.toks[k+1].shape == lower && !pronouns[next] && !joiners[next]
		if aside && (r.mentionEnding(k) >= 0 || r.is(k-1, "he") || r.is(k-1, "she")) {
			return k
		}
		if next == "however" || next == "meanwhile" || r.isTime(k+1) {
			return k
		}
		if commas > 3 {
			break
		}
	}
	if m := r.mentionEnding(end - 1); m >= 0 {
		return end - 1
	}
	return end - 1
}

// subjectAt reports whether the phrase of tokens [from, to) looks like the
// subject of a clause: a clause begins with it, or a verb follows and no
// preposition stands before it.
func (d *document) subjectAt(from, to int) bool {
	s := d.sents[d.toks[from].sent]
	if from <= s.lo+1 && !(from > s.lo && prepositions[d.toks[s.lo].low]) {
		return true
	}
	prev := d.toks[max(from-1, 0)]
	if prepositions[prev.low] {
		return false
	}
	if d.outside[from-1] >= 0 {
		return true
	}
	next := min(to, len(d.toks)-1)
	if d.is(next, ",") {
		if prev.low == "," && next+1 < s.hi && isVerb(d.toks[next+1].low) {
			return true // "the clerk, Ana Paz, now wants"
		}
		next = d.behindAside(next, s.hi)
	}
	t := d.toks[min(next, len(d.toks)-1)]
	switch {
	case t.low == "'s" || t.shape == punct:
		return false
	case isVerb(t.low) || t.low == "who":
		return true
	}
	return clauseOpeners[prev.low] && t.shape == lower
}

// behindAside returns the token behind the aside that the comma at token i
// begins, or i where no comma ends it.
func (d *document) behindAside(i, hi int) int {
	for k := i + 2; k < hi && k < i+30; k++ {
		if d.is(k, ",") && d.outside[k] < 0 && k+1 < hi {
			if isVerb(d.toks[k+1].low) {
				return k + 1
			}
		}
	}
	return i
}

// isVerb reports whether a word can be the finite verb behind a subject.
func isVerb(low string) bool {
	switch low {
	case "not", "on", "to", "all", "both", "even", "first", "today", "yesterday", "tonight":
		return false
	}
	c, ok := cues[low]
	return c3(low) || helpers[low] || ok && (c.form == past || c.form == third) || len(low) > 4 && strings.HasSuffix(low, "ed")
}

// clauseOpeners stand right before the subject of a clause.
var clauseOpeners = set(`that but while when as because if although though whereas since and whether where why how after before until so or than`)

// isSubject reports whether mention n looks like the subject of its clause.
func (d *document) isSubject(n mention) bool {
	if n.owns || n.modifies {
		return false
	}
	from := n.begin()
	from = d.phraseStart(from, d.sents[d.toks[n.lo].sent].lo)
	return d.subjectAt(from, max(n.to, n.hi))
}
