package console

import (
	"bufio"
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/conform"
)

func TestConform(t *testing.T) {
	conform.Run(t, func(t *testing.T) conform.World { return sitDown(t) },
		conform.Channels, conform.Amendments, conform.Gaps, conform.Refusals, conform.Marks)
}

// sitter is a person before a terminal: keys go in, and what is written is read.
type sitter struct {
	t         *testing.T
	transport *Transport
	keys, out *os.File
	caughtUp  chan struct{}

	mu      sync.Mutex
	said    int
	shown   []conform.Shown
	written strings.Builder
}

func sitDown(t *testing.T) *sitter {
	t.Helper()
	in, keys := pipe(t)
	written, out := pipe(t)
	s := &sitter{t: t, keys: keys, out: out, caughtUp: make(chan struct{})}
	s.transport = NewTransport(New(in, out, Options{Getenv: func(string) string { return "" }}), time.Now)
	go s.read(written)
	return s
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

var rule = regexp.MustCompile(`^── (\d+)(, changed|, taken back|), \d\d:\d\d ─+$`)

// read reads the screen as a person does: a rule begins a message.
func (s *sitter) read(written *os.File) {
	for lines := bufio.NewScanner(written); lines.Scan(); {
		if lines.Text() == blink {
			s.caughtUp <- struct{}{}
			continue
		}
		s.line(lines.Text())
	}
}

func (s *sitter) line(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.written.WriteString(line + "\n")
	m := rule.FindStringSubmatch(line)
	if m == nil {
		if last := len(s.shown) - 1; last >= 0 {
			s.shown[last].Text += line + "\n"
		}
		return
	}
	s.shown = slices.DeleteFunc(s.shown, func(old conform.Shown) bool { return old.ID == m[1] })
	if m[2] != ", taken back" {
		s.shown = append(s.shown, conform.Shown{ID: m[1], Bot: true, Edited: m[2] == ", changed"})
	}
}

func (s *sitter) Transport() bot.Transport { return s.transport }
func (s *sitter) Channel() bot.Place       { return Terminal }
func (s *sitter) Direct() bot.Place        { return Terminal }

func (s *sitter) Say(_ context.Context, _ bot.Place, text string) (string, error) {
	_, err := s.keys.WriteString(text + "\n")
	s.said++
	return "you-" + s.transport.started + "-" + strconv.Itoa(s.said), err
}

// Press types what the message says is to be typed.
func (s *sitter) Press(ctx context.Context, at bot.Place, _, label string) error {
	key := map[string]string{"Jonas Lind": "2", "4 more quotes": "more"}[label]
	_, err := s.Say(ctx, at, key)
	return err
}

// blink is written when the person is to have read everything before it.
const blink = "\x00"

func (s *sitter) Shown(context.Context, bot.Place) ([]conform.Shown, error) {
	s.transport.mu.Lock()
	_, err := s.out.WriteString(blink + "\n")
	s.transport.mu.Unlock()
	if err != nil {
		return nil, err
	}
	<-s.caughtUp
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.shown), nil
}

func (s *sitter) Chat(context.Context, bot.Place, string) (string, error) {
	return "", errors.ErrUnsupported
}
func (s *sitter) Amend(context.Context, bot.Place, string, string) error {
	return errors.ErrUnsupported
}
func (s *sitter) Withdraw(context.Context, bot.Place, string) error { return errors.ErrUnsupported }
func (s *sitter) Break(context.Context) error                       { return errors.ErrUnsupported }
func (s *sitter) Lose(context.Context) error                        { return errors.ErrUnsupported }

func TestTransport(t *testing.T) {
	s := sitDown(t)
	ctx := t.Context()
	l := bot.Place{Transport: "console", Channel: "terminal", Thread: "7"}
	if _, err := s.transport.Post(ctx, bot.Post{To: l}); err != nil {
		t.Fatal(err)
	}
	if err := s.transport.Mark(ctx, Terminal, "you-1", bot.Working); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"── 1, belongs to 7, ", "Working on it …"} {
		if !s.shows(want) {
			t.Errorf("%q is not written", want)
		}
	}
	findings := s.transport.Check(ctx, []bot.Place{Terminal, {Transport: "console", Channel: "elsewhere"}})
	if len(findings) != 2 || !findings[0].OK || findings[1].OK || findings[1].Remedy != "write console:terminal" {
		t.Errorf("the findings are %+v", findings)
	}
}

// shows waits until words are written.
func (s *sitter) shows(words string) bool {
	for range 500 {
		s.mu.Lock()
		there := strings.Contains(s.written.String(), words)
		s.mu.Unlock()
		if there {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}
