// Package console is whosaid in a terminal: it draws a [digest.Message] as text
// and reads what a person types.
//
// Lines of standard input come in and go to a handler, the messages it returns
// go out as text: wrapped to the width, styled where the terminal can, without a
// single control character of an article. The package owns the escape sequences
// (no other package writes one), the line editor and the file of its history.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strconv"

	"golang.org/x/term"

	"whosaid/digest"
)

// Handler answers one line, which has no white space at its ends and is never
// empty. The context is done when the person stops the answer with Ctrl-C, and
// when the context of Run is. What is to be told to the person is a message; an
// error is for what should not happen.
type Handler func(ctx context.Context, line string) (digest.Message, error)

// Options adjust a console; the zero value will do.
type Options struct {
	Getenv   func(string) string        // for NO_COLOR, TERM and the like; nil for os.Getenv
	Prompt   string                     // "whosaid> " where empty
	History  string                     // file of the lines typed, see HistoryFile; none is kept where empty
	Complete func(line string) []string // whole lines that the line typed so far may become, for the Tab key; may be nil
	Log      *slog.Logger               // is told when the history cannot be kept; nil for nobody
}

// Console is a terminal, or a pair of files of which one is no terminal.
type Console struct {
	in, out *os.File
	opts    Options
	last    digest.Message // for "full" and for buttons by number
}

// New returns a console that reads in and writes out, as a rule os.Stdin and
// os.Stdout. Nothing is read, written or changed before Run or Print.
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
// sides are terminals. A greeting is for that case only.
func (c *Console) Interactive() bool {
	return term.IsTerminal(int(c.in.Fd())) && term.IsTerminal(int(c.out.Fd()))
}

// Print writes one message, followed by a blank line, as Run writes answers: for
// a greeting before Run. A Rest is folded before a person and shown in full otherwise.
func (c *Console) Print(m digest.Message) error {
	c.last = m
	look := c.Look()
	look.Fold = c.Interactive()
	return c.print(m, look)
}

// Show writes the one message of a command that ends then: in full, and with
// nothing offered to be typed.
func (c *Console) Show(m digest.Message) error {
	look := c.Look()
	look.Once = true
	return Render(c.out, m, look)
}

func (c *Console) print(m digest.Message, look Look) error {
	if err := Render(c.out, m, look); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(c.out); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// Run reads lines and prints what handle answers until the input ends, a line is
// "exit" or "quit", or ctx is done. One line is handled at a time; blank lines are
// passed over. Before a person ([Console.Interactive]) lines are edited at a prompt
// and kept in the history; Ctrl-C clears the line, and ends Run on an empty one, as
// Ctrl-D does; while an answer is being made Ctrl-C cancels its context and Run goes
// on. The caller must not cancel ctx on os.Interrupt itself in that case, or Ctrl-C
// would end everything; on SIGTERM it may. An error of handle is told, and Run goes on.
//
// Otherwise nothing is written but answers. An error of handle is kept, the other
// lines are answered, and Run returns the errors joined in the end.
//
// Besides "exit" and "quit" two kinds of lines do not reach handle: "full" shows the
// last message again with everything it has folded away, if it has, and the number of a button
// or choice in the last message stands for the button's command.
//
// Run returns nil at the end of the input, ctx.Err() where ctx is done, and the
// error where input or output fail.
func (c *Console) Run(ctx context.Context, handle Handler) error {
	if c.Interactive() {
		return c.talk(ctx, handle)
	}
	return c.batch(ctx, handle)
}

// errQuit is returned by answer when the line asks to leave.
var errQuit = errors.New("quit")

// answer handles one line and prints the message.
func (c *Console) answer(ctx context.Context, line string, handle Handler) error {
	switch {
	case line == "exit" || line == "quit":
		return errQuit
	case line == fullCommand && folded(c.last.Blocks):
		return c.print(c.last, c.Look())
	}
	if command := c.pressed(line); command != "" {
		line = command
	}
	m, err := handle(ctx, line)
	if len(m.Blocks) > 0 && ctx.Err() == nil { // with an error it says so in words for the person who asks
		if err := c.Print(m); err != nil {
			return err
		}
	}
	if err != nil {
		return handlerError{line, err}
	}
	return nil
}

// handlerError is an error of the handler, as against one of the terminal.
type handlerError struct {
	line string
	err  error
}

func (e handlerError) Error() string { return fmt.Sprintf("answering %q: %v", e.line, e.err) }
func (e handlerError) Unwrap() error { return e.err }

// pressed returns the command of the button in the last message that line is the
// number of, "" for another line. Where a list numbers the buttons, it is theirs.
func (c *Console) pressed(line string) string {
	n, err := strconv.Atoi(line)
	if err != nil || n < 1 {
		return ""
	}
	var all []digest.Button
	for i, b := range c.last.Blocks {
		buttons, ok := b.(digest.Buttons)
		if !ok {
			continue
		}
		if i > 0 && numbers(c.last.Blocks[i-1], buttons) {
			all = buttons.Items
			break
		}
		all = append(all, buttons.Items...)
	}
	if n > len(all) {
		return ""
	}
	return all[n-1].Typed()
}

// numbers reports whether the block before some buttons is a list that gives
// each of them its number.
func numbers(before digest.Block, b digest.Buttons) bool {
	list, ok := before.(digest.List)
	return ok && list.Ordered && len(list.Items) == len(b.Items)
}

func folded(blocks []digest.Block) bool {
	for _, b := range blocks {
		if _, ok := b.(digest.Rest); ok {
			return true
		}
	}
	return false
}

// talk is Run before a person.
func (c *Console) talk(ctx context.Context, handle Handler) error {
	e, err := c.newEditor(ctx)
	if err != nil {
		return err
	}
	defer e.close()
	for {
		line, err := e.read(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading from the terminal: %w", err)
		case line == "":
			continue
		}
		if err := c.interruptible(ctx, line, handle); errors.Is(err, errQuit) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// interruptible answers a line so that Ctrl-C ends the answer only. A second
// Ctrl-C ends the program as usual, should the handler not stop.
func (c *Console) interruptible(parent context.Context, line string, handle Handler) error {
	ctx, stop := signal.NotifyContext(parent, os.Interrupt)
	defer stop()
	defer context.AfterFunc(ctx, stop)()
	err := c.answer(ctx, line, handle)
	var failed handlerError
	switch {
	case parent.Err() != nil:
		return parent.Err()
	case !errors.As(err, &failed):
		return err
	case ctx.Err() != nil:
		io.WriteString(c.out, "\n") // the terminal has shown "^C" on this line
		return c.tell("Stopped.")
	}
	return c.tell("That did not work: " + failed.err.Error() + ".")
}

// tell prints a sentence of the console's own. The last message stays what it was.
func (c *Console) tell(text string) error {
	m := digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: []digest.Run{{Text: text}}}}}
	return c.print(m, c.Look())
}
