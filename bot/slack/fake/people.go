package fake

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Say writes a message as a person, in a thread where it is given, and returns its ts.
func (s *Server) Say(channel, user, thread, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	m := &Message{TS: s.ts(), Thread: thread, User: user, Text: text}
	c.messages = append(c.messages, m)
	s.tell(c, m)
	return m.TS
}

// mentioned reports whether the app's name stands in a text.
func mentioned(text string) bool {
	return strings.Contains(text, "<@"+BotUser+">") || strings.Contains(text, "<@"+BotUser+"|")
}

// Change edits a message as its author.
func (s *Server) Change(channel, ts, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	m := c.find(ts)
	if m == nil {
		return fmt.Errorf("changing a message: %s has no %s", channel, ts)
	}
	old := *m
	m.Text, m.Edited = text, s.ts()
	s.tellChanged(c, &old, m)
	return nil
}

// Delete takes a message away as its author.
func (s *Server) Delete(channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	m := c.find(ts)
	if m == nil {
		return fmt.Errorf("deleting a message: %s has no %s", channel, ts)
	}
	c.remove(m)
	s.tellDeleted(c, m)
	return nil
}

// Invite brings the app into a channel, and Kick takes it out.
func (s *Server) Invite(channel, by string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[channel].members[BotUser] = true
	s.member("member_joined_channel", channel, map[string]any{"inviter": by})
}

// Kick takes the app out of a channel.
func (s *Server) Kick(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.channels[channel].members, BotUser)
	s.member("member_left_channel", channel, map[string]any{})
}

func (s *Server) member(kind, channel string, event map[string]any) {
	if !s.subscribed(kind) {
		return
	}
	event["type"], event["user"], event["channel"], event["channel_type"], event["team"] = kind, BotUser, channel, "C", TeamID
	s.emit(event)
}

// Archive archives a channel.
func (s *Server) Archive(channel, by string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels[channel].Archived = true
	if s.subscribed("channel_archive") {
		s.emit(map[string]any{"type": "channel_archive", "channel": channel, "user": by})
	}
}

// Slash types a slash command, and returns a channel on which the reply comes.
func (s *Server) Slash(channel, user, command, text string) <-chan Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := "directmessage"
	if c := s.channels[channel]; c != nil && c.Name != "" {
		name = c.Name
	}
	return s.deliver(&delivery{kind: "slash_commands", accepts: true, payload: map[string]any{
		"token": "verification-token", "team_id": TeamID, "team_domain": "fake", "channel_id": channel, "channel_name": name,
		"user_id": user, "user_name": strings.ToLower(s.users[user].Name), "command": command, "text": text, "api_app_id": AppID,
		"is_enterprise_install": "false", "response_url": s.responseURL(channel, user, ""), "trigger_id": s.trigger(),
	}})
}

// Press presses the button with a label in a message, and returns a channel on
// which the reply comes.
func (s *Server) Press(channel, ts, user, label string) (<-chan Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	m := c.find(ts)
	if m == nil {
		return nil, fmt.Errorf("pressing %q: %s has no message %s", label, channel, ts)
	}
	block, button := findButton(m.Blocks, label)
	if button == nil {
		return nil, fmt.Errorf("pressing %q: message %s has no such button", label, ts)
	}
	container := map[string]any{"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": false}
	if m.Thread != "" {
		container["thread_ts"] = m.Thread
	}
	name := c.Name
	if c.User != "" {
		name = "directmessage"
	}
	payload := s.interaction("block_actions", user)
	payload["container"], payload["message"] = container, c.wire(m, true)
	payload["channel"] = map[string]any{"id": channel, "name": name}
	payload["response_url"] = s.responseURL(channel, user, ts)
	payload["actions"] = []any{s.action(block, button)}
	return s.deliver(&delivery{kind: "interactive", payload: payload}), nil
}

// PressShown presses the button with a label in what one person alone was shown by a
// response URL, and returns a channel on which the reply comes. Slack tells nothing of
// such a message.
func (s *Server) PressShown(r Response, label string) (<-chan Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	block, button := findButton(r.Blocks, label)
	if button == nil {
		return nil, fmt.Errorf("pressing %q: what was shown has no such button", label)
	}
	payload := s.interaction("block_actions", r.User)
	payload["container"] = map[string]any{"type": "message", "message_ts": s.ts(), "channel_id": r.Channel, "is_ephemeral": true}
	payload["channel"] = map[string]any{"id": r.Channel, "name": "privategroup"}
	payload["response_url"] = s.responseURL(r.Channel, r.User, "")
	payload["actions"] = []any{s.action(block, button)}
	return s.deliver(&delivery{kind: "interactive", payload: payload}), nil
}

// interaction begins the payload of what a person does with an element.
func (s *Server) interaction(kind, user string) map[string]any {
	u := s.users[user]
	return map[string]any{
		"type": kind, "api_app_id": AppID, "token": "verification-token", "trigger_id": s.trigger(), "is_enterprise_install": false,
		"team": map[string]any{"id": TeamID, "domain": "fake"},
		"user": map[string]any{"id": user, "username": strings.ToLower(u.Name), "name": strings.ToLower(u.Name), "team_id": TeamID},
	}
}

func (s *Server) action(block string, button object) map[string]any {
	return map[string]any{
		"type": "button", "block_id": block, "action_id": button.text("action_id"), "value": button.text("value"),
		"text": button["text"], "action_ts": s.ts(),
	}
}

// findButton returns a button by its label, and the ID of its block.
func findButton(raw json.RawMessage, label string) (block string, button object) {
	var blocks []object
	if data, err := json.Marshal(numbered(raw)); err != nil || json.Unmarshal(data, &blocks) != nil {
		return "", nil
	}
	for _, b := range blocks {
		for _, e := range append(b.list("elements"), b.object("accessory")) {
			if e.kind() == "button" && e.object("text").text("text") == label {
				return b.text("block_id"), e
			}
		}
	}
	return "", nil
}
