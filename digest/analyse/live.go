package analyse

import (
	"regexp"

	"whosaid/digest"
)

// stamp is the time that an entry of a live page begins with: "10:32", "10.45am",
// "11:02 GMT —".
var stamp = regexp.MustCompile(`^\d{1,2}[:.h]\d{2}\s?(?i:[ap]\.?m\.?)?(?:\s(?:GMT|BST|UTC|CES?T|EE?ST|ICT|IST|JST|ES?T|EDT|[CMP][SD]?T))?\s*[:—–|-]?(?:\s+|$)`)

// fewestEntries is how many paragraphs must begin with a time for the text to be a live page.
const fewestEntries = 2

// stamped parts the times from the entries that begin with them, as paragraphs
// of their own.
func stamped(text string, paras []digest.Span) []digest.Span {
	n := 0
	for _, p := range paras {
		if stampOf(text, p) > 0 {
			n++
		}
	}
	if n < fewestEntries {
		return paras
	}
	out := make([]digest.Span, 0, len(paras)+n)
	for _, p := range paras {
		if k := stampOf(text, p); k > 0 && k < p.Len() {
			out = append(out, trim(text, digest.Span{Start: p.Start, End: p.Start + k}))
			p.Start += k
		}
		out = append(out, p)
	}
	return out
}

// stampOf returns how many bytes of p its time takes, 0 where it has none.
func stampOf(text string, p digest.Span) int {
	s := p.Cut(text)
	if len(s) < 4 || s[0] < '0' || s[0] > '9' {
		return 0
	}
	return len(stamp.FindString(s[:min(len(s), 40)]))
}
