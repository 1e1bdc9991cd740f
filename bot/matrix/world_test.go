//go:build goolm

package matrix

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/bot/conform"
	"whosaid/bot/matrix/homeserver"
)

const password = "correct horse battery"

func TestMain(m *testing.M) {
	code := m.Run()
	homeserver.Close()
	os.Exit(code)
}

// world is an account of the bot's and a person on a real homeserver, in a channel
// and in a direct conversation.
type world struct {
	t       *testing.T
	config  Config
	line    *line
	person  *person
	channel id.RoomID
	direct  id.RoomID
}

// newWorld makes a world, its rooms encrypted or not.
func newWorld(t *testing.T, encrypted bool) *world {
	t.Helper()
	server := homeserver.Shared(t)
	w := &world{t: t, line: &line{}}
	user := server.Register(t, unique("whosaid"), password)
	w.config = Config{
		Homeserver: server.URL, User: user, Password: password, Folder: t.TempDir(), Allow: []string{"*:" + homeserver.Name},
		Client: &http.Client{Transport: w.line, Timeout: requestTimeout},
	}
	w.person = newPerson(t, server.URL, server.Register(t, unique("ana"), password))
	first := w.open()
	w.channel = w.person.create(t, encrypted, &mautrix.ReqCreateRoom{Name: "Newsroom", Invite: []id.UserID{id.UserID(user)}})
	w.direct = w.person.create(t, encrypted, &mautrix.ReqCreateRoom{IsDirect: true, Preset: "trusted_private_chat", Invite: []id.UserID{id.UserID(user)}})
	for _, room := range []id.RoomID{w.channel, w.direct} {
		if _, err := first.client.JoinRoomByID(t.Context(), room); err != nil {
			t.Fatal(err)
		}
	}
	w.person.wait(t, func() bool { return w.person.sees(t, w.channel, user) && w.person.sees(t, w.direct, user) })
	return w
}

func unique(name string) string { return name + "-" + strings.ToLower(rand.Text()[:8]) }

func (w *world) open() *Transport {
	w.t.Helper()
	tr, err := New(w.t.Context(), w.config)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { tr.Close() })
	return tr
}

func (w *world) Transport() bot.Transport { return w.open() }

func (w *world) Channel() bot.Place {
	return bot.Place{Transport: "matrix", Channel: w.channel.String()}
}
func (w *world) Direct() bot.Place { return bot.Place{Transport: "matrix", Channel: w.direct.String()} }

// written is what a person writes to the bot: with the command word, except where
// only the bot listens.
func (w *world) written(at bot.Place, text string) string {
	if at.Channel == w.direct.String() {
		return text
	}
	return strings.TrimSpace(commandWord + " " + text)
}

func (w *world) Say(ctx context.Context, at bot.Place, text string) (string, error) {
	return w.Chat(ctx, at, w.written(at, text))
}

func (w *world) Chat(ctx context.Context, at bot.Place, text string) (string, error) {
	c := &event.MessageEventContent{MsgType: event.MsgText, Body: text}
	if at.Thread != "" {
		c.RelatesTo = (&event.RelatesTo{}).SetThread(id.EventID(at.Thread), id.EventID(at.Thread))
	}
	return w.person.send(ctx, id.RoomID(at.Channel), c)
}

func (w *world) Amend(ctx context.Context, at bot.Place, message, text string) error {
	c := &event.MessageEventContent{MsgType: event.MsgText, Body: w.written(at, text)}
	c.SetEdit(id.EventID(message))
	_, err := w.person.send(ctx, id.RoomID(at.Channel), c)
	return err
}

func (w *world) Withdraw(ctx context.Context, at bot.Place, message string) error {
	_, err := w.person.client.RedactEvent(ctx, id.RoomID(at.Channel), id.EventID(message))
	return err
}

// Press reacts with what the message says for the button.
func (w *world) Press(ctx context.Context, at bot.Place, message, label string) error {
	shown, err := w.Shown(ctx, bot.Place{Transport: at.Transport, Channel: at.Channel})
	if err != nil {
		return err
	}
	for _, s := range shown {
		if s.ID != message {
			continue
		}
		key := reactionFor(s.Text, label)
		if key == "" {
			return fmt.Errorf("the message does not say how to press %q: %s", label, s.Text)
		}
		_, err := w.person.client.SendReaction(ctx, id.RoomID(at.Channel), id.EventID(message), key)
		return err
	}
	return fmt.Errorf("there is no message %s", message)
}

// reactionFor reads "➕ 4 more quotes – react with ➕ …" and "2. Jonas Lind".
func reactionFor(text, label string) string {
	for line := range strings.Lines(text) {
		if before, _, ok := strings.Cut(line, " "+label); ok && !strings.ContainsAny(before, " ") {
			if n, dot := strings.CutSuffix(before, "."); dot && len(n) == 1 {
				return n + "\ufe0f\u20e3"
			}
			return before
		}
	}
	return ""
}

func (w *world) Shown(ctx context.Context, at bot.Place) ([]conform.Shown, error) {
	return w.person.shown(ctx, at, id.UserID(w.config.User))
}

func (w *world) Break(context.Context) error {
	w.line.cut()
	return nil
}

func (w *world) Lose(context.Context) error {
	w.line.lose(1)
	return nil
}

// found waits until a message is found by its key, "" where that takes too long:
// a homeserver shows a room's history a moment after it has taken a message.
func (w *world) found(tr *Transport, at bot.Place, key string, since time.Time) (message string) {
	w.t.Helper()
	w.person.wait(w.t, func() bool {
		var err error
		if message, err = tr.Find(w.t.Context(), at, key, since); err != nil {
			w.t.Fatal(err)
		}
		return message != ""
	})
	return message
}

// line is the bot's line to the homeserver, which can break.
type line struct {
	mu      sync.Mutex
	broken  chan struct{} // closed when the line breaks; nil before the first request
	failing int           // so many requests fail after a break
	losing  int           // so many responses to messages are lost
	record  func(*http.Request)
}

var errLine = errors.New("connection reset by peer")

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken != nil {
		close(l.broken)
	}
	l.broken, l.failing = nil, 2
}

func (l *line) lose(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.losing = n
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	if l.record != nil {
		l.record(r)
	}
	if l.failing > 0 {
		l.failing--
		l.mu.Unlock()
		return nil, errLine
	}
	if l.broken == nil {
		l.broken = make(chan struct{})
	}
	broken := l.broken
	lost := l.losing > 0 && r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/send/m.room.")
	if lost {
		l.losing--
	}
	l.mu.Unlock()

	ctx, cancel := context.WithCancelCause(r.Context())
	done := make(chan struct{})
	go func() {
		select {
		case <-broken:
			cancel(errLine)
		case <-done:
		}
	}()
	resp, err := http.DefaultTransport.RoundTrip(r.WithContext(ctx))
	if err != nil || lost {
		close(done)
		cancel(nil)
		if err == nil {
			resp.Body.Close()
			return nil, io.ErrUnexpectedEOF
		}
		if errors.Is(context.Cause(ctx), errLine) {
			return nil, errLine
		}
		return nil, err
	}
	resp.Body = &watched{resp.Body, sync.OnceFunc(func() { close(done); cancel(nil) })}
	return resp, nil
}

type watched struct {
	io.ReadCloser
	end func()
}

func (w *watched) Close() error {
	defer w.end()
	return w.ReadCloser.Close()
}
