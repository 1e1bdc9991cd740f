package analyse

import (
	"regexp"
	"strings"
)

// line tells what a paragraph is.
type line uint8

const (
	body      line = iota
	headline       // a title, a heading between paragraphs
	caption        // the text of a picture
	furniture      // by-line, date line, links, credits: nothing that the article says
)

var (
	furnitureStart = regexp.MustCompile(`(?i)^(by [A-Z]|updated?\b ?[:,]|published\b ?[:,]|last (updated|modified)|related (articles?|stories|coverage|topics)|read (more|also|next|the full)|see also\b|more (on|from) |also read|click here|subscribe|sign up|follow (us|me|@)|share (this|on)|advertisement|sponsored|photos? (by|from|courtesy)|image(s)?:|picture:|file photo|source:|editor.s note|correction:|copyright|©|all rights reserved|tags?:|topics?:|most (read|popular)|recommended|the post .* appeared first|watch:|video:|comments?$|print$|email$|listen:|\(?(reporting|additional reporting|writing|editing) by\b|contact the (author|reporter)|(media|press) (contacts?|enquiries|inquiries)\b ?:?|forward.looking statements?\b ?[:.]|notes? (to|for) editors\b|reach .* at .*@)`)
	byline         = regexp.MustCompile(`^(?i:by) (\p{Lu}[\p{L}.'’-]+ ?){1,5}(,? (and|&) (\p{Lu}[\p{L}.'’-]+ ?){1,4})?(,.*|\|.*)?$`)
	dateline       = regexp.MustCompile(`^(date |posted |published )?\(?(\d{4}-\d\d-\d\d|\d{1,2} \p{Lu}\p{L}+ \d{4}|\p{Lu}\p{L}+ \d{1,2}, \d{4})\b.{0,40}$`)
	captionText    = regexp.MustCompile(`(?i)(\((c|l|r|left|right|centre|center|top|bottom|pictured|far (left|right)|from left)\)|\b(photo|image|picture|photograph)s? ?(:|by|from|courtesy|/)|\bgetty images\b|\bAP photo\b|/afp\b|\bfile photo\b|/reuters\b)`)
)

// sortLines says of each paragraph what it is. Only short ones can be anything
// but body; a paragraph with quotation marks around a whole sentence stays body.
func (d *document) sortLines() {
	for i := range d.paras {
		d.paras[i].line = d.lineOf(i)
	}
}

func (d *document) lineOf(i int) line {
	p := d.paras[i]
	text := p.Cut(d.text)
	words := p.hi - p.lo
	switch {
	case words <= 40 && d.isFurniture(text), stampOf(d.text, p.Span) == p.Len(), isRow(text):
		return furniture
	case words <= 70 && mayCaption(text) && captionText.MatchString(text) && !d.quotes(p):
		return caption
	case words <= 6 && d.underLetter(i):
		return body
	case words <= 25 && !d.endsFull(p) && !d.quotes(p):
		return headline
	}
	return body
}

// isRow reports whether a line is a row of a table: cells between tabs or bars.
func isRow(text string) bool {
	return strings.Count(text, "\t") > 1 || strings.Count(text, " | ") > 1
}

// mayCaption rules most paragraphs out before the expression looks at each of
// their characters.
func mayCaption(text string) bool {
	for _, hint := range []string{"(", "/", "hoto", "HOTO", "icture", "ICTURE", "mage", "MAGE", "etty", "ETTY"} {
		if strings.Contains(text, hint) {
			return true
		}
	}
	return false
}

func (d *document) isFurniture(text string) bool {
	if dateline.MatchString(text) && !strings.HasSuffix(text, ".") {
		return true
	}
	if strings.HasPrefix(strings.ToLower(text), "by ") {
		return byline.MatchString(text)
	}
	return furnitureStart.MatchString(text)
}

// quotes reports whether a quotation of more than four words stands in p.
func (d *document) quotes(p paragraph) bool {
	for k := p.lo; k < p.hi; k++ {
		if q := d.toks[k].quote; q >= 0 && d.marks[q].hi-d.marks[q].lo > 4 {
			return true
		}
	}
	return false
}

// endsFull reports whether p ends as a sentence does.
func (d *document) endsFull(p paragraph) bool {
	for k := p.hi - 1; k >= p.lo; k-- {
		if d.closes(k) {
			continue
		}
		return strings.ContainsRune(".!?…:,;", rune(d.text[d.toks[k].End-1])) || strings.HasSuffix(d.text[d.toks[k].Start:d.toks[k].End], "…")
	}
	return false
}
