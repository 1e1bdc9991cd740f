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

	"whosaid/digest"
	"whosaid/digest/store"
)

var kills = flag.Int("kills", 10, "how often the running bot is killed, on all platforms together: 50 in .ci/run, 500 in the long run")

// killSteps are the steps at which the program, built with the tag killpoints, kills
// itself; "" is at a random moment from outside.
var killSteps = []string{"due", "composed", "claimed", "begun", "posted", "looked", "recorded", "bundled", "told", ""}

// killed is a platform on which the bot is killed.
type killed interface {
	// config is what the configuration file says of it.
	config() string
	// env is what the environment of the bot has besides.
	env() []string
	// places are where digests go to, all but the last, which has a follow.
	places() []string
	// trouble lets something go wrong soon, and forgets what has not yet.
	trouble(*rand.Rand)
	// posted returns the words of all messages of the bot's at a place, those in threads too.
	posted(place string) []string
}

// killedShare is a platform, and its share of the kills in fifths.
type killedShare struct {
	share int
	begin func(*testing.T) killed
}

// killedOn are the platforms; Matrix adds itself where it is built in.
var killedOn = map[string]killedShare{
	"slack": {3, func(t *testing.T) killed { return newKilledSlack(t) }},
}

// harness is a built bot on a platform, with a store that it shares with the test.
type harness struct {
	t       *testing.T
	on      killed
	st      *store.Store
	program string
	config  string
	db      string
	rand    *rand.Rand
	self    map[string]int // kills of its own, by step
	outside int
}

func newHarness(t *testing.T, on killed) *harness {
	t.Helper()
	dir := t.TempDir()
	h := &harness{t: t, on: on, program: filepath.Join(dir, "whosaid"), config: filepath.Join(dir, "c.toml"), db: filepath.Join(dir, "w.db"),
		rand: rand.New(rand.NewPCG(1, 2)), self: make(map[string]int)}
	build := exec.Command("go", "build", "-tags", "killpoints,goolm", "-o", h.program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	if err := os.WriteFile(h.config, []byte(on.config()+"[deliver]\nbundle = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if h.st, err = store.Open(t.Context(), h.db, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.st.Close() })
	return h
}

// title and statement are how the article of a round is known again in what was
// posted: the one in digests, the other by a follow.
func title(round int) string     { return fmt.Sprintf("Ledger of round %d.", round) }
func statement(round int) string { return fmt.Sprintf("The toll of day %d stays", round) }

// follow has the statements of all rounds posted to the last place.
func (h *harness) follow() {
	h.t.Helper()
	places := h.on.places()
	f := store.Follow{Place: places[len(places)-1], Owner: "test", Filter: `about:"toll"`, Created: time.Now()}
	if _, err := h.st.AddFollow(h.t.Context(), f); err != nil {
		h.t.Fatal(err)
	}
}

// feed adds the article of a round, and for each place but the last a schedule that is
// due now.
func (h *harness) feed(round int) {
	h.t.Helper()
	covered, err := h.st.Arrived(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	words := statement(round)
	text := fmt.Sprintf("“%s,” said Ana Sorley, mayor of Aldmoor, on the quay.", words)
	at, by := strings.Index(text, words), strings.Index(text, "Ana Sorley")
	r := digest.Reading{
		Actors: []digest.Actor{{Name: "Ana Sorley", Type: digest.Person, Weight: 1, Mentions: []digest.Span{{Start: by, End: by + 10}}}},
		Quotes: []digest.Quote{{Kind: digest.Direct, Class: digest.Statement, Content: []digest.Span{{Start: at, End: at + len(words)}}, Confidence: 1}},
	}
	if _, _, err := h.st.Add(h.t.Context(), digest.Article{Outlet: "The Aldmoor Post", Title: title(round), Published: time.Now(), Text: text}, r); err != nil {
		h.t.Fatal(err)
	}
	places := h.on.places()
	for i, place := range places[:len(places)-1] {
		s := store.Schedule{Name: fmt.Sprintf("r%d-%d", round, i), Origin: store.FromChat, Place: place, Line: "1 January at 0:00", Zone: "UTC", Options: "{}",
			Created: time.Now(), Next: time.Now().Truncate(time.Second), Covered: covered}
		if _, err := h.st.AddSchedule(h.t.Context(), s); err != nil {
			h.t.Fatal(err)
		}
	}
}

// command is the bot, which kills itself when it has come to a step so many times; ""
// for never.
func (h *harness) command(ctx context.Context, step string, times int) *exec.Cmd {
	cmd := exec.CommandContext(ctx, h.program, "run", "--config", h.config, "--db", h.db)
	cmd.Env = append(append(os.Environ(), h.on.env()...), fmt.Sprintf("WHOSAID_KILL=%s:%d", step, times))
	return cmd
}

// start runs the bot until it is killed, by itself at a step or from outside after a
// while.
func (h *harness) start(step string, after time.Duration) {
	h.t.Helper()
	times := 1 + h.rand.IntN(3)
	if step == "bundled" || step == "told" { // once in a run as short as these
		times = 1
	}
	cmd := h.command(h.t.Context(), step, times)
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
		h.self[step]++
	case <-time.After(after):
		// It may have killed itself at this very moment.
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			h.t.Fatal(err)
		}
		<-ended
		h.outside++
	}
}

func (h *harness) kills() int {
	n := h.outside
	for _, self := range h.self {
		n += self
	}
	return n
}

// settle lets the bot run until nothing waits any more.
func (h *harness) settle() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 5*time.Minute)
	defer cancel()
	cmd := h.command(ctx, "", 0)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	for ctx.Err() == nil && h.waits(ctx) {
		time.Sleep(200 * time.Millisecond)
	}
	if ctx.Err() != nil {
		h.t.Error("something still waits after five minutes")
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		h.t.Error(err)
	}
	if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != statusInterrupted {
		h.t.Errorf("stopping the bot: %v\n%s", err, said.String())
	}
}

// waits reports whether something is still to be made or posted.
func (h *harness) waits(ctx context.Context) bool {
	due, _, err := h.st.DueSchedules(ctx, time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	load, err := h.st.Outbox(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	follows, err := h.st.Follows(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	arrived, err := h.st.Arrived(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	return len(due) > 0 || load.Messages > 0 || follows[0].Covered < arrived
}

// whole reports what was given up, and why.
func (h *harness) whole() {
	h.t.Helper()
	lost, err := h.st.Lost(h.t.Context(), time.Time{}, 5)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, p := range lost {
		h.t.Errorf("%s was given up for %s: %s", p.Source, p.Place, p.Error)
	}
}

// count counts what is lost and what is there twice, of a number of rounds.
func (h *harness) count(rounds int) (messages, lost, twice int) {
	h.t.Helper()
	places := h.on.places()
	for i, place := range places {
		sign := title
		if i == len(places)-1 {
			sign = statement
		}
		all := h.on.posted(place)
		messages += len(all)
		for r := range rounds {
			var with []string
			for _, words := range all {
				if strings.Contains(words, sign(r)) {
					with = append(with, words)
				}
			}
			switch {
			case len(with) == 0:
				lost++
				h.t.Errorf("round %d is missing in %s", r, place)
			case len(with) > 1:
				twice++
				h.t.Errorf("round %d is %d times in %s: %q", r, len(with), place, with)
			}
		}
	}
	return messages, lost, twice
}

// The built bot is killed at each step and at random while the platform loses
// answers, refuses, hangs, breaks down and cuts its lines: no digest and no followed
// statement is lost, and none is there twice. The long run:
//
//	CGO_ENABLED=0 go test -tags goolm -count=1 -timeout 2h -v -run 'TestKilled$' ./cmd/whosaid -kills 500
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("killing the built program takes some minutes")
	}
	shares := 0
	for _, on := range killedOn {
		shares += on.share
	}
	for name, on := range killedOn {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, on.begin(t))
			h.follow()
			rounds := 0
			for ; h.kills() < (*kills*on.share+shares-1)/shares; rounds++ {
				step := killSteps[rounds%len(killSteps)]
				h.feed(rounds)
				if h.rand.IntN(2) == 0 {
					h.on.trouble(h.rand)
				}
				after := 3 * time.Second
				if step == "" {
					after = time.Duration(h.rand.IntN(2500)) * time.Millisecond
				}
				h.start(step, after)
			}
			h.settle()
			h.whole()
			messages, lost, twice := h.count(rounds)
			t.Logf("%d kills (at steps %v, and %d from outside), %d messages: %d lost, %d twice", h.kills(), h.self, h.outside, messages, lost, twice)
		})
	}
}

// A second bot on the same database refuses clearly.
func TestSecondBot(t *testing.T) {
	if testing.Short() {
		t.Skip("building and running the program takes some seconds")
	}
	h := newHarness(t, newKilledSlack(t))
	release, err := h.st.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	out, err := h.command(t.Context(), "", 0).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "stop it first, since two would post everything twice") {
		t.Errorf("%v: %s", err, out)
	}
}
