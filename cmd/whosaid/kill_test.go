package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"whosaid/bot/slack/fake"
	"whosaid/digest"
	"whosaid/digest/store"
)

var kills = flag.Int("kills", 12, "how often the running bot is killed: 40 in .ci/run, 500 in the long run")

// killSteps are the steps at which the program, built with the tag killpoints, kills
// itself; "" is at a random moment from outside.
var killSteps = []string{"due", "composed", "claimed", "begun", "posted", "looked", "recorded", "bundled", "told", ""}

// harness is a built bot with a fake Slack and a store that it shares with the test.
type harness struct {
	t        *testing.T
	slack    *fake.Server
	st       *store.Store
	program  string
	config   string
	db       string
	channels []string
	rand     *rand.Rand
	self     int // kills of its own at a step
	outside  int
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	dir := t.TempDir()
	h := &harness{t: t, program: filepath.Join(dir, "whosaid"), config: filepath.Join(dir, "c.toml"), db: filepath.Join(dir, "w.db"), rand: rand.New(rand.NewPCG(1, 2))}
	build := exec.Command("go", "build", "-tags", "killpoints", "-o", h.program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	var err error
	if h.slack, err = fake.New(fake.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.slack.Close)
	for i := range 3 {
		h.channels = append(h.channels, h.slack.AddChannel(fmt.Sprint("news", i), false, fake.BotUser))
	}
	toml := fmt.Sprintf("[[slack]]\nbot_token = \"env:BOT\"\napp_token = \"env:APP\"\napi = %q\n[deliver]\nbundle = 1\n", h.slack.API())
	if err := os.WriteFile(h.config, []byte(toml), 0o600); err != nil {
		t.Fatal(err)
	}
	if h.st, err = store.Open(t.Context(), h.db, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.st.Close() })
	return h
}

// title is how the article of a round is known again in what was posted.
func title(round int) string { return fmt.Sprintf("Ledger of round %d.", round) }

// feed adds the article of a round, and for each channel a schedule that is due now.
func (h *harness) feed(round int) {
	h.t.Helper()
	covered, err := h.st.Arrived(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	words := fmt.Sprintf("The toll of day %d stays", round)
	text := fmt.Sprintf("“%s,” said Ana Sorley, mayor of Aldmoor, on the quay.", words)
	at, by := strings.Index(text, words), strings.Index(text, "Ana Sorley")
	r := digest.Reading{
		Actors: []digest.Actor{{Name: "Ana Sorley", Type: digest.Person, Weight: 1, Mentions: []digest.Span{{Start: by, End: by + 10}}}},
		Quotes: []digest.Quote{{Kind: digest.Direct, Class: digest.Statement, Content: []digest.Span{{Start: at, End: at + len(words)}}, Confidence: 1}},
	}
	if _, _, err := h.st.Add(h.t.Context(), digest.Article{Outlet: "The Aldmoor Post", Title: title(round), Published: time.Now(), Text: text}, r); err != nil {
		h.t.Fatal(err)
	}
	for i, channel := range h.channels {
		s := store.Schedule{Name: fmt.Sprintf("r%d-%d", round, i), Origin: store.FromChat, Place: "slack:" + channel, Line: "1 January at 0:00", Zone: "UTC", Options: "{}",
			Created: time.Now(), Next: time.Now().Truncate(time.Second), Covered: covered}
		if _, err := h.st.AddSchedule(h.t.Context(), s); err != nil {
			h.t.Fatal(err)
		}
	}
}

// trouble makes the next posts fail in one of the ways of a platform.
func (h *harness) trouble() {
	kinds := []fake.Fault{{Kind: fake.Limit, After: time.Second}, {Kind: fake.Down}, {Kind: fake.Lose}, {Kind: fake.Lose}, {Kind: fake.Crash}}
	f := kinds[h.rand.IntN(len(kinds))]
	f.Method = "chat.postMessage"
	h.slack.Fail(f)
}

// start runs the bot until it is killed, by itself at a step or from outside after a
// while.
func (h *harness) start(step string, after time.Duration) {
	h.t.Helper()
	cmd := exec.Command(h.program, "run", "--config", h.config, "--db", h.db)
	cmd.Env = append(os.Environ(), "BOT="+fake.BotToken, "APP="+fake.AppToken, "WHOSAID_KILL=")
	if step != "" {
		cmd.Env = append(cmd.Env, fmt.Sprintf("WHOSAID_KILL=%s:%d", step, 1+h.rand.IntN(3)))
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
			h.t.Fatalf("the bot ended by itself: %v\n%s", err, said.String())
		}
		h.self++
	case <-time.After(after):
		// It may have killed itself at this very moment.
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			h.t.Fatal(err)
		}
		<-ended
		h.outside++
	}
}

// settle lets the bot run until nothing waits any more.
func (h *harness) settle() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, h.program, "run", "--config", h.config, "--db", h.db)
	cmd.Env = append(os.Environ(), "BOT="+fake.BotToken, "APP="+fake.AppToken, "WHOSAID_KILL=")
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	defer func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			h.t.Error(err)
		}
		if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != statusInterrupted {
			h.t.Errorf("stopping the bot: %v", err)
		}
	}()
	for ctx.Err() == nil {
		due, _, err := h.st.DueSchedules(ctx, time.Now())
		if err != nil {
			h.t.Fatal(err)
		}
		load, err := h.st.Outbox(ctx)
		if err != nil {
			h.t.Fatal(err)
		}
		if len(due) == 0 && load.Messages == 0 {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	h.t.Error("something still waits after five minutes")
}

// The built bot is killed at each step and at random while Slack loses answers,
// refuses and breaks down: no digest is lost, and none is there twice.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("killing the built program takes some minutes")
	}
	h := newHarness(t)
	round := 0
	for h.self+h.outside < *kills {
		step := killSteps[round%len(killSteps)]
		h.feed(round)
		if h.rand.IntN(2) == 0 {
			h.trouble()
		}
		after := 3 * time.Second
		if step == "" {
			after = time.Duration(h.rand.IntN(2500)) * time.Millisecond
		}
		h.start(step, after)
		round++
	}
	h.settle()
	lost, twice, posted := 0, 0, 0
	for _, channel := range h.channels {
		seen := make(map[int]int)
		for _, m := range h.everything(channel) {
			posted++
			for r := range round {
				if strings.Contains(string(m.Blocks)+m.Text, title(r)) {
					seen[r]++
				}
			}
		}
		for r := range round {
			switch n := seen[r]; {
			case n == 0:
				lost++
				t.Errorf("round %d is missing in %s", r, channel)
			case n > 1:
				twice++
				t.Errorf("round %d is %d times in %s", r, n, channel)
				for _, m := range h.everything(channel) {
					if strings.Contains(string(m.Blocks)+m.Text, title(r)) {
						t.Logf("%s in thread %q: %s %.200s", m.TS, m.Thread, m.Metadata, m.Text)
					}
				}
			}
		}
	}
	t.Logf("%d kills (%d at a step, %d from outside), %d rounds, %d messages: %d lost, %d twice", h.self+h.outside, h.self, h.outside, round, posted, lost, twice)
}

// everything returns the messages of a channel, with those of its threads.
func (h *harness) everything(channel string) []fake.Message {
	all := h.slack.Messages(channel, "")
	for _, m := range h.slack.Messages(channel, "") {
		all = append(all, h.slack.Messages(channel, m.TS)...)
	}
	return all
}

// A second bot on the same database refuses clearly.
func TestSecondBot(t *testing.T) {
	if testing.Short() {
		t.Skip("building and running the program takes some seconds")
	}
	h := newHarness(t)
	release, err := h.st.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	cmd := exec.Command(h.program, "run", "--config", h.config, "--db", h.db)
	cmd.Env = append(os.Environ(), "BOT="+fake.BotToken, "APP="+fake.AppToken)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "stop it first, since two would post everything twice") {
		t.Errorf("%v: %s", err, out)
	}
}
