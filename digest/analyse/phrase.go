package analyse

import (
	"strings"

	"whosaid/digest"
)

// span returns the bytes of tokens [lo, hi).
func (d *document) span(lo, hi int) digest.Span {
	return digest.Span{Start: d.toks[lo].Start, End: d.toks[hi-1].End}
}

// is reports whether token i is the punctuation or word s.
func (d *document) is(i int, s string) bool {
	return i >= 0 && i < len(d.toks) && d.toks[i].low == s
}

// outer returns the outermost quotation that token i stands in, its marks
// included, or -1.
func (d *document) outer(i int) int {
	if i < 0 || i >= len(d.outside) {
		return -1
	}
	return d.outside[i]
}

// spread records for every token the outermost quotation it belongs to, marks included.
func (d *document) spread() {
	d.outside = make([]int, len(d.toks))
	for i := range d.outside {
		d.outside[i] = -1
	}
	for m, q := range d.marks {
		if q.level > 0 || d.outside[q.lo-1] >= 0 {
			continue
		}
		hi := q.hi
		if q.closed {
			hi++
		}
		for k := q.lo - 1; k < hi; k++ {
			d.outside[k] = m
		}
	}
}

// mentionEnding returns the mention whose name ends right before token j, or -1.
func (d *document) mentionEnding(j int) int {
	m := d.mentionAt(j - 1)
	if m >= 0 && d.names[m].hi == j {
		return m
	}
	return -1
}

// mentionAt returns the mention whose name covers token i, or -1.
func (d *document) mentionAt(i int) int {
	if i < 0 || i >= len(d.nameAt) {
		return -1
	}
	return d.nameAt[i]
}

// place records for every token the mention that names it.
func (d *document) place() {
	d.nameAt = make([]int, len(d.toks))
	for i := range d.nameAt {
		d.nameAt[i] = -1
	}
	for m, n := range d.names {
		for k := n.lo; k < n.hi; k++ {
			d.nameAt[k] = m
		}
	}
}

// phraseBefore returns the tokens [lo, end) of the noun phrase that ends before
// token end, not reaching below floor; lo == end where there is none.
func (d *document) phraseBefore(end, floor int) int {
	if end <= floor {
		return end
	}
	last := d.toks[end-1]
	if pronouns[last.low] {
		return end - 1
	}
	if m := d.mentionEnding(end); m >= 0 {
		return max(floor, d.names[m].begin())
	}
	if last.low == ")" { // "Sen. Claire McCaskill (D-Mo.)"
		for k := end - 2; k > floor && k > end-8; k-- {
			if d.is(k, "(") {
				if lo := d.phraseBefore(k, floor); lo < k {
					return lo
				}
			}
		}
		return end
	}
	if last.shape == punct || helpers[last.low] || prepositions[last.low] || joiners[last.low] || isAdverb(last.low) {
		return end
	}
	return d.nounsBefore(end, floor)
}

// nounsBefore walks left over the words of a phrase without a name: it stops
// before punctuation, verbs and conjunctions, and begins with a determiner,
// a possessor or an adjective.
func (d *document) nounsBefore(end, floor int) int {
	lo := end
	for i := end - 1; i >= floor && end-i < 20; i-- {
		t := d.toks[i]
		if d.outer(i) != d.outer(end-1) {
			break
		}
		if m := d.mentionAt(i); m >= 0 {
			i = max(floor, d.names[m].lo)
			lo = i
			continue
		}
		if t.shape == punct || pronouns[t.low] || c3(t.low) {
			break
		}
		if joiners[t.low] && t.low != "and" || helpers[t.low] && t.low != "'s" {
			break
		}
		if t.low == "and" && (i == floor || d.toks[i-1].shape == punct || lo == i+1 && determiners[d.toks[i+1].low] && !possessive(d.toks[i+1].low)) {
			break
		}
		if prepositions[t.low] && t.low != "of" && t.low != "for" && t.low != "from" && t.low != "in" && t.low != "at" && t.low != "with" {
			break
		}
		lo = i
		if determiners[t.low] && (i == floor || d.toks[i-1].low != "of" && d.toks[i-1].low != "and") {
			break
		}
	}
	for lo < end && (prepositions[d.toks[lo].low] || joiners[d.toks[lo].low] || isAdverb(d.toks[lo].low)) {
		lo++
	}
	return lo
}

// c3 reports whether a word is a finite cue or another clear verb.
func c3(low string) bool {
	return sure[low] || finite[low]
}

// finite are common verb forms that end a noun phrase to their left.
var finite = set(`made took gave came began got went saw met held led ran won lost kept left brought sent spoke issued attended
	supported backed released visited accepted refused declined agreed`)

func possessive(low string) bool {
	switch low {
	case "his", "her", "their", "its", "our", "my", "your":
		return true
	}
	return false
}

func isAdverb(low string) bool {
	return strings.HasSuffix(low, "ly") && len(low) > 4
}

// phraseAfter returns where the noun phrase that begins at token lo ends, not
// beyond ceil: a pronoun, a name with what belongs to it, or words up to
// punctuation, a preposition of time or a conjunction.
func (d *document) phraseAfter(lo, ceil int) int {
	if lo >= ceil {
		return lo
	}
	if d.alone(lo) {
		return lo + 1
	}
	if d.is(lo, "@") && lo+1 < ceil && d.toks[lo+1].shape != punct { // “…,” tweeted @AnaBell
		return lo + 2
	}
	for i := lo; i < ceil && i < lo+14; i++ {
		if m := d.mentionAt(i); m >= 0 {
			if n := d.names[m]; n.from <= lo || d.plainWords(lo, n.lo) {
				return min(ceil, max(n.to, n.hi))
			}
		}
		t := d.toks[i]
		if t.shape == punct || joiners[t.low] && t.low != "and" || helpers[t.low] && t.low != "'s" || i > lo && (pronouns[t.low] || d.isTime(i)) {
			return i
		}
		if prepositions[t.low] && t.low != "of" && t.low != "for" && t.low != "from" && t.low != "at" && t.low != "with" {
			return i
		}
	}
	return min(ceil, lo+14)
}

// alone reports whether token i is a pronoun that is a phrase by itself: "him" is,
// "her" is where no noun follows.
func (d *document) alone(i int) bool {
	low := d.toks[i].low
	if low != "her" || i+1 >= len(d.toks) {
		return pronouns[low] || objects[low]
	}
	next := d.toks[i+1]
	return next.shape == punct || determiners[next.low] || pronouns[next.low] || prepositions[next.low] || joiners[next.low] || helpers[next.low] || nobodies[next.low] || next.low == "nothing"
}

// objects are the forms of pronouns that stand behind "according to".
var objects = set(`him her them me us`)

// plainWords reports whether tokens [lo, hi) are words of one phrase.
func (d *document) plainWords(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		t := d.toks[i]
		if t.shape == punct || joiners[t.low] && t.low != "and" || c3(t.low) {
			return false
		}
	}
	return true
}

// isTime reports whether a phrase of time begins at token i: "on Sunday", "last week", "Tuesday".
func (d *document) isTime(i int) bool {
	return d.timeEnd(i) > i
}

// timeEnd returns the token behind the phrase of time or of channel ("on
// Twitter", "in an email", "in a statement on Friday") that begins at i, or i.
func (d *document) timeEnd(i int) int {
	if i >= len(d.toks) {
		return i
	}
	t := d.toks[i]
	j := i
	switch {
	case weekdays[t.low]:
		j = i + 1
	case t.low == "last" || t.low == "this" || t.low == "earlier" || t.low == "late" || t.low == "next" || t.low == "early":
		j = i + 1
		for j < len(d.toks) && j < i+4 && (timeWords[d.toks[j].low] || weekdays[d.toks[j].low] || months[d.toks[j].low]) {
			j++
		}
		if j == i+1 {
			return i
		}
	case t.low == "on" || t.low == "in" || t.low == "at" || t.low == "during" || t.low == "via" || t.low == "after" || t.low == "before":
		j = d.channelEnd(i)
	}
	if j > i {
		return max(j, d.timeEnd(j))
	}
	return i
}

// timeWords name parts of time.
var timeWords = set(`week month year weekend day night morning evening afternoon today summer spring autumn fall winter season monday's`)

// channels are what something is said through or at.
var channels = set(`twitter facebook instagram telegram email e-mail statement interview tweet letter post press conference speech message
	video blog television tv radio briefing call phone telephone rally meeting hearing court report website testimony debate filing memo note x
	account page page. program programme show speech address article op-ed column release whatsapp reporters`)

func (d *document) channelEnd(i int) int {
	for j := i + 1; j < len(d.toks) && j < i+9; j++ {
		t := d.toks[j]
		if t.shape == punct || c3(t.low) || t.low == "that" {
			return i
		}
		if weekdays[t.low] || channels[t.low] || timeWords[t.low] {
			for j+1 < len(d.toks) && (channels[d.toks[j+1].low] || weekdays[d.toks[j+1].low] || timeWords[d.toks[j+1].low]) {
				j++
			}
			return j + 1
		}
		if months[t.low] {
			j++
			for j < len(d.toks) && (d.toks[j].shape == number || d.toks[j].low == "," && j+1 < len(d.toks) && d.toks[j+1].shape == number && d.toks[j+1].Len() == 4) {
				j++
			}
			return j
		}
	}
	return i
}
