package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"whosaid/bot"
)

// callback is what the Events API sends around an event.
type callback struct {
	Time           int64           `json:"event_time"`
	Event          json.RawMessage `json:"event"`
	Authorizations []struct {
		Team       string `json:"team_id"`
		Enterprise bool   `json:"is_enterprise_install"`
	} `json:"authorizations"`
}

// message is a message, or an event about one. We read it ourselves: the library
// refuses a whole event for one field that it does not know.
type message struct {
	Type     string   `json:"type"`
	Subtype  string   `json:"subtype"`
	Channel  string   `json:"channel"`
	User     string   `json:"user"`
	Bot      string   `json:"bot_id"`
	Text     string   `json:"text"`
	TS       string   `json:"ts"`
	Thread   string   `json:"thread_ts"`
	EventTS  string   `json:"event_ts"`
	Deleted  string   `json:"deleted_ts"`
	Message  *message `json:"message"`
	Previous *message `json:"previous_message"`
	Edited   *struct {
		TS string `json:"ts"`
	} `json:"edited"`
}

// openEvent makes a task of an event.
func (l *listener) openEvent(payload json.RawMessage) (task, error) {
	var c callback
	if err := json.Unmarshal(payload, &c); err != nil {
		return nothing, fmt.Errorf("reading an event: %w", err)
	}
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(c.Event, &kind); err != nil {
		return nothing, fmt.Errorf("reading the type of an event: %w", err)
	}
	if !l.ours(c) {
		l.log.Warn("an event of another workspace came in: give each workspace an app of its own")
		return nothing, nil
	}
	switch kind.Type {
	case "message": // app_mention tells the same again
		return l.openMessage(c.Event)
	case "app_home_opened":
		return l.openHome(c.Event)
	case "assistant_thread_started":
		return l.openAssistant(c.Event)
	case "app_uninstalled", "tokens_revoked":
		return l.openRevoked(c)
	}
	return l.openChannel(c)
}

// ours reports whether an event is for this installation of the app.
func (l *listener) ours(c callback) bool {
	for _, a := range c.Authorizations {
		if a.Enterprise || a.Team == "" || a.Team == l.team {
			return true
		}
	}
	return len(c.Authorizations) == 0
}

func (l *listener) openMessage(raw json.RawMessage) (task, error) {
	var m message
	if err := json.Unmarshal(raw, &m); err != nil {
		return nothing, fmt.Errorf("reading a message: %w", err)
	}
	e, ok := l.messageEvent(m)
	if !ok {
		return nothing, nil
	}
	return task{lane: e.Place.Channel, do: func(ctx context.Context) (any, error) { return nil, l.hand(ctx, e) }}, nil
}

// messageEvent returns what a message means, and false where it does not concern
// the bot.
func (l *listener) messageEvent(m message) (bot.Event, bool) {
	switch m.Subtype {
	case "", "file_share", "thread_broadcast", "me_message":
	case "message_changed":
		return l.changed(m)
	case "message_deleted":
		return l.deleted(m)
	default:
		return bot.Event{}, false
	}
	if !l.addressed(m, m.Channel) {
		return bot.Event{}, false
	}
	return l.event(bot.Said, m.Channel, m, ""), true
}

// changed tells an edit from a preview that Slack has added.
func (l *listener) changed(m message) (bot.Event, bool) {
	if m.Message == nil || m.Previous == nil || m.Message.Text == m.Previous.Text {
		return bot.Event{}, false
	}
	now, before := l.addressed(*m.Message, m.Channel), l.addressed(*m.Previous, m.Channel)
	switch {
	case now && before:
		at := m.EventTS
		if m.Message.Edited != nil {
			at = m.Message.Edited.TS
		}
		return l.event(bot.Edited, m.Channel, *m.Message, at), true
	case now:
		return l.event(bot.Said, m.Channel, *m.Message, ""), true
	case before: // the bot is not meant any more
		return l.event(bot.Deleted, m.Channel, *m.Previous, ""), true
	}
	return bot.Event{}, false
}

func (l *listener) deleted(m message) (bot.Event, bool) {
	if m.Previous == nil || !l.addressed(*m.Previous, m.Channel) {
		return bot.Event{}, false
	}
	e := l.event(bot.Deleted, m.Channel, *m.Previous, "")
	return e, true
}

// addressed reports whether a person wrote a message to the bot: directly, or with
// its name.
func (l *listener) addressed(m message, channel string) bool {
	if m.Bot != "" || m.User == "" || m.User == l.self {
		return false
	}
	return direct(channel) || strings.Contains(m.Text, "<@"+l.self+">") || strings.Contains(m.Text, "<@"+l.self+"|")
}

// direct reports whether a channel is a direct conversation.
func direct(channel string) bool { return strings.HasPrefix(channel, "D") }

// event returns an event about a message. The answer belongs into the thread on
// the message; a direct conversation has threads only where the person began one.
func (l *listener) event(o bot.Occasion, channel string, m message, edited string) bot.Event {
	e := bot.Event{
		ID: string(o) + " " + channel + " " + m.TS, Occasion: o, Place: bot.Place{Transport: l.config.Name, Channel: channel, Thread: m.Thread},
		Message: m.TS, User: bot.User{ID: m.User}, Direct: direct(channel), Text: spoken(m.Text, l.self, l.config.Name), Sent: unstamp(m.TS),
	}
	if e.Place.Thread == "" && !e.Direct {
		e.Place.Thread = m.TS
	}
	switch o {
	case bot.Edited:
		e.ID += " " + edited
		e.Sent = unstamp(edited)
	case bot.Deleted:
		e.Text, e.Sent = "", time.Now() // Slack does not say when
	}
	return e
}

// openChannel makes a task of what happens to a channel as a whole.
func (l *listener) openChannel(c callback) (task, error) {
	var h struct {
		Type    string `json:"type"`
		User    string `json:"user"`
		Inviter string `json:"inviter"`
		EventTS string `json:"event_ts"`
		Old     string `json:"old_channel_id"`
		New     string `json:"new_channel_id"`
		Channel any    `json:"channel"` // an ID; an object in events that do not concern us
	}
	if err := json.Unmarshal(c.Event, &h); err != nil {
		return nothing, fmt.Errorf("reading an event about a channel: %w", err)
	}
	id, _ := h.Channel.(string)
	e := bot.Event{Place: bot.Place{Transport: l.config.Name, Channel: id}, User: bot.User{ID: h.User}, Sent: unstamp(h.EventTS)}
	if e.Sent.IsZero() {
		e.Sent = time.Unix(c.Time, 0)
	}
	switch h.Type {
	case "member_joined_channel":
		if h.User != l.self {
			return nothing, nil
		}
		e.Occasion, e.User.ID = bot.Joined, h.Inviter
	case "member_left_channel":
		if h.User != l.self {
			return nothing, nil
		}
		e.Occasion = bot.Left
	case "channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted", "group_deleted":
		e.Occasion = bot.Left
	case "channel_unarchive", "group_unarchive":
		e.Occasion = bot.Joined
	case "channel_id_changed":
		e.Occasion, e.Place.Channel, e.Text = bot.Moved, h.Old, h.New
	default:
		l.log.Debug("passing over an event", "type", h.Type)
		return nothing, nil
	}
	if e.Place.Channel == "" {
		return nothing, nil
	}
	e.ID = fmt.Sprintf("%s %s %s", e.Occasion, e.Place.Channel, h.EventTS)
	l.members.forget(e.Place.Channel)
	return task{lane: e.Place.Channel, do: func(ctx context.Context) (any, error) { return nil, l.hand(ctx, e) }}, nil
}

// errRevoked ends Listen when the app is taken out of the workspace.
var errRevoked = errors.New("the app was removed from the workspace, or its tokens were revoked: install it again and put the new tokens into the configuration")

func (l *listener) openRevoked(c callback) (task, error) {
	return task{do: func(context.Context) (any, error) {
		if !time.Unix(c.Time, 0).Before(l.since.Truncate(time.Second)) {
			l.fatal(fmt.Errorf("listening to %s: %w", l.config.Name, errRevoked))
		}
		return nil, nil
	}}, nil
}
