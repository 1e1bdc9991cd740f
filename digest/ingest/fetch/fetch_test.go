package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

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

// TestGuard asks for connections as the dialer does, with the address it is about to
// connect to.
func TestGuard(t *testing.T) {
	g, err := newGuard(Options{Allow: []string{"press.intranet.example", "10.1.2.3:8000", "192.168.7.0/24", "[fd00::5]:8080"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		host, address string
		want          bool
	}{
		{"courier.example", "93.184.216.34:443", true},
		{"courier.example", "93.184.216.34:8080", true},
		{"courier.example", "[2606:4700::6810:84e5]:443", true},
		{"courier.example", "93.184.216.34:22", false},
		{"courier.example", "93.184.216.34:25", false},
		{"courier.example", "93.184.216.34:6379", false},
		{"courier.example", "127.0.0.1:80", false},
		{"courier.example", "127.8.9.1:80", false},
		{"courier.example", "0.0.0.0:80", false},
		{"courier.example", "10.0.0.1:80", false},
		{"courier.example", "172.16.0.1:80", false},
		{"courier.example", "172.31.255.255:80", false},
		{"courier.example", "192.168.0.1:80", false},
		{"courier.example", "100.64.0.1:80", false},
		{"courier.example", "169.254.169.254:80", false},
		{"courier.example", "168.63.129.16:80", false}, // Azure
		{"courier.example", "192.0.0.192:80", false},   // Oracle
		{"courier.example", "192.0.2.7:80", false},
		{"courier.example", "198.18.0.1:80", false},
		{"courier.example", "224.0.0.1:80", false},
		{"courier.example", "255.255.255.255:80", false},
		{"courier.example", "[::]:80", false},
		{"courier.example", "[::1]:80", false},
		{"courier.example", "[::ffff:127.0.0.1]:80", false}, // IPv4-mapped
		{"courier.example", "[::ffff:10.0.0.1]:80", false},
		{"courier.example", "[::127.0.0.1]:80", false},      // IPv4-compatible
		{"courier.example", "[64:ff9b::7f00:1]:80", false},  // NAT64
		{"courier.example", "[64:ff9b::a00:1]:80", false},   // NAT64 of 10.0.0.1
		{"courier.example", "[64:ff9b:1::a00:1]:80", false}, // NAT64, local
		{"courier.example", "[2002:7f00:1::]:80", false},    // 6to4
		{"courier.example", "[2002:a00:1::1]:80", false},
		{"courier.example", "[2001:0:7f00:1::]:80", false}, // Teredo
		{"courier.example", "[2001:db8::1]:80", false},
		{"courier.example", "[fc00::1]:80", false},
		{"courier.example", "[fd00:ec2::254]:80", false}, // AWS
		{"courier.example", "[fe80::1]:80", false},
		{"courier.example", "[fec0::1]:80", false},
		{"courier.example", "[ff02::1]:80", false},
		{"press.intranet.example", "10.9.9.9:80", true},
		{"PRESS.intranet.example.", "10.9.9.9:9000", true},
		{"press.intranet.example.evil.example", "10.9.9.9:80", false},
		{"10.1.2.3", "10.1.2.3:8000", true},
		{"10.1.2.3", "10.1.2.3:8001", false},
		{"10.1.2.4", "10.1.2.4:8000", false},
		{"x.example", "192.168.7.200:80", true},
		{"x.example", "192.168.8.200:80", false},
		{"x.example", "[fd00::5]:8080", true},
		{"x.example", "[fd00::6]:8080", false},
	} {
		_, port, err := net.SplitHostPort(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		network := "tcp4"
		if strings.HasPrefix(tt.address, "[") {
			network = "tcp6"
		}
		if err := g.check(tt.host, port, network, tt.address, nil); (err == nil) != tt.want {
			t.Errorf("%s at %s: %v, want allowed %v", tt.host, tt.address, err, tt.want)
		}
	}
}

func TestParseAllow(t *testing.T) {
	for _, bad := range []string{"", "http://x.example", "x.example/feed", "*.example", "10.0.0.0/40", "two words"} {
		if _, err := ParseAllow(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestPrivate asks the whole client, by ways on which an address is disguised.
func TestPrivate(t *testing.T) {
	w := fake.New(t)
	w.Put(w.Host()+"/feed", "secret")
	_, port, err := net.SplitHostPort(w.Host())
	if err != nil {
		t.Fatal(err)
	}
	w.Handle(w.Host()+"/out", fake.To(http.StatusFound, "http://127.0.0.2:"+port+"/feed"))
	w.Handle(w.Host()+"/metadata", fake.To(http.StatusMovedPermanently, "http://169.254.169.254/latest/meta-data/"))
	w.Handle(w.Host()+"/file", fake.To(http.StatusFound, "file:///etc/passwd"))
	w.Handle(w.Host()+"/gopher", fake.To(http.StatusFound, "gopher://127.0.0.1:25/"))
	w.Handle(w.Host()+"/password", fake.To(http.StatusFound, "http://me:secret@"+w.Host()+"/feed"))
	c := client(t, w, nil)
	if r, err := get(t, c, w.URL+"/feed"); err != nil || string(r.Body) != "secret" {
		t.Fatalf("what is allowed was refused: %v", err)
	}
	for _, tt := range []struct {
		address string
		want    Reason
	}{
		{"http://127.0.0.2:" + port + "/feed", Private},
		{"http://localhost:80/feed", Private},
		{"http://[::1]/feed", Private},
		{"http://[::ffff:127.0.0.1]/feed", Private},
		{"http://0.0.0.0:80/", Private},
		{"http://169.254.169.254/", Private},
		{w.URL + "/out", Private},
		{w.URL + "/metadata", Private},
		{w.URL + "/file", Address},
		{w.URL + "/gopher", Address},
		{w.URL + "/password", Address},
		{"file:///etc/passwd", Address},
		{"http:///feed", Address},
		{"javascript:alert(1)", Address},
		{"http://ana:secret@" + w.Host() + "/feed", Address},
	} {
		r, err := get(t, c, tt.address)
		if r != nil || !IsError(err, tt.want) {
			t.Errorf("%s: %v, %v, want %s", tt.address, r, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error tells a password: %v", tt.address, err)
		}
	}
}

// TestRebinding resolves one name to an allowed address first and to a private one
// afterwards.
func TestRebinding(t *testing.T) {
	private := fake.New(t)
	private.Put("rebind.example/feed", "secret")
	_, port, err := net.SplitHostPort(private.Host())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.2:"+port)
	if err != nil {
		t.Skip("this machine has one loopback address only")
	}
	var served atomic.Int32
	public := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		served.Add(1)
		w.Header().Set("Connection", "close") // so that it is looked up anew
		fmt.Fprint(w, "news")
	})}
	go public.Serve(listener)
	defer public.Close()
	var asked atomic.Int32
	resolver := names(t, func(string) [4]byte {
		if asked.Add(1) == 1 {
			return [4]byte{127, 0, 0, 2}
		}
		return [4]byte{127, 0, 0, 1}
	})
	c, err := New(Options{Allow: []string{"127.0.0.2"}, Resolver: resolver})
	if err != nil {
		t.Fatal(err)
	}
	address := "http://rebind.example:" + port + "/feed"
	if r, err := get(t, c, address); err != nil || string(r.Body) != "news" {
		t.Fatalf("%v", err)
	}
	for range 3 {
		if r, err := get(t, c, address); err == nil || !IsError(err, Private) {
			t.Errorf("got %q, %v", r.Body, err)
		}
	}
	if asked := private.Asked(); len(asked) > 0 || served.Load() != 1 {
		t.Errorf("the private server was asked %q, the public one %d times", asked, served.Load())
	}
}

// names answers lookups of IPv4 addresses.
func names(t *testing.T, address func(name string) [4]byte) *net.Resolver {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			answer := dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true}, Questions: m.Questions}
			if q.Type == dnsmessage.TypeA {
				answer.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
					Body:   &dnsmessage.AResource{A: address(q.Name.String())},
				}}
			}
			packed, err := answer.Pack()
			if err != nil {
				continue
			}
			_, _ = pc.WriteTo(packed, from) // who does not hear it asks again
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

// TestProxy asks a proxy only for what leads into no private network, as far as that can
// be known here.
func TestProxy(t *testing.T) {
	w := fake.New(t)
	resolver := names(t, func(name string) [4]byte {
		if strings.HasPrefix(name, "inner.") {
			return [4]byte{10, 0, 0, 7}
		}
		return [4]byte{93, 184, 216, 34}
	})
	none := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no network") }}
	for _, address := range []string{"http://public.example/", "http://inner.example/", "http://allowed.corp/"} {
		w.Put(address, "news")
	}
	w.Handle("http://public.example/in", fake.To(http.StatusFound, "http://inner.example/"))
	for _, tt := range []struct {
		resolver *net.Resolver
		trusting bool
		address  string
		want     Reason // empty for allowed
	}{
		{resolver, false, "http://public.example/", ""},
		{resolver, false, "http://public.example:25/", Private},
		{resolver, false, "http://inner.example/", Private},
		{resolver, false, "http://inner.example./", Private},
		{resolver, false, "http://public.example/in", Private},
		{resolver, false, "http://93.184.216.34:25/", Private},
		{resolver, false, "http://[::ffff:10.0.0.7]/", Private},
		{resolver, false, "http://allowed.corp/", ""},
		{none, false, "http://public.example/", Unreachable},
		{none, false, "http://localhost/", Private},
		{none, true, "http://public.example/", ""},
		{none, true, "http://inner.example/", ""}, // the proxy's to refuse
		{none, true, "http://public.example:25/", Private},
		{none, true, "http://10.0.0.7/", Private},
		{none, true, "http://169.254.169.254/latest/meta-data", Private},
		{none, true, "http://[::1]/", Private},
		{none, true, "http://localhost/", Private},
		{none, true, "http://wiki/", Private},
		{none, true, "http://metadata.google.internal/", Private},
		{none, true, "http://allowed.corp/", ""},
	} {
		c, err := New(Options{Proxy: w.Proxy(), Resolver: tt.resolver, ProxyResolves: tt.trusting, Allow: []string{"allowed.corp"}})
		if err != nil {
			t.Fatal(err)
		}
		w.Asked()
		_, err = get(t, c, tt.address)
		if tt.want == "" && err != nil || tt.want != "" && !IsError(err, tt.want) {
			t.Errorf("%s (trusting: %v): %v, want %q", tt.address, tt.trusting, err, tt.want)
		}
		if asked := w.Asked(); tt.want != "" && len(asked) > strings.Count(tt.address, "/in") {
			t.Errorf("%s: the proxy was asked for %q", tt.address, asked)
		}
	}
	c, err := New(Options{Proxy: w.Proxy(), Resolver: none})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, c, "http://public.example/"); err == nil || !strings.Contains(err.Error(), "fetch.proxy_resolves") {
		t.Errorf("the error does not say what to do: %v", err)
	}
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
