package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// maxContext bounds the sentences before and after a quote, in bytes: a text
// without full stops is one sentence.
const maxContext = 600

// contextOf returns the sentences around a quote: those in which it is printed,
// the sentence before, which often says whom a pronoun means, and the next
// sentence of the paragraph.
func contextOf(text string, q digest.Quote) digest.Span {
	spans := make([]digest.Span, 0, len(q.Content)+len(q.Cue)+len(q.Source))
	spans = append(append(append(spans, q.Content...), q.Cue...), q.Source...)
	if len(spans) == 0 {
		return digest.Span{}
	}
	around := extent(spans...)
	printed := sentencesOf(text, around)
	floor := boundary(text, max(0, around.Start-maxContext))
	start, end := sentenceStart(text, floor, printed.Start), printed.End
	if next := sentenceEnd(text, end); !strings.Contains(text[end:next], "\n") {
		end = next
	}
	return extent(around, trim(text, digest.Span{Start: start, End: end}))
}

// sentencesOf returns the sentences of text that around touches, with the white
// space before the first.
func sentencesOf(text string, around digest.Span) digest.Span {
	floor := boundary(text, max(0, around.Start-maxContext))
	_, first := utf8.DecodeRuneInString(text[around.Start:])
	start := sentenceStart(text, floor, around.Start+first)
	end := skipClosing(text, around.End)
	if around.Len() == 0 || !endsSentence(text, around.End-1) {
		end = sentenceEnd(text, around.End)
	}
	return digest.Span{Start: start, End: end}
}

// sentenceStart returns where the sentence before or around position begins, not
// before floor. It always moves back where it can.
func sentenceStart(text string, floor, position int) int {
	end := floor + len(strings.TrimRightFunc(text[floor:position], func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Ps, unicode.Pi) || r == '"' || r == '\''
	}))
	if end == floor {
		return floor
	}
	for i := end - 1; i > floor; i-- {
		if endsSentence(text, i) {
			if after := skipClosing(text, i+1); after < end {
				return after
			}
		}
	}
	return floor
}

// sentenceEnd returns the end of the sentence in which position stands, its
// closing marks included.
func sentenceEnd(text string, position int) int {
	limit := boundary(text, min(len(text), position+maxContext))
	for i := position; i < limit; i++ {
		if endsSentence(text, i) {
			if text[i] == '\n' && i == position {
				continue // the line before ended here
			}
			if text[i] == '\n' {
				return i
			}
			return skipClosing(text, i+1)
		}
	}
	return limit
}

// endsSentence reports whether a sentence ends with the byte at i.
func endsSentence(text string, i int) bool {
	switch text[i] {
	case '\n':
		return true
	case '!', '?', '.':
	default:
		return false
	}
	after := skipClosing(text, i+1)
	if after == len(text) {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(text[after:]); !unicode.IsSpace(r) {
		return false
	}
	return text[i] != '.' || !abbreviates(text[:i])
}

// abbreviates reports whether before ends in a word that a full stop shortens:
// an initial, a title, an ellipsis.
func abbreviates(before string) bool {
	before = before[max(0, len(before)-16):]
	word := before[strings.LastIndexAny(before, " \n(“\"")+1:]
	switch word {
	case "Mr", "Mrs", "Ms", "Dr", "St", "Prof", "Gen", "Col", "Lt", "Rev", "Hon", "No", "vs", ".", "..":
		return true
	}
	return word == "" || utf8.RuneCountInString(word) == 1 || strings.HasSuffix(word, ".")
}

// skipClosing moves i behind closing quotation marks and brackets, a few at most.
func skipClosing(text string, i int) int {
	for n := 0; n < 8 && i < len(text); n++ {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.In(r, unicode.Pe, unicode.Pf) && r != '"' && r != '\'' {
			break
		}
		i += size
	}
	return i
}

// boundary moves i back to the start of a character.
func boundary(text string, i int) int {
	for i > 0 && i < len(text) && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}

func trim(text string, s digest.Span) digest.Span {
	part := s.Cut(text)
	s.Start += len(part) - len(strings.TrimLeftFunc(part, unicode.IsSpace))
	return digest.Span{Start: s.Start, End: s.Start + len(strings.TrimSpace(part))}
}
