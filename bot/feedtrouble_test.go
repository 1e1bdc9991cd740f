package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/ingest/fetch/fake"
	"whosaid/digest/store"
)

// TestFailing backs off, tells once an episode, and never gives up.
func TestFailing(t *testing.T) {
	w := newWorld(t)
	var told []string
	w.Notice = func(_ context.Context, key, place string, m digest.Message) error {
		told = append(told, place+" "+key)
		return nil
	}
	if _, err := w.Add(t.Context(), NewFeed{URL: "http://courier.example/rss.xml", Place: "slack:C1"}); err != nil {
		t.Fatal(err)
	}
	w.Handle("http://courier.example/rss.xml", fake.Status(500))
	asked := func() int {
		n := 0
		for _, a := range w.Asked() {
			if a == "courier.example/rss.xml" {
				n++
			}
		}
		return n
	}
	asked()
	w.later(time.Hour)
	f := w.state("Tarn Courier")
	if f.Failures != 1 || f.Problem != "the server answers 500: it has a fault" || !f.Failing.Equal(w.now) || f.Next.Sub(w.now) > 6*time.Minute {
		t.Errorf("%+v", f)
	}
	for range 10 * 24 {
		w.later(time.Hour)
	}
	f = w.state("Tarn Courier")
	if n := asked(); n < 14 || n > 20 || f.Next.Sub(w.now) > 27*time.Hour || f.Paused {
		t.Errorf("asked %d times in ten days; %+v", n, f)
	}
	if len(told) != 1 || !strings.HasPrefix(told[0], "slack:C1 feed 1 failing ") {
		t.Errorf("told %q", told)
	}
	m, err := w.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(m); !strings.Contains(text, "1 failing") || !strings.Contains(text, "failing since on 15 March: the server answers 500: it has a fault") {
		t.Errorf("%s", text)
	}
	w.Put("http://courier.example/rss.xml", w.page("http://courier.example/rss.xml"))
	w.later(27 * time.Hour)
	if f = w.state("Tarn Courier"); f.Failures != 0 || f.Problem != "" || !f.Failing.IsZero() || f.Told {
		t.Errorf("%+v", f)
	}
	w.Handle("http://courier.example/rss.xml", fake.Status(429, "Retry-After: 7200"))
	w.later(24 * time.Hour)
	if f = w.state("Tarn Courier"); f.Next.Sub(w.now) < 2*time.Hour {
		t.Errorf("Retry-After is not obeyed: %s", f.Next.Sub(w.now))
	}
	for range 60 {
		w.later(time.Hour)
	}
	if len(told) != 2 || told[0] == told[1] {
		t.Errorf("the second episode: %q", told)
	}
}

// TestSlowFeed delays no other, and hostile ones harm none.
func TestSlowFeed(t *testing.T) {
	w := newWorld(t)
	for i := range 40 {
		address := fmt.Sprintf("http://slow%d.example/rss", i)
		w.Handle(address, fake.Slow(time.Minute, ""))
		if i%2 == 0 {
			w.Handle(address, fake.Endless)
		}
		if _, _, err := w.st.AddFeed(t.Context(), digest.Feed{URL: address, Name: address, Added: w.now}, 0); err != nil {
			t.Fatal(err)
		}
	}
	w.add("http://courier.example/rss.xml", 5)
	// Ten minutes pass in a second: on a busy machine a good server may seem slow, too,
	// and is then asked again.
	begin := time.Now()
	w.Feeds.Now = func() time.Time { return w.now.Add(600 * time.Since(begin)) }
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	done := make(chan bool, 2)
	w.Stored = func(digest.Feed, digest.Article, store.Taken) { done <- true }
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		w.Run(ctx)
	}()
	for range 2 {
		select {
		case <-done:
		case <-ctx.Done():
			t.Fatal("no article came")
		}
	}
	cancel()
	<-stopped
}

// TestHangingFeeds has many feeds hang that were never asked before. Adding another,
// looking at one, questions and the feeds that are known do not wait for them.
func TestHangingFeeds(t *testing.T) {
	w := newWorld(t)
	w.add("http://courier.example/rss.xml", 1)
	w.later(0)
	client, err := fetch.New(fetch.Options{Proxy: w.Proxy(), ProxyResolves: true, Timeout: 10 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	w.Feeds.Client = client
	const hanging = 2 * askingAtOnce
	arrived, release := make(chan bool, hanging), make(chan bool)
	defer close(release)
	for i := range hanging {
		address := fmt.Sprintf("http://hanging%d.example/rss", i)
		w.Handle(address, func(_ http.ResponseWriter, r *http.Request) {
			arrived <- true
			select {
			case <-release:
			case <-r.Context().Done():
			}
		})
		if _, _, err := w.st.AddFeed(t.Context(), digest.Feed{URL: address, Name: address, Added: w.now}, 0); err != nil {
			t.Fatal(err)
		}
	}
	const feed = "http://courier.example/rss.xml"
	w.Put(feed, strings.Replace(w.page(feed), "has stopped", "has now stopped", 1))
	w.now = w.now.Add(48 * time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	stored := make(chan string, 10)
	w.Stored = func(f digest.Feed, _ digest.Article, _ store.Taken) { stored <- f.Name }
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		w.Run(ctx)
	}()
	for range askingAtOnce / newShare {
		select {
		case <-arrived:
		case <-ctx.Done():
			t.Fatal("the hanging feeds are not asked")
		}
	}
	select {
	case name := <-stored:
		if name != "The Tarn Courier" {
			t.Errorf("an article of %q came", name)
		}
	case <-ctx.Done():
		t.Fatal("no article of a known feed came")
	}
	if _, err := w.Add(ctx, NewFeed{URL: "http://herald.example/feed.atom"}); err != nil {
		t.Errorf("adding another feed: %v", err)
	}
	if _, _, err := w.Try(ctx, "http://gazette.example/feed.json"); err != nil {
		t.Errorf("looking at a feed: %v", err)
	}
	a := &Answerer{Store: w.st, Now: func() time.Time { return w.now }}
	if _, _, err := a.Answer(ctx, "who said what about the tunnel"); err != nil {
		t.Errorf("asking: %v", err)
	}
	if len(arrived) > 0 {
		t.Errorf("%d feeds hang, and %d may at once", askingAtOnce/newShare+len(arrived), askingAtOnce/newShare)
	}
	cancel()
	<-stopped
}

// TestKills stops the work at every moment and goes on with what is on disk.
func TestKills(t *testing.T) {
	w := newWorld(t)
	for _, f := range []struct{ url string }{{"http://courier.example/rss.xml"}, {"http://herald.example/feed.atom"}, {"http://gazette.example/feed.json"}, {"http://matin.example/rss"}} {
		w.add(f.url, 5)
	}
	w.later(0)
	want, quotes := w.titles(), w.quotes()
	path := filepath.Join(t.TempDir(), "kill.db")
	w.open(path)
	for _, url := range []string{"http://courier.example/rss.xml", "http://herald.example/feed.atom", "http://gazette.example/feed.json", "http://matin.example/rss"} {
		if _, _, err := w.st.AddFeed(t.Context(), digest.Feed{URL: url, Added: w.now}, 5); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 200 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*400*time.Microsecond)
		err := w.Once(ctx, 0)
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			t.Fatal(err)
		}
		if i%5 == 0 { // a new program
			if err := w.st.Close(); err != nil {
				t.Fatal(err)
			}
			w.open(path)
		}
	}
	w.later(0)
	// Which of two printings comes first is chance; the quotes are the same.
	second := func(title string) bool { return strings.HasPrefix(title, "Keepers") }
	if diff := cmp.Diff(slices.DeleteFunc(want, second), slices.DeleteFunc(w.titles(), second)); diff != "" {
		t.Error(diff)
	}
	got := w.quotes()
	slices.Sort(got)
	slices.Sort(quotes)
	if diff := cmp.Diff(quotes, got); diff != "" {
		t.Error(diff)
	}
	if err := w.st.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
