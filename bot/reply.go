package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// reply makes the answer to an event, empty where there is none to give. Whatever
// goes wrong is logged, and said in words for the person.
func (c *Chat) reply(ctx context.Context, in incoming) (m digest.Message) {
	e := in.event
	defer func() {
		if wrong := recover(); wrong != nil { // one question may not end the bot for everybody
			c.Log.Error("answering has failed: this is a bug in whosaid", "place", e.Place.String(), "panic", wrong, "stack", string(debug.Stack()))
			m = compose.Text("Something is wrong with me: I could not answer this. Whoever runs me finds more in my log.")
		}
	}()
	switch {
	case in.verdict == tooFast:
		return slower(c.rules().limits)
	case in.verdict == ignored:
		return digest.Message{}
	}
	ctx, cancel := context.WithTimeout(ctx, slow)
	defer cancel()
	m, err := c.answer(ctx, e)
	switch {
	case err == nil:
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		c.Log.Warn("an answer took too long", "place", e.Place.String(), "err", err)
		m = compose.Text("That took too long. Ask about a shorter period or about one outlet.")
	case store.Hindered(err):
		c.Log.Log(ctx, grave(err), "answering", "place", e.Place.String(), "err", err)
		m = compose.Text("I cannot write anything down at the moment, so nothing has changed. Try again later; whoever runs me finds more in my log.")
	default:
		c.Log.Error("answering", "place", e.Place.String(), "err", err)
		if len(m.Blocks) == 0 {
			m = compose.Text("That did not work. Try again in a moment; whoever runs me finds more in my log.")
		}
	}
	return m
}

// answer makes the answer to what was said or pressed.
func (c *Chat) answer(ctx context.Context, e Event) (digest.Message, error) {
	conversation := c.conversation(e)
	switch {
	case greets(e.Text):
		return conversation.Short(ctx)
	case thanks(e.Text):
		return compose.Text("You are welcome."), nil
	}
	memory, known := c.talks.recall(e)
	if !known && goesOn(e.Text) {
		var err error
		if memory.lost, err = c.Store.Answered(ctx, e.Place.Transport, e.Place.Channel, e.User.ID); err != nil {
			return digest.Message{}, err
		}
	}
	conversation.Answerer.talk = memory
	m, err := conversation.Reply(ctx, e.Text)
	if err == nil {
		c.talks.keep(e, conversation.Answerer.talk)
	}
	return m, err
}

// greets reports whether somebody has called the bot and said no more than hello.
func greets(text string) bool {
	switch strings.ToLower(strings.Trim(text, " .!?")) {
	case "", "hi", "hello", "hey":
		return true
	}
	return false
}

// thanks reports whether somebody says no more than thanks.
func thanks(text string) bool {
	switch strings.ToLower(strings.Trim(text, " .!")) {
	case "thanks", "thank you", "thanks a lot", "thank you very much", "many thanks", "thx", "cheers":
		return true
	}
	return false
}

// conversation is what one event is answered in.
func (c *Chat) conversation(e Event) *Conversation {
	now := c.Now
	if zone := e.User.Zone; zone != nil {
		now = func() time.Time { return c.Now().In(zone) }
	}
	o := c.Digest
	if e.User.Zone != nil {
		o.Zone = e.User.Zone
	}
	roles := make(map[Role]Role) // a platform is asked once for all commands of the help
	return &Conversation{
		Store: c.Store, Answerer: &Answerer{Store: c.Store, Now: now, Page: c.Page}, Now: now, Digest: o, Commands: c.Commands, Event: e,
		role: func(ctx context.Context, needed Role) (has Role, err error) {
			if has, known := roles[needed]; known {
				return has, nil
			}
			if has, err = c.role(ctx, e, needed); err == nil {
				roles[needed] = has
			}
			return has, err
		},
		elsewhere: func(ctx context.Context, at Place, needed Role) (Role, error) {
			there := e
			there.Place, there.Direct = at, false
			return c.role(ctx, there, needed)
		},
		deny: func(ctx context.Context, cmd Command) (digest.Message, error) { return c.deny(ctx, e, cmd) },
		refused: func(ctx context.Context, command string, needed Role) error {
			return c.refused(ctx, e, command, needed)
		},
	}
}

// Home implements [Desk].
func (c *Chat) Home(ctx context.Context, e Event) (digest.Message, error) {
	m, err := c.conversation(e).Greeting(ctx)
	if err != nil {
		return m, fmt.Errorf("making the page of a user: %w", err)
	}
	for _, page := range c.Pages {
		part, err := page(ctx, e)
		if err != nil {
			return m, fmt.Errorf("making the page of a user: %w", err)
		}
		m.Blocks = append(m.Blocks, part.Blocks...)
	}
	return m, nil
}

// Hints implements [Desk].
func (c *Chat) Hints(ctx context.Context) ([]string, error) { return Examples(ctx, c.Store) }

// Form implements [Desk].
func (c *Chat) Form(ctx context.Context, e Event) (Form, bool) {
	conversation := c.conversation(e)
	bare, _ := command(e.Text)
	cmd, rest, ok := conversation.find(bare)
	if !ok || cmd.Form == nil {
		return Form{}, false
	}
	if may, err := conversation.mayUse(ctx, cmd); err != nil || !may {
		return Form{}, false // the command itself says why
	}
	form, err := cmd.Form(ctx, conversation, rest)
	if err != nil {
		c.Log.Error("making a form", "command", cmd.Name, "err", err)
		return Form{}, false
	}
	return form, form.Line != nil
}
