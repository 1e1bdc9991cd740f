package conform

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/digest"
)

// patience is how long a test waits for what has to happen. Platforms are
// programs of their own, some of them with encryption to set up.
const patience = 30 * time.Second

// party is a world with a bot in it that notes what it is told.
type party struct {
	World
	t        *testing.T
	channels bool
	keys     int
}

// listening is a transport that hands its events to the test.
type listening struct {
	bot.Transport
	*desk
	stop func() error // cancels Listen and returns what it returned
}

// listen starts a transport and waits until it is ready.
func (p *party) listen() *listening {
	p.t.Helper()
	ctx, cancel := context.WithCancel(p.t.Context())
	l := &listening{Transport: p.Transport(), desk: &desk{events: make(chan bot.Event, 100)}}
	ready, done := make(chan struct{}, 100), make(chan error, 1)
	go func() {
		done <- l.Listen(ctx, l.desk, func() {
			select {
			case ready <- struct{}{}:
			default:
			}
		})
	}()
	l.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(10 * time.Second):
			return errors.New("the transport did not stop within 10 s")
		}
	})
	p.t.Cleanup(func() {
		if err := l.stop(); err != nil {
			p.t.Errorf("listening: %v", err)
		}
	})
	select {
	case <-ready:
	case err := <-done:
		done <- err
		p.t.Fatalf("Listen returned before it was ready: %v", err)
	case <-time.After(patience):
		p.t.Fatal("the transport did not become ready")
	}
	return l
}

// desk notes events. It refuses as many as refuse says.
type desk struct {
	events chan bot.Event

	mu      sync.Mutex
	refuse  int
	refused []bot.Event
}

func (d *desk) Handle(ctx context.Context, e bot.Event) error {
	if e.Occasion == bot.Joined {
		return nil // worlds differ in when the bot came in
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse > 0 {
		d.refuse--
		d.refused = append(d.refused, e)
		return errors.New("the disk is full")
	}
	select {
	case d.events <- e:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *desk) Home(context.Context, bot.Event) (digest.Message, error) {
	return text("Nothing is followed."), nil
}

func (d *desk) Hints(context.Context) ([]string, error) { return []string{"who is Ana Sorley"}, nil }

func (d *desk) Form(context.Context, bot.Event) (bot.Form, bool) { return bot.Form{}, false }

// next returns the next event, which must come.
func (p *party) next(l *listening) bot.Event {
	p.t.Helper()
	select {
	case e := <-l.events:
		return e
	case <-time.After(patience):
		p.t.Fatal("no event came")
		return bot.Event{}
	}
}

// none fails where an event waits. It is called behind next, which has seen one
// that happened later.
func (p *party) none(l *listening) {
	p.t.Helper()
	select {
	case e := <-l.events:
		p.t.Errorf("there is an event too many: %+v", e)
	default:
	}
}

// say writes to the bot and returns the message's ID.
func (p *party) say(at bot.Place, words string) string {
	p.t.Helper()
	id, err := p.Say(p.t.Context(), at, words)
	if err != nil {
		p.t.Fatalf("saying %q: %v", words, err)
	}
	return id
}

// post posts as the bot and returns the message's ID.
func (p *party) post(l *listening, to bot.Place, m digest.Message) string {
	p.t.Helper()
	p.keys++
	id, err := l.Post(p.t.Context(), bot.Post{To: to, Message: m, Key: fmt.Sprintf("conform-%d", p.keys)})
	if err != nil || id == "" {
		p.t.Fatalf("posting: ID %q, error %v", id, err)
	}
	return id
}

// seen waits until a message at a place is as ok wants it, and returns it.
func (p *party) seen(at bot.Place, id, want string, ok func(Shown) bool) Shown {
	p.t.Helper()
	var last []Shown
	for deadline := time.Now().Add(patience); ; {
		last = p.shown(at)
		for _, s := range last {
			if s.ID == id && ok(s) {
				return s
			}
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("message %s at %s is not %s; shown: %+v", id, at, want, last)
		}
		p.pause()
	}
}

// gone waits until a place does not show a message.
func (p *party) gone(at bot.Place, id string) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); ; p.pause() {
		there := false
		for _, s := range p.shown(at) {
			there = there || s.ID == id
		}
		if !there {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("message %s is still shown", id)
		}
	}
}

func (p *party) shown(at bot.Place) []Shown {
	p.t.Helper()
	all, err := p.Shown(p.t.Context(), at)
	if err != nil {
		p.t.Fatalf("looking at %s: %v", at, err)
	}
	return all
}

// pause lets the platform, which is another program, get on.
func (p *party) pause() {
	select {
	case <-time.After(20 * time.Millisecond):
	case <-p.t.Context().Done():
	}
}

func is(words string) func(Shown) bool {
	return func(s Shown) bool { return s.Bot && has(s.Text, words) }
}

// has reports whether words are shown, whatever stands between them.
func has(shown, words string) bool {
	return strings.Contains(flat(shown), flat(words))
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func text(paragraphs ...string) digest.Message {
	var m digest.Message
	for _, words := range paragraphs {
		m.Blocks = append(m.Blocks, digest.Paragraph{Text: []digest.Run{{Text: words}}})
	}
	return m
}
