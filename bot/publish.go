package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/schedule"
	"whosaid/digest/store"
)

// Publisher makes what is due: clock → due schedule → store → compose → outbox. It
// posts nothing itself: a slot, the digest and its deliveries come into the store in
// one transaction, so that a kill at any moment loses and doubles none. The
// statements of follows are made here too (follow.go).
type Publisher struct {
	Store      *store.Store
	Transports []Transport // for cutting messages as their platforms need it
	Chats      []string    // names of what is configured besides, as where nothing is connected
	Log        *slog.Logger
	Now        func() time.Time
	Digest     compose.Options
	Period     time.Duration // how far back the first digest of a schedule goes
	Late       time.Duration // up to which a digest is made up for after a pause; 0 for 6 hours
	Silence    time.Duration // after which a schedule that finds nothing says so; 0 for 3 days
	Bundle     time.Duration // in which new statements of a follow are put together; 0 for 3 minutes
	Wake       func()        // is called when something is in the outbox; may be nil
	Step       func(string)  // is called at each step that a kill may come after; nil for nothing

	// Failing says in words which feeds fail, for a schedule that finds nothing; may be nil.
	Failing func(ctx context.Context) ([]string, error)

	once  sync.Once
	woken chan struct{}
}

// How publishing is timed.
const (
	latest       = 6 * time.Hour
	longSilence  = 3 * 24 * time.Hour
	bundled      = 3 * time.Minute
	clockLook    = 30 * time.Second // between two looks at the clock: it may be set, and a laptop may sleep
	afterTrouble = 10 * time.Second
)

// Run makes what is due until ctx ends.
func (p *Publisher) Run(ctx context.Context) error {
	p.start()
	followed := time.Time{} // so that what came while the bot was away is told at once
	for ctx.Err() == nil {
		pause, err := p.round(ctx)
		if err == nil && p.Now().Sub(followed).Abs() >= or(p.Bundle, bundled) {
			if err = p.follow(ctx); err == nil {
				followed = p.Now()
			}
		}
		if err != nil && ctx.Err() == nil {
			p.Log.Log(ctx, grave(err), "making what is due", "err", err)
			pause = afterTrouble
		}
		timer := time.NewTimer(min(pause, clockLook))
		select {
		case <-timer.C:
		case <-p.woken:
		case <-ctx.Done():
		}
		timer.Stop()
	}
	return nil
}

func (p *Publisher) start() { p.once.Do(func() { p.woken = make(chan struct{}, 1) }) }

// Changed tells that a schedule was added or changed: it may be due earlier than
// anything before.
func (p *Publisher) Changed() {
	p.start()
	select {
	case p.woken <- struct{}{}:
	default:
	}
}

// round makes the digests that are due, and returns for how long none is.
func (p *Publisher) round(ctx context.Context) (time.Duration, error) {
	due, next, err := p.Store.DueSchedules(ctx, p.Now())
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, s := range due {
		if err := p.fire(ctx, s); err != nil {
			errs = append(errs, fmt.Errorf("schedule %s: %w", s.Name, err))
		}
	}
	pause := clockLook
	if !next.IsZero() {
		pause = max(next.Sub(p.Now()), 0)
	}
	return pause, errors.Join(errs...)
}

// fire makes what a schedule's slot has come to. Slots that have passed together are
// one: a digest of all that is new, or, where the last of them is too long ago,
// none, and the next one says so.
func (p *Publisher) fire(ctx context.Context, s store.Schedule) error {
	r, err := ruleOf(s)
	if err != nil {
		return p.Store.PauseSchedule(ctx, s.ID, err.Error())
	}
	now := p.Now()
	f := store.Firing{Due: s.Next, Next: r.Next(now)}
	slot := lastSlot(r, s.Next, now).In(r.Zone()) // the store keeps UTC, and people read its day
	p.step("due")
	if now.Sub(slot) > or(p.Late, latest) {
		f.Skipped = true
		p.Log.Warn("a digest is skipped, as it is too late", "schedule", s.Name, "slot", slot, "late", now.Sub(slot))
	} else if err := p.fill(ctx, s, slot, &f); err != nil {
		return err
	}
	p.step("composed")
	fired, err := p.Store.Fire(ctx, s.ID, f, now)
	p.step("claimed")
	if err != nil || !fired || f.Posting == nil {
		return err
	}
	p.Log.Info("a digest is made", "schedule", s.Name, "place", s.Place, "slot", slot, "holds", f.Posting.Summary)
	if p.Wake != nil {
		p.Wake()
	}
	return nil
}

// lastSlot returns the last slot of a rule that has come, from the one that is due on.
func lastSlot(r schedule.Rule, due, now time.Time) time.Time {
	// A year of hours is enough; after that it does not matter which slot it was.
	for range 9000 {
		next := r.Next(due)
		if next.IsZero() || next.After(now) {
			return due
		}
		due = next
	}
	return due
}

// fill makes the digest of a slot, or the notice that there is none, or nothing.
func (p *Publisher) fill(ctx context.Context, s store.Schedule, slot time.Time, f *store.Firing) error {
	o, err := options(s)
	if err != nil {
		return err
	}
	upto, err := p.Store.Arrived(ctx)
	if err != nil {
		return err
	}
	n, err := p.news(ctx, s, o, upto)
	var unclear Unclear
	switch {
	case errors.As(err, &unclear):
		f.Told = true
		if s.Told.IsZero() { // once, and not every day
			f.Posting, err = p.posting(s, o, slot, store.KindNotice, "a notice",
				compose.Text(fmt.Sprintf("The filter of the schedule %s is not clear any more: %s. Until “schedule edit %s filter …” puts that right, it posts nothing.", s.Name, unclear, s.Name)))
			return err
		}
		return nil
	case err != nil:
		return err
	}
	f.Covered = upto
	if len(n.stories) == 0 {
		return p.nothing(ctx, s, o, slot, f)
	}
	m := digestOf(n.stories, n.q, n.options)
	if s.Missed > 0 {
		m = under(m, fmt.Sprintf("The digest that was due on %s was skipped, as I was not running then or could not make it; its articles are in this one.", minute(s.MissedAt.In(slot.Location()))))
	}
	f.Made = true
	f.Posting, err = p.posting(s, o, slot, store.KindDigest, counted(len(n.stories)+n.options.More, "article"), m)
	if err == nil {
		f.Posting.Had = n.had
	}
	return err
}

// under puts a sentence under the title of a message.
func under(m digest.Message, text string) digest.Message {
	blocks := append([]digest.Block{}, m.Blocks[:1]...)
	blocks = append(blocks, compose.Text(text).Blocks...)
	return digest.Message{Blocks: append(blocks, m.Blocks[1:]...)}
}

// posting makes what is put into the outbox for a slot.
func (p *Publisher) posting(s store.Schedule, o Options, slot time.Time, kind store.PostingKind, summary string, m digest.Message) (*store.Posting, error) {
	parts, err := split(p.Transports, s.Place, m)
	if err != nil {
		return nil, err
	}
	zone, err := zoneOf(s.Zone)
	if err != nil {
		return nil, err
	}
	hold, err := quietUntil(o.Quiet, p.Now().In(zone))
	if err != nil {
		return nil, err
	}
	return &store.Posting{
		Key:   fmt.Sprintf("schedule %d %d", s.ID, slot.UnixMilli()),
		Place: s.Place, Kind: kind, Source: source(s), Schedule: s.ID, Slot: slot, Hold: hold, Summary: summary, Parts: parts,
	}, nil
}

// nothing says that a schedule has found nothing where that may hide that something
// is wrong: when feeds fail, or when it has been silent for long. It says so once.
func (p *Publisher) nothing(ctx context.Context, s store.Schedule, o Options, slot time.Time, f *store.Firing) error {
	if !s.Told.IsZero() {
		return nil
	}
	since := s.Made
	if since.IsZero() {
		since = s.Created
	}
	var failing []string
	if p.Failing != nil {
		var err error
		if failing, err = p.Failing(ctx); err != nil {
			return err
		}
	}
	silent := p.Now().Sub(since)
	if len(failing) == 0 && silent < or(p.Silence, longSilence) {
		return nil
	}
	text := fmt.Sprintf("Nothing new for the schedule %s since %s.", s.Name, since.In(slot.Location()).Format("Mon 2 Jan 2006"))
	if s.Filter != "" {
		text += " Its filter: " + s.Filter + "."
	}
	if len(failing) > 0 {
		text += " That may be because feeds fail: " + enumerated(failing, "and") + "."
	} else {
		text += " No feed fails."
	}
	text += " I say this once; the next digest comes when there is news."
	var err error
	f.Told = true
	f.Posting, err = p.posting(s, o, slot, store.KindNotice, "a notice that there is nothing", compose.Text(text))
	return err
}

func (p *Publisher) step(name string) {
	if p.Step != nil {
		p.Step(name)
	}
}

// or returns d, or what it is by default.
func or(d, normal time.Duration) time.Duration {
	if d == 0 {
		return normal
	}
	return d
}
