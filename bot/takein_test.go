package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"whosaid/digest"
	"whosaid/digest/ingest/fetch/fake"
	"whosaid/digest/store"
)

// TestTakeIn takes in a feed of many articles, is stopped after the first, and goes on:
// what was read is stored, each article once, and each is told of once.
func TestTakeIn(t *testing.T) {
	const articles = 5*storeAtOnce + 3
	w := newWorld(t)
	var feed strings.Builder
	feed.WriteString(`<rss version="2.0"><channel><title>Mill News</title><link>http://mill.example/</link>`)
	for i := range articles {
		fmt.Fprintf(&feed, "<item><title>Mill %d</title><link>http://mill.example/%d</link><description>%s</description></item>",
			i, i, strings.Repeat(fmt.Sprintf("“Mill %d turns again,” said Ada Quill, who runs it. ", i), 12))
	}
	feed.WriteString("</channel></rss>")
	w.Handle("http://mill.example/rss", fake.Cached(`"1"`, feed.String()))
	w.Workers = 2
	if _, _, err := w.st.AddFeed(t.Context(), digest.Feed{URL: "http://mill.example/rss", Name: "Mill News", Added: w.now}, articles); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	told := make(map[string]int)
	w.Stored = func(_ digest.Feed, a digest.Article, _ store.Taken) {
		told[a.Title]++
		stop()
	}
	if err := w.Once(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Fatalf("it was not stopped: %v", err)
	}
	before := w.state("Mill News")
	if before.Stored == 0 || before.Stored != len(told) || before.Stored+before.Waiting != articles {
		t.Errorf("%d are stored and %d wait, %d were told of", before.Stored, before.Waiting, len(told))
	}
	w.later(0)
	if after := w.state("Mill News"); after.Stored != articles || after.Waiting != 0 || len(told) != articles {
		t.Errorf("then %d are stored and %d wait, %d were told of", after.Stored, after.Waiting, len(told))
	}
	for title, n := range told {
		if n != 1 {
			t.Errorf("%s was told of %d times", title, n)
		}
	}
}
