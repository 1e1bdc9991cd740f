// Package fake is a small web for tests, in process and on loopback: sites of any
// name, and servers with every fault that servers have.
//
// Archives in the form of txtar come in, whose file names are addresses; the answers
// of a [Web] go out, which a client reaches by taking it for its proxy, or directly
// by its own address. It owns the list of faults (faults.go).
package fake

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

// Web is a running server.
type Web struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc // by address, without scheme
	asked []string
}

// New starts a Web that ends with the test.
func New(t testing.TB) *Web {
	w := &Web{pages: make(map[string]http.HandlerFunc)}
	w.Server = httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(w.Close)
	return w
}

// Proxy is the address by which a client reaches all sites.
func (w *Web) Proxy() *url.URL {
	u, err := url.Parse(w.URL)
	if err != nil {
		panic(err) // httptest makes it
	}
	return u
}

// Host is the host and port at which the server itself listens.
func (w *Web) Host() string { return w.Proxy().Host }

func key(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		rest = address
	}
	if !strings.Contains(rest, "/") {
		rest += "/"
	}
	return rest
}

func (w *Web) serve(rw http.ResponseWriter, r *http.Request) {
	host := r.Host
	if r.URL.Host != "" { // asked as a proxy
		host = r.URL.Host
	}
	address := host + r.URL.RequestURI()
	if r.URL.IsAbs() {
		address = host + r.URL.Path
		if r.URL.RawQuery != "" {
			address += "?" + r.URL.RawQuery
		}
	}
	w.mu.Lock()
	handler := w.pages[address]
	w.asked = append(w.asked, address)
	w.mu.Unlock()
	if handler == nil {
		http.NotFound(rw, r)
		return
	}
	handler(rw, r)
}

// Handle lets f answer for an address, "http://courier.example/rss.xml" or the same
// without the scheme.
func (w *Web) Handle(address string, f http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[key(address)] = f
}

// Put makes body the content of an address. Lines at its start that begin with "> "
// are headers: "> Content-Type: text/plain".
func (w *Web) Put(address, body string) {
	header := http.Header{}
	for {
		line, rest, ok := strings.Cut(body, "\n")
		h, isHeader := strings.CutPrefix(line, "> ")
		if !ok || !isHeader {
			break
		}
		name, value, _ := strings.Cut(h, ": ")
		header.Add(name, value)
		body = rest
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", types[path.Ext(address)])
	}
	w.Handle(address, func(rw http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			rw.Header()[name] = values
		}
		_, _ = rw.Write([]byte(body)) // the client may have gone
	})
}

var types = map[string]string{
	".xml": "application/xml", ".rss": "application/rss+xml", ".atom": "application/atom+xml", ".json": "application/feed+json",
	".txt": "text/plain; charset=utf-8", ".opml": "text/x-opml", ".pdf": "application/pdf", "": "text/html; charset=utf-8", ".html": "text/html; charset=utf-8", ".example": "text/html; charset=utf-8",
}

// Load puts all files of an archive, each under its name.
func (w *Web) Load(archive []byte) {
	for _, f := range txtar.Parse(archive).Files {
		w.Put(f.Name, string(f.Data))
	}
}

// Asked returns the addresses that were asked for since the last call, in order.
func (w *Web) Asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	asked := w.asked
	w.asked = nil
	return asked
}
