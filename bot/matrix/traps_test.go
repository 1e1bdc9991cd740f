//go:build goolm

package matrix

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/bot/matrix/homeserver"
	"whosaid/digest"
)

// What goes into an encrypted room is encrypted, also when the store knows nothing of
// the room because the first sync has not come: from a fresh start, without Listen.
func TestNeverPlain(t *testing.T) {
	w := newWorld(t, true)
	var sent []string
	w.line.record = func(r *http.Request) {
		if r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/send/") {
			sent = append(sent, r.URL.Path)
		}
	}
	tr := w.open()
	if _, err := tr.state.Exec(t.Context(), "DELETE FROM mx_room_state"); err != nil {
		t.Fatal(err)
	}
	ctx, at := t.Context(), w.Channel()
	message, err := tr.Post(ctx, bot.Post{To: at, Message: sampleAnswer(), Key: "secret 1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Edit(ctx, at, message, plain("edited")); err != nil {
		t.Fatal(err)
	}
	if len(sent) < 2 {
		t.Fatalf("the bot has sent %q", sent)
	}
	for _, path := range sent {
		if !strings.Contains(path, "/send/m.room.encrypted/") && !strings.Contains(path, "/send/m.reaction/") {
			t.Errorf("into an encrypted room it sends %s", path)
		}
	}
	w.person.wait(t, func() bool {
		shown, err := w.Shown(ctx, at)
		return err == nil && len(shown) == 1 && shown[0].Text == "edited\n"
	})
}

// The bot's device is signed by the account, so that no client warns.
func TestCrossSigned(t *testing.T) {
	w := newWorld(t, true)
	tr := w.open()
	machine := w.person.helper.Machine()
	devices, err := machine.FetchKeys(t.Context(), []id.UserID{tr.client.UserID}, true)
	if err != nil {
		t.Fatal(err)
	}
	device := devices[tr.client.UserID][tr.client.DeviceID]
	if device == nil {
		t.Fatalf("the person does not see the bot's device among %v", devices)
	}
	trust, err := machine.ResolveTrustContext(t.Context(), device)
	if err != nil || trust < id.TrustStateCrossSignedTOFU {
		t.Errorf("the person trusts the bot's device as %v: %v", trust, err)
	}
}

// The same key is the same message: when it is sent again, when the client was
// restarted in between, and, found by its key, when the homeserver was.
func TestSentOnce(t *testing.T) {
	for _, encrypted := range []bool{false, true} {
		w := newWorld(t, encrypted)
		ctx, since := t.Context(), time.Now().Add(-time.Minute)
		post := bot.Post{To: w.Channel(), Message: plain("The quay is older than the town."), Key: "schedule 1 2031-03-04"}
		var messages []string
		for range 2 {
			tr := w.open()
			for range 2 {
				message, err := tr.Post(ctx, post)
				if err != nil {
					t.Fatal(err)
				}
				messages = append(messages, message)
			}
			if err := tr.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if len(slices.Compact(slices.Clone(messages))) != 1 {
			t.Errorf("encrypted %v: one key has made the messages %q", encrypted, messages)
		}
		tr := w.open()
		if got := w.found(tr, post.To, post.Key, since); got != messages[0] {
			t.Errorf("encrypted %v: found is %q, want %q", encrypted, got, messages[0])
		}
		if got, err := tr.Find(ctx, post.To, "schedule 1 2031-03-05", since); err != nil || got != "" {
			t.Errorf("encrypted %v: what was not posted is found: %q, %v", encrypted, got, err)
		}
		if got, err := tr.Find(ctx, post.To, post.Key, time.Now().Add(time.Minute)); err != nil || got != "" {
			t.Errorf("what is older than the time asked for is found: %q, %v", got, err)
		}
	}
}

// answer is a homeserver that answers messages in one way.
type answer struct {
	status int
	body   string
	header http.Header
	err    error
	next   http.RoundTripper
}

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, "/send/") {
		return a.next.RoundTrip(r)
	}
	if a.err != nil {
		return nil, a.err
	}
	return &http.Response{StatusCode: a.status, Status: http.StatusText(a.status), Header: a.header, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

func TestErrors(t *testing.T) {
	w := newWorld(t, false)
	for _, tt := range []struct {
		name  string
		in    answer
		after time.Duration // of a Retry; -1 for none
		is    error
	}{
		{"rate limit", answer{status: 429, body: `{"errcode":"M_LIMIT_EXCEEDED","error":"slow","retry_after_ms":2500}`}, 2500 * time.Millisecond, nil},
		{"rate limit in a header", answer{status: 429, body: `{"errcode":"M_LIMIT_EXCEEDED"}`, header: http.Header{"Retry-After": {"7"}}}, 7 * time.Second, nil},
		{"rate limit of a proxy", answer{status: 429, body: `<html>`}, time.Second, nil},
		{"refused connection", answer{err: refused(t)}, 0, nil},
		{"broken connection", answer{err: io.ErrUnexpectedEOF}, -1, bot.ErrUnsure},
		{"time-out", answer{err: timeout{}}, -1, bot.ErrUnsure},
		{"bad gateway", answer{status: 502, body: `<html>`}, -1, bot.ErrUnsure},
		{"server error", answer{status: 500, body: `{"errcode":"M_UNKNOWN","error":"oh"}`}, -1, bot.ErrUnsure},
		{"half an answer", answer{status: 200, body: `{"event_id": "$`}, -1, bot.ErrUnsure},
		{"forbidden", answer{status: 403, body: `{"errcode":"M_FORBIDDEN","error":"no"}`}, -1, bot.ErrGone},
		{"no room", answer{status: 404, body: `{"errcode":"M_NOT_FOUND","error":"no"}`}, -1, bot.ErrGone},
		{"logged out", answer{status: 401, body: `{"errcode":"M_UNKNOWN_TOKEN","error":"no"}`}, tokenPause, nil},
		{"too large", answer{status: 413, body: `{"errcode":"M_TOO_LARGE","error":"no"}`}, -1, errFinal},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := w.config
			tt.in.next = http.DefaultTransport
			if tt.in.header == nil {
				tt.in.header = http.Header{}
			}
			c.Client = &http.Client{Transport: tt.in}
			tr, err := New(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			defer tr.Close()
			_, err = tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: plain("hello"), Key: tt.name})
			var retry *bot.Retry
			switch {
			case errors.As(err, &retry):
				if retry.After != tt.after {
					t.Errorf("to be tried again after %v, want %v: %v", retry.After, tt.after, err)
				}
			case err == nil, tt.after >= 0:
				t.Errorf("the error is %v, and not a Retry", err)
			case tt.is == errFinal:
				if errors.Is(err, bot.ErrGone) || errors.Is(err, bot.ErrUnsure) {
					t.Errorf("the error is %v", err)
				}
			case !errors.Is(err, tt.is):
				t.Errorf("the error is %v, want %v", err, tt.is)
			}
		})
	}
}

var errFinal = errors.New("an error that nothing helps against")

type timeout struct{}

func (timeout) Error() string { return "deadline exceeded" }
func (timeout) Timeout() bool { return true }

func refused(t *testing.T) error {
	t.Helper()
	_, err := http.Get("http://127.0.0.1:1/")
	if err == nil {
		t.Fatal("something answers at port 1")
	}
	return errors.Unwrap(err)
}

// The largest message that Split leaves whole goes through, encrypted too, and so
// does its edit.
func TestLargest(t *testing.T) {
	for _, encrypted := range []bool{false, true} {
		w := newWorld(t, encrypted)
		tr := w.open()
		for name, piece := range map[string]string{"words": "the night ferry ", "marks": `<"&>`, "letters": "夜の船", "emoji": "👩\u200d👩\u200d👧"} {
			n := 1
			for size(plain(strings.Repeat(piece, n)).Blocks) <= sizeLimit {
				n = n*11/10 + 1
			}
			for size(plain(strings.Repeat(piece, n)).Blocks) > sizeLimit {
				n--
			}
			m := plain(strings.Repeat(piece, n))
			if parts := split(m); len(parts) != 1 {
				t.Fatalf("the largest message is split into %d", len(parts))
			}
			message, err := tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: m, Key: "largest " + name})
			if err != nil {
				t.Errorf("encrypted %v: %s: %v", encrypted, name, err)
				continue
			}
			if err := tr.Edit(t.Context(), w.Channel(), message, m); err != nil {
				t.Errorf("encrypted %v: editing %s: %v", encrypted, name, err)
			}
		}
	}
}

// Everything the bot sends says that it alerts nobody.
func TestMentions(t *testing.T) {
	for name, c := range map[string]any{
		"message": newContent(digest.Message{Blocks: everywhere("@room").Blocks[:5]}, "k"),
		"edit":    &content{MessageEventContent: event.MessageEventContent{Mentions: &event.Mentions{}}, NewContent: newContent(plain("@room"), "")},
	} {
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(`"m.mentions":{}`)) || bytes.Contains(data, []byte(`@room`)) {
			t.Errorf("%s: %s", name, data)
		}
	}
}

// What was said while the bot was away is heard, however much it is.
func TestMissed(t *testing.T) {
	w := newWorld(t, false)
	tr := w.open()
	h := listen(t, tr)
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	const many = timeline + pageSize + 7
	for i := range many {
		if _, err := w.Say(t.Context(), w.Channel(), fmt.Sprintf("question %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	h = listen(t, w.open())
	for i := range many {
		if e := h.next(t); e.Text != fmt.Sprintf("question %d", i) {
			t.Fatalf("question %d is heard as %q", i, e.Text)
		}
	}
}

// Only its author edits a message; a notice is another bot's.
func TestForgery(t *testing.T) {
	w := newWorld(t, false)
	other := newPerson(t, w.config.Homeserver, homeserver.Shared(t).Register(t, unique("bo"), password))
	if _, err := w.person.client.InviteUser(t.Context(), w.channel, &mautrix.ReqInviteUser{UserID: other.client.UserID}); err != nil {
		t.Fatal(err)
	}
	if _, err := other.client.JoinRoomByID(t.Context(), w.channel); err != nil {
		t.Fatal(err)
	}
	h := listen(t, w.open())
	question, err := w.Say(t.Context(), w.Channel(), "who is Ana")
	if err != nil {
		t.Fatal(err)
	}
	h.next(t)
	forged := &event.MessageEventContent{MsgType: event.MsgText, Body: "!whosaid who is Bo"}
	forged.SetEdit(id.EventID(question))
	for _, c := range []*event.MessageEventContent{forged, {MsgType: event.MsgNotice, Body: "!whosaid help"}, {MsgType: event.MsgText, Body: "!whosaid digest"}} {
		if _, err := other.send(t.Context(), w.channel, c); err != nil {
			t.Fatal(err)
		}
	}
	if e := h.next(t); e.Occasion != bot.Said || e.Text != "digest" || e.User.ID != other.client.UserID.String() {
		t.Errorf("heard %+v", e)
	}
}

// A message whose key the bot was not given is answered in words, once.
func TestUnreadable(t *testing.T) {
	w := newWorld(t, true)
	tr := w.open()
	h := listen(t, tr)
	for i := range 2 {
		// As a client sends that does not know of the bot's device.
		session := fmt.Sprintf("canary%037d", i)
		_, err := w.person.client.SendMessageEvent(t.Context(), w.channel, event.EventEncrypted, &event.EncryptedEventContent{
			Algorithm: id.AlgorithmMegolmV1, SessionID: id.SessionID(session),
			MegolmCiphertext: []byte("AwgAEpABm6"),
		}, mautrix.ReqSendEvent{DontEncrypt: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	told := 0
	deadline := time.Now().Add(time.Minute)
	for told == 0 && time.Now().Before(deadline) {
		shown, err := w.Shown(t.Context(), w.Channel())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range shown {
			if strings.Contains(s.Text, "I cannot read a message of "+w.person.client.UserID.String()) {
				told++
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	if told != 1 {
		t.Errorf("it is said %d times", told)
	}
	if _, err := w.Say(t.Context(), w.Channel(), "help"); err != nil {
		t.Fatal(err)
	}
	if e := h.next(t); e.Text != "help" {
		t.Errorf("after that the bot hears %+v", e)
	}
}

// The reactions that stand for buttons are those that the message has now.
func TestSeeds(t *testing.T) {
	w := newWorld(t, true)
	tr := w.open()
	ctx, at := t.Context(), w.Channel()
	message, err := tr.Post(ctx, bot.Post{To: at, Message: sampleAnswer(), Key: "seeds"})
	if err != nil {
		t.Fatal(err)
	}
	check := func(want ...string) { // the homeserver may take a moment
		t.Helper()
		w.person.wait(t, func() bool {
			have, err := tr.relations(ctx, w.channel, id.EventID(message), event.RelAnnotation)
			if err != nil {
				t.Fatal(err)
			}
			var keys []string
			for _, e := range have {
				if err := e.Content.ParseRaw(event.EventReaction); err != nil {
					t.Fatal(err)
				}
				if key := e.Content.AsReaction().RelatesTo.Key; key != "" {
					keys = append(keys, key)
				}
			}
			slices.Sort(keys)
			return slices.Equal(keys, want)
		})
	}
	check(moreKey)
	if err := tr.Edit(ctx, at, message, sample()); err != nil {
		t.Fatal(err)
	}
	check(numberKey(1), numberKey(2), numberKey(3), moreKey)
	if err := tr.Edit(ctx, at, message, plain("nothing more")); err != nil {
		t.Fatal(err)
	}
	check()
	if err := tr.Edit(ctx, at, message, sampleAnswer()); err != nil {
		t.Fatal(err)
	}
	check(moreKey)
	if err := tr.Delete(ctx, at, message); err != nil {
		t.Fatal(err)
	}
	check()
}
