package ingest

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a file cannot say in a header it may show: these read titles, authors and
// addresses as people and papers write them.

// bySign is what stands before the authors' names in a by-line.
var bySign = regexp.MustCompile(`(?i)^(by|words by|written by|reported by)\s+`)

// nameEnd is what stands between authors' names.
var nameEnd = regexp.MustCompile(`\s*(?:[,;/|&]|\s+(?:and|with)\s+)\s*`)

// people cuts a by-line into names.
func people(s string) []string {
	var names []string
	s = bySign.ReplaceAllString(strings.TrimSpace(s), "")
	for _, name := range nameEnd.Split(s, -1) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// notHeadline is what stands on a short first line that is no headline: by-lines,
// dates, credits.
var notHeadline = regexp.MustCompile(`(?i)^(by|from|photo|image|picture|updated|published|posted|date|share|advertisement)\b|\b(19|20)\d\d-\d\d-\d\d\b|\d\d:\d\d`)

// headline returns the first line of text where it is plainly a headline: two to
// twenty words, at most 150 characters, not closed by a full stop, a comma or a colon, an empty line after
// it and text after that. Otherwise it returns "".
func headline(text string) string {
	for text != "" && strings.TrimSpace(firstLine(text)) == "" {
		_, text = line(text)
	}
	first, rest := line(text)
	next, more := line(rest)
	first = strings.TrimSpace(strings.TrimLeft(first, "# "))
	words := len(strings.Fields(first))
	last, _ := utf8.DecodeLastRuneInString(first)
	r, _ := utf8.DecodeRuneInString(first)
	switch {
	case strings.TrimSpace(next) != "" || strings.TrimSpace(more) == "":
	case words < 2 || words > 20 || utf8.RuneCountInString(first) > 150:
	case strings.ContainsRune(".,:;…—”\"»", last):
	case !unicode.IsUpper(r) && !unicode.IsDigit(r) && unicode.IsLetter(r) && unicode.IsLower(r):
	case notHeadline.MatchString(first):
	default:
		return first
	}
	return ""
}

func firstLine(text string) string {
	first, _ := line(text)
	return first
}

// stem is the name of a file without folders and ending, or "untitled".
func stem(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if s := strings.TrimSpace(strings.TrimSuffix(base, path.Ext(base))); s != "" && s != "." && s != "/" {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return "untitled"
}

// host is the outlet of an article at address that names none.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return UnknownOutlet
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// webAddress checks an article's address: what is stored becomes a link in chat.
func webAddress(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fmt.Errorf("%q is no web address; it begins with https:// or http://", clip(s, 60))
	}
	return u.String(), nil
}

// unquote removes the quotation marks around a value, if there are any.
func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// list cuts a value such as [Ann Bell, "Ho, Tam"] into its items; anything else
// is one item.
func list(s string) []string {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "[") || !strings.HasSuffix(s, "]") || len(s) < 2 {
		return []string{unquote(s)}
	}
	var items []string
	start, quote := 1, byte(0)
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == ',' || i == len(s)-1:
			items = append(items, unquote(s[start:i]))
			start = i + 1
		}
	}
	return items
}

// show is a file's name as errors give it: quoted where it holds characters
// that would act in a terminal.
func show(name string) string {
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return strconv.Quote(name)
		}
	}
	return name
}

// clip shortens s to n characters, for errors.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

func tooLarge(size int64, limit int) error {
	return fmt.Errorf("it has %.1f MB, and at most %d MB are read; split it into single articles", float64(size)/(1<<20), limit>>20)
}

var errNotRegular = errors.New("it is a pipe, a device or a socket, and only regular files are read; save its content to a file")
