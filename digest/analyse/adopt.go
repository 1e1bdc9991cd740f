package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// adopt gives attribution i, which the models found as l, their source and cue,
// and their content too where it is nearly the same: they know better where a
// clause ends, but on prose unlike what they have read they may stop too soon.
func (m *merger) adopt(i int, l attribution) {
	a := &m.out[i]
	if a.why == signedBy || a.why == whoActs || m.elsewhere(l, *a) {
		a.why += ", and learned"
		return
	}
	if m.betterSource(l, *a) {
		a.source = l.source
	}
	if len(l.cue) > 0 && (m.all || !m.relative(l, *a)) {
		a.cue = l.cue
	}
	parted := len(a.content) > 1 && len(l.content) == 1 && common(a.words, l.words) == len(l.words)
	if !parted && !m.severs(l, *a) && !m.allQuoted(a.words) && (m.all || jaccard(a.words, l.words) >= sameContent && !m.overlaps(l, i)) {
		if m.explain {
			a.variants = append(differing("the rule "+a.why, 0, a.content, l.content), l.variants...)
		}
		a.content, a.words = l.content, l.words
	} else if m.explain {
		a.variants = append(differing("models", l.score, l.content, a.content), l.variants...)
	}
	a.why += ", and learned"
}

// betterSource reports whether the source of l is to be taken for that of a.
func (m *merger) betterSource(l, a attribution) bool {
	if m.all {
		return len(l.source) > 0 || !m.allQuoted(a.words)
	}
	if len(l.source) == 0 || a.why == inCourt || a.why == whoIsQuoted || m.relative(l, a) || m.runsOn(l.source, a) {
		return false
	}
	return len(a.source) != 1 || a.source[0].Start != l.source[0].Start || !a.source[0].Contains(l.source[0])
}

// severs reports whether the content of l is the start of that of a and ends before
// a verb, as in "told reporters [the lender] would sue", or whether it begins with
// those who are told, which that of a does not.
func (m *merger) severs(l, a attribution) bool {
	if len(l.content) != 1 || len(a.content) != 1 || len(a.cue) == 0 {
		return false
	}
	lo, hi := m.tokens(l.content[0])
	from, to := m.tokens(a.content[0])
	cue, end := m.tokens(a.cue[0])
	told := cues[m.toks[cue].low].frame&listens != 0 && end <= lo
	clause := determiners[m.toks[from].low] || m.mentionAt(from) >= 0
	return lo == from && hi < to && helpers[m.toks[hi].low] && isVerb(m.toks[hi].low) || told && clause && lo < from && hi <= to
}

// relative reports whether l takes a clause that tells of no speech for the cue, or a
// cue in -ing, and its "who" for the source, of which a has the subject of the sentence: "Bell
// blamed Ruiz, who lost the ball: “…”".
func (m *merger) relative(l, a attribution) bool {
	if !strings.HasPrefix(a.why, subjectOfSentence) || len(a.source) == 0 || len(l.source) != 1 || len(l.cue) == 0 || l.source[0].Start <= a.source[0].Start {
		return false
	}
	cue, _ := m.tokens(l.cue[0])
	c, speech := cues[m.toks[cue].low]
	who := strings.ToLower(l.source[0].Cut(m.text))
	return (!speech || c.form == ing) && (who == "who" || who == "which")
}

// elsewhere reports whether the cue of l stands in another sentence than that of
// the rule, which is the nearer one to the content: "According to her few came.
// “We waited,” she said."
func (m *merger) elsewhere(l, a attribution) bool {
	if len(l.cue) == 0 || len(a.cue) == 0 || len(a.source) == 0 || m.sentenceOf(l.cue[0]) == m.sentenceOf(a.cue[0]) {
		return false
	}
	near := func(cue digest.Span) int {
		least := len(m.text)
		for _, c := range a.content {
			least = min(least, gapOf(c, cue))
		}
		return least
	}
	return near(a.cue[0]) < near(l.cue[0])
}

// sentenceOf returns the index of the sentence that s begins in.
func (d *document) sentenceOf(s digest.Span) int {
	lo, _ := d.tokens(s)
	return d.toks[min(lo, len(d.toks)-1)].sent
}

// runsOn reports whether a source as the models see it is that of a and goes on
// into its content: "according to Bell, admire her patience".
func (m *merger) runsOn(source []digest.Span, a attribution) bool {
	return len(a.source) == 1 && len(source) == 1 && source[0].Start == a.source[0].Start && common(m.words(source), a.words) > 0
}

// overlaps reports whether words of l are the content of another attribution than i.
func (m *merger) overlaps(l attribution, i int) bool {
	return slices.ContainsFunc(m.around(l), func(k int) bool {
		return k != i && common(m.out[k].words, l.words) > 0
	})
}
