package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/schedule"
	"whosaid/digest/store"
)

// scheduleSettings is one [[schedule]].
type scheduleSettings struct {
	Name     string `toml:"name"`
	When     string `toml:"when"`
	Zone     string `toml:"zone"`     // empty for that of the whole
	Channel  string `toml:"channel"`  // a place
	Filter   string `toml:"filter"`   // empty for everything
	Title    string `toml:"title"`    // empty for the name
	Articles int    `toml:"articles"` // 0 for as in [digest]
	Quiet    string `toml:"quiet"`    // "22-7"; empty for none
	Owner    string `toml:"owner"`    // place that is told what is wrong; empty for the owners of the bot
}

// check returns the first key whose value is not allowed, and what is.
func (s scheduleSettings) check(zone *time.Location) (key, problem string) {
	if s.Name == "" {
		return "schedule.name", "is missing: give each [[schedule]] one"
	}
	if s.Zone != "" {
		var err error
		if zone, err = schedule.Zone(s.Zone); err != nil {
			return "schedule.zone", "cannot be that: " + err.Error()
		}
	}
	if _, err := schedule.Parse(s.When, zone); err != nil {
		return "schedule.when", "cannot be that: " + err.Error()
	}
	if _, err := bot.ParsePlace(s.Channel); err != nil {
		return "schedule.channel", "cannot be that: " + err.Error()
	}
	if s.Owner != "" {
		if _, err := bot.ParsePlace(s.Owner); err != nil {
			return "schedule.owner", "cannot be that: " + err.Error()
		}
	}
	if s.Articles < 0 || s.Articles > 100 {
		return "schedule.articles", fmt.Sprintf("cannot be %d: 0 to 100 are allowed", s.Articles)
	}
	if s.Quiet != "" {
		if _, err := schedule.ParseQuiet(s.Quiet); err != nil {
			return "schedule.quiet", "cannot be that: " + err.Error()
		}
	}
	return "", ""
}

// deliverSettings says how digests are made and delivered.
type deliverSettings struct {
	Late    period `toml:"late"`    // up to which a digest is made up for
	Silence period `toml:"silence"` // after which a schedule says that it finds nothing
	Bundle  int    `toml:"bundle"`  // minutes
	GiveUp  period `toml:"give_up"`
	Keep    period `toml:"keep"`   // what was posted is remembered
	Listen  string `toml:"listen"` // for health and metrics; empty for none
}

// checkDeliver returns the first key about delivering whose value is not allowed.
func (s settings) checkDeliver() (key, problem string) {
	names := make(map[string]bool)
	for _, one := range s.Schedules {
		if key, problem := one.check(s.location()); problem != "" {
			return key, problem
		}
		if names[one.Name] {
			return "schedule.name", fmt.Sprintf("%q is there twice", one.Name)
		}
		names[one.Name] = true
	}
	if s.Deliver.Bundle < 1 || s.Deliver.Bundle > 60 {
		return "deliver.bundle", fmt.Sprintf("cannot be %d: 1 to 60 are allowed", s.Deliver.Bundle)
	}
	if s.Deliver.Listen != "" {
		host, _, err := net.SplitHostPort(s.Deliver.Listen)
		if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return "deliver.listen", fmt.Sprintf("cannot be %q: only this machine may ask, so write an address such as \"127.0.0.1:9464\"", s.Deliver.Listen)
		}
	}
	return "", ""
}

// scheduled are the schedules of the configuration file.
func (s settings) scheduled() ([]bot.NewSchedule, error) {
	var all []bot.NewSchedule
	for _, one := range s.Schedules {
		at, err := bot.ParsePlace(one.Channel)
		if err != nil {
			return nil, err // check has seen that it can be parsed
		}
		zone := s.location()
		if one.Zone != "" {
			if zone, err = schedule.Zone(one.Zone); err != nil {
				return nil, err
			}
		}
		all = append(all, bot.NewSchedule{Name: one.Name, Line: one.When, Zone: zone, Filter: one.Filter, Place: at, Owner: one.Owner,
			Options: bot.Options{Title: one.Title, Articles: one.Articles, Quiet: one.Quiet}})
	}
	return all, nil
}

// publisher makes digests, as configured.
func (p *program) publisher(st *store.Store, transports []bot.Transport) *bot.Publisher {
	d := p.settings.Deliver
	return &bot.Publisher{
		Store: st, Transports: transports, Log: p.log, Now: p.now, Digest: p.digestOptions(), Step: killpoint,
		Period: time.Duration(p.settings.Digest.Period), Late: time.Duration(d.Late), Silence: time.Duration(d.Silence), Bundle: time.Duration(d.Bundle) * time.Minute,
		Failing: func(ctx context.Context) ([]string, error) {
			failing, _, err := feedLines(ctx, st, p.now(), everyFeed)
			return failing, err
		},
	}
}

// deliverer takes what is made to the chats, and follows channels that become others.
func (p *program) deliverer(st *store.Store, chat *bot.Chat) *bot.Deliverer {
	chat.Moved = func(ctx context.Context, from, to bot.Place) error { return st.Move(ctx, from.String(), to.String()) }
	d := &bot.Deliverer{Store: st, Transports: chat.Transports, Log: p.log, Now: p.now, Pace: chat.Pace,
		GiveUp: time.Duration(p.settings.Deliver.GiveUp), Step: killpoint, Owners: chat.Owners}
	chat.Left = func(ctx context.Context, at bot.Place) error {
		return d.Gone(ctx, at, errors.New("the bot was taken out of the channel, or it is gone"))
	}
	return d
}

// noticing puts what is said about feeds into the outbox, once.
func (p *program) noticing(st *store.Store, deliverer *bot.Deliverer) func(context.Context, string, string, digest.Message) error {
	return func(ctx context.Context, key, place string, m digest.Message) error {
		_, err := st.Enqueue(ctx, store.Posting{Key: "feed " + key, Place: place, Kind: store.KindNotice, Source: "notice", Summary: "a notice about a feed", Parts: []digest.Message{m}}, p.now())
		deliverer.Wake()
		return err
	}
}

// syncSchedules keeps the schedules of the configuration.
func (p *program) syncSchedules(ctx context.Context, publisher *bot.Publisher) error {
	all, err := p.settings.scheduled()
	if err != nil {
		return err
	}
	return bot.Schedules{Publisher: publisher}.Sync(ctx, all)
}

// killpoint is where a test kills the program; nil in all others. See killpoint.go.
var killpoint func(string)

// feedLines says which feeds fail, and how all are, by name those that show lets through.
func feedLines(ctx context.Context, st *store.Store, now time.Time, show func(digest.Feed) bool) (failing, all []string, err error) {
	feeds, err := st.Feeds(ctx, now)
	if err != nil || len(feeds) == 0 {
		return nil, nil, err
	}
	var last time.Time
	var shown []string
	paused := 0
	for _, f := range feeds {
		name := f.Name
		if name == "" {
			name = f.URL
		}
		switch {
		case f.Paused:
			paused++
		case !f.Failing.IsZero():
			line := fmt.Sprintf("%s since %s (%s)", name, f.Failing.In(now.Location()).Format("Mon 2 Jan 15:04"), f.Problem)
			if failing = append(failing, line); show(f) {
				shown = append(shown, "failing: "+line)
			}
		}
		if f.Succeeded.After(last) {
			last = f.Succeeded
		}
	}
	first := fmt.Sprintf("%d followed, %d failing, %d paused", len(feeds), len(failing), paused)
	if !last.IsZero() {
		first += "; last read " + last.In(now.Location()).Format("Mon 2 Jan 15:04")
	}
	return failing, append([]string{first}, shown...), nil
}

func everyFeed(digest.Feed) bool { return true }

// delivering is what is added to the table of commands.
func (p *program) delivering(st *store.Store, publisher *bot.Publisher) []bot.Command {
	feeds := func(ctx context.Context, show func(digest.Feed) bool) ([]string, error) {
		_, all, err := feedLines(ctx, st, p.now(), show)
		return all, err
	}
	commands := bot.ScheduleCommands(publisher)
	commands = append(commands, bot.FollowCommands(publisher)...)
	return append(commands, bot.LedgerCommands(publisher, feeds)...)
}

// trouble says in the log when the database cannot be written to, and when it can again.
func (p *program) trouble(t store.Trouble) {
	if t.Lasts() {
		p.log.Error("the database cannot be written to: what is due waits, and nothing is lost", "err", t.Err)
		return
	}
	p.log.Warn("the database can be written to again: what has waited goes on", "after", t.Until.Sub(t.Since).Round(time.Second))
}

// aging deletes articles that are older than they are kept, a few at a time, so that
// others can write in between.
func (p *program) aging(st *store.Store) func(context.Context) error {
	return func(ctx context.Context) error {
		for p.settings.Store.Keep > 0 {
			n, more, err := st.ForgetArticles(ctx, p.now().Add(-time.Duration(p.settings.Store.Keep)))
			if err != nil && ctx.Err() == nil && !store.Hindered(err) {
				p.log.Warn("old articles are kept for longer", "err", err)
			}
			if n > 0 {
				p.log.Info("articles were deleted that are older than store.keep", "articles", n)
			}
			if err == nil && !more {
				if _, more, err = st.ForgetActors(ctx); err != nil && ctx.Err() == nil && !store.Hindered(err) {
					p.log.Warn("names are kept that no article has any more", "err", err)
				}
			}
			pause := time.Hour
			if more {
				pause = time.Second
			}
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return nil
			}
		}
		return nil
	}
}

// forgetting drops what was posted long ago, now and then.
func (p *program) forgetting(st *store.Store) func(context.Context) error {
	return func(ctx context.Context) error {
		for {
			if err := st.Forget(ctx, p.now().Add(-time.Duration(p.settings.Deliver.Keep))); err != nil && ctx.Err() == nil && !store.Hindered(err) {
				p.log.Warn("what was posted long ago is kept for longer", "err", err)
			}
			select {
			case <-time.After(time.Hour):
			case <-ctx.Done():
				return nil
			}
		}
	}
}

// talkingCommand makes a subcommand of the commands of the same name in chats.
func talkingCommand(name, args, summary, about string, examples ...string) command {
	return command{
		name: name, args: args, summary: summary, about: about, examples: examples, words: true,
		new: newTalking(name),
	}
}

// reply answers one line on the command line. No platform is connected there, so
// what is made is cut into messages when it is delivered.
func (p *program) reply(ctx context.Context, st *store.Store, line string) error {
	publisher := p.publisher(st, nil)
	publisher.Chats = p.settings.chats()
	c := &bot.Conversation{Store: st, Answerer: p.answerer(st, false), Now: p.now, Digest: p.digestOptions(), Commands: p.delivering(st, publisher)}
	m, err := c.Reply(ctx, line)
	if err != nil {
		return err
	}
	return p.print(m)
}

var (
	scheduleCommand = talkingCommand("schedule", "add|list|show|edit|pause|resume|remove|preview|run …",
		"post digests regularly: say when, what and where", `
WHEN is plain words or a cron expression; what follows is divided by semicolons: a filter,
and options that begin with to, quiet, length, title or zone. Schedules of the
configuration file are changed there. "whosaid run" posts them.`,
		`whosaid schedule add morning "weekdays at 8; about:CNRM; to slack:C024BE91L"`,
		`whosaid schedule preview "every Monday 9:00; in:Post"`,
		"whosaid schedule list")
	followCommand = talkingCommand("follow", "FILTER; to PLACE | list | preview FILTER",
		"have new statements posted as they come", `
Brings only what is new, bundled within a few minutes, to the place that is named.`,
		`whosaid follow "Sam Rainsy about CNRM; to slack:C024BE91L"`, "whosaid follow list")
	unfollowCommand = talkingCommand("unfollow", "NUMBER", "end a follow", `
Its number is what "whosaid follow list" shows.`, "whosaid unfollow 3")
	whyCommand = talkingCommand("why", "LINK|TITLE|QUOTE|ID", "say why an article or a quote was posted, or not", `
Tells its whole way: from where it came when, what was read in it, which schedules and
follows take it or why not, where it was posted when, or what it waits for.`, "whosaid why https://courier.example/toll")
	statusCommand = talkingCommand("status", "", "show feeds, schedules, what waits and what went wrong, in one screen", `
Reads the database only: it can be asked while the bot runs, and while it does not.`, "whosaid status")
)
