package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns the form of a name by which names are compared: without case,
// diacritics (Latin, Greek, Cyrillic), vowel points (Arabic, Hebrew), full stops,
// apostrophes, a possessive ’s and a leading "the"; other punctuation and spaces
// become one space, and single letters that follow each other one word ("J. K."
// is "jk"). What is left of a name in any script; empty where it has no letter
// and no digit. Folding twice is folding once.
func Fold(name string) string {
	name = plainApostrophes(name)
	if !ascii(name) {
		name = foldUnicode(name)
	}
	b := make([]byte, 0, 64)
	lone := false // the last word in b is a run of single letters
	for i := 0; i < len(name); {
		for i < len(name) && gap(name[i]) {
			i++
		}
		start := i
		for i < len(name) && !gap(name[i]) {
			i++
		}
		before := len(b)
		single := false
		b, single = foldWord(b, name[start:i], lone)
		if len(b) > before {
			lone = single
		}
	}
	return withoutThe(string(b))
}

// foldWord appends word, folded, to b: to its last word where both are single
// letters, otherwise as a word of its own.
func foldWord(b []byte, word string, lone bool) ([]byte, bool) {
	if word == "&" {
		word = "and"
	}
	if n := len(word); n > 2 && word[n-2] == '\'' && word[n-1]|0x20 == 's' {
		word = word[:n-2]
	}
	start := len(b)
	if start > 0 {
		b = append(b, ' ')
	}
	letters := len(b)
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case 'A' <= c && c <= 'Z':
			b = append(b, c|0x20)
		case c >= 0x80 || 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			b = append(b, c)
		}
	}
	switch n := len(b) - letters; {
	case n == 0:
		return b[:start], false
	case n == 1 && 'a' <= b[letters] && b[letters] <= 'z':
		if lone {
			return append(b[:start], b[letters]), true
		}
		return b, true
	}
	return b, false
}

// gap reports whether the byte c divides words. Full stops, apostrophes and
// ampersands stand inside words.
func gap(c byte) bool { return gaps[c] }

var gaps = func() (all [256]bool) {
	for c := range all {
		r := rune(c)
		all[c] = r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".'&", r)
	}
	return all
}()

func withoutThe(s string) string {
	for len(s) > 4 && s[:4] == "the " {
		s = s[4:]
	}
	return s
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// plainApostrophes spares names whose only foreign character is ’ the long way.
func plainApostrophes(s string) string {
	if ascii(s) {
		return s
	}
	return apostrophes.Replace(s)
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "ʻ", "'", "ʿ", "'", "ʾ", "'", "´", "'", "`", "'", "＇", "'")

// letters that have no decomposition but are written without their stroke or
// ligature where a keyboard lacks them.
var letters = strings.NewReplacer("đ", "d", "ð", "d", "ø", "o", "ł", "l", "æ", "ae", "œ", "oe", "þ", "th",
	"ı", "i", "ħ", "h", "ŋ", "n", "ŧ", "t", "ĸ", "k", "ß", "ss", "ƒ", "f", "ə", "e", "ɓ", "b", "ɗ", "d", "ƙ", "k", "ɛ", "e", "ɔ", "o")

// foldUnicode folds case and marks. Marks of other scripts (Khmer vowels, the
// Japanese voicing mark) tell names apart and stay.
func foldUnicode(s string) string {
	s = norm.NFKD.String(strings.ToValidUTF8(s, " "))
	s = cases.Fold().String(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case 0x0300 <= r && r <= 0x036f, 0x0591 <= r && r <= 0x05c7, 0x064b <= r && r <= 0x065f, r == 0x0670, r == 0x0640:
			return -1
		case unicode.Is(unicode.Cf, r):
			return -1
		case r < 0x80:
			return r
		case 0xab70 <= r && r <= 0xabbf: // Cherokee, which cases.Fold folds now this way and now that
			return r - 0xab70 + 0x13a0
		case 0x13f8 <= r && r <= 0x13fd:
			return r - 8
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			return r
		}
		return ' '
	}, norm.NFKD.String(apostrophes.Replace(s)))
	return norm.NFC.String(letters.Replace(s))
}
