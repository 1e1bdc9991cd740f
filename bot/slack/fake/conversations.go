package fake

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// AddUser adds a person, and returns the ID. The zone is an IANA name.
func (s *Server) AddUser(name, zone string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.id("U")
	s.users[id] = &User{ID: id, Name: name, Zone: zone}
	return id
}

// AddChannel adds a channel with members, and returns the ID. The app is a member
// where BotUser is among them.
func (s *Server) AddChannel(name string, private bool, members ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &Channel{ID: s.id("C"), Name: name, Private: private, members: make(map[string]bool)}
	for _, m := range members {
		c.members[m] = true
	}
	s.channels[c.ID] = c
	return c.ID
}

// Direct returns the ID of the direct conversation between a person and the app.
func (s *Server) Direct(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.direct(user).ID
}

func (s *Server) direct(user string) *Channel {
	for _, c := range s.channels {
		if c.User == user {
			return c
		}
	}
	c := &Channel{ID: s.id("D"), User: user, Private: true, members: map[string]bool{user: true, BotUser: true}}
	s.channels[c.ID] = c
	return c
}

// Messages returns what can be seen in a channel, oldest first: the messages
// outside threads, or the replies of one thread.
func (s *Server) Messages(channel, thread string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	c := s.channels[channel]
	if c == nil {
		return nil
	}
	for _, m := range c.messages {
		if m.Thread == thread {
			out = append(out, *m)
		}
	}
	return out
}

func history(s *Server, a Args) (map[string]any, error) {
	c, err := s.readable(a)
	if err != nil {
		return nil, err
	}
	var found []*Message
	for _, m := range slices.Backward(c.messages) { // newest first
		if m.Thread == "" && a.within(m.TS) {
			found = append(found, m)
		}
	}
	return c.page(a, found)
}

func replies(s *Server, a Args) (map[string]any, error) {
	c, err := s.readable(a)
	if err != nil {
		return nil, err
	}
	parent := c.find(a.Get("ts"))
	if parent == nil {
		return nil, fail("thread_not_found")
	}
	found := []*Message{parent} // always there, whatever the bounds
	for _, m := range c.messages {
		if m.Thread == parent.TS && a.within(m.TS) {
			found = append(found, m)
		}
	}
	return c.page(a, found)
}

// readable finds the channel of a call that reads, which a user's ID is not taken for.
func (s *Server) readable(a Args) (*Channel, error) {
	if s.users[a.Get("channel")] != nil {
		return nil, fail("channel_not_found")
	}
	c, err := s.channel(a)
	if err == nil && !c.members[BotUser] {
		err = fail("not_in_channel")
	}
	return c, err
}

// within reports whether a ts lies between the bounds of a call.
func (a Args) within(ts string) bool {
	oldest, latest := a.Get("oldest"), a.Get("latest")
	if a.Is("inclusive") && (ts == oldest || ts == latest) {
		return true
	}
	return (oldest == "" || before(oldest, ts)) && (latest == "" || before(ts, latest))
}

// before compares two time stamps.
func before(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX != nil || errY != nil || int64(x) == int64(y) {
		return a < b // digits of the same length
	}
	return x < y
}

// page returns as many messages as a call asked for, and a cursor for the next ones.
func (c *Channel) page(a Args, found []*Message) (map[string]any, error) {
	start := 0
	if cursor := a.Get("cursor"); cursor != "" {
		data, err := base64.StdEncoding.DecodeString(cursor)
		number, ok := strings.CutPrefix(string(data), "next:")
		if start, _ = strconv.Atoi(number); err != nil || !ok || start < 1 {
			return nil, fail("invalid_cursor")
		}
	}
	end := min(start+a.number("limit", 100), len(found))
	var out []map[string]any
	for _, m := range found[min(start, end):end] {
		out = append(out, c.wire(m, a.Is("include_all_metadata")))
	}
	next := ""
	if end < len(found) {
		next = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(end)))
	}
	if out == nil {
		out = []map[string]any{}
	}
	return map[string]any{"messages": out, "has_more": next != "", "response_metadata": map[string]any{"next_cursor": next}}, nil
}

func channelInfo(s *Server, a Args) (map[string]any, error) {
	c, err := s.channel(a)
	if err != nil {
		return nil, err
	}
	return map[string]any{"channel": c.info()}, nil
}

func (c *Channel) info() map[string]any {
	out := map[string]any{
		"id": c.ID, "is_archived": c.Archived, "is_private": c.Private, "context_team_id": TeamID,
		"is_channel": c.User == "" && !c.Private, "is_group": c.User == "" && c.Private, "is_im": c.User != "",
	}
	if c.User != "" {
		out["user"] = c.User
	} else {
		out["name"], out["is_member"] = c.Name, c.members[BotUser]
	}
	return out
}

func openDirect(s *Server, a Args) (map[string]any, error) {
	u := s.users[a.Get("users")]
	if u == nil || u.Bot {
		return nil, fail("user_not_found")
	}
	c := s.direct(u.ID)
	return map[string]any{"channel": map[string]any{"id": c.ID}}, nil
}

func listChannels(s *Server, _ Args) (map[string]any, error) {
	list := []map[string]any{}
	for _, c := range s.channels {
		if c.members[BotUser] {
			list = append(list, c.info())
		}
	}
	slices.SortFunc(list, func(a, b map[string]any) int { return strings.Compare(a["id"].(string), b["id"].(string)) })
	return map[string]any{"channels": list, "response_metadata": map[string]any{"next_cursor": ""}}, nil
}

func userInfo(s *Server, a Args) (map[string]any, error) {
	u := s.users[a.Get("user")]
	if u == nil {
		return nil, fail("user_not_found")
	}
	return map[string]any{"user": map[string]any{
		"id": u.ID, "team_id": TeamID, "name": strings.ToLower(u.Name), "real_name": u.Name, "tz": u.Zone, "is_bot": u.Bot,
		"profile": map[string]any{"real_name": u.Name, "display_name": u.Name},
	}}, nil
}
