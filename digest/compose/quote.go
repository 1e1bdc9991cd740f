package compose

import (
	"strings"
	"unicode"

	"whosaid/digest"
)

// The marks that whosaid puts around what was printed exactly so. Each is a run
// of its own, so that the run between two of them is the verbatim piece alone.
const (
	opening = "“"
	closing = "”"
	omitted = " […]" // stands outside the marks: something printed there is left out
)

// longest is how many characters of one quote an answer shows: more than a
// speech in a news article ever has, less than a broken article could bring.
const longest = 1500

// quotation returns the words of a result: a direct quote verbatim between
// quotation marks, anything else as the paraphrase that the outlet printed.
// About limit characters of it are shown; cut tells whether something is left out.
func quotation(r digest.Result, limit int) (runs []digest.Run, cut bool) {
	if between(r) {
		return verbatim(r.Content, limit)
	}
	return paraphrase(r, limit)
}

// between reports whether all of a result can stand between quotation marks. A
// direct quote cannot where the printed quotation ends and another begins inside
// a piece: “No,” he said. “Never” is not one person's words throughout.
func between(r digest.Result) bool {
	if r.Kind != digest.Direct {
		return false
	}
	for _, piece := range r.Content {
		depth, ended := 0, false
		for _, c := range piece {
			switch string(c) {
			case opening:
				if ended {
					return false
				}
				depth++
			case closing:
				depth--
				ended = ended || depth < 0
			}
		}
	}
	return true
}

// verbatim puts each piece between quotation marks of its own, so that nothing
// stands between them that was not printed in one go.
func verbatim(content []string, limit int) (runs []digest.Run, cut bool) {
	kept, cut := shorten(pieces(content), limit)
	for _, piece := range kept {
		if !strings.ContainsFunc(piece, isWordRune) {
			continue
		}
		if len(runs) > 0 {
			runs = append(runs, plain(" … "))
		}
		runs = append(runs, plain(opening), plain(piece), plain(closing))
	}
	if cut {
		runs = append(runs, plain(omitted))
	}
	return runs, cut
}

// pieces returns content as the parts that were printed in one go: paragraphs
// are parts of their own, without the mark that a continued quotation repeats
// at each of them.
func pieces(content []string) []string {
	var parts []string
	for _, c := range content {
		for i, p := range paragraphs(c) {
			if i > 0 {
				p = strings.TrimSpace(strings.TrimLeft(p, "“\"«‘"))
			}
			if strings.ContainsFunc(p, isWordRune) {
				parts = append(parts, p)
			}
		}
	}
	return parts
}

// paragraphs splits text at its blank lines and trims each part.
func paragraphs(text string) []string {
	var parts []string
	start, newlines := 0, 0
	for i, r := range text {
		switch {
		case r == '\n':
			newlines++
		case unicode.IsSpace(r):
		default:
			if newlines > 1 {
				parts = append(parts, strings.TrimSpace(text[start:i]))
				start = i
			}
			newlines = 0
		}
	}
	return append(parts, strings.TrimSpace(text[start:]))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
