package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/console"
	"whosaid/bot/slack"
	"whosaid/digest/store"
)

// running is the bot with a terminal as its only chat.
type running struct {
	t     *testing.T
	keys  *os.File
	lines chan string
	stop  func() error
}

// start runs the bot on a database until stop.
func start(t *testing.T, db string, change ...func(*program)) *running {
	t.Helper()
	in, keys := pipe(t)
	written, out := pipe(t)
	p := &program{in: in, out: out, err: os.Stderr, now: time.Now, settings: defaults(), log: newLog(os.Stderr, defaults().Log)}
	for _, f := range change {
		f(p)
	}
	st, err := store.Open(t.Context(), db, p.log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.serve(ctx, st, true) }()
	r := &running{t: t, keys: keys, lines: make(chan string, 1000)}
	go func() {
		for s := bufio.NewScanner(written); s.Scan(); {
			r.lines <- s.Text()
		}
	}()
	r.stop = func() error {
		cancel()
		defer st.Close()
		select {
		case err := <-done:
			return err
		case <-time.After(10 * time.Second):
			t.Error("the bot did not end within 10 s")
			return nil
		}
	}
	return r
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// sees waits for a line with words in it.
func (r *running) sees(words string) {
	r.t.Helper()
	var before []string
	for {
		select {
		case line := <-r.lines:
			if before = append(before, line); strings.Contains(line, words) {
				return
			}
		case <-time.After(20 * time.Second):
			r.t.Fatalf("%q was not written, but\n%s", words, strings.Join(before, "\n"))
		}
	}
}

func (r *running) types(line string) {
	r.t.Helper()
	if _, err := r.keys.WriteString(line + "\n"); err != nil {
		r.t.Fatal(err)
	}
}

// The whole bot in a terminal: it says when it is ready, answers, ends in good
// order, and is ready again; and the database does not keep what was asked.
func TestRun(t *testing.T) {
	db := filepath.Join(t.TempDir(), "run.db")
	const question = "who said what about the zanzibarian ferry"
	for range 2 {
		r := start(t, db)
		r.sees("whosaid: console is connected")
		r.sees("whosaid: ready")
		r.types(question)
		r.sees("Nothing found")
		r.types("help")
		r.sees("who said what about X")
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(db), "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "zanzibarian") {
			t.Errorf("%s keeps what was asked", filepath.Base(name))
		}
	}
}

func TestNotify(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	if err := notify(socket); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 100)
	n, err := manager.Read(got)
	if err != nil || string(got[:n]) != "READY=1" {
		t.Errorf("told %q, %v", got[:n], err)
	}
	if err := notify(""); err != nil {
		t.Error(err)
	}
	if err := notify(socket + "-gone"); err == nil {
		t.Error("telling nobody is no error")
	}
}

// Where a chat is not there the bot is ready without it, and says so once.
func TestReadyWithout(t *testing.T) {
	screen := console.NewTransport(console.New(nil, nil, console.Options{}), time.Now)
	workspace, err := slack.New(slack.Config{BotToken: "xoxb-1", AppToken: "xapp-1"})
	if err != nil {
		t.Fatal(err)
	}
	read, out := pipe(t)
	p := &program{out: out, log: newLog(os.Stderr, defaults().Log)}
	announce, without := p.readiness([]bot.Transport{screen, workspace})
	announce(screen)
	without()
	announce(workspace)
	without()
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(read)
	if err != nil {
		t.Fatal(err)
	}
	const want = "whosaid: console is connected\nwhosaid: ready, but not yet connected to slack, which is tried again\nwhosaid: slack is connected\n"
	if string(got) != want {
		t.Errorf("it says\n%s, want\n%s", got, want)
	}
}
