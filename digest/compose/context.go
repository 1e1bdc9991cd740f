package compose

import (
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

// inContext returns the printed sentences around a quote whose speaker is not
// certain; nil for other quotes, and where [around] is.
func inContext(r digest.Result) []digest.Run {
	if r.Speaker != nil || r.Unnamed {
		return nil
	}
	return around(r)
}

// around returns the printed sentences around a quote, with its content in bold and
// no marks but the article's own; nil where those sentences are missing or too long.
func around(r digest.Result) []digest.Run {
	if len(r.Content) == 0 || utf8.RuneCountInString(r.Context) > longest {
		return nil
	}
	var runs []digest.Run
	rest := r.Context
	for _, c := range r.Content {
		before, after, found := strings.Cut(rest, c)
		if !found {
			return nil
		}
		before, c, after = takeMarks(before, c, after)
		runs = append(append(runs, lines(before, 0)...), lines(c, digest.Bold)...)
		rest = after
	}
	return append(runs, lines(rest, 0)...)
}

// takeMarks moves the printed marks around content to it.
func takeMarks(before, content, after string) (string, string, string) {
	if r, size := utf8.DecodeLastRuneInString(before); strings.ContainsRune("“‘\"«「『", r) {
		content = before[len(before)-size:] + content
		before = before[:len(before)-size]
	}
	if r, size := utf8.DecodeRuneInString(after); strings.ContainsRune("”’\"»」』", r) {
		content += after[:size]
		after = after[size:]
	}
	return before, content, after
}

// lines returns text in a style, each of its paragraphs on a line of its own.
func lines(text string, style digest.Style) []digest.Run {
	var runs []digest.Run
	for i, p := range strings.Split(text, "\n\n") {
		if i > 0 {
			runs = append(runs, digest.Break)
		}
		if p != "" {
			runs = append(runs, digest.Run{Text: p, Style: style})
		}
	}
	return runs
}
