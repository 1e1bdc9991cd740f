package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"whosaid/bot"
)

// answering is how long a response URL can be used; Slack allows 30 minutes.
const answering = 29 * time.Minute

// slash is a slash command as it comes over a socket; as a form it has the same names.
type slash struct {
	Channel  string `json:"channel_id"`
	User     string `json:"user_id"`
	Text     string `json:"text"`
	Trigger  string `json:"trigger_id"`
	Response string `json:"response_url"`
}

func (l *listener) openSlash(payload json.RawMessage) (task, error) {
	var s slash
	if err := json.Unmarshal(payload, &s); err != nil {
		return nothing, fmt.Errorf("reading a slash command: %w", err)
	}
	return task{lane: s.Channel, do: func(ctx context.Context) (any, error) { return l.slash(ctx, s) }}, nil
}

// slash hands a slash command on. It is no message, and Slack shows it to nobody
// else unless asked to; we ask, as the answer would stand there without a question.
// Where the bot is no member the answer goes to the person alone; the channel, which
// others read, is no direct conversation for that.
func (l *listener) slash(ctx context.Context, s slash) (any, error) {
	e := bot.Event{
		ID: "slash " + s.Trigger, Occasion: bot.Said, Place: bot.Place{Transport: l.config.Name, Channel: s.Channel},
		User: bot.User{ID: s.User}, Direct: direct(s.Channel), Text: spoken(s.Text, l.self, l.config.Name), Sent: time.Now(),
	}
	guest := !l.member(ctx, s.Channel)
	if guest {
		e.Place.Thread, e.Direct = whisper+s.User, false
		l.responses.put(s.Channel+" "+s.User, s.Response, answering)
	}
	if l.formed(ctx, e, s.Trigger) {
		return nil, nil
	}
	if err := l.hand(ctx, e); err != nil || guest {
		return nil, err
	}
	return map[string]any{"response_type": slack.ResponseTypeInChannel}, nil
}

// interaction is what a person does with a button or a modal.
type interaction struct {
	Type     string `json:"type"`
	Trigger  string `json:"trigger_id"`
	Response string `json:"response_url"`
	User     struct {
		ID string `json:"id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		Message   string `json:"message_ts"`
		Thread    string `json:"thread_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message struct {
		Thread string `json:"thread_ts"`
	} `json:"message"`
	Actions []struct {
		ID    string `json:"action_id"`
		Value string `json:"value"`
		TS    string `json:"action_ts"`
	} `json:"actions"`
	View struct {
		ID       string `json:"id"`
		Callback string `json:"callback_id"`
		Private  string `json:"private_metadata"`
		State    struct {
			Values map[string]map[string]filledIn `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

func (l *listener) openInteraction(payload json.RawMessage) (task, error) {
	var i interaction
	if err := json.Unmarshal(payload, &i); err != nil {
		return nothing, fmt.Errorf("reading an interaction: %w", err)
	}
	switch i.Type {
	case "block_actions":
		if len(i.Actions) == 1 && strings.HasPrefix(i.Actions[0].ID, sayAction) {
			return task{lane: i.Channel.ID, do: func(ctx context.Context) (any, error) { return nil, l.pressed(ctx, i) }}, nil
		}
	case "view_submission":
		if i.View.Callback == formCallback {
			return task{lane: i.User.ID, do: func(ctx context.Context) (any, error) { return l.submitted(ctx, i) }}, nil
		}
	}
	return nothing, nil
}

// pressed hands on the command of a button. The answer belongs into the thread of
// its message; that of a button on the home tab, into the direct conversation.
func (l *listener) pressed(ctx context.Context, i interaction) error {
	a := i.Actions[0]
	e := bot.Event{
		ID:       fmt.Sprintf("pressed %s %s %s %s %s", i.Channel.ID, i.Container.Message, i.User.ID, a.ID, a.TS),
		Occasion: bot.Pressed, Place: bot.Place{Transport: l.config.Name, Channel: i.Channel.ID, Thread: i.Container.Thread},
		Message: i.Container.Message, User: bot.User{ID: i.User.ID}, Direct: direct(i.Channel.ID), Text: a.Value, Sent: unstamp(a.TS),
	}
	if e.Place.Thread == "" {
		e.Place.Thread = i.Message.Thread
	}
	switch {
	case i.Channel.ID == "":
		channel, err := l.directWith(ctx, i.User.ID)
		if err != nil {
			return err
		}
		e.Place.Channel, e.Direct = channel, true
	case i.Container.Ephemeral:
		e.Place.Thread, e.Message, e.Direct = whisper+i.User.ID, "", false
		l.responses.put(i.Channel.ID+" "+i.User.ID, i.Response, answering)
	case e.Place.Thread == "" && !e.Direct:
		e.Place.Thread = e.Message
	}
	if l.formed(ctx, e, i.Trigger) {
		return nil
	}
	return l.hand(ctx, e)
}

// directWith returns the direct conversation with a user.
func (t *Transport) directWith(ctx context.Context, user string) (string, error) {
	if channel, ok := t.directs.get(user); ok {
		return channel, nil
	}
	c, _, _, err := t.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return "", fmt.Errorf("opening the conversation with %s: %w", user, err)
	}
	t.directs.put(user, c.ID, known)
	return c.ID, nil
}
