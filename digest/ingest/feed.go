package ingest

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
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
