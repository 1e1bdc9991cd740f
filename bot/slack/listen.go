package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"whosaid/bot"
)

const (
	startSkew = 2 * time.Second  // between the clocks, below which ours is taken for right
	handling  = 10 * time.Second // how long one event may take; Slack waits 3 s for its acknowledgement
	inBack    = 20               // tasks besides the events: home tabs, suggestions
)

// listener is one run of Listen.
type listener struct {
	*Transport
	desk  bot.Desk
	self  string    // the bot's user
	team  string    // the workspace
	since time.Time // by Slack's clock; what was sent before is not handed on
	lanes *lanes
	back  chan struct{} // has room for the tasks in the background
	tasks sync.WaitGroup
	fatal context.CancelCauseFunc
}

// Listen hands what happens in the workspace to d, over Socket Mode or, where an
// address is configured, as an HTTP server.
func (t *Transport) Listen(ctx context.Context, d bot.Desk, ready func()) error {
	ctx, fatal := context.WithCancelCause(ctx)
	defer fatal(nil)
	l := &listener{Transport: t, desk: d, fatal: fatal, back: make(chan struct{}, inBack)}
	if err := l.identify(ctx); err != nil {
		return t.ended(ctx, fmt.Errorf("connecting %s: %w", t.config.Name, err))
	}
	l.lanes = newLanes()
	serve := l.socket
	if t.config.Listen != "" {
		serve = l.serve
	}
	err := serve(ctx, func() {
		t.link.Stands()
		ready()
	})
	l.lanes.close()
	l.tasks.Wait()
	return t.ended(ctx, err)
}

// ended is stopped, and notes an error.
func (t *Transport) ended(ctx context.Context, err error) error {
	if err = stopped(ctx, err); err != nil {
		t.link.Lost(err)
	}
	return err
}

// stopped returns why Listen ends: nothing where it was asked to.
func stopped(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	switch {
	case ctx.Err() == nil:
		return err
	case errors.Is(cause, context.Canceled), errors.Is(cause, context.DeadlineExceeded):
		return nil
	}
	return cause
}

// identify asks Slack who we are, until it answers.
func (l *listener) identify(ctx context.Context) error {
	start := time.Now()
	for n := 0; ; n++ {
		who, err := l.api.AuthTestContext(ctx)
		switch {
		case err == nil:
			l.self, l.team, l.since = who.UserID, who.TeamID, start
			l.site.Store(who.URL)
			if theirs, err := http.ParseTime(who.Header.Get("Date")); err == nil {
				if skew := time.Until(theirs); skew.Abs() > startSkew {
					l.since = start.Add(skew)
				}
			}
			return nil
		case isShut(err):
			return settled(err)
		}
		l.link.Lost(err)
		l.log.Warn("connecting to Slack; trying again", "error", err)
		if err := pause(ctx, backOff(n+1)); err != nil {
			return err
		}
	}
}

// isShut reports whether somebody has to mend something before trying again helps.
func isShut(err error) bool { return slices.Contains(shut, code(err)) }

// settled returns an error of tokens and scopes with what to do about it.
func settled(err error) error {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return remedied(said)
	}
	return err
}

// backOff returns how long to wait before the nth try after the first.
func backOff(n int) time.Duration {
	const first, most = 250 * time.Millisecond, time.Minute
	switch {
	case n <= 0:
		return 0
	case n > 8:
		return most
	}
	return min(first<<(n-1), most)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// task is what comes of an envelope: a part that is done before it is
// acknowledged, and may have something to answer.
type task struct {
	lane string // tasks of one lane are done in order: a channel
	do   func(ctx context.Context) (answer any, err error)
}

// nothing is the task of what does not concern the bot.
var nothing = task{do: func(context.Context) (any, error) { return nil, nil }}

// open makes a task of an envelope's kind and payload. What cannot be read, or is
// of a kind that nobody knows yet, is acknowledged: Slack would send it again and
// again.
func (l *listener) open(kind string, payload json.RawMessage) task {
	var t task
	var err error
	switch kind {
	case "events_api":
		t, err = l.openEvent(payload)
	case "slash_commands":
		t, err = l.openSlash(payload)
	case "interactive":
		t, err = l.openInteraction(payload)
	default:
		l.log.Debug("passing over what Slack sends", "kind", kind)
		return nothing
	}
	if err != nil {
		l.log.Warn("passing over what Slack sends: it cannot be read", "kind", kind, "error", err)
		return nothing
	}
	return t
}

// hand gives an event to the desk, with the person who did it.
func (l *listener) hand(ctx context.Context, e bot.Event) error {
	if e.Sent.Before(l.since) {
		return nil
	}
	e.User = l.person(ctx, e.User)
	if err := l.desk.Handle(ctx, e); err != nil {
		return fmt.Errorf("taking over event %s: %w", e.ID, err)
	}
	return nil
}

// background runs what may not delay an acknowledgement. Where too much of it is
// under way already it is left out: a home tab is drawn anew when it is opened again.
func (l *listener) background(ctx context.Context, what string, do func(context.Context) error) {
	select {
	case l.back <- struct{}{}:
	default:
		l.log.Warn("too busy for what Slack asks", "what", what)
		return
	}
	l.tasks.Go(func() {
		defer func() { <-l.back }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handling)
		defer cancel()
		if err := do(ctx); err != nil {
			l.log.Warn(what, "error", err)
		}
	})
}
