package console

import (
	"strings"

	"whosaid/digest"
)

// The only escape sequences that are ever written.
const (
	boldStyle  = "\x1b[1m"
	faintStyle = "\x1b[2m"
	barStyle   = "\x1b[36m"
	italic     = "\x1b[3m"
	codeStyle  = "\x1b[33m"
	reset      = "\x1b[0m"
	linkStart  = "\x1b]8;;"
	linkEnd    = "\x1b\\"
)

// span writes one piece of a line, link outermost, and leaves no style on.
func (r *renderer) span(s span) {
	if s.url != "" {
		r.w.WriteString(linkStart + s.url + linkEnd)
	}
	r.w.WriteString(r.styled(sequence(s.style), s.text))
	if s.url != "" {
		r.w.WriteString(linkStart + linkEnd)
	}
}

func sequence(style digest.Style) string {
	var b strings.Builder
	for _, s := range []struct {
		style    digest.Style
		sequence string
	}{{digest.Bold, boldStyle}, {digest.Faint, faintStyle}, {digest.Italic, italic}, {digest.Code, codeStyle}} {
		if style&s.style != 0 {
			b.WriteString(s.sequence)
		}
	}
	return b.String()
}

// styled returns text between a sequence and its end, bare without colour.
func (r *renderer) styled(sequence, text string) string {
	if !r.look.Colour || sequence == "" {
		return text
	}
	return sequence + text + reset
}

// stripSequences returns a prefix of ours without its sequences, for measuring.
func stripSequences(prefix string) string {
	for _, s := range []string{boldStyle, barStyle, reset} {
		prefix = strings.ReplaceAll(prefix, s, "")
	}
	return prefix
}
