//go:build goolm

package matrix

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/digest"
)

// heard is a desk that notes what a transport hands on.
type heard struct {
	bot.Desk
	events chan bot.Event
	stop   func() error
}

func (h *heard) Handle(ctx context.Context, e bot.Event) error {
	select {
	case h.events <- e:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// listen lets a transport listen until the test ends, or until stop.
func listen(t *testing.T, tr *Transport) *heard {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	h := &heard{events: make(chan bot.Event, 1000)}
	ready, done := make(chan struct{}), make(chan error, 1)
	standing := sync.OnceFunc(func() { close(ready) })
	go func() { done <- tr.Listen(ctx, h, standing) }()
	h.stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := h.stop(); err != nil {
			t.Errorf("listening: %v", err)
		}
	})
	select {
	case <-ready:
	case <-time.After(30 * time.Second):
		t.Fatal("the transport does not become ready")
	}
	return h
}

// next returns the next event, which must come.
func (h *heard) next(t *testing.T) bot.Event {
	t.Helper()
	select {
	case e := <-h.events:
		return e
	case <-time.After(30 * time.Second):
		t.Fatal("no event came")
		return bot.Event{}
	}
}

func plain(text string) digest.Message {
	return digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: run(text)}}}
}

// unwilling refuses some events.
type unwilling struct {
	*heard
	refuse int
}

func (u *unwilling) Handle(ctx context.Context, e bot.Event) error {
	if u.refuse--; u.refuse >= 0 {
		return errors.New("the disk is full")
	}
	return u.heard.Handle(ctx, e)
}

// What is refused is told again with its sync, or by itself where the sync is over: its
// key came late.
func TestRefusedLate(t *testing.T) {
	for _, over := range []bool{false, true} {
		tr := &Transport{log: slog.New(slog.DiscardHandler)}
		h := &heard{events: make(chan bot.Event, 10)}
		tr.setDesk(&unwilling{h, 2})
		r := new(round)
		if over {
			if err := tr.takeLost(r); err != nil {
				t.Fatal(err)
			}
		}
		tr.hand(context.WithValue(t.Context(), roundKey{}, r), bot.Event{ID: "1"})
		if got := len(h.events) == 1; got != over {
			t.Errorf("the sync is over: %v, handed on again: %v", over, got)
		}
		if lost := tr.takeLost(r); (lost != nil) == over {
			t.Errorf("the sync is over: %v, lost: %v", over, lost)
		}
	}
}
