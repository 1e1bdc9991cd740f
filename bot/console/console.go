// Package console is whosaid in a terminal: it draws a [digest.Message] as text
// and reads what a person types.
//
// Lines of standard input come in and go to a handler, the messages it returns
// go out as text: wrapped to the width, styled where the terminal can, without a
// single control character of an article. The package owns the escape sequences
// (no other package writes one), the line editor and the file of its history.
package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"whosaid/digest"
)

// Handler answers one line. The context is cancelled when the person stops the
// answer with Ctrl-C, and when the context of Run is.
type Handler func(ctx context.Context, line string) (digest.Message, error)

// Options adjust a console; the zero value is good for programs and tests.
type Options struct {
	Getenv   func(string) string        // NO_COLOR, TERM and what tells whether links can be clicked; nil for os.Getenv
	Prompt   string                     // "whosaid> " where empty
	History  string                     // file of the lines typed, see HistoryFile; none where empty
	Complete func(line string) []string // lines that could be meant by the beginning typed, for the Tab key; may be nil
	Log      *slog.Logger               // told when the history cannot be kept; nil for nobody
}

// Console is a terminal, or a pair of files that are none.
type Console struct {
	in, out *os.File
	opts    Options
	last    digest.Message // for "full" and for buttons by number
}

// New returns a console that reads in and writes out. Nothing is read, written
// or changed before Run or Print.
func New(in, out *os.File, opts Options) *Console {
	if opts.Getenv == nil {
		opts.Getenv = os.Getenv
	}
	if opts.Prompt == "" {
		opts.Prompt = "whosaid> "
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	return &Console{in: in, out: out, opts: opts}
}

// Interactive reports whether a person sits before the console: whether both
// sides are terminals.
func (c *Console) Interactive() bool {
	return term.IsTerminal(int(c.in.Fd())) && term.IsTerminal(int(c.out.Fd()))
}

// Print writes one message as Run would write an answer.
func (c *Console) Print(m digest.Message) error {
	c.last = m
	return Render(c.out, m, c.Look())
}

// Run reads lines and prints what handle answers, until the input ends, the
// line is "exit" or "quit", or ctx is done.
func (c *Console) Run(ctx context.Context, handle Handler) error {
	in := bufio.NewReader(c.in)
	for ctx.Err() == nil {
		line, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading the input: %w", err)
		}
		if text := strings.TrimSpace(line); text != "" {
			m, err := handle(ctx, text)
			if err != nil {
				return fmt.Errorf("answering %q: %w", text, err)
			}
			if err := c.Print(m); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
	return ctx.Err()
}
