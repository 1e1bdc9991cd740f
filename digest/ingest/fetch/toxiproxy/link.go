package toxiproxy

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Link is an address that leads to another, through whatever trouble was put on the
// way. It has none at first.
type Link struct {
	Address string // host and port, also after Down and Up

	server *Server
	path   string // of the program's API
}

// Link makes one to the host and port of a server.
func (s *Server) Link(upstream string) *Link {
	s.t.Helper()
	s.links++
	name := fmt.Sprintf("link%d", s.links)
	answer := s.must(http.MethodPost, "/proxies", map[string]any{"name": name, "listen": "127.0.0.1:0", "upstream": upstream, "enabled": true})
	var made struct{ Listen string }
	if err := json.Unmarshal(answer, &made); err != nil || made.Listen == "" {
		s.t.Fatalf("toxiproxy: a link at no address: %v: %s", err, answer)
	}
	return &Link{Address: made.Listen, server: s, path: "/proxies/" + name}
}

// Attributes say how bad a kind of trouble is, with toxiproxy's own names for them:
// latency and jitter in ms, rate in kB/s, bytes.
type Attributes map[string]int

// Add puts trouble on the way of what the server sends, also over connections that are
// open: "latency", "bandwidth", "slicer", "limit_data", "timeout" or "reset_peer".
// Several add up.
func (l *Link) Add(kind string, attributes Attributes) {
	l.server.t.Helper()
	l.server.must(http.MethodPost, l.path+"/toxics", map[string]any{
		"type": kind, "name": kind, "stream": "downstream", "attributes": attributes,
	})
}

// Remove takes a kind of trouble away again.
func (l *Link) Remove(kind string) {
	l.server.t.Helper()
	l.server.must(http.MethodDelete, l.path+"/toxics/"+kind, nil)
}

// Down breaks the connections and takes no new ones.
func (l *Link) Down() {
	l.server.t.Helper()
	l.server.must(http.MethodPost, l.path, map[string]any{"enabled": false})
}

// Up ends Down.
func (l *Link) Up() {
	l.server.t.Helper()
	l.server.must(http.MethodPost, l.path, map[string]any{"enabled": true})
}
