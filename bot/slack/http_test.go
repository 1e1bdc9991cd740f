package slack

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/slack/fake"
)

// receiver is the handler of a transport over HTTP, with its desk.
func receiver(t *testing.T) (http.Handler, *clerk) {
	t.Helper()
	s, err := fake.New(fake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	tr, err := New(Config{BotToken: fake.BotToken, SigningSecret: fake.Secret, Listen: ":0", APIURL: s.API()})
	if err != nil {
		t.Fatal(err)
	}
	c := newClerk()
	l := &listener{Transport: tr, desk: c, self: fake.BotUser, team: fake.TeamID, lanes: newLanes(), back: make(chan struct{}, 1)}
	t.Cleanup(l.lanes.close)
	return l.handler(), c
}

func signedEvent(age time.Duration, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/slack", strings.NewReader(body))
	timestamp := fmt.Sprint(time.Now().Add(-age).Unix())
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Slack-Request-Timestamp", timestamp)
	r.Header.Set("X-Slack-Signature", fake.Sign(fake.Secret, timestamp, body))
	return r
}

func helpEvent() string {
	return fmt.Sprintf(`{"type":"event_callback","event":{"type":"message","channel":"D1","user":"U1","ts":"%d.000001","text":"help"}}`, time.Now().Unix())
}

func TestSignatures(t *testing.T) {
	tests := []struct {
		name   string
		change func(*http.Request)
		age    time.Duration
		want   int
	}{
		{"good", nil, 0, 200},
		{"old but good", nil, 295 * time.Second, 200},
		{"too old", nil, 301 * time.Second, 401},
		{"from the future", nil, -302 * time.Second, 401},
		{"no signature", func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 0, 401},
		{"no timestamp", func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, 0, 401},
		{"another timestamp", func(r *http.Request) {
			r.Header.Set("X-Slack-Request-Timestamp", fmt.Sprint(time.Now().Unix()-1))
		}, 0, 401},
		{"another secret", func(r *http.Request) {
			at := r.Header.Get("X-Slack-Request-Timestamp")
			r.Header.Set("X-Slack-Signature", fake.Sign("guess", at, helpEvent()))
		}, 0, 401},
		{"another body", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(helpEvent() + " ")) }, 0, 401},
		{"no hexadecimal", func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0=zz") }, 0, 401},
		{"too large", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(strings.Repeat("a", longestRequest+1))) }, 0, 413},
		{"GET", func(r *http.Request) { r.Method = http.MethodGet }, 0, 405},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, c := receiver(t)
			r := signedEvent(tt.age, helpEvent())
			right := r.Header.Get("X-Slack-Signature")
			if tt.change != nil {
				tt.change(r)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.want {
				t.Errorf("the status is %d, want %d", w.Code, tt.want)
			}
			if strings.Contains(w.Body.String(), strings.TrimPrefix(right, "v0=")) {
				t.Error("the answer shows the right signature")
			}
			if tt.want == 200 {
				if e := c.next(t); e.Text != "help" {
					t.Errorf("the event is %+v", e)
				}
			}
			c.none(t)
		})
	}
}

// The same request twice is the same event, which the desk knows by its ID.
func TestReplayHasTheSameID(t *testing.T) {
	h, c := receiver(t)
	body := helpEvent()
	for range 2 {
		h.ServeHTTP(httptest.NewRecorder(), signedEvent(0, body))
	}
	if first, second := c.next(t), c.next(t); first.ID != second.ID || first.ID == "" {
		t.Errorf("the IDs are %q and %q", first.ID, second.ID)
	}
}

// Only the body is signed; a payload in the query is not looked at.
func TestQueryIsNotRead(t *testing.T) {
	h, c := receiver(t)
	r := signedEvent(0, "")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.URL.RawQuery = "payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B%7B%22action_id%22%3A%22say%3A0%22%2C%22value%22%3A%22help%22%7D%5D%7D&command=/whosaid&text=help"
	h.ServeHTTP(httptest.NewRecorder(), r)
	c.none(t)
}

func TestChallenge(t *testing.T) {
	h, _ := receiver(t)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, signedEvent(0, `{"type":"url_verification","challenge":"3eZbrw1aB"}`))
	if w.Code != 200 || w.Body.String() != "3eZbrw1aB" {
		t.Errorf("the answer is %d %q", w.Code, w.Body)
	}
}

// A request that could not be dealt with is sent again by Slack.
func TestRefusedRequest(t *testing.T) {
	h, c := receiver(t)
	c.handle = func(bot.Event) error { return errors.New("the disk is full") }
	w := httptest.NewRecorder()
	h.ServeHTTP(w, signedEvent(0, helpEvent()))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("the status is %d", w.Code)
	}
}
