package bot

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"whosaid/digest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/ingest/fetch/fake"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// world is a web with the sites of testdata/courier.txtar, and what follows it.
type world struct {
	*fake.Web
	*Feeds
	t   *testing.T
	now time.Time
	st  *store.Store
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Web: fake.New(t), t: t, now: time.Date(2024, 3, 15, 12, 0, 0, 0, time.UTC)}
	archive, err := os.ReadFile("testdata/courier.txtar")
	if err != nil {
		t.Fatal(err)
	}
	w.Load(archive)
	w.open(store.Memory)
	return w
}

func (w *world) open(path string) {
	w.t.Helper()
	st, err := store.Open(w.t.Context(), path, slog.New(slog.DiscardHandler))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { st.Close() })
	client, err := fetch.New(fetch.Options{Proxy: w.Proxy(), ProxyResolves: true, Timeout: 2 * time.Second})
	if err != nil {
		w.t.Fatal(err)
	}
	w.st = st
	w.Feeds = NewFeeds(st, client, func() time.Time { return w.now }, slog.New(slog.DiscardHandler))
}

func (w *world) add(url string, backfill int) Added {
	w.t.Helper()
	a, err := w.Add(w.t.Context(), NewFeed{URL: url, Backfill: backfill, Origin: "test"})
	if err != nil {
		w.t.Fatalf("adding %s: %v", url, err)
	}
	return a
}

// later lets time pass and does what is due then.
func (w *world) later(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	if err := w.Once(w.t.Context(), 0); err != nil {
		w.t.Fatal(err)
	}
}

// page returns a file of the archive, to be changed and put again.
func (w *world) page(address string) string {
	w.t.Helper()
	archive, err := txtar.ParseFile("testdata/courier.txtar")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name == address {
			return string(f.Data)
		}
	}
	w.t.Fatalf("there is no %s", address)
	return ""
}

// articles returns all stored articles with their quotes, newest first.
func (w *world) articles() []digest.Story {
	w.t.Helper()
	stories, _, err := w.st.Stories(w.t.Context(), query.Query{}, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return stories
}

func (w *world) titles() []string {
	var titles []string
	for _, s := range w.articles() {
		titles = append(titles, s.Article.Title)
	}
	return titles
}

func (w *world) quotes() []string {
	a, err := w.st.Find(w.t.Context(), query.Query{}, store.Page{})
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, r := range a.Results {
		all = append(all, r.Text())
	}
	return all
}

func (w *world) state(name string) digest.Feed {
	w.t.Helper()
	f, err := w.Find(w.t.Context(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}
