package slack

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/bot"
	"whosaid/bot/slack/fake"
)

func TestSpoken(t *testing.T) {
	tests := []struct{ in, want string }{
		{"<@U0WHOSAID> who is <@U2|ana>?", "who is @U2?"},
		{"<@U0WHOSAID|whosaid>", ""},
		{"schedule add in <#C024BE91L|general>", "schedule add in slack/acme:C024BE91L"},
		{"feed add <https://a.example/rss?a=1&amp;b=2>", "feed add https://a.example/rss?a=1&b=2"},
		{"latest from <http://cnrs.example|cnrs.example>", "latest from cnrs.example"},
		{"<https://a.example/x|read this>", "https://a.example/x"},
		{"write to <mailto:ana@a.example|ana@a.example>", "write to ana@a.example"},
		{"a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"},
		{"<!channel> help <!subteam^S1|@press>", "@channel help @press"},
		{"`who is Ana Sorley`", "who is Ana Sorley"},
		{"```", "```"},
		{"&gt; who is Ana Sorley", "who is Ana Sorley"},
		{"*who is* _Ana Sorley_?", "who is Ana Sorley?"},
		{"schedule add dawn */5 6-8 * * *", "schedule add dawn */5 6-8 * * *"},
		{"schedule add dawn * 8 * * 1", "schedule add dawn * 8 * * 1"},
		{"feed add <https://a.example/_x_/y_z_>", "feed add https://a.example/_x_/y_z_"},
		{"who said “it is `done`”", "who said “it is `done`”"},
		{"  \n ", ""},
	}
	for _, tt := range tests {
		if got := spoken(tt.in, fake.BotUser, "slack/acme"); got != tt.want {
			t.Errorf("spoken(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestMessageEvents(t *testing.T) {
	l := &listener{Transport: &Transport{config: Config{Name: "slack"}}, self: "UBOT"}
	person := message{Type: "message", Channel: "C1", User: "U1", Text: "<@UBOT> help", TS: "100.000001"}
	with := func(change func(*message)) message { m := person; change(&m); return m }
	changed := func(before, after string) message {
		old, now := with(func(m *message) { m.Text = before }), with(func(m *message) { m.Text = after })
		now.Edited = &struct {
			TS string `json:"ts"`
		}{"101.000001"}
		return message{Type: "message", Subtype: "message_changed", Channel: "C1", Message: &now, Previous: &old, EventTS: "101.000002"}
	}
	none := bot.Event{}
	tests := []struct {
		name string
		in   message
		want bot.Event // its ID, occasion, thread, text and Direct
	}{
		{"mention", person, bot.Event{ID: "said C1 100.000001", Occasion: bot.Said, Place: bot.Place{Thread: "100.000001"}, Text: "help"}},
		{"in a thread", with(func(m *message) { m.Thread = "99.000001" }), bot.Event{ID: "said C1 100.000001", Occasion: bot.Said, Place: bot.Place{Thread: "99.000001"}, Text: "help"}},
		{"direct", with(func(m *message) { m.Channel, m.Text = "D1", "more" }), bot.Event{ID: "said D1 100.000001", Occasion: bot.Said, Text: "more", Direct: true}},
		{"assistant", with(func(m *message) { m.Channel, m.Thread, m.Text = "D1", "98.000001", "more" }), bot.Event{ID: "said D1 100.000001", Occasion: bot.Said, Place: bot.Place{Thread: "98.000001"}, Text: "more", Direct: true}},
		{"with a file", with(func(m *message) { m.Subtype = "file_share" }), bot.Event{ID: "said C1 100.000001", Occasion: bot.Said, Place: bot.Place{Thread: "100.000001"}, Text: "help"}},
		{"not for us", with(func(m *message) { m.Text = "lunch?" }), none},
		{"another bot", with(func(m *message) { m.Bot = "B1" }), none},
		{"ourselves", with(func(m *message) { m.User = "UBOT" }), none},
		{"a bot of old", with(func(m *message) { m.Subtype = "bot_message" }), none},
		{"somebody joins", with(func(m *message) { m.Subtype = "channel_join" }), none},
		{"edited", changed("<@UBOT> hlp", "<@UBOT> help"), bot.Event{ID: "edited C1 100.000001 101.000001", Occasion: bot.Edited, Place: bot.Place{Thread: "100.000001"}, Text: "help"}},
		{"a preview came", changed("<@UBOT> help", "<@UBOT> help"), none},
		{"now for us", changed("help", "<@UBOT> help"), bot.Event{ID: "said C1 100.000001", Occasion: bot.Said, Place: bot.Place{Thread: "100.000001"}, Text: "help"}},
		{"no more for us", changed("<@UBOT> help", "help"), bot.Event{ID: "deleted C1 100.000001", Occasion: bot.Deleted, Place: bot.Place{Thread: "100.000001"}}},
		{"never for us", changed("a", "b"), none},
		{"deleted", message{Type: "message", Subtype: "message_deleted", Channel: "C1", Previous: &person}, bot.Event{ID: "deleted C1 100.000001", Occasion: bot.Deleted, Place: bot.Place{Thread: "100.000001"}}},
		{"deleted without what", message{Type: "message", Subtype: "message_deleted", Channel: "C1"}, none},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, ok := l.messageEvent(tt.in)
			if ok != (tt.want.Occasion != "") {
				t.Fatalf("it is an event: %v", ok)
			}
			got := bot.Event{ID: e.ID, Occasion: e.Occasion, Place: bot.Place{Thread: e.Place.Thread}, Text: e.Text, Direct: e.Direct}
			if diff := cmp.Diff(tt.want, got); ok && diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestChannelsComeAndGo(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	c := newClerk()
	listen(t, tr, c)
	ana := s.AddUser("Ana", "")
	other := s.AddChannel("desk", true, ana)
	want := func(o bot.Occasion, channel, text string) {
		t.Helper()
		if e := c.next(t); e.Occasion != o || e.Place.Channel != channel || e.Text != text || e.ID == "" {
			t.Errorf("the event is %+v, want %s of %s", e, o, channel)
		}
	}
	s.Invite(other, ana)
	want(bot.Joined, other, "")
	s.Kick(other)
	want(bot.Left, other, "")
	s.Archive(at.Channel, ana)
	want(bot.Left, at.Channel, "")
	acked(t, s.Emit(map[string]any{"type": "channel_id_changed", "old_channel_id": at.Channel, "new_channel_id": "C9"}))
	want(bot.Moved, at.Channel, "C9")
	acked(t, s.Emit(map[string]any{"type": "member_joined_channel", "user": ana, "channel": at.Channel}))
	c.none(t)
}

func TestWhoAsks(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	c := newClerk()
	listen(t, tr, c)
	ana := s.AddUser("Ana", "Asia/Kathmandu")
	for range 3 {
		s.Say(s.Direct(ana), ana, "", "help")
		e := c.next(t)
		if e.User.Name != "Ana" || e.User.Zone.String() != "Asia/Kathmandu" {
			t.Errorf("the user is %+v", e.User)
		}
	}
	if n := len(s.Calls("users.info")); n != 1 {
		t.Errorf("Slack was asked %d times who she is", n)
	}
	s.Fail(fake.Fault{Method: "users.info", Kind: fake.Hang, Times: 1})
	pim := s.AddUser("Pim", "")
	s.Say(s.Direct(pim), pim, "", "help")
	if e := c.next(t); e.User.ID != pim || e.User.Zone != nil {
		t.Errorf("while Slack does not say who somebody is, the user is %+v", e.User)
	}
}

// Two workspaces in one process keep apart.
func TestTwoWorkspaces(t *testing.T) {
	var all []*fake.Server
	var clerks []*clerk
	for _, name := range []string{"slack", "slack/acme"} {
		s, err := fake.New(fake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		tr, err := New(Config{Name: name, BotToken: fake.BotToken, AppToken: fake.AppToken, APIURL: s.API()})
		if err != nil {
			t.Fatal(err)
		}
		c := newClerk()
		listen(t, tr, c)
		all, clerks = append(all, s), append(clerks, c)
	}
	for i, name := range []string{"slack", "slack/acme"} {
		user := all[i].AddUser("Ana", "")
		all[i].Say(all[i].Direct(user), user, "", name)
		if e := clerks[i].next(t); e.Place.Transport != name || e.Text != name {
			t.Errorf("the event of %s is %+v", name, e)
		}
		clerks[1-i].none(t)
	}
}

// An event of a workspace that is not ours is acknowledged and left alone.
func TestAnotherWorkspacesEvent(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	c := newClerk()
	listen(t, tr, c)
	acked(t, s.EmitEnvelope("events_api", map[string]any{
		"type": "event_callback", "authorizations": []any{map[string]any{"team_id": "TOTHER"}},
		"event": map[string]any{"type": "message", "channel": "D1", "user": "U1", "ts": stamp(time.Now().Add(time.Second)), "text": "help"},
	}))
	c.none(t)
}

func TestManifestIsEnough(t *testing.T) {
	data, err := Manifest("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(scopeNames(), subscriptions...) {
		if !strings.Contains(string(data), `"`+name+`"`) {
			t.Errorf("the manifest does not have %s", name)
		}
	}
}

// Without each scope something that it is said to be for does not work.
func TestNoScopeTooMany(t *testing.T) {
	needed := map[string]bool{"commands": true} // which the fake does not ask for: Slack lets no app have a slash command without it
	for name, scope := range map[string]string{
		"chat.postMessage": "chat:write", "reactions.add": "reactions:write", "users.info": "users:read", "conversations.open": "im:write",
		"assistant.threads.setSuggestedPrompts": "assistant:write",
	} {
		needed[scope] = name != ""
	}
	for _, kind := range []string{"channels", "groups", "im"} {
		needed[kind+":history"], needed[kind+":read"] = true, true
	}
	for _, s := range scopeNames() {
		if !needed[s] {
			t.Errorf("nothing needs the scope %s", s)
		}
		delete(needed, s)
	}
	for s := range needed {
		t.Errorf("the scope %s is missing", s)
	}
}
