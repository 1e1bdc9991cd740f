package compose

import (
	"strings"

	"whosaid/digest"
)

// labelOf leads over from the words to who printed them.
func labelOf(r digest.Result) string {
	if between(r) {
		return "— "
	}
	return "— paraphrased by "
}

// attribution says who printed the words and when, with a link to the article.
func (p page) attribution(a digest.Article, label string) []digest.Run {
	if a.Outlet == "" {
		label = strings.Replace(label, " by ", ", ", 1)
	}
	return append([]digest.Run{digest.Break, faint(label)}, p.source(a)...)
}

// source names an article by outlet and day, with a link; its title stands in
// for a link where there is none.
func (p page) source(a digest.Article) []digest.Run {
	outlet := a.Outlet
	if outlet == "" {
		outlet = "outlet unknown"
	}
	runs := []digest.Run{{Text: outlet + ", " + published(a, p.zone), Style: digest.Faint, URL: a.URL}}
	if a.URL == "" && a.Title != "" {
		runs = append(runs, faint(", "), digest.Run{Text: brief(a.Title), Style: digest.Faint | digest.Italic})
	}
	return runs
}
