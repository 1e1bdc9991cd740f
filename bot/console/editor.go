package console

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/ergochat/readline"
	"golang.org/x/term"
)

// editor reads lines that a person edits.
type editor struct {
	c       *Console
	rl      *readline.Instance // nil on a dumb terminal, which gets plain lines
	plain   *bufio.Reader
	history *history
	typed   int // characters on the line now
	release func() bool
}

func (c *Console) newEditor(ctx context.Context) (*editor, error) {
	e := &editor{c: c, history: openHistory(c.opts.History, c.opts.Log)}
	if kind := c.opts.Getenv("TERM"); kind == "dumb" {
		e.plain = bufio.NewReaderSize(c.in, longestLine)
		e.release = func() bool { return true }
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
func (e *editor) read() (string, error) {
	if e.rl == nil {
		return e.readPlain()
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

func (e *editor) readPlain() (string, error) {
	if _, err := io.WriteString(e.c.out, e.c.opts.Prompt); err != nil {
		return "", err
	}
	line, err := readLine(e.plain)
	if errors.Is(err, errLongLine) || line != "" {
		return line, nil
	}
	return line, err
}

func (e *editor) close() {
	if e.release() && e.rl != nil {
		e.rl.Close()
	}
}

// completer offers whole lines to the line editor, which wants their tails.
type completer func(line string) []string

// Do implements readline.AutoCompleter.
func (c completer) Do(line []rune, pos int) (tails [][]rune, shared int) {
	head := string(line[:pos])
	for _, whole := range c(head) {
		if tail, ok := strings.CutPrefix(whole, head); ok {
			tails = append(tails, []rune(clean(tail)))
		}
	}
	return tails, pos
}

// screen is where the line editor writes. The terminal is raw then, so a newline
// needs a carriage return. The editor's question for the cursor's position is
// answered here, for not every terminal answers and a line always starts on the left.
type screen struct {
	out  *os.File
	keys *keyboard
}

var (
	askPosition = []byte("\x1b[6n")
	leftmost    = []byte("\x1b[1;1R")
)

func (s *screen) Write(p []byte) (int, error) {
	text := p
	if bytes.Contains(text, askPosition) {
		text = bytes.ReplaceAll(text, askPosition, []byte("\r"))
		s.keys.push(leftmost)
	}
	text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	if _, err := s.out.Write(text); err != nil {
		return 0, err
	}
	return len(p), nil
}

// keyboard is what the line editor reads: the terminal, with pasted text made
// one line, so that nothing in it acts as a key or starts an answer.
type keyboard struct {
	in      *os.File
	mu      sync.Mutex
	ahead   []byte // to be read before anything else
	pasting bool
	pasted  int
	raw     []byte // read, but perhaps only the start of a mark
}

const longestPaste = 4096 // bytes: the line editor redraws a line at every key

var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
)

func (k *keyboard) push(text []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ahead = append(k.ahead, text...)
}

func (k *keyboard) Read(p []byte) (int, error) {
	for {
		if n := k.take(p); n > 0 {
			return n, nil
		}
		buf := make([]byte, 1024)
		n, err := k.in.Read(buf)
		k.raw = append(k.raw, buf[:n]...)
		k.translate()
		if err != nil {
			if n := k.take(p); n > 0 {
				return n, nil
			}
			return 0, err
		}
	}
}

func (k *keyboard) take(p []byte) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := copy(p, k.ahead)
	k.ahead = k.ahead[n:]
	return n
}

// translate moves raw to ahead, up to what may be the start of a mark of a paste.
func (k *keyboard) translate() {
	for len(k.raw) > 0 {
		mark := pasteStart
		if k.pasting {
			mark = pasteEnd
		}
		switch {
		case bytes.HasPrefix(k.raw, mark):
			k.raw = k.raw[len(mark):]
			k.pasting, k.pasted = !k.pasting, 0
			continue
		case bytes.HasPrefix(mark, k.raw) && (k.pasting || len(k.raw) > 2):
			return // the rest of the mark is to come; a shorter start may be the Escape key
		}
		b := k.raw[0]
		k.raw = k.raw[1:]
		if k.pasting {
			if k.pasted++; k.pasted > longestPaste {
				continue
			}
			if b < ' ' || b == 0x7f {
				b = ' '
			}
		}
		k.push([]byte{b})
	}
}
