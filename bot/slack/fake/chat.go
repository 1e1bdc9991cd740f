package fake

import (
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"
)

// Slack's limits for a message, in characters.
const (
	longestText       = 40000
	longestBlocks     = 13200
	longestMetadata   = 8000
	mostMessageBlocks = 50
)

// methods are all that the server knows of the Web API.
func methods() map[string]method {
	return map[string]method{
		"api.test":  {do: apiTest},
		"auth.test": {do: authTest},

		"chat.postMessage":   {do: postMessage, scope: always("chat:write")},
		"chat.postEphemeral": {do: postEphemeral, scope: always("chat:write")},
		"chat.update":        {do: update, scope: always("chat:write")},
		"chat.delete":        {do: remove, scope: always("chat:write")},

		"conversations.history": {do: history, scope: byChannel("history")},
		"conversations.replies": {do: replies, scope: byChannel("history")},
		"conversations.info":    {do: channelInfo, scope: byChannel("read")},
		"conversations.open":    {do: openDirect, scope: always("im:write")},
		"users.conversations":   {do: listChannels, scope: always("channels:read")},
		"users.info":            {do: userInfo, scope: always("users:read")},

		"reactions.add":    {do: addReaction, scope: always("reactions:write")},
		"reactions.remove": {do: removeReaction, scope: always("reactions:write")},

		"apps.connections.open": {do: openConnection, app: true},
		"views.publish":         {do: publishView},
		"views.open":            {do: openView},
		"views.update":          {do: updateView},

		"assistant.threads.setSuggestedPrompts": {do: setPrompts, scope: always("assistant:write")},
		"assistant.threads.setStatus":           {do: setStatus, scope: always("assistant:write")},

		"files.getUploadURLExternal":   {do: uploadURL, scope: always("files:write")},
		"files.completeUploadExternal": {do: completeUpload, scope: always("files:write")},
	}
}

func apiTest(_ *Server, a Args) (map[string]any, error) {
	if code := a.Get("error"); code != "" {
		return nil, fail(code)
	}
	return map[string]any{"args": a.values}, nil
}

func authTest(s *Server, _ Args) (map[string]any, error) {
	return map[string]any{
		"url": s.URL + "/", "team": "Fake Workspace", "user": "whosaid",
		"team_id": TeamID, "user_id": BotUser, "bot_id": BotID, "is_enterprise_install": false,
	}, nil
}

// channel finds the channel of a call; a user's ID stands for the direct
// conversation with that user.
func (s *Server) channel(a Args) (*Channel, error) { return s.channelNamed(a.Get("channel")) }

func (s *Server) channelNamed(id string) (*Channel, error) {
	if u := s.users[id]; u != nil && !u.Bot {
		return s.direct(id), nil
	}
	c := s.channels[id]
	if c == nil || c.Private && !c.members[BotUser] {
		return nil, fail("channel_not_found")
	}
	return c, nil
}

// writable finds the channel of a call that posts.
func (s *Server) writable(a Args) (*Channel, error) {
	c, err := s.channel(a)
	switch {
	case err != nil:
		return nil, err
	case c.Archived:
		return nil, fail("is_archived")
	case !c.members[BotUser]:
		return nil, fail("not_in_channel")
	}
	return c, nil
}

func postMessage(s *Server, a Args) (map[string]any, error) {
	c, err := s.writable(a)
	if err != nil {
		return nil, err
	}
	m, err := s.composed(a)
	if err != nil {
		return nil, err
	}
	if m.Thread = a.Get("thread_ts"); m.Thread != "" && c.find(m.Thread) == nil {
		return nil, fail("thread_not_found")
	}
	if wait := s.tooSoon(c); wait > 0 {
		return nil, apiError{code: "ratelimited", after: wait}
	}
	m.TS = s.ts()
	c.messages = append(c.messages, m)
	s.posted[c.ID] = time.Now()
	s.tell(c, m)
	return map[string]any{"channel": c.ID, "ts": m.TS, "message": c.wire(m, true)}, nil
}

// composed is the app's message that a call describes.
func (s *Server) composed(a Args) (*Message, error) {
	m := &Message{User: BotUser, BotID: BotID, Text: a.Get("text"), Blocks: a.json("blocks"), Metadata: a.json("metadata"),
		Unfurl: [2]string{a.Get("unfurl_links"), a.Get("unfurl_media")}}
	if utf8.RuneCountInString(m.Text) > longestText {
		m.Text = string([]rune(m.Text)[:longestText])
	}
	if problems := Validate(m.Blocks, mostMessageBlocks); len(problems) > 0 {
		return nil, fail("invalid_blocks", problems...)
	}
	if utf8.RuneCount(m.Blocks) > longestBlocks {
		return nil, fail("msg_blocks_too_long")
	}
	if m.Text == "" && len(m.Blocks) == 0 {
		return nil, fail("no_text")
	}
	var meta struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	if m.Metadata != nil && (json.Unmarshal(m.Metadata, &meta) != nil || meta.Type == "" || meta.Payload == nil) {
		return nil, fail("invalid_metadata_format")
	}
	if len(m.Metadata) > longestMetadata {
		return nil, fail("metadata_too_large")
	}
	return m, nil
}

// tooSoon returns how long to wait before the next message to a channel.
func (s *Server) tooSoon(c *Channel) time.Duration {
	if s.opts.Rate == 0 {
		return 0
	}
	return max(0, s.opts.Rate-time.Since(s.posted[c.ID]))
}

func postEphemeral(s *Server, a Args) (map[string]any, error) {
	c, err := s.writable(a)
	if err != nil {
		return nil, err
	}
	if !c.members[a.Get("user")] {
		return nil, fail("user_not_in_channel")
	}
	if _, err := s.composed(a); err != nil {
		return nil, err
	}
	return map[string]any{"message_ts": s.ts()}, nil
}

func update(s *Server, a Args) (map[string]any, error) {
	c, err := s.writable(a)
	if err != nil {
		return nil, err
	}
	old := c.find(a.Get("ts"))
	switch {
	case old == nil:
		return nil, fail("message_not_found")
	case old.BotID != BotID:
		return nil, fail("cant_update_message")
	}
	m, err := s.composed(a)
	if err != nil {
		return nil, err
	}
	before := *old
	old.Text, old.Blocks, old.Edited = m.Text, m.Blocks, s.ts()
	if m.Metadata != nil {
		old.Metadata = m.Metadata
	}
	s.tellChanged(c, &before, old)
	return map[string]any{"channel": c.ID, "ts": old.TS, "text": old.Text, "message": c.wire(old, true)}, nil
}

func remove(s *Server, a Args) (map[string]any, error) {
	c, err := s.channel(a)
	if err != nil {
		return nil, err
	}
	m := c.find(a.Get("ts"))
	switch {
	case m == nil:
		return nil, fail("message_not_found")
	case m.BotID != BotID:
		return nil, fail("cant_delete_message")
	}
	c.remove(m)
	s.tellDeleted(c, m)
	return map[string]any{"channel": c.ID, "ts": m.TS}, nil
}

func addReaction(s *Server, a Args) (map[string]any, error) {
	m, err := s.reactedTo(a)
	if err != nil {
		return nil, err
	}
	name := a.Get("name")
	if slices.Contains(m.Reactions[name], BotUser) {
		return nil, fail("already_reacted")
	}
	if m.Reactions == nil {
		m.Reactions = make(map[string][]string)
	}
	m.Reactions[name] = append(m.Reactions[name], BotUser)
	return nil, nil
}

func removeReaction(s *Server, a Args) (map[string]any, error) {
	m, err := s.reactedTo(a)
	if err != nil {
		return nil, err
	}
	name := a.Get("name")
	i := slices.Index(m.Reactions[name], BotUser)
	if i < 0 {
		return nil, fail("no_reaction")
	}
	if m.Reactions[name] = slices.Delete(m.Reactions[name], i, i+1); len(m.Reactions[name]) == 0 {
		delete(m.Reactions, name)
	}
	return nil, nil
}

func (s *Server) reactedTo(a Args) (*Message, error) {
	c, err := s.channel(a)
	if err != nil {
		return nil, err
	}
	if m := c.find(a.Get("timestamp")); m != nil {
		return m, nil
	}
	return nil, fail("message_not_found")
}

func (c *Channel) find(ts string) *Message {
	i := slices.IndexFunc(c.messages, func(m *Message) bool { return m.TS == ts })
	if i < 0 {
		return nil
	}
	return c.messages[i]
}

func (c *Channel) remove(m *Message) {
	c.messages = slices.DeleteFunc(c.messages, func(other *Message) bool { return other == m })
}

// wire returns a message as Slack sends it.
func (c *Channel) wire(m *Message, metadata bool) map[string]any {
	out := map[string]any{"type": "message", "ts": m.TS, "user": m.User, "text": m.Text, "team": TeamID}
	if m.Subtype != "" {
		out["subtype"] = m.Subtype
	}
	if m.BotID != "" {
		out["bot_id"], out["app_id"] = m.BotID, AppID
		out["bot_profile"] = map[string]any{"id": m.BotID, "app_id": AppID, "name": "whosaid", "deleted": false, "team_id": TeamID}
	}
	if m.Blocks != nil {
		out["blocks"] = numbered(m.Blocks)
	}
	if metadata && m.Metadata != nil {
		out["metadata"] = m.Metadata
	}
	if m.Edited != "" {
		out["edited"] = map[string]any{"user": m.User, "ts": m.Edited}
	}
	if m.Thread != "" {
		out["thread_ts"] = m.Thread
	} else if n := c.replies(m.TS); n > 0 {
		out["thread_ts"], out["reply_count"] = m.TS, n
	}
	if len(m.Reactions) > 0 {
		var all []map[string]any
		for name, users := range m.Reactions {
			all = append(all, map[string]any{"name": name, "users": users, "count": len(users)})
		}
		out["reactions"] = all
	}
	return out
}

func (c *Channel) replies(ts string) int {
	n := 0
	for _, m := range c.messages {
		if m.Thread == ts {
			n++
		}
	}
	return n
}
