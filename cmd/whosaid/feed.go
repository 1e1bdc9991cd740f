package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/ingest"
	"whosaid/digest/store"
)

var feedCommand = command{
	name:    "feed",
	args:    "add URL|DIR … | list | remove FEED | pause FEED | resume FEED | fetch [FEED] | test FILE|URL | import FILE | export",
	summary: "follow feeds, pages and folders of articles",
	about: `
What is followed is asked again and again while "whosaid run" runs, or now with
"whosaid feed fetch", and its articles are read into the database.
  add URL …      follow a feed (RSS, Atom, JSON Feed), a news sitemap, or one page; of the
                 page of a paper the feed that it names is followed
  add DIR …      follow a folder: text, HTML, Markdown and .eml files that come into it
  list           all that is followed, and how it fares
  remove FEED    stop following; its articles stay. FEED is a number, a name or an address
  pause FEED     do not ask it until "resume"
  resume FEED    ask it again, at once
  fetch [FEED]   ask all that are due, or one feed, now
  test FILE|URL  show what a feed holds; nothing is kept
  import FILE    follow all feeds of an OPML file ("-" for standard input)
  export         print all feeds as OPML

What a feed holds when it is added counts as read, unless --backfill says how many of the
newest articles are taken in. Feeds that need a password stand in the configuration.`,
	examples: []string{
		"whosaid feed add https://courier.example/rss.xml",
		"whosaid feed add --backfill 20 https://courier.example",
		"whosaid feed test --json feed.xml",
	},
	new: newFeed,
}

// feedFlags are the flags of all forms of the command.
type feedFlags struct {
	json         bool
	name, outlet string
	backfill     int
	every        time.Duration
}

func newFeed(f *flag.FlagSet) action {
	var o feedFlags
	f.BoolVar(&o.json, "json", false, "list, test: print JSON")
	f.StringVar(&o.name, "name", "", "add: call it `NAME`")
	f.StringVar(&o.outlet, "outlet", "", "add: its articles are published by `OUTLET`")
	f.IntVar(&o.backfill, "backfill", 0, "add, import: take in the newest `N` articles that it holds now")
	f.Func("every", "add: ask it every `PERIOD` (such as 2h or 1d) instead of as often as it changes", func(s string) error {
		var p period
		err := p.UnmarshalText([]byte(s))
		o.every = time.Duration(p)
		return err
	})
	return func(ctx context.Context, p *program, args []string) error {
		if len(args) == 0 {
			return wrongUse("feed", "say what to do: add, list, remove, pause, resume, fetch, test, import or export")
		}
		if o.backfill < 0 || o.backfill > 1000 {
			return wrongUse("feed", "--backfill cannot be %d: 0 to 1000 are allowed", o.backfill)
		}
		verb, rest := args[0], args[1:]
		action, ok := feedActions[verb]
		if !ok {
			var known []string
			for name := range feedActions {
				known = append(known, name)
			}
			return wrongUse("feed", "there is no feed %s%s", verb, meant("", verb, known))
		}
		return action(ctx, p, o, rest)
	}
}

var feedActions = map[string]func(context.Context, *program, feedFlags, []string) error{
	"add": feedAdd, "list": feedList, "remove": feedRemove, "pause": feedPause, "resume": feedResume,
	"fetch": feedFetch, "test": feedTest, "import": feedImport, "export": feedExport,
}

func feedAdd(ctx context.Context, p *program, o feedFlags, args []string) error {
	if len(args) == 0 {
		return wrongUse("feed", "name the address of a feed or a page, or a folder")
	}
	return p.withFeeds(ctx, func(st *store.Store, feeds *bot.Feeds) error {
		failed := false
		for _, address := range args {
			added, err := feeds.Add(ctx, bot.NewFeed{URL: address, Name: o.name, Outlet: o.outlet, Every: o.every, Backfill: o.backfill, Origin: "command line", Folders: true})
			if err != nil {
				if ctx.Err() != nil {
					return err
				}
				p.report(err)
				failed = true
				continue
			}
			fmt.Fprintln(p.out, plainLine(bot.AddedWords(added)))
			if added.New > 0 {
				if err := p.takeIn(ctx, feeds, added.Feed.ID, added.New); err != nil {
					return err
				}
			}
		}
		if failed {
			return errReported
		}
		return nil
	})
}

// takeIn takes in what a feed has announced, with progress.
func (p *program) takeIn(ctx context.Context, feeds *bot.Feeds, feed int64, total int) error {
	bar := &progress{}
	if terminal(p.err) {
		bar.w = p.err
	}
	start := p.now()
	var done bot.Collected
	copies := 0
	feeds.Stored = func(_ digest.Feed, _ digest.Article, t store.Taken) {
		switch {
		case t.Added:
			done.Added++
		case t.Original != 0:
			copies++
			done.Already++
		default:
			done.Already++
		}
		bar.show(bot.Progress{Collected: done, Total: total, Elapsed: p.now().Sub(start)})
	}
	err := feeds.Once(ctx, feed)
	bar.clear()
	text := fmt.Sprintf("Articles: %d taken in", done.Added)
	if n := done.Already - copies; n > 0 {
		text += fmt.Sprintf(", %d there before", n)
	}
	if copies > 0 {
		text += fmt.Sprintf(", %d printed by others before", copies)
	}
	fmt.Fprintln(p.out, text+".")
	return err
}

func feedRemove(ctx context.Context, p *program, _ feedFlags, args []string) error {
	return p.eachFeed(ctx, "remove", args, (*bot.Feeds).Remove, "Not followed any more: %s. Its articles stay.")
}

func feedPause(ctx context.Context, p *program, _ feedFlags, args []string) error {
	return p.eachFeed(ctx, "pause", args, (*bot.Feeds).Pause, "Paused: %s. To go on: whosaid feed resume")
}

func feedResume(ctx context.Context, p *program, _ feedFlags, args []string) error {
	return p.eachFeed(ctx, "resume", args, (*bot.Feeds).Resume, "Followed again: %s.")
}

func (p *program) eachFeed(ctx context.Context, verb string, args []string, do func(*bot.Feeds, context.Context, string) (digest.Feed, error), done string) error {
	if len(args) == 0 {
		return wrongUse("feed", "%s what? Name a feed by its number, name or address, as in: whosaid feed list", verb)
	}
	return p.withFeeds(ctx, func(st *store.Store, feeds *bot.Feeds) error {
		for _, name := range args {
			f, err := do(feeds, ctx, name)
			if err != nil {
				return unknown(err)
			}
			fmt.Fprintln(p.out, plainLine(fmt.Sprintf(done, f.Name)))
		}
		return nil
	})
}

func feedFetch(ctx context.Context, p *program, _ feedFlags, args []string) error {
	return p.withFeeds(ctx, func(st *store.Store, feeds *bot.Feeds) error {
		if err := feeds.Sync(ctx, p.settings.configured()); err != nil {
			return fmt.Errorf("following the feeds of the configuration: %w", err)
		}
		for _, name := range args {
			f, err := feeds.Resume(ctx, name) // which makes it due
			if err != nil {
				return unknown(err)
			}
			fmt.Fprintln(p.out, plainLine("Asking "+f.Name+" …"))
		}
		return p.takeIn(ctx, feeds, 0, 0)
	})
}

func feedImport(ctx context.Context, p *program, o feedFlags, args []string) error {
	if len(args) != 1 {
		return wrongUse("feed", "import takes one OPML file, or - for standard input")
	}
	data, err := readLimited(args[0], p.in)
	if err != nil {
		return err
	}
	outlines, err := ingest.ParseOPML(data)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	return p.withFeeds(ctx, func(st *store.Store, feeds *bot.Feeds) error {
		added, known, err := feeds.Import(ctx, outlines, "command line", "", o.backfill)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "Feeds: %d added, %d followed before. They are asked for the first time by: whosaid feed fetch, or while whosaid run runs.\n", added, known)
		return nil
	})
}

func feedExport(ctx context.Context, p *program, _ feedFlags, args []string) error {
	if len(args) > 0 {
		return wrongUse("feed", "export takes no arguments; it prints on standard output")
	}
	return p.withFeeds(ctx, func(st *store.Store, feeds *bot.Feeds) error { return feeds.Export(ctx, p.out) })
}

// plainLine makes one line of text harmless in a terminal.
func plainLine(s string) string { return bot.Plain(strings.Join(strings.Fields(s), " ")) }
