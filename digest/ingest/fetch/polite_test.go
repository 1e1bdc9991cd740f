package fetch

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"whosaid/digest/ingest/fetch/fake"
)

// TestConditional asks again with what the server said last time.
func TestConditional(t *testing.T) {
	w := fake.New(t)
	w.Handle(w.Host()+"/feed", fake.Cached(`"v1"`, "news", "Cache-Control: public, max-age=600", "Last-Modified: Mon, 04 Mar 2024 10:00:00 GMT"))
	w.Handle(w.Host()+"/moved", fake.To(http.StatusMovedPermanently, "/feed"))
	w.Handle(w.Host()+"/temporary", fake.To(http.StatusFound, "/moved"))
	c := client(t, w, nil)
	first, err := get(t, c, w.URL+"/feed")
	if err != nil || first.ETag != `"v1"` || first.LastModified == "" || first.Fresh != 10*time.Minute || first.Moved != "" {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := c.Get(t.Context(), Request{URL: w.URL + "/feed", Max: MaxFeed, ETag: first.ETag, LastModified: first.LastModified})
	if err != nil || !again.NotModified || len(again.Body) > 0 {
		t.Errorf("%+v, %v", again, err)
	}
	if r, err := get(t, c, w.URL+"/moved"); err != nil || r.Moved != w.URL+"/feed" || r.URL != w.URL+"/feed" {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := get(t, c, w.URL+"/temporary"); err != nil || r.Moved != "" {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestPolite asks one host one thing at a time, says who asks, and waits in between.
func TestPolite(t *testing.T) {
	w := fake.New(t)
	var now, most atomic.Int32
	var agent atomic.Value
	w.Handle(w.Host()+"/feed", func(rw http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(5 * time.Millisecond)
		agent.Store(r.Header.Get("User-Agent"))
		now.Add(-1)
	})
	c := client(t, w, func(o *Options) { o.Pause = 20 * time.Millisecond })
	begin := time.Now()
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := get(t, c, w.URL+"/feed"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
	if took := time.Since(begin); took < 5*20*time.Millisecond {
		t.Errorf("six requests with pauses took %s", took)
	}
	if agent.Load() != "whosaid-test (+desk@courier.example)" {
		t.Errorf("User-Agent: %v", agent.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, Request{URL: w.URL + "/feed", Max: MaxFeed}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestRobots(t *testing.T) {
	w := fake.New(t)
	w.Load([]byte(`
-- http://open.example/page.html --
page
-- http://closed.example/robots.txt --
User-agent: *
Disallow: /private
Allow: /private/press
-- http://closed.example/page.html --
page
-- http://closed.example/private/page.html --
page
-- http://closed.example/private/press/page.html --
page
-- http://named.example/robots.txt --
User-agent: whosaid
Disallow: /

User-agent: *
Disallow:
-- http://named.example/page.html --
page
-- http://broken.example/page.html --
page
-- http://odd.example/robots.txt --
` + "\x00\xff <html>this is a page</html>" + `
-- http://odd.example/page.html --
page
`))
	w.Handle("http://broken.example/robots.txt", fake.Status(500))
	w.Handle("http://closed.example/away", fake.To(http.StatusFound, "http://named.example/page.html"))
	c, err := New(Options{Proxy: w.Proxy(), ProxyResolves: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		address string
		want    Reason // empty for allowed
	}{
		{"http://open.example/page.html", ""},
		{"http://closed.example/page.html", ""},
		{"http://closed.example/private/page.html", Robots},
		{"http://closed.example/private/press/page.html", ""},
		{"http://closed.example/away", Robots},
		{"http://named.example/page.html", Robots},
		{"http://broken.example/page.html", Faulty},
		{"http://odd.example/page.html", ""},
	} {
		_, err := c.Get(t.Context(), Request{URL: tt.address, Max: MaxPage, Robots: true})
		if tt.want == "" && err != nil || tt.want != "" && !IsError(err, tt.want) {
			t.Errorf("%s: %v, want %q", tt.address, err, tt.want)
		}
	}
	asked := 0
	for _, a := range w.Asked() {
		if a == "closed.example/robots.txt" {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("robots.txt was asked for %d times", asked)
	}
}

func TestFresh(t *testing.T) {
	for _, tt := range []struct {
		header, value string
		want          time.Duration
	}{
		{"Cache-Control", "max-age=60", time.Minute},
		{"Cache-Control", "public, MAX-AGE=60", time.Minute},
		{"Cache-Control", "no-cache, max-age=60", 0},
		{"Cache-Control", "max-age=99999999", 24 * time.Hour},
		{"Cache-Control", "max-age=-5", 0},
		{"Cache-Control", "max-age=x", 0},
		{"Expires", "Mon, 04 Mar 2002 10:00:00 GMT", 0},
		{"Expires", "0", 0},
	} {
		if got := fresh(http.Header{tt.header: {tt.value}}); got != tt.want {
			t.Errorf("%s: %s: %s, want %s", tt.header, tt.value, got, tt.want)
		}
	}
}
