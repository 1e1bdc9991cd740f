package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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

// killing is where and how the bot is killed.
type killing struct {
	share  int // of the kills
	begin  func(*testing.T) killed
	folder func(*testing.T) string     // for the database; nil for any
	hinder func(*harness) (end func()) // keeps the database from being written to; nil for nothing
}

// killings are all of them; more are added where they can be: see killmatrix_test.go
// and disk_linux_test.go.
var killings = map[string]killing{
	"slack":           {share: 5, begin: newKilledSlack},
	"slack and locks": {share: 1, begin: newKilledSlack, hinder: (*harness).lock},
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
	refused int // starts that ended by themselves, see excused
}

func newHarness(t *testing.T, on killed, folder string) *harness {
	t.Helper()
	dir := t.TempDir()
	h := &harness{t: t, on: on, program: filepath.Join(dir, "whosaid"), config: filepath.Join(dir, "c.toml"), db: filepath.Join(folder, "w.db"),
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

// feed adds the article of a round, and for each place but the last a schedule.
func (h *harness) feed(round int, due time.Time) {
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
			Created: time.Now(), Next: due.Truncate(time.Second), Covered: covered}
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
func (h *harness) start(step string, after time.Duration, hindered bool) {
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
		status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
		switch {
		case ok && status.Signaled() && status.Signal() == syscall.SIGKILL:
			h.self[step]++
		case cmd.ProcessState.ExitCode() == statusFailed && excused(said.String(), hindered):
			h.refused++ // whoever has started it starts it again
		default:
			h.t.Fatalf("the bot ended by itself: %v\n%s", err, said.String())
		}
	case <-time.After(after):
		// It may have killed itself at this very moment.
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			h.t.Fatal(err)
		}
		<-ended
		h.outside++
	}
}

// excused reports whether what a bot has said that could not start is that its
// database cannot be written to, or its line was cut.
func excused(said string, hindered bool) bool {
	return hindered && (strings.Contains(said, "locked") || strings.Contains(said, "full")) || strings.Contains(said, "opening the Matrix account")
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
	for _, k := range killings {
		shares += k.share
	}
	for _, name := range slices.Sorted(maps.Keys(killings)) {
		k := killings[name]
		t.Run(name, func(t *testing.T) {
			h := newHarness(t, k.begin(t), k.at(t))
			h.follow()
			rounds := 0
			for ; h.kills() < (*kills*k.share+shares-1)/shares; rounds++ {
				h.round(rounds, k)
			}
			h.settle()
			h.whole()
			messages, lost, twice := h.count(rounds)
			t.Logf("%d kills (at steps %v, and %d from outside), %d starts refused, %d messages: %d lost, %d twice",
				h.kills(), h.self, h.outside, h.refused, messages, lost, twice)
		})
	}
}

// at returns the folder for the database.
func (k killing) at(t *testing.T) string {
	if k.folder == nil {
		return t.TempDir()
	}
	return k.folder(t)
}

// round has something to post, starts the bot and has it killed.
func (h *harness) round(n int, k killing) {
	h.t.Helper()
	step := killSteps[n%len(killSteps)]
	h.feed(n, time.Now())
	if h.rand.IntN(2) == 0 {
		h.on.trouble(h.rand)
	}
	after := 3 * time.Second
	if step == "" {
		after = h.moment(2500)
	}
	ctx, stop := context.WithCancel(h.t.Context())
	var hindering sync.WaitGroup
	if k.hinder != nil {
		from, lasting := h.moment(1500), h.moment(3000)
		hindering.Go(func() {
			if !passes(ctx, from) {
				return
			}
			defer k.hinder(h)()
			passes(ctx, lasting)
		})
	}
	h.start(step, after, k.hinder != nil)
	stop()
	hindering.Wait()
}

// moment is some time, up to so many milliseconds.
func (h *harness) moment(most int) time.Duration {
	return time.Duration(h.rand.IntN(most)) * time.Millisecond
}

// passes waits and reports whether the time has passed before ctx was done.
func passes(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// lock keeps the database locked as another program does that writes for long.
func (h *harness) lock() (end func()) {
	ctx := context.WithoutCancel(h.t.Context())
	db, err := sql.Open("sqlite", "file:"+h.db+"?_busy_timeout=10000")
	if err != nil {
		h.t.Error(err)
		return func() {}
	}
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	}
	if err != nil {
		h.t.Error(err)
	}
	return func() {
		if err := errors.Join(conn.Close(), db.Close()); err != nil { // which ends the transaction
			h.t.Error(err)
		}
	}
}

// While the database cannot be written to, the running bot goes on and says so once;
// afterwards everything comes, once.
func TestHindered(t *testing.T) {
	if testing.Short() {
		t.Skip("building and hindering the program takes a minute")
	}
	for name, k := range killings {
		if k.hinder == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits most of the time
			h := newHarness(t, k.begin(t), k.at(t))
			h.follow()
			h.feed(0, time.Now().Add(10*time.Second))
			log := new(loud)
			cmd := h.command(t.Context(), "", 0)
			cmd.Stdout, cmd.Stderr = log, log
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			h.until(log, "whosaid: ready")
			end := k.hinder(h)
			h.until(log, "the database cannot be written to")
			if !passes(t.Context(), 15*time.Second) { // for those who try again
				return
			}
			end()
			h.until(log, "can be written to again")
			for h.waits(t.Context()) {
				passes(t.Context(), 100*time.Millisecond)
			}
			if n := strings.Count(log.String(), "the database cannot be written to"); n != 1 || strings.Count(log.String(), "level=ERROR") != 1 {
				t.Errorf("the log says it %d times:\n%s", n, log)
			}
			h.whole()
			h.count(1)
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != statusTerminated {
				t.Errorf("stopping the bot: %v", err)
			}
		})
	}
}

// until waits until the log says something.
func (h *harness) until(log *loud, words string) {
	h.t.Helper()
	for range 600 {
		if strings.Contains(log.String(), words) {
			return
		}
		passes(h.t.Context(), 100*time.Millisecond)
	}
	h.t.Fatalf("%q was not said:\n%s", words, log)
}

// A second bot on the same database refuses clearly.
func TestSecondBot(t *testing.T) {
	if testing.Short() {
		t.Skip("building and running the program takes some seconds")
	}
	h := newHarness(t, newKilledSlack(t), t.TempDir())
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
