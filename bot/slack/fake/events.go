package fake

import (
	"encoding/json"
	"slices"
	"time"
)

// delivery is something on its way to the app.
type delivery struct {
	kind    string // of the envelope: events_api, slash_commands, interactive
	payload map[string]any
	accepts bool // an answer may come with the acknowledgement
	retries []time.Duration
	done    chan Reply // has room for one
}

// Reply is how the app took a delivery.
type Reply struct {
	Acked    bool
	Attempts int
	Payload  json.RawMessage // what came with the acknowledgement
}

// Emit sends any event, known or not, as Slack's Events API does, and returns a
// channel on which the reply comes.
func (s *Server) Emit(event map[string]any) <-chan Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emit(event)
}

// EmitEnvelope sends an envelope of any type over a socket.
func (s *Server) EmitEnvelope(kind string, payload map[string]any) <-chan Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deliver(&delivery{kind: kind, payload: payload, retries: s.retries()})
}

func (s *Server) emit(event map[string]any) <-chan Reply {
	if event["event_ts"] == nil {
		event["event_ts"] = s.ts()
	}
	return s.deliver(&delivery{kind: "events_api", retries: s.retries(), payload: map[string]any{
		"token": "verification-token", "team_id": TeamID, "api_app_id": AppID, "type": "event_callback",
		"event": event, "event_id": s.id("Ev"), "event_time": time.Now().Unix(), "is_ext_shared_channel": false,
		"authorizations": []any{map[string]any{"team_id": TeamID, "user_id": BotUser, "is_bot": true, "is_enterprise_install": false}},
	}})
}

func (s *Server) retries() []time.Duration {
	if s.opts.Retries == nil {
		return []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	return s.opts.Retries
}

func (s *Server) patience() time.Duration {
	if s.opts.Patience == 0 {
		return 3 * time.Second
	}
	return s.opts.Patience
}

// deliver makes the first attempt, so that deliveries begin in the order in which
// things happen, and leaves the rest to a goroutine of its own.
func (s *Server) deliver(d *delivery) <-chan Reply {
	d.done = make(chan Reply, 1)
	s.pending.Add(1)
	wait := s.attempt(d, 0, "")
	go func() {
		defer s.pending.Done()
		d.done <- s.await(d, wait)
	}()
	return d.done
}

// await waits for the acknowledgement of each attempt, and makes the next ones.
func (s *Server) await(d *delivery, wait <-chan json.RawMessage) Reply {
	for n := 1; ; n++ {
		reason := "timeout"
		select {
		case payload, ok := <-wait:
			if ok {
				return Reply{Acked: true, Attempts: n, Payload: payload}
			}
			reason = "connection_failed"
		case <-time.After(s.patience()):
		case <-s.closed:
			return Reply{Attempts: n}
		}
		if n > len(d.retries) {
			return Reply{Attempts: n}
		}
		select {
		case <-time.After(d.retries[n-1]):
		case <-s.closed:
			return Reply{Attempts: n}
		}
		s.mu.Lock()
		wait = s.attempt(d, n, reason)
		s.mu.Unlock()
	}
}

// attempt sends a delivery over a socket, or as a request where none is open. The
// channel gets the payload of the acknowledgement, and is closed without one where
// the delivery failed.
func (s *Server) attempt(d *delivery, n int, reason string) <-chan json.RawMessage {
	if socket := s.nextSocket(); socket != nil {
		return socket.send(s.id("envelope-"), d, n, reason)
	}
	wait := make(chan json.RawMessage, 1)
	if s.opts.Hook == "" {
		close(wait)
		return wait
	}
	go func() {
		defer close(wait)
		if payload, ok := s.request(d, n, reason); ok {
			wait <- payload
		}
	}()
	return wait
}

// Settle waits until all that was sent so far is acknowledged or given up.
func (s *Server) Settle() { s.pending.Wait() }

// subscribed reports whether the app gets events of a kind.
func (s *Server) subscribed(kind string) bool {
	return s.opts.Events == nil || slices.Contains(s.opts.Events, kind)
}

// channelType returns what events call the kind of a channel, and the event that
// its messages are.
func (c *Channel) channelType() (kind, event string) {
	switch {
	case c.User != "":
		return "im", "message.im"
	case c.Private:
		return "group", "message.groups"
	}
	return "channel", "message.channels"
}

// tell tells the app of a new message.
func (s *Server) tell(c *Channel, m *Message) {
	if !c.members[BotUser] {
		return
	}
	kind, name := c.channelType()
	if s.subscribed(name) {
		event := c.wire(m, true)
		event["channel"], event["channel_type"], event["event_ts"] = c.ID, kind, m.TS
		s.emit(event)
	}
	if mentioned(m.Text) && m.User != BotUser && c.User == "" {
		s.tellMention(c, m)
	}
}

func (s *Server) tellMention(c *Channel, m *Message) {
	if !s.subscribed("app_mention") {
		return
	}
	event := c.wire(m, false)
	event["type"], event["channel"], event["event_ts"] = "app_mention", c.ID, m.TS
	s.emit(event)
}

func (s *Server) tellChanged(c *Channel, before, m *Message) {
	s.tellHidden(c, "message_changed", map[string]any{"message": c.wire(m, true), "previous_message": c.wire(before, true)})
	if mentioned(m.Text) && m.User != BotUser && c.User == "" && c.members[BotUser] {
		s.tellMention(c, m)
	}
}

func (s *Server) tellDeleted(c *Channel, m *Message) {
	s.tellHidden(c, "message_deleted", map[string]any{"deleted_ts": m.TS, "previous_message": c.wire(m, true)})
}

func (s *Server) tellHidden(c *Channel, subtype string, event map[string]any) {
	kind, name := c.channelType()
	if !c.members[BotUser] || !s.subscribed(name) {
		return
	}
	ts := s.ts()
	event["type"], event["subtype"], event["hidden"] = "message", subtype, true
	event["channel"], event["channel_type"], event["ts"], event["event_ts"] = c.ID, kind, ts, ts
	s.emit(event)
}
