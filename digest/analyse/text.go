package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// shape tells what a token is made of.
type shape uint8

const (
	punct   shape = iota // punctuation and symbols, quotation marks among them
	number               // begins with a digit
	lower                // word in lower case, or in a script without case
	capital              // word that begins with a capital
	upper                // word of two or more letters, all capital
)

// token is a word, a number or one punctuation mark.
type token struct {
	digest.Span
	low   string // lower case, typographic apostrophes made plain
	shape shape
	sent  int // index of its sentence
	quote int // innermost quotation it stands in, or -1
}

// sentence is a range of tokens [lo, hi) in one paragraph.
type sentence struct {
	lo, hi int
	para   int
}

// paragraph is a range of text between line ends, with its tokens [lo, hi) and
// its sentences [first, last).
type paragraph struct {
	digest.Span
	lo, hi      int
	first, last int
	line        line   // what kind of line it is
	marks       [2]int // its quotations, a range of document.marks
}

// document is a text cut up. Stages add to it in the order given in the package comment.
type document struct {
	text   string
	toks   []token
	sents  []sentence
	paras  []paragraph
	marks  []quotation
	names  []mention // in the order of the text
	actors []actor

	whole map[string]bool // pairs of words that are names though the second could be a title cut short

	outside []int            // a token's outermost quotation, its marks included, or -1
	nameAt  []int            // a token's mention, or -1
	heads   map[string][]int // actors by the words that can mean them without their names
	traits  [][]trait        // what is told of each actor beside its name

	explain bool       // keep what was weighed and not taken
	weighed []weighing // for the source looked at last; only where explain is set
}

// cut splits text into paragraphs, sentences and tokens and finds its quotations.
func cut(text string) *document {
	d := &document{text: text}
	spans := bounded(text, stamped(text, paragraphs(text)))
	d.toks, d.paras = make([]token, 0, max(len(text)/5+8, len(spans))), make([]paragraph, 0, len(spans))
	for _, s := range spans {
		p := paragraph{Span: s, lo: len(d.toks), first: len(d.sents)}
		d.tokenise(s)
		p.hi = len(d.toks)
		if p.lo == p.hi {
			continue
		}
		d.paras = append(d.paras, p)
	}
	d.quotations()
	for i := range d.paras {
		d.sentences(i)
	}
	d.sortLines()
	return d
}

// tokenise appends the tokens of one paragraph.
func (d *document) tokenise(p digest.Span) {
	for i := p.Start; i < p.End; {
		r, w := utf8.DecodeRuneInString(d.text[i:p.End])
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			i += w
		case isWordRune(r):
			i = d.word(i, p.End)
		case (r == '\'' || r == '`') && i+1 < p.End && d.text[i+1] == d.text[i]:
			d.add(i, i+2, punct) // two typewriter marks for one
			i += 2
		default:
			d.add(i, i+w, punct)
			i += w
		}
	}
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\u00ad'
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// word appends the word that begins at i, and its possessive as a token of its
// own, and returns where it ends. Apostrophes, hyphens, full stops and commas
// belong to a word where letters or digits stand on both sides of them; a full
// stop between a small letter and a capital does not (a missing space).
func (d *document) word(i, end int) int {
	j, prev := i, rune(0)
	apostrophe := -1
scan:
	for j < end {
		r, w := utf8.DecodeRuneInString(d.text[j:end])
		if isWordRune(r) {
			j, prev = j+w, r
			continue
		}
		next, _ := utf8.DecodeRuneInString(d.text[j+w : end])
		if !isWordRune(next) {
			break
		}
		switch {
		case isApostrophe(r):
			apostrophe = j
		case r == '-' || r == '\u2011' || r == '_' || r == '@':
		case r == '&' && unicode.IsUpper(prev) && unicode.IsUpper(next):
		case r == '.':
			if unicode.IsLower(prev) && unicode.IsUpper(next) {
				break scan
			}
		case (r == ',' || r == ':') && unicode.IsDigit(prev) && unicode.IsDigit(next):
		default:
			break scan
		}
		j, prev = j+w, r
	}
	// "U.S." and "Jr." keep their full stop, so that it ends no sentence by itself.
	if j < end && d.text[j] == '.' && isAbbreviation(d.text[i:j]) && !d.endsName(i, j) {
		j++
		apostrophe = -1
	}
	stem := j
	if apostrophe > i {
		if _, w := utf8.DecodeRuneInString(d.text[apostrophe:]); apostrophe+w+1 == j && (d.text[j-1] == 's' || d.text[j-1] == 'S') {
			stem = apostrophe
		}
	}
	d.add(i, stem, shapeOf(d.text[i:stem]))
	if stem < j {
		d.add(stem, j, lower)
	}
	return j
}

// endsName reports whether the word [i, j), which could be a title cut short, is
// the end of a name instead: the text has the word before it and this one
// elsewhere too, without a full stop. "Hun Sen." is no senator.
func (d *document) endsName(i, j int) bool {
	if len(d.toks) == 0 || j-i < 2 {
		return false
	}
	prev := d.toks[len(d.toks)-1]
	if prev.shape != capital || d.text[prev.End:i] != " " {
		return false
	}
	if n := len(d.toks); n > 1 && ranks[d.toks[n-2].low] {
		return true // "Prime Minister Hun Sen."
	}
	name := d.text[prev.Start:j]
	if known, ok := d.whole[name]; ok {
		return known
	}
	found := false
	for rest := d.text; !found; {
		k := strings.Index(rest, name)
		if k < 0 {
			break
		}
		rest = rest[k+len(name):]
		r, _ := utf8.DecodeRuneInString(rest)
		found = r != '.' && !isWordRune(r)
	}
	if d.whole == nil {
		d.whole = map[string]bool{}
	}
	d.whole[name] = found
	return found
}

// ranks stand before names, so that what stands behind them is no title yet.
var ranks = set(`minister president premier king queen prince princess chancellor leader mr mrs ms mr. mrs. ms. dr. samdech`)

func (d *document) add(start, end int, s shape) {
	low := d.text[start:end]
	if s != punct || len(low) > 1 {
		low = fold(low)
	}
	d.toks = append(d.toks, token{Span: digest.Span{Start: start, End: end}, low: low, shape: s, quote: -1})
}

// fold makes a word comparable: lower case, plain apostrophe, no soft hyphens.
func fold(word string) string {
	plain := true
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '’', 'ʼ':
			return '\''
		case '\u00ad':
			return -1
		case '\u2011':
			return '-'
		}
		return unicode.ToLower(r)
	}, word)
}

func shapeOf(word string) shape {
	first, _ := utf8.DecodeRuneInString(word)
	if unicode.IsDigit(first) {
		return number
	}
	if !unicode.IsUpper(first) && !unicode.IsTitle(first) {
		return lower
	}
	letters := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return capital
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters > 1 {
		return upper
	}
	return capital
}

// set makes a look-up table of the words in list.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
