package bot

import (
	"container/list"
	"slices"
	"strings"
	"sync"
)

// manyTalks is how many conversations are remembered; those that were quiet for
// longest are forgotten.
const manyTalks = 2000

// memories is what the conversations of a chat are about. In a channel a
// conversation is one person in one thread.
type memories struct {
	mu     sync.Mutex
	recent list.List // of remembered, the latest first
	at     map[string]*list.Element
}

type remembered struct {
	key  string
	talk talk
}

// keys names the memories that a line may refer to, the nearest first: the
// person's own in the thread, what the thread is about, and the person's last one
// in the channel, which is how a new question on the channel goes on with the one
// before it.
func keys(e Event) []string {
	channel := e.Place
	channel.Thread = ""
	if e.Direct {
		return []string{channel.String()}
	}
	thread := e.Place.String()
	return []string{thread + "\x00" + e.User.ID, thread, channel.String() + "\x00" + e.User.ID}
}

// recall returns the nearest memory, and false where there is none.
func (m *memories) recall(e Event) (talk, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range keys(e) {
		if found := m.at[key]; found != nil {
			return found.Value.(remembered).talk, true
		}
	}
	return talk{}, false
}

// goesOn reports whether a line says nothing without the answer before it.
func goesOn(line string) bool {
	bare, _ := command(strings.TrimSpace(line))
	return slices.Contains([]string{"more", "context", "sources"}, strings.ToLower(bare))
}

// keep remembers what was talked about.
func (m *memories) keep(e Event, t talk) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at == nil {
		m.at = make(map[string]*list.Element)
	}
	for _, key := range keys(e) {
		if old := m.at[key]; old != nil {
			m.recent.Remove(old)
		}
		m.at[key] = m.recent.PushFront(remembered{key, t})
	}
	for m.recent.Len() > manyTalks {
		last := m.recent.Remove(m.recent.Back()).(remembered)
		delete(m.at, last.key)
	}
}
