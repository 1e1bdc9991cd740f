package bot

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"time"

	"whosaid/digest"
	"whosaid/digest/store"
)

// How much is under way at once. What waits for its turn waits in the database, so
// that neither a burst nor a long list of feeds takes memory.
const (
	askingAtOnce   = 16
	gatherAtOnce   = 16               // hosts from which pages are fetched
	heldAtOnce     = 96               // announced articles in memory
	shareOfFeed    = 48               // of them of one feed
	rest           = 30 * time.Second // after the store failed
	mostIdle       = 5 * time.Second
	lookAgain      = time.Second / 2 // for feeds that are due, while there is other work
	waitForReading = 8               // articles in memory that wait to be read
	troubledShare  = 4               // feeds that failed the last time get a quarter of the askers
	newShare       = 2               // and those that have never answered a half: they may hang
	forgetAfter    = 90 * 24 * time.Hour
)

// Run follows the feeds until ctx ends, and returns when all that was begun is
// finished or given back. Where the store fails (a full disk, a lock), that is
// logged and tried again after a while.
func (s *Feeds) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.run(ctx, 0, false); err != nil && ctx.Err() == nil {
			s.Log.Log(ctx, grave(err), "following feeds; trying again in "+rest.String(), "err", err)
		}
		select {
		case <-time.After(rest):
		case <-ctx.Done():
		}
	}
}

// Once does all that is to be done at this time and returns: asks the feeds that are
// due, and takes in what waits. feed is the one feed it is done for, 0 for all.
func (s *Feeds) Once(ctx context.Context, feed int64) error { return s.run(ctx, feed, true) }

// engine is what is under way. Only its loop touches it; what goroutines find out
// comes back as functions that the loop calls.
type engine struct {
	*Feeds
	ctx      context.Context
	feed     int64                  // the only one, 0 for all
	asking   map[int64]string       // feeds that are being asked, with their hosts
	standing map[store.Standing]int // how many of them are of each standing
	held     map[int64]bool         // items
	queues   map[string][]store.Pending
	busy     map[string]bool // hosts with a goroutine that works through the queue
	back     chan func() error
	under    int           // goroutines
	reading  chan struct{} // a token for each article that is being read
	unread   int           // articles that are being read, or wait for it
	ready    []readItem    // articles that have been read, in that order
	storing  bool          // some are being stored
	forgot   time.Time
	looked   time.Time // by the machine's clock, when it last looked for feeds that are due
}

func (s *Feeds) run(ctx context.Context, feed int64, once bool) error {
	workers := s.Workers
	if workers == 0 {
		workers = max(1, runtime.GOMAXPROCS(0)-1)
	}
	e := &engine{
		Feeds: s, ctx: ctx, feed: feed,
		asking: make(map[int64]string), standing: make(map[store.Standing]int), held: make(map[int64]bool), queues: make(map[string][]store.Pending), busy: make(map[string]bool),
		back: make(chan func() error), reading: make(chan struct{}, workers),
	}
	err := e.finish(e.loop(once))
	if ctx.Err() != nil && once {
		return errors.Join(err, ctx.Err())
	}
	return err
}

func (e *engine) loop(once bool) error {
	for e.ctx.Err() == nil {
		if err := e.start(); err != nil {
			if e.ctx.Err() != nil {
				return nil
			}
			return err
		}
		if once && e.under == 0 {
			return nil
		}
		wait := time.NewTimer(e.idle())
		var err error
		select {
		case done := <-e.back:
			err = done()
		case <-wait.C:
		case <-e.wake:
		case <-e.ctx.Done():
		}
		wait.Stop()
		if err != nil && e.ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// idle is how long nothing happens by itself. Other programs may add feeds.
func (e *engine) idle() time.Duration {
	if e.under > 0 {
		return time.Second
	}
	return mostIdle
}

// start begins whatever there is to be done and room for.
func (e *engine) start() error {
	if e.under == 0 || time.Since(e.looked) > lookAgain { // not after every article of a burst
		e.looked = time.Now()
		if err := errors.Join(e.startAsking(store.Failing), e.startAsking(store.Untried), e.startAsking(store.Proven)); err != nil {
			return err
		}
	}
	if err := e.hold(); err != nil {
		return err
	}
	e.startGathering()
	e.startStoring()
	return e.forget()
}

// startAsking asks feeds of one standing that are due. However many of the others hang,
// a quarter of the askers is left to those that answered the last time.
func (e *engine) startAsking(of store.Standing) error {
	limit := e.Asking
	if limit == 0 {
		limit = askingAtOnce
	}
	room := limit - len(e.asking)
	switch of {
	case store.Failing:
		room = min(room, max(1, limit/troubledShare)-e.standing[of])
	case store.Untried:
		room = min(room, max(1, limit/newShare)-e.standing[of])
	}
	if room <= 0 || e.feed != 0 {
		return nil
	}
	var hosts []string
	for _, h := range e.asking {
		hosts = append(hosts, h)
	}
	due, err := e.Store.DueFeeds(e.ctx, e.Now(), of, hosts, room)
	if err != nil {
		return err
	}
	for _, f := range due {
		if _, already := e.asking[f.ID]; already {
			continue
		}
		e.asking[f.ID] = hostOf(f.URL)
		e.standing[of]++
		e.spawn(func() func() error {
			err := e.askAndRecord(e.ctx, f)
			return func() error {
				delete(e.asking, f.ID)
				e.looked = time.Time{} // there is room
				e.standing[of]--
				return err
			}
		})
	}
	return nil
}

// spawn runs f beside the loop, and what it returns in the loop.
func (e *engine) spawn(f func() func() error) {
	e.under++
	go func() {
		done := f()
		e.back <- func() error { e.under--; return done() }
	}()
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// hold takes announced articles from the database into the queues of their hosts.
func (e *engine) hold() error {
	if len(e.held) > heldAtOnce/2 {
		return nil
	}
	var ids []int64
	for id := range e.held {
		ids = append(ids, id)
	}
	items, err := e.Store.Waiting(e.ctx, e.Now(), e.feed, ids, shareOfFeed, heldAtOnce-len(ids))
	if err != nil {
		return err
	}
	for _, p := range items {
		host := hostOfItem(p)
		e.held[p.ID] = true
		e.queues[host] = append(e.queues[host], p)
	}
	return nil
}

// startGathering works through the queues of hosts, each by one goroutine.
func (e *engine) startGathering() {
	for host, queue := range e.queues {
		if e.unread >= waitForReading+cap(e.reading) || len(e.ready) >= 2*storeAtOnce {
			return // reading and storing take longest, and texts wait for them in the database
		}
		if e.busy[host] || len(e.busy) >= gatherAtOnce || len(queue) == 0 {
			continue
		}
		p := queue[0]
		if e.queues[host] = queue[1:]; len(queue) == 1 {
			delete(e.queues, host)
		}
		e.busy[host] = true
		e.spawn(func() func() error {
			o := e.gather(e.ctx, p)
			return func() error {
				delete(e.busy, host)
				return e.gathered(host, p, o)
			}
		})
	}
}

// gathered deals with what became of one article. Where its host does not answer, the
// others that wait for the host are put off too: each would take as long to fail.
func (e *engine) gathered(host string, p store.Pending, o outcome) error {
	if e.ctx.Err() != nil {
		return nil // it waits in the database still
	}
	if o.article.Text != "" {
		e.startReading(p, o)
		return nil
	}
	put := []store.Pending{p}
	if o.later != nil && passing(o.later) {
		put = append(put, e.queues[host]...)
		delete(e.queues, host)
	}
	for _, q := range put {
		delete(e.held, q.ID)
		if err := e.settle(context.WithoutCancel(e.ctx), q, o); err != nil {
			return fmt.Errorf("recording an article of feed %d: %w", q.Feed.ID, err)
		}
	}
	return nil
}

// forget drops once a day what feeds have not shown for long.
func (e *engine) forget() error {
	now := e.Now()
	if now.Sub(e.forgot) < 24*time.Hour || e.feed != 0 {
		return nil
	}
	e.forgot = now
	_, err := e.Store.ForgetItems(e.ctx, now.Add(-forgetAfter))
	return err
}

// hostOfItem is the host that has to be asked for an item: that of its page, or of
// its feed where that holds it.
func hostOfItem(p store.Pending) string {
	if p.Feed.Kind == digest.Folder {
		return "folder " + p.Feed.URL
	}
	return hostOf(linkOf(p))
}
