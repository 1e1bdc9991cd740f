package analyse

import (
	"unicode"
	"unicode/utf8"

	"whosaid/digest/analyse/crf"
)

var (
	hashName   = crf.String("Xx")
	hashUpper  = crf.String("XX")
	hashNumber = crf.String("00")
	hashYear   = crf.String("0000")
	hashQuote  = crf.String("\"")
	hashDash   = crf.String("—")
)

// sortsOfMarks follow the shapes in view.form.
const (
	formQuote uint8 = 8 + iota
	formComma
	formStop
	formColon
	formDash
	formBracket
	formOther
)

// atoms sets what token i is by itself: its word, its ends and its shape.
func (v *view) atoms(i int) {
	t := &v.d.toks[i]
	low := t.low
	v.form[i] = uint8(t.shape)
	switch t.shape {
	case punct:
		v.word[i], v.form[i] = markAtom(low)
		v.raw[i] = v.word[i]
		v.tail[i], v.head[i] = v.word[i], v.word[i]
		return
	case number:
		v.word[i] = hashNumber
		if len(low) == 4 {
			v.word[i] = hashYear
		}
		v.tail[i] = crf.String(low[max(0, len(low)-1):])
		v.head[i] = uint64(len(low))
		v.raw[i] = v.word[i]
		return
	}
	v.word[i] = crf.String(low)
	v.raw[i] = v.word[i]
	v.tail[i] = crf.String(suffix(low, 3))
	v.head[i] = crf.String(prefix(low, 4))
}

// markAtom returns a mark without its variants of typography, and its sort.
func markAtom(low string) (uint64, uint8) {
	r, _ := utf8.DecodeRuneInString(low)
	switch r {
	case '"', '“', '”', '„', '«', '»', '‹', '›', '\'', '‘', '’', '`', '「', '」':
		return hashQuote, formQuote
	case ',':
		return crf.String(low), formComma
	case '.', '!', '?', '…':
		return crf.String(low), formStop
	case ':', ';':
		return crf.String(low), formColon
	case '—', '–', '-', '―':
		return hashDash, formDash
	case '(', ')', '[', ']':
		return crf.String(low), formBracket
	}
	return crf.String(low), formOther
}

func suffix(s string, n int) string {
	for i := len(s); n > 0 && i > 0; n-- {
		_, w := utf8.DecodeLastRuneInString(s[:i])
		i -= w
		if n == 1 {
			return s[i:]
		}
	}
	return s
}

func prefix(s string, n int) string {
	for i, r := range s {
		if n == 0 || !unicode.IsLetter(r) {
			return s[:i]
		}
		n--
	}
	return s
}
