package ingest

import (
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

var (
	codedText  = regexp.MustCompile(`(?is)<((?:\w+:)?(?:title|summary|content|tagline|subtitle|info))(\s[^<>]*)>\s*(?:<!\[CDATA\[)?([a-z0-9+/=\s]*?)(?:\]\]>)?\s*</`)
	escaped    = regexp.MustCompile(`(?i)<((?:\w+:)?(?:title|summary|content|tagline|subtitle|info))(\s[^<>]*\bmode\s*=\s*["']escaped["'][^<>]*)>`)
	typeOf     = regexp.MustCompile(`(?i)\stype\s*=\s*["']\s*([^"']*?)\s*["']`)
	modeOf     = regexp.MustCompile(`(?i)\smode\s*=\s*["']\s*([^"']*?)\s*["']`)
	itemStart  = regexp.MustCompile(`(?i)<(?:\w+:)?item(?:\s[^<>]*)?>`)
	itemOfRDF  = regexp.MustCompile(`(?i)<(?:\w+:)?item\s[^<>]*?\b\w+:about\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>`)
	ofItem     = regexp.MustCompile(`(?i)</?(?:\w+:)?(?:item|channel|link|guid|title|pubdate)[\s>]`)
	personName = regexp.MustCompile(`(?is)<name>([^<]*)</name>`)
	ownAddress = regexp.MustCompile(`(?i)<(?:guid|dc:identifier)[\s>]`)
)

// inRSS are elements that hold text, with markup or without.
var inRSS = []*regexp.Regexp{
	regexp.MustCompile(`(?is)<(description)(?:\s[^<>]*)?>(.*?)</description\s*>`),
	regexp.MustCompile(`(?is)<(content:encoded)(?:\s[^<>]*)?>(.*?)</content:encoded\s*>`),
	regexp.MustCompile(`(?is)<((?:xhtml:)?body)(?:\s[^<>]*)?>(.*?)</(?:xhtml:)?body\s*>`),
	regexp.MustCompile(`(?is)<(author)(?:\s[^<>]*)?>(.*?)</author\s*>`),
}

// noLink marks an item whose GUID looks like an address and is said to be none.
const noLink = "whosaid:no-link"

// rssItems keeps of an item what the parser's own translator leaves out: whether its
// GUID is a link.
type rssItems struct{ gofeed.DefaultRSSTranslator }

func (r rssItems) Translate(feed any) (*gofeed.Feed, error) {
	out, err := r.DefaultRSSTranslator.Translate(feed)
	in, ok := feed.(*rss.Feed)
	if err != nil || !ok || len(in.Items) != len(out.Items) {
		return out, err
	}
	for i, it := range in.Items {
		if it.GUID != nil && strings.EqualFold(strings.TrimSpace(it.GUID.IsPermalink), "false") {
			if out.Items[i].Custom == nil {
				out.Items[i].Custom = make(map[string]string)
			}
			out.Items[i].Custom[noLink] = "true"
		}
	}
	return out, nil
}

// atomItems does so for Atom: of several alternatives a page is the article, not the
// same as data.
type atomItems struct{ gofeed.DefaultAtomTranslator }

func (a atomItems) Translate(feed any) (*gofeed.Feed, error) {
	out, err := a.DefaultAtomTranslator.Translate(feed)
	in, ok := feed.(*atom.Feed)
	if err != nil || !ok || len(in.Entries) != len(out.Items) {
		return out, err
	}
	for i, entry := range in.Entries {
		for _, l := range entry.Links {
			alternate := l.Rel == "" || l.Rel == "alternate"
			if alternate && (l.Type == "text/html" || l.Type == "application/xhtml+xml") {
				out.Items[i].Link = l.Href
				break
			}
		}
	}
	return out, nil
}

// wrapped puts markup that stands in an RSS element as it is, not escaped, into a CDATA
// section, where it need not be XML. A person's name is taken out of its elements.
func wrapped(text string) string {
	for _, element := range inRSS {
		text = element.ReplaceAllStringFunc(text, func(all string) string {
			m := element.FindStringSubmatch(all)
			inner := m[2]
			if !strings.Contains(inner, "<") || strings.Contains(inner, "<![CDATA[") || strings.Contains(inner, "]]>") || ofItem.MatchString(inner) {
				return all
			}
			if n := personName.FindStringSubmatch(inner); n != nil && strings.EqualFold(m[1], "author") {
				return "<author>" + n[1] + "</author>"
			}
			name := m[1]
			if strings.HasSuffix(strings.ToLower(name), "body") {
				name = "content:encoded"
			}
			return "<" + name + "><![CDATA[" + inner + "]]></" + name + ">"
		})
	}
	return text
}

// firsts leaves out what an item of RSS has a second time, of which the parser would
// take the last: a title and a description are what comes first.
func firsts(text string) string {
	var b strings.Builder
	for {
		start := itemStart.FindStringIndex(text)
		if start == nil {
			break
		}
		end := lastItem.FindStringIndex(text[start[1]:])
		if end == nil {
			break
		}
		b.WriteString(text[:start[1]])
		b.WriteString(withoutSeconds(text[start[1] : start[1]+end[0]]))
		text = text[start[1]+end[0]:]
	}
	b.WriteString(text)
	return b.String()
}

// withoutSeconds is firsts for the content of one item. Where its elements do not close
// one another it stays as it is.
func withoutSeconds(item string) string {
	var b strings.Builder
	seen := make(map[string]bool)
	depth, kept, from := 0, 0, -1 // from: where an element begins that is left out
	for i := 0; i < len(item); {
		next := strings.IndexByte(item[i:], '<')
		if next < 0 {
			break
		}
		i += next
		rest := item[i:]
		switch {
		case strings.HasPrefix(rest, "<![CDATA["):
			i += skip(rest, "]]>")
		case strings.HasPrefix(rest, "<!--"):
			i += skip(rest, "-->")
		case strings.HasPrefix(rest, "</"):
			i += skip(rest, ">")
			if depth--; depth == 0 && from >= 0 {
				b.WriteString(item[kept:from])
				kept, from = i, -1
			}
		default:
			end := skip(rest, ">")
			if name := elementName(rest); depth == 0 && (name == "title" || name == "description") && rest[max(0, end-2)] != '/' {
				if seen[name] {
					from = i
				}
				seen[name] = true
			}
			if rest[max(0, end-2)] != '/' {
				depth++
			}
			i += end
		}
	}
	if depth != 0 || kept == 0 {
		return item
	}
	return b.String() + item[kept:]
}

// elementName is the name of the element that s begins with, in lower case.
func elementName(s string) string {
	end := strings.IndexAny(s, " \t\r\n/>")
	if end < 0 {
		return ""
	}
	return strings.ToLower(s[1:end])
}

// decoded replaces what an Atom feed has in base64 by the text that it is. Version 1.0
// says so by a media type that is no text (RFC 4287, 4.1.3.3), version 0.3 by a mode. A
// picture or a document leaves nothing, as nobody can read it. What version 0.3 calls
// escaped is HTML, or plain text where it says so.
func decoded(text string) string {
	text = escaped.ReplaceAllStringFunc(text, func(tag string) string {
		m := escaped.FindStringSubmatch(tag)
		if strings.HasSuffix(m[2], "/") {
			return tag // it is empty
		}
		if kind := typeOf.FindStringSubmatch(m[2]); kind != nil && !strings.HasPrefix(strings.ToLower(kind[1]), "text/plain") {
			return "<" + m[1] + ` type="html">`
		}
		return "<" + m[1] + ">"
	})
	return codedText.ReplaceAllStringFunc(text, func(element string) string {
		m := codedText.FindStringSubmatch(element)
		name, attributes, code := m[1], m[2], m[3]
		if !inBase64(attributes) {
			return element
		}
		plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(code), ""))
		if err != nil {
			return element // plain words, whatever is said of them
		}
		if !utf8.Valid(plain) || strings.IndexByte(string(plain), 0) >= 0 {
			plain = nil
		}
		return "<" + name + ` type="html">` + html.EscapeString(string(plain)) + "</"
	})
}

func inBase64(attributes string) bool {
	if m := modeOf.FindStringSubmatch(attributes); m != nil {
		return strings.EqualFold(m[1], "base64")
	}
	m := typeOf.FindStringSubmatch(attributes)
	if m == nil {
		return false
	}
	kind, _, _ := strings.Cut(strings.ToLower(m[1]), ";")
	return strings.Contains(kind, "/") && !strings.HasPrefix(kind, "text/") && !strings.HasSuffix(kind, "+xml") && !strings.HasSuffix(kind, "/xml")
}

// identified gives the items of RSS 1.0 the address that they are about as their GUID, which
// the parser passes over.
func identified(text string) string {
	starts := itemOfRDF.FindAllStringSubmatchIndex(text, -1)
	var b strings.Builder
	from := 0
	for i, m := range starts {
		about := m[2:4]
		if about[0] < 0 {
			about = m[4:6]
		}
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		if about[0] == about[1] || text[m[1]-2] == '/' || ownAddress.MatchString(text[m[1]:end]) {
			continue
		}
		b.WriteString(text[from:m[1]])
		b.WriteString("<guid>" + text[about[0]:about[1]] + "</guid>")
		from = m[1]
	}
	b.WriteString(text[from:])
	return b.String()
}
