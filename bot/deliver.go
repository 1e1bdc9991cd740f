package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"whosaid/digest/store"
)

// Deliverer takes what waits in the outbox to its places: outbox → Transport →
// delivered, retried or given up, and recorded.
//
// An attempt is on disk before it is made. Where it may have arrived, because the
// platform did not answer or the program was killed, the message is looked for at
// its place before it is sent again. The messages of one place go out in order, and
// one a second; places do not wait for each other.
type Deliverer struct {
	Store      *store.Store
	Transports []Transport
	Log        *slog.Logger
	Now        func() time.Time
	Pace       *Pace         // shared with everything else that posts; nil for none
	GiveUp     time.Duration // how long a message is tried; 0 for 24 hours
	Step       func(string)  // is called at each step that a kill may come after; nil for nothing

	// Owners are those of the bot, as places: they are told what is wrong with schedules
	// that have no owner. It may be nil.
	Owners func() []string

	once    sync.Once
	woken   chan struct{}
	mu      sync.Mutex
	serving map[string]bool    // places
	outages map[string]*outage // by transport
	working sync.WaitGroup
	counts  Counts
}

// Counts is what a Deliverer has done since it was started.
type Counts struct {
	Sent, Retried, GivenUp, Found int // Found: that had arrived though nobody knew
}

// How delivering is timed.
const (
	longestTry    = 24 * time.Hour
	sendTimeout   = time.Minute // for one call of a platform
	firstPause    = 2 * time.Second
	underWay      = 5 * time.Second // until a call that nobody waits for any more has arrived, or never will
	longestPause  = 5 * time.Minute
	outboxLook    = 30 * time.Second       // between two looks at the outbox, at most
	gathering     = 100 * time.Millisecond // so that many who wake it cost one look
	servedAtOnce  = 64                     // places of a platform
	beforeAttempt = 2 * time.Minute        // by which a platform's clock may be behind
)

// Run delivers until ctx ends, and then finishes what was begun.
func (d *Deliverer) Run(ctx context.Context) error {
	d.start()
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	defer func() {
		// A call that hangs is cut off: the message is looked for at the next start.
		timer := time.AfterFunc(grace, stop)
		d.working.Wait()
		timer.Stop()
	}()
	slots := make(slots)
	for ctx.Err() == nil {
		pause, err := d.round(ctx, work, slots)
		if err != nil && ctx.Err() == nil {
			d.Log.Log(ctx, grave(err), "looking at the outbox", "err", err)
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-d.woken:
			_ = sleep(ctx, gathering)
		case <-ctx.Done():
		}
		timer.Stop()
	}
	return nil
}

func (d *Deliverer) start() {
	d.once.Do(func() {
		d.woken = make(chan struct{}, 1)
		d.serving = make(map[string]bool)
		d.outages = make(map[string]*outage)
	})
}

// Wake lets the outbox be looked at now.
func (d *Deliverer) Wake() {
	d.start()
	select {
	case d.woken <- struct{}{}:
	default:
	}
}

// Counts returns what was done so far.
func (d *Deliverer) Counts() Counts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.counts
}

func (d *Deliverer) count(f func(*Counts)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f(&d.counts)
}

// round serves the places for which it is time, and returns for how long nothing
// else is to be done.
func (d *Deliverer) round(ctx, work context.Context, all slots) (time.Duration, error) {
	now := d.Now()
	queues, err := d.Store.Queues(ctx, now)
	if err != nil {
		return outboxLook, err
	}
	pause := outboxLook
	for _, q := range queues {
		if wait := max(q.Next.Sub(now), d.outage(q.Place, now)); wait > 0 {
			pause = min(pause, wait)
			continue
		}
		slot := all.of(q.Place)
		if len(slot) == cap(slot) || !d.take(q.Place) { // whoever ends frees one and wakes this
			continue
		}
		slot <- struct{}{} // only here is any taken
		d.working.Go(func() {
			defer func() { <-slot; d.leave(q.Place); d.Wake() }()
			if err := d.serve(ctx, work, q.Place); err != nil && work.Err() == nil {
				d.Log.Log(ctx, grave(err), "delivering", "place", q.Place, "err", err)
				_ = sleep(ctx, firstPause) // the store is not well: not at once again
			}
		})
	}
	return pause, nil
}

// deliver makes one attempt at one message, and records what came of it.
func (d *Deliverer) deliver(ctx, work context.Context, m store.Delivery) error {
	to, err := ParsePlace(m.Place)
	if err != nil {
		return d.giveUp(work, m, err)
	}
	if to.Thread == "" {
		to.Thread = m.Thread
	}
	t := transportOf(d.Transports, to)
	if t == nil {
		return d.again(work, m, &Retry{Err: fmt.Errorf("%s is not configured, or not connected", to.Transport)})
	}
	if err := d.Pace.Wait(ctx, to); err != nil {
		return nil // stopping; nothing is begun
	}
	if m.Part == 0 && m.Attempts == 0 {
		if parts := t.Split(m.Message); len(parts) > 1 { // it was made by a command, which has no platform to ask
			if err := d.Store.Divide(work, m, parts); err != nil {
				return err
			}
			m.Message = parts[0]
		}
	}
	if !m.Begun.IsZero() {
		id, err := d.find(work, t, to, m)
		if err != nil || id != "" {
			return d.record(work, m, to, id, err)
		}
	}
	now := d.Now()
	if ok, err := d.Store.Begin(work, m, now, now.Add(underWay)); err != nil || !ok {
		return err
	}
	m.Attempts++
	d.step("begun")
	call, cancel := context.WithTimeout(work, sendTimeout)
	defer cancel()
	id, err := t.Post(call, Post{To: to, Message: m.Message, Key: m.Key})
	d.step("posted")
	if err == nil {
		return d.sent(work, m, id)
	}
	if work.Err() != nil {
		return nil // cut off: whether it arrived is found out at the next start
	}
	return d.record(work, m, to, "", err)
}

// find looks for a message that an earlier attempt may have left.
func (d *Deliverer) find(ctx context.Context, t Transport, to Place, m store.Delivery) (string, error) {
	call, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	id, err := t.Find(call, to, m.Key, m.Begun.Add(-beforeAttempt))
	d.step("looked")
	if err != nil {
		if errors.Is(err, ErrGone) {
			return "", err
		}
		var retry *Retry
		if errors.As(err, &retry) {
			return "", &Retry{After: retry.After, Err: fmt.Errorf("looking whether it has arrived: %w", err)}
		}
		return "", &Retry{Err: fmt.Errorf("looking whether it has arrived: %w", err)}
	}
	if id != "" {
		d.count(func(c *Counts) { c.Found++ })
	}
	return id, nil
}

func (d *Deliverer) step(name string) {
	if d.Step != nil {
		d.Step(name)
	}
}

// transportOf returns the transport of a place; nil where there is none.
func transportOf(all []Transport, at Place) Transport {
	for _, t := range all {
		if t.Name() == at.Transport {
			return t
		}
	}
	return nil
}
