package ingest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"whosaid/digest"
)

// Keys are the keys of a header, in the order in which help and errors name
// them. Case does not matter.
var Keys = []string{"title", "outlet", "url", "published", "authors", "language"}

// other names of Keys that are common enough to be taken for them.
var other = map[string]string{"date": "published", "author": "authors", "by": "authors", "lang": "language", "headline": "title", "publisher": "outlet"}

// pair is one entry of a header.
type pair struct {
	key    string // as written
	values []string
	line   int // in the file, from 1
}

// What is longer than this is text and no header. The bytes also bound how deep
// its TOML can be nested.
const (
	maxHeader      = 100 // lines, fences included
	maxHeaderBytes = 32 << 10
)

// mayBeHeader reports whether rest, what is left of text, can begin with its n-th
// header line.
func mayBeHeader(text, rest string, n int) bool {
	return rest != "" && n <= maxHeader && len(text)-len(rest) <= maxHeaderBytes
}

// keyLine is a line of a header. A key is one or two words, so that a sentence
// with a colon in it is not taken for one.
var keyLine = regexp.MustCompile(`^([A-Za-z]+(?:[ _-][A-Za-z]+)?)[ \t]*:[ \t]*(.*)$`)

// header reads the header that text may begin with, and returns what it says and
// the text that follows it. There are three forms:
//
//	Title: Port strike ends           lines of "Key: value" up to the first empty line; lines
//	Outlet: The Wexmouth Mercury      that begin with a space go on with the line before
//
//	---                               the same lines, their values with or without quotation marks,
//	title: "Port strike ends"         between two lines of three hyphens
//	---
//
//	+++                               TOML between two lines of three plus signs
//	title = "Port strike ends"
//	+++
//
// Lines count as a header only where the first of them has one of [Keys], so that
// an article that begins "WASHINGTON: The president …" keeps its first line. In a
// header, every line has to be right: a key that is none of them, a date that
// cannot be read or a missing empty line is an error that names the line.
func header(text string) (a digest.Article, body string, err error) {
	var pairs []pair
	switch first, _ := line(text); strings.TrimRight(first, " \t") {
	case "+++":
		pairs, body, err = tomlHeader(text)
	case "---":
		pairs, body, err = fencedHeader(text)
	default:
		pairs, body, err = plainHeader(text)
	}
	if err != nil {
		return a, "", err
	}
	for _, p := range pairs {
		if err := set(&a, p); err != nil {
			return a, "", fmt.Errorf("line %d: %w", p.line, err)
		}
	}
	return a, body, nil
}

// plainHeader reads "Key: value" lines up to the first empty line.
func plainHeader(text string) (pairs []pair, body string, err error) {
	rest := text
	for n := 1; mayBeHeader(text, rest, n); n++ {
		l, after := line(rest)
		key, value, ok := cutKey(l)
		switch {
		case strings.TrimSpace(l) == "":
			if !convincing(pairs) {
				return nil, text, nil
			}
			return pairs, after, nil
		case len(pairs) > 0 && (l[0] == ' ' || l[0] == '\t'):
			last := &pairs[len(pairs)-1]
			last.values[0] += " " + strings.TrimSpace(l)
		case ok && (len(pairs) > 0 || canonical(key) != "" || titled(rest)):
			pairs = append(pairs, pair{key, []string{value}, n})
		case knownKeys(pairs) >= 2:
			return nil, "", fmt.Errorf("line %d: %q is no line of the header; put an empty line between the header and the text", n, clip(l, 40))
		default:
			return nil, text, nil
		}
		rest = after
	}
	if rest == "" && convincing(pairs) {
		return pairs, "", nil
	}
	return nil, text, nil
}

// titled reports whether one of the first lines of text has the key title or
// outlet: then its first line is a header's even where that line's key is unknown.
func titled(text string) bool {
	for range 8 {
		var l string
		if l, text = line(text); strings.TrimSpace(l) == "" {
			return false
		}
		if key, _, ok := cutKey(l); ok && (canonical(key) == "title" || canonical(key) == "outlet") {
			return true
		}
	}
	return false
}

// convincing reports whether pairs are a header and not the first paragraph of
// an article: two keys that are known, or one that no article begins with.
func convincing(pairs []pair) bool {
	for _, p := range pairs {
		switch canonical(p.key) {
		case "title", "outlet", "published":
			return true
		case "url":
			if strings.Contains(p.values[0], "://") {
				return true
			}
		}
	}
	return knownKeys(pairs) > 1
}

// fencedHeader reads the simple lines that other programs put between lines of
// "---". Without a second such line, or where they hold something else, the
// hyphens are a rule in the text.
func fencedHeader(text string) (pairs []pair, body string, err error) {
	_, rest := line(text)
	for n := 2; mayBeHeader(text, rest, n); n++ {
		l, after := line(rest)
		item := strings.TrimSpace(l)
		key, value, ok := cutKey(l)
		switch {
		case item == "---":
			if knownKeys(pairs) == 0 {
				return nil, text, nil
			}
			return pairs, after, nil
		case item == "" || strings.HasPrefix(item, "#"):
		case ok:
			pairs = append(pairs, pair{key, list(value), n})
		case len(pairs) > 0 && strings.HasPrefix(item, "- "):
			last := &pairs[len(pairs)-1]
			last.values = append(last.values, unquote(item[2:]))
		case knownKeys(pairs) > 0 && closes(after, "---"):
			return nil, "", fmt.Errorf(`line %d: %q cannot be read; between lines of "---" write lines of "key: value", or TOML between lines of "+++"`, n, clip(l, 40))
		default:
			return nil, text, nil
		}
		rest = after
	}
	return nil, text, nil
}

// set takes one entry into a.
func set(a *digest.Article, p pair) error {
	values := slices.DeleteFunc(slices.Clone(p.values), func(v string) bool { return strings.TrimSpace(v) == "" })
	if len(values) == 0 {
		if canonical(p.key) == "" && !ignored(p.key) {
			return unknownKey(p.key)
		}
		return nil // an empty value says nothing
	}
	value := strings.TrimSpace(values[0])
	var err error
	switch canonical(p.key) {
	case "title":
		a.Title = value
	case "outlet":
		a.Outlet = value
	case "url":
		a.URL, err = webAddress(value)
	case "published":
		a.Published, a.DateOnly, err = ParseDate(value)
	case "authors":
		a.Authors = nil
		for _, v := range values {
			a.Authors = append(a.Authors, people(v)...)
		}
	case "language":
		a.Language, err = languageTag(value)
	default:
		if !ignored(p.key) {
			return unknownKey(p.key)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", strings.ToLower(p.key), err)
	}
	return nil
}

// canonical returns which of Keys key means, or "".
func canonical(key string) string {
	key = strings.ToLower(key)
	if slices.Contains(Keys, key) {
		return key
	}
	return other[key]
}

// ignored reports whether key is one that other programs write and that says
// nothing to whosaid.
func ignored(key string) bool {
	return slices.Contains([]string{"tags", "tag", "keywords", "category", "categories", "section", "draft", "slug", "description", "summary", "image", "layout"}, strings.ToLower(key))
}

func knownKeys(pairs []pair) int {
	n := 0
	for _, p := range pairs {
		if canonical(p.key) != "" {
			n++
		}
	}
	return n
}

// unknownKey names the nearest key, so that a slip of the pen is not silently
// an article without a date.
func unknownKey(key string) error {
	near, least := "", 1<<30
	for _, k := range Keys {
		if d := distance(strings.ToLower(key), k); d < least {
			near, least = k, d
		}
	}
	if least > len(near)/2 {
		return fmt.Errorf("%q is no key of a header; the keys are %s", key, strings.Join(Keys, ", "))
	}
	return fmt.Errorf("%q is no key of a header; is %q meant? The keys are %s", key, near, strings.Join(Keys, ", "))
}

// distance is the Levenshtein distance of two keys, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := last
			if a[i] != b[j] {
				change++
			}
			last = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func languageTag(s string) (string, error) {
	tag, err := language.Parse(s)
	if err != nil {
		return "", errors.New(`write the language as a tag, such as "en" or "en-GB"`)
	}
	return tag.String(), nil
}

// line cuts the first line off text, without its end (\n, \r\n or \r).
func line(text string) (first, rest string) {
	i := strings.IndexAny(text, "\r\n")
	if i < 0 {
		return text, ""
	}
	if strings.HasPrefix(text[i:], "\r\n") {
		return text[:i], text[i+2:]
	}
	return text[:i], text[i+1:]
}

func cutKey(line string) (key, value string, ok bool) {
	if len(line) > maxHeaderBytes {
		return "", "", false
	}
	m := keyLine.FindStringSubmatch(strings.TrimRight(line, " \t"))
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}
