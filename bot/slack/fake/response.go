package fake

import (
	"encoding/json"
	"strings"
	"time"
)

// Response is what came to a response URL.
type Response struct {
	Channel, User, Message string          // where the URL was given out; Message is the ts of a pressed button's
	Type                   string          // in_channel or ephemeral
	Text                   string          // may be empty
	Blocks                 json.RawMessage // may be nil
	Replace, Delete        bool            // of the original message
}

const (
	mostResponses   = 5
	longestResponse = 30 * time.Minute
)

// responder is a response URL.
type responder struct {
	Response
	used  int
	until time.Time
}

func (s *Server) responseURL(channel, user, message string) string {
	id := s.id("response")
	s.responders[id] = &responder{Response: Response{Channel: channel, User: user, Message: message}, until: time.Now().Add(longestResponse)}
	return s.URL + "/response/" + id
}

// respond takes what comes to a response URL.
func (s *Server) respond(id string, a Args) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.responders[strings.TrimPrefix(id, "/")]
	switch {
	case r == nil:
		return fail("invalid_url")
	case time.Now().After(r.until):
		return fail("expired_url")
	case r.used == mostResponses:
		return fail("used_url")
	}
	if problems := Validate(a.json("blocks"), mostMessageBlocks); len(problems) > 0 {
		return fail("invalid_blocks", problems...)
	}
	r.used++
	got := r.Response
	got.Type, got.Text, got.Blocks = a.Get("response_type"), a.Get("text"), a.json("blocks")
	got.Replace, got.Delete = a.Is("replace_original"), a.Is("delete_original")
	s.responses = append(s.responses, got)
	return nil
}

// Responses returns what came to response URLs so far.
func (s *Server) Responses() []Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Response(nil), s.responses...)
}
