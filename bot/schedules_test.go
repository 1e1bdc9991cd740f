package bot

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"whosaid/digest"
	"whosaid/digest/store"
)

// desk is a conversation of a person with some role in a channel.
func (p *paper) desk(channel, user string, role Role) *Conversation {
	commands := append(append(ScheduleCommands(p.publisher), FollowCommands(p.publisher)...), LedgerCommands(p.publisher, nil)...)
	return &Conversation{
		Store: p.st, Answerer: &Answerer{Store: p.st, Now: time.Now}, Now: time.Now, Commands: append(Commands(), commands...),
		Event: Event{Place: Place{Transport: "test", Channel: channel}, User: User{ID: user}},
		role:  func(context.Context, Role) (Role, error) { return role, nil },
		deny: func(context.Context, Command) (digest.Message, error) {
			return digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: []digest.Run{{Text: "denied"}}}}}, nil
		},
	}
}

func TestScheduleCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		p.print("One", "Ana Sorley", "The toll stays")
		if err := (Schedules{p.publisher}).Sync(t.Context(), []NewSchedule{{Name: "file", Line: "daily at 12", Zone: time.UTC, Place: Place{Transport: "test", Channel: "news"}}}); err != nil {
			t.Fatal(err)
		}
		member, admin := p.desk("news", "U1", Member), p.desk("news", "U2", Admin)
		owner, elsewhere := p.desk("news", "U3", Owner), p.desk("other", "U4", Admin)
		for _, tt := range []struct {
			who       *Conversation
			say, want string
		}{
			{member, "schedule add morning weekdays at 8", "denied"},
			{admin, "schedule add morning weekdays at 8; by:Sorley; quiet 22-7; length 3", "Mon 3 Jan 2000 08:00"}, // the clock begins on a Saturday
			{admin, "schedule add morning daily at 9", "There is a schedule morning already"},
			{admin, "schedule add", "Write a name"},
			{admin, "schedule add x sometimes", "not understood"},
			{admin, "schedule add x daily at 8; since:2018", "has no period"},
			{admin, "schedule add x daily at 8; by:Nobody", "No ‘Nobody’ is known by name"},
			{admin, "schedule add x daily at 8; length many", "A length is a number"},
			{admin, "schedule add x daily at 8; to test:other", "to another place"},
			{owner, "schedule add x daily at 8; to test:other", "test:other"},
			{elsewhere, "schedule edit morning daily at 9", "belongs to another channel"},
			{admin, "schedule edit morning daily at 9; filter none", "every day at 09:00"},
			{admin, "schedule edit file daily at 9", "is in the configuration file"},
			{admin, "schedule remove file", "is in the configuration file"},
			{admin, "schedule pause morning", "by U2"},
			{admin, "schedule run morning", "is paused"},
			{admin, "schedule resume morning", "Sat 1 Jan 2000 09:00"},
			{admin, "schedule resume morning", "is not paused"},
			{member, "schedule list", "morning: every day at 09:00"},
			{member, "schedule show mornin", "is it morning?"},
			{member, "schedule preview daily at 8; by:Sorley", "1 article since the last of them would come next"},
			{admin, "schedule run morning", "is made and goes to test:news"},
			{admin, "schedule run morning", "nothing new"},
			{admin, "schedule remove morning", "is removed"},
			{member, "follow by:Sorley", "Only an admin of this channel"},
			{admin, "follow", "Write whom or what to follow"},
			{admin, "follow Ana Sorley about gulls", "Follow 1: what ‘Ana Sorley’ said about ‘gulls’"},
			{admin, "follow Ana Sorley about gulls", "followed here already"},
			{admin, "follow by:Sorley since:2018", "has no period"},
			{member, "follow list", "gulls"},
			{member, "follow preview by:Sorley", "1 statement on 1 day"},
			{elsewhere, "unfollow 1", "is not followed here"},
			{member, "unfollow 1", "Only an admin"},
			{admin, "unfollow 1", "followed no more"},
			{member, "why One", "The schedule file to test:news takes it"},
			{member, "why nothing of this", "No article and no quote"},
			{member, "status", "file: every day at 12:00"},
		} {
			m, err := tt.who.Reply(t.Context(), tt.say)
			if err != nil {
				t.Errorf("%s: %v", tt.say, err)
			}
			if got := words(m); !strings.Contains(got, tt.want) {
				t.Errorf("%s: %q is not in\n%s", tt.say, tt.want, got)
			}
		}
	})
}

// The configuration adds, changes and removes its schedules, and leaves others alone.
func TestSync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		p.schedule("chat", "daily at 8", "", Options{})
		d := Schedules{p.publisher}
		one := NewSchedule{Name: "one", Line: "daily at 12", Zone: time.UTC, Place: Place{Transport: "test", Channel: "news"}}
		changed := one
		changed.Filter, changed.Options.Articles = "-sport", 3
		clash := one
		clash.Name = "chat"
		for _, tt := range []struct {
			file []NewSchedule
			want string
			err  string
		}{
			{[]NewSchedule{one}, "chat one", ""},
			{[]NewSchedule{changed}, "chat one", ""},
			{[]NewSchedule{clash}, "chat one", "made in a chat"},
			{nil, "chat", ""},
		} {
			err := d.Sync(t.Context(), tt.file)
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%v: %v, want %q", tt.file, err, tt.err)
			}
			all, err := p.st.Schedules(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, s := range all {
				names = append(names, s.Name)
				if s.Origin == store.FromFile && len(tt.file) > 0 && tt.err == "" && s.Filter != tt.file[0].Filter {
					t.Errorf("the schedule is %+v", s)
				}
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("after %v there are %s, want %s", tt.file, got, tt.want)
			}
		}
	})
}

// What the bot does elsewhere is for owners, who ask in person.
func TestWhoSeesWhat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		p.print("One", "Ana Sorley", "The toll stays")
		for name, to := range map[string]string{"ours": "news", "theirs": "closed"} {
			if _, err := (Schedules{p.publisher}).Add(t.Context(), NewSchedule{Name: name, Line: "daily at 12", Zone: time.UTC, Place: Place{Transport: "test", Channel: to}}); err != nil {
				t.Fatal(err)
			}
		}
		for _, user := range []string{"U1", "U2"} {
			if _, err := p.st.AddFollow(t.Context(), store.Follow{Place: "test:D" + user, Owner: "test:" + user, Filter: "by:Sorley", Created: time.Now()}); err != nil {
				t.Fatal(err)
			}
		}
		person, boss := p.desk("DU1", "U1", Admin), p.desk("DU9", "U9", Owner)
		person.Event.Direct, boss.Event.Direct = true, true
		for _, tt := range []struct {
			who  *Conversation
			want string // of what there is, what why and status show
		}{
			{p.desk("news", "U1", Member), "ours"},
			{p.desk("news", "U9", Owner), "ours"}, // others read it
			{person, "follow 1"},
			{boss, "ours theirs follow 1 follow 2"},
		} {
			var got []string
			m, err := tt.who.Reply(t.Context(), "why One")
			if err != nil {
				t.Fatal(err)
			}
			status, err := tt.who.Reply(t.Context(), "status")
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"ours", "theirs"} {
				in := strings.Contains(words(m), "schedule "+name)
				if in != strings.Contains(words(status), name+":") {
					t.Errorf("why and status differ on %s:\n%s\n%s", name, words(m), words(status))
				}
				if in {
					got = append(got, name)
				}
			}
			for _, name := range []string{"follow 1", "follow 2"} {
				if strings.Contains(words(m), name+" to ") {
					got = append(got, name)
				}
			}
			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("%s at %s is shown %q, want %q:\n%s", tt.who.Event.User.ID, tt.who.Event.Place, got, tt.want, words(m))
			}
		}
	})
}

// A form opens for what is missing, and never in place of what was typed.
func TestScheduleForm(t *testing.T) {
	for rest, want := range map[string]struct {
		form bool
		name string
	}{"": {true, ""}, "morning": {true, "morning"}, "morning weekdays at 8; about:CNRM": {false, ""}, "morning nonsense": {false, ""}} {
		f, err := Schedules{}.form(t.Context(), nil, rest)
		if err != nil || (f.Line != nil) != want.form || want.form && f.Fields[0].Value != want.name {
			t.Errorf("%q: %+v, %v", rest, f, err)
		}
	}
}
