package analyse

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// quotation is what stands between one pair of quotation marks in one paragraph.
type quotation struct {
	digest.Span             // with its marks
	inner       digest.Span // without them, white space trimmed
	lo, hi      int         // tokens of inner
	para        int
	level       int  // 0 for the outermost
	closed      bool // it has a closing mark
	turn        bool // a dash before the paragraph says that it is speech
	next        int  // the quotation that continues it in the next paragraph, or -1
	prev        int  // the one that it continues, or -1
}

// pairs gives the closing mark that belongs to an opening one. The single
// marks and the straight ones are decided by what stands around them. Outlets
// mix curved and straight ones.
var pairs = map[rune]string{'“': "”\"", '„': "“”", '«': "»", '‹': "›", '「': "」", '『': "』", '"': "\"”", '‘': "’'", '‚': "‘’", '\'': "'’", '`': "'`"}

// maxChain bounds the paragraphs of one quotation: beyond it marks were lost.
const maxChain = 60

// quotations finds the quotation marks of all paragraphs and pairs them. An
// unclosed quotation ends with its paragraph; where the next paragraph opens
// with the same mark it goes on there, as news prints long quotes.
func (d *document) quotations() {
	open := -1 // an unclosed outermost quotation of the paragraph before
	chain := 0 // how many paragraphs it has run over
	turns := d.turns()
	for p := range d.paras {
		first := len(d.marks)
		d.pairMarks(p)
		if turns != nil && turns[p] && len(d.marks) == first {
			d.turn(p)
		}
		sort.SliceStable(d.marks[first:], func(i, j int) bool { return d.marks[first+i].Start < d.marks[first+j].Start })
		if chain++; open < 0 || chain > maxChain || turns != nil && turns[p] {
			chain = 0
		} else if first < len(d.marks) && d.marks[first].lo <= d.paras[p].lo+1 {
			d.marks[open].next, d.marks[first].prev = first, open
		}
		d.paras[p].marks = [2]int{first, len(d.marks)}
		open = -1
		for i := first; i < len(d.marks); i++ {
			if m := &d.marks[i]; m.level == 0 && !m.closed && !m.turn {
				open = i
			}
			for k := d.marks[i].lo; k < d.marks[i].hi; k++ {
				d.toks[k].quote = i // inner ones come later and win
			}
		}
	}
}

// markAt returns the first character of token i, a double mark where it is two
// single ones.
func (d *document) markAt(i int) rune {
	r, w := utf8.DecodeRuneInString(d.text[d.toks[i].Start:])
	if (r == '\'' || r == '`') && d.toks[i].Len() > w {
		return '"'
	}
	return r
}

// opening is a mark that waits for its partner.
type opening struct {
	tok  int
	mark rune
}

// pairMarks appends the quotations of paragraph p.
func (d *document) pairMarks(p int) {
	var stack []opening
	first := len(d.marks)
	para := d.paras[p]
	for i := para.lo; i < para.hi; i++ {
		t := d.toks[i]
		if t.shape != punct {
			continue
		}
		r := d.markAt(i)
		if k := closing(stack, r); k >= 0 && d.mayClose(i, r) {
			for len(stack) > k { // what stayed open inside ends here too
				o := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				if len(stack) == k {
					d.quote(p, o.tok, i, len(stack), true)
				}
			}
			continue
		}
		if pairs[r] != "" && len(stack) < 4 && d.mayOpen(i, r, para.hi) {
			stack = append(stack, opening{i, r})
		}
	}
	for k, o := range stack {
		if k == 0 && d.reopened(o, para.hi) {
			for i := first; i < len(d.marks); i++ {
				d.marks[i].level = max(0, d.marks[i].level-1)
			}
			continue // its closing mark was lost, and narration would pass for words
		}
		if o.mark == '\'' || o.mark == '‘' || o.mark == '`' || k > 0 {
			continue // a lone single mark is an apostrophe
		}
		d.quote(p, o.tok, para.hi, 0, false)
	}
}

// reopened reports whether the mark that opened at o, and that nothing closes,
// opens again behind it in the paragraph.
func (d *document) reopened(o opening, hi int) bool {
	for i := o.tok + 1; i < hi; i++ {
		if d.toks[i].shape == punct && d.markAt(i) == o.mark && o.mark != '"' && o.mark != '\'' {
			return true
		}
	}
	return false
}

// closing returns the place on the stack of the mark that r closes, or -1.
func closing(stack []opening, r rune) int {
	for k := len(stack) - 1; k >= 0; k-- {
		if strings.ContainsRune(pairs[stack[k].mark], r) {
			return k
		}
	}
	return -1
}

func (d *document) quote(p, open, end, level int, closed bool) {
	q := quotation{para: p, lo: open + 1, hi: end, level: level, closed: closed, next: -1, prev: -1}
	q.Start = d.toks[open].Start
	switch {
	case closed:
		q.End = d.toks[end].End
		q.inner = trim(d.text, digest.Span{Start: d.toks[open].End, End: d.toks[end].Start})
	default:
		q.End = d.paras[p].End
		q.inner = trim(d.text, digest.Span{Start: d.toks[open].End, End: q.End})
	}
	if q.inner.Len() > 0 {
		d.marks = append(d.marks, q)
	}
}

// around returns the characters before and behind the mark at token i.
func (d *document) around(i int) (before, behind rune) {
	before, _ = utf8.DecodeLastRuneInString(d.text[:d.toks[i].Start])
	behind, _ = utf8.DecodeRuneInString(d.text[d.toks[i].End:])
	return before, behind
}

func isBlank(r rune) bool {
	return r == utf8.RuneError || unicode.IsSpace(r)
}

func (d *document) mayOpen(i int, mark rune, hi int) bool {
	if mark != '"' && mark != '\'' && mark != '‘' && mark != '`' {
		return true
	}
	before, behind := d.around(i)
	if isBlank(behind) && mark != '"' {
		return false
	}
	free := isBlank(before) || strings.ContainsRune("([{—–-:,“\"„«/…", before)
	if mark == '"' {
		return free || !isBlank(behind) && !strings.ContainsRune(".,;:!?)", behind)
	}
	if !free || i+1 >= hi {
		return false
	}
	if behind == '’' || behind == '\'' || unicode.IsDigit(behind) || elided[d.toks[i+1].low] {
		return false
	}
	return d.closesLater(i, hi)
}

// elided are words that begin with an apostrophe.
var elided = set(`em tis twas til cause n round`)

// closesLater reports whether a single mark behind token i can close it. A
// plural's apostrophe ("leaders’") looks the same, so that one behind s counts
// only where no better one comes.
func (d *document) closesLater(i, hi int) bool {
	for k := i + 1; k < hi && k < i+maxSentence; k++ {
		if t := d.toks[k]; t.shape == punct {
			if r := d.markAt(k); isApostrophe(r) && d.mayClose(k, r) {
				return true
			}
		}
	}
	return false
}

func (d *document) mayClose(i int, mark rune) bool {
	before, behind := d.around(i)
	switch mark {
	case '"':
		if isBlank(before) { // a stray space before it
			return isBlank(behind)
		}
		return !strings.ContainsRune("([", before) &&
			(isBlank(behind) || unicode.IsPunct(behind) || unicode.IsSymbol(behind) || unicode.IsPunct(before) && !unicode.IsLetter(behind))
	case '’', '\'', '`':
		if isBlank(before) || unicode.IsLetter(behind) || unicode.IsDigit(behind) {
			return false
		}
		return before != 's' || !d.closesBetter(i)
	}
	return true
}

// closesBetter reports whether a single mark behind punctuation follows in the
// sentence, so that the one at i, behind an s, is a plural's apostrophe.
func (d *document) closesBetter(i int) bool {
	for k := i + 1; k < len(d.toks) && k < i+60; k++ {
		t := d.toks[k]
		if t.Start > d.toks[k-1].End && strings.ContainsAny(d.text[d.toks[k-1].End:t.Start], "\n\r") {
			return false
		}
		if t.shape != punct {
			continue
		}
		r := d.markAt(k)
		if r == '‘' {
			return false
		}
		if isApostrophe(r) {
			before, behind := d.around(k)
			if isBlank(before) && unicode.IsLetter(behind) && k+1 < len(d.toks) && !elided[d.toks[k+1].low] {
				return false // another one opens: 'the banks', he said, 'are wet'
			}
			if !unicode.IsLetter(behind) && !isBlank(before) && before != 's' {
				return true
			}
		}
	}
	return false
}

// closesMark reports whether the straight mark at byte offset at closes a quotation.
func (d *document) closesMark(at int) bool {
	k := sort.Search(len(d.marks), func(i int) bool { return d.marks[i].Start > at })
	for k--; k >= 0; k-- {
		m := d.marks[k]
		if m.closed && (m.End == at+1 || m.End == at+2) {
			return true
		}
		if m.level == 0 {
			return false
		}
	}
	return false
}
