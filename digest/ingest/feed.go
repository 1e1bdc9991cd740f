package ingest

import (
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/idna"
)

// Limits on one feed. The bytes are counted before anything is parsed, and so are
// elements: seven megabytes of empty items cost the parser nine seconds and 1.5 GB.
const (
	MaxFeed         = 5 << 20
	maxItems        = 1_000
	maxFeedElements = 100_000
	maxFeedDepth    = 200
)

// Feed is a list of articles as a site offers it.
type Feed struct {
	Format   string // "RSS 2.0", "Atom 1.0", "JSON Feed 1.1", "CDF", "news sitemap"
	Title    string // plain text
	Link     string // the site it belongs to
	Language string // BCP 47, empty where it does not say
	Items    []Item // in the order of the feed
	Left     int    // items beyond the first thousand, which are not read
}

// Item is one article as a feed announces it.
type Item struct {
	GUID      string
	Link      string // absolute; empty where there is none
	Title     string // plain text
	Authors   []string
	Published time.Time // in the zone that is written; zero where it is not known
	DateOnly  bool
	Updated   time.Time
	Summary   string // as printed, mostly HTML
	Content   string // the article in full where the feed has it, as printed, mostly HTML
	Language  string
	Outlet    string // where the feed names one for each item: those that collect from many
}

// ErrNoFeed is wrapped by the errors about what is not a feed at all.
var ErrNoFeed = errors.New("this is no feed")

// ParseFeed reads a feed of any kind: RSS 0.9x, 1.0 and 2.0, Atom, CDF, JSON Feed,
// or a news sitemap, in any encoding. contentType is what the server said of it, empty
// for a file; at is the address it came from, to which its links are relative.
func ParseFeed(data []byte, contentType, at string) (Feed, error) {
	if len(data) > MaxFeed {
		return Feed{}, fmt.Errorf("the feed has more than %d MiB, and is not read", MaxFeed>>20)
	}
	text, err := decodeMarkup(data, contentType)
	if err != nil {
		return Feed{}, err
	}
	base, err := url.Parse(at)
	if err != nil {
		base = &url.URL{}
	}
	start := strings.TrimLeft(text, " \t\r\n")
	if strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") {
		return jsonFeed([]byte(start), base)
	}
	return xmlFeed(text, base)
}

// rootName returns the name of a document's first element, without its prefix and in
// lower case.
func rootName(text string) string {
	for text = text[:min(len(text), 8<<10)]; ; {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			return ""
		}
		text = text[i:]
		switch {
		case strings.HasPrefix(text, "<!--"):
			text = text[skip(text, "-->"):]
		case strings.HasPrefix(text, "<?"), strings.HasPrefix(text, "<!"):
			text = text[skip(text, ">"):]
		default:
			end := strings.IndexAny(text, " \t\r\n/>")
			if end < 0 {
				return ""
			}
			name := strings.ToLower(text[1:end])
			return name[strings.IndexByte(name, ':')+1:]
		}
	}
}

func xmlFeed(text string, base *url.URL) (Feed, error) {
	text = strings.TrimLeft(text, " \t\r\n\uFEFF")
	if i := strings.IndexByte(text, '<'); i > 0 && i < 1024 {
		text = text[i:] // some servers say something first
	}
	root := rootName(text)
	switch root {
	case "rss", "rdf", "feed":
	case "channel":
		if channelTag.MatchString(text) {
			return channelDefinition(text, base)
		}
		text = "<rss>" + text + "</rss>"
	case "urlset", "sitemapindex":
		return sitemap(text, base)
	case "html":
		return Feed{}, fmt.Errorf("%w: it is a page", ErrNoFeed)
	case "opml":
		return Feed{}, fmt.Errorf("%w: it is a list of feeds; take it in with `whosaid feed import`", ErrNoFeed)
	default:
		return Feed{}, fmt.Errorf("%w: it begins as neither RSS, Atom, JSON Feed nor a sitemap does", ErrNoFeed)
	}
	cut, left, err := bounded(text)
	if err != nil {
		return Feed{}, err
	}
	switch root {
	case "feed":
		cut = decoded(cut)
	case "rdf":
		cut = identified(firsts(wrapped(cut)))
	default:
		cut = firsts(wrapped(cut))
	}
	parsed, err := parseXML(cut)
	if err != nil {
		if whole, ok := mended(cut); ok {
			parsed, err = parseXML(whole)
		}
	}
	if err != nil {
		return Feed{}, fmt.Errorf("the feed cannot be read: %w", err)
	}
	return translate(parsed, base, left), nil
}

// parseXML is the parser, a fault in which is the feed's error.
func parseXML(text string) (f *gofeed.Feed, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("whosaid has a fault and cannot read it (%v); please report it", fault)
		}
	}()
	p := gofeed.NewParser()
	p.RSSTranslator, p.AtomTranslator = rssItems{}, atomItems{}
	f, err = p.ParseString(text)
	if err == nil && f == nil {
		err = errors.New("there is nothing in it")
	}
	return f, err
}

// mended closes a feed behind its last whole item: one that is broken costs none of
// those before it.
func mended(text string) (string, bool) {
	ends := lastItem.FindAllStringIndex(text, -1)
	root := openRoot.FindStringSubmatch(text)
	if len(ends) == 0 || root == nil {
		return "", false
	}
	text = text[:ends[len(ends)-1][1]]
	if strings.EqualFold(root[1], "rss") && strings.LastIndex(text, "</channel>") < 0 {
		text += "</channel>"
	}
	return text + "</" + root[1] + ">", true
}

var (
	lastItem = regexp.MustCompile(`(?i)</(?:\w+:)?(?:item|entry)\s*>`)
	openRoot = regexp.MustCompile(`(?i)<((?:\w+:)?(?:rss|rdf|feed))[\s>]`)
)

func translate(f *gofeed.Feed, base *url.URL, left int) Feed {
	base = siteOf(absolute(base, f.Link), base)
	out := Feed{
		Format:   formatName(f.FeedType, f.FeedVersion),
		Title:    plainTitle(f.Title),
		Link:     absolute(base, f.Link),
		Language: tagOrNone(f.Language),
		Left:     left,
	}
	for _, it := range f.Items {
		if it == nil {
			continue
		}
		item := Item{
			GUID:    strings.TrimSpace(it.GUID),
			Link:    absolute(base, itemLink(it)),
			Title:   plainTitle(it.Title),
			Authors: itemAuthors(it),
			Summary: it.Description,
			Content: it.Content,
		}
		item.Published, item.DateOnly = feedDate(it.Published, it.PublishedParsed)
		item.Updated, _ = feedDate(it.Updated, it.UpdatedParsed)
		for _, other := range otherDates(it) {
			if item.Published.IsZero() {
				item.Published, item.DateOnly = feedDate(other, nil)
			}
		}
		if item.Published.IsZero() {
			item.Published, item.DateOnly = feedDate(it.Updated, it.UpdatedParsed)
		}
		if len(item.Authors) == 0 && f.FeedType == "atom" {
			item.Authors = personNames(f.Authors) // as RFC 4287 has it
		}
		if item.Summary == "" {
			item.Summary = otherText(it)
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// siteOf is what the links of a feed are relative to: its own address, base, or for a
// file, which has none, that of its site.
func siteOf(site string, base *url.URL) *url.URL {
	if u, err := url.Parse(site); err == nil && site != "" && base.Host == "" {
		return u
	}
	return base
}

func formatName(kind, version string) string {
	name := map[string]string{"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}[kind]
	return strings.TrimSpace(name + " " + version)
}

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

// bounded counts the elements of a feed before it is parsed. Of one with too many
// items it returns the first thousand and how many are left out.
func bounded(text string) (string, int, error) {
	items, elements, depth := 0, 0, 0
	cutFrom, cutTo := -1, -1
	for i := 0; i < len(text); {
		next := strings.IndexByte(text[i:], '<')
		if next < 0 {
			break
		}
		i += next
		switch rest := text[i:]; {
		case strings.HasPrefix(rest, "<![CDATA["):
			i += skip(rest, "]]>")
		case strings.HasPrefix(rest, "<!--"):
			i += skip(rest, "-->")
		case strings.HasPrefix(rest, "</"):
			depth--
			end := skip(rest, ">")
			if isItem(rest[2:]) && cutFrom >= 0 {
				cutTo = i + end
			}
			i += end
		case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
			i += skip(rest, ">")
		default:
			end := skip(rest, ">")
			elements++
			if isItem(rest[1:]) {
				if items++; items == maxItems+1 {
					cutFrom = i
				}
			}
			if end < 2 || rest[end-2] != '/' {
				depth++
			} else if isItem(rest[1:]) && cutFrom >= 0 {
				cutTo = i + end
			}
			i += end
		}
		if cutFrom < 0 && elements > maxFeedElements || elements > 10*maxFeedElements {
			return "", 0, fmt.Errorf("the feed has more than %d elements, as no feed has, and is not read", maxFeedElements)
		}
		if depth > maxFeedDepth {
			return "", 0, fmt.Errorf("the feed has elements %d deep in one another, as no feed has, and is not read", maxFeedDepth)
		}
	}
	if cutFrom < 0 || cutTo < cutFrom {
		if items > maxItems {
			return "", 0, fmt.Errorf("the feed has more than %d items and is not complete", maxItems)
		}
		return text, 0, nil
	}
	return text[:cutFrom] + text[cutTo:], items - maxItems, nil
}

// skip returns how long s is up to and with end.
func skip(s, end string) int {
	i := strings.Index(s, end)
	if i < 0 {
		return len(s)
	}
	return i + len(end)
}

// isItem reports whether a tag, of which s is what follows its beginning, is one of
// an item.
func isItem(s string) bool {
	for _, name := range []string{"item", "entry", "rss:item", "atom:entry"} {
		if len(s) > len(name) && strings.EqualFold(s[:len(name)], name) && strings.IndexByte(" \t\r\n/>", s[len(name)]) >= 0 {
			return true
		}
	}
	return false
}
