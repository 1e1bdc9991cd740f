// Package fake is a Slack workspace for tests: one app is installed in it, and
// people write in its channels.
//
// Calls of the Web API come in, as forms, as JSON or as multipart, and are answered as
// Slack's documents say; what people do, by the methods of [Server] or by its
// /fake/ addresses, goes out as events, over web sockets or as signed HTTP requests.
// It owns the workspace's state, in memory. It asserts nothing that Slack's
// documents or clients do not state, and can be told to fail as Slack does.
package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The identities of the one app. They are secrets of nobody's.
const (
	TeamID   = "T0FAKE"
	AppID    = "A0FAKE"
	BotID    = "B0FAKE"
	BotUser  = "U0WHOSAID"
	BotToken = "xoxb-fake-bot-token"
	AppToken = "xapp-fake-app-token"
	Secret   = "fake-signing-secret"
)

// Options adjust a server; the zero value will do.
type Options struct {
	Scopes   []string        // granted to the bot token; all where nil
	Events   []string        // the app is subscribed to; all where nil
	Hook     string          // URL that events are sent to where no socket is open; none where empty
	Patience time.Duration   // for an acknowledgement; 3 s where 0
	Retries  []time.Duration // between deliveries that were not acknowledged; at once, 1 min and 5 min where nil
	Ping     time.Duration   // between pings of a socket; 10 s where 0
	Rate     time.Duration   // least time between two messages to a channel, 429 below it; none where 0
	Trigger  time.Duration   // how long a trigger ID can be used; 3 s where 0
}

// Server is a workspace. Its methods may be called by several goroutines at once.
type Server struct {
	opts     Options
	URL      string // of the server: http://127.0.0.1:PORT
	http     http.Server
	listener net.Listener

	mu       sync.Mutex
	last     int64 // µs of the last ts given out
	serial   int
	turn     int
	silent   bool
	users    map[string]*User
	channels map[string]*Channel
	posted   map[string]time.Time // by channel: the last message, for Rate
	faults   []*Fault
	calls    []Call
	mux      map[string]method

	sockets    []*socket
	tickets    map[string]bool
	triggers   map[string]time.Time // until when each can be used; zero once it was
	homes      map[string]*View     // by user
	modal      *View
	prompts    map[string][]Prompt // by channel and thread
	status     map[string]string   // likewise
	responders map[string]*responder
	responses  []Response
	files      map[string]*File

	pending sync.WaitGroup // deliveries under way
	closed  chan struct{}
	once    sync.Once
}

// User is a person of the workspace.
type User struct {
	ID, Name, Zone string
	Bot            bool
}

// Channel is a channel, or a direct conversation where User is set.
type Channel struct {
	ID, Name string
	User     string // the other side of a direct conversation with the app
	Private  bool
	Archived bool
	members  map[string]bool
	messages []*Message // by ts
}

// Message is what was posted.
type Message struct {
	TS, Thread string
	User       string
	BotID      string // of the app that posted it
	Subtype    string
	Text       string
	Blocks     json.RawMessage
	Metadata   json.RawMessage
	Unfurl     [2]string           // the flags unfurl_links and unfurl_media as they were sent
	Edited     string              // ts of the last change
	Reactions  map[string][]string // users by name of the reaction
}

// Call is a call of the Web API that came in.
type Call struct {
	Method string
	Args   Args
	At     time.Time
}

// method answers a call. Its error is an apiError, or is told as internal_error.
type method struct {
	do    func(*Server, Args) (map[string]any, error)
	app   bool // wants the app-level token
	scope func(*Server, Args) string
}

// New returns a workspace that serves on a free port of the loopback interface.
// Close ends it.
func New(o Options) (*Server, error) { return Listen("127.0.0.1:0", o) }

// Listen is New at an address.
func Listen(address string, o Options) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("starting the fake workspace: %w", err)
	}
	s := &Server{
		opts: o, URL: "http://" + l.Addr().String(),
		users:    map[string]*User{BotUser: {ID: BotUser, Name: "whosaid", Bot: true}},
		channels: make(map[string]*Channel),
		posted:   make(map[string]time.Time),
		mux:      methods(),
		tickets:  make(map[string]bool), triggers: make(map[string]time.Time), homes: make(map[string]*View),
		prompts: make(map[string][]Prompt), status: make(map[string]string), responders: make(map[string]*responder),
		files: make(map[string]*File), closed: make(chan struct{}),
	}
	s.http.Handler = http.HandlerFunc(s.serve)
	s.listener = l
	go s.http.Serve(l)
	return s, nil
}

// Close ends the server, its connections and what it has under way.
func (s *Server) Close() {
	s.once.Do(func() {
		close(s.closed)
		s.http.Close()
		s.listener.Close() // which the server does not know before it has begun to serve
		for _, k := range s.open() {
			k.conn.Close() // the server does not know connections that have become sockets
		}
		s.pending.Wait()
	})
}

// API is the URL of the Web API.
func (s *Server) API() string { return s.URL + "/api/" }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/api/"):
		s.call(w, r, strings.TrimPrefix(path, "/api/"))
	case strings.HasPrefix(path, "/response/"):
		s.callResponse(w, r, strings.TrimPrefix(path, "/response/"))
	case strings.HasPrefix(path, "/upload/"):
		s.upload(w, r)
	case strings.HasPrefix(path, "/fake/"):
		s.control(w, r, strings.TrimPrefix(path, "/fake/"))
	case path == "/link/":
		s.link(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) callResponse(w http.ResponseWriter, r *http.Request, id string) {
	args, err := parse(r)
	if err == nil {
		err = s.respond(id, args)
	}
	if err != nil {
		w.WriteHeader(http.StatusNotFound)
		refuse(w, err)
		return
	}
	w.Write([]byte("ok"))
}

// call answers one call of the Web API.
func (s *Server) call(w http.ResponseWriter, r *http.Request, name string) {
	args, err := parse(r)
	if err != nil {
		refuse(w, apiError{code: "invalid_form_data"})
		return
	}
	s.mu.Lock()
	s.calls = append(s.calls, Call{name, args, time.Now()})
	fault := s.fault(name)
	s.mu.Unlock()
	if fault != nil && fault.before(w, r) {
		return
	}
	result, err := s.do(name, args)
	if fault != nil {
		fault.after(w)
		return
	}
	w.Header().Set("X-OAuth-Scopes", strings.Join(s.opts.Scopes, ","))
	if err != nil {
		refuse(w, err)
		return
	}
	answer(w, result)
}

// do runs a method under the lock.
func (s *Server) do(name string, args Args) (map[string]any, error) {
	m, ok := s.mux[name]
	if !ok {
		return nil, apiError{code: "unknown_method"}
	}
	if err := authorised(args.token, m.app); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.scope != nil {
		if err := s.scoped(m.scope(s, args)); err != nil {
			return nil, err
		}
	}
	return m.do(s, args)
}

// apiError is a code of Slack's with what comes along.
type apiError struct {
	code     string
	messages []string      // what is wrong in detail
	needed   string        // scope
	provided string        // scopes
	after    time.Duration // for 429
}

func (e apiError) Error() string { return e.code }

func fail(code string, messages ...string) error { return apiError{code: code, messages: messages} }

func refuse(w http.ResponseWriter, err error) {
	var e apiError
	if !errors.As(err, &e) {
		e = apiError{code: "internal_error"}
	}
	if e.after > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(int(e.after.Round(time.Second)/time.Second)))
		w.WriteHeader(http.StatusTooManyRequests)
	}
	body := map[string]any{"ok": false, "error": e.code}
	if len(e.messages) > 0 {
		body["errors"] = e.messages
		body["response_metadata"] = map[string]any{"messages": e.messages}
	}
	if e.needed != "" {
		body["needed"], body["provided"] = e.needed, e.provided
	}
	write(w, body)
}

func answer(w http.ResponseWriter, result map[string]any) {
	body := map[string]any{"ok": true}
	for k, v := range result {
		body[k] = v
	}
	write(w, body)
}

func write(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(body) // an error means that the caller has gone
}

// ts returns a time stamp that no other message has.
func (s *Server) ts() string {
	s.last = max(time.Now().UnixMicro(), s.last+1)
	return fmt.Sprintf("%d.%06d", s.last/1e6, s.last%1e6)
}

// id returns an ID that nothing else has.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%06d", prefix, s.serial)
}

// Calls returns the calls of a method so far, of all where it is empty.
func (s *Server) Calls(name string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Call
	for _, c := range s.calls {
		if name == "" || c.Method == name {
			found = append(found, c)
		}
	}
	return found
}
