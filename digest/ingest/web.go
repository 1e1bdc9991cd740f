package ingest

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"

	"whosaid/digest"
)

// Page is what a page of the web holds.
type Page struct {
	Article digest.Article // its Text is empty where nothing like an article was found
	Feeds   []Offer        // feeds that the page names, best first
	Wall    Wall           // what stands before the article; then Text is not the article, or only its beginning
	Articly bool           // the page says of itself that it is one article
}

// Offer is a feed that a page names.
type Offer struct {
	URL, Title string
}

// Wall is what a site puts before an article.
type Wall string

// The walls that are recognised.
const (
	NoWall  Wall = ""
	Paywall Wall = "paywall"
	Consent Wall = "consent page"
)

// ParsePage reads a page that came from the address at. contentType is what the
// server said of it. The article's address is the one that the page names as its
// own, where that belongs to the same site: a page cannot pass for another site's.
func ParsePage(data []byte, contentType, at string) (Page, error) {
	doc, err := parsePage(data, contentType)
	if err != nil {
		return Page{}, err
	}
	base, err := url.Parse(at)
	if err != nil {
		return Page{}, err
	}
	a := metadata(doc)
	p := Page{Feeds: offers(doc, base), Articly: articly(doc)}
	if a.URL == "" || !SameSite(a.URL, at) || isFront(a.URL) && !isFront(at) {
		a.URL = at
	}
	a.URL = withoutTracking(a.URL)
	if a.Published.IsZero() {
		a.Published, a.DateOnly = feedDate(dayIn(a.URL), nil)
	}
	if a.Outlet == "" || a.Outlet == UnknownOutlet {
		a.Outlet = host(a.URL)
	}
	whole, err := extract(doc, a)
	switch {
	case err == nil:
		a = whole
	case !errors.Is(err, errNoArticle):
		return Page{}, err
	}
	a.Text, a.Title, a.Outlet = clean(a.Text), plainTitle(a.Title), plainTitle(a.Outlet)
	for i, name := range a.Authors {
		a.Authors[i] = plainTitle(name)
	}
	a.Language = Language(a.Text, a.Language)
	p.Article = a
	p.Wall = wall(doc, a, base)
	return p, nil
}

// withoutTracking removes from an address what only says where a reader came from.
func withoutTracking(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.RawQuery == "" {
		return address
	}
	kept := slices.DeleteFunc(strings.Split(u.RawQuery, "&"), func(pair string) bool {
		name, _, _ := strings.Cut(strings.ToLower(pair), "=")
		return strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "at_") || strings.HasPrefix(name, "mc_") || trackers[name]
	})
	u.RawQuery = strings.Join(kept, "&")
	return u.String()
}

var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "yclid": true, "igshid": true, "twclid": true,
	"ref_src": true, "smid": true, "smtyp": true, "ocid": true, "xtor": true, "cmpid": true, "wt_mc": true, "wt.mc_id": true,
}

// isFront reports whether address is that of a site's front page.
func isFront(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// SameSite reports whether two addresses belong to one owner, as far as names tell:
// news.paper.example and paper.example do.
func SameSite(a, b string) bool {
	x, y := site(a), site(b)
	return x != "" && x == y
}

func site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if domain, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
		return domain
	}
	return name // an IP address, or a name within a network
}

// offers returns the feeds that a page names, comments' feeds last.
func offers(doc *html.Node, base *url.URL) []Offer {
	var found []Offer
	each(doc, func(n *html.Node) {
		switch n.DataAtom {
		case atom.Base:
			if u, err := base.Parse(attr(n, "href")); err == nil && u.Host != "" {
				base = u
			}
		case atom.Link:
			kind := strings.ToLower(attr(n, "type"))
			rel := strings.Fields(strings.ToLower(attr(n, "rel")))
			if !slices.Contains(rel, "alternate") && !slices.Contains(rel, "feed") || !feedTypes[kind] {
				return
			}
			address := absolute(base, attr(n, "href"))
			if address != "" && len(found) < 50 && !slices.ContainsFunc(found, func(o Offer) bool { return o.URL == address }) {
				found = append(found, Offer{address, plainTitle(attr(n, "title"))})
			}
		}
	})
	slices.SortStableFunc(found, func(a, b Offer) int { return comments(a) - comments(b) })
	return found
}

var feedTypes = map[string]bool{
	"application/rss+xml": true, "application/atom+xml": true, "application/rdf+xml": true,
	"application/feed+json": true, "text/xml": true, "application/xml": true,
}

// comments is 1 for a feed of what readers write below an article.
func comments(o Offer) int {
	if strings.Contains(strings.ToLower(o.URL+" "+o.Title), "comment") {
		return 1
	}
	return 0
}

// each calls f for every element below n. The depth of a tree is bounded by the parser.
func each(n *html.Node, f func(*html.Node)) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			f(c)
		}
		each(c, f)
	}
}

// articly reports whether a page says that it is an article.
func articly(doc *html.Node) bool {
	f := facts{}
	f.collect(doc, unknown)
	return len(f["ld:headline"]) > 0 || strings.EqualFold(f.first([]string{"og:type"}), "article") || len(f["article:published_time"]) > 0
}

var (
	paywallWords = regexp.MustCompile(`(?i)subscribe (now )?to (continue|keep|read|unlock)|(continue|keep) reading (with|for|by)|already (a|have a)n? (subscriber|subscription|account)|(this|the) (article|content|story) is (for|reserved for|available to|exclusive to|only) (our )?(paying )?(subscribers|members)|for subscribers only|subscriber[- ]only|subscribers[- ]only|to (read|continue) (the )?(full|rest)|(log|sign) in to (continue|read|your account)|start your (free )?trial|unlock this (article|story)|you(’|')?ve (reached|read|used) (your|all)( of)? .{0,30}(free )?articles|register (for free )?to (continue|read)|réservé aux abonnés|il vous reste .{1,20} à lire|nur für abonnenten|weiterlesen mit|solo para suscriptores|riservato agli abbonati`)
	consentWords = regexp.MustCompile(`(?i)we (and our (\d+ )?partners )?(value|respect|care about) your privacy|(store|access) .{0,40}information on (a|your) device|before you continue|accept (all|our|the)? ?cookies|cookie (policy|settings|preferences|consent)|manage (your )?(cookie|privacy|consent)|consent to the (use|processing)|your (privacy|cookie) choices|wir verwenden cookies|nous utilisons des cookies|vos choix .{0,30}confidentialité`)
	consentPath  = regexp.MustCompile(`(?i)(^|[./])(consent|cookie-?wall|privacy-?wall|cmp|guce)([./-]|$)`)
	robotWords   = regexp.MustCompile(`(?i)(verify|confirm|check(ing)?) (that )?(you are|you’re|you're|if you are) (a )?human|enable javascript( and cookies)? to continue|are you a robot|checking your browser|access (to this page has been )?denied|unusual traffic`)
)

// A wall has few words beside its own; an article that speaks of cookies has many.
const (
	wallWords    = 150 // fewer, and the words of a wall mean one
	partialWords = 350 // fewer, and a page that says it is not free means it
	wallBytes    = 6000
)

// wall recognises a page that shows something else than its article.
func wall(doc *html.Node, a digest.Article, at *url.URL) Wall {
	words := len(strings.Fields(a.Text))
	head, tail := a.Text[:min(len(a.Text), wallBytes)], a.Text[max(0, len(a.Text)-wallBytes/4):]
	switch {
	case consentPath.MatchString(at.Hostname() + at.Path):
		return Consent
	case words < partialWords && notFree(doc):
		return Paywall
	case words >= partialWords:
		return NoWall
	case words < wallWords && (consentWords.MatchString(head) || robotWords.MatchString(head)):
		return Consent
	case paywallWords.MatchString(tail):
		return Paywall
	case words < 40:
		whole := pageText(doc)
		if short := whole[:min(len(whole), wallBytes)]; paywallWords.MatchString(short) {
			return Paywall
		} else if consentWords.MatchString(short) || robotWords.MatchString(short) {
			return Consent
		}
	}
	return NoWall
}

var locked = regexp.MustCompile(`"isAccessibleForFree"\s*:\s*"?(?i:false)`)

// notFree reports whether a page says that its article must be paid for.
func notFree(doc *html.Node) (yes bool) {
	each(doc, func(n *html.Node) {
		switch n.DataAtom {
		case atom.Script:
			if n.FirstChild != nil && strings.EqualFold(attr(n, "type"), "application/ld+json") && locked.MatchString(n.FirstChild.Data) {
				yes = true
			}
		case atom.Meta:
			if strings.EqualFold(attr(n, "property"), "article:content_tier") && strings.EqualFold(attr(n, "content"), "locked") {
				yes = true
			}
		}
	})
	return yes
}
