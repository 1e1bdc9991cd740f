package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// maxGram is how many words a name may have that is looked for in a text.
const maxGram = 7

// gram is a stretch of a text that may be a name: it begins and ends with a
// capital and no punctuation divides it.
type gram struct {
	span    digest.Span
	words   int
	follows bool // a capitalised word follows directly: the name may go on ("Hun Sen Cup")
}

// token is a word of a text without the punctuation around it.
type token struct {
	span    digest.Span
	capital bool
	ends    bool // nothing after it belongs to the same name
}

// grams returns all stretches of text that may be a name, those that start first
// before later ones, and of these the longest first. A text in capitals has none:
// nothing in it is an acronym, and nothing is a name by its look.
func grams(text string) []gram {
	if !strings.ContainsFunc(text, unicode.IsLower) {
		return nil
	}
	tokens := tokenise(text)
	var all []gram
	for i, first := range tokens {
		if !first.capital {
			continue
		}
		stop := i
		for stop < len(tokens)-1 && stop-i < maxGram-1 && !tokens[stop].ends {
			stop++
		}
		for last := stop; last >= i; last-- {
			if !tokens[last].capital {
				continue
			}
			g := gram{span: digest.Span{Start: first.span.Start, End: tokens[last].span.End}, words: last - i + 1}
			g.follows = !tokens[last].ends && last+1 < len(tokens) && tokens[last+1].capital
			all = append(all, g)
		}
	}
	return all
}

func tokenise(text string) []token {
	var tokens []token
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) || dash(r) {
			if (r == '\n' || dash(r)) && len(tokens) > 0 {
				tokens[len(tokens)-1].ends = true
			}
			i += size
			continue
		}
		end := i + strings.IndexFunc(text[i:], func(r rune) bool { return unicode.IsSpace(r) || dash(r) })
		if end < i {
			end = len(text)
		}
		if t, opened, ok := word(text, digest.Span{Start: i, End: end}); ok {
			if opened && len(tokens) > 0 {
				tokens[len(tokens)-1].ends = true
			}
			tokens = append(tokens, t)
		} else if len(tokens) > 0 {
			tokens[len(tokens)-1].ends = true
		}
		i = end
	}
	return tokens
}

func dash(r rune) bool { return r == '–' || r == '—' || r == '/' }

// word makes a token of what stands between two spaces; opened says that
// punctuation stood before it.
func word(text string, s digest.Span) (t token, opened, ok bool) {
	punctuation := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }
	whole := s.Cut(text)
	left := strings.TrimLeftFunc(whole, punctuation)
	inner := strings.TrimRightFunc(left, punctuation)
	if inner == "" {
		return token{}, false, false
	}
	t.span.Start = s.End - len(left)
	t.span.End = t.span.Start + len(inner)
	opened = len(left) < len(whole)
	tail := left[len(inner):]
	t.ends = tail != "" && !(tail == "." && shortened(inner))
	for _, possessive := range []string{"'s", "’s"} {
		if strings.HasSuffix(inner, possessive) {
			t.span.End -= len(possessive)
			t.ends = true
		}
	}
	first, _ := utf8.DecodeRuneInString(inner)
	t.capital = unicode.IsUpper(first) || unicode.IsTitle(first) || unicode.IsDigit(first)
	return t, opened, true
}

// shortened reports whether a full stop behind a word shortens it: an initial or
// a title.
func shortened(word string) bool {
	return utf8.RuneCountInString(word) == 1 || strings.Contains(word, ".") || titles[strings.ToLower(word)] || word == "St"
}
