package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"whosaid/digest/ingest/fetch/fake"
	"whosaid/digest/ingest/fetch/toxiproxy"
)

// TestLinks fetches a feed of 40 kB over links with every kind of trouble: what is only
// slow arrives whole, the rest is given up within the limits, and said in words.
func TestLinks(t *testing.T) {
	w := fake.New(t)
	news := "<rss version='2.0'>" + strings.Repeat("<item><title>The ferry sails again</title></item>\n", 800) + "</rss>"
	proxy := toxiproxy.Start(t)
	type toxics map[string]toxiproxy.Attributes
	for _, tt := range []struct {
		name   string
		toxics toxics
		limit  time.Duration
		want   Reason // empty for a feed that arrives
		words  string
		least  time.Duration // that it takes
	}{
		{"nothing", nil, 10 * time.Second, "", "", 0},
		{"latency", toxics{"latency": {"latency": 150, "jitter": 50}}, 10 * time.Second, "", "", 100 * time.Millisecond},
		{"latency over the limit", toxics{"latency": {"latency": 30_000}}, 400 * time.Millisecond, Slow, "the server did not send it within 400ms", 400 * time.Millisecond},
		{"bandwidth", toxics{"bandwidth": {"rate": 80}}, 20 * time.Second, "", "", 300 * time.Millisecond},
		{"bandwidth over the limit", toxics{"bandwidth": {"rate": 1}}, 800 * time.Millisecond, Slow, "the server did not send it within 800ms", 800 * time.Millisecond},
		{"slicer", toxics{"slicer": {"average_size": 100, "size_variation": 50, "delay": 200}}, 20 * time.Second, "", "", 0},
		{"slicer over the limit", toxics{"slicer": {"average_size": 2, "delay": 50_000}}, 600 * time.Millisecond, Slow, "the server did not send it within 600ms", 600 * time.Millisecond},
		{"cut in the headers", toxics{"limit_data": {"bytes": 30}}, 10 * time.Second, Broken, "the server sent only a part of it", 0},
		{"cut in the content", toxics{"limit_data": {"bytes": 20_000}}, 10 * time.Second, Broken, "the server sent only a part of it", 0},
		{"cut while slow", toxics{"bandwidth": {"rate": 80}, "limit_data": {"bytes": 20_000}}, 20 * time.Second, Broken, "the server sent only a part of it", 0},
		{"silence", toxics{"timeout": {"timeout": 0}}, 500 * time.Millisecond, Slow, "the server did not send it within 500ms", 500 * time.Millisecond},
		{"silence, then the end", toxics{"timeout": {"timeout": 100}}, 10 * time.Second, Unreachable, "the server broke the connection", 0},
		{"reset", toxics{"reset_peer": {"timeout": 0}}, 10 * time.Second, Unreachable, "the server broke the connection", 0},
		{"reset after a while", toxics{"reset_peer": {"timeout": 100}}, 10 * time.Second, Unreachable, "the server broke the connection", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := proxy.Link(w.Host())
			w.Put(l.Address+"/rss.xml", news)
			for kind, attributes := range tt.toxics {
				l.Add(kind, attributes)
			}
			c := client(t, w, func(o *Options) { o.Allow, o.Timeout = []string{l.Address}, tt.limit })
			begin := time.Now()
			r, err := get(t, c, "http://"+l.Address+"/rss.xml")
			took := time.Since(begin)
			var e *Error
			switch {
			case tt.want == "" && (err != nil || string(r.Body) != news):
				t.Errorf("it did not arrive whole: %v", err)
			case tt.want != "" && (r != nil || !errors.As(err, &e) || e.Reason != tt.want || e.Words != tt.words):
				t.Errorf("%v, want %s: %s", err, tt.want, tt.words)
			}
			if took < tt.least || took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// TestLinkDown loses a link, on which a connection was open, and finds it again.
func TestLinkDown(t *testing.T) {
	w := fake.New(t)
	l := toxiproxy.Start(t).Link(w.Host())
	w.Put(l.Address+"/rss.xml", "news")
	c := client(t, w, func(o *Options) { o.Allow = []string{l.Address} })
	for range 2 {
		if r, err := get(t, c, "http://"+l.Address+"/rss.xml"); err != nil || string(r.Body) != "news" {
			t.Fatalf("%v, %v", r, err)
		}
		l.Down()
		if r, err := get(t, c, "http://"+l.Address+"/rss.xml"); r != nil || !IsError(err, Unreachable) {
			t.Errorf("while the link is down: %v, %v", r, err)
		}
		l.Up()
	}
}

// TestLinkStopped ends at once where the user stops the program while a server hangs,
// and says that, not that the server was slow.
func TestLinkStopped(t *testing.T) {
	w := fake.New(t)
	l := toxiproxy.Start(t).Link(w.Host())
	l.Add("timeout", toxiproxy.Attributes{"timeout": 0})
	ctx, cancel := context.WithCancel(t.Context())
	w.Handle(l.Address+"/rss.xml", func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(rw, "news")
		cancel()
	})
	c := client(t, w, func(o *Options) { o.Allow = []string{l.Address} })
	if r, err := c.Get(ctx, Request{URL: "http://" + l.Address + "/rss.xml", Max: MaxFeed}); r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", r, err)
	}
}
