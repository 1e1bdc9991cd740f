package ingest

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"codeberg.org/readeck/go-readability"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"whosaid/digest"
)

// Limits on one page, counted before it is parsed: building the tree is what
// costs memory. The largest real page measured had 1,737 elements.
const (
	maxElements   = 50_000
	maxAttributes = 200_000
)

var errNoArticle = errors.New("no article was found in this page; save the article's text as .txt")

// pageStart is how a page begins that has no ending to tell it by.
var pageStart = regexp.MustCompile(`(?i)^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*<(!doctype html|html|head)[\s>]`)

func isPage(name string, data []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	case ".txt", ".text", ".md":
		return false
	}
	return pageStart.Match(data[:min(len(data), 1024)])
}

// page reads an HTML page. What the article is, among menus and notices, is
// found by readability, which is linear in the page. On the 181 pages of
// scrapinghub/article-extraction-benchmark this has an F1 of .959, as good as
// trafilatura (.960), which would cost a fifth of a second and 50 MB at every
// start of the program and is quadratic.
func page(data []byte) (digest.Article, error) {
	doc, err := parsePage(data, "")
	if err != nil {
		return digest.Article{}, err
	}
	return extract(doc, metadata(doc))
}

// parsePage makes the tree of a page that is small enough. contentType is what a
// server said of it, empty for a file.
func parsePage(data []byte, contentType string) (*html.Node, error) {
	if len(data) > MaxPage {
		return nil, tooLarge(int64(len(data)), MaxPage)
	}
	source, err := decodePage(data, contentType)
	if err != nil {
		return nil, err
	}
	if err := countElements(source); err != nil {
		return nil, err
	}
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("reading the page: %w; save the article's text as .txt", err)
	}
	shorten(doc)
	return doc, nil
}

// extract finds the text of the article that doc holds, of which a is known already.
func extract(doc *html.Node, a digest.Article) (digest.Article, error) {
	base, err := url.Parse(a.URL)
	if err != nil || a.URL == "" {
		base = &url.URL{Scheme: "https", Host: "page.invalid"}
	}
	whole := pageText(doc)
	declutter(doc, whole)
	parser := readability.NewParser()
	parser.DisableJSONLD = true // metadata has read it
	found, err := parser.ParseDocument(doc, base)
	if err == nil && found.Node != nil {
		a.Text = articleText(found.Node)
	}
	if a.Text == "" {
		a.Text = pageText(doc) // too short for readability to choose from
	}
	if a.Text == "" {
		a.Text = whole
	}
	if a.Text == "" {
		return digest.Article{}, errNoArticle
	}
	a = complete(a, found)
	a.Text = trimmedArticle(a.Text, a.Title, a.Authors)
	return a, nil
}

// Longer than any headline, and than what an article says about itself in JSON:
// more of these is only there to keep readers of pages busy.
const (
	maxTitle  = 2_000
	maxScript = 512 << 10
)

// shorten empties titles and scripts that are too long for what is done with them.
func shorten(n *html.Node) {
	limit := map[atom.Atom]int{atom.Title: maxTitle, atom.Script: maxScript}[n.DataAtom]
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && limit > 0 && len(c.Data) > limit {
			c.Data = ""
		}
		shorten(c)
	}
}

// complete fills in what the page's metadata leave open from what readability
// found beside the article.
func complete(a digest.Article, found readability.Article) digest.Article {
	if a.Title == "" {
		a.Title = clip(strings.TrimSpace(found.Title), 150)
	}
	if a.Title == "" {
		a.Title = clip(firstLine(a.Text), 150)
	}
	if len(a.Authors) == 0 && len(found.Byline) < 100 {
		a.Authors = slices.DeleteFunc(people(found.Byline), noName.MatchString)
	}
	if a.Outlet == "" {
		a.Outlet = host(a.URL)
	}
	return bylined(a)
}

// byLine is a paragraph that names authors, and perhaps the day.
var byLine = regexp.MustCompile(`^(?:By|BY|Von|Par|Por|Di|Door|Reported by|Written by|Words by)\s+(\p{Lu}[\p{L}\p{M}.'’-]*(?:\s+(?:and\s+|de\s+|van\s+|von\s+|bin\s+|&\s+)?\p{Lu}[\p{L}\p{M}.'’-]*){1,5})\s*(?:[,|·•—–-]\s*(.{0,60}))?$`)

// bylined reads authors and day from the by-line at the beginning of the text, where the
// page says neither elsewhere.
func bylined(a digest.Article) digest.Article {
	for i, p := range strings.SplitN(a.Text, "\n\n", headParagraphs+1) {
		m := byLine.FindStringSubmatch(p)
		if i == headParagraphs || m == nil || len(p) > 160 {
			continue
		}
		if len(a.Authors) == 0 {
			a.Authors = slices.DeleteFunc(people(m[1]), noName.MatchString)
		}
		if t, dateOnly := feedDate(m[2], nil); a.Published.IsZero() && !t.IsZero() {
			a.Published, a.DateOnly = t, dateOnly
		}
	}
	return a
}

// xmlEncoding is the encoding that an XHTML page declares.
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding=["']([A-Za-z0-9._-]+)["']`)

// decodePage returns a page as UTF-8. Bytes that are valid UTF-8 are that,
// whatever the page declares: programs that save pages convert them and leave the
// declaration. Otherwise the declaration counts, then detection.
func decodePage(data []byte, contentType string) (string, error) {
	start := data[:min(len(data), 1024)]
	enc, name, sure := charset.DetermineEncoding(start, contentType)
	if m := xmlEncoding.FindSubmatch(start); m != nil && !sure {
		if e, n := charset.Lookup(string(m[1])); e != nil {
			enc, name, sure = e, n, true
		}
	}
	if !sure || name == "utf-8" || strings.HasPrefix(name, "utf-16") || mostlyUTF8(data) {
		return decode(data)
	}
	b, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("decoding the page from %s: %w; save it as UTF-8", name, err)
	}
	return decode(b)
}

// countElements refuses pages that would take too much memory as a tree.
func countElements(source string) error {
	z := html.NewTokenizer(strings.NewReader(source))
	elements, attributes := 0, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return fmt.Errorf("reading the page: %w; save the article's text as .txt", err)
			}
			return nil
		case html.CommentToken:
			elements++ // it costs as much
		case html.StartTagToken, html.SelfClosingTagToken:
			elements++
			for more := true; more; attributes++ {
				_, _, more = z.TagAttr()
			}
		}
		if elements > maxElements || attributes > maxAttributes+elements {
			return fmt.Errorf("the page has more than %d elements or %d attributes, as no article has; save the article's text as .txt", maxElements, maxAttributes)
		}
	}
}
