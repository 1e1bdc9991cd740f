package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"whosaid/digest/ingest/fetch/fake"
)

// client returns one that may visit w, and nothing else that is private.
func client(t *testing.T, w *fake.Web, change func(*Options)) *Client {
	t.Helper()
	o := Options{Allow: []string{w.Host()}, UserAgent: "whosaid-test (+desk@courier.example)"}
	if change != nil {
		change(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func get(t *testing.T, c *Client, address string) (*Response, error) {
	t.Helper()
	return c.Get(t.Context(), Request{URL: address, Max: MaxFeed})
}

// TestFaults meets every fault with an error in words, within the limits.
func TestFaults(t *testing.T) {
	w := fake.New(t)
	at := func(path string, f http.HandlerFunc) { w.Handle(w.Host()+path, f) }
	at("/slow", fake.Slow(5*time.Second, "late"))
	at("/drip", fake.Drip(10*time.Millisecond))
	at("/endless", fake.Endless)
	at("/truncated", fake.Truncated("<rss>"))
	at("/long", fake.Raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"))
	at("/nonsense", fake.Raw("this is no HTTP at all\r\n\r\n"))
	at("/length", fake.Raw("HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n"))
	at("/nothing", fake.Raw(""))
	at("/headers", fake.Raw("HTTP/1.1 200 OK\r\nX-Long: "+strings.Repeat("x", 70<<10)+"\r\n\r\n"))
	at("/announced", fake.Raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"))
	at("/circle", fake.To(http.StatusFound, "/circle"))
	at("/nowhere", fake.To(http.StatusFound, ""))
	at("/bad", fake.To(http.StatusFound, "http://[::1"))
	for i := range 8 {
		at(fmt.Sprintf("/hop%d", i), fake.To(http.StatusFound, fmt.Sprintf("/hop%d", i+1)))
	}
	at("/gzip", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(rw, "this is not compressed")
	})
	at("/brotli", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Encoding", "br")
		fmt.Fprint(rw, "this is not compressed either")
	})
	at("/cut", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Encoding", "gzip")
		var b bytes.Buffer
		e := fake.Encoder("gzip", &b)
		fmt.Fprint(e, strings.Repeat("news ", 100))
		e.Close()
		rw.Write(b.Bytes()[:b.Len()/2])
	})
	at("/unasked", func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Set("Content-Encoding", "zstd") })
	at("/often", fake.Bomb(1000, "gzip", "gzip", "gzip"))
	at("/401", fake.Status(401))
	at("/403", fake.Status(403))
	at("/404", fake.Status(404))
	at("/410", fake.Status(410))
	at("/429", fake.Status(429, "Retry-After: 120"))
	at("/500", fake.Status(500))
	at("/503", fake.Status(503, "Retry-After: "+time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)))
	at("/304", fake.Status(304))
	at("/204", fake.Status(204))
	c := client(t, w, func(o *Options) { o.Timeout = 1500 * time.Millisecond })
	for _, tt := range []struct {
		path  string
		want  Reason
		words string
	}{
		{"/slow", Slow, "the server did not send it within 1.5s"},
		{"/drip", Slow, "the server did not send it within 1.5s"},
		{"/endless", Large, "it has more than 5 MiB, and is not read"},
		{"/announced", Large, "it has more than 5 MiB, and is not read"},
		{"/truncated", Broken, "the server sent only a part of it"},
		{"/long", Broken, "the server sent only a part of it"},
		{"/nonsense", Broken, "the server's answer is not HTTP"},
		{"/length", Broken, "the server's answer is not HTTP"},
		{"/nothing", Unreachable, "the server broke the connection"},
		{"/headers", Large, "the server sent too much before the content (more than 64 KiB of headers)"},
		{"/circle", Redirects, "it redirects more than 5 times"},
		{"/hop0", Redirects, "it redirects more than 5 times"},
		{"/nowhere", Redirects, "it redirects to an address that cannot be understood"},
		{"/bad", Redirects, "it redirects to an address that cannot be understood"},
		{"/gzip", Broken, "it is compressed wrongly"},
		{"/brotli", Broken, "it is compressed wrongly"},
		{"/cut", Broken, "the server sent only a part of it"},
		{"/unasked", Broken, `it is compressed in a way that was not asked for ("zstd")`},
		{"/often", Broken, "it is compressed several times over"},
		{"/401", Refused, "the server answers 401: it wants a password"},
		{"/403", Refused, "the server answers 403: it does not allow it"},
		{"/404", Gone, "the server answers 404: there is nothing at this address"},
		{"/410", Gone, "the server answers 410: it is gone for good"},
		{"/429", Busy, "the server answers 429: too many requests"},
		{"/500", Faulty, "the server answers 500: it has a fault"},
		{"/503", Busy, "the server answers 503: it is not available at the moment"},
		{"/304", Faulty, "the server answers 304: nothing has changed, though nothing was said of the last time"},
		{"/204", Faulty, "the server answers 204: this is no page"},
	} {
		begin := time.Now()
		r, err := get(t, c, w.URL+tt.path)
		var e *Error
		if r != nil || !errors.As(err, &e) || e.Reason != tt.want || e.Words != tt.words {
			t.Errorf("%s: %v, want %s: %s", tt.path, err, tt.want, tt.words)
		}
		if took := time.Since(begin); took > time.Minute {
			t.Errorf("%s took %s", tt.path, took)
		}
		switch {
		case e == nil:
		case tt.path == "/429" && e.RetryAfter != 2*time.Minute:
			t.Errorf("Retry-After is %s", e.RetryAfter)
		case tt.path == "/503" && (e.RetryAfter < 59*time.Minute || e.RetryAfter > time.Hour):
			t.Errorf("Retry-After as a date is %s", e.RetryAfter)
		}
	}
	if r, err := get(t, c, w.URL+"/hop3"); err == nil || IsError(err, Redirects) {
		t.Errorf("five redirects: %v, %v", r, err) // to hop8, where nothing is
	}
}

// TestBombs decodes at most what is allowed, in little memory.
func TestBombs(t *testing.T) {
	size := int64(64 << 20)
	if testing.Short() {
		size = 24 << 20 // the race detector makes it slower to pack than the server may take
	}
	w := fake.New(t)
	for _, codings := range [][]string{{"gzip"}, {"deflate"}, {"br"}, {"gzip", "br"}, {"br", "gzip"}} {
		address := w.Host() + "/" + strings.Join(codings, "+")
		w.Handle(address, fake.Bomb(size, codings...))
		c := client(t, w, nil)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := get(t, c, "http://"+address)
		runtime.ReadMemStats(&after)
		if !IsError(err, Large) {
			t.Errorf("%s: %v", address, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 200 {
			t.Errorf("%s: %d MiB were allocated", address, used)
		}
	}
}

// TestCodings reads each of them, and what servers make of deflate.
func TestCodings(t *testing.T) {
	w := fake.New(t)
	c := client(t, w, nil)
	want := strings.Repeat("Council halts harbour tunnel. ", 500)
	for _, coding := range []string{"gzip", "deflate", "raw", "br"} {
		w.Handle(w.Host()+"/"+coding, func(rw http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.Header.Get("Accept-Encoding"), "br") {
				t.Error("compression was not asked for")
			}
			rw.Header().Set("Content-Encoding", map[string]string{"raw": "deflate"}[coding]+strings.TrimPrefix(coding, "raw"))
			e := fake.Encoder(coding, rw)
			fmt.Fprint(e, want)
			e.Close()
		})
		if r, err := get(t, c, w.URL+"/"+coding); err != nil || string(r.Body) != want {
			t.Errorf("%s: %v", coding, err)
		}
	}
}

// TestCredentials go to the server that they are for, and into no error.
func TestCredentials(t *testing.T) {
	w, other := fake.New(t), fake.New(t)
	const canary = "canary-5a1f"
	seen := make(map[string]string)
	note := func(rw http.ResponseWriter, r *http.Request) {
		seen[r.URL.Path] = r.Header.Get("Authorization")
		fmt.Fprint(rw, "news")
	}
	w.Handle(w.Host()+"/feed", note)
	w.Handle(w.Host()+"/here", fake.To(http.StatusFound, "/feed"))
	w.Handle(w.Host()+"/away", fake.To(http.StatusFound, other.URL+"/stolen"))
	w.Handle(w.Host()+"/secret?key="+canary, fake.Status(403))
	other.Handle(other.Host()+"/stolen", note)
	c := client(t, w, func(o *Options) { o.Allow = append(o.Allow, other.Host()) })
	for _, k := range []*Credentials{{User: "ana", Password: canary}, {Token: canary}} {
		clear(seen)
		for _, path := range []string{"/here", "/away"} {
			if _, err := c.Get(t.Context(), Request{URL: w.URL + path, Max: MaxFeed, Credentials: k}); err != nil {
				t.Error(err)
			}
		}
		if seen["/feed"] == "" || seen["/stolen"] != "" {
			t.Errorf("the header was sent as %q", seen)
		}
	}
	_, err := c.Get(t.Context(), Request{URL: w.URL + "/feed", Max: MaxFeed, Credentials: &Credentials{URL: w.URL + "/secret?key=" + canary}})
	if !IsError(err, Refused) || strings.Contains(fmt.Sprintf("%+v", err), canary) {
		t.Errorf("%v", err)
	}
}
