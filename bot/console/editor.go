package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ergochat/readline"
	"golang.org/x/term"

	"whosaid/bot"
)

// editor reads lines that a person edits.
type editor struct {
	c       *Console
	rl      *readline.Instance // nil on a dumb terminal
	history *history
	typed   int          // characters on the line now
	release func() bool  // no longer closes rl when the context is done
	plain   <-chan input // lines of a dumb terminal, which edits them itself
	stop    chan struct{}
}

func (c *Console) newEditor(ctx context.Context) (*editor, error) {
	e := &editor{c: c, history: openHistory(c.opts.History, c.opts.Log)}
	if c.opts.Getenv("TERM") == "dumb" {
		e.stop = make(chan struct{})
		e.plain = readLines(c.in, e.stop)
		return e, nil
	}
	rl, err := readline.NewFromConfig(e.config())
	if err != nil {
		return nil, fmt.Errorf("opening the terminal: %w", err)
	}
	for _, line := range e.history.lines {
		rl.SaveToHistory(line)
	}
	e.rl = rl
	e.release = context.AfterFunc(ctx, func() { rl.Close() })
	return e, nil
}

// config ties the line editor to the two files, whichever they are: by itself it
// would look at the standard ones.
func (e *editor) config() *readline.Config {
	fd := int(e.c.in.Fd())
	var cooked *term.State
	keys := &keyboard{in: e.c.in}
	cfg := &readline.Config{
		Prompt:                 e.prompt(),
		HistoryLimit:           historyLines,
		DisableAutoSaveHistory: true,
		HistorySearchFold:      true,
		Undo:                   true,
		InterruptPrompt:        "^C",
		EOFPrompt:              "\n",
		Stdin:                  keys,
		Stdout:                 &screen{out: e.c.out, keys: keys},
		Stderr:                 &screen{out: e.c.out, keys: keys},
		FuncIsTerminal:         func() bool { return true },
		FuncMakeRaw: func() (err error) {
			cooked, err = term.MakeRaw(fd)
			return err
		},
		FuncExitRaw: func() error {
			if cooked == nil {
				return nil
			}
			return term.Restore(fd, cooked)
		},
		FuncGetSize: func() (int, int) {
			width, height, err := term.GetSize(int(e.c.out.Fd()))
			if err != nil {
				return plainWidth, 24
			}
			return width, height
		},
		FuncFilterInputRune: func(r rune) (rune, bool) { return r, !inert(r) },
		Listener: func(line []rune, _ int, _ rune) ([]rune, int, bool) {
			e.typed = len(line)
			return nil, 0, false
		},
	}
	if e.c.opts.Complete != nil {
		cfg.AutoComplete = completer(e.c.opts.Complete)
	}
	return cfg
}

func (e *editor) prompt() string {
	if look := e.c.Look(); look.Colour {
		return boldStyle + e.c.opts.Prompt + reset
	}
	return e.c.opts.Prompt
}

// inert reports whether r is a control character that does nothing in the line
// editor, which would put it into the line.
func inert(r rune) bool {
	return r == 0 || r >= 0x1b && r <= 0x1e || r >= 0x80 && r < 0xa0 || r == 0x0f || r == 0x11 || r == 0x16 || r == 0x18
}

// read returns the next line, "" for one that is blank or was given up, and io.EOF where the
// person wants to leave.
func (e *editor) read(ctx context.Context) (string, error) {
	if e.rl == nil {
		return e.readPlain(ctx)
	}
	e.typed = 0
	io.WriteString(e.c.out, "\x1b[?2004h") // pasted text comes between marks
	line, err := e.rl.ReadLine()
	io.WriteString(e.c.out, "\x1b[?2004l")
	if errors.Is(err, readline.ErrInterrupt) {
		if e.typed == 0 {
			return "", io.EOF
		}
		return "", nil
	}
	if err != nil {
		return "", err
	}
	line = question(line)
	if e.history.add(line) {
		e.rl.SaveToHistory(line)
	}
	return line, nil
}

func (e *editor) readPlain(ctx context.Context) (string, error) {
	if _, err := io.WriteString(e.c.out, e.c.opts.Prompt); err != nil {
		return "", err
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case in, ok := <-e.plain:
		switch {
		case !ok:
			return "", io.EOF
		case errors.Is(in.err, errLongLine):
			return "", nil
		}
		return in.text, in.err
	}
}

func (e *editor) close() {
	if e.rl == nil {
		close(e.stop)
		return
	}
	e.release()
	e.rl.Close()
}

// completer offers whole lines to the line editor, which wants their tails.
type completer func(line string) []string

// Do implements readline.AutoCompleter.
func (c completer) Do(line []rune, pos int) (tails [][]rune, shared int) {
	head := string(line[:pos])
	for _, whole := range c(head) {
		if tail, ok := strings.CutPrefix(whole, head); ok {
			tails = append(tails, []rune(bot.Plain(tail)))
		}
	}
	return tails, pos
}
