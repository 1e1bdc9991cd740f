package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace keeps what goes out to a channel at the rate that platforms bear: one
// message after each Every, and none while a platform wants to be left alone.
// Channels do not wait for each other. Its zero value does not wait at all.
type Pace struct {
	Every time.Duration

	mu       sync.Mutex
	channels map[string]*lane
}

// lane is a channel that messages go out to.
type lane struct {
	limit *rate.Limiter
	held  time.Time // nothing goes out before
}

// NewPace returns a pace of about one message a second and channel, which Slack and
// Matrix servers bear. The tenth on top is for those that travel faster than the
// one before them.
func NewPace() *Pace { return &Pace{Every: 1100 * time.Millisecond} }

// Wait waits until the next message may go to a channel. The threads of a channel
// count as the channel. The error is ctx's.
func (p *Pace) Wait(ctx context.Context, at Place) error {
	for {
		o := p.channel(at)
		if o == nil {
			return ctx.Err()
		}
		if err := o.limit.Wait(ctx); err != nil {
			return err
		}
		p.mu.Lock()
		wait := time.Until(o.held)
		p.mu.Unlock()
		if wait <= 0 {
			return nil
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// Hold sends nothing to a channel for a while: its platform has asked for that.
func (p *Pace) Hold(at Place, d time.Duration) {
	if o := p.channel(at); o != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		if until := time.Now().Add(d); until.After(o.held) {
			o.held = until
		}
	}
}

// manyChannels is how many channels are remembered before those that are idle are
// forgotten.
const manyChannels = 10_000

func (p *Pace) channel(at Place) *lane {
	if p == nil || p.Every <= 0 {
		return nil
	}
	at.Thread = ""
	key := at.String()
	p.mu.Lock()
	defer p.mu.Unlock()
	if o := p.channels[key]; o != nil {
		return o
	}
	if p.channels == nil {
		p.channels = make(map[string]*lane)
	}
	if len(p.channels) >= manyChannels {
		for key, o := range p.channels {
			if o.limit.Tokens() >= 1 && time.Until(o.held) <= 0 {
				delete(p.channels, key)
			}
		}
	}
	o := &lane{limit: rate.NewLimiter(rate.Every(p.Every), 1)}
	p.channels[key] = o
	return o
}

// sleep waits, at most until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
