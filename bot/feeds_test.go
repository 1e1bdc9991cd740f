package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"whosaid/digest"
	"whosaid/digest/ingest"
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

// TestFollow adds a paper by its front page: what its feed holds counts as read, and
// what comes is taken in with the text of its page.
func TestFollow(t *testing.T) {
	w := newWorld(t)
	a := w.add("http://courier.example/", 0)
	if a.Feed.URL != "http://courier.example/rss.xml" || a.Feed.Name != "The Tarn Courier" || a.Read != 2 || a.New != 0 {
		t.Fatalf("%+v", a)
	}
	want := "Following The Tarn Courier as #1. It has 2 articles now, which count as read; those that come from now on are taken in."
	if got := AddedWords(a); got != want {
		t.Errorf("%q", got)
	}
	w.later(time.Hour)
	if got := w.titles(); len(got) > 0 {
		t.Errorf("taken in: %q", got)
	}
	item := `<item><title>Ferry sails again</title><link>http://courier.example/ferry</link><guid isPermaLink="false">courier-3</guid><description>The ferry…</description></item>`
	w.Put("http://courier.example/rss.xml", strings.Replace(w.page("http://courier.example/rss.xml"), "<item>", item+"<item>", 1))
	w.Put("http://courier.example/ferry", strings.ReplaceAll(w.page("http://herald.example/lighthouse"), "Lighthouse keepers to stay", "Ferry sails again"))
	w.later(time.Hour)
	got := w.articles()
	if len(got) != 1 || got[0].Article.Title != "Ferry sails again" || !got[0].Article.DateOnly || got[0].Article.Published.Format(time.DateOnly) != "2024-03-15" {
		t.Errorf("an item without a date: %+v", got)
	}
	if again := w.add("courier.example/rss.xml", 0); !again.Known {
		t.Errorf("added twice: %+v", again)
	}
}

// TestBackfill takes in what is there already, marks what is not whole, and keeps
// dates in their zones.
func TestBackfill(t *testing.T) {
	w := newWorld(t)
	w.add("http://courier.example/rss.xml", 5)
	w.later(0)
	got := w.articles()
	if len(got) != 2 {
		t.Fatalf("%q", w.titles())
	}
	tunnel, race := got[0], got[1]
	if a := tunnel.Article; a.URL != "http://courier.example/tunnel" || a.Outlet != "The Tarn Courier" || a.Published.Format(time.RFC3339) != "2024-03-14T21:30:00+07:00" ||
		!slices.Equal(a.Authors, []string{"Ines Marlow"}) || a.Language != "en" || a.Partial != "" || !a.Retrieved.Equal(w.now) {
		t.Errorf("%+v", a)
	}
	if len(tunnel.Quotes) != 2 || tunnel.Quotes[0].Speaker == nil || tunnel.Quotes[0].Speaker.Name != "Petra Calloway" {
		t.Errorf("%+v", tunnel.Quotes)
	}
	if race.Article.Partial != "paywall" || len(race.Quotes) > 1 {
		t.Errorf("%+v", race)
	}
	full, err := w.st.Article(t.Context(), race.Article.ID)
	if err != nil || full.Text != "A summary only of the race, said the paper." {
		t.Errorf("%q, %v", full.Text, err)
	}
	if f := w.state("Tarn Courier"); f.Stored != 2 || f.Waiting != 0 || f.Refused != 0 {
		t.Errorf("%+v", f)
	}
}

// TestAgain meets the same articles under new GUIDs, new parameters, without them, and
// in another feed of the paper.
func TestAgain(t *testing.T) {
	w := newWorld(t)
	w.add("http://courier.example/rss.xml", 5)
	w.later(0)
	rss := w.page("http://courier.example/rss.xml")
	for _, changed := range []string{
		strings.ReplaceAll(rss, "courier-", "other-"),
		strings.ReplaceAll(rss, "utm_source=rss", "utm_source=tw"),
		strings.ReplaceAll(strings.ReplaceAll(rss, "courier-1", "x"), "courier-2", "x"), // the same for all
		strings.ReplaceAll(rss, "isPermaLink", "is"),
	} {
		w.Put("http://courier.example/rss.xml", changed)
		w.later(time.Hour)
	}
	w.Put("http://courier.example/world.xml", strings.Replace(rss, "The Tarn Courier", "The Tarn Courier: World", 1))
	w.add("http://courier.example/world.xml", 5)
	w.later(0)
	if got := w.titles(); len(got) != 2 {
		t.Errorf("stored: %q", got)
	}
	if f := w.state("#2"); f.Stored != 2 {
		t.Errorf("the second feed: %+v", f)
	}
}

// TestBareItems have neither date nor link nor GUID.
func TestBareItems(t *testing.T) {
	w := newWorld(t)
	body := strings.Repeat("The mill of Tarn turns by night, says its owner, and the river is none the poorer. ", 5)
	feed := func(items ...string) string {
		return "<rss version='2.0'><channel><title>Mill News</title><link>http://mill.example/</link>" + strings.Join(items, "") + "</channel></rss>"
	}
	one, two := "<item><description>First: "+body+"</description></item>", "<item><title>Second</title><description>"+body+"Again.</description></item>"
	home := "<item><title>%s</title><link>http://mill.example/</link><description>%s</description></item>"
	w.Put("http://mill.example/rss", feed(one))
	w.add("http://mill.example/rss", 5)
	w.later(0)
	w.Put("http://mill.example/rss", feed(two, one))
	w.later(time.Hour)
	w.later(24 * time.Hour)
	if f := w.state("Mill News"); f.Stored != 2 || len(w.titles()) == 0 {
		t.Errorf("%+v: %q", f, w.titles())
	}
	w.Put("http://mill.example/home", feed(fmt.Sprintf(home, "A", "The wheel broke on Monday, said the miller."), fmt.Sprintf(home, "B", "The wheel turns again, said the miller's son.")))
	if a := w.add("http://mill.example/home", 5); a.New != 2 {
		t.Errorf("items that all link to the front page: %+v", a)
	}
}

// TestCopies stores an agency's text once, with its outlets, and its quotes once.
func TestCopies(t *testing.T) {
	w := newWorld(t)
	w.add("http://herald.example/feed.atom", 1)
	w.later(0)
	before := w.quotes()
	if len(before) < 2 {
		t.Fatalf("%q", before)
	}
	w.add("http://gazette.example/feed.json", 1)
	w.later(0)
	if diff := cmp.Diff(before, w.quotes()); diff != "" {
		t.Errorf("the quotes of a copy count again: %s", diff)
	}
	if got := w.titles(); len(got) != 1 {
		t.Errorf("%q", got)
	}
	a, err := w.st.Find(t.Context(), query.Query{}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	also := 0
	for _, r := range a.Results {
		if len(r.Article.Also) == 1 && r.Article.Also[0].Outlet == "Wexmouth Gazette" && r.Article.Also[0].URL == "http://gazette.example/keepers" {
			also++
		}
	}
	if also == 0 || also == len(a.Results) { // the Gazette has cut the last paragraph
		t.Errorf("%d of %d quotes are said to be in the other outlet too", also, len(a.Results))
	}
	// One that adds a paragraph is an article, with the one quote that it adds.
	w.add("http://post.example/keepers", 0)
	w.later(0)
	got := w.quotes()
	if len(got) != len(before)+1 || !slices.Contains(got, "The machine will rust in my shed") && !slices.Contains(got, "The machine will rust in my shed,") {
		t.Errorf("%q", got)
	}
}

// TestVersions follows an article that changes.
func TestVersions(t *testing.T) {
	w := newWorld(t)
	w.add("http://courier.example/rss.xml", 5)
	w.later(0)
	const feed, page = "http://courier.example/rss.xml", "http://courier.example/tunnel?utm_source=rss&utm_medium=feed"
	w.Put(feed, strings.Replace(w.page(feed), "has stopped", "has now stopped", 1))
	w.Put(page, strings.NewReplacer("for a hole in the ground", "for a long hole in the ground", "<p>The head of", "<p>It rained. The head of").Replace(w.page(page)))
	w.later(time.Hour)
	stories := w.articles()
	if len(stories) != 2 {
		t.Fatalf("%q", w.titles())
	}
	changes, err := w.st.Changes(t.Context(), stories[0].Article.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) != 1 || changes[0].Gone || !strings.Contains(changes[0].Old.Text(), "for a hole") || !strings.Contains(changes[0].New.Text(), "for a long hole") {
		t.Errorf("%+v", changes)
	}
	p := &Publisher{Store: w.st, Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler)}
	m, err := p.why(t.Context(), stories[0].Article.Title, sight{}, w.now)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"it quoted", "for a hole", "since then with", "for a long hole"} {
		if !strings.Contains(fmt.Sprint(m), want) {
			t.Errorf("why does not say %q: %v", want, m)
		}
	}
	w.later(24 * time.Hour)
	if f := w.state("Tarn Courier"); f.Stored != 2 || f.Waiting != 0 {
		t.Errorf("%+v", f)
	}
}

// TestUnread stores what is in a language that is not read, and reads nothing in it.
func TestUnread(t *testing.T) {
	w := newWorld(t)
	w.add("http://matin.example/rss", 1)
	w.later(0)
	got := w.articles()
	if len(got) != 1 || got[0].Article.Language != "fr" || len(got[0].Quotes) != 0 || len(got[0].Actors) != 0 {
		t.Errorf("%+v", got)
	}
	a := &Answerer{Store: w.st, Now: func() time.Time { return w.now }}
	for question, want := range map[string]bool{"what did Petra Calloway say": true, "who said what about the calloway": true, "who said what about lighthouses": false, "what did Calloway say in 2019": false} {
		m, _, err := a.Answer(t.Context(), question)
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Contains(fmt.Sprint(m), "1 article in languages that I do not read has these words too") && strings.Contains(fmt.Sprint(m), "Le conseil arrête le tunnel du port")
		if said != want {
			t.Errorf("%s: %v", question, m)
		}
	}
}

// TestOtherSite cannot put its own text in the place of somebody else's article.
func TestOtherSite(t *testing.T) {
	w := newWorld(t)
	w.add("http://courier.example/rss.xml", 5)
	w.later(0)
	before, lie := w.quotes(), strings.Repeat("“I have taken the money,” said Mayor Petra Calloway to the reporter of the evening. ", 30)
	w.Put("http://liar.example/rss", "<rss version='2.0'><channel><title>Liar</title><item><title>Tunnel</title><link>http://courier.example/tunnel</link><description>"+lie+"</description></item></channel></rss>")
	w.Put("http://liar.example/page", `<html><head><link rel="canonical" href="http://courier.example/race"><meta property="og:type" content="article"></head><body><article><p>`+lie+`</p></article></body></html>`)
	w.add("http://liar.example/rss", 1)
	w.add("http://liar.example/page", 1)
	w.later(0)
	for _, s := range w.articles() {
		if strings.Contains(s.Article.URL, "courier.example") {
			for _, q := range s.Quotes {
				if strings.Contains(q.Text(), "taken the money") {
					t.Errorf("%s has the words of another site: %q", s.Article.URL, q.Text())
				}
			}
		}
	}
	for _, q := range before {
		if !slices.Contains(w.quotes(), q) {
			t.Errorf("%q is gone", q)
		}
	}
}

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

// TestIntervals follow how often a feed has news, within what the server asks for.
func TestIntervals(t *testing.T) {
	if testing.Short() {
		t.Skip("lets two months pass for one feed")
	}
	w := newWorld(t)
	w.add("http://courier.example/rss.xml", 0)
	n := 0
	w.Handle("http://courier.example/rss.xml", func(rw http.ResponseWriter, _ *http.Request) {
		n++
		fmt.Fprintf(rw, "<rss version='2.0'><channel><title>x</title><item><title>News %d</title><guid>news-%d</guid></item></channel></rss>", n, n)
	})
	for range 200 {
		w.later(5 * time.Minute)
	}
	if f := w.state("Tarn Courier"); f.Interval != leastInterval || n < 100 {
		t.Errorf("a busy feed is asked every %s, %d times", f.Interval, n)
	}
	w.Handle("http://courier.example/rss.xml", func(rw http.ResponseWriter, _ *http.Request) {
		n++
		fmt.Fprintf(rw, "<rss version='2.0'><channel><title>x</title><!-- %d --><item><title>News</title><guid>news</guid></item></channel></rss>", n)
	})
	n = 0
	for range 60 * 6 {
		w.later(4 * time.Hour)
	}
	if f := w.state("Tarn Courier"); f.Interval != mostInterval || n > 120 || n < 50 {
		t.Errorf("a quiet feed is asked every %s, %d times in 60 days", f.Interval, n)
	}
	w.Handle("http://courier.example/rss.xml", fake.Cached(`"1"`, w.page("http://courier.example/rss.xml"), "Cache-Control: max-age=36000"))
	w.later(25 * time.Hour)
	if f := w.state("Tarn Courier"); f.Next.Sub(w.now) < 10*time.Hour {
		t.Errorf("asked again in %s although it is fresh for ten hours", f.Next.Sub(w.now))
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

// TestFolder follows files.
func TestFolder(t *testing.T) {
	w := newWorld(t)
	w.now = time.Now()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		old := w.now.Add(-time.Minute)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	head := "Title: %s\nOutlet: Quay Notes\nPublished: 2024-03-01\n\n"
	text := "The crane of Aldmoor stood still on Friday.\n\n“It will never lift again,” said Rolf Anders, who has worked it for years.\n"
	write("crane.txt", fmt.Sprintf(head, "Crane stands still")+text)
	write("letter.eml", "From: Ana Bell <ana@bell.example>\r\nSubject: =?utf-8?q?A_word_on_the_crane?=\r\nDate: Fri, 01 Mar 2024 10:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n“The crane is older than the town,” said Jon Bell, who paints it every spring, to whoever asked him on the quay.\r\n")
	write("picture.jpg", "x")
	a, err := w.Add(t.Context(), NewFeed{URL: dir, Folders: true})
	if err != nil || a.New != 2 {
		t.Fatalf("%+v, %v", a, err)
	}
	w.later(0)
	if got := w.titles(); !slices.Equal(got, []string{"A word on the crane", "Crane stands still"}) {
		t.Errorf("%q", got)
	}
	write("crane.txt", fmt.Sprintf(head, "Crane stands still")+strings.Replace(text, "never lift again", "never lift anything again", 1))
	write("sub.html", w.page("http://herald.example/lighthouse"))
	w.later(3 * time.Minute)
	if got := w.titles(); len(got) != 3 {
		t.Errorf("a changed file is a new version, a new one an article: %q", got)
	}
	if quotes := strings.Join(w.quotes(), "\n"); strings.Contains(quotes, "never lift again") || !strings.Contains(quotes, "never lift anything again") {
		t.Errorf("%s", quotes)
	}
	if _, err := w.Add(t.Context(), NewFeed{URL: dir}); err == nil || !strings.Contains(err.Error(), "no address of the web") {
		t.Errorf("a folder named in a chat: %v", err)
	}
}

// TestChatCommands are what people type in a channel.
func TestChatCommands(t *testing.T) {
	w := newWorld(t)
	if err := w.Sync(t.Context(), []NewFeed{{URL: "http://herald.example/feed.atom", Name: "Herald", Origin: digest.FromConfiguration}}); err != nil {
		t.Fatal(err)
	}
	w.later(0)
	w.Put("http://lists.example/feeds.opml", `<opml version="2.0"><body><outline text="Papers"><outline text="Gazette" xmlUrl="http://gazette.example/feed.json"/></outline></body></opml>`)
	c := &Conversation{Store: w.st, Commands: w.Commands(), Event: Event{Place: Place{Transport: "slack", Channel: "C1"}, User: User{ID: "U1"}}}
	for _, tt := range []struct{ line, want string }{
		{"feed add http://courier.example/rss.xml backfill:1", "Following The Tarn Courier as #2. 1 article being taken in. It has 1 older article now, which counts as read; those that come from now on are taken in."},
		{"feed add <http://courier.example/rss.xml>", "The Tarn Courier is followed already, as #2."},
		{"feed add --backfill 2 <http://courier.example/rss.xml> --name=The Courier", "The Tarn Courier is followed already, as #2."},
		{"feed add", "Name the address of a feed or a page: feed add https://courier.example/rss.xml"},
		{"feed add http://courier.example/rss.xml backfill:many", "After backfill: write how many of its articles are to be read, 0 to 1000."},
		{"feed add /etc", "/etc is no address of the web; folders can be followed with ‘whosaid feed add’ or in the configuration only."},
		{"feed add http://nothing.example/", "http://nothing.example/: the server answers 404: there is nothing at this address."},
		{"feed remove Herald", "The feed \"Herald\" stands in the configuration file and can be changed only there."},
		{"feed pause 1", "The feed \"Herald\" stands in the configuration file and can be changed only there."},
		{"feed pause tarn", "The Tarn Courier is paused."},
		{"feed resume #2", "The Tarn Courier is followed again."},
		{"feed remove", "Which feed? Name it by its number, name or address, as in: feed list"},
		{"feed remove Tarn Curier", "There is no feed \"Tarn Curier\"; did you mean \"The Tarn Courier\"?."},
		{"feed import http://lists.example/feeds.opml", "1 feed added, 0 followed before. They are read for the first time now; feed list tells how they fare."},
		{"feed import http://courier.example/rss.xml", "This is no OPML file; export the list of feeds from your feed reader as OPML."},
		{"feed test http://gazette.example/feed.json", "Wexmouth Gazette: JSON Feed 1.1, 1 article."},
		{"feed remove http://courier.example/rss.xml", "The Tarn Courier is not followed any more. Its articles stay."},
	} {
		m, err := c.Reply(t.Context(), tt.line)
		if err != nil {
			t.Errorf("%s: %v", tt.line, err)
			continue
		}
		p, ok := m.Blocks[0].(digest.Paragraph)
		if !ok || p.Text[0].Text != tt.want {
			t.Errorf("%s:\n%q\nwant\n%q", tt.line, fmt.Sprint(m.Blocks[0]), tt.want)
		}
	}
	f := w.state("Gazette")
	if f.Origin != "U1 slack:C1" || f.Place != "slack:C1" {
		t.Errorf("%+v", f)
	}
	if err := w.Sync(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Find(t.Context(), "Herald"); !errors.As(err, new(Unknown)) {
		t.Errorf("a feed that is no more in the configuration: %v", err)
	}
	var b strings.Builder
	if err := w.Export(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if list, err := ingest.ParseOPML([]byte(b.String())); err != nil || len(list) != 1 || list[0].URL != "http://gazette.example/feed.json" {
		t.Errorf("%v, %v", list, err)
	}
}

// TestSecrets looks for the password of a feed in everything that is kept, logged or
// shown, while the feed works and while it fails.
func TestSecrets(t *testing.T) {
	const canary = "canary-77aa21"
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "secret.db")
	w.open(path)
	var log strings.Builder
	w.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.Credentials = func(string) *fetch.Credentials {
		return &fetch.Credentials{User: "ana", Password: canary, URL: "http://courier.example/private?key=" + canary}
	}
	rss := w.page("http://courier.example/rss.xml")
	var sent string
	w.Handle("http://courier.example/private?key="+canary, func(rw http.ResponseWriter, r *http.Request) {
		_, sent, _ = r.BasicAuth()
		fmt.Fprint(rw, rss)
	})
	if err := w.Sync(t.Context(), []NewFeed{{URL: "http://courier.example/private", Origin: digest.FromConfiguration, Backfill: 5, Place: "slack:C1"}}); err != nil {
		t.Fatal(err)
	}
	w.later(0)
	if sent != canary || len(w.titles()) != 2 {
		t.Fatalf("sent %q, taken in %q", sent, w.titles())
	}
	var shown strings.Builder
	w.Notice = func(_ context.Context, key, _ string, m digest.Message) error {
		fmt.Fprint(&shown, key, m)
		return nil
	}
	for _, fault := range []http.HandlerFunc{fake.Status(401), fake.To(302, "http://other.example/?k="+canary), fake.Raw("x"), fake.Status(500)} {
		w.Handle("http://courier.example/private?key="+canary, fault)
		w.later(24 * time.Hour)
		m, err := w.Report(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(&shown, m, w.state("#1"))
	}
	if shown.Len() == 0 || log.Len() == 0 {
		t.Error("nothing was shown or logged")
	}
	if err := w.st.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), canary) {
			t.Errorf("the password is in %s", filepath.Base(file))
		}
	}
	for name, text := range map[string]string{"the log": log.String(), "what is shown": shown.String()} {
		if strings.Contains(text, canary) {
			t.Errorf("the password is in %s: %s", name, text)
		}
	}
}
