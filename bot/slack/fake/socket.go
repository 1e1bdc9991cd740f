package fake

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	mostSockets   = 10
	longestAnswer = 20_000 // bytes; Slack drops longer ones without a word
)

// socket is one web socket of the app's.
type socket struct {
	s    *Server
	conn *websocket.Conn
	out  chan []byte

	mu      sync.Mutex
	waiting map[string]chan json.RawMessage // by envelope
	ended   bool
}

func openConnection(s *Server, _ Args) (map[string]any, error) {
	ticket := s.id("ticket")
	s.tickets[ticket] = true
	return map[string]any{"url": "ws" + s.URL[len("http"):] + "/link/?ticket=" + ticket + "&app_id=" + AppID}, nil
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// link serves one socket. Each address is good for one.
func (s *Server) link(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	known := s.tickets[ticket]
	delete(s.tickets, ticket)
	s.mu.Unlock()
	if !known {
		http.Error(w, "invalid ticket", http.StatusUnauthorized)
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	k := &socket{s: s, conn: conn, out: make(chan []byte, 10_000), waiting: make(map[string]chan json.RawMessage)}
	go k.write()
	if n := s.join(k); n > mostSockets {
		k.json(map[string]any{"type": "disconnect", "reason": "too_many_websockets", "debug_info": debugInfo()})
		s.leave(k)
	}
	k.read()
	s.leave(k)
}

// join greets a socket, and returns how many are open.
func (s *Server) join(k *socket) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets = append(s.sockets, k)
	if len(s.sockets) <= mostSockets && !s.silent {
		k.json(map[string]any{"type": "hello", "num_connections": len(s.sockets), "connection_info": map[string]any{"app_id": AppID}, "debug_info": debugInfo()})
	}
	return len(s.sockets)
}

func debugInfo() map[string]any {
	return map[string]any{"host": "applink-fake", "build_number": 1, "approximate_connection_time": 18060}
}

func (s *Server) leave(k *socket) {
	s.mu.Lock()
	for i, other := range s.sockets {
		if other == k {
			s.sockets = append(s.sockets[:i:i], s.sockets[i+1:]...)
			break
		}
	}
	s.mu.Unlock()
	k.end()
}

// end closes what waits for an acknowledgement, and the connection.
func (k *socket) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ended {
		return
	}
	k.ended = true
	close(k.out)
	for _, wait := range k.waiting {
		close(wait)
	}
	k.waiting = nil
}

// write sends what is queued, and pings.
func (k *socket) write() {
	defer k.conn.Close()
	every := k.s.opts.Ping
	if every == 0 {
		every = 10 * time.Second
	}
	ping := time.NewTicker(every)
	defer ping.Stop()
	k.ping() // clients count from the first
	for {
		select {
		case data, ok := <-k.out:
			if !ok || k.conn.WriteMessage(websocket.TextMessage, data) != nil {
				return
			}
		case <-ping.C:
			k.ping()
		case <-k.s.closed:
			return
		}
	}
}

func (k *socket) ping() {
	k.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second))
}

// read takes acknowledgements until the connection ends.
func (k *socket) read() {
	for {
		_, data, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			Envelope string          `json:"envelope_id"`
			Payload  json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(data, &ack) == nil && len(data) < longestAnswer {
			k.acknowledge(ack.Envelope, ack.Payload)
		}
	}
}

func (k *socket) acknowledge(envelope string, payload json.RawMessage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if wait, ok := k.waiting[envelope]; ok {
		delete(k.waiting, envelope)
		wait <- payload // has room
		close(wait)
	}
}

// json queues a message.
func (k *socket) json(v map[string]any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own maps are JSON
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.ended {
		k.out <- data
	}
}

// send queues an envelope and returns where its acknowledgement comes.
func (k *socket) send(id string, d *delivery, attempt int, reason string) <-chan json.RawMessage {
	wait := make(chan json.RawMessage, 1)
	k.mu.Lock()
	if k.ended {
		close(wait)
	} else {
		k.waiting[id] = wait
	}
	k.mu.Unlock()
	k.json(map[string]any{
		"envelope_id": id, "type": d.kind, "payload": d.payload, "accepts_response_payload": d.accepts,
		"retry_attempt": attempt, "retry_reason": reason,
	})
	return wait
}

// nextSocket takes the open sockets in turn.
func (s *Server) nextSocket() *socket {
	if len(s.sockets) == 0 {
		return nil
	}
	s.turn++
	return s.sockets[s.turn%len(s.sockets)]
}

// Sockets returns how many sockets are open.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// Disconnect tells the app to connect anew, for one of Slack's reasons: "warning",
// "refresh_requested" or "link_disabled". After a warning the sockets stay open;
// otherwise they close.
func (s *Server) Disconnect(reason string) {
	for _, k := range s.open() {
		k.json(map[string]any{"type": "disconnect", "reason": reason, "debug_info": debugInfo()})
		if reason != "warning" {
			s.leave(k)
		}
	}
}

// Drop cuts all sockets off without a word.
func (s *Server) Drop() {
	for _, k := range s.open() {
		k.conn.NetConn().Close()
		s.leave(k)
	}
}

// Mute lets new sockets wait for a hello in vain, or no more.
func (s *Server) Mute(silent bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = silent
}

func (s *Server) open() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*socket(nil), s.sockets...)
}
