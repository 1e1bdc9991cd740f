package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// Chat is the bot in chats: it takes events from transports and answers them.
//
// An event goes from Handle, which writes it to disk and returns, to the turn of
// its conversation, where the answer is made (reply.go), to the queue of its
// channel, where the answer is posted (post.go) and its messages are recorded at
// the event. An event that a kill has interrupted is dealt with at the next start.
// Its fields are set before the first event, and not changed after that; roles and
// limits may change by Change.
type Chat struct {
	Store      *store.Store
	Transports []Transport
	Log        *slog.Logger
	Now        func() time.Time // in the zone of those whose platform does not tell theirs
	Page       store.Page       // how much one answer shows
	Digest     compose.Options
	Commands   []Command // the whole table; nil for Commands()
	Roles      Roles
	Limits     Limits
	Pace       *Pace                                                  // shared with everything else that posts; nil for none
	Pages      []func(context.Context, Event) (digest.Message, error) // further parts of a user's page
	Moved      func(ctx context.Context, from, to Place) error        // is told when a channel has become another one; may be nil
	Ended      func(Transport)                                        // is told when a connection has ended for good; may be nil
	Left       func(ctx context.Context, at Place) error              // is told when the bot may not write somewhere any more; may be nil

	once    sync.Once
	ctx     context.Context // of the work, which outlives that of Run for a moment
	stop    context.CancelFunc
	changed atomic.Pointer[rules]
	moving  sync.Mutex // is held while channels become others, and by Still
	talks   memories
	asked   buckets
	turns   *turns
	outbox  *lanes
	marking chan struct{} // one for each mark on its way
}

// How the work of a Chat is timed.
const (
	atOnce      = 8                   // answers that are made at the same time
	marksAtOnce = 4                   // marks on their way to platforms
	slow        = 20 * time.Second    // for making one
	moment      = time.Second         // after which an answer is announced by a mark
	tries       = 10 * time.Minute    // for which sending one message is tried again
	grace       = 8 * time.Second     // for finishing what was begun when the bot stops
	knownFor    = 15 * time.Minute    // for which an event is known again
	changeable  = 30 * 24 * time.Hour // for which an answer follows its question
	sweep       = 10 * time.Minute    // between two looks for what can be forgotten
)

// errStopping is what Handle returns when the bot goes down: the platform is to
// deliver the event again.
var errStopping = errors.New("the bot is stopping")

func (c *Chat) start() {
	c.once.Do(func() {
		c.ctx, c.stop = context.WithCancel(context.Background())
		c.turns = newTurns(atOnce)
		c.outbox = newLanes(c.ctx)
		c.marking = make(chan struct{}, marksAtOnce)
	})
}

// Run connects all transports and answers until ctx ends; then it finishes what
// was begun, for some seconds at most. It calls ready each time a transport
// stands. An error of one transport, which cannot be helped by trying again, is
// logged, and the others go on; Run returns when none is left.
func (c *Chat) Run(ctx context.Context, ready func(Transport)) error {
	c.start()
	if err := c.resume(ctx); err != nil {
		return err
	}
	listening, cancel := context.WithCancel(ctx)
	defer cancel()
	var forgetting sync.WaitGroup
	forgetting.Go(func() { c.forget(listening) })
	err := c.listen(listening, ready)
	cancel()
	forgetting.Wait()
	c.finish()
	return err
}

// listen runs all transports, and returns their errors when all have ended.
func (c *Chat) listen(ctx context.Context, ready func(Transport)) error {
	errs := make([]error, len(c.Transports))
	var all sync.WaitGroup
	for i, t := range c.Transports {
		all.Go(func() {
			if err := t.Listen(ctx, c, func() { ready(t) }); err != nil {
				errs[i] = fmt.Errorf("%s: %w", t.Name(), err)
				c.Log.Error("a connection has ended for good", "transport", t.Name(), "err", err)
				if c.Ended != nil {
					c.Ended(t)
				}
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// finish lets what was begun come to its end, and stops it after a while. What
// was not begun is on disk.
func (c *Chat) finish() {
	c.outbox.close()
	idle := make(chan struct{})
	go func() {
		c.turns.wait()
		c.outbox.wait()
		close(idle)
	}()
	select {
	case <-idle:
	case <-time.After(grace):
		c.stop()
		<-idle
	}
	c.stop()
}

// resume takes up the events that were not dealt with before the program ended.
func (c *Chat) resume(ctx context.Context) error {
	waiting, err := c.Store.Unanswered(ctx)
	if err != nil {
		return err
	}
	for _, kept := range waiting {
		in := incoming{id: kept.ID, event: restored(kept), again: true}
		if err := c.original(ctx, &in); err != nil {
			return err
		}
		c.take(in)
	}
	if len(waiting) > 0 {
		c.Log.Info("answering what was asked before the program ended", "events", len(waiting))
	}
	return nil
}

// forget drops old events from the store, now and then.
func (c *Chat) forget(ctx context.Context) {
	for {
		now := c.Now()
		if err := c.Store.ForgetEvents(ctx, now.Add(-changeable), now.Add(-knownFor)); err != nil && ctx.Err() == nil {
			c.Log.Log(ctx, min(grave(err), slog.LevelWarn), "old events are kept for longer", "err", err)
		}
		if sleep(ctx, sweep) != nil {
			return
		}
	}
}

// Handle implements [Desk].
func (c *Chat) Handle(ctx context.Context, e Event) error {
	c.start()
	if c.outbox.closed() {
		return errStopping
	}
	id, fresh, err := c.Store.Receive(ctx, kept(e, c.Now()))
	if err != nil {
		return fmt.Errorf("taking an event of %s: %w", e.Place, err)
	}
	if !fresh {
		return nil
	}
	in := incoming{id: id, event: e}
	if asks(e) {
		in.verdict = c.asked.ask(e, c.rules().limits, c.Now())
	}
	if err := c.original(ctx, &in); err != nil {
		// The event is on disk: delivered again it would be passed over.
		c.Log.Error("looking for what was changed", "place", e.Place.String(), "err", err)
	}
	c.take(in)
	return nil
}

// asks reports whether an event wants something that costs.
func asks(e Event) bool {
	return e.Occasion == Said || e.Occasion == Edited || e.Occasion == Pressed
}

// incoming is an event on its way through the bot.
type incoming struct {
	id       int64 // in the store
	event    Event
	verdict  verdict
	again    bool        // from before the program started: parts of its answer may be posted
	question store.Event // what was said at first, of an event that changes it; ID is 0 where that is not known
}

// original finds what a change changes.
func (c *Chat) original(ctx context.Context, in *incoming) (err error) {
	if in.event.Occasion != Edited && in.event.Occasion != Deleted {
		return nil
	}
	in.question, err = c.Store.Asked(ctx, in.event.Place.Transport, in.event.Place.Channel, in.event.Message)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// take queues an item behind the others of its conversation. A change belongs to
// the conversation of what it changes, whoever made it.
func (c *Chat) take(in incoming) {
	user := in.event.User.ID
	if in.question.ID != 0 {
		user = in.question.User
	}
	m := c.announce(in)
	c.turns.add(in.event.Place.Transport+":"+in.event.Place.Channel+" "+user, func() {
		if c.outbox.closed() {
			m.cancel()
			return // it is on disk
		}
		c.outbox.add(c.job(in, m))
	})
}

// transport returns the transport of a place; nil where it is not configured any
// more.
func (c *Chat) transport(at Place) Transport {
	for _, t := range c.Transports {
		if t.Name() == at.Transport {
			return t
		}
	}
	return nil
}

// kept makes of an event what the store keeps.
func kept(e Event, now time.Time) store.Event {
	zone := ""
	if e.User.Zone != nil {
		zone = e.User.Zone.String()
	}
	text := e.Text
	if len(text) > 2*longestLine {
		text = strings.ToValidUTF8(text[:2*longestLine], "") // it is refused, whatever it is
	}
	return store.Event{Transport: e.Place.Transport, Key: e.ID, Occasion: string(e.Occasion), Channel: e.Place.Channel, Thread: e.Place.Thread,
		Message: e.Message, User: e.User.ID, UserName: e.User.Name, Zone: zone, Direct: e.Direct, Text: text, Sent: e.Sent, Received: now}
}

// restored makes an event of what the store has kept.
func restored(k store.Event) Event {
	e := Event{ID: k.Key, Occasion: Occasion(k.Occasion), Place: Place{Transport: k.Transport, Channel: k.Channel, Thread: k.Thread},
		Message: k.Message, User: User{ID: k.User, Name: k.UserName}, Direct: k.Direct, Text: k.Text, Sent: k.Sent}
	if k.Zone != "" {
		if zone, err := time.LoadLocation(k.Zone); err == nil {
			e.User.Zone = zone
		}
	}
	return e
}
