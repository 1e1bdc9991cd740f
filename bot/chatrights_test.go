package bot

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"whosaid/digest"
)

func TestChatLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), func(c *Chat) { c.Limits = Limits{User: 2, Channel: 3} })
		for range 5 {
			c.handle(c.event(Said, "ana", "who is Brekke"))
		}
		for range 3 {
			c.handle(c.event(Said, "ben", "who is Brekke"))
		}
		time.Sleep(10 * time.Second)
		c.shows("chief", "chief", "too fast", "chief", "too fast") // two of one, one of the other, and once each that it was too fast
		time.Sleep(time.Minute)
		c.handle(c.event(Said, "ana", "who is Brekke"))
		c.shows("chief", "chief", "too fast", "chief", "too fast", "chief")
	})
}

func TestChatRoles(t *testing.T) {
	commands := append(Commands(),
		Command{Name: "schedule add", Usage: "schedule add TIME", Does: "a digest at that time", Examples: []string{"schedule add 8:00"}, Role: Admin,
			Handle: func(context.Context, *Conversation, string) (digest.Message, error) { return text("Added."), nil }},
		Command{Name: "feed add", Usage: "feed add URL", Does: "reads a feed", Examples: []string{"feed add https://post.example/feed"}, Role: Owner,
			Handle: func(context.Context, *Conversation, string) (digest.Message, error) { return text("Fed."), nil }})
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.admins = []string{"chair"}
		c := chat(t, p, aldmoor(t), func(c *Chat) {
			c.Commands = commands
			c.Roles = Roles{Owners: []string{"test:olga"}, Admins: map[string][]string{"test:quay": {"adam"}, "test:hall": {"ana"}}}
		})
		for _, tt := range []struct{ user, in, want string }{
			{"ana", "schedule add 8:00", "Only an admin of this channel may use ‘schedule add’. Ask adam or Olga Quist."},
			{"adam", "schedule add 8:00", "Added."},
			{"chair", "Schedule  ADD 8:00", "Added."},
			{"olga", "schedule add 8:00", "Added."},
			{"adam", "feed add https://post.example/feed", "Only an owner of this bot may use ‘feed add’. Ask Olga Quist."},
			{"olga", "/feed add https://post.example/feed", "Fed."},
			{"ana", "help feed", "It needs the role of owner."},
		} {
			before := len(c.all())
			c.handle(c.event(Said, tt.user, tt.in))
			time.Sleep(2 * time.Second)
			all := c.all()
			if len(all) != before+1 || !strings.Contains(all[before].text, tt.want) {
				t.Errorf("%s: %q is answered with %+v", tt.user, tt.in, all[before:])
			}
		}
		for user, want := range map[string]bool{"ana": false, "adam": false, "olga": true} {
			c.handle(c.event(Said, user, "help"))
			time.Sleep(2 * time.Second)
			all := c.all()
			if got := strings.Contains(all[len(all)-1].text, "feed add URL"); got != want {
				t.Errorf("help for %s lists what owners may do: %v", user, got)
			}
		}
		before := c.looks
		c.handle(c.event(Said, "ana", "help"))
		time.Sleep(2 * time.Second)
		if n := c.looks - before; n > 1 {
			t.Errorf("for one help the platform is asked %d times who is an admin", n)
		}
		alone := c.event(Said, "ana", "schedule add 8:00")
		alone.Place.Thread = "@ana" // from a channel without the bot: shown to her alone, and no conversation of hers
		c.handle(alone)
		time.Sleep(2 * time.Second)
		if all := c.all(); !strings.Contains(all[len(all)-1].text, "Only an admin") {
			t.Errorf("from a channel without the bot: %+v", all[len(all)-1])
		}
		direct := c.event(Said, "ana", "schedule add 8:00")
		direct.Direct, direct.Place.Channel = true, "ana and the bot"
		c.handle(direct)
		if all := c.all(); !strings.Contains(all[len(all)-1].text, "Added.") {
			t.Errorf("in a direct conversation: %+v", all[len(all)-1])
		}
		denials, err := c.Store.Denials(t.Context(), time.Now().Add(-time.Hour))
		if err != nil || len(denials) != 3 || denials[2].User != "ana" || denials[2].Command != "schedule add" || denials[1].Role != "owner" {
			t.Errorf("recorded: %+v, %v", denials, err)
		}
	})
}

// Who makes a schedule in a channel is told what is wrong where they have written to
// the bot alone, and else by their ID.
func TestOwnerPlace(t *testing.T) {
	st := aldmoor(t)
	if _, _, err := st.Receive(t.Context(), kept(Event{ID: "1", Occasion: Said, Place: Place{Transport: "matrix", Channel: "!hers"}, User: User{ID: "@ana:x.example"}, Direct: true}, time.Now())); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		e    Event
		want string
	}{
		{Event{}, ""},
		{Event{Place: Place{Transport: "matrix", Channel: "!room", Thread: "$1"}, User: User{ID: "@ana:x.example"}}, "matrix:!hers"},
		{Event{Place: Place{Transport: "matrix", Channel: "!other"}, User: User{ID: "@ana:x.example"}, Direct: true}, "matrix:!other"},
		{Event{Place: Place{Transport: "slack", Channel: "C1"}, User: User{ID: "U1"}}, "slack:U1"},
	} {
		if got, err := ownerPlace(t.Context(), &Conversation{Store: st, Event: tt.e}); err != nil || got != tt.want {
			t.Errorf("%+v: %q, %v, want %q", tt.e, got, err, tt.want)
		}
	}
}
