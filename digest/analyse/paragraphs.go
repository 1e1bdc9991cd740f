package analyse

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// maxParagraph bounds the bytes of a paragraph: what compares things within one
// stays linear on text without line ends, and what is kept for one stays small.
const maxParagraph = 16 << 10

// mostParagraphs is how many paragraphs a text may have, thousands of pages; the lines
// of what has more are read as running text, since a paragraph takes more memory than
// the letter that may be all of it.
const mostParagraphs = 250_000

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
// is none at a character; too many are one before that.
func bounded(text string, paras []digest.Span) []digest.Span {
	if n := len(paras); n > mostParagraphs {
		paras = []digest.Span{{Start: paras[0].Start, End: paras[n-1].End}}
	}
	if !slices.ContainsFunc(paras, func(p digest.Span) bool { return p.Len() > maxParagraph }) {
		return paras
	}
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
