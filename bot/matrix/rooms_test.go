//go:build goolm

package matrix

import (
	"errors"
	"strings"
	"testing"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/bot/matrix/homeserver"
)

// A room is followed to the one that replaces it, if that one knows of it.
func TestUpgrade(t *testing.T) {
	for _, version := range []id.RoomVersion{id.RoomV10, id.RoomV12} {
		t.Run(string(version), func(t *testing.T) {
			w := newWorld(t, false)
			tr := w.open()
			h := listen(t, tr)
			ctx, user := t.Context(), tr.client.UserID

			trap := w.person.create(t, false, &mautrix.ReqCreateRoom{Name: "Trap", Invite: []id.UserID{user}})
			tombstone(t, w, w.direct, trap)

			// By hand, because the homeserver's own upgrade does not invite anybody.
			next := w.person.create(t, false, &mautrix.ReqCreateRoom{
				Name: "Newsroom", RoomVersion: version, Preset: "public_chat",
				CreationContent: map[string]any{"predecessor": map[string]any{"room_id": w.channel}},
			})
			tombstone(t, w, w.channel, next)
			var moved bot.Event
			for moved.Occasion != bot.Moved {
				moved = h.next(t)
			}
			if moved.Place != w.Channel() || moved.Text != next.String() {
				t.Errorf("the room %s moved to %s: %+v", w.channel, next, moved)
			}
			at := bot.Place{Transport: "matrix", Channel: next.String()}
			if _, err := tr.Post(ctx, bot.Post{To: at, Message: plain("here"), Key: "moved " + next.String()}); err != nil {
				t.Error(err)
			}
			if admin, err := tr.Admin(ctx, at, w.person.client.UserID.String()); err != nil || !admin {
				t.Errorf("the room's creator has power: %v, %v", admin, err)
			}
			if admin, err := tr.Admin(ctx, at, user.String()); err != nil || admin {
				t.Errorf("the bot has power: %v, %v", admin, err)
			}
		})
	}
}

func tombstone(t *testing.T, w *world, old, next id.RoomID) {
	t.Helper()
	_, err := w.person.client.SendStateEvent(t.Context(), old, event.StateTombstone, "", &event.TombstoneEventContent{Body: "moved", ReplacementRoom: next})
	if err != nil {
		t.Fatal(err)
	}
}

// Invitations are accepted of those that are allowed; of what was said in a room
// before, nothing is a command.
func TestInvitations(t *testing.T) {
	w := newWorld(t, false)
	w.config.Allow = []string{w.person.client.UserID.String()}
	stranger := newPerson(t, w.config.Homeserver, homeserver.Shared(t).Register(t, unique("stranger"), password))
	tr := w.open()
	h := listen(t, tr)
	invite := []id.UserID{tr.client.UserID}

	theirs := stranger.create(t, false, &mautrix.ReqCreateRoom{Name: "Theirs", Invite: invite})
	ours := w.person.create(t, false, &mautrix.ReqCreateRoom{Name: "Ours", Preset: "public_chat"})
	if _, err := w.person.client.SendText(t.Context(), ours, "!whosaid help of long ago"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.person.client.InviteUser(t.Context(), ours, &mautrix.ReqInviteUser{UserID: tr.client.UserID}); err != nil {
		t.Fatal(err)
	}
	if e := h.next(t); e.Occasion != bot.Joined || e.Place.Channel != ours.String() || e.ID == "" {
		t.Errorf("after the invitation there is %+v", e)
	}
	if _, err := w.person.client.SendText(t.Context(), ours, "!whosaid help"); err != nil {
		t.Fatal(err)
	}
	if e := h.next(t); e.Occasion != bot.Said || e.Text != "help" {
		t.Errorf("the first thing heard is %+v", e)
	}
	w.person.wait(t, func() bool { // declined, not left waiting
		var member event.MemberEventContent
		err := stranger.client.StateEvent(t.Context(), theirs, event.StateMember, tr.client.UserID.String(), &member)
		return err == nil && member.Membership == event.MembershipLeave
	})
	if _, err := w.person.client.KickUser(t.Context(), ours, &mautrix.ReqKickUser{UserID: tr.client.UserID}); err != nil {
		t.Fatal(err)
	}
	if e := h.next(t); e.Occasion != bot.Left || e.Place.Channel != ours.String() {
		t.Errorf("after being taken out there is %+v", e)
	}
	at := bot.Place{Transport: "matrix", Channel: ours.String()}
	if _, err := tr.Post(t.Context(), bot.Post{To: at, Message: plain("hello?"), Key: "gone"}); !errors.Is(err, bot.ErrGone) {
		t.Errorf("posting there is %v", err)
	}
}

// An account that was in rooms before it became the bot's stays in them, whoever has
// invited it then.
func TestStays(t *testing.T) {
	w := newWorld(t, false)
	w.config.Allow, w.config.Folder = []string{"@nobody:" + homeserver.Name}, t.TempDir()
	tr := w.open()
	h := listen(t, tr)
	if _, err := w.Say(t.Context(), w.Channel(), "help"); err != nil {
		t.Fatal(err)
	}
	if e := h.next(t); e.Occasion != bot.Said || e.Place.Channel != w.channel.String() {
		t.Errorf("in a room of before there is heard %+v", e)
	}
	if _, err := tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: plain("still here"), Key: "stays"}); err != nil {
		t.Error(err)
	}
}

// A person's ID stands for the conversation with them: the one there is, or a new one.
func TestPerson(t *testing.T) {
	w := newWorld(t, false)
	tr := w.open()
	start := time.Now()
	at := bot.Place{Transport: "matrix", Channel: w.person.client.UserID.String()}
	for _, key := range []string{"first", "second"} {
		if found, err := tr.Find(t.Context(), at, key, start); err != nil || found != "" {
			t.Errorf("before it was posted there is %q, %v", found, err)
		}
		posted, err := tr.Post(t.Context(), bot.Post{To: at, Message: plain(key), Key: key})
		if err != nil {
			t.Fatal(err)
		}
		if found := w.found(tr, w.Direct(), key, start); found != posted {
			t.Errorf("%s was posted as %q, and in the conversation is %q", key, posted, found)
		}
	}

	stranger := newPerson(t, w.config.Homeserver, homeserver.Shared(t).Register(t, unique("stranger"), password))
	at.Channel = stranger.client.UserID.String()
	if found, err := tr.Find(t.Context(), at, "new", start); err != nil || found != "" {
		t.Errorf("without a conversation there is %q, %v", found, err)
	}
	posted, err := tr.Post(t.Context(), bot.Post{To: at, Message: plain("new"), Key: "new"})
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	tr = w.open()
	if again := w.found(tr, at, "new", start); again != posted {
		t.Errorf("after a new start there is %q, want %q", again, posted)
	}
	room := tr.directs[stranger.client.UserID]
	if _, err := stranger.client.JoinRoomByID(t.Context(), room); err != nil {
		t.Fatal(err)
	}
	stranger.wait(t, func() bool {
		shown, err := stranger.shown(t.Context(), bot.Place{Transport: "matrix", Channel: room.String()}, tr.client.UserID)
		return err == nil && len(shown) == 1 && strings.TrimSpace(shown[0].Text) == "new"
	})
}
