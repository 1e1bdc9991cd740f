package fetch

import (
	"context"
	"strings"
	"sync"
	"time"
)

// hosts lets one request at a time through to each host, with a pause between two.
type hosts struct {
	pause time.Duration
	mu    sync.Mutex
	known map[string]*host
}

// host is one that is asked, waited for, or has to be left alone for a moment.
type host struct {
	turn  chan struct{} // holds one token while nobody is asking
	users int           // who ask or wait
	pause time.Duration // robots.txt may want a longer one
	next  time.Time     // before this it is left alone
}

func newHosts(pause time.Duration) *hosts {
	return &hosts{pause: pause, known: make(map[string]*host)}
}

// acquire waits until name may be asked. The one who asks calls release after it.
func (h *hosts) acquire(ctx context.Context, name string) (release func(), err error) {
	it := h.enter(name)
	select {
	case <-it.turn:
	case <-ctx.Done():
		h.leave(name, it)
		return nil, ctx.Err()
	}
	release = func() {
		h.mu.Lock()
		it.next = time.Now().Add(it.pause)
		h.mu.Unlock()
		it.turn <- struct{}{}
		h.leave(name, it)
	}
	if wait := time.Until(it.next); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			it.turn <- struct{}{}
			h.leave(name, it)
			return nil, ctx.Err()
		}
	}
	return release, nil
}

func (h *hosts) enter(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	name = strings.ToLower(name)
	it := h.known[name]
	if it == nil {
		if len(h.known) > 1000 {
			h.forget(time.Now())
		}
		it = &host{turn: make(chan struct{}, 1), pause: h.pause}
		it.turn <- struct{}{}
		h.known[name] = it
	}
	it.users++
	return it
}

func (h *hosts) leave(name string, it *host) {
	h.mu.Lock()
	defer h.mu.Unlock()
	it.users--
	if it.users == 0 && it.pause == 0 {
		delete(h.known, strings.ToLower(name))
	}
}

// forget drops the hosts that need not be left alone any more.
func (h *hosts) forget(now time.Time) {
	for name, it := range h.known {
		if it.users == 0 && now.After(it.next) {
			delete(h.known, name)
		}
	}
}

// slow makes the pause of a host at least d.
func (h *hosts) slow(name string, d time.Duration) {
	it := h.enter(name)
	h.mu.Lock()
	it.pause = max(it.pause, d)
	h.mu.Unlock()
	h.leave(name, it)
}
