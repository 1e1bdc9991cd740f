package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// platform is a chat platform in memory, with the faults that real ones have. A
// message with more than maxBlocks is one too large for it.
type platform struct {
	mu     sync.Mutex
	said   int
	shown  []message
	faults []func(Post) error // what the next posts come to; nil for success
	marks  map[string][]Mark
	admins []string
	desk   chan Desk
	slow   time.Duration // that a post takes
	finds  int
	looks  int // for who is an admin
	Connection
}

type message struct {
	id, key string
	at      Place
	text    string
	buttons []digest.Button
	when    time.Time
}

const maxBlocks = 20

func newPlatform() *platform {
	return &platform{marks: make(map[string][]Mark), desk: make(chan Desk, 10)}
}

func (p *platform) Name() string { return "test" }

func (p *platform) Listen(ctx context.Context, d Desk, ready func()) error {
	p.desk <- d
	ready()
	<-ctx.Done()
	return nil
}

func (p *platform) Split(m digest.Message) []digest.Message {
	var parts []digest.Message
	for blocks := range slices.Chunk(m.Blocks, maxBlocks) {
		parts = append(parts, digest.Message{Blocks: blocks})
	}
	return parts
}

func (p *platform) Post(ctx context.Context, post Post) (string, error) {
	if err := sleep(ctx, p.slow); err != nil {
		return "", fmt.Errorf("posting: %w: %w", ErrUnsure, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.faults) > 0 {
		fault := p.faults[0]
		p.faults = p.faults[1:]
		if fault != nil {
			return "", fault(post)
		}
	}
	return p.put(post), nil
}

func (p *platform) put(post Post) string {
	id := fmt.Sprintf("bot-%d", len(p.shown)+1)
	p.shown = append(p.shown, message{id: id, key: post.Key, at: post.To, text: words(post.Message), buttons: buttonsOf(post.Message), when: time.Now()})
	return id
}

func (p *platform) Find(_ context.Context, _ Place, key string, _ time.Time) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finds++
	for _, m := range p.shown {
		if m.key == key {
			return m.id, nil
		}
	}
	return "", nil
}

func (p *platform) Edit(_ context.Context, _ Place, id string, m digest.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.shown {
		if p.shown[i].id == id {
			p.shown[i].text, p.shown[i].buttons = words(m)+"(edited)\n", buttonsOf(m)
		}
	}
	return nil
}

func (p *platform) Delete(_ context.Context, _ Place, id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.shown {
		if p.shown[i].id == id {
			p.shown[i].text = "(deleted)"
		}
	}
	return nil
}

func (p *platform) Mark(_ context.Context, _ Place, id string, mark Mark) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.marks[id] = append(p.marks[id], mark)
	return nil
}

func (p *platform) Admin(_ context.Context, _ Place, user string) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looks++
	return slices.Contains(p.admins, user), nil
}

func (p *platform) Title(_ context.Context, at Place) string {
	return map[string]string{"other": "#other", "olga": "Olga Quist"}[at.Channel]
}

func (p *platform) Link(at Place, id string) string {
	if at.Channel == "unlinked" {
		return ""
	}
	return "https://chat.example/" + at.Channel + "/" + id
}

func (p *platform) CanPost(_ context.Context, at Place) *Finding {
	if at.Channel == "nowhere" {
		return &Finding{What: "there is no channel nowhere", Remedy: "Write another one."}
	}
	return nil
}

func (p *platform) Check(context.Context, []Place) []Finding { return nil }

// marked returns the marks that a message has had.
func (p *platform) marked(id string) []Mark {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.marks[id])
}

// found returns how often a message was looked for.
func (p *platform) found() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.finds
}

// all returns what is shown.
func (p *platform) all() []message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.shown)
}

func buttonsOf(m digest.Message) (all []digest.Button) {
	for _, b := range m.Blocks {
		if b, ok := b.(digest.Buttons); ok {
			all = append(all, b.Items...)
		}
	}
	return all
}

// event makes an event of a user in a channel; each has an ID of its own.
func (p *platform) event(occasion Occasion, user, text string) Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said++
	id := fmt.Sprintf("said-%d", p.said)
	return Event{ID: "event-" + id, Occasion: occasion, Place: Place{Transport: "test", Channel: "quay", Thread: id}, Message: id,
		User: User{ID: user}, Text: text, Sent: time.Now()}
}

// chatting is a chat over the articles of aldmoor.
type chatting struct {
	*Chat
	*platform
	t    *testing.T
	ctx  context.Context
	stop func() error
}

// chat runs a Chat; it must be called in a bubble of synctest.
func chat(t *testing.T, p *platform, st *store.Store, change func(*Chat)) *chatting {
	t.Helper()
	c := &Chat{
		Store: st, Transports: []Transport{p}, Log: quiet(t), Page: store.Page{Speakers: 1, Quotes: 2}, Pace: NewPace(),
		Now: func() time.Time { return time.Now().UTC() },
	}
	if change != nil {
		change(c)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx, func(Transport) {}) }()
	running := &chatting{Chat: c, platform: p, t: t, ctx: ctx}
	running.stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := running.stop(); err != nil {
			t.Error(err)
		}
	})
	<-p.desk
	return running
}

// handle hands an event over, and waits until all that follows from it at once
// has happened.
func (c *chatting) handle(e Event) {
	c.t.Helper()
	if err := c.Handle(c.t.Context(), e); err != nil {
		c.t.Fatal(err)
	}
	synctest.Wait()
}

// shows fails unless the messages shown are as many as given, each with its words.
func (c *chatting) shows(wants ...string) []message {
	c.t.Helper()
	synctest.Wait()
	all := c.all()
	ok := len(all) == len(wants)
	for i, want := range wants {
		ok = ok && strings.Contains(all[i].text, want)
	}
	if !ok {
		c.t.Fatalf("shown is\n%+v\ninstead of %q", all, wants)
	}
	return all
}

func text(words string) digest.Message { return compose.Text(words) }
