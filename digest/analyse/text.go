package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// maxSentence bounds the tokens of a sentence, so that later stages, which look
// around within a sentence, stay linear on text without full stops.
const maxSentence = 300

// shape tells what a token is made of.
type shape uint8

const (
	punct   shape = iota // punctuation and symbols, quotation marks among them
	number               // begins with a digit
	lower                // word in lower case, or in a script without case
	capital              // word that begins with a capital
	upper                // word of two or more letters, all capital
)

// maxParagraph bounds the bytes of a paragraph: what compares things within one
// stays linear on text without line ends, and what is kept for one stays small.
const maxParagraph = 16 << 10

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
	d.toks = make([]token, 0, len(text)/5+8)
	for _, s := range bounded(text, stamped(text, paragraphs(text))) {
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

// paragraphs returns the spans between line ends, white space trimmed. Where a
// text is wrapped, that is where blank lines part blocks of lines of one length,
// a block is a paragraph.
func paragraphs(text string) []digest.Span {
	wrapped := isWrapped(text)
	var out []digest.Span
	blank := true
	for i := 0; i <= len(text); {
		end := i + strings.IndexAny(text[i:], "\n\r\u2028\u2029\f")
		if end < i {
			end = len(text)
		}
		s := trim(text, digest.Span{Start: i, End: end})
		switch {
		case s.Len() == 0:
			blank = true
		case wrapped && !blank && len(out) > 0:
			out[len(out)-1].End = s.End
		default:
			out, blank = append(out, s), false
		}
		_, w := utf8.DecodeRuneInString(text[end:])
		i = end + max(w, 1)
	}
	return out
}

// bounded cuts paragraphs longer than maxParagraph at white space, or where there
// is none at a character.
func bounded(text string, paras []digest.Span) []digest.Span {
	out := paras[:0:0]
	for _, p := range paras {
		for p.Len() > maxParagraph {
			end := p.Start + maxParagraph
			if i := strings.LastIndexAny(text[end-200:end], " \t\u3000"); i > 0 {
				end += i - 200
			}
			for !utf8.RuneStart(text[end]) {
				end--
			}
			out = append(out, digest.Span{Start: p.Start, End: end})
			p = trim(text, digest.Span{Start: end, End: p.End})
		}
		out = append(out, p)
	}
	return out
}

// isWrapped reports whether the lines of text were broken to a width.
func isWrapped(text string) bool {
	inner, short, long := 0, 0, 0
	prev := 0
	for l := range strings.SplitSeq(text, "\n") {
		n := len(strings.TrimSpace(l))
		if n > 120 {
			long++
		}
		if n > 0 && prev > 0 { // prev is a line with another right below it
			inner++
			if prev < 40 {
				short++
			}
		}
		prev = n
	}
	return long == 0 && inner >= 4 && short*4 <= inner
}

func trim(text string, s digest.Span) digest.Span {
	t := strings.TrimLeftFunc(s.Cut(text), unicode.IsSpace)
	s.Start = s.End - len(t)
	s.End = s.Start + len(strings.TrimRightFunc(t, unicode.IsSpace))
	return s
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

// abbreviations end in a full stop that ends no sentence.
var abbreviations = set(`mr mrs ms dr prof rev hon gen lt col sgt capt maj cmdr adm gov sen rep sens reps pres supt
	st jr sr esq messrs mx fr br bros no nos vs v etc al inc ltd co corp dept est approx ext fig figs ed eds vol pp cf
	jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat
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

// set makes a look-up table of the words in list.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

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
