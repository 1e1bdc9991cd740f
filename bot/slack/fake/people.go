package fake

import "strings"

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

// What happens in channels is not told to the app yet.
func (s *Server) tell(c *Channel, m *Message)                {}
func (s *Server) tellChanged(c *Channel, before, m *Message) {}
func (s *Server) tellDeleted(c *Channel, m *Message)         {}
