package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"whosaid/digest/store"
)

// record writes down what came of an attempt, or of looking for an earlier one.
func (d *Deliverer) record(ctx context.Context, m store.Delivery, to Place, id string, err error) error {
	var retry *Retry
	switch {
	case err == nil:
		return d.sent(ctx, m, id)
	case errors.Is(err, ErrGone):
		return d.Gone(ctx, to, err)
	case errors.As(err, &retry):
		d.Pace.Hold(to, retry.After)
		return d.again(ctx, m, err)
	case errors.Is(err, ErrUnsure), errors.Is(err, context.DeadlineExceeded):
		return d.again(ctx, m, err)
	}
	return d.giveUp(ctx, m, err)
}

// sent records a delivery. Where the store cannot, the message stays begun, and is
// found at its place later.
func (d *Deliverer) sent(ctx context.Context, m store.Delivery, id string) error {
	if err := d.Store.Sent(ctx, m, id, d.Now()); err != nil {
		return err
	}
	d.step("recorded")
	d.count(func(c *Counts) { c.Sent++ })
	d.works(m.Place, true, d.Now())
	d.Log.Debug("posted", "place", m.Place, "source", m.Source, "part", m.Part, "attempts", m.Attempts)
	return nil
}

// again puts a message off: for as long as the platform asks, and longer each time.
func (d *Deliverer) again(ctx context.Context, m store.Delivery, err error) error {
	now := d.Now()
	limit := d.GiveUp
	if limit == 0 {
		limit = longestTry
	}
	since := m.Made
	if m.Hold.After(since) {
		since = m.Hold
	}
	if now.Sub(since) > limit {
		return d.giveUp(ctx, m, fmt.Errorf("not delivered within %s: %w", hours(limit), err))
	}
	pause := min(firstPause<<min(max(m.Attempts-1, 0), 10), longestPause)
	var retry *Retry
	sure := errors.As(err, &retry)
	if sure {
		pause = max(pause, retry.After)
	} else {
		pause = max(pause, underWay)
	}
	d.works(m.Place, sure && retry.After > 0, now)
	d.count(func(c *Counts) { c.Retried++ })
	d.Log.Warn("not delivered yet", "place", m.Place, "source", m.Source, "part", m.Part, "attempts", m.Attempts, "again", pause, "err", err)
	// An earlier attempt that may have arrived is not undone by one that has not.
	return d.Store.Postpone(ctx, m, now.Add(pause), err.Error(), !sure || !m.Begun.IsZero())
}

// giveUp ends the attempts at a message, and tells who asked for it.
func (d *Deliverer) giveUp(ctx context.Context, m store.Delivery, why error) error {
	d.count(func(c *Counts) { c.GivenUp++ })
	d.Log.Error("given up", "place", m.Place, "source", m.Source, "part", m.Part, "attempts", m.Attempts, "err", why)
	now := d.Now()
	if err := d.Store.GiveUp(ctx, m, why.Error(), now); err != nil {
		return err
	}
	owners, err := d.ownersOf(ctx, m)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("What the %s has for %s could not be posted and was given up. The reason: %v. The next one is made as usual; status shows more.", m.Source, m.Place, why)
	for _, owner := range owners {
		if err := tell(ctx, d.Store, fmt.Sprintf("given up %d %s", m.Posting, owner), owner, text, now); err != nil {
			return err
		}
	}
	return nil
}

func hours(d time.Duration) string {
	if d < time.Hour {
		return counted(int(d.Minutes()), "minute")
	}
	return counted(int(d.Hours()), "hour")
}
