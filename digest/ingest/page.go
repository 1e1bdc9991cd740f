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
	"unicode"

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

// leftOut are elements that hold no words of the article: their content acts, or
// is the site's and not the article's, or belongs to a picture.
var leftOut = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Svg: true, atom.Math: true, atom.Object: true, atom.Canvas: true, atom.Audio: true, atom.Video: true,
	atom.Nav: true, atom.Footer: true, atom.Aside: true, atom.Button: true, atom.Select: true,
	atom.Textarea: true, atom.Figcaption: true, atom.Dialog: true,
}

// inline are elements that stand within a line; every other one begins a paragraph.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Img: true, atom.Ins: true,
	atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Picture: true, atom.Q: true, atom.S: true, atom.Samp: true, atom.Small: true,
	atom.Source: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true,
	atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// pageText returns the text under n, its paragraphs separated by empty lines,
// spaces as a browser shows them. The marks that a browser puts around <q> are
// printed words' marks like any other.
func pageText(n *html.Node) string {
	var t paragraphs
	t.add(n)
	t.end()
	return t.text.String()
}

// articleText is pageText without lists that are nothing but links: those lead elsewhere.
// A single one may be a heading.
func articleText(n *html.Node) string {
	var t paragraphs
	t.add(n)
	t.end()
	all := strings.Split(t.text.String(), "\n\n")
	kept := make([]string, 0, len(all))
	for i, p := range all {
		beside := i > 0 && t.linked[i-1] || i+1 < len(all) && t.linked[i+1]
		if p != "" && !(t.linked[i] && (beside || t.links[i] > 2)) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return t.text.String()
	}
	return strings.Join(kept, "\n\n")
}

// mostLinked is up to how many words a paragraph of links may have to lead elsewhere.
const mostLinked = 15

// paragraphs collects text; line is the paragraph begun.
type paragraphs struct {
	text  strings.Builder
	line  strings.Builder
	space bool // between what line has and what comes next

	linked []bool // of each paragraph in text: it is short and nothing but links
	links  []int  // how many it has
	begun  int    // links in line
	depth  int    // of links
	free   bool   // line has words that are in no link
}

func (t *paragraphs) add(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		t.words(n.Data)
		return
	case html.ElementNode:
		if leftOut[n.DataAtom] || hidden(n) {
			return
		}
	}
	block := n.Type == html.ElementNode && !inline[n.DataAtom]
	switch {
	case n.DataAtom == atom.Br:
		t.lineBreak(n)
		return
	case block:
		t.end()
	case n.DataAtom == atom.Q:
		t.words("“")
	}
	if n.DataAtom == atom.A {
		t.depth++
		t.begun++
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t.add(c)
	}
	if n.DataAtom == atom.A {
		t.depth--
	}
	switch {
	case block:
		t.end()
	case n.DataAtom == atom.Q:
		t.space = false
		t.words("”")
	}
}

// lineBreak makes one <br> a space, as a line that goes on, and several a new paragraph.
func (t *paragraphs) lineBreak(n *html.Node) {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	if next != nil && next.DataAtom == atom.Br {
		t.end()
	}
	t.space = true
}

// words adds s with every run of spaces as one.
func (t *paragraphs) words(s string) {
	for i, w := range strings.FieldsFunc(s, isSpace) {
		if (i > 0 || t.space || isSpace(rune(s[0]))) && t.line.Len() > 0 {
			t.line.WriteByte(' ')
		}
		t.line.WriteString(w)
		t.space = false
		t.free = t.free || t.depth == 0 && strings.ContainsFunc(w, unicode.IsLetter)
	}
	if s != "" && isSpace(rune(s[len(s)-1])) {
		t.space = true
	}
}

// isSpace reports whether HTML folds r; a no-break space it keeps.
func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

// end closes the paragraph begun.
func (t *paragraphs) end() {
	p := strings.TrimSpace(t.line.String())
	if p != "" {
		t.linked, t.links = append(t.linked, !t.free && linkList(p)), append(t.links, t.begun)
		if t.text.Len() > 0 {
			t.text.WriteString("\n\n")
		}
		t.text.WriteString(p)
	}
	t.line.Reset()
	t.space, t.free, t.begun = false, false, 0
}

// linkList reports whether a paragraph that is all links leads elsewhere: it is short,
// and no sentence.
func linkList(p string) bool {
	return len(strings.Fields(p)) <= mostLinked && strings.ContainsFunc(p, unicode.IsLetter) && !strings.ContainsAny(p[len(p)-1:], ".!?") && !strings.HasSuffix(p, "”")
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" {
			return true
		}
	}
	return false
}
