package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

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
		refused: func(ctx context.Context, command string, needed Role) error {
			return p.st.Deny(ctx, store.Denial{At: time.Now(), Transport: "test", Channel: channel, User: user, Command: command, Role: needed.String()})
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
			{admin, "schedule add daily at 8", "Write a name before the time, such as: schedule add morning daily at 8"},
			{admin, "schedule remove", "Write the name of a schedule"},
			{admin, "schedule add x", "Write also when it is to come, such as: schedule add x weekdays at 8"},
			{admin, "schedule add x sometimes", "not understood"},
			{admin, "schedule add x daily at 8; since:2018", "has no period"},
			{admin, "schedule add x daily at 8; by:Nobody", "No ‘Nobody’ is known by name"},
			{admin, "schedule add x daily at 8; length many", "A length is a number"},
			{admin, "schedule add x daily at 8; to test:other", "to another place"},
			{admin, "schedule add x daily at 8; to test:nowhere", "to another place"},
			{owner, "schedule add x daily at 8; to test:nowhere", "Nothing can be posted to test:nowhere: there is no channel nowhere. Write another one"},
			{admin, "follow by:Sorley; to test:nowhere", "to another place"},
			{owner, "follow by:Sorley; to test:nowhere", "Nothing can be posted to test:nowhere: there is no channel nowhere. Write another one"},
			{admin, "schedule add x daily at 8; to slack:C1", "test is the only chat that is configured"},
			{admin, "schedule edit morning to slack:C1", "Nothing can be posted to slack:C1"},
			{admin, "follow by:Sorley; to matrix:!r:x.example", "Nothing can be posted to matrix:!r:x.example"},
			{owner, "schedule add x daily at 8; to test:other", "#other"},
			{owner, "schedule show x", "Where: #other"},
			{admin, "schedule show morning", "Where: here"},
			{elsewhere, "schedule edit morning daily at 9", "belongs to another channel"},
			{admin, "schedule edit morning daily at 9; filter none", "every day at 09:00"},
			{admin, "schedule edit file daily at 9", "is in the configuration file"},
			{admin, "schedule edit file", "is in the configuration file"},
			{admin, "schedule edit morning", "Write what is to be changed, such as: schedule edit morning weekdays at 7:30"},
			{admin, "schedule edit nightly", "There is no schedule ‘nightly’"},
			{admin, "schedule remove file", "is in the configuration file"},
			{admin, "schedule pause morning", "by U2"},
			{admin, "schedule run morning", "is paused"},
			{admin, "schedule resume morning", "Sat 1 Jan 2000 09:00"},
			{admin, "schedule resume morning", "is not paused"},
			{member, "schedule list", "morning: every day at 09:00"},
			{member, "schedule show mornin", "is it morning?"},
			{elsewhere, "schedule show mornin", "‘schedule list’ shows those there are"},
			{owner, "show schedule mornin", "is it morning?"},
			{member, "schedule preview daily at 8; by:Sorley", "1 article since the last of them would come next"},
			{admin, "schedule run morning", "is made and comes here"},
			{admin, "schedule run morning", "nothing new"},
			{admin, "schedule remove morning", "is removed"},
			{member, "follow by:Sorley", "Only an admin of this channel"},
			{admin, "follow", "Write whom or what to follow"},
			{admin, "follow Ana Sorley about gulls", "Follow 1: what ‘Ana Sorley’ said about ‘gulls’"},
			{admin, "follow Ana Sorley about gulls", "followed here already"},
			{admin, "follow by:Sorley since:2018", "has no period"},
			{admin, "follow Ana Sorley", "Follow 2: what ‘Ana Sorley’ said. For what others say about them: follow about:\"Ana Sorley\". New statements"},
			{admin, "unfollow Ana Sorley", "followed no more"},
			{admin, "follow Ebba Nyland", "Follow 3: who said what about ‘Ebba Nyland’. No ‘Ebba Nyland’ is known by name so far"},
			{admin, "unfollow 3", "followed no more"},
			{member, "follow list", "gulls"},
			{member, "follow preview by:Sorley", "1 statement on 1 day"},
			{elsewhere, "unfollow 1", "is not followed here"},
			{member, "unfollow 1", "Only an admin"},
			{admin, "unfollow 1", "followed no more"},
			{owner, "follow by:Sorley; to test:other", "come to #other as"},
			{owner, "follow list", "to #other"},
			{member, "why One", "The schedule file (here) takes it"},
			{member, "why nothing of this", "No article and no quote"},
			{member, "status", "file: every day at 12:00"},
			{member, "status", "test is connected"},
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

// Feeds that fail are named where they were added, and to owners alone.
func TestFeedsOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		var names []string
		lines := func(_ context.Context, show func(digest.Feed) bool) ([]string, error) {
			names = nil
			for _, f := range []digest.Feed{{Name: "of here", Place: "test:news"}, {Name: "of others", Place: "test:other"}, {Name: "of the file"}} {
				if show(f) {
					names = append(names, f.Name)
				}
			}
			return names, nil
		}
		boss := p.desk("boss", "U3", Owner)
		boss.Event.Direct = true
		for _, tt := range []struct {
			who  *Conversation
			want []string
		}{{p.desk("news", "U1", Admin), []string{"of here"}}, {p.desk("quay", "U1", Admin), nil}, {boss, []string{"of here", "of others", "of the file"}}} {
			tt.who.Commands = LedgerCommands(p.publisher, lines)
			if _, err := tt.who.Reply(t.Context(), "status"); err != nil || !slices.Equal(names, tt.want) {
				t.Errorf("in %s are shown feeds %q, %v, want %q", tt.who.Event.Place.Channel, names, err, tt.want)
			}
		}
	})
}

// Nobody has more schedules and follows than anybody reads.
func TestMostHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		p.print("One", "Ana Sorley", "The toll stays")
		admin, other := p.desk("news", "U2", Admin), p.desk("other", "U2", Admin)
		say := func(c *Conversation, line, want string) {
			t.Helper()
			m, err := c.Reply(t.Context(), line)
			if got := words(m); err != nil || !strings.Contains(got, want) {
				t.Errorf("%s: %v, %q is not in\n%s", line, err, want, got)
			}
		}
		for i := range mostHere {
			say(admin, fmt.Sprintf("schedule add s%d daily at 8", i), "08:00")
			say(admin, fmt.Sprintf("follow about:gull%d", i), "Follow")
		}
		say(admin, "schedule add more daily at 8", "50 schedules post to that channel already")
		say(admin, "schedule add s1 daily at 8", "already")
		say(other, "schedule add more daily at 8", "08:00")
		say(admin, "follow about:tolls", "There are 50 follows there already")
		say(other, "follow about:tolls", "You have 50 follows already")
		say(admin, "follow about:gull1", "followed here already")
		say(admin, "unfollow 1", "no more")
		say(other, "follow about:tolls", "Follow 51")
	})
}

// What was refused is recorded, and owners see it, in person.
func TestRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		p.print("One", "Ana Sorley", "The toll stays")
		say := func(c *Conversation, line string) string {
			t.Helper()
			m, err := c.Reply(t.Context(), line)
			if err != nil {
				t.Fatal(err)
			}
			return words(m)
		}
		say(p.desk("other", "U5", Admin), "schedule add theirs daily at 8")
		for _, line := range []string{"follow by:Sorley", "schedule edit theirs daily at 9"} {
			say(p.desk("news", "U1", Member), line)
		}
		say(p.desk("news", "U2", Admin), "schedule add x daily at 8; to test:other")
		say(p.desk("news", "U2", Admin), "schedule pause theirs")
		owner, person := p.desk("DU9", "U9", Owner), p.desk("DU1", "U1", Admin)
		owner.Event.Direct, person.Event.Direct = true, true
		got := say(owner, "status")
		for _, want := range []string{
			"test:U1, in test:news, on Sat 1 Jan 2000 00:00: ‘follow’, which is for the role of channel admin",
			"test:U2, in test:news, on Sat 1 Jan 2000 00:00: ‘schedule to test:other’, which is for the role of owner",
			"test:U2, in test:news, on Sat 1 Jan 2000 00:00: ‘schedule theirs’, which is for the role of owner",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is not in\n%s", want, got)
			}
		}
		for _, c := range []*Conversation{person, p.desk("news", "U9", Owner), p.desk("news", "U1", Member)} {
			if got := say(c, "status"); strings.Contains(got, "in test:news, on") {
				t.Errorf("%s at %s is shown\n%s", c.Event.User.ID, c.Event.Place, got)
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
				if strings.Contains(words(m), name+" (") {
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
		f, err := Schedules{}.addForm(t.Context(), nil, rest)
		if err != nil || (f.Line != nil) != want.form || want.form && f.Fields[0].Value != want.name {
			t.Errorf("%q: %+v, %v", rest, f, err)
		}
	}
}

// The form of a schedule that is there holds what it is, and says all of it: what is
// made empty is none.
func TestEditForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		p.print("One", "Ana Sorley", "The toll stays")
		d := Schedules{p.publisher}
		if err := d.Sync(t.Context(), []NewSchedule{{Name: "file", Line: "daily at 12", Zone: time.UTC, Place: Place{Transport: "test", Channel: "news"}}}); err != nil {
			t.Fatal(err)
		}
		admin, stranger := p.desk("news", "U2", Admin), p.desk("other", "U4", Admin)
		say := func(line string) digest.Message {
			t.Helper()
			m, err := admin.Reply(t.Context(), line)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		say("schedule add morning weekdays at 8; by:Sorley; quiet 22-7; length 7; title Toll news")
		f, err := d.editForm(t.Context(), admin, "morning")
		if err != nil || f.Line == nil || f.Title != "Edit morning" {
			t.Fatalf("%+v, %v", f, err)
		}
		got := make(map[string]string)
		for _, e := range f.Fields {
			got[e.Name] = e.Value
		}
		want := map[string]string{"when": "weekdays at 8", "filter": "by:Sorley", "length": "7", "quiet": "22-7", "title": "Toll news"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the form holds (-want +got):\n%s", diff)
		}
		if echo := words(say(f.Line(map[string]string{"when": "daily at 6", "filter": "gulls; quiet 1-2", "length": "10"}))); !strings.Contains(echo, "every day at 06:00") ||
			!strings.Contains(echo, "What: gulls") || !strings.Contains(echo, "10 articles") || strings.Contains(echo, "Quiet") {
			t.Errorf("after the form the schedule is\n%s", echo)
		}
		for field, value := range map[string]string{"name": "two words", "when": "half past", "filter": "by:", "quiet": "late"} {
			values := map[string]string{"name": "morning", "when": "daily at 8", "filter": "", "quiet": ""}
			if wrong := f.Check(values); len(wrong) > 0 {
				t.Errorf("%v: %q", values, wrong)
			}
			values[field] = value
			if wrong := f.Check(values); len(wrong) != 1 || !strings.HasSuffix(wrong[field], ".") || strings.ContainsAny(wrong[field], "“”") {
				t.Errorf("%v: %q", values, wrong)
			}
		}
		for _, none := range []struct {
			who  *Conversation
			rest string
		}{{admin, "file"}, {admin, "nothing"}, {admin, ""}, {admin, "morning daily at 7"}, {stranger, "morning"}} {
			if f, err := d.editForm(t.Context(), none.who, none.rest); err != nil || f.Line != nil {
				t.Errorf("%q: the form %+v, %v", none.rest, f, err)
			}
		}
		labels := func(m digest.Message) (all []string) {
			for _, b := range buttonsOf(m) {
				all = append(all, b.Label)
			}
			return all
		}
		if diff := cmp.Diff([]string{"Edit morning", "Add a schedule"}, labels(say("schedule list"))); diff != "" {
			t.Errorf("what can be pressed (-want +got):\n%s", diff)
		}
		m, err := p.desk("news", "U1", Member).Reply(t.Context(), "schedule list")
		if err != nil || len(labels(m)) > 0 {
			t.Errorf("who may not change anything can press %q, %v", labels(m), err)
		}
	})
}

// Who has made a schedule can change it from elsewhere, while they administer its
// channel.
func TestOwnSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		p.print("One", "Ana Sorley", "The toll stays")
		n := NewSchedule{Name: "ours", Line: "daily at 12", Zone: time.UTC, Place: Place{Transport: "test", Channel: "news"}, Owner: "test:U1"}
		if _, err := (Schedules{p.publisher}).Add(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			user string
			role Role // in the channel
			want string
		}{{"U1", Admin, "every day at 09:00"}, {"U1", Member, "belongs to another channel"}, {"U2", Admin, "belongs to another channel"}} {
			c := p.desk("D"+tt.user, tt.user, Admin)
			c.Event.Direct = true
			c.elsewhere = func(_ context.Context, at Place, _ Role) (Role, error) {
				if at != n.Place {
					t.Errorf("the role in %s is asked", at)
				}
				return tt.role, nil
			}
			m, err := c.Reply(t.Context(), "schedule edit ours daily at 9")
			if err != nil || !strings.Contains(words(m), tt.want) {
				t.Errorf("%s, %s: %v, %q is not in\n%s", tt.user, tt.role, err, tt.want, words(m))
			}
		}
	})
}

// What was posted is linked where it has an address, and named by its ID elsewhere.
func TestWhyLinks(t *testing.T) {
	for channel, want := range map[string]string{"news": "https://chat.example/news/", "unlinked": "(message "} {
		synctest.Test(t, func(t *testing.T) {
			p := newPaper(t)
			p.print("One", "Ana Sorley", "The toll stays")
			if _, err := (Schedules{p.publisher}).Add(t.Context(), NewSchedule{Name: "ours", Line: "daily at 12", Zone: time.UTC, Place: Place{Transport: "test", Channel: channel}}); err != nil {
				t.Fatal(err)
			}
			p.run(time.Now().Add(13 * time.Hour))
			m, err := p.desk(channel, "U1", Member).Reply(t.Context(), "why One")
			if err != nil {
				t.Fatal(err)
			}
			found := ""
			for _, b := range m.Blocks {
				if list, ok := b.(digest.List); ok {
					last := list.Items[len(list.Items)-1][0]
					found = last.URL + last.Text
				}
			}
			if !strings.Contains(found, want) || !strings.Contains(found, "The schedule ours posted it here on") {
				t.Errorf("why says %q, want %q in it", found, want)
			}
		})
	}
}
