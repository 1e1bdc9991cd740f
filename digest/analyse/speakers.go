package analyse

import (
	"slices"
	"sort"

	"whosaid/digest"
)

// voice is who is meant by a source.
type voice struct {
	actor   int     // index into document.actors, or -1
	unnamed bool    // somebody the article does not name, as opposed to: not certain who
	sure    float64 // confidence that actor is right
	why     string
}

var nobody = voice{actor: -1, why: "no source"}

// speakers says who is meant by the source of each attribution, which must be
// in the order of the text. Sieves go from certain to likely (O'Keefe et al.
// 2012; Muzny et al. 2017): a name, a pronoun, a role, a continuation.
func (d *document) speakers(as []attribution) []voice {
	out := make([]voice, len(as))
	for i := range as {
		out[i] = d.voiceOf(as, out, i)
	}
	return out
}

func (d *document) voiceOf(as []attribution, done []voice, i int) voice {
	a := as[i]
	if len(a.source) == 0 {
		return nobody
	}
	lo, hi := d.tokens(a.source[0])
	if lo >= hi {
		return nobody
	}
	if m := d.head(lo, hi); m >= 0 {
		return voice{actor: d.names[m].actor, sure: 0.98, why: "named at the cue"}
	}
	if v, ok := d.repeated(as, done, i); ok {
		return v
	}
	if hi-lo == 1 && pronouns[d.toks[lo].low] {
		return d.pronoun(as, done, i, lo)
	}
	return d.nominal(as, done, i, lo, hi)
}

// repeated gives a source that an earlier attribution has too the same speaker.
func (d *document) repeated(as []attribution, done []voice, i int) (voice, bool) {
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if len(as[k].source) > 0 && as[k].source[0] == as[i].source[0] {
			return done[k], true
		}
	}
	return voice{}, false
}

// tokens returns the tokens that lie in s.
func (d *document) tokens(s digest.Span) (lo, hi int) {
	lo = sort.Search(len(d.toks), func(i int) bool { return d.toks[i].End > s.Start })
	hi = sort.Search(len(d.toks), func(i int) bool { return d.toks[i].Start >= s.End })
	return lo, hi
}

// head returns the mention that a source phrase is about, or -1 where its head
// is no name: in "one of Sokha’s lawyers" the name only says whose.
func (d *document) head(lo, hi int) int {
	best, rank := -1, 0
	for i := lo; i < hi; i++ {
		m := d.mentionAt(i)
		if m < 0 {
			continue
		}
		n := d.names[m]
		i = max(i, n.hi-1)
		if r := d.headRank(n, lo, hi); r > rank {
			best, rank = m, r
		}
	}
	return best
}

// headRank says how good a head mention n is for the phrase [lo, hi): 0 for none.
func (d *document) headRank(n mention, lo, hi int) int {
	person := d.actors[n.actor].kind == digest.Person
	switch {
	case n.owns && n.hi+1 < hi, d.follows(n, "'s") && n.hi+1 < hi:
		return 0
	case n.modifies && !(n.hi >= hi):
		return 0
	case n.lo > lo && prepositions[d.toks[n.lo-1].low] && n.from >= n.lo:
		return 0
	case n.lo > lo+1 && prepositions[d.toks[n.lo-2].low] && determiners[d.toks[n.lo-1].low]:
		return 0
	case person && (n.from <= lo || n.lo == lo):
		return 4
	case person:
		return 3
	case n.lo == lo || n.lo == lo+1 && determiners[d.toks[lo].low]:
		return 2
	}
	return 1
}

func (d *document) follows(n mention, word string) bool { return d.is(n.hi, word) }

// pronoun finds the antecedent of he, she, they or it at token i: candidates
// before it are ranked by nearness, by being a subject, and by having spoken last.
func (d *document) pronoun(as []attribution, done []voice, i, tok int) voice {
	low := d.toks[tok].low
	switch low {
	case "i", "we", "you":
		return voice{actor: -1, why: "speaks of himself"}
	case "who":
		if m := d.mentionEnding(tok); m >= 0 {
			return voice{actor: d.names[m].actor, sure: 0.9, why: "relative pronoun"}
		}
		if d.is(tok-1, ",") {
			if m := d.mentionEnding(tok - 1); m >= 0 {
				return voice{actor: d.names[m].actor, sure: 0.9, why: "relative pronoun"}
			}
		}
		return voice{actor: -1, unnamed: true, why: "relative pronoun"}
	}
	scores := map[int]float64{}
	d.scoreMentions(scores, as[i], tok)
	d.scoreVoices(scores, as, done, i, tok)
	return d.best(scores, low)
}

// fits reports whether an actor can be meant by pronoun low.
func (d *document) fits(a int, low string) bool {
	x := d.actors[a]
	switch low {
	case "he", "him", "his":
		return x.kind == digest.Person && x.gender != female
	case "she", "her":
		return x.kind == digest.Person && x.gender != male
	case "it", "its", "they", "their", "them":
		return x.kind == digest.Organisation
	}
	return false
}

// scoreMentions scores the actors named before token tok in its paragraph and
// in the two before.
func (d *document) scoreMentions(scores map[int]float64, a attribution, tok int) {
	sent := d.toks[tok].sent
	para := d.sents[sent].para
	content := func(s digest.Span) bool {
		return slices.ContainsFunc(a.content, func(c digest.Span) bool { return c.Contains(s) })
	}
	for m := d.firstMention(tok) - 1; m >= 0; m-- {
		n := d.names[m]
		at := d.sents[d.toks[n.lo].sent]
		if at.para < para-2 {
			break
		}
		if d.outside[n.lo] >= 0 || content(d.span(n.lo, n.hi)) {
			continue
		}
		score := 1.0
		if d.isSubject(n) {
			score = 3
		} else if n.owns || n.modifies {
			score = 0.6
		}
		if d.sents[sent].para != at.para {
			score *= 0.7
		}
		back := float64(sent - d.toks[n.lo].sent)
		scores[n.actor] = max(scores[n.actor], score/(1+0.35*back))
	}
}

// scoreVoices adds what those who spoke last have ahead.
func (d *document) scoreVoices(scores map[int]float64, as []attribution, done []voice, i, tok int) {
	para := d.sents[d.toks[tok].sent].para
	for k := i - 1; k >= 0 && k > i-4; k-- {
		if done[k].actor < 0 || len(as[k].source) == 0 {
			continue
		}
		lo, _ := d.tokens(as[k].source[0])
		if gap := para - d.sents[d.toks[lo].sent].para; gap <= 2 {
			scores[done[k].actor] += 2.2 / float64(1+gap) / float64(i-k)
		}
	}
}

// best picks the actor with the highest score that a pronoun fits. It is not
// certain who is meant where the next one is close.
func (d *document) best(scores map[int]float64, low string) voice {
	first, second, who := 0.0, 0.0, -1
	for a := range d.actors {
		s, ok := scores[a]
		if !ok || !d.fits(a, low) {
			continue
		}
		if g := d.actors[a].gender; g == male || g == female {
			s *= 1.15
		}
		if s > first {
			first, second, who = s, first, a
		} else if s > second {
			second = s
		}
	}
	if who < 0 {
		return voice{actor: -1, unnamed: low == "they", why: "pronoun without antecedent"}
	}
	sure := 0.75 + 0.2*(first-second)/first
	if sure < 0.78 {
		return voice{actor: -1, sure: sure, why: "pronoun, two antecedents alike"}
	}
	return voice{actor: who, sure: sure, why: "pronoun"}
}

// firstMention returns the index of the first mention at or behind token tok.
func (d *document) firstMention(tok int) int {
	return sort.Search(len(d.names), func(i int) bool { return d.names[i].lo >= tok })
}

// isSubject reports whether mention n looks like the subject of its clause: it
// begins the sentence or stands behind a comma or conjunction, and no
// preposition governs it.
func (d *document) isSubject(n mention) bool {
	if n.owns || n.modifies {
		return false
	}
	from := min(n.from, n.lo)
	s := d.sents[d.toks[n.lo].sent]
	if from <= s.lo+1 {
		return true
	}
	prev := d.toks[from-1]
	if prev.low == "," || prev.low == "that" || prev.low == "but" || prev.low == "while" || d.outside[from-1] >= 0 {
		return n.hi < s.hi && d.toks[min(max(n.to, n.hi), s.hi-1)].low != "'s"
	}
	next := min(max(n.to, n.hi), len(d.toks)-1)
	return (c3(d.toks[next].low) || helpers[d.toks[next].low]) && !prepositions[prev.low]
}

// indefinite words open a phrase that names nobody known.
var indefinite = set(`a an one two three four five six several some many another other most few no any every both all each
	sources officials critics experts analysts supporters opponents others people those someone somebody anyone former`)

// nominal finds who is meant by a phrase without a name of its own: "the
// statement", "the prime minister", "the 65-year-old", "his lawyer".
func (d *document) nominal(as []attribution, done []voice, i, lo, hi int) voice {
	if v, ok := d.appositive(lo, hi); ok {
		return v
	}
	head := d.headNoun(lo, hi)
	first := d.toks[lo].low
	if papers[head] {
		return d.issuer(as, done, i, lo, hi)
	}
	if indefinite[first] || possessive(first) || first != "the" && first != "this" && first != "that" {
		return voice{actor: -1, unnamed: true, sure: 0.9, why: "not named"}
	}
	if a := d.bearer(lo, hi, head, lo); a >= 0 {
		return voice{actor: a, sure: 0.85, why: "role"}
	}
	return voice{actor: -1, unnamed: true, sure: 0.8, why: "not named"}
}

// papers are things that speak for somebody.
var papers = set(`statement release letter report email e-mail memo tweet post message filing declaration communique communiqué document
	note petition resolution announcement advisory newsletter website page speech`)

// issuer finds whose the statement, report or letter is that a phrase names:
// the organisation or person before it, or the one whose statement was spoken of.
func (d *document) issuer(as []attribution, done []voice, i, lo, hi int) voice {
	for k := lo; k < hi; k++ {
		if m := d.mentionAt(k); m >= 0 {
			return voice{actor: d.names[m].actor, sure: 0.9, why: "its statement"}
		}
	}
	if possessive(d.toks[lo].low) {
		return d.pronoun(as, done, i, lo)
	}
	if d.toks[lo].low != "the" {
		return voice{actor: -1, unnamed: true, sure: 0.7, why: "not named"}
	}
	head := d.headNoun(lo, hi)
	para := d.sents[d.toks[lo].sent].para
	for k := lo - 1; k >= 0 && d.sents[d.toks[k].sent].para >= para-3; k-- {
		if d.toks[k].low != head || d.outside[k] >= 0 {
			continue
		}
		if a := d.subjectOf(d.toks[k].sent); a >= 0 {
			return voice{actor: a, sure: 0.8, why: "who issued the " + head}
		}
	}
	if k := i - 1; k >= 0 && done[k].actor >= 0 {
		return voice{actor: done[k].actor, sure: 0.7, why: "the speaker before"}
	}
	return voice{actor: -1, unnamed: true, sure: 0.7, why: "not named"}
}

// subjectOf returns the actor that sentence s is about, or -1.
func (d *document) subjectOf(s int) int {
	for m := d.firstMention(d.sents[s].lo); m < len(d.names) && d.names[m].lo < d.sents[s].hi; m++ {
		if n := d.names[m]; d.outside[n.lo] < 0 && d.isSubject(n) {
			return n.actor
		}
	}
	return -1
}

// appositive finds the name between commas behind a description: "Another
// Sokha lawyer, Meng Sopheary".
func (d *document) appositive(lo, hi int) (voice, bool) {
	for k := lo + 1; k+1 < hi; k++ {
		if !d.is(k, ",") {
			continue
		}
		if m := d.mentionAt(k + 1); m >= 0 && d.actors[d.names[m].actor].kind == digest.Person {
			return voice{actor: d.names[m].actor, sure: 0.95, why: "appositive"}, true
		}
	}
	return voice{}, false
}

// headNoun returns the noun that a phrase is about: the last word before a
// preposition, a comma or the end.
func (d *document) headNoun(lo, hi int) string {
	head := ""
	for k := lo; k < hi; k++ {
		t := d.toks[k]
		if t.shape == punct || k > lo && (prepositions[t.low] || joiners[t.low]) {
			break
		}
		head = t.low
	}
	return head
}

// bearer returns the actor that a definite phrase [lo, hi) before token tok
// means: one whose role or name it repeats, the nearest before it; or -1.
func (d *document) bearer(lo, hi int, head string, tok int) int {
	if head == "" {
		return -1
	}
	best, score := -1, 0.0
	for a := range d.actors {
		x := &d.actors[a]
		match := 0.0
		if slices.Contains(x.nouns, head) {
			match = 1 + d.shared(x, lo, hi)
		} else if x.kind == digest.Organisation && lastWord(x.name) == head && hi-lo <= 4 {
			match = 1
		}
		if match == 0 || len(x.mentions) == 0 {
			continue
		}
		if near := d.nearness(x, tok); match*near > score {
			best, score = a, match*near
		}
	}
	return best
}

// shared counts the words that the phrase shares with the roles of x.
func (d *document) shared(x *actor, lo, hi int) float64 {
	n := 0.0
	for _, r := range x.roles {
		a, b := d.tokens(r)
		for k := lo + 1; k < hi-1; k++ {
			for j := a; j < b; j++ {
				if d.toks[k].low == d.toks[j].low && !determiners[d.toks[j].low] {
					n++
				}
			}
		}
	}
	return min(n, 3)
}

// nearness says how near before token tok actor x is named, 1 for the same sentence.
func (d *document) nearness(x *actor, tok int) float64 {
	k := sort.Search(len(x.mentions), func(i int) bool { return d.names[x.mentions[i]].lo >= tok }) - 1
	if k < 0 {
		return 0.2
	}
	return 1 / (1 + 0.1*float64(d.toks[tok].sent-d.toks[d.names[x.mentions[k]].lo].sent))
}

func lastWord(name string) string {
	name = fold(name)
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == ' ' {
			return name[i+1:]
		}
	}
	return name
}
