package slack

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/bot"
	"whosaid/bot/slack/fake"
	"whosaid/digest"
)

func TestSlashCommand(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	c := newClerk()
	listen(t, tr, c)
	ana := s.AddUser("Ana", "")
	r := acked(t, s.Slash(at.Channel, ana, "/whosaid", "who said what about Marks &amp; Spencer"))
	if !strings.Contains(string(r.Payload), `"in_channel"`) || len(r.Payload) > 1000 {
		t.Errorf("the acknowledgement is %s: the channel does not see the question", r.Payload)
	}
	e := c.next(t)
	if e.Occasion != bot.Said || e.Text != "who said what about Marks & Spencer" || e.Place != at || e.Message != "" || e.Direct {
		t.Errorf("the event is %+v", e)
	}
	if err := tr.Mark(context.Background(), e.Place, e.Message, bot.Working); err != nil {
		t.Errorf("marking a slash command: %v", err)
	}
}

// A slash command can come from where the bot is no member: only the person sees
// the answer, as the others have not asked for a bot there.
func TestSlashWhereTheBotIsNot(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	c := newClerk()
	listen(t, tr, c)
	ana := s.AddUser("Ana", "")
	ctx := context.Background()
	for _, channel := range []string{s.AddChannel("open", false, ana), s.AddChannel("closed", true, ana), "D0OTHERS"} {
		r := acked(t, s.Slash(channel, ana, "/whosaid", "help"))
		if strings.Contains(string(r.Payload), "in_channel") {
			t.Error("the channel is shown a command of a bot that is not in it")
		}
		e := c.next(t)
		if e.Direct || e.Place.Channel != channel { // direct would make the person an admin of the channel
			t.Errorf("the event is %+v", e)
		}
		before := len(s.Responses())
		id, err := tr.Post(ctx, bot.Post{To: e.Place, Message: anAnswer(), Key: "k"})
		if err != nil || id == "" {
			t.Fatalf("Post: %q, %v", id, err)
		}
		got := s.Responses()[before:]
		if len(got) != 1 || got[0].User != ana || got[0].Type != "ephemeral" || got[0].Blocks == nil {
			t.Errorf("she is shown %+v", got)
		}
		reply, err := s.PressShown(got[0], "Sources")
		if err != nil {
			t.Fatal(err)
		}
		acked(t, reply)
		if p := c.next(t); p.Direct || p.Place != e.Place || p.Text != "sources" || p.User.ID != ana {
			t.Errorf("pressed by her is %+v", p)
		}
		for _, err := range []error{tr.Edit(ctx, e.Place, id, said("x")), tr.Delete(ctx, e.Place, id), tr.Mark(ctx, e.Place, id, bot.Done)} {
			if err != nil {
				t.Error(err)
			}
		}
	}
	late := bot.Place{Transport: "slack", Channel: "C1", Thread: "@U404"}
	if _, err := tr.Post(ctx, bot.Post{To: late, Message: said("x")}); err == nil || errors.Is(err, bot.ErrGone) {
		t.Errorf("Post long after the command: %v", err)
	}
}

// schedule is a form like that of a schedule.
func schedule(e bot.Event) (bot.Form, bool) {
	if e.Text != "schedule add" {
		return bot.Form{}, false
	}
	return bot.Form{
		Title: "A digest on a schedule, and more words than fit",
		Fields: []bot.Entry{
			{Name: "when", Label: "When", Hint: "such as “weekdays 8:00”", Value: "daily 8:00"},
			{Name: "what", Label: "Which articles", Options: []string{"all", strings.Repeat("a long filter ", 20), "about:CNRM"}, Value: "all"},
			{Name: "title", Label: "Title", Optional: true},
		},
		Check: func(v map[string]string) map[string]string {
			if v["when"] == "never" {
				return map[string]string{"when": "Say when."}
			}
			return nil
		},
		Line: func(v map[string]string) string {
			return "schedule add " + v["when"] + "|" + v["what"] + "|" + v["title"]
		},
	}, true
}

func TestForm(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	c := newClerk()
	c.form = schedule
	listen(t, tr, c)
	ana := s.AddUser("Ana", "")
	acked(t, s.Slash(at.Channel, ana, "/whosaid", "schedule add"))
	c.none(t)
	if s.Modal() == nil {
		t.Fatal("no modal is open")
	}
	reply, err := s.Submit(ana, map[string]string{"When": "never"})
	if err != nil {
		t.Fatal(err)
	}
	if r := acked(t, reply); string(r.Payload) != `{"errors":{"when":"Say when."},"response_action":"errors"}` || s.Modal() == nil {
		t.Errorf("what is wrong is answered %s", r.Payload)
	}
	c.none(t)
	reply, err = s.Submit(ana, map[string]string{"When": "weekdays 9:00\u202e", "Which articles": "about:CNRM"})
	if err != nil {
		t.Fatal(err)
	}
	if r := acked(t, reply); len(r.Payload) > 0 && string(r.Payload) != "null" {
		t.Errorf("the modal is answered %s, and stays open", r.Payload)
	}
	e := c.next(t)
	if e.Occasion != bot.Said || !strings.HasPrefix(e.Text, "schedule add weekdays 9:00") || !strings.HasSuffix(e.Text, "|about:CNRM|") || e.Place != at || e.User.ID != ana {
		t.Errorf("the event is %+v", e)
	}
}

// Where Slack does not open the form, the bot answers in words.
func TestFormThatDoesNotOpen(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{Trigger: time.Nanosecond})
	c := newClerk()
	c.form = schedule
	listen(t, tr, c)
	acked(t, s.Slash(at.Channel, s.AddUser("Ana", ""), "/whosaid", "schedule add"))
	if e := c.next(t); e.Text != "schedule add" {
		t.Errorf("the event is %+v", e)
	}
	if s.Modal() != nil {
		t.Error("a modal is open")
	}
}

func TestButtons(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	c := newClerk()
	listen(t, tr, c)
	ana := s.AddUser("Ana", "")
	at.Thread = s.Say(at.Channel, ana, "", "a thread")
	id, err := tr.Post(context.Background(), bot.Post{To: at, Message: anAnswer(), Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	reply, err := s.Press(at.Channel, id, ana, "Sources")
	if err != nil {
		t.Fatal(err)
	}
	acked(t, reply)
	if e := c.next(t); e.Occasion != bot.Pressed || e.Text != "sources" || e.Place != at || e.Message != id {
		t.Errorf("the event is %+v", e)
	}
	direct := bot.Place{Transport: "slack", Channel: s.Direct(ana)}
	id, err = tr.Post(context.Background(), bot.Post{To: direct, Message: anAnswer(), Key: "k2"})
	if err != nil {
		t.Fatal(err)
	}
	if reply, err = s.Press(direct.Channel, id, ana, "Sources"); err != nil {
		t.Fatal(err)
	}
	acked(t, reply)
	if e := c.next(t); e.Place != direct || !e.Direct {
		t.Errorf("the event is %+v", e)
	}
}

func TestHome(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	c := newClerk()
	var blocks []digest.Block
	for range 120 {
		blocks = append(blocks, text(plain("a feed that she follows")))
	}
	blocks = append([]digest.Block{title("What you follow"), digest.Buttons{Items: []digest.Button{{Label: "Add a schedule", Command: "schedule add"}}}}, blocks...)
	c.home = digest.Message{Blocks: blocks}
	listen(t, tr, c)
	ana := s.AddUser("Ana", "")
	s.OpenHome(ana, "messages")
	s.OpenHome(ana, "home")
	for end := time.Now().Add(20 * time.Second); s.Home(ana) == nil; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("there is no home tab")
		}
	}
	var view struct{ Blocks []json.RawMessage }
	if err := json.Unmarshal(s.Home(ana).Content, &view); err != nil || len(view.Blocks) != mostViewBlocks {
		t.Errorf("the home tab has %d blocks, %v", len(view.Blocks), err)
	}
	reply, err := s.PressHome(ana, "Add a schedule")
	if err != nil {
		t.Fatal(err)
	}
	acked(t, reply)
	if e := c.next(t); e.Text != "schedule add" || !e.Direct || e.Place.Channel != s.Direct(ana) || e.Place.Thread != "" {
		t.Errorf("the event is %+v", e)
	}
}

func TestAssistant(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	c := newClerk()
	c.hints = []string{"who is Ana Sorley", strings.Repeat("long ", 50), "", "latest from the CNRM", "digest", "one too many"}
	listen(t, tr, c)
	ana := s.AddUser("Ana", "")
	thread := s.OpenAssistant(ana)
	for end := time.Now().Add(20 * time.Second); s.Prompts(s.Direct(ana), thread) == nil; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nothing is suggested")
		}
	}
	got := s.Prompts(s.Direct(ana), thread)
	if len(got) != 4 || got[0].Message != "who is Ana Sorley" || len(got[1].Title) > 80 || got[1].Message != c.hints[1] {
		t.Errorf("suggested is %+v", got)
	}
}

func TestCheckFindsWhatIsMissing(t *testing.T) {
	all := scopeNames()
	tests := []struct {
		name    string
		options fake.Options
		before  func(*fake.Server, *bot.Place)
		want    []string // in the findings that are not right
	}{
		{"nothing", fake.Options{Scopes: all}, nil, nil},
		{"the token", fake.Options{Scopes: all}, func(s *fake.Server, _ *bot.Place) {
			s.Fail(fake.Fault{Method: "auth.test", Kind: fake.Refuse, Code: "token_revoked"})
		}, []string{"bot token of slack does not work: token_revoked"}},
		{"scopes", fake.Options{Scopes: all[1:]}, nil, []string{"lacks the scope " + all[0]}},
		{"the app token", fake.Options{Scopes: all}, func(s *fake.Server, _ *bot.Place) {
			s.Fail(fake.Fault{Method: "apps.connections.open", Kind: fake.Refuse, Code: "not_allowed_token_type"})
		}, []string{"Socket Mode does not connect: not_allowed_token_type"}},
		{"an invitation", fake.Options{Scopes: all}, func(s *fake.Server, p *bot.Place) { p.Channel = s.AddChannel("other", false) }, []string{"not in the channel #other"}},
		{"the channel", fake.Options{Scopes: all}, func(_ *fake.Server, p *bot.Place) { p.Channel = "C404" }, []string{"no channel slack:C404"}},
		{"a person", fake.Options{Scopes: all}, func(_ *fake.Server, p *bot.Place) { p.Channel = "U404" }, []string{"nobody of the ID slack:U404"}},
		{"life", fake.Options{Scopes: all}, func(s *fake.Server, p *bot.Place) { s.Archive(p.Channel, "") }, []string{"archived"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, tr, at := workspace(t, tt.options)
			if tt.before != nil {
				tt.before(s, &at)
			}
			var wrong []string
			for _, f := range tr.Check(context.Background(), []bot.Place{at, {Transport: "matrix", Channel: "!x"}}) {
				if !f.OK {
					wrong = append(wrong, f.What)
					if f.Remedy == "" || !strings.HasSuffix(f.Remedy, ".") {
						t.Errorf("%q has the remedy %q", f.What, f.Remedy)
					}
				}
			}
			f := tr.CanPost(context.Background(), at)
			if posts := len(tt.want) == 0 || strings.Contains(tt.want[0], "scope") || strings.Contains(tt.want[0], "Socket") || strings.Contains(tt.want[0], "token"); posts != (f == nil) {
				t.Errorf("that something can be posted is %v: %+v", posts, f)
			}
			ok := len(wrong) == len(tt.want)
			for i := range wrong {
				ok = ok && strings.Contains(wrong[i], tt.want[i])
			}
			if !ok {
				t.Errorf("missing (-want +got):\n%s", cmp.Diff(tt.want, wrong))
			}
		})
	}
}
