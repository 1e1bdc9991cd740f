package console

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"whosaid/bot"
	"whosaid/digest"
)

// Terminal is the only place of a [Transport].
var Terminal = bot.Place{Transport: "console", Channel: "terminal"}

// Person is who sits before a [Transport].
var Person = bot.User{ID: "you"}

// Transport is a terminal as a chat platform: one direct conversation, in which
// messages appear when they come. What was written cannot be changed any more, so
// that an edit is the message once more. A line above each message gives its
// number, its time and what it belongs to.
//
// Unlike [Console.Run] it does not wait for an answer before it takes the next
// line, and the line is not edited: the program is a server, with a terminal.
type Transport struct {
	Now func() time.Time

	mu      sync.Mutex
	console *Console
	started string // tells the events of this program from those of an earlier one
	heard   int
	posted  int
}

// NewTransport returns the terminal that c reads from and writes to.
func NewTransport(c *Console, now func() time.Time) *Transport {
	return &Transport{Now: now, console: c, started: strconv.FormatInt(now().UnixNano(), 36)}
}

// Down implements [bot.Transport]: a terminal is always there.
func (t *Transport) Down() *bot.Outage { return nil }

// Name returns "console".
func (t *Transport) Name() string { return Terminal.Transport }

// Listen hands every line to d. It goes on when the input has ended, since there
// may be messages yet.
func (t *Transport) Listen(ctx context.Context, d bot.Desk, ready func()) error {
	stop := make(chan struct{})
	defer close(stop)
	lines := readLines(t.console.in, stop)
	ready()
	for {
		select {
		case <-ctx.Done():
			return nil
		case line, ok := <-lines:
			switch {
			case !ok:
				<-ctx.Done()
				return nil
			case line.err != nil:
				t.console.opts.Log.Error("reading a line", "err", line.err)
				continue
			}
			e, ok := t.event(line.text)
			if !ok {
				continue
			}
			if err := d.Handle(ctx, e); err != nil {
				t.console.opts.Log.Error("taking a line", "err", err)
			}
		}
	}
}

// event makes the event of a line. What concerns the terminal alone is none.
func (t *Transport) event(line string) (bot.Event, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var err error
	switch {
	case line == fullCommand && folded(t.console.last.Blocks):
		err = t.write(strconv.Itoa(t.posted)+", in full", func(look Look) error { return Render(t.console.out, t.console.last, look) })
	case line == "exit" || line == "quit":
		err = t.console.tell("Ctrl-C ends the program.")
	default:
		return t.said(line), true
	}
	if err != nil {
		t.console.opts.Log.Error("writing to the terminal", "err", err)
	}
	return bot.Event{}, false
}

// said makes the event of a line for the bot.
func (t *Transport) said(line string) bot.Event {
	t.heard++
	id := fmt.Sprintf("you-%s-%d", t.started, t.heard)
	e := bot.Event{ID: id, Message: id, Occasion: bot.Said, Place: Terminal, User: Person, Direct: true, Text: line, Sent: t.Now()}
	if command := t.console.pressed(line); command != "" {
		e.Occasion, e.Text, e.Message = bot.Pressed, command, strconv.Itoa(t.posted)
	}
	return e
}

// Split returns m: a terminal takes everything.
func (t *Transport) Split(m digest.Message) []digest.Message { return []digest.Message{m} }

// Post writes a message.
func (t *Transport) Post(_ context.Context, p bot.Post) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.posted++
	id := strconv.Itoa(t.posted)
	what := id
	if p.To.Thread != "" {
		what += ", belongs to " + bot.Plain(p.To.Thread)
	}
	return id, t.show(what, p.Message)
}

// Find finds nothing: what a terminal has shown cannot be read back.
func (t *Transport) Find(context.Context, bot.Place, string, time.Time) (string, error) {
	return "", nil
}

// Edit writes the message once more.
func (t *Transport) Edit(_ context.Context, _ bot.Place, id string, m digest.Message) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.show(id+", changed", m)
}

// Delete writes that the message does not hold any more.
func (t *Transport) Delete(_ context.Context, _ bot.Place, id string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.write(id+", taken back", func(Look) error { return nil })
}

// Mark writes that an answer takes its time, or is not to come.
func (t *Transport) Mark(_ context.Context, _ bot.Place, _ string, mark bot.Mark) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	words, ok := map[bot.Mark]string{bot.Working: "Working on it …", bot.Failed: "No answer could be made."}[mark]
	if !ok {
		return nil
	}
	return t.console.tell(words)
}

// Admin reports true: who sits before the machine may do everything with it.
func (t *Transport) Admin(context.Context, bot.Place, string) (bool, error) { return true, nil }

// Link returns "": what stands on a terminal has no address.
func (t *Transport) Link(bot.Place, string) string { return "" }

// Title names the terminal.
func (t *Transport) Title(context.Context, bot.Place) string { return "the terminal" }

// CanPost implements [bot.Transport].
func (t *Transport) CanPost(_ context.Context, at bot.Place) *bot.Finding {
	if at == Terminal {
		return nil
	}
	return &bot.Finding{What: at.String() + " is no place of a terminal", Remedy: "write " + Terminal.String()}
}

// Check finds that the terminal is there.
func (t *Transport) Check(ctx context.Context, places []bot.Place) []bot.Finding {
	findings := []bot.Finding{{OK: true, What: "this terminal"}}
	for _, p := range places {
		if f := t.CanPost(ctx, p); f != nil {
			findings = append(findings, *f)
		}
	}
	return findings
}

func (t *Transport) show(what string, m digest.Message) error {
	t.console.last = m
	return t.write(what, func(look Look) error {
		look.Fold = t.console.Interactive()
		return Render(t.console.out, m, look)
	})
}

// write writes a rule with a title, and under it what draw draws.
func (t *Transport) write(what string, draw func(Look) error) error {
	look := t.console.Look()
	title := "── " + what + ", " + t.Now().Format("15:04") + " "
	rule := title + strings.Repeat("─", max(2, look.Width-cells(title)))
	if look.Colour {
		rule = faintStyle + rule + reset
	}
	if _, err := fmt.Fprintln(t.console.out, rule); err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	if err := draw(look); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(t.console.out); err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	return nil
}
