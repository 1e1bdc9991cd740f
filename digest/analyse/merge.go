package analyse

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"whosaid/digest"
)

// sameContent is the least Jaccard index, over words, at which two attributions
// are taken for one; the scorers of the field use the same.
const sameContent = 0.5

// minLearned is the least probability at which what only the models found is kept,
// and minActs the same for acts that are no speech: rulings, support, appointments.
const (
	minLearned = 0.35
	minActs    = 0.75
)

// maxTagged is how many tokens a text may have for the models to look at it, some
// 200 pages; they keep 200 bytes a token. A longer one is no article, and the
// rules alone read it.
const maxTagged = 100_000

// attributed returns the attributions of d in the order of the text: those of
// the rules, which are sure of quotation marks, with source and cue as the models
// see them, which have read more sentences than the rules can tell; and of those
// that only the models found the ones that somebody says, or all of them.
func (d *document) attributed(all bool) []attribution {
	ruled := d.ruled()
	if len(d.toks) > maxTagged {
		return inOrder(ruled)
	}
	m := merger{document: d, all: all, near: make([][]int, len(d.paras))}
	for _, a := range ruled {
		a.words = d.words(a.content)
		m.put(a)
	}
	byRule := len(m.out)
	m.taken = make([]bool, byRule)
	var more []attribution
	for _, l := range d.attributions() {
		l.words = d.words(l.content)
		l.source, l.cue = d.plain(l.source), d.plain(l.cue)
		if !all && d.isRemark(l.source) {
			continue
		}
		if i := m.same(l); i >= 0 {
			m.taken[i] = true
			m.adopt(i, l)
		} else {
			more = append(more, l)
		}
	}
	if !all { // where two share words the surer one is kept
		slices.SortStableFunc(more, func(a, b attribution) int { return cmp.Compare(b.sure, a.sure) })
	}
	for _, l := range more {
		if m.adds(l) {
			m.put(l)
		}
	}
	var kept []attribution
	for i, a := range m.out {
		left := d.withoutSource(&a)
		if d.calls(a) || !all && (!left || d.passive(a) || d.denied(a) || d.veiled(a)) {
			continue
		}
		if i >= byRule || m.taken[i] || a.class == digest.Statement && d.firm(a) && (d.allQuoted(a.words) || !m.rivalled(i)) {
			kept = append(kept, a)
		}
	}
	kept = d.answered(kept)
	d.ownTails(kept)
	d.wholeSources(kept)
	kept = inOrder(kept)
	if !all {
		kept = d.unnested(kept)
	}
	return kept
}

// rivalled reports whether models gave most of the words of attribution i, which
// only the rules found, to another.
func (m *merger) rivalled(i int) bool {
	return slices.ContainsFunc(m.around(m.out[i]), func(k int) bool {
		return k != i && (k >= len(m.taken) || m.taken[k]) && jaccard(m.out[i].words, m.out[k].words) >= sameContent
	})
}

func inOrder(as []attribution) []attribution {
	sort.SliceStable(as, func(i, j int) bool { return at(as[i]) < at(as[j]) })
	return as
}

// merger compares what the rules found with what the models found, paragraph by
// paragraph, so that long texts take no longer a word than short ones.
type merger struct {
	*document
	all   bool // acts that are no speech, too, and those without a source
	out   []attribution
	taken []bool  // those of the rules that the models found too
	near  [][]int // by paragraph: indices of the attributions in out with words in it
}

func (m *merger) put(a attribution) {
	for p := range m.parasOf(a) {
		m.near[p] = append(m.near[p], len(m.out))
	}
	m.out = append(m.out, a)
}

// parasOf yields the paragraphs that the words of a stand in.
func (m *merger) parasOf(a attribution) iter.Seq[int] {
	return func(yield func(int) bool) {
		last := -1
		for _, w := range a.words {
			if p := m.sents[m.toks[w].sent].para; p != last {
				if last = p; !yield(p) {
					return
				}
			}
		}
	}
}

// around returns the attributions with words in the paragraphs of l, each once.
func (m *merger) around(l attribution) []int {
	var out []int
	for p := range m.parasOf(l) {
		out = append(out, m.near[p]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// same returns the attribution of the rules that l is: the one that shares most
// of its words, else one with its cue; or -1.
func (m *merger) same(l attribution) int {
	best, who, cue := sameContent, -1, -1
	for _, i := range m.around(l) {
		if i >= len(m.taken) || m.taken[i] {
			continue
		}
		r := m.out[i]
		if m.inside(r.content, l.cue) {
			continue
		}
		if s := jaccard(r.words, l.words); s >= best && !m.another(r, l) {
			best, who = s, i
		}
		if len(r.cue) > 0 && len(l.cue) > 0 && r.cue[0].Overlaps(l.cue[0]) {
			cue = i
		}
	}
	if who < 0 && l.score >= minLearned && len(l.source) > 0 {
		who = cue
	}
	return who
}

// inside reports whether the cue stands in the content: then it is the cue of
// another attribution, one that the content tells of.
func (m *merger) inside(content, cue []digest.Span) bool {
	return len(cue) > 0 && slices.ContainsFunc(content, func(c digest.Span) bool { return c.Contains(cue[0]) })
}

// another reports whether r, a quotation with a cue of its own, is only a part of what
// the models give to another cue: “A,” Bell said. “B,” Ruiz said.
func (m *merger) another(r, l attribution) bool {
	if len(r.cue) == 0 || len(l.cue) == 0 || r.cue[0].Overlaps(l.cue[0]) || len(l.content) < 2 || common(r.words, l.words) == len(l.words) {
		return false
	}
	cue, _ := m.tokens(r.cue[0])
	return sure[m.toks[cue].low] && m.allQuoted(r.words)
}

// words returns the indices of the words in spans, in order.
func (d *document) words(spans []digest.Span) []int {
	var out []int
	for _, s := range spans {
		lo, hi := d.tokens(s)
		out = slices.Grow(out, hi-lo)
		for i := lo; i < hi; i++ {
			if d.toks[i].shape != punct {
				out = append(out, i)
			}
		}
	}
	sort.Ints(out)
	return out
}

// plain returns spans without the punctuation at their ends.
func (d *document) plain(spans []digest.Span) []digest.Span {
	var out []digest.Span
	for _, s := range spans {
		lo, hi := d.tokens(s)
		for hi > lo && d.toks[hi-1].shape == punct && !d.is(hi-1, ")") {
			hi--
		}
		for lo < hi && d.toks[lo].shape == punct {
			lo++
		}
		if lo < hi {
			out = append(out, d.span(lo, hi))
		}
	}
	return out
}

// jaccard returns the share of the words of two sorted lists that is in both.
func jaccard(a, b []int) float64 {
	both := common(a, b)
	return float64(both) / float64(len(a)+len(b)-both)
}

// common counts the words that two sorted lists share. It looks the few up in
// the many: a quotation can run over hundreds of paragraphs.
func common(a, b []int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); ok {
			n++
		}
	}
	return n
}

// adds reports whether l, which no rule found, is to be kept: it names a source,
// is likely right, the more so where it reports neither speech nor thought, and
// its words are in no other.
func (m *merger) adds(l attribution) bool {
	if m.all {
		return true
	}
	if len(l.source) == 0 || len(l.cue) == 0 && m.onlyHeadline(l) || l.class == digest.Other && l.sure < minActs || l.sure < minLearned || m.denies(l.cue) || m.onlyMeant(l.cue) || m.touches(l) {
		return false
	}
	for _, i := range m.around(l) {
		if common(m.out[i].words, l.words) > 0 {
			return false
		}
	}
	return true
}

// onlyHeadline reports whether l stands in a headline without marks or a word
// for speech: "Bell: No More Money". The words are the desk's.
func (m *merger) onlyHeadline(l attribution) bool {
	if len(l.words) == 0 {
		return false
	}
	para := m.paras[m.sents[m.toks[l.words[0]].sent].para]
	return para.line == headline && !slices.ContainsFunc(l.words, func(i int) bool { return m.outside[i] >= 0 })
}

// touches reports whether the content of l stands right before its source, with
// nothing between: then it is a part of the same phrase.
func (d *document) touches(l attribution) bool {
	lo, _ := d.tokens(l.source[0])
	_, hi := d.tokens(l.content[len(l.content)-1])
	return hi == lo
}

// firm reports whether an attribution that only the rules found is to be kept.
func (d *document) firm(a attribution) bool {
	if len(a.cue) == 0 {
		return a.why != subjectOfSentence
	}
	lo, _ := d.tokens(a.cue[0])
	return d.allQuoted(a.words) || sure[d.toks[lo].low] || d.is(lo, "according") || a.why == "noun cue" || d.parenthesis(a)
}

// parenthesis reports whether a person's name and a verb stand between commas, or
// between one and the end of the sentence: "it could, Ana Paz estimates, be sold".
func (d *document) parenthesis(a attribution) bool {
	if len(a.source) != 1 || len(a.cue) != 1 || a.source[0].End > a.cue[0].Start {
		return false
	}
	lo, end := d.tokens(a.source[0])
	verb, hi := d.tokens(a.cue[0])
	m := d.named(lo, end)
	return verb == end && m >= 0 && d.names[m].lo == lo && isPerson(&d.actors[d.names[m].actor]) &&
		lo > 0 && d.is(lo-1, ",") && (d.is(hi, ",") || d.is(hi, "."))
}

// allQuoted reports whether all words, given by token, stand between quotation marks.
func (d *document) allQuoted(words []int) bool {
	for _, i := range words {
		if d.outside[i] < 0 {
			return false
		}
	}
	return len(words) > 0
}
