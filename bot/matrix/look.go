//go:build goolm

package matrix

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
)

// Find implements [bot.Transport]: it reads the room backwards and looks for the
// key, which messages carry inside.
func (t *Transport) Find(ctx context.Context, at bot.Place, key string, since time.Time) (string, error) {
	doing := "looking for a message in " + at.String()
	room, err := t.resolve(ctx, at.Channel)
	if errors.Is(err, errNobody) {
		return "", nil
	}
	if err != nil {
		return "", prepareError(doing, err)
	}
	from := ""
	for range mostPages {
		page, err := t.client.Messages(ctx, room, from, "", mautrix.DirectionBackward, nil, pageSize)
		if err != nil {
			return "", prepareError(doing, err)
		}
		for _, e := range page.Chunk {
			if time.UnixMilli(e.Timestamp).Before(since) {
				return "", nil
			}
			e.RoomID = room
			if e.Sender == t.client.UserID && ownOf(t.readable(ctx, e)).Key == key {
				return e.ID.String(), nil
			}
		}
		if len(page.Chunk) == 0 || page.End == "" {
			return "", nil
		}
		from = page.End
	}
	return "", nil
}

// ownOf returns what the bot has kept in a message, zero where it is not the bot's.
func ownOf(e *event.Event) own {
	if e == nil {
		return own{}
	}
	var c content
	if json.Unmarshal(e.Content.VeryRaw, &c) != nil {
		return own{}
	}
	if c.NewContent != nil {
		c = *c.NewContent
	}
	if c.Own == nil {
		return own{}
	}
	return *c.Own
}

// command returns what a reaction to a message of the bot's stands for, "" for nothing.
func (t *Transport) command(ctx context.Context, message *event.Event, reaction string) (string, error) {
	t.mu.Lock()
	buttons, known := t.shown[message.ID]
	t.mu.Unlock()
	if !known {
		var err error
		if buttons, err = t.buttons(ctx, message); err != nil {
			return "", err
		}
		t.mu.Lock()
		remember(t.shown, message.ID, buttons)
		t.mu.Unlock()
	}
	for key, command := range buttons {
		if plainEmoji(key) == plainEmoji(reaction) {
			return command, nil
		}
	}
	return "", nil
}

// plainEmoji drops the variation selector, which some clients leave out.
func plainEmoji(key string) string { return strings.ReplaceAll(key, "\ufe0f", "") }

// buttons returns those of the last edit of a message, or of the message.
func (t *Transport) buttons(ctx context.Context, message *event.Event) (map[string]string, error) {
	edits, err := t.relations(ctx, message.RoomID, message.ID, event.RelReplace)
	if err != nil {
		return nil, err
	}
	latest := message
	for _, e := range edits {
		if e.Sender == t.client.UserID && (latest == message || e.Timestamp > latest.Timestamp) {
			if readable := t.readable(ctx, e); readable != nil {
				latest = readable
			}
		}
	}
	return ownOf(latest).Buttons, nil
}

// relations returns the newest events that refer to a message in one way.
func (t *Transport) relations(ctx context.Context, room id.RoomID, message id.EventID, how event.RelationType) ([]*event.Event, error) {
	resp, err := t.client.GetRelations(ctx, room, message, &mautrix.ReqGetRelations{RelationType: how, Dir: mautrix.DirectionBackward, Limit: pageSize})
	if errors.Is(err, mautrix.MNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("asking what refers to %s: %w", message, err)
	}
	for _, e := range resp.Chunk {
		e.RoomID = room
	}
	return resp.Chunk, nil
}
