//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
)

// room is what is known of a room in this run.
type room struct {
	asked bool   // its state was asked for, so that the store knows whether it is encrypted
	name  string // with one people made it as a channel, not as a conversation of two
}

// room returns what is known of a room, after asking the homeserver for its state
// the first time. Before that, what is sent into an encrypted room would be plain.
func (t *Transport) room(ctx context.Context, roomID id.RoomID) (room, error) {
	t.mu.Lock()
	known := t.rooms[roomID]
	t.mu.Unlock()
	if known != nil && known.asked {
		return *known, nil
	}
	state, err := t.client.State(ctx, roomID)
	if err != nil {
		return room{}, fmt.Errorf("asking for the state of %s: %w", roomID, err)
	}
	fresh := room{asked: true, name: roomName(state)}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rooms[roomID] = &fresh
	return fresh, nil
}

func roomName(state mautrix.RoomStateMap) string {
	if e := state[event.StateRoomName][""]; e != nil {
		name, _ := e.Content.Raw["name"].(string)
		return strings.TrimSpace(name)
	}
	return ""
}

// direct reports whether a room is a conversation of one person with the bot.
func (t *Transport) direct(ctx context.Context, roomID id.RoomID) (bool, error) {
	r, err := t.room(ctx, roomID)
	if err != nil || r.name != "" {
		return false, err
	}
	members, err := t.state.GetRoomJoinedOrInvitedMembers(ctx, roomID)
	if err != nil {
		return false, fmt.Errorf("counting the members of %s: %w", roomID, err)
	}
	return len(members) <= 2, nil
}

// Link implements [bot.Transport], by matrix.to, which every client can open.
func (t *Transport) Link(at bot.Place, message string) string {
	if !strings.HasPrefix(at.Channel, "!") || message == "" {
		return ""
	}
	return "https://matrix.to/#/" + url.PathEscape(at.Channel) + "/" + url.PathEscape(message)
}

// Title implements [bot.Transport]: the name of the room, or of who is in it.
func (t *Transport) Title(ctx context.Context, at bot.Place) string {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // somebody waits for an answer that can do without
	defer cancel()
	roomID, err := t.resolve(ctx, at.Channel)
	if err != nil {
		return ""
	}
	if strings.HasPrefix(at.Channel, "@") {
		return at.Channel // names are not unique, and these can be read
	}
	if r, err := t.room(ctx, roomID); err != nil || r.name != "" {
		return r.name
	}
	members, err := t.state.GetRoomJoinedOrInvitedMembers(ctx, roomID)
	if err != nil || len(members) != 2 {
		return ""
	}
	other := members[0]
	if other == t.client.UserID {
		other = members[1]
	}
	name := other.String()
	if m, err := t.state.TryGetMember(ctx, roomID, other); err == nil && m != nil && m.Displayname != "" {
		name = m.Displayname
	}
	return "the conversation with " + name
}

func (t *Transport) onName(_ context.Context, e *event.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.rooms[e.RoomID]; r != nil {
		name, _ := e.Content.Raw["name"].(string)
		r.name = strings.TrimSpace(name)
	}
}

// onMember follows where the bot is: invited, joined, or out again.
func (t *Transport) onMember(ctx context.Context, e *event.Event) {
	if e.GetStateKey() != t.client.UserID.String() {
		return
	}
	t.mu.Lock()
	delete(t.rooms, e.RoomID)
	t.mu.Unlock()
	first := ctx.Value(mautrix.SyncTokenContextKey) == ""
	switch m := e.Content.AsMember(); {
	case m.Membership == event.MembershipInvite && e.Mautrix.EventSource&event.SourceInvite == 0:
		// An old invitation in the history of a room: the bot has come in long ago.
	case m.Membership == event.MembershipInvite:
		t.onInvite(ctx, e)
	case m.Membership == event.MembershipJoin && before(e) != "join" && !first:
		t.hand(ctx, t.happened(e, bot.Joined))
	case (m.Membership == event.MembershipLeave || m.Membership == event.MembershipBan) && before(e) != "invite" && !first && e.Sender != t.client.UserID:
		t.hand(ctx, t.happened(e, bot.Left))
	}
}

// happened is an event about a room as such.
func (t *Transport) happened(e *event.Event, o bot.Occasion) bot.Event {
	eventID := e.ID
	if eventID == "" { // stripped of it, as in invitations
		eventID = id.EventID(fmt.Sprintf("%s %s %d", o, e.RoomID, e.Timestamp))
	}
	return bot.Event{
		ID: eventID.String(), Occasion: o, Place: t.place(e.RoomID, ""), User: bot.User{ID: e.Sender.String()}, Sent: time.UnixMilli(e.Timestamp),
	}
}

// onInvite accepts the invitations of those that the configuration names, and
// declines the others, so that nobody is left waiting.
func (t *Transport) onInvite(ctx context.Context, e *event.Event) {
	if !t.config.allows(e.Sender.String()) {
		t.log.Info("declined an invitation: the configuration does not allow those of this user", "user", e.Sender, "room", e.RoomID)
		if _, err := t.client.LeaveRoom(ctx, e.RoomID); err != nil {
			t.log.Warn("an invitation could not be declined", "room", e.RoomID, "error", err)
		}
		return
	}
	if err := t.join(ctx, e.RoomID, e.Sender.Homeserver()); err != nil {
		t.log.Warn("an invitation could not be accepted", "user", e.Sender, "room", e.RoomID, "error", err)
		if ambiguous(err) {
			t.setLost(err) // the sync comes again
		}
	}
}

func (t *Transport) join(ctx context.Context, roomID id.RoomID, via string) error {
	_, err := t.client.JoinRoom(ctx, roomID.String(), &mautrix.ReqJoinRoom{Via: []string{via}})
	return err
}

// onTombstone goes where a room has been moved to. The new room must name the old
// one as its predecessor: otherwise anybody with power over a room could send the
// bot, and the digests that are due there, anywhere.
func (t *Transport) onTombstone(ctx context.Context, e *event.Event) {
	next := e.Content.AsTombstone().ReplacementRoom
	if next == "" || ctx.Value(mautrix.SyncTokenContextKey) == "" {
		return
	}
	if err := t.follow(ctx, e.RoomID, next, e.Sender.Homeserver()); err != nil {
		t.log.Warn("a room was moved, and the bot could not follow: invite it to the new one", "room", e.RoomID, "to", next, "error", err)
		if ambiguous(err) {
			t.setLost(err)
		}
		return
	}
	moved := t.happened(e, bot.Moved)
	moved.Text = next.String()
	t.hand(ctx, moved)
}

func (t *Transport) follow(ctx context.Context, old, next id.RoomID, via string) error {
	if err := t.join(ctx, next, via); err != nil {
		return fmt.Errorf("joining %s: %w", next, err)
	}
	state, err := t.client.State(ctx, next)
	if err != nil {
		return fmt.Errorf("asking for the state of %s: %w", next, err)
	}
	create := state[event.StateCreate][""]
	if create == nil || create.Content.AsCreate().GetPredecessor().RoomID != old {
		t.client.LeaveRoom(ctx, next)
		return errors.New("the new room does not say that it replaces the old one")
	}
	return nil
}
