//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
)

// The waits between attempts to reach the homeserver, doubled each time.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 30 * time.Second
)

// timeline is how many events of a room a sync may hold; what happened besides is
// asked for by pages, at most so many.
const (
	timeline  = 50
	mostPages = 40
	pageSize  = 50
)

// Listen implements [bot.Transport]. It keeps the sync token only when everything
// before it was handed on: after a kill the homeserver tells the rest again.
func (t *Transport) Listen(ctx context.Context, d bot.Desk, ready func()) error {
	err := t.listen(ctx, d, ready)
	if err != nil {
		t.link.Lost(err)
	}
	return err
}

func (t *Transport) listen(ctx context.Context, d bot.Desk, ready func()) error {
	if err := t.openLater(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	t.setDesk(d)
	defer t.setDesk(nil)
	work, cancel := lingering(ctx)
	defer cancel()
	since, err := t.tokens.LoadNextBatch(ctx, t.client.UserID)
	if err != nil {
		return fmt.Errorf("reading how far %s has read: %w", t.config.User, err)
	}
	filter, pause, standing := "", firstPause, false
	for ctx.Err() == nil {
		next, err := t.sync(ctx, work, since, &filter, standing)
		switch {
		case ctx.Err() != nil:
		case errors.Is(err, mautrix.MUnknownToken) || errors.Is(err, mautrix.MMissingToken):
			return fmt.Errorf("listening as %s: %w: somebody has logged the device out. Move the folder %s away and start again with the password", t.config.User, errToken, t.config.Folder)
		case errors.Is(err, mautrix.MUserDeactivated):
			return fmt.Errorf("listening as %s: the account was deactivated: %w", t.config.User, err)
		case err != nil:
			t.link.Lost(err)
			t.log.Warn("what has happened cannot be read or handed on, trying again", "pause", pause, "error", err)
			standing = false
			wait(ctx, max(retryAfter(err), pause/2+rand.N(pause)))
			pause = min(2*pause, longestPause)
		default:
			since, pause = next, firstPause
			if !standing {
				standing = true
				t.link.Stands()
				ready()
			}
		}
	}
	return nil
}

// openLater opens the account, which New could not, as soon as the homeserver is
// there. An error is one that needs a person.
func (t *Transport) openLater(ctx context.Context) error {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := t.open(ctx)
		switch {
		case err == nil, ctx.Err() != nil:
			return nil
		case !later(err):
			return err
		}
		t.link.Lost(err)
		t.log.Warn("the homeserver is not there yet; it is tried again", "pause", pause, "error", err)
		wait(ctx, pause/2+rand.N(pause))
	}
}

// stopGrace is how long what has been received may still be handed on when the bot
// is to stop.
const stopGrace = 5 * time.Second

// lingering returns a context that is done some time after ctx is.
func lingering(ctx context.Context) (context.Context, context.CancelFunc) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(stopGrace, cancel) })
	return work, cancel
}

// sync asks once for what has happened, and hands it on in the context work. It
// returns the token of what comes after.
func (t *Transport) sync(ctx, work context.Context, since string, filter *string, standing bool) (next string, err error) {
	if *filter == "" {
		resp, err := t.client.CreateFilter(ctx, &mautrix.Filter{Room: &mautrix.RoomFilter{Timeline: &mautrix.FilterPart{Limit: timeline}}})
		if err != nil {
			return "", fmt.Errorf("preparing to listen: %w", err)
		}
		*filter = resp.FilterID
	}
	request := mautrix.ReqSync{Since: since, FilterID: *filter, SetPresence: event.PresenceOnline}
	if standing && since != "" {
		request.Timeout = int(syncWait.Milliseconds())
	}
	resp, err := t.client.FullSyncRequest(ctx, request)
	if err != nil {
		return "", err
	}
	if err := t.fillGaps(work, resp, since); err != nil {
		return "", err
	}
	dropHistory(resp, since, t.client.UserID)
	t.setLost(nil)
	r := new(round)
	if err := t.syncer.ProcessResponse(context.WithValue(work, roundKey{}, r), resp, since); err != nil {
		t.log.Error("an event could not be read", "error", err) // a panic in a handler: it must not come again and again
	}
	if err := t.takeLost(r); err != nil {
		return "", err
	}
	if err := t.tokens.SaveNextBatch(work, t.client.UserID, resp.NextBatch); err != nil {
		return "", fmt.Errorf("keeping how far was read: %w", err)
	}
	return resp.NextBatch, nil
}

// dropHistory drops what people said before the bot was there: everything of the
// first sync of all, and what is before the bot's joining of a room.
func dropHistory(resp *mautrix.RespSync, since string, self id.UserID) {
	for _, room := range resp.Rooms.Join {
		old := len(room.Timeline.Events)
		if since != "" {
			old = joinedAt(room.Timeline.Events, self)
		}
		kept := slices.DeleteFunc(slices.Clone(room.Timeline.Events[:old]), func(e *event.Event) bool { return e.StateKey == nil })
		room.Timeline.Events = append(kept, room.Timeline.Events[old:]...)
	}
}

// joinedAt returns the index of the bot's last coming into the room, 0 where it did not.
func joinedAt(events []*event.Event, self id.UserID) int {
	for i, e := range slices.Backward(events) {
		if comesIn(e, self) {
			return i
		}
	}
	return 0
}

// comesIn reports whether a user joins with this event, and not only changes the name.
func comesIn(e *event.Event, user id.UserID) bool {
	return e.Type.Type == event.StateMember.Type && e.GetStateKey() == user.String() && membership(e.Content.Raw) == "join" && before(e) != "join"
}

func membership(content map[string]any) string {
	m, _ := content["membership"].(string)
	return m
}

// before returns the membership that a member event has changed.
func before(e *event.Event) string {
	if e.Unsigned.PrevContent == nil {
		return ""
	}
	return membership(e.Unsigned.PrevContent.Raw)
}

// fillGaps puts before the events of a room those that did not fit into a sync, as
// after a long time without connection.
func (t *Transport) fillGaps(ctx context.Context, resp *mautrix.RespSync, since string) error {
	if since == "" {
		return nil
	}
	for roomID, room := range resp.Rooms.Join {
		here := slices.ContainsFunc(room.Timeline.Events, func(e *event.Event) bool { return comesIn(e, t.client.UserID) })
		if !room.Timeline.Limited || room.Timeline.PrevBatch == "" || here {
			continue
		}
		missed, err := t.missed(ctx, roomID, room.Timeline.PrevBatch, since)
		if err != nil {
			return fmt.Errorf("reading what was missed in %s: %w", roomID, err)
		}
		room.Timeline.Events = append(missed, room.Timeline.Events...)
	}
	return nil
}

// missed returns what was said in a room before a point, back to another one or to
// the bot's joining, the oldest first.
func (t *Transport) missed(ctx context.Context, room id.RoomID, from, to string) ([]*event.Event, error) {
	var found []*event.Event
	for range mostPages {
		page, err := t.client.Messages(ctx, room, from, to, mautrix.DirectionBackward, nil, pageSize)
		if err != nil {
			return nil, err
		}
		from = page.End
		joined := slices.IndexFunc(page.Chunk, func(e *event.Event) bool { return comesIn(e, t.client.UserID) })
		if joined >= 0 {
			page.Chunk, from = page.Chunk[:joined], ""
		}
		found = append(found, page.Chunk...)
		if len(page.Chunk) == 0 || from == "" {
			break
		}
	}
	slices.Reverse(found)
	return slices.DeleteFunc(found, func(e *event.Event) bool { return e.StateKey != nil }), nil // the sync has the state
}

// round is one sync, which the contexts of its events lead to.
type round struct {
	over bool // guarded by the transport's mu
}

type roundKey struct{}

// hand gives an event to the desk. What it cannot take over must be told again: with
// the whole sync, or, where that is over because the key of the event came later, by
// itself.
func (t *Transport) hand(ctx context.Context, e bot.Event) {
	t.mu.Lock()
	desk := t.desk
	t.mu.Unlock()
	if desk == nil {
		return // a message that was waited for to be decrypted until now
	}
	for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, longestPause) {
		err := desk.Handle(ctx, e)
		if err == nil || !t.late(ctx, fmt.Errorf("handing on what happened in %s: %w", e.Place.Channel, err)) {
			return
		}
		t.log.Warn("what has happened cannot be handed on, trying again", "pause", pause, "error", err)
		wait(ctx, pause)
	}
}

// late reports whether an event comes after its sync is over; otherwise it notes the
// error for the sync.
func (t *Transport) late(ctx context.Context, err error) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r, ok := ctx.Value(roundKey{}).(*round); ok && r.over {
		return true
	}
	t.lost = err
	return false
}

func (t *Transport) setDesk(d bot.Desk) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.desk = d
}

func (t *Transport) setLost(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lost = err
}

// takeLost ends a round, and returns what was lost in it.
func (t *Transport) takeLost(r *round) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r.over = true
	return t.lost
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// retryAfter returns how long the homeserver asks to wait, 0 where it does not.
func retryAfter(err error) time.Duration {
	var failed mautrix.HTTPError
	if !errors.As(err, &failed) || !failed.IsStatus(http.StatusTooManyRequests) {
		return 0
	}
	if failed.RespError != nil {
		if ms, ok := failed.RespError.ExtraData["retry_after_ms"].(float64); ok && ms > 0 {
			return time.Duration(ms) * time.Millisecond
		}
	}
	if s, err := time.ParseDuration(failed.Response.Header.Get("Retry-After") + "s"); err == nil && s > 0 {
		return s
	}
	return time.Second
}
