package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"whosaid/digest"
	"whosaid/digest/ingest"
)

var extractCommand = command{
	name:    "extract",
	args:    "FILE …",
	summary: "show the article that whosaid finds in a page or a text; nothing is kept",
	about: `
Prints title, outlet, authors, date, language and text as they would be added. With --json
it prints one object a line for each file: path, text, title, outlet, url, authors,
published, language, wall (what stands before the article: "paywall", "consent page").`,
	examples: []string{
		"whosaid extract page.html",
		"whosaid extract --json page.html",
	},
	new: func(f *flag.FlagSet) action {
		asJSON := f.Bool("json", false, "print one JSON object a line for each file")
		return func(ctx context.Context, p *program, args []string) error {
			if len(args) == 0 {
				return wrongUse("extract", "name the files to look into")
			}
			failed := false
			for _, path := range args {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				a, wall, err := extract(path)
				if err != nil {
					p.report(err)
					failed = true
					continue
				}
				if *asJSON {
					err = jsonLine(p.out, extractedJSON{path, a.Text, a.Title, a.Outlet, a.URL, append([]string{}, a.Authors...), newArticle(a).Published, a.Language, string(wall)})
				} else {
					_, err = fmt.Fprintf(p.out, "%s\n%s\n\n%s\n", plainLine(a.Title), plainLine(strings.Join([]string{a.NamedOutlet(), strings.Join(a.Authors, ", "), newArticle(a).Published, a.Language, a.URL}, " · ")), a.Text)
				}
				if err != nil {
					return err
				}
			}
			if failed {
				return errReported
			}
			return nil
		}
	},
}

// extractedJSON is one line of `extract --json`.
type extractedJSON struct {
	Path      string   `json:"path"`
	Text      string   `json:"text"`
	Title     string   `json:"title"`
	Outlet    string   `json:"outlet"`
	URL       string   `json:"url"`
	Authors   []string `json:"authors"`
	Published string   `json:"published"`
	Language  string   `json:"language"`
	Wall      string   `json:"wall,omitempty"`
}

// extract reads one file as an article; pages as if they came from the web.
func extract(path string) (a digest.Article, wall ingest.Wall, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return a, "", err
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm", ".xhtml":
		page, err := ingest.ParsePage(data, "", "")
		if err != nil {
			return a, "", fmt.Errorf("%s: %w", path, err)
		}
		return page.Article, page.Wall, nil
	}
	a, err = ingest.Parse(path, data)
	a.Language = ingest.Language(a.Text, a.Language)
	return a, "", err
}
