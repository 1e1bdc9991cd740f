package slack

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/slack/fake"
	"whosaid/digest/store"
)

// journal is a log that several goroutines write to.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// The bot itself answers in the workspace, through redeliveries, rate limits and
// lost answers once; and not one token shows in its log, at any level.
func TestTheBotInAWorkspace(t *testing.T) {
	s, err := fake.New(fake.Options{Patience: 2 * time.Second, Retries: []time.Duration{0, time.Second, 2 * time.Second}, Scopes: scopeNames(), Events: subscriptions})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	written := &journal{}
	log := slog.New(slog.NewTextHandler(written, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}
	tr, err := New(Config{BotToken: fake.BotToken, AppToken: fake.AppToken, SigningSecret: fake.Secret, APIURL: s.API(), Client: client, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "whosaid.db"), log)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	chat := &bot.Chat{Store: st, Transports: []bot.Transport{tr}, Log: log, Now: time.Now, Page: store.Page{Speakers: 5, Quotes: 10}}
	ctx, cancel := context.WithCancel(t.Context())
	ready, ended := make(chan struct{}, 100), make(chan error, 1)
	go func() { ended <- chat.Run(ctx, func(bot.Transport) { ready <- struct{}{} }) }()
	<-ready

	ana := s.AddUser("Ana", "Europe/Paris")
	press := s.AddChannel("press", false, ana, fake.BotUser)
	s.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Limit, After: time.Second})
	s.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Lose})
	asked := s.Say(press, ana, "", "<@"+fake.BotUser+"> help")
	s.Drop()
	answers := waitFor(t, func() []fake.Message { return s.Messages(press, asked) })
	if !strings.Contains(string(answers[0].Blocks), "who said what about X") {
		t.Errorf("the help is %s", answers[0].Blocks)
	}
	acked(t, s.Slash(press, ana, "/whosaid", "help digest"))
	waitFor(t, func() []fake.Message { return s.Messages(press, "")[1:] })
	s.Settle()
	time.Sleep(100 * time.Millisecond) // for an answer too many
	if n := len(s.Messages(press, asked)); n != len(answers) {
		t.Errorf("there are %d answers, and were %d", n, len(answers))
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	for _, secret := range []string{fake.BotToken, fake.AppToken, fake.Secret} {
		if strings.Contains(written.String(), secret) {
			t.Errorf("the log shows %s", secret)
		}
	}
}

// waitFor waits until there are messages.
func waitFor(t *testing.T, look func() []fake.Message) []fake.Message {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if got := look(); len(got) > 0 {
			return got
		}
		if time.Now().After(end) {
			t.Fatal("no message came")
		}
	}
}
