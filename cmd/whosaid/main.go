package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // so that zones are known where the system has none installed

	"golang.org/x/term"

	"whosaid/bot"
	"whosaid/bot/console"
	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// The exit statuses, the same for every command.
const (
	statusOK          = 0
	statusFailed      = 1
	statusUsage       = 2
	statusInterrupted = 130 // 128 + SIGINT, as shells report it
	statusNoReader    = 141 // 128 + SIGPIPE
	statusTerminated  = 143 // 128 + SIGTERM
)

// memoryGoal is what the collector works harder to stay under, in bytes: reading a
// text of ten megabytes would take twice as much otherwise. GOMEMLIMIT overrules it.
const memoryGoal = 256 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	os.Exit(run(os.Args[1:], time.Now))
}

// run is the whole program with a clock that the tests set. The first Ctrl-C
// cancels what is under way, so that the store closes; the second one kills.
func run(args []string, now func() time.Time) int {
	signal.Ignore(syscall.SIGPIPE) // writing fails instead, and the store closes
	terminated, release := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer release()
	ctx, stop := signal.NotifyContext(terminated, os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop)

	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: now, terminated: terminated}
	err := p.dispatch(ctx, args)
	var wrong usageError
	var unclear bot.Unclear
	switch {
	case err == nil:
		return statusOK
	case errors.As(err, &wrong), errors.As(err, &unclear):
		fmt.Fprintf(p.err, "whosaid: %v\n", err)
		return statusUsage
	case errors.Is(err, syscall.EPIPE):
		return statusNoReader // nobody is left to tell
	case terminated.Err() != nil:
		fmt.Fprintln(p.err, "whosaid: stopped; what is in the store is whole")
		return statusTerminated
	case ctx.Err() != nil:
		fmt.Fprintln(p.err, "whosaid: interrupted; what is in the store is whole")
		return statusInterrupted
	case errors.Is(err, errReported):
		return statusFailed
	}
	fmt.Fprintf(p.err, "whosaid: %v\n", err)
	return statusFailed
}

// errReported ends a command that has already said what went wrong, file by file.
var errReported = errors.New("already reported")

// usageError is a command line that cannot be understood: exit status 2.
type usageError string

func (e usageError) Error() string { return string(e) }

// wrongUse makes a usageError that ends with where to read on.
func wrongUse(command, format string, args ...any) error {
	hint := "whosaid help"
	if command != "" {
		hint += " " + command
	}
	return usageError(fmt.Sprintf(format, args...) + "\nSee: " + hint)
}

// program is what every command works with.
type program struct {
	in       *os.File
	out, err *os.File
	now      func() time.Time // in the configured zone once settings are read
	settings settings
	log      *slog.Logger
	named    string // the configuration that was named, for the command that writes it

	// terminated ends on SIGTERM alone, for a conversation: in it Ctrl-C stops
	// one answer and not the program, so the console deals with that signal.
	terminated context.Context
}

// dispatch reads the command line and runs the command it names.
func (p *program) dispatch(ctx context.Context, args []string) error {
	inv, err := parse(args)
	if err != nil {
		return err
	}
	if inv.help != "" {
		_, err := io.WriteString(p.out, inv.help)
		return err
	}
	if inv.fresh {
		p.settings, p.named = defaults(), cmp.Or(inv.global.config, os.Getenv("WHOSAID_CONFIG"))
		p.logAs(p.settings.Log)
	} else if err := p.configure(inv.global); err != nil {
		return err
	}
	return inv.run(ctx, p, inv.args)
}

// configure reads the settings and makes the clock and the log that follow from them.
func (p *program) configure(g global) error {
	s, err := load(g, os.Getenv)
	if err != nil {
		return err
	}
	p.settings = s
	clock, zone := p.now, s.location()
	p.now = func() time.Time { return clock().In(zone) }
	p.logAs(s.Log)
	return nil
}

// logAs makes the log. What libraries write to the log of Go, such as net/http about a
// server that breaks the rules, goes there too, in the same form.
func (p *program) logAs(s logSettings) {
	p.log = newLog(p.err, s)
	log.SetFlags(0)
	log.SetOutput(slog.NewLogLogger(p.log.Handler(), slog.LevelDebug).Writer())
}

func newLog(w io.Writer, s logSettings) *slog.Logger {
	opts := &slog.HandlerOptions{Level: levels[s.Level]}
	if s.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// withStore opens the store, which must exist unless create is set, and closes
// it when f is done, whatever came of it.
func (p *program) withStore(ctx context.Context, create bool, f func(*store.Store) error) (err error) {
	path, err := p.settings.storePath(os.Getenv)
	if err != nil {
		return err
	}
	if !create {
		if err := mustExist(path); err != nil {
			return err
		}
	}
	st, err := store.Open(ctx, path, p.log)
	if err != nil {
		return err
	}
	defer func() {
		_ = st.Enter(ctx) // who is told to stop does not wait for Close to do that
		if cerr := st.Close(); err == nil && cerr != nil {
			err = cerr
		}
	}()
	places, err := st.Moved(ctx)
	if err != nil {
		return err
	}
	p.settings = p.settings.moved(places)
	return f(st)
}

// print shows the one message of a command, in the terminal’s width and colours.
func (p *program) print(m digest.Message) error {
	return console.New(p.in, p.out, console.Options{}).Show(m)
}

// terminal reports whether f is one.
func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// sentence joins the words of a question or a filter that the shell has split.
func sentence(args []string) string {
	return strings.TrimSpace(strings.Join(args, " "))
}

// answerer answers questions from st, a page at a time or all at once.
func (p *program) answerer(st *store.Store, all bool) *bot.Answerer {
	a := &bot.Answerer{Store: st, Now: p.now}
	if !all {
		a.Page = store.Page{Speakers: p.settings.Answer.Speakers, Quotes: p.settings.Answer.Quotes}
	}
	return a
}

// digestOptions says how a digest looks, as configured.
func (p *program) digestOptions() compose.Options {
	s := p.settings
	return compose.Options{Zone: s.location(), Articles: s.Digest.Articles, Quotes: s.Digest.Quotes, Actors: s.Digest.Actors}
}
