//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// directWith returns the room in which the bot and a person are alone: one that is
// there, or, where open is set, a new one that the person is invited to. It is empty
// where there is none.
func (t *Transport) directWith(ctx context.Context, user id.UserID, open bool) (id.RoomID, error) {
	t.mu.Lock()
	known := t.directs[user]
	t.mu.Unlock()
	if known != "" {
		if alone, err := t.alone(ctx, known, user); err != nil || alone {
			return known, err
		}
	}
	joined, err := t.client.JoinedRooms(ctx)
	if err != nil {
		return "", fmt.Errorf("looking for the conversation with %s: %w", user, err)
	}
	slices.Sort(joined.JoinedRooms) // the same one each time
	for _, room := range joined.JoinedRooms {
		alone, err := t.alone(ctx, room, user)
		if err != nil {
			return "", fmt.Errorf("looking for the conversation with %s: %w", user, err)
		}
		if alone {
			t.rememberDirect(user, room)
			return room, nil
		}
	}
	if !open {
		return "", nil
	}
	made, err := t.client.CreateRoom(ctx, &mautrix.ReqCreateRoom{
		IsDirect: true, Preset: "trusted_private_chat", Invite: []id.UserID{user},
		InitialState: []*event.Event{{Type: event.StateEncryption, Content: event.Content{Parsed: &event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1}}}},
	})
	if err != nil {
		return "", fmt.Errorf("opening a conversation with %s: %w", user, err)
	}
	t.rememberDirect(user, made.RoomID)
	return made.RoomID, nil
}

func (t *Transport) rememberDirect(user id.UserID, room id.RoomID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	remember(t.directs, user, room)
}

// alone reports whether a room is a conversation of the bot with one person, who is
// in it or invited.
func (t *Transport) alone(ctx context.Context, room id.RoomID, user id.UserID) (bool, error) {
	direct, err := t.direct(ctx, room)
	if errors.Is(err, mautrix.MForbidden) || errors.Is(err, mautrix.MNotFound) {
		return false, nil // the bot is not in it any more
	}
	if err != nil || !direct {
		return false, err
	}
	members, err := t.state.GetRoomJoinedOrInvitedMembers(ctx, room)
	return err == nil && slices.Contains(members, user) && slices.Contains(members, t.client.UserID), err
}

// errNobody is that a person has no conversation with the bot.
var errNobody = errors.New("there is no conversation with that person")
