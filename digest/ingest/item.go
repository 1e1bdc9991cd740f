package ingest

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"whosaid/digest"
)

// Text returns the paragraphs of a piece of HTML, as feeds have it in their
// summaries and contents. What is too large to be one is nothing.
func Text(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return clean(strings.TrimSpace(fragment))
	}
	if countElements(fragment) != nil {
		return ""
	}
	doc, err := html.Parse(strings.NewReader("<!doctype html><body>" + fragment))
	if err != nil {
		return ""
	}
	return clean(pageText(doc))
}

var (
	// footer is what programs that make feeds put below an article.
	footer = regexp.MustCompile(`(?i)^(the post .{1,300} (appeared first|first appeared) on .{1,200}|(continue|keep) reading.{0,100}|read (more|the full (story|article)).{0,100}|click here to (read|continue).{0,100}|(view|full) (story|article).{0,20}|\[?link\]? ?\[?comments\]?|comments|share this.{0,40})[.…»→\s]*$`)
	// more is how a text ends that goes on elsewhere.
	more = regexp.MustCompile(`(?i)(…|\.\.\.|\[\.\.\.\]|\[…\]|(read|continue) (more|reading)\W{0,4}|full story\W{0,4}|weiterlesen\W{0,4}|lire la suite\W{0,4})\s*\]?$`)
)

// withoutFooter drops the paragraphs at the end that are not the article's, and
// tells whether one of them said that the text goes on elsewhere.
func withoutFooter(text string) (string, bool) {
	cut := false
	for {
		text = strings.TrimRight(text, " \n")
		cut = cut || more.MatchString(text[max(0, len(text)-longestMore):])
		i := strings.LastIndex(text, "\n\n")
		if i < 0 || len(text)-i > longestFooter || !footer.MatchString(text[i+2:]) {
			return text, cut
		}
		text = text[:i]
	}
}

// In bytes: a longer paragraph is the article's.
const (
	longestMore   = 60
	longestFooter = 700
)

const wholeWords = 180 // a text of fewer is more likely a summary

// Body returns the text of the article as far as the feed itself holds it, and
// whether that is the whole of it, so that the page need not be fetched.
func (it Item) Body() (text string, whole bool) {
	summary, cutSummary := withoutFooter(Text(it.Summary))
	content, cutContent := withoutFooter(Text(it.Content))
	if content != "" && (!cutContent || len(content) >= len(summary)) {
		summary, cutSummary = content, cutContent
	}
	return summary, !cutSummary && len(strings.Fields(summary)) >= wholeWords
}

// Article makes an article of what the feed itself says of it, with text as its
// text. outlet is who publishes the feed.
func (it Item) Article(text, outlet string) digest.Article {
	a := digest.Article{
		Outlet: outlet, URL: withoutTracking(it.Link), Title: it.Title, Authors: it.Authors,
		Published: it.Published, DateOnly: it.DateOnly, Text: text,
	}
	if it.Outlet != "" {
		a.Outlet = it.Outlet
	}
	if a.Title == "" {
		a.Title = clip(firstLine(text), 150)
	}
	a.Language = Language(text, it.Language)
	return a
}

// Complete fills in what a page leaves open about an article from what the feed
// says of it.
func (it Item) Complete(a digest.Article) digest.Article {
	if it.Title != "" && (a.Title == "" || a.Title == clip(firstLine(a.Text), 150)) {
		a.Title = it.Title
	}
	if len(a.Authors) == 0 {
		a.Authors = it.Authors
	}
	if a.Published.IsZero() || a.DateOnly && !it.DateOnly && !it.Published.IsZero() {
		a.Published, a.DateOnly = it.Published, it.DateOnly
	}
	return a
}
