//go:build goolm

package matrix

import (
	"context"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
)

// markKeys are the reactions that marks are shown by.
var markKeys = map[bot.Mark]string{bot.Working: "⏳", bot.Done: "✅", bot.Failed: "⚠️"}

// mark is the one that a message has.
type mark struct {
	kind     bot.Mark
	reaction id.EventID
}

// Mark implements [bot.Transport].
func (t *Transport) Mark(ctx context.Context, at bot.Place, message string, kind bot.Mark) error {
	doing := "marking message " + message
	room, err := t.resolve(ctx, at.Channel)
	if err != nil {
		return prepareError(doing, err)
	}
	target := id.EventID(message)
	t.mu.Lock()
	have, known := t.marks[target]
	t.mu.Unlock()
	if !known && kind != bot.Working { // one that an earlier run has left
		if have, err = t.markOf(ctx, room, target); err != nil {
			return prepareError(doing, err)
		}
	}
	if have.kind == kind {
		return nil
	}
	if have.kind != bot.Unmarked {
		if _, err := t.client.RedactEvent(ctx, room, have.reaction, mautrix.ReqRedact{TxnID: transaction("unmark " + have.reaction.String())}); err != nil {
			return sendError(doing, err)
		}
		t.marked(target, mark{})
	}
	if kind == bot.Unmarked {
		return nil
	}
	reaction := &event.ReactionEventContent{RelatesTo: *(&event.RelatesTo{}).SetAnnotation(target, markKeys[kind])}
	sent, err := t.send(ctx, doing, room, event.EventReaction, reaction, t.client.TxnID())
	if duplicate(err) {
		return nil
	}
	if err != nil {
		return err
	}
	t.marked(target, mark{kind, sent})
	return nil
}

func (t *Transport) marked(message id.EventID, m mark) {
	t.mu.Lock()
	defer t.mu.Unlock()
	remember(t.marks, message, m)
}

// markOf looks for the bot's mark at a message.
func (t *Transport) markOf(ctx context.Context, room id.RoomID, message id.EventID) (mark, error) {
	reactions, err := t.relations(ctx, room, message, event.RelAnnotation)
	if err != nil {
		return mark{}, err
	}
	for _, e := range reactions {
		if e.Sender != t.client.UserID {
			continue
		}
		if err := e.Content.ParseRaw(event.EventReaction); err != nil {
			continue
		}
		for kind, key := range markKeys {
			if plainEmoji(e.Content.AsReaction().RelatesTo.Key) == plainEmoji(key) {
				return mark{kind, e.ID}, nil
			}
		}
	}
	return mark{}, nil
}
