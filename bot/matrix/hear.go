//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/digest"
)

// onMessage hands on what is said to the bot. A notice is what another bot says.
func (t *Transport) onMessage(ctx context.Context, e *event.Event) {
	content, ok := e.Content.Parsed.(*event.MessageEventContent)
	if !ok || e.Sender == t.client.UserID || content.MsgType != event.MsgText {
		return
	}
	if original := content.RelatesTo.GetReplaceID(); original != "" {
		t.onEdit(ctx, e, content, original)
		return
	}
	direct, err := t.direct(ctx, e.RoomID)
	if err != nil {
		t.skip(e, err)
		return
	}
	text, ok := t.wordsOf(content).addressed(t.client.UserID.String(), t.called(ctx, e.RoomID), direct)
	if !ok {
		return
	}
	place := t.place(e.RoomID, t.answersIn(e.ID, content, direct))
	t.mu.Lock()
	remember(t.said, e.ID, place)
	t.mu.Unlock()
	t.hand(ctx, bot.Event{
		ID: e.ID.String(), Occasion: bot.Said, Place: place, Message: e.ID.String(),
		User: t.user(ctx, e), Direct: direct, Text: text, Sent: time.UnixMilli(e.Timestamp),
	})
}

// skip leaves an event that cannot be understood now for when the homeserver can
// tell what is needed; where it never will, the event is dropped.
func (t *Transport) skip(e *event.Event, err error) {
	if ambiguous(err) {
		t.setLost(err)
		return
	}
	t.log.Warn("an event could not be read", "room", e.RoomID, "event", e.ID, "error", err)
}

// answersIn returns the thread that the answer to a message belongs into: the one
// that it stands in, or one of its own, which a direct conversation does not need.
func (t *Transport) answersIn(message id.EventID, content *event.MessageEventContent, direct bool) id.EventID {
	if thread := content.RelatesTo.GetThreadParent(); thread != "" || direct {
		return thread
	}
	return message
}

func (t *Transport) wordsOf(c *event.MessageEventContent) words {
	return words{body: c.Body, html: c.FormattedBody, mentioned: c.Mentions.Has(t.client.UserID), reply: c.RelatesTo.GetNonFallbackReplyTo() != ""}
}

// called returns the bot's names, with the one it has in a room.
func (t *Transport) called(ctx context.Context, room id.RoomID) []string {
	member, err := t.state.TryGetMember(ctx, room, t.client.UserID)
	if err != nil || member == nil || strings.TrimSpace(member.Displayname) == "" {
		return t.names
	}
	return append([]string{member.Displayname}, t.names...)
}

func (t *Transport) user(ctx context.Context, e *event.Event) bot.User {
	u := bot.User{ID: e.Sender.String()}
	if member, err := t.state.TryGetMember(ctx, e.RoomID, e.Sender); err == nil && member != nil {
		u.Name = member.Displayname
	}
	return u
}

// onEdit hands on the new words of a message. Only its author can change it,
// whatever a homeserver lets through.
func (t *Transport) onEdit(ctx context.Context, e *event.Event, content *event.MessageEventContent, original id.EventID) {
	before, old, err := t.message(ctx, e.RoomID, original)
	if err != nil {
		t.skip(e, err)
		return
	}
	if content.NewContent == nil || before == nil || before.Sender != e.Sender || content.NewContent.MsgType != event.MsgText {
		return
	}
	direct, err := t.direct(ctx, e.RoomID)
	if err != nil {
		t.skip(e, err)
		return
	}
	self, names := t.client.UserID.String(), t.called(ctx, e.RoomID)
	now := t.wordsOf(content.NewContent)
	now.reply = now.reply || old.RelatesTo.GetNonFallbackReplyTo() != ""
	text, ok := now.addressed(self, names, direct)
	happened := bot.Event{
		ID: e.ID.String(), Occasion: bot.Edited, Place: t.place(e.RoomID, t.answersIn(original, old, direct)), Message: original.String(),
		User: t.user(ctx, e), Direct: direct, Text: text, Sent: time.UnixMilli(e.Timestamp),
	}
	if !ok {
		if _, was := t.wordsOf(old).addressed(self, names, direct); !was {
			return
		}
		happened.Occasion, happened.Text = bot.Deleted, "" // it is not for the bot any more
	}
	t.hand(ctx, happened)
}

// message returns a message of a room and its content as it was first sent. Both
// are nil where there is no such message or it is not one.
func (t *Transport) message(ctx context.Context, room id.RoomID, message id.EventID) (*event.Event, *event.MessageEventContent, error) {
	e, err := t.client.GetEvent(ctx, room, message)
	if errors.Is(err, mautrix.MNotFound) || errors.Is(err, mautrix.MForbidden) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("asking for message %s: %w", message, err)
	}
	e.RoomID = room
	if e = t.readable(ctx, e); e == nil {
		return nil, nil, nil
	}
	content, ok := e.Content.Parsed.(*event.MessageEventContent)
	if !ok {
		return nil, nil, nil
	}
	return e, content, nil
}

// readable parses and decrypts an event that did not come by a sync; nil where it
// is no message or cannot be decrypted.
func (t *Transport) readable(ctx context.Context, e *event.Event) *event.Event {
	if e.StateKey != nil {
		return nil
	}
	e.Type.Class = event.MessageEventType
	if err := e.Content.ParseRaw(e.Type); err != nil && !errors.Is(err, event.ErrContentAlreadyParsed) {
		return nil
	}
	if e.Type == event.EventEncrypted {
		decrypted, err := t.crypto.Decrypt(ctx, e)
		if err != nil {
			return nil
		}
		e = decrypted
	}
	if e.Type != event.EventMessage {
		return nil
	}
	return e
}

// onRedaction hands on that a message of a person's was taken away. Its words are
// gone by then; that it was for the bot is for the desk to know.
func (t *Transport) onRedaction(ctx context.Context, e *event.Event) {
	gone := e.Redacts
	if content, ok := e.Content.Parsed.(*event.RedactionEventContent); ok && content.Redacts != "" {
		gone = content.Redacts
	}
	if gone == "" || e.Sender == t.client.UserID {
		return
	}
	t.mu.Lock()
	place, known := t.said[gone]
	t.mu.Unlock()
	direct, err := t.direct(ctx, e.RoomID)
	if err != nil {
		t.skip(e, err)
		return
	}
	if !known {
		before, err := t.client.GetEvent(ctx, e.RoomID, gone)
		if err != nil || before.Sender == t.client.UserID || before.Type.Type != event.EventMessage.Type && before.Type.Type != event.EventEncrypted.Type {
			return
		}
		place = t.place(e.RoomID, t.answersIn(gone, &event.MessageEventContent{}, direct))
	}
	t.hand(ctx, bot.Event{
		ID: e.ID.String(), Occasion: bot.Deleted, Place: place, Message: gone.String(), User: t.user(ctx, e), Direct: direct, Sent: time.UnixMilli(e.Timestamp),
	})
}

// onReaction hands on that a button was pressed by the reaction that stands for it.
func (t *Transport) onReaction(ctx context.Context, e *event.Event) {
	relation := e.Content.AsReaction().RelatesTo
	if e.Sender == t.client.UserID || relation.GetAnnotationID() == "" {
		return
	}
	message, content, err := t.message(ctx, e.RoomID, relation.EventID)
	if err != nil {
		t.skip(e, err)
		return
	}
	if message == nil || message.Sender != t.client.UserID {
		return
	}
	command, err := t.command(ctx, message, relation.Key)
	if err != nil {
		t.skip(e, err)
		return
	}
	direct, err := t.direct(ctx, e.RoomID)
	if err != nil {
		t.skip(e, err)
		return
	}
	if command == "" {
		return
	}
	t.hand(ctx, bot.Event{
		ID: e.ID.String(), Occasion: bot.Pressed, Place: t.place(e.RoomID, t.answersIn(message.ID, content, direct)), Message: message.ID.String(),
		User: t.user(ctx, e), Direct: direct, Text: command, Sent: time.UnixMilli(e.Timestamp),
	})
}

// unreadable is called for a message that cannot be decrypted, also after its keys
// were asked for. Its author is told, once.
func (t *Transport) unreadable(e *event.Event, err error) {
	t.log.Warn("a message cannot be decrypted", "room", e.RoomID, "user", e.Sender, "event", e.ID, "error", err)
	t.mu.Lock()
	where := e.RoomID.String() + " " + e.Sender.String()
	told := t.deaf[where] || t.desk == nil
	remember(t.deaf, where, true)
	t.mu.Unlock()
	if told || e.Sender == t.client.UserID {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	text := "I cannot read a message of " + e.Sender.String() + ": it is encrypted, and I was not given its key. I have asked for the key. If the message was for me, please write it again; if that does not help, leave the room and come back, or check in your client's settings that messages are also sent to sessions which are not verified."
	m := digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: []digest.Run{{Text: text}}}}}
	to := t.place(e.RoomID, e.Content.AsEncrypted().RelatesTo.GetThreadParent())
	if _, err := t.Post(ctx, bot.Post{To: to, Message: m, Key: "unreadable " + e.ID.String()}); err != nil {
		t.log.Warn("that a message cannot be decrypted could not be said", "room", e.RoomID, "error", err)
	}
}
