package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"whosaid/bot"
	"whosaid/bot/console"
	"whosaid/digest/store"
)

var runCommand = command{
	name:    "run",
	summary: "be the bot: follow the feeds and answer in the chats that are configured",
	about: `
Follows the feeds, connects to every chat of the configuration, says on standard output when each stands,
and answers until Ctrl-C or SIGTERM, within 10 seconds of which it has ended. What was
asked and not answered by then is answered at the next start. On SIGHUP it reads the
configuration again: schedules, feeds, roles and limits hold at once, and it says what
of the rest needs a new start, as chats and their tokens do. To set it up: whosaid init.`,
	examples: []string{"whosaid run", "whosaid run --terminal"},
	new: func(f *flag.FlagSet) action {
		terminal := f.Bool("terminal", false, "take this terminal for a chat, too: its place is console:terminal")
		return func(ctx context.Context, p *program, args []string) error {
			if len(args) > 0 {
				return wrongUse("run", "run takes no arguments")
			}
			return p.withStore(ctx, true, func(st *store.Store) error { return p.serve(ctx, st, *terminal) })
		}
	},
}

// serve is the bot until ctx ends.
func (p *program) serve(ctx context.Context, st *store.Store, terminal bool) (err error) {
	release, err := st.Hold(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	st.Told = p.trouble
	transports, err := p.connect(ctx, terminal)
	if err != nil {
		return err
	}
	feeds, secrets, err := p.feedsWith(st)
	if err == nil {
		err = feeds.Sync(ctx, p.settings.configured())
	}
	if err != nil {
		return errors.Join(err, closeAll(transports))
	}
	chat := p.chat(st, transports)
	publisher, deliverer := p.publisher(st, transports), p.deliverer(st, chat)
	publisher.Wake = deliverer.Wake
	feeds.Notice = p.noticing(st, deliverer)
	chat.Commands = slices.Concat(bot.Commands(), p.delivering(st, publisher), feeds.Commands())
	if err := p.syncSchedules(ctx, publisher); err != nil {
		return errors.Join(err, closeAll(transports))
	}
	chat.Pages = append(chat.Pages, publisher.Page)
	figures := newGauge(st, deliverer, p.now, len(transports))
	chat.Ended = figures.ended
	announce, without := p.readiness(transports)
	impatient := time.AfterFunc(longestStart, without)
	defer impatient.Stop()

	working, stop := context.WithCancel(ctx)
	beside := p.beside(working, func(ctx context.Context) error { feeds.Run(ctx); return nil }, publisher.Run, deliverer.Run,
		p.forgetting(st), p.aging(st), p.reloading(adjustable{st, publisher, feeds, chat, secrets}), figures.serving(p.settings.Deliver.Listen))
	err = chat.Run(working, func(t bot.Transport) { figures.stands(t); announce(t) })
	stop()
	beside.Wait()
	return errors.Join(err, closeAll(transports))
}

// beside runs what works while the bot answers. What fails there is logged, and
// answering goes on.
func (p *program) beside(ctx context.Context, runs ...func(context.Context) error) *sync.WaitGroup {
	var all sync.WaitGroup
	for _, run := range runs {
		all.Go(func() {
			if err := run(ctx); err != nil && ctx.Err() == nil {
				p.log.Error("a part of the bot has ended", "err", err)
			}
		})
	}
	return &all
}

// chat is the bot in the chats, as configured.
func (p *program) chat(st *store.Store, transports []bot.Transport) *bot.Chat {
	s := p.settings
	return &bot.Chat{
		Store: st, Transports: transports, Log: p.log, Now: p.now, Digest: p.digestOptions(),
		Page:   store.Page{Speakers: s.Answer.Speakers, Quotes: s.Answer.Quotes},
		Roles:  s.roles(),
		Limits: s.limits(),
		Pace:   bot.NewPace(),
	}
}

// connect returns the transports that are configured, none of them connected yet.
func (p *program) connect(ctx context.Context, terminal bool) ([]bot.Transport, error) {
	transports, err := p.platforms(ctx)
	if err != nil {
		return nil, errors.Join(err, closeAll(transports))
	}
	if terminal {
		screen := console.New(p.in, p.out, console.Options{Log: p.log})
		transports = append(transports, console.NewTransport(screen, p.now))
	}
	if len(transports) == 0 {
		return nil, errors.New("no chat is configured: run whosaid init, or add [[slack]] or [matrix] to the configuration; to talk here and now, run whosaid try")
	}
	return transports, nil
}

// longestStart is how long the bot waits for all chats before it is ready without
// those that are not there.
const longestStart = 30 * time.Second

// readiness returns what says which transport stands, each once, and when all do,
// and what says that the bot is ready without some.
func (p *program) readiness(transports []bot.Transport) (announce func(bot.Transport), without func()) {
	var mu sync.Mutex
	missing := make(map[string]bool)
	for _, t := range transports {
		missing[t.Name()] = true
	}
	var once sync.Once
	ready := func(how string) {
		once.Do(func() {
			fmt.Fprintln(p.out, "whosaid: ready"+how)
			if err := notify(os.Getenv("NOTIFY_SOCKET")); err != nil {
				p.log.Warn("the service manager was not told that the bot is ready", "err", err)
			}
		})
	}
	announce = func(t bot.Transport) {
		mu.Lock()
		defer mu.Unlock()
		if !missing[t.Name()] {
			p.log.Info("connected again", "transport", t.Name())
			return
		}
		delete(missing, t.Name())
		fmt.Fprintf(p.out, "whosaid: %s is connected\n", t.Name())
		if len(missing) == 0 {
			ready("")
		}
	}
	without = func() {
		mu.Lock()
		defer mu.Unlock()
		if len(missing) > 0 {
			names := slices.Sorted(maps.Keys(missing))
			ready(", but not yet connected to " + strings.Join(names, " and ") + ", which is tried again")
		}
	}
	return announce, without
}

// notify tells systemd, where it has started the program, that it is ready
// (sd_notify(3)).
func notify(socket string) error {
	if socket == "" {
		return nil
	}
	if name, abstract := strings.CutPrefix(socket, "@"); abstract {
		socket = "\x00" + name
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("reaching the service manager: %w", err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("READY=1")); err != nil {
		return fmt.Errorf("telling the service manager: %w", err)
	}
	return nil
}
