package bot

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/ingest/fetch/toxiproxy"
	"whosaid/digest/store"
)

// linked puts a link between the world's web and what follows it. limit is that of a
// whole fetch.
func (w *world) linked(proxy *toxiproxy.Server, limit time.Duration) *toxiproxy.Link {
	w.t.Helper()
	l := proxy.Link(w.Host())
	client, err := fetch.New(fetch.Options{Proxy: &url.URL{Scheme: "http", Host: l.Address}, ProxyResolves: true, Timeout: limit})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Feeds.Client = client
	return l
}

// ferry is news: an item of the Courier's feed, and its page.
func (w *world) ferry() {
	item := `<item><title>Ferry sails again</title><link>http://courier.example/ferry</link><guid isPermaLink="false">courier-3</guid><description>The ferry…</description></item>`
	w.Put("http://courier.example/rss.xml", strings.Replace(w.page("http://courier.example/rss.xml"), "<item>", item+"<item>", 1))
	w.Put("http://courier.example/ferry", strings.ReplaceAll(w.page("http://herald.example/lighthouse"), "Lighthouse keepers to stay", "Ferry sails again"))
}

// TestTroubledLinks has an article come while the way to its feed is cut, silent or
// down. The feed is said to fail, once; when the way is free the article comes, once.
func TestTroubledLinks(t *testing.T) {
	proxy := toxiproxy.Start(t)
	for _, tt := range []struct {
		kind       string
		attributes toxiproxy.Attributes
		want       string
	}{
		{"down", nil, "the server refuses the connection"},
		{"limit_data", toxiproxy.Attributes{"bytes": 900}, "the server sent only a part of it"},
		{"timeout", toxiproxy.Attributes{"timeout": 0}, "the server did not send it within 1s"},
		{"reset_peer", toxiproxy.Attributes{"timeout": 0}, "the server broke the connection"},
	} {
		t.Run(tt.kind, func(t *testing.T) {
			w := newWorld(t)
			l := w.linked(proxy, time.Second)
			var told []string
			w.Notice = func(_ context.Context, key, place string, m digest.Message) error {
				told = append(told, place+" "+fmt.Sprint(m))
				return nil
			}
			if _, err := w.Add(t.Context(), NewFeed{URL: "http://courier.example/rss.xml", Place: "slack:C1"}); err != nil {
				t.Fatal(err)
			}
			w.ferry()
			if tt.kind == "down" {
				l.Down()
			} else {
				l.Add(tt.kind, tt.attributes)
			}
			for range 3 {
				w.later(6 * time.Hour)
			}
			if f := w.state("Tarn Courier"); f.Failures != 3 || f.Problem != tt.want || f.Failing.IsZero() {
				t.Errorf("%+v, want %s", f, tt.want)
			}
			if got := w.titles(); len(got) != 0 {
				t.Errorf("over a broken link came %q", got)
			}
			if len(told) != 1 || !strings.Contains(told[0], "slack:C1") || !strings.Contains(told[0], tt.want) {
				t.Errorf("told %q", told)
			}
			if tt.kind == "down" {
				l.Up()
			} else {
				l.Remove(tt.kind)
			}
			w.later(27 * time.Hour)
			w.later(27 * time.Hour)
			if f := w.state("Tarn Courier"); f.Failures != 0 || f.Problem != "" || !f.Failing.IsZero() {
				t.Errorf("after it: %+v", f)
			}
			if got := w.titles(); len(got) != 1 || got[0] != "Ferry sails again" || len(told) != 1 {
				t.Errorf("after it came %q; told %q", got, told)
			}
		})
	}
}

// TestCutPage has a link break in the middle of an article's page: nothing of it is
// stored, and all of it later.
func TestCutPage(t *testing.T) {
	w := newWorld(t)
	l := w.linked(toxiproxy.Start(t), 10*time.Second)
	w.add("http://courier.example/rss.xml", 0)
	w.ferry()
	more := strings.Repeat("<p>The ferry sails at six in the morning and comes back at night, when the wind is kind to it and the tide is not too low.</p>\n", 90)
	w.Put("http://courier.example/ferry", strings.Replace(w.page("http://herald.example/lighthouse"), "<p>Its chair", more+"<p>Its chair", 1))
	l.Add("limit_data", toxiproxy.Attributes{"bytes": 6000}) // enough for the feed
	w.later(time.Hour)
	f := w.state("Tarn Courier")
	if f.Failures != 0 || f.Waiting != 1 || len(w.titles()) != 0 {
		t.Fatalf("%+v; stored %q", f, w.titles())
	}
	l.Remove("limit_data")
	w.later(24 * time.Hour)
	got := w.articles()
	if len(got) != 1 {
		t.Fatalf("stored %q", w.titles())
	}
	a, err := w.st.Article(t.Context(), got[0].Article.ID)
	if err != nil || a.Partial != "" || !strings.HasSuffix(strings.TrimSpace(a.Text), "She did not say what it had cost the county.") {
		t.Errorf("%q, %q, %v", a.Partial, a.Text, err)
	}
}

// TestSlowLink has a feed on a link that is slow, and on one that lets nothing through.
// Neither delays a feed on a good one, and the slow one arrives whole after it.
func TestSlowLink(t *testing.T) {
	proxy := toxiproxy.Start(t)
	for _, tt := range []struct {
		kind       string
		attributes toxiproxy.Attributes
		want       []string
	}{
		{"bandwidth", toxiproxy.Attributes{"rate": 4}, []string{"Good", "Troubled"}},
		{"timeout", toxiproxy.Attributes{"timeout": 0}, []string{"Good"}},
	} {
		t.Run(tt.kind, func(t *testing.T) {
			w := newWorld(t)
			l := proxy.Link(w.Host())
			l.Add(tt.kind, tt.attributes)
			client, err := fetch.New(fetch.Options{Allow: []string{"127.0.0.0/8", "localhost"}, Timeout: 30 * time.Second})
			if err != nil {
				t.Fatal(err)
			}
			w.Feeds.Client = client
			_, port, _ := strings.Cut(l.Address, ":")
			w.mill("localhost:"+port, "Troubled") // another name, as one host is asked one thing at a time
			w.mill(w.Host(), "Good")
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			stored := make(chan string, 2)
			w.Stored = func(f digest.Feed, _ digest.Article, _ store.Taken) { stored <- f.Name }
			stopped := make(chan struct{})
			go func() {
				defer close(stopped)
				w.Run(ctx)
			}()
			for _, want := range tt.want {
				select {
				case got := <-stored:
					if got != want {
						t.Errorf("%s came, want %s", got, want)
					}
				case <-ctx.Done():
					t.Errorf("%s did not come", want)
				}
			}
			cancel()
			<-stopped
			if got := w.titles(); len(got) != len(tt.want) {
				t.Errorf("stored %q, want %q", got, tt.want)
			}
		})
	}
}

// mill follows a feed at host that holds one article of 6 kB.
func (w *world) mill(host, name string) {
	w.t.Helper()
	address := "http://" + host + "/rss.xml"
	text := strings.Repeat("The mill of "+name+" turns by night, says its owner, and the river is none the poorer. ", 70)
	w.Put(address, "<rss version='2.0'><channel><title>"+name+"</title><item><title>The mill of "+name+"</title><guid>1</guid><description>"+text+"</description></item></channel></rss>")
	if _, _, err := w.st.AddFeed(w.t.Context(), digest.Feed{URL: address, Name: name, Added: w.now}, 1); err != nil {
		w.t.Fatal(err)
	}
}
