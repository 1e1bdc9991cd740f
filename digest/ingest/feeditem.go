package ingest

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/idna"
)

// itemLink is the address of the article: the link, or a GUID that is one.
func itemLink(it *gofeed.Item) string {
	if it.Link != "" {
		return it.Link
	}
	guid := strings.TrimSpace(it.GUID)
	if (strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://")) && it.Custom[noLink] == "" {
		return guid
	}
	for _, link := range it.Extensions["atom"]["link"] {
		if rel := link.Attrs["rel"]; rel == "" || rel == "alternate" {
			return link.Attrs["href"]
		}
	}
	for _, e := range it.Enclosures {
		if e != nil && strings.HasPrefix(e.Type, "text/html") {
			return e.URL
		}
	}
	return ""
}

// otherDates are those of an item besides the one that its format has for when it was
// published, best first.
func otherDates(it *gofeed.Item) (dates []string) {
	if dc := it.DublinCoreExt; dc != nil {
		dates = append(dates, dc.Date...)
	}
	for _, at := range []struct{ prefix, name string }{
		{"dcterms", "issued"}, {"dcterms", "available"}, {"dcterms", "created"}, {"atom", "published"}, {"", "created"}, {"", "issued"}, {"dcterms", "modified"},
	} {
		for _, e := range it.Extensions[at.prefix][at.name] {
			dates = append(dates, e.Value)
		}
	}
	return dates
}

// otherText is what some feeds have in the place of a summary.
func otherText(it *gofeed.Item) string {
	for _, e := range it.Extensions["media"]["group"] {
		for _, text := range e.Children["description"] {
			return text.Value
		}
	}
	for _, e := range it.Extensions["media"]["description"] {
		return e.Value
	}
	for _, name := range []string{"fullitem", "body", "abstract"} {
		if text := it.Custom[name]; text != "" {
			return text
		}
	}
	return ""
}

// absolute returns link as an address of the web; empty where it is none.
func absolute(base *url.URL, link string) string {
	link = strings.TrimSpace(link)
	if link == "" {
		return ""
	}
	u, err := base.Parse(link)
	if err == nil && strings.IndexFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
		u.Host, err = idna.Lookup.ToASCII(u.Host)
	}
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || len(link) > 4096 {
		return ""
	}
	return u.String()
}

// itemAuthors returns all that an item names: the parser has only the first creator, and
// none of an Atom entry.
func itemAuthors(it *gofeed.Item) []string {
	names := personNames(it.Authors)
	if creators := it.Extensions["dc"]["creator"]; len(creators) > 1 || len(names) == 0 {
		for _, creator := range creators {
			if name := plainTitle(creator.Value); name != "" && len(name) < 200 && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func personNames(persons []*gofeed.Person) []string {
	var names []string
	for _, p := range persons {
		if p == nil {
			continue
		}
		name := p.Name
		if name == "" {
			name = p.Email
		}
		if name = plainTitle(name); name != "" && len(name) < 200 && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

var tags = regexp.MustCompile(`<[/A-Za-z!][^<>]*>`)

// escapedTags are those that titles have which were escaped twice. Others may be meant.
var escapedTags = regexp.MustCompile(`(?i)</?(b|i|em|strong|a|span|br|p|sup|sub|u|font|q|cite|small|h[1-6]|div)(\s[^<>]*)?/?>`)

// plainTitle returns a title without the markup that some feeds put into it.
func plainTitle(s string) string {
	s = html.UnescapeString(tags.ReplaceAllString(s, ""))
	s = clean(html.UnescapeString(escapedTags.ReplaceAllString(s, "")))
	return clip(strings.Join(strings.Fields(s), " "), 500)
}

func tagOrNone(s string) string {
	tag, err := languageTag(strings.ReplaceAll(strings.TrimSpace(s), "_", "-"))
	if err != nil || tag == "und" {
		return ""
	}
	return tag
}
