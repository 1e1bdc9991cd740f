package slack

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/bot"
	"whosaid/bot/slack/fake"
	"whosaid/digest"
)

// workspace starts a fake workspace with a channel that the bot is in, and its
// transport.
func workspace(t *testing.T, o fake.Options) (*fake.Server, *Transport, bot.Place) {
	t.Helper()
	s, err := fake.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	channel := s.AddChannel("press", false, fake.BotUser)
	return s, connect(t, s), bot.Place{Transport: "slack", Channel: channel}
}

func connect(t *testing.T, s *fake.Server) *Transport {
	t.Helper()
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	tr, err := New(Config{BotToken: fake.BotToken, AppToken: fake.AppToken, APIURL: s.API(), Client: client})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func said(words string) digest.Message {
	return digest.Message{Blocks: []digest.Block{text(plain(words))}}
}

func TestPost(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	ctx := context.Background()
	id, err := tr.Post(ctx, bot.Post{To: at, Message: smallDigest(), Key: "digest-1"})
	if err != nil {
		t.Fatal(err)
	}
	posted := s.Messages(at.Channel, "")
	if len(posted) != 1 || posted[0].TS != id {
		t.Fatalf("Post returned %q; the channel has %+v", id, posted)
	}
	if got := posted[0].Unfurl; got != [2]string{"false", "false"} {
		t.Errorf("the unfurl flags are %q: preview cards would bury the digest", got)
	}
	if !strings.HasPrefix(posted[0].Text, "Digest, 1 – 7 Mar 2031\n") {
		t.Errorf("the text beside the blocks is %q", posted[0].Text)
	}
	at.Thread = id
	reply, err := tr.Post(ctx, bot.Post{To: at, Message: said("the rest"), Key: "digest-1/2"})
	if err != nil {
		t.Fatal(err)
	}
	if in := s.Messages(at.Channel, id); len(in) != 1 || in[0].TS != reply {
		t.Errorf("the thread has %+v", in)
	}
}

func TestEditAndDelete(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	ctx := context.Background()
	id, err := tr.Post(ctx, bot.Post{To: at, Message: said("first"), Key: "k"})
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Edit(ctx, at, id, said("second")); err != nil {
		t.Fatal(err)
	}
	if m := s.Messages(at.Channel, "")[0]; m.Text != "second" || m.Edited == "" {
		t.Errorf("after the edit the message is %+v", m)
	}
	if found, err := tr.Find(ctx, at, "k", time.Now()); err != nil || found != id {
		t.Errorf("after an edit Find = %q, %v, want %q", found, err, id)
	}
	for range 2 { // one that is gone is no error
		if err := tr.Delete(ctx, at, id); err != nil {
			t.Fatal(err)
		}
	}
	if left := s.Messages(at.Channel, ""); len(left) > 0 {
		t.Errorf("after deleting there is %+v", left)
	}
}

func TestMark(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	ctx := context.Background()
	id := s.Say(at.Channel, s.AddUser("Ana", ""), "", "hello")
	for _, step := range []struct {
		mark bot.Mark
		want map[string][]string
	}{
		{bot.Working, map[string][]string{"hourglass_flowing_sand": {fake.BotUser}}},
		{bot.Working, map[string][]string{"hourglass_flowing_sand": {fake.BotUser}}},
		{bot.Done, map[string][]string{"white_check_mark": {fake.BotUser}}},
		{bot.Failed, map[string][]string{"warning": {fake.BotUser}}},
		{bot.Unmarked, map[string][]string{}},
	} {
		if err := tr.Mark(ctx, at, id, step.mark); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(step.want, s.Messages(at.Channel, "")[0].Reactions); diff != "" {
			t.Errorf("after mark %d (-want +got):\n%s", step.mark, diff)
		}
	}
}

// Every way in which posting fails has one of three meanings for who delivers.
func TestPostErrors(t *testing.T) {
	retry := func(after time.Duration) func(error) bool {
		return func(err error) bool {
			var r *bot.Retry
			return errors.As(err, &r) && r.After == after && !errors.Is(err, bot.ErrUnsure)
		}
	}
	is := func(target error) func(error) bool {
		return func(err error) bool { var r *bot.Retry; return errors.Is(err, target) && !errors.As(err, &r) }
	}
	never := func(err error) bool {
		var r *bot.Retry
		return !errors.As(err, &r) && !errors.Is(err, bot.ErrUnsure) && !errors.Is(err, bot.ErrGone)
	}
	tests := []struct {
		name   string
		fault  fake.Fault
		means  func(error) bool
		posted int
	}{
		{"429 with Retry-After", fake.Fault{Kind: fake.Limit, After: 7 * time.Second}, retry(7 * time.Second), 0},
		{"429 without Retry-After", fake.Fault{Kind: fake.Limit}, retry(0), 0},
		{"rate limited with status 200", fake.Fault{Kind: fake.Refuse, Code: "rate_limited"}, retry(0), 0},
		{"ratelimited with status 200", fake.Fault{Kind: fake.Refuse, Code: "ratelimited"}, retry(0), 0},
		{"service unavailable", fake.Fault{Kind: fake.Refuse, Code: "service_unavailable"}, retry(0), 0},
		{"503", fake.Fault{Kind: fake.Down}, is(bot.ErrUnsure), 0},
		{"500 after it was done", fake.Fault{Kind: fake.Crash}, is(bot.ErrUnsure), 1},
		{"the answer is lost", fake.Fault{Kind: fake.Lose}, is(bot.ErrUnsure), 1},
		{"no answer", fake.Fault{Kind: fake.Hang}, is(bot.ErrUnsure), 0},
		{"fatal_error", fake.Fault{Kind: fake.Refuse, Code: "fatal_error"}, is(bot.ErrUnsure), 0},
		{"internal_error", fake.Fault{Kind: fake.Refuse, Code: "internal_error"}, is(bot.ErrUnsure), 0},
		{"channel_not_found", fake.Fault{Kind: fake.Refuse, Code: "channel_not_found"}, is(bot.ErrGone), 0},
		{"is_archived", fake.Fault{Kind: fake.Refuse, Code: "is_archived"}, is(bot.ErrGone), 0},
		{"not_in_channel", fake.Fault{Kind: fake.Refuse, Code: "not_in_channel"}, is(bot.ErrGone), 0},
		{"thread_not_found", fake.Fault{Kind: fake.Refuse, Code: "thread_not_found"}, never, 0},
		{"cannot_reply_to_message", fake.Fault{Kind: fake.Refuse, Code: "cannot_reply_to_message"}, never, 0},
		{"a locked thread", fake.Fault{Kind: fake.Refuse, Code: "restricted_action_thread_locked"}, never, 0},
		{"no threads", fake.Fault{Kind: fake.Refuse, Code: "restricted_action_non_threadable_channel"}, never, 0},
		{"token_revoked", fake.Fault{Kind: fake.Refuse, Code: "token_revoked"}, retry(whenShut), 0},
		{"missing_scope", fake.Fault{Kind: fake.Refuse, Code: "missing_scope"}, retry(whenShut), 0},
		{"invalid_blocks", fake.Fault{Kind: fake.Refuse, Code: "invalid_blocks"}, never, 0},
		{"a code of tomorrow", fake.Fault{Kind: fake.Refuse, Code: "no_such_code_yet"}, never, 0},
	}
	s, tr, at := workspace(t, fake.Options{})
	tr.api = connectFor(t, s, 200*time.Millisecond).api
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(s.Messages(at.Channel, ""))
			tt.fault.Method = "chat.postMessage"
			s.Fail(tt.fault)
			_, err := tr.Post(context.Background(), bot.Post{To: at, Message: said("hello"), Key: tt.name})
			if err == nil || !tt.means(err) {
				t.Errorf("Post: %v", err)
			}
			if got := len(s.Messages(at.Channel, "")) - before; got != tt.posted {
				t.Errorf("%d messages were posted, want %d", got, tt.posted)
			}
			found, err := tr.Find(context.Background(), at, tt.name, time.Now().Add(-time.Minute))
			if err != nil || (found != "") != (tt.posted == 1) {
				t.Errorf("Find = %q, %v after %d were posted", found, err, tt.posted)
			}
			for _, secret := range []string{fake.BotToken, fake.AppToken} {
				if err != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows a token: %v", err)
				}
			}
		})
	}
}

func connectFor(t *testing.T, s *fake.Server, timeout time.Duration) *Transport {
	t.Helper()
	client := &http.Client{Timeout: timeout, Transport: &http.Transport{DisableKeepAlives: true}}
	tr, err := New(Config{BotToken: fake.BotToken, AppToken: fake.AppToken, APIURL: s.API(), Client: client})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// The library's client waits for ever; ours does not.
func TestClientHasTimeout(t *testing.T) {
	for _, c := range []*http.Client{nil, {}, {Timeout: time.Hour}} {
		if got := withTimeout(c).Timeout; got == 0 {
			t.Errorf("withTimeout(%+v) has no time-out", c)
		}
	}
	if http.DefaultClient.Timeout != 0 {
		t.Error("the default client was changed")
	}
}

func TestNothingListens(t *testing.T) {
	s, _, at := workspace(t, fake.Options{})
	tr := connectFor(t, s, 10*time.Second) // by new connections: one that is open and breaks leaves it unsure
	s.Close()
	_, err := tr.Post(context.Background(), bot.Post{To: at, Message: said("hello"), Key: "k"})
	var r *bot.Retry
	if !errors.As(err, &r) {
		t.Errorf("Post to nobody: %v, want a Retry: nothing was sent", err)
	}
}

func TestPlacesThatAreGone(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	away := s.AddChannel("elsewhere", false)
	for _, p := range []bot.Place{{Channel: "C404"}, {Channel: away}} {
		if _, err := tr.Post(context.Background(), bot.Post{To: p, Message: said("hello")}); !errors.Is(err, bot.ErrGone) {
			t.Errorf("Post to %v: %v, want ErrGone", p, err)
		}
	}
	thread := bot.Place{Channel: at.Channel, Thread: "1.000001"} // its channel is there
	if _, err := tr.Post(context.Background(), bot.Post{To: thread, Message: said("hello")}); err == nil || errors.Is(err, bot.ErrGone) {
		t.Errorf("Post to a thread that is gone: %v", err)
	}
	if id, err := tr.Find(context.Background(), thread, "k", time.Now()); id != "" || err != nil {
		t.Errorf("Find in a thread that is gone: %q, %v", id, err)
	}
}

// A picture that Slack cannot fetch makes it refuse the whole message.
func TestPictureRefused(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	s.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Refuse, Code: "invalid_blocks"})
	if _, err := tr.Post(context.Background(), bot.Post{To: at, Message: aHelp(), Key: "k"}); err != nil {
		t.Fatal(err)
	}
	if posted := s.Messages(at.Channel, ""); len(posted) != 1 || strings.Contains(string(posted[0].Blocks), `"image"`) {
		t.Errorf("the message went out as %s", posted[0].Blocks)
	}
}

// Find looks at more than one page, and in threads.
func TestFind(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	ctx, start := context.Background(), time.Now()
	wanted, err := tr.Post(ctx, bot.Post{To: at, Message: said("wanted"), Key: "wanted"})
	if err != nil {
		t.Fatal(err)
	}
	ana := s.AddUser("Ana", "")
	for range historyPage + 5 {
		s.Say(at.Channel, ana, "", "chat")
	}
	inThread := at
	inThread.Thread = wanted
	reply, err := tr.Post(ctx, bot.Post{To: inThread, Message: said("reply"), Key: "reply"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		at        bot.Place
		key, want string
	}{{at, "wanted", wanted}, {inThread, "reply", reply}, {at, "reply", ""}, {at, "absent", ""}} {
		if got, err := tr.Find(ctx, tt.at, tt.key, start); err != nil || got != tt.want {
			t.Errorf("Find(%v, %q) = %q, %v, want %q", tt.at, tt.key, got, err, tt.want)
		}
	}
	person := bot.Place{Transport: at.Transport, Channel: ana}
	told, err := tr.Post(ctx, bot.Post{To: person, Message: said("told"), Key: "told"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := tr.Find(ctx, person, "told", start); err != nil || got != told || told == "" {
		t.Errorf("with a person is found %q, %v, want %q", got, err, told)
	}
	if got, err := tr.Find(ctx, at, "wanted", time.Now().Add(time.Hour)); err != nil || got != "" {
		t.Errorf("Find since an hour from now = %q, %v", got, err)
	}
}

func TestConfig(t *testing.T) {
	good := Config{BotToken: "xoxb-1", AppToken: "xapp-1"}
	for _, tt := range []struct {
		change func(*Config)
		want   string
	}{
		{func(*Config) {}, ""},
		{func(c *Config) { c.BotToken = "xoxp-1" }, "xoxb-"},
		{func(c *Config) { c.AppToken = "" }, "connections:write"},
		{func(c *Config) { c.Listen = ":3000" }, "signing secret"},
		{func(c *Config) { c.Listen, c.AppToken, c.SigningSecret = ":3000", "", "s" }, ""},
	} {
		c := good
		tt.change(&c)
		_, err := New(c)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("New: %v, want an error about %q", err, tt.want)
		}
	}
}

// freeAddress returns an address of the loopback interface that is free.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestLink looks for the address of a message before the workspace is known and after.
func TestLink(t *testing.T) {
	_, tr, _ := workspace(t, fake.Options{})
	at := bot.Place{Transport: "slack", Channel: "C024BE91L"}
	if got := tr.Link(at, "1700000000.000100"); got != "" {
		t.Errorf("before connecting the address is %q", got)
	}
	tr.site.Store("https://acme.slack.example/")
	if got, want := tr.Link(at, "1700000000.000100"), "https://acme.slack.example/archives/C024BE91L/p1700000000000100"; got != want {
		t.Errorf("the address is %q, want %q", got, want)
	}
	if got := tr.Link(bot.Place{Transport: "slack", Channel: "U024BE7LH"}, "1700000000.000100"); got != "" {
		t.Errorf("a person's ID has the address %q", got)
	}
}
