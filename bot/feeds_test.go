package bot

import (
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

	"whosaid/digest/ingest/fetch/fake"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

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
