package ingest

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"whosaid/digest"
)

// facts are what a page says about itself: the contents of its <meta> elements
// by lower-case name, and what JSON-LD adds under the names below.
type facts map[string][]string

// Where the facts of an article are found, best first. The names with "ld:" are
// from JSON-LD, those with "page:" from elements.
var (
	titleFrom     = []string{"ld:headline", "og:title", "page:h1", "twitter:title", "headline", "dc.title", "parsely-title", "page:title"}
	outletFrom    = []string{"og:site_name", "ld:publisher", "application-name", "dc.publisher", "publisher"}
	authorsFrom   = []string{"ld:author", "author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author"}
	publishedFrom = []string{"ld:datePublished", "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "article:published", "article.published", "page:published", "page:time", "page:date", "page:address", "page:anytime"}
	urlFrom       = []string{"page:canonical", "og:url", "ld:url", "parsely-link"}
)

// metadata reads what a page says about its article. What it does not say, or
// says in a way that cannot be trusted, stays empty.
func metadata(doc *html.Node) digest.Article {
	f := facts{}
	f.collect(doc, unknown)
	a := digest.Article{
		Outlet:   siteName(f.first(outletFrom)),
		Language: f.language(),
		URL:      f.address(),
		Authors:  f.authors(),
	}
	a.Title = f.title(a.Outlet)
	f.add("page:address", dayIn(a.URL))
	for _, name := range publishedFrom {
		for _, value := range f[name] {
			if t, dateOnly := feedDate(dateLabel.ReplaceAllString(value, ""), nil); !t.IsZero() {
				a.Published, a.DateOnly = t, dateOnly
				return a
			}
		}
	}
	return a
}

var (
	// dateInAddress is how many sites file their articles.
	dateInAddress = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)`)
	// dateName is what elements are called that hold the day of an article.
	dateName = regexp.MustCompile(`(?i)(^|[\s_-])(date|pubdate|published|publish|timestamp|dateline|posted-on|entry-date|post-date)([\s_-]|$)`)
)

// dayIn returns the day that an address names, "2031-5-4"; "" for none.
func dayIn(address string) string {
	m := dateInAddress.FindStringSubmatch(address)
	if m == nil {
		return ""
	}
	return m[1] + "-" + m[2] + "-" + m[3]
}

// place is where on a page something stands.
type place uint8

const (
	unknown place = iota
	within        // an article
	beside        // it: where the days are those of other articles
)

// collect gathers the facts under n. The depth of a tree is bounded by the parser.
func (f facts) collect(n *html.Node, in place) {
	switch n.DataAtom {
	case atom.Html:
		f.add("page:lang", attr(n, "lang"))
	case atom.Meta:
		for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
			for _, name := range strings.Fields(strings.ToLower(attr(n, key))) {
				f.add(name, attr(n, "content"))
			}
		}
	case atom.Title:
		f.add("page:title", pageText(n))
	case atom.H1:
		f.add("page:h1", pageText(n))
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			f.add("page:canonical", attr(n, "href"))
		}
	case atom.Time:
		switch {
		case attr(n, "itemprop") == "datePublished" || hasAttr(n, "pubdate"):
			f.add("page:published", attr(n, "datetime"))
		case in == within:
			f.add("page:time", attr(n, "datetime"))
		case in == unknown:
			f.add("page:anytime", attr(n, "datetime"))
		}
	case atom.Article:
		in = within
	case atom.Nav, atom.Aside, atom.Footer:
		in = beside
	case atom.Span, atom.Div, atom.P, atom.Abbr, atom.Li:
		if attr(n, "itemprop") == "datePublished" {
			f.add("page:published", attr(n, "content"))
			f.add("page:published", shortText(n))
		} else if in != beside && dateName.MatchString(attr(n, "class")) {
			f.add("page:date", attr(n, "title"))
			f.add("page:date", shortText(n))
		}
	case atom.Script:
		if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
			f.linkedData(n.FirstChild.Data)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.collect(c, in)
	}
}

// shortText is the text under n; empty where that is longer than a date.
func shortText(n *html.Node) string {
	if n.FirstChild == nil || n.FirstChild.NextSibling != nil && n.FirstChild.NextSibling.NextSibling != nil && n.FirstChild.NextSibling.NextSibling.NextSibling != nil {
		return ""
	}
	if room := 60; !fits(n, &room) {
		return ""
	}
	return pageText(n)
}

// fits reports whether the text and the elements below n are not more than room, and
// takes them off it.
func fits(n *html.Node, room *int) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if *room -= 1 + len(strings.TrimSpace(c.Data)); *room < 0 || !fits(c, room) {
			return false
		}
	}
	return true
}

func (f facts) add(name, value string) {
	if value = strings.TrimSpace(value); name != "" && value != "" && len(value) <= maxTitle && len(f[name]) < 20 {
		f[name] = append(f[name], value)
	}
}

func (f facts) first(names []string) string {
	for _, name := range names {
		if len(f[name]) > 0 {
			return f[name][0]
		}
	}
	return ""
}

// siteEnd is what separates the title of an article from the name of its site.
var siteEnd = regexp.MustCompile(`\s+[|–—·•»-]\s+[^|–—·•»]+$`)

// title removes the name of the site that many pages put behind the headline.
func (f facts) title(outlet string) string {
	title := f.first(titleFrom)
	if h1 := f["page:h1"]; len(h1) == 1 && strings.HasPrefix(title, h1[0]) {
		return h1[0]
	}
	if end := siteEnd.FindString(title); end != "" && outlet != "" && strings.Contains(strings.ToLower(end), strings.ToLower(outlet)) {
		return strings.TrimSuffix(title, end)
	}
	return title
}

// address returns the first absolute web address that the page gives as its own.
func (f facts) address() string {
	for _, name := range urlFrom {
		for _, value := range f[name] {
			if address, err := webAddress(value); err == nil {
				return address
			}
		}
	}
	return ""
}

// siteName is the host where a page gives its address for its name.
func siteName(name string) string {
	if strings.Contains(name, "://") {
		return host(name)
	}
	return name
}

// noName is what stands in by-lines beside names: dates, desks and offices.
var noName = regexp.MustCompile(`(?i)\d|\b(staff|writer|editor|reporter|correspondent|desk|admin|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b`)

// authors leaves out the addresses of profiles that some pages give for names.
func (f facts) authors() []string {
	for _, name := range authorsFrom {
		var names []string
		for _, value := range f[name] {
			if u, err := url.Parse(value); err == nil && u.Scheme != "" || strings.HasPrefix(value, "@") || len(value) > 200 {
				continue
			}
			for _, p := range people(value) {
				if !slices.Contains(names, p) && !noName.MatchString(p) {
					names = append(names, p)
				}
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	return nil
}

func (f facts) language() string {
	for _, name := range []string{"page:lang", "ld:inLanguage", "content-language", "og:locale"} {
		if len(f[name]) > 0 {
			if tag, err := languageTag(strings.ReplaceAll(f[name][0], "_", "-")); err == nil {
				return tag
			}
		}
	}
	return ""
}

// linkedData reads the JSON-LD of an article, wherever in source it is. Broken
// JSON says nothing.
func (f facts) linkedData(source string) {
	var v any
	if json.Unmarshal([]byte(source), &v) == nil {
		f.articles(v)
	}
}

// articles looks for things of a type such as NewsArticle in lists and graphs.
func (f facts) articles(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			f.articles(item)
		}
	case map[string]any:
		if !slices.ContainsFunc(names(v["@type"]), isArticleType) {
			f.articles(v["@graph"])
			return
		}
		f.add("ld:headline", html.UnescapeString(strings.Join(names(v["headline"]), " ")))
		for key, value := range map[string]any{"datePublished": v["datePublished"], "inLanguage": v["inLanguage"], "publisher": v["publisher"], "author": v["author"], "url": v["url"]} {
			for _, name := range names(value) {
				f.add("ld:"+key, name)
			}
		}
	}
}

func isArticleType(t string) bool {
	return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || t == "Report"
}

// names returns the text of v: itself, its items', or what it has under "name".
func names(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, names(item)...)
		}
		return all
	case map[string]any:
		return names(v["name"])
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}
