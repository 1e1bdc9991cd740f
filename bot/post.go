package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"whosaid/digest"
	"whosaid/digest/store"
)

// Outcomes of events, as the store keeps them.
const (
	answered  = "answered"
	noAnswer  = "no answer"
	takenBack = "taken back"
	gone      = "channel gone"
	failed    = "failed"
)

// job makes the answer to an item, and what has to be done in its channel.
func (c *Chat) job(in incoming, m *marker) *job {
	p := &posting{c: c, in: in, t: c.transport(in.event.Place), at: in.id, outcome: noAnswer}
	if in.question.ID != 0 {
		p.at = in.question.ID
	}
	if p.answers() {
		p.message, p.outcome = c.reply(c.ctx, in), answered
	}
	return &job{
		channel: in.event.Place.Transport + ":" + in.event.Place.Channel,
		message: in.event.Message,
		begin:   p.begin,
		end:     func(err error) { p.end(err, m) },
	}
}

// posting is how the answer to one item gets into its channel.
type posting struct {
	c       *Chat
	in      incoming
	t       Transport
	message digest.Message      // the answer; empty where there is none
	at      int64               // the event that the messages of the answer are recorded at: the first of several versions
	posted  map[int]store.Reply // by part
	last    *store.Reply        // is recorded when the item is finished
	outcome string
}

// answers reports whether the event gets an answer. One that changes what was not
// for the bot, or was said long ago, gets none.
func (p *posting) answers() bool {
	switch p.in.event.Occasion {
	case Said, Pressed, Joined:
		return true
	case Edited:
		return p.in.question.ID != 0
	}
	return false
}

// begin decides what is to be done, when what was to be done before for the same
// message is.
func (p *posting) begin(ctx context.Context) ([]step, error) {
	e := p.in.event
	switch {
	case p.t == nil:
		return nil, fmt.Errorf("%s is not configured any more", e.Place.Transport)
	case e.Occasion == Moved:
		return nil, p.c.moved(ctx, e)
	case e.Occasion == Left:
		return nil, p.c.left(ctx, e.Place)
	}
	var old []store.Reply
	if p.in.again || p.at != p.in.id { // a new event has no answer yet
		var err error
		if old, err = p.c.Store.Replies(ctx, p.at); err != nil {
			return nil, err
		}
	}
	p.posted = make(map[int]store.Reply)
	for _, r := range old {
		p.posted[r.Part] = r
	}
	switch {
	case e.Occasion == Deleted && p.in.question.ID != 0:
		p.outcome = takenBack
		return p.withdraw(0, old), nil
	case len(p.message.Blocks) == 0:
		p.outcome = noAnswer
		return nil, nil
	}
	return p.answer(old), nil
}

// answer posts an answer part by part, or puts it in the place of an earlier one.
func (p *posting) answer(old []store.Reply) (steps []step) {
	edited := p.in.event.Occasion == Edited
	parts := p.t.Split(p.message)
	for i, part := range parts {
		_, there := p.posted[i]
		switch {
		case there && edited:
			steps = append(steps, func(ctx context.Context) error { return p.replace(ctx, i, part) })
		case !there:
			steps = append(steps, func(ctx context.Context) error { return p.post(ctx, i, part, i == len(parts)-1) })
		}
	}
	if edited {
		steps = append(steps, p.withdraw(len(parts), old)...)
	}
	return steps
}

// post posts one part of an answer and records it.
func (p *posting) post(ctx context.Context, i int, part digest.Message, last bool) error {
	to := p.in.event.Place
	if to.Thread == "" && !p.in.event.Direct && i > 0 {
		to.Thread = p.posted[0].Message // of a message that is no answer
	}
	id, err := p.c.send(ctx, p.t, Post{To: to, Message: part, Key: p.in.key(i)}, p.in.again, p.in.event.Sent.Add(-time.Minute))
	if err != nil {
		return err
	}
	r := store.Reply{Part: i, Thread: to.Thread, Message: id}
	p.posted[i] = r
	if last {
		p.last = &r
		return nil
	}
	return p.c.Store.Replied(ctx, p.at, r)
}

// replace puts a part into the place of one that was posted.
func (p *posting) replace(ctx context.Context, i int, part digest.Message) error {
	r := p.posted[i]
	at := p.in.event.Place
	at.Thread = r.Thread
	return p.c.again(ctx, at, func() error { return p.t.Edit(ctx, at, r.Message, part) })
}

// withdraw deletes the parts of an answer from one on.
func (p *posting) withdraw(from int, old []store.Reply) (steps []step) {
	for _, r := range old {
		if r.Part < from {
			continue
		}
		at := p.in.event.Place
		at.Thread = r.Thread
		steps = append(steps, func(ctx context.Context) error {
			return p.c.again(ctx, at, func() error { return p.t.Delete(ctx, at, r.Message) })
		})
	}
	if len(steps) > 0 {
		steps = append(steps, func(ctx context.Context) error { return p.c.Store.Unreply(ctx, p.at, from) })
	}
	return steps
}

// end records what became of the item. A bot that is stopping leaves it as it is:
// it is taken up at the next start.
func (p *posting) end(err error, m *marker) {
	if errors.Is(err, errStopping) || err != nil && p.c.ctx.Err() != nil {
		m.cancel()
		return
	}
	mark, e := Done, p.in.event
	switch {
	case errors.Is(err, ErrGone):
		p.outcome, mark = gone, Unmarked
		p.c.Log.Warn("an answer has nowhere to go", "place", e.Place.String(), "err", err)
		if err := p.c.left(p.c.ctx, e.Place); err != nil {
			p.c.Log.Error("taking leave of a channel", "place", e.Place.String(), "err", err)
		}
	case err != nil:
		p.outcome, mark = failed, Failed
		p.c.Log.Error("an event was not dealt with", "place", e.Place.String(), "occasion", string(e.Occasion), "err", err)
	}
	var last *store.Reply
	if p.at == p.in.id {
		last = p.last
	} else if p.last != nil {
		if err := p.c.Store.Replied(p.c.ctx, p.at, *p.last); err != nil {
			p.c.Log.Log(p.c.ctx, grave(err), "recording an answer", "err", err)
		}
	}
	if err := p.c.Store.Finish(p.c.ctx, p.in.id, p.outcome, last); err != nil {
		p.c.Log.Log(p.c.ctx, grave(err), "recording an answer", "err", err)
	}
	m.end(mark)
}

// key is what a platform knows a part of an answer by.
func (in incoming) key(part int) string {
	sum := sha256.Sum256([]byte(in.event.Place.Transport + "\x00" + in.event.ID))
	return fmt.Sprintf("answer-%s-%d", hex.EncodeToString(sum[:12]), part)
}

// send posts a message, and tries again as long as it is certain that it was not
// sent. Where that is not certain, also because the program was ended, it looks
// for the message first, among those since a time.
func (c *Chat) send(ctx context.Context, t Transport, p Post, unsure bool, since time.Time) (id string, err error) {
	begun := time.Now()
	err = c.again(ctx, p.To, func() error {
		if unsure {
			if id, err = t.Find(ctx, p.To, p.Key, since); err != nil {
				return &Retry{Err: fmt.Errorf("looking for a message at %s: %w", p.To, err)}
			}
			if id != "" {
				return nil
			}
		}
		id, err = t.Post(ctx, p)
		if unsure = errors.Is(err, ErrUnsure); unsure {
			return &Retry{Err: err}
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("posting to %s for %s: %w", p.To, time.Since(begun).Round(time.Second), err)
	}
	return id, nil
}

// again does something in a channel at its pace, and once more as often as the
// platform asks for that, or the connection breaks, up to [tries].
func (c *Chat) again(ctx context.Context, at Place, do func() error) error {
	deadline := time.Now().Add(tries)
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		if err := c.Pace.Wait(ctx, at); err != nil {
			return err
		}
		err := do()
		var retry *Retry
		if !errors.As(err, &retry) && !errors.Is(err, ErrUnsure) {
			return err
		}
		if retry != nil && retry.After > 0 {
			wait = retry.After
			c.Pace.Hold(at, wait)
		}
		if time.Now().Add(wait).After(deadline) {
			return err
		}
		c.Log.Debug("sending is tried again", "place", at.String(), "after", wait, "err", err)
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// moved follows a channel that has become another one.
func (c *Chat) moved(ctx context.Context, e Event) error {
	from, to := e.Place, e.Place
	from.Thread, to.Thread, to.Channel = "", "", e.Text
	c.moving.Lock()
	defer c.moving.Unlock()
	c.Log.Info("a channel has become another one", "from", from.String(), "to", to.String())
	r := c.rules()
	c.changed.Store(&rules{r.roles.move(from, to), r.limits})
	if c.Moved == nil {
		return nil
	}
	return c.Moved(ctx, from, to)
}

func (c *Chat) left(ctx context.Context, at Place) error {
	at.Thread = ""
	if c.Left == nil {
		return nil
	}
	return c.Left(ctx, at)
}
