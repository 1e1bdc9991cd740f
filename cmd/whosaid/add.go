package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/term"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/store"
)

var addCommand = command{
	name:    "add",
	args:    "FILE|DIR|URL …",
	summary: "read articles into the database",
	about: `
Reads texts (.txt, .md), pages (.html) and messages (.eml), folders of them with the folders
in them, and addresses: a page of the web, or the newest 50 articles of a feed.
A text may begin with lines that say what is known of it, followed by an empty line
(or with TOML between two lines of +++):
  Title: Council halts harbour tunnel
  Outlet: The Tarn Courier
  URL: https://courier.example/harbour-tunnel
  Published: 2024-03-04
  Authors: Ines Calloway
The same article twice is one article, so adding a folder again adds what is new in it.
What cannot be read is told, the rest is added, and the exit status is 1. Ctrl-C stops
between two articles; what was added stays.

With --json it prints one object a line for each article: path, added (false where it was
there before), title, outlet, url, published, sha256.`,
	examples: []string{
		"whosaid add article.txt",
		"whosaid add --db archive.db ~/articles",
		"whosaid add https://courier.example/2024/harbour-tunnel",
	},
	new: newAdd,
}

func newAdd(f *flag.FlagSet) action {
	asJSON := f.Bool("json", false, "print one JSON object a line for each article")
	return func(ctx context.Context, p *program, args []string) error {
		if len(args) == 0 {
			return wrongUse("add", "name the files or folders to add")
		}
		return p.withStore(ctx, true, func(st *store.Store) error {
			c, bar := p.collector(st)
			if err := p.fetching(&c, args); err != nil {
				return err
			}
			if *asJSON {
				c.Done = func(path string, a digest.Article, added bool) error {
					bar.clear()
					return jsonLine(p.out, newAdded(path, a, added))
				}
			}
			done, err := c.Files(ctx, args)
			bar.clear()
			if !*asJSON {
				fmt.Fprintln(p.out, summary(done))
			}
			if ended := bar.during("entering what was read", func() error { return st.Enter(ctx) }); err == nil {
				err = ended
			}
			if err == nil && done.Refused > 0 {
				return errReported
			}
			return err
		})
	}
}

// collector takes articles into st, and tells on standard error how far it is
// and what it could not read.
func (p *program) collector(st *store.Store) (bot.Collector, *progress) {
	bar := &progress{}
	if terminal(p.err) {
		bar.w, bar.fits = p.err, func() int { columns, _, _ := term.GetSize(int(p.err.Fd())); return columns }
	}
	return bot.Collector{
		Store:    st,
		Now:      p.now,
		Progress: bar.show,
		Report: func(_ string, err error) {
			bar.clear()
			p.report(err)
		},
	}, bar
}

// fetching lets c fetch, where one of paths is an address.
func (p *program) fetching(c *bot.Collector, paths []string) error {
	if !slices.ContainsFunc(paths, func(path string) bool { return strings.Contains(path, "://") }) {
		return nil
	}
	feeds, err := p.feeds(c.Store)
	if err == nil {
		c.Fetch = feeds.Fetch
	}
	return err
}

// addedJSON is one line of `add --json`.
type addedJSON struct {
	Path  string `json:"path"`
	Added bool   `json:"added"`
	articleJSON
	SHA256 string `json:"sha256"`
}

func newAdded(path string, a digest.Article, added bool) addedJSON {
	return addedJSON{path, added, newArticle(a), a.Hash()}
}

// summary says what became of the files.
func summary(c bot.Collected) string {
	text := fmt.Sprintf("Articles: %d added", c.Added)
	if c.Already > 0 {
		text += fmt.Sprintf(", %d there before", c.Already)
	}
	if c.Copies > 0 {
		text += fmt.Sprintf(", %d printed by another outlet before", c.Copies)
	}
	if c.Refused > 0 {
		text += fmt.Sprintf(", %d could not be read", c.Refused)
	}
	text += "."
	if c.Passed > 0 {
		text += fmt.Sprintf(" Other files passed over: %d.", c.Passed)
	}
	if c.Undated > 0 {
		text += fmt.Sprintf(" Added without a date: %d; questions about a period leave those out.", c.Undated)
	}
	return text
}
