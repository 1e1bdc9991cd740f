package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSentence bounds the tokens of a sentence, so that later stages, which look
// around within a sentence, stay linear on text without full stops.
const maxSentence = 300

// abbreviations end in a full stop that ends no sentence.
var abbreviations = set(`mr mrs ms dr prof rev hon gen lt col sgt capt maj cmdr adm gov sen rep sens reps pres supt
	st jr sr esq messrs mx fr br bros no nos vs v etc al inc ltd co corp dept est approx ext fig figs ed eds vol pp cf
	rs jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat
	ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo
	ave blvd rd mt ft e.g i.e a.m p.m u.s u.k u.n d.c barr engr arch smt dra lic ing arq sra srta hj ph.d m.d b.a m.a`)

// isAbbreviation reports whether the full stop behind word belongs to it.
func isAbbreviation(word string) bool {
	if r, w := utf8.DecodeRuneInString(word); w == len(word) {
		return unicode.IsUpper(r) && r != 'I'
	}
	if len(word) > 6 {
		return false
	}
	low := fold(word)
	if strings.Contains(low, ".") { // "U.S", "a.m"
		last := low[strings.LastIndexByte(low, '.')+1:]
		return len(last) == 1 || abbreviations[low]
	}
	return abbreviations[low] && !ambiguousShort[word]
}

// ambiguousShort are spellings that are usually words, not abbreviations.
var ambiguousShort = set(`no v fig ill ind del miss mass wash sat mon la co al ed ext mar may ore pa st no`)

// sentences finds the sentences of paragraph p. Quotation marks and brackets
// that close behind a full stop belong to its sentence.
func (d *document) sentences(p int) {
	para := &d.paras[p]
	para.first = len(d.sents)
	lo := para.lo
	for i := para.lo; i < para.hi; i++ {
		if i+1 < para.hi && i-lo < maxSentence {
			if !d.endsSentence(i, para.hi) {
				continue
			}
			for i+1 < para.hi && d.closes(i+1) {
				i++
			}
		}
		for k := lo; k <= i; k++ {
			d.toks[k].sent = len(d.sents)
		}
		d.sents = append(d.sents, sentence{lo, i + 1, p})
		lo = i + 1
	}
	para.last = len(d.sents)
}

// endsSentence reports whether a sentence ends with token i, or with what closes behind it.
func (d *document) endsSentence(i, hi int) bool {
	t := d.toks[i]
	last := d.text[t.End-1]
	if t.shape == punct {
		r, _ := utf8.DecodeRuneInString(d.text[t.Start:])
		if !strings.ContainsRune(".!?…。！？।", r) {
			return false
		}
	} else if last != '.' {
		return false
	}
	j := i + 1
	for j < hi && d.closes(j) {
		j++
	}
	if j >= hi {
		return true
	}
	next := d.toks[j]
	if next.shape == punct && strings.ContainsRune(".!?…,;:)", rune(d.text[next.Start])) {
		return false
	}
	if next.shape == lower || j > i+1 && d.attributes(j, hi) {
		return false
	}
	if next.shape == punct && j+1 < hi { // an opening mark, a dash, a bullet: what follows decides
		after := d.toks[j+1]
		if after.shape == lower && d.text[next.Start] != '[' {
			return false
		}
	}
	if t.shape == punct {
		return true
	}
	// an abbreviation: it ends the sentence only where a usual sentence opener follows
	if t.Len() == 2 || titles[strings.TrimSuffix(t.low, ".")] {
		return false
	}
	return next.shape == punct && pairs[d.markAt(j)] != "" || openers[next.low]
}

// attributes reports whether a name and a verb of saying begin at token i and end
// the sentence or the clause: “Four minutes!” Bell said.
func (d *document) attributes(i, hi int) bool {
	for k := i; k < min(hi-1, i+5); k++ {
		switch t := d.toks[k]; {
		case t.shape == capital || t.shape == upper:
		case t.shape == lower && k > i && sure[t.low]:
			return d.toks[k+1].shape == punct
		default:
			return false
		}
	}
	return false
}

// openers begin sentences and seldom stand within names.
var openers = set(`the a an he she it they we i you this that these those in on at but and for as if when while after before
	his her their its there however meanwhile no not so or yet`)

// closes reports whether token i closes a quotation or a bracket.
func (d *document) closes(i int) bool {
	t := d.toks[i]
	if t.shape != punct {
		return false
	}
	switch d.markAt(i) {
	case ')', ']', '”', '’', '»':
		return true
	case '"', '\'':
		return d.closesMark(t.Start)
	}
	return false
}
