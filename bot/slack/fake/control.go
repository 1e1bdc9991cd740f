package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// order is what comes to an address under /fake/, as JSON. Each of them uses the
// fields it needs.
type order struct {
	Channel  string            `json:"channel"`
	User     string            `json:"user"`
	Name     string            `json:"name"`
	Zone     string            `json:"zone"`
	Private  bool              `json:"private"`
	Members  []string          `json:"members"`
	Thread   string            `json:"thread"`
	TS       string            `json:"ts"`
	Text     string            `json:"text"`
	Command  string            `json:"command"`
	Label    string            `json:"label"`
	Tab      string            `json:"tab"`
	Reason   string            `json:"reason"`
	Method   string            `json:"method"`
	Kind     Kind              `json:"kind"`
	Code     string            `json:"code"`
	Seconds  int               `json:"seconds"`
	Times    int               `json:"times"`
	Event    map[string]any    `json:"event"`
	Envelope string            `json:"envelope"`
	Values   map[string]string `json:"values"`
}

// orders are what people do and what goes wrong, by the last part of the address:
// POST /fake/say {"channel": "C…", "user": "U…", "text": "hello"}.
var orders = map[string]func(*Server, order) (any, error){
	"user":    func(s *Server, o order) (any, error) { return s.AddUser(o.Name, o.Zone), nil },
	"channel": func(s *Server, o order) (any, error) { return s.AddChannel(o.Name, o.Private, o.Members...), nil },
	"direct":  func(s *Server, o order) (any, error) { return s.Direct(o.User), nil },
	"say":     func(s *Server, o order) (any, error) { return s.Say(o.Channel, o.User, o.Thread, o.Text), nil },
	"change":  func(s *Server, o order) (any, error) { return nil, s.Change(o.Channel, o.TS, o.Text) },
	"delete":  func(s *Server, o order) (any, error) { return nil, s.Delete(o.Channel, o.TS) },
	"slash": func(s *Server, o order) (any, error) {
		return <-s.Slash(o.Channel, o.User, o.Command, o.Text), nil
	},
	"press":     func(s *Server, o order) (any, error) { return awaited(s.Press(o.Channel, o.TS, o.User, o.Label)) },
	"presshome": func(s *Server, o order) (any, error) { return awaited(s.PressHome(o.User, o.Label)) },
	"submit":    func(s *Server, o order) (any, error) { return awaited(s.Submit(o.User, o.Values)) },
	"openhome":  func(s *Server, o order) (any, error) { s.OpenHome(o.User, o.Tab); return nil, nil },
	"assistant": func(s *Server, o order) (any, error) { return s.OpenAssistant(o.User), nil },
	"invite":    func(s *Server, o order) (any, error) { s.Invite(o.Channel, o.User); return nil, nil },
	"kick":      func(s *Server, o order) (any, error) { s.Kick(o.Channel); return nil, nil },
	"emit":      func(s *Server, o order) (any, error) { return <-s.Emit(o.Event), nil },
	"envelope":  func(s *Server, o order) (any, error) { return <-s.EmitEnvelope(o.Envelope, o.Event), nil },
	"hook":      func(s *Server, o order) (any, error) { s.Hook(o.Text); return nil, nil },

	"disconnect": func(s *Server, o order) (any, error) { s.Disconnect(o.Reason); return nil, nil },
	"drop":       func(s *Server, o order) (any, error) { s.Drop(); return nil, nil },
	"fail": func(s *Server, o order) (any, error) {
		s.Fail(Fault{Method: o.Method, Kind: o.Kind, Code: o.Code, After: time.Duration(o.Seconds) * time.Second, Times: o.Times})
		return nil, nil
	},
	"settle": func(s *Server, _ order) (any, error) { s.Settle(); return nil, nil },

	"sockets":   func(s *Server, _ order) (any, error) { return s.Sockets(), nil },
	"messages":  func(s *Server, o order) (any, error) { return s.Messages(o.Channel, o.Thread), nil },
	"responses": func(s *Server, _ order) (any, error) { return s.Responses(), nil },
	"modal":     func(s *Server, _ order) (any, error) { return s.Modal(), nil },
	"home":      func(s *Server, o order) (any, error) { return s.Home(o.User), nil },
	"prompts":   func(s *Server, o order) (any, error) { return s.Prompts(o.Channel, o.Thread), nil },
	"files":     func(s *Server, _ order) (any, error) { return s.Files(), nil },
	"calls":     func(s *Server, o order) (any, error) { return len(s.Calls(o.Method)), nil },
}

// awaited waits for the reply to what a person did.
func awaited(reply <-chan Reply, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return <-reply, nil
}

// control carries out an order. The answer is {"result": …} or {"error": "…"}.
func (s *Server) control(w http.ResponseWriter, r *http.Request, name string) {
	var o order
	result := map[string]any{}
	do, ok := orders[name]
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, longestBody)).Decode(&o)
	switch {
	case !ok:
		err = fmt.Errorf("there is no order %q", name)
	case err == nil:
		result["result"], err = s.obey(do, o)
	}
	if err != nil {
		result = map[string]any{"error": err.Error()}
	}
	write(w, result)
}

// obey refuses an order about a channel or a person that does not exist.
func (s *Server) obey(do func(*Server, order) (any, error), o order) (any, error) {
	s.mu.Lock()
	known := (o.Channel == "" || s.channels[o.Channel] != nil) && (o.User == "" || s.users[o.User] != nil)
	s.mu.Unlock()
	if !known {
		return nil, fmt.Errorf("there is no channel %q or no user %q", o.Channel, o.User)
	}
	return do(s, o)
}
