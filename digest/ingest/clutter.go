package ingest

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a page has beside its article is told by the names that its makers give the
// elements. Names that mean nothing else are believed where an article is left without
// them; others only of elements that hold little of the page's text.
var (
	surelyClutter = regexp.MustCompile(`(^|[\s_-])(cookie|cookies|consent|gdpr|cookiebanner|newsletter|newsletters|comments|comment-list|commentlist|disqus|disqus_thread|sidebar|related|recommend|recommended|recommendations|outbrain|taboola|trending|breadcrumb|breadcrumbs|sharedaddy|mostread|most-read|most-popular|read-also|also-read|ad-slot|advert|advertisement|nav-links|postmetadata)([\s_-]|$)`)
	maybeClutter  = regexp.MustCompile(`(^|[\s_-])(share|sharing|social|signup|sign-up|subscribe|teaser|teasers|promo|promos|ad|ads|sponsor|sponsored|pagination|tags|tag-list|widget|popup|modal|overlay|more-stories|more-news|more-on|readmore|read-more|author-bio|toolbar|follow-us|tagline)([\s_-]|$)`)
	states        = regexp.MustCompile(`(^|\s)(has|no|with|without|is|show|hide|enable|js)[_-]\S*`) // names of how a page looks, not of what is in it
	pulled        = regexp.MustCompile(`(^|[\s_-])pull-?quotes?([\s_-]|$)`)
)

// In words: what has to be left of a page without an element of a sure name, and how
// much of it, in percent, one of another name may hold.
const (
	leastLeft    = 30
	mostSure     = 60 // where the name is only a part of one
	mostUnsure   = 25
	leastOfPulls = 4
	mostPulls    = 50 // elements

	readAgain  = 4     // how often the text of a page may be looked at, in all
	perElement = 2_000 // bytes that an element costs without its text
)

// declutter removes from a page, whose text is whole, what is not its article, before
// that is looked for.
func declutter(doc *html.Node, whole string) {
	total, budget := len(strings.Fields(whole)), readAgain*(len(whole)+perElement)
	var out []*html.Node
	var look func(n *html.Node)
	look = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			if words := clutter(c, total, &budget); words > 0 {
				total -= words
				out = append(out, c)
				continue
			}
			look(c)
		}
	}
	look(doc)
	for _, n := range out {
		n.Parent.RemoveChild(n)
	}
	unpull(doc)
}

// clutter returns how many words an element holds, and at least 1, that can be removed;
// 0 for one that cannot, and for all once the budget of bytes to look at is used up:
// names may be nested by the hundred.
func clutter(n *html.Node, total int, budget *int) int {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article, atom.H1, atom.P, atom.A, atom.Span, atom.Script, atom.Form:
		return 0
	}
	if strings.HasPrefix(n.Data, "amp-") {
		switch n.Data {
		case "amp-ad", "amp-sidebar", "amp-consent", "amp-social-share", "amp-embed", "amp-user-notification":
			return 1 + len(strings.Fields(pageText(n)))
		}
		return 0
	}
	name := states.ReplaceAllString(strings.ToLower(attr(n, "class")+" "+attr(n, "id")), " ")
	sure := surelyClutter.MatchString(name)
	if !sure && !maybeClutter.MatchString(name) || *budget <= 0 {
		return 0
	}
	*budget -= perElement
	if containsElement(n, atom.H1, atom.Article) {
		return 0
	}
	text := pageText(n)
	*budget -= len(text)
	if paywallWords.MatchString(text[:min(len(text), wallBytes)]) {
		return 0 // what the page shows instead of the rest of its article: see wall
	}
	words := len(strings.Fields(text))
	most := mostUnsure
	switch {
	case slices.ContainsFunc(strings.Fields(name), func(s string) bool { return surelyClutter.FindString(s) == s }):
		most = 100
	case sure:
		most = mostSure
	}
	if total-words < leastLeft || words*100 > total*most {
		return 0
	}
	return words + 1
}

// containsElement reports whether one of some elements is below n.
func containsElement(n *html.Node, kinds ...atom.Atom) (found bool) {
	each(n, func(c *html.Node) {
		for _, kind := range kinds {
			found = found || c.DataAtom == kind
		}
	})
	return found
}

// unpull removes the sentences that a page prints once more in large letters. Those that
// it prints in no other way stay once.
func unpull(doc *html.Node) {
	var pulls []*html.Node
	each(doc, func(n *html.Node) {
		if len(pulls) < mostPulls && pulled.MatchString(strings.ToLower(attr(n, "class"))) {
			pulls = append(pulls, n)
		}
	})
	if len(pulls) == 0 {
		return
	}
	whole := bare(pageText(doc))
	for _, n := range pulls {
		words := bare(pageText(n))
		if strings.Count(words, " ") >= leastOfPulls && strings.Count(whole, words) > 1 && n.Parent != nil {
			n.Parent.RemoveChild(n)
			whole = strings.Replace(whole, words, "", 1)
		}
	}
}

var noLetters = regexp.MustCompile(`[^\p{L}\p{M}\p{N}]+`)

// bare is a text by which printings of it are compared: its words.
func bare(text string) string {
	return strings.ToLower(strings.TrimSpace(noLetters.ReplaceAllString(text, " ")))
}

var (
	clockOnly = regexp.MustCompile(`(?i)^\d{1,2}[:.]\d\d(\s*[ap]\.?m\.?)?(\s+[A-Z]{2,4})?$`)
	notice    = regexp.MustCompile(`(?i)^(advertisement|sponsored( content)?|share( this)?( article| story)?|\[?(read|related|see also|read also|read more|watch|listen):? .{1,140}\]|(related|see also|read also|read more|also read): [^“”"]{0,139}[^“”".]|tweet|print|e-?mail|read more|related( articles| stories)?|loading…?|(follow|find|like) us on .{1,60}|sign up (for|to) .{1,80}|click here to .{1,60}|photo: .{1,60}|image: .{1,60}|file photo|tags: .*|filed under:? .*|copyright (©|\(c\)|\d{4}).{0,60}|©.{0,80}|all rights reserved\.?)$`)
)

// trimmedArticle drops from the paragraphs of an article what stands among them and is none of
// its text: its own title and by-line at its beginning, times, and notices.
func trimmedArticle(text, title string, authors []string) string {
	paragraphs := strings.Split(text, "\n\n")
	kept := paragraphs[:0]
	for i, p := range paragraphs {
		switch {
		case clockOnly.MatchString(p), notice.MatchString(p):
		case i < headParagraphs && heads(p, title, authors):
		default:
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return text
	}
	return strings.Join(kept, "\n\n")
}

// headParagraphs are those among which title, by-line and date stand.
const headParagraphs = 6

// heads reports whether a paragraph says only what is known of the article.
func heads(p, title string, authors []string) bool {
	if len(p) > 200 {
		return false
	}
	if bare(p) == bare(title) && title != "" {
		return true
	}
	if t, _ := feedDate(strings.TrimSpace(dateLabel.ReplaceAllString(p, "")), nil); !t.IsZero() {
		return true
	}
	rest := p
	for _, name := range authors {
		rest = strings.ReplaceAll(rest, name, "")
	}
	if rest == p {
		return false
	}
	_, date, _ := strings.Cut(rest, ", ")
	t, _ := feedDate(strings.Trim(date, " ,|·"), nil)
	return !t.IsZero() || bare(bySign.ReplaceAllString(strings.TrimSpace(rest)+" ", "")) == "" || bare(rest) == "and" || bare(rest) == "by and"
}

// dateLabel is what stands before the date of an article.
var dateLabel = regexp.MustCompile(`(?i)^(published|posted|updated|last updated|first published)( on| at)?:?\s+`)
