package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"whosaid/bot"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
)

func feedTest(ctx context.Context, p *program, o feedFlags, args []string) error {
	if len(args) != 1 {
		return wrongUse("feed", "test takes one file or address")
	}
	parsed, address, err := p.readFeed(ctx, args[0])
	if err != nil {
		return err
	}
	if o.json {
		return jsonLine(p.out, newTestJSON(parsed, address))
	}
	fmt.Fprintln(p.out, plainLine(fmt.Sprintf("%s: %s, %d articles", parsed.Title, parsed.Format, len(parsed.Items))))
	if parsed.Left > 0 {
		fmt.Fprintf(p.out, "It has %d more, which are not read.\n", parsed.Left)
	}
	for _, it := range parsed.Items {
		when := "undated"
		if !it.Published.IsZero() {
			when = it.Published.Format("2006-01-02 15:04 -0700")
		}
		_, whole := it.Body()
		how := "summary"
		if whole {
			how = "full text"
		}
		fmt.Fprintln(p.out, plainLine(fmt.Sprintf("%s  %s  (%s)  %s", when, it.Title, how, it.Link)))
	}
	return nil
}

// readFeed reads a feed from a file, or from the web without keeping anything.
func (p *program) readFeed(ctx context.Context, name string) (ingest.Feed, string, error) {
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		client, err := p.fetcher()
		if err != nil {
			return ingest.Feed{}, "", err
		}
		feeds := bot.NewFeeds(nil, client, p.now, p.log)
		parsed, f, err := feeds.Try(ctx, name)
		return parsed, f.URL, err
	}
	data, err := readLimited(name, p.in)
	if err != nil {
		return ingest.Feed{}, "", err
	}
	parsed, err := ingest.ParseFeed(data, "", "")
	if err != nil {
		return ingest.Feed{}, "", fmt.Errorf("%s: %w", name, err)
	}
	return parsed, "", nil
}

// readLimited reads a file, or standard input for "-", of a size that feeds have.
func readLimited(name string, in io.Reader) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, fetch.MaxFeed+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(data) > fetch.MaxFeed {
		return nil, fmt.Errorf("%s: it has more than %d MiB, and is not read", name, fetch.MaxFeed>>20)
	}
	return data, nil
}

// testJSON is what `feed test --json` prints: a feed as it was parsed.
type testJSON struct {
	URL      string         `json:"url,omitempty"`
	Format   string         `json:"format"`
	Title    string         `json:"title"`
	Link     string         `json:"link"`
	Language string         `json:"language"`
	Items    []testItemJSON `json:"items"`
	Left     int            `json:"left,omitempty"`
}

type testItemJSON struct {
	Title     string   `json:"title"`
	Link      string   `json:"link"`
	GUID      string   `json:"guid"`
	Published string   `json:"published"`
	Updated   string   `json:"updated,omitempty"`
	Authors   []string `json:"authors"`
	Summary   string   `json:"summary"`
	Content   string   `json:"content,omitempty"`
}

func newTestJSON(f ingest.Feed, address string) testJSON {
	out := testJSON{URL: address, Format: f.Format, Title: f.Title, Link: f.Link, Language: f.Language, Items: []testItemJSON{}, Left: f.Left}
	for _, it := range f.Items {
		published := ""
		switch {
		case it.Published.IsZero():
		case it.DateOnly:
			published = it.Published.Format(time.DateOnly)
		default:
			published = it.Published.Format(time.RFC3339)
		}
		updated := ""
		if !it.Updated.IsZero() {
			updated = it.Updated.Format(time.RFC3339)
		}
		if it.Summary == "" {
			it.Summary = it.Content
		}
		out.Items = append(out.Items, testItemJSON{it.Title, it.Link, it.GUID, published, updated, append([]string{}, it.Authors...), it.Summary, it.Content})
	}
	return out
}
