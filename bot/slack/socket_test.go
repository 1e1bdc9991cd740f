package slack

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/slack/fake"
	"whosaid/digest"
)

// clerk is a desk that keeps what it was handed.
type clerk struct {
	events chan bot.Event
	handle func(bot.Event) error // nil for none
	form   func(bot.Event) (bot.Form, bool)
	home   digest.Message
	hints  []string
}

func newClerk() *clerk { return &clerk{events: make(chan bot.Event, 1000)} }

func (c *clerk) Handle(_ context.Context, e bot.Event) error {
	if c.handle != nil {
		if err := c.handle(e); err != nil {
			return err
		}
	}
	c.events <- e
	return nil
}

func (c *clerk) Home(context.Context, bot.Event) (digest.Message, error) { return c.home, nil }
func (c *clerk) Hints(context.Context) ([]string, error)                 { return c.hints, nil }

func (c *clerk) Form(_ context.Context, e bot.Event) (bot.Form, bool) {
	if c.form == nil {
		return bot.Form{}, false
	}
	return c.form(e)
}

func (c *clerk) next(t *testing.T) bot.Event {
	t.Helper()
	select {
	case e := <-c.events:
		return e
	case <-time.After(20 * time.Second):
		t.Fatal("no event came")
		return bot.Event{}
	}
}

func (c *clerk) none(t *testing.T) {
	t.Helper()
	select {
	case e := <-c.events:
		t.Errorf("an event came that should not: %+v", e)
	default:
	}
}

// listen runs a transport until the test ends, and returns when it is ready.
func listen(t *testing.T, tr *Transport, d bot.Desk) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}, 1000), make(chan error, 1)
	go func() { ended <- tr.Listen(ctx, d, func() { ready <- struct{}{} }) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { stop() })
	select {
	case <-ready:
	case err := <-ended:
		ended <- err
		t.Fatalf("Listen: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("not ready")
	}
	return stop
}

// acked waits for the reply to something and checks that it was acknowledged.
func acked(t *testing.T, reply <-chan fake.Reply) fake.Reply {
	t.Helper()
	r := <-reply
	if !r.Acked {
		t.Errorf("it was not acknowledged, in %d attempts", r.Attempts)
	}
	return r
}

// What nobody knows yet has to be acknowledged, or it comes again and again; and a
// message may not be lost for a field or a block in it that is new.
func TestUnknownIsAcknowledged(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{Retries: []time.Duration{}})
	c := newClerk()
	listen(t, tr, c)
	for _, event := range []map[string]any{
		{"type": "no_such_event_yet"}, {"type": "message", "subtype": "no_such_subtype", "channel": at.Channel}, {"type": 7}, {"type": "message", "channel": 7}, {},
	} {
		acked(t, s.Emit(event))
	}
	acked(t, s.EmitEnvelope("no_such_envelope", map[string]any{"a": 1}))
	acked(t, s.EmitEnvelope("interactive", map[string]any{"type": "no_such_interaction"}))
	acked(t, s.EmitEnvelope("slash_commands", map[string]any{"channel_id": []int{1}}))
	c.none(t)
	ts := fmt.Sprintf("%d.000001", time.Now().Unix()+1)
	acked(t, s.Emit(map[string]any{"type": "message", "channel": "D1", "user": "U1", "ts": ts, "text": "help", "new_field": map[string]any{"a": 1},
		"blocks": []any{map[string]any{"type": "rich_text", "elements": "not a list"}}, "files": "not a list"}))
	if e := c.next(t); e.Text != "help" {
		t.Errorf("the event is %+v", e)
	}
}

// An acknowledgement means that the event is on disk.
func TestAcknowledgedAfterHandling(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{Patience: time.Minute})
	c := newClerk()
	release := make(chan struct{})
	c.handle = func(bot.Event) error { <-release; return nil }
	listen(t, tr, c)
	user := s.AddUser("Ana", "")
	reply := s.Slash(at.Channel, user, "/whosaid", "help")
	select {
	case <-reply:
		t.Fatal("it was acknowledged before it was handled")
	case <-time.After(100 * time.Millisecond):
	}
	close(release)
	acked(t, reply)
}

func TestRefusedIsNotAcknowledged(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{Patience: 300 * time.Millisecond, Retries: []time.Duration{0, 0, 0}})
	c := newClerk()
	c.handle = func(bot.Event) error { return errors.New("the disk is full") }
	listen(t, tr, c)
	ts := fmt.Sprintf("%d.000001", time.Now().Unix()+1)
	r := <-s.Emit(map[string]any{"type": "message", "channel": at.Channel, "user": "U1", "ts": ts, "text": "<@" + fake.BotUser + "> help"})
	if r.Acked || r.Attempts != 4 {
		t.Errorf("it was acknowledged: %v, after %d attempts; want three redeliveries", r.Acked, r.Attempts)
	}
}

// The library's channel of events holds 50, and its reader waits while it is full.
func TestFlood(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{Patience: time.Minute})
	c := newClerk()
	c.handle = func(bot.Event) error { time.Sleep(2 * time.Millisecond); return nil }
	listen(t, tr, c)
	user := s.AddUser("Ana", "")
	channel := s.Direct(user)
	const many = 400
	for i := range many {
		s.Say(channel, user, "", fmt.Sprint(i))
	}
	for i := range many { // those of one channel in order
		if e := c.next(t); e.Text != fmt.Sprint(i) {
			t.Fatalf("event %d is %q", i, e.Text)
		}
	}
	s.Settle()
}

// The library opens the next connection at once, thousands of times a second.
func TestReconnectingIsHeldBack(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	listen(t, tr, newClerk())
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		s.Disconnect("refresh_requested")
	}
	if n := len(s.Calls("apps.connections.open")); n < 2 || n > 5 {
		t.Errorf("%d connections were opened in 2 s", n)
	}
}

func TestThrottle(t *testing.T) {
	th := &throttle{}
	now := time.Now()
	var waited time.Duration
	for range 20 {
		wait := th.next(now)
		waited += wait
		now = now.Add(wait)
	}
	if waited < 4*time.Minute {
		t.Errorf("20 connections were opened within %v", waited)
	}
	if wait := th.next(now.Add(time.Hour)); wait != 0 {
		t.Errorf("after an hour the next connection waits %v", wait)
	}
}

// Each way in which Slack ends a connection is survived.
func TestDisconnects(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{Retries: []time.Duration{0, time.Second, 3 * time.Second}})
	c := newClerk()
	listen(t, tr, c)
	user := s.AddUser("Ana", "")
	for _, end := range []func(){
		func() { s.Disconnect("warning") }, func() { s.Disconnect("refresh_requested") }, func() { s.Disconnect("link_disabled") }, s.Drop,
	} {
		end()
		for s.Sockets() == 0 {
			time.Sleep(5 * time.Millisecond)
		}
		s.Say(s.Direct(user), user, "", "help")
		if e := c.next(t); e.Text != "help" {
			t.Errorf("the event is %+v", e)
		}
		s.Settle()
	}
}

// What trying again cannot help ends Listen, in words that say what to do.
func TestFatal(t *testing.T) {
	tests := []struct {
		method, code, want string
	}{
		{"auth.test", "invalid_auth", "install the app again"},
		{"auth.test", "account_inactive", "install it again"},
		{"apps.connections.open", "invalid_auth", "install the app again"},
		{"apps.connections.open", "not_authed", "install the app again"},
		{"apps.connections.open", "token_revoked", "install the app again"},
		{"apps.connections.open", "account_inactive", "install it again"},
		{"apps.connections.open", "not_allowed_token_type", "xapp-"}, // the library would try for ever
		{"apps.connections.open", "missing_scope", "scope"},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.code, func(t *testing.T) {
			s, tr, _ := workspace(t, fake.Options{})
			s.Fail(fake.Fault{Method: tt.method, Kind: fake.Refuse, Code: tt.code, Times: 1000})
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			err := tr.Listen(ctx, newClerk(), func() { t.Error("it was ready") })
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.code) {
				t.Errorf("Listen: %v, want an error with %q", err, tt.want)
			}
			if n := len(s.Calls(tt.method)); n > 2 {
				t.Errorf("it was tried %d times", n)
			}
		})
	}
}

func TestUninstalled(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	ended := make(chan error, 1)
	ready := make(chan struct{})
	go func() { ended <- tr.Listen(context.Background(), newClerk(), sync.OnceFunc(func() { close(ready) })) }()
	<-ready
	s.Emit(map[string]any{"type": "app_uninstalled"}) // whether it is acknowledged in time is open, and all the same
	if err := <-ended; !errors.Is(err, errRevoked) {
		t.Errorf("Listen: %v", err)
	}
}

// What passes by itself does not end Listen.
func TestTroubleAtTheStart(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	s.Fail(fake.Fault{Method: "auth.test", Kind: fake.Down})
	s.Fail(fake.Fault{Method: "auth.test", Kind: fake.Limit, After: time.Second})
	s.Fail(fake.Fault{Method: "apps.connections.open", Kind: fake.Down})
	s.Fail(fake.Fault{Method: "apps.connections.open", Kind: fake.Refuse, Code: "internal_error"})
	if err := listen(t, tr, newClerk())(); err != nil {
		t.Errorf("Listen: %v", err)
	}
}

// Nothing is posted twice: an unsure message is not sent again by us.
func TestLostResponseIsNotSentAgain(t *testing.T) {
	s, tr, at := workspace(t, fake.Options{})
	s.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Lose})
	if _, err := tr.Post(context.Background(), bot.Post{To: at, Message: said("once"), Key: "k"}); !errors.Is(err, bot.ErrUnsure) {
		t.Errorf("Post: %v", err)
	}
	if n := len(s.Calls("chat.postMessage")); n != 1 {
		t.Errorf("chat.postMessage was called %d times", n)
	}
}

// What is wrong with the connection is known while it does not stand.
func TestDown(t *testing.T) {
	s, tr, _ := workspace(t, fake.Options{})
	listen(t, tr, newClerk())
	if down := tr.Down(); down != nil {
		t.Fatalf("it is connected, and down because of %v", down.Err)
	}
	becomes := func(down bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); (tr.Down() != nil) != down; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("down does not become %v", down)
			}
		}
	}
	s.Fail(fake.Fault{Method: "apps.connections.open", Kind: fake.Down, Times: 2})
	s.Drop()
	becomes(true)
	becomes(false)
}
