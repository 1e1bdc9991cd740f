package analyse

import (
	"iter"
	"slices"
	"sort"
	"strings"

	"whosaid/digest"
)

// sameContent is the least Jaccard index, over words, at which two attributions
// are taken for one; the scorers of the field use the same.
const sameContent = 0.5

// minLearned is the least score at which what only the models found is kept, and
// minActs the same for acts that are no speech: rulings, support, appointments.
const (
	minLearned = 0.6
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
	m := merger{document: d, all: all, near: make([][]int, len(d.paras))}
	for _, a := range d.ruled() {
		a.words = d.words(a.content)
		m.put(a)
	}
	byRule := len(m.out)
	m.taken = make([]bool, byRule)
	if len(d.toks) > maxTagged {
		return inOrder(m.out)
	}
	for _, l := range d.attributions() {
		l.words = d.words(l.content)
		l.source, l.cue = d.plain(l.source), d.plain(l.cue)
		if i := m.same(l); i >= 0 {
			m.taken[i] = true
			m.adopt(i, l)
		} else if m.adds(l) {
			m.put(l)
		}
	}
	kept := m.out[:0]
	for i, a := range m.out {
		left := d.apart(&a)
		if !all && (!left || d.passive(a) || d.denied(a) || d.veiled(a)) {
			continue
		}
		if i >= byRule || m.taken[i] || a.class == digest.Statement && d.firm(a) {
			kept = append(kept, a)
		}
	}
	return inOrder(kept)
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
		if s := jaccard(r.words, l.words); s >= best {
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

// words returns the indices of the words in spans, in order.
func (d *document) words(spans []digest.Span) []int {
	var out []int
	for _, s := range spans {
		lo, hi := d.tokens(s)
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

// adopt gives attribution i, which the models found as l, their source and cue,
// and their content too where it is nearly the same: they know better where a
// clause ends, but on prose unlike what they have read they may stop too soon.
func (m *merger) adopt(i int, l attribution) {
	a := &m.out[i]
	if m.all || len(l.source) > 0 && a.why != inCourt && a.why != whoIsQuoted && !m.relative(l, *a) && !m.runsOn(l.source, *a) && !(len(a.source) == 1 && a.source[0].Start == l.source[0].Start && a.source[0].Contains(l.source[0])) {
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

// relative reports whether l takes a clause that tells of no speech for the cue, and
// its "who" for the source, of which a has the subject of the sentence: "Bell
// blamed Ruiz, who lost the ball: “…”".
func (m *merger) relative(l, a attribution) bool {
	if !strings.HasPrefix(a.why, subjectOfSentence) || len(a.source) == 0 || len(l.source) != 1 || len(l.cue) == 0 || l.source[0].Start <= a.source[0].Start {
		return false
	}
	cue, _ := m.tokens(l.cue[0])
	_, speech := cues[m.toks[cue].low]
	who := strings.ToLower(l.source[0].Cut(m.text))
	return !speech && (who == "who" || who == "which")
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

// adds reports whether l, which no rule found, is to be kept: it names a source,
// is likely right, the more so where it reports neither speech nor thought, and
// its words are in no other.
func (m *merger) adds(l attribution) bool {
	if m.all {
		return true
	}
	if len(l.source) == 0 || len(l.cue) == 0 && m.onlyHeadline(l) || l.class == digest.Other && l.score < minActs || l.score < minLearned || m.denies(l.cue) || m.touches(l) {
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

// passive reports whether the source of a is the one that something was said
// to or of: "Sokha is accused of", "the jury was told".
func (d *document) passive(a attribution) bool {
	if len(a.cue) == 0 || len(a.source) == 0 || a.source[0].Start > a.cue[0].Start {
		return false
	}
	lo, hi := d.tokens(a.cue[0])
	for i := lo; i < hi; i++ {
		c, ok := cues[d.toks[i].low]
		if !ok || c.form != past {
			continue
		}
		if d.is(i, "quoted") && d.saidSo(i, hi) {
			return false // "Bell was quoted as saying"
		}
		if d.is(i+1, "by") && !means[d.toks[min(i+2, len(d.toks)-1)].low] || d.is(i, "accused") && d.is(i+1, "of") {
			return true
		}
		for k := i - 1; k >= 0 && k >= i-3; k-- {
			if low := d.toks[k].low; be[low] {
				return true
			} else if !helpers[low] && !isAdverb(low) {
				break
			}
		}
		return false
	}
	return false
}

// means are by what one says something: "replied by tweet".
var means = set(`tweet email e-mail phone telephone text letter post message video fax radio`)

// saidSo reports whether "as saying" follows "quoted", token i, soon.
func (d *document) saidSo(i, hi int) bool {
	for k := i + 1; k < max(hi, i+8); k++ {
		if d.is(k, "as") && cues[d.toks[min(k+1, len(d.toks)-1)].low].form == ing {
			return true
		}
	}
	return false
}

// denied reports whether a says that something was not said, or only might be:
// "has never said", "nobody said", "asked whether Quill had said", "denied saying".
func (d *document) denied(a attribution) bool {
	if len(a.source) > 0 {
		lo, _ := d.tokens(a.source[0])
		if nobodies[d.toks[lo].low] || d.supposed(lo) {
			return true
		}
	}
	if len(a.cue) == 0 {
		return d.deniedBetween(a)
	}
	if d.denies(a.cue) {
		return !d.introduced(a) // "refused to blame him: “…”"
	}
	lo, _ := d.tokens(a.cue[0])
	if a.why == "according to" || len(a.source) > 0 && a.source[0].Start > a.cue[0].Start {
		return false
	}
	for k := lo - 1; k >= 0 && k >= lo-5 && d.outside[k] < 0; k-- {
		low := d.toks[k].low
		if negations[low] || d.toks[lo].shape == lower && unreal[low] || low == "denied" || low == "denies" || low == "denying" {
			return true
		}
		if !helpers[low] && !isAdverb(low) {
			return false
		}
	}
	return false
}

// introduced reports whether the content of a is a quotation behind a colon.
func (d *document) introduced(a attribution) bool {
	before, _ := d.tokens(a.content[0])
	for before--; before > 0 && d.toks[before].shape == punct && !d.is(before, ":"); before-- {
	}
	return d.is(before, ":") && len(a.words) >= minWords && d.allQuoted(a.words)
}

// deniedBetween reports whether a negation stands between a source and the
// quotation that no cue gives to it.
func (d *document) deniedBetween(a attribution) bool {
	if len(a.source) == 0 || len(a.content) == 0 || a.source[0].End > a.content[0].Start {
		return false
	}
	lo, hi := d.tokens(digest.Span{Start: a.source[0].End, End: a.content[0].Start})
	if hi-lo > 12 {
		return false
	}
	return slices.ContainsFunc(d.toks[lo:hi], func(t token) bool { return negations[t.low] })
}

// supposed reports whether the clause whose subject begins at token i is only
// supposed: "whether Quill had said", "if he says", "wishes she had said".
func (d *document) supposed(i int) bool {
	if i == 0 {
		return false
	}
	switch d.toks[i-1].low {
	case "whether", "if", "unless", "wish", "wishes", "wished":
		return true
	}
	return false
}

var nobodies = set(`nobody no-one none neither no`)

var unreal = set(`could might may should can`)

// be makes a passive of the past participle behind it.
var be = set(`was were been is are being be 's 're`)

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

// denies reports whether a word of the cue says that it was not said.
func (d *document) denies(cue []digest.Span) bool {
	for _, s := range cue {
		lo, hi := d.tokens(s)
		for i := lo; i < hi; i++ {
			if negations[d.toks[i].low] {
				return true
			}
		}
	}
	return false
}

// negations make of a cue that nothing was said.
var negations = set(`not n't never didn't doesn't don't hasn't haven't wouldn't won't declined refused without`)

// allQuoted reports whether all words, given by token, stand between quotation marks.
func (d *document) allQuoted(words []int) bool {
	for _, i := range words {
		if d.outside[i] < 0 {
			return false
		}
	}
	return len(words) > 0
}
