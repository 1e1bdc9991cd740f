package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/ingest/fetch/fake"
)

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
