package analyse

import "whosaid/digest"

// answersReporter mends what was made of "When I told Bell about it, he grinned. “It
// works.”": the reporter, "I", only asks or tells, and what stands between the marks is
// said by the other one whom the sentence before them is about.
func (d *document) answersReporter(a *attribution) {
	if len(a.source) != 1 || len(a.cue) == 0 {
		return
	}
	i, hi := d.tokens(a.source[0])
	last := a.content[len(a.content)-1]
	lo, end := d.tokens(last)
	for lo < end && d.outside[lo] < 0 { // "it. | ‘A boat”"
		lo++
	}
	if hi != i+1 || !d.is(i, "i") || d.outside[i] >= 0 || lo == end {
		return
	}
	q := d.marks[d.outside[lo]]
	before := q.lo - 2
	if before <= i || d.toks[before].sent == d.toks[q.lo].sent && !d.is(before, ".") || d.toks[before].sent != d.toks[i].sent {
		return
	}
	from, to := d.otherThan(i, before)
	if from == to {
		return
	}
	a.source, a.cue, a.why = []digest.Span{d.span(from, to)}, nil, subjectOfSentence
	a.content = []digest.Span{d.span(max(lo, q.lo), min(end, q.hi))}
	a.words = d.words(a.content)
}

// otherThan returns who besides the reporter, token i, the sentence that ends at token
// end is about: "When I told Bell, | he | grinned", "| Bell | laughed when I said so".
func (d *document) otherThan(i, end int) (lo, hi int) {
	s := d.sents[d.toks[i].sent]
	if meanwhile[d.toks[s.lo].low] && i == s.lo+1 {
		for k := i + 2; k < end; k++ {
			if d.is(k-1, ",") && (d.is(k, "he") || d.is(k, "she")) {
				return k, k + 1
			}
		}
		return 0, 0
	}
	if i == s.lo || !meanwhile[d.toks[i-1].low] {
		return 0, 0
	}
	if d.is(s.lo, "he") || d.is(s.lo, "she") {
		return s.lo, s.lo + 1
	}
	if m := d.firstMention(s.lo); m < len(d.names) && d.names[m].begin() == s.lo && d.names[m].hi < i && isPerson(&d.actors[d.names[m].actor]) && !d.names[m].owns {
		return s.lo, d.names[m].hi
	}
	return 0, 0
}

// meanwhile join what the reporter does with what the other one does.
var meanwhile = set(`when as after once`)
