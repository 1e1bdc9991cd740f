package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is one word, one quoted phrase or one operator with its value.
type token struct {
	text       string // as typed, without punctuation at its ends
	low        string // text in lower case with straight apostrophes: what keywords are compared with
	op         string // the operator before the colon; empty for plain text
	start, end int    // text is line[start:end]
	quoted     bool   // stood between quotation marks
	neg        bool   // a minus stood before it
	comma      bool   // a comma or the like stood after it
	list       bool   // a further value of the operator before it: in:Post,Herald
}

// closers holds the marks that may end a phrase, by the mark that opens it. An
// English and a German writer mean different things by “, hence the sets.
var closers = map[rune]string{
	'"': `"`, '“': `”“"`, '”': `”"`, '„': `“”"`, '«': `»`, '»': `«`, '‹': `›`, '「': `」`, '＂': `＂`, '‘': `’`,
}

// clean makes text one line of valid, composed UTF-8 without control and
// direction characters, which a chat client may add unseen.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '：':
			return ':'
		case r == '\u200b' || r == '\ufeff' || r == '\u00ad' || r == '\u200e' || r == '\u200f',
			'\u202a' <= r && r <= '\u202e', '\u2060' <= r && r <= '\u2069':
			return -1
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	return strings.TrimSpace(norm.NFC.String(text))
}

// lexer cuts a line into tokens.
type lexer struct {
	line string
	pos  int
	out  []token
}

// lex returns the tokens of line, which must be clean.
func lex(line string) []token {
	l := &lexer{line: line}
	for l.pos < len(line) {
		if line[l.pos] == ' ' {
			l.pos++
			continue
		}
		l.next()
	}
	return l.out
}

// next reads one token, or the values of one operator.
func (l *lexer) next() {
	neg := l.minus()
	if l.phrase(token{neg: neg}) {
		return
	}
	if op := l.operator(); op != "" {
		l.values(op, neg)
		return
	}
	l.word(token{neg: neg}, false)
}

// minus takes the sign of `-word`. Only one sign right before a word counts:
// "--" and a dash between spaces are punctuation.
func (l *lexer) minus() bool {
	r, n := utf8.DecodeRuneInString(l.line[l.pos:])
	if r != '-' && r != '−' && r != '–' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(l.line[l.pos+n:])
	if !unicode.IsLetter(after) && !unicode.IsNumber(after) && closers[after] == "" {
		return false
	}
	l.pos += n
	return true
}

// phrase takes a quoted phrase. A mark without its partner opens a phrase that
// runs to the end of the line, but for ‘, which may be an apostrophe.
func (l *lexer) phrase(t token) bool {
	mark, n := utf8.DecodeRuneInString(l.line[l.pos:])
	ends := closers[mark]
	if mark == '\'' {
		ends = "'"
	}
	if ends == "" {
		return false
	}
	start := l.pos + n
	stop, after := l.closing(mark, start, ends)
	if mark == '\'' && stop >= 0 && !strings.Contains(strings.TrimSpace(l.line[start:stop]), " ") {
		return false // "the '68 strike", 'tis; a word alone needs no marks
	}
	if stop < 0 {
		return false
	}
	t.start, t.end = trimSpan(l.line, start, stop)
	l.pos = after
	if t.start == t.end {
		return true
	}
	t.text, t.quoted = l.line[t.start:t.end], true
	t.low = lower(t.text)
	l.out = append(l.out, t)
	return true
}

// closing finds where the phrase that begins at start stops and what follows it.
func (l *lexer) closing(mark rune, start int, ends string) (stop, after int) {
	for i, r := range l.line[start:] {
		if !strings.ContainsRune(ends, r) {
			continue
		}
		after := start + i + utf8.RuneLen(r)
		follow, _ := utf8.DecodeRuneInString(l.line[after:])
		if (mark == '‘' || mark == '\'') && (unicode.IsLetter(follow) || unicode.IsNumber(follow) || follow != utf8.RuneError && strings.HasSuffix(l.line[start:start+i], " ")) {
			continue
		}
		return start + i, after
	}
	if mark == '‘' || mark == '\'' || mark == '»' || mark == '”' {
		return -1, 0
	}
	return len(l.line), len(l.line)
}

// operator takes the name of an operator and its colon.
func (l *lexer) operator() string {
	rest := l.line[l.pos:]
	colon := strings.IndexByte(rest[:min(len(rest), 16)], ':')
	if colon <= 0 {
		return ""
	}
	name := strings.ToLower(rest[:colon])
	if operators[name] == "" {
		return ""
	}
	l.pos += colon + 1
	return operators[name]
}

// values takes what follows an operator's colon: words or phrases with commas
// and no spaces between them. Nothing may stand there; then the value follows
// after a space, which is for the parser to see.
func (l *lexer) values(op string, neg bool) {
	before := len(l.out)
	for first := true; ; first = false {
		t := token{op: op, neg: neg, list: !first}
		if l.pos < len(l.line) && l.line[l.pos] != ' ' && !l.phrase(t) {
			l.word(t, true)
		}
		if l.pos+1 >= len(l.line) || l.line[l.pos] != ',' || l.line[l.pos+1] == ' ' {
			break
		}
		l.pos++
	}
	if len(l.out) == before {
		l.out = append(l.out, token{op: op, neg: neg, start: l.pos, end: l.pos})
	}
}

// word takes everything up to the next space, or comma in an operator's value.
func (l *lexer) word(t token, value bool) {
	start := l.pos
	for l.pos < len(l.line) && l.line[l.pos] != ' ' && !(value && l.line[l.pos] == ',') {
		l.pos++
	}
	t.start, t.end, t.comma = bare(l.line, start, l.pos)
	if t.start == t.end {
		if n := len(l.out); n > 0 {
			l.out[n-1].comma = true
		}
		return
	}
	t.text = l.line[t.start:t.end]
	t.low = lower(t.text)
	l.out = append(l.out, t)
}

// bare leaves the punctuation at both ends of line[start:end] out, but not the
// brackets, which belong to a name ("Aldmoor (North)"), nor the last full stop of
// "U.S.". It reports whether a comma, colon or the like was left out at the end.
func bare(line string, start, end int) (int, int, bool) {
	comma := false
	for start < end {
		r, n := utf8.DecodeLastRuneInString(line[start:end])
		inner := strings.IndexByte(line[start:end-n], '.') > 0
		if !punctuation(r) || r == ')' || r == ']' || r == '.' && inner {
			break
		}
		comma = comma || strings.ContainsRune(",;:—–，；、", r)
		end -= n
	}
	for start < end {
		r, n := utf8.DecodeRuneInString(line[start:end])
		if !punctuation(r) || r == '(' || r == '[' || r == '@' || r == '<' {
			break
		}
		start += n
	}
	if strings.IndexFunc(line[start:end], func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) || r == '&'
	}) < 0 {
		return end, end, comma
	}
	return start, end, comma
}

// punctuation reports whether r is punctuation that ends or begins a word.
// Apostrophes at the end are kept by lower and by names ("the lawyers’").
func punctuation(r rune) bool {
	return unicode.IsPunct(r) && r != '%' && r != '#' && r != '&' && r != '*' && r != '\'' && r != '’' || r == '`' || r == '|'
}

func trimSpan(s string, start, end int) (int, int) {
	for start < end && s[start] == ' ' {
		start++
	}
	for end > start && s[end-1] == ' ' {
		end--
	}
	return start, end
}

var straight = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "`", "'")

// lower returns the form of a word that keywords are compared with.
func lower(s string) string {
	return strings.Trim(straight.Replace(strings.ToLower(s)), "'()[]")
}
