package compose

import (
	"math"
	"slices"
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

// Quoted returns all the words of a quote as they may be shown without an article
// around them: verbatim between quotation marks where they were printed so, and
// otherwise without marks.
func Quoted(kind digest.Kind, content []string) []digest.Run {
	if between(digest.Result{Kind: kind, Content: content}) {
		runs, _ := verbatim(content, math.MaxInt)
		return runs
	}
	var parts []string
	for _, c := range content {
		parts = append(parts, strings.Join(strings.Fields(c), " "))
	}
	return []digest.Run{plain(strings.Join(parts, " … "))}
}

// between reports whether all of a result can stand between quotation marks. A
// direct quote cannot where the printed quotation ends and another begins inside
// a piece: “No,” he said. “Never” is not one person's words throughout.
func between(r digest.Result) bool {
	return r.Kind == digest.Direct && !slices.ContainsFunc(r.Content, reopened)
}

// reopened reports whether a quotation that began before a piece ends in it and
// another one begins, in any of the usual marks.
func reopened(piece string) bool {
	for _, marks := range [][2]rune{{'“', '”'}, {'«', '»'}, {'„', '“'}, {'‘', '’'}, {'"', '"'}} {
		depth, ended, runes := 0, false, []rune(" "+piece+" ")
		for i := 1; i < len(runes)-1; i++ {
			before, c, after := isWordRune(runes[i-1]), runes[i], isWordRune(runes[i+1])
			switch {
			case c == marks[0] && (marks[0] != marks[1] || !before && after):
				if ended {
					return true
				}
				depth++
			case c == marks[1] && (c != '’' || !before && !after): // otherwise an apostrophe
				depth--
				ended = ended || depth < 0
			}
		}
	}
	return false
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
