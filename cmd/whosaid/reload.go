package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"strings"
	"syscall"

	"whosaid/bot"
	"whosaid/digest/store"
)

// live are the tables of the configuration that a running bot takes anew. Of the
// others it has made what it runs with: they need a new start.
var live = []string{"schedule", "feed", "roles", "chat"}

// adjustable is what a bot runs with, as far as that can change.
type adjustable struct {
	st        *store.Store
	publisher *bot.Publisher
	feeds     *bot.Feeds
	chat      *bot.Chat
	secrets   *feedSecrets
}

// reloading reads the configuration again on SIGHUP. One that is wrong is not taken;
// what is wrong is said, and the old one stays.
func (p *program) reloading(r adjustable) func(context.Context) error {
	return func(ctx context.Context) error {
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGHUP)
		defer signal.Stop(asked)
		for {
			select {
			case <-asked:
				later, err := p.reload(ctx, r)
				if err != nil {
					p.log.Error("the configuration is not taken, and the one of before stays", "err", err)
					continue
				}
				said := "whosaid: the configuration is read again: its schedules, feeds, roles and limits hold from now on"
				if len(later) > 0 {
					said += "; what has changed in " + strings.Join(later, ", ") + " holds from the next start: stop whosaid and start it again"
				}
				fmt.Fprintln(p.out, said)
			case <-ctx.Done():
				return nil
			}
		}
	}
}

// reload takes what can be taken of the configuration file, and returns the keys and
// tables of the rest that have changed.
func (p *program) reload(ctx context.Context, r adjustable) (later []string, err error) {
	if p.settings.file == "" {
		return nil, errors.New("there is no configuration file")
	}
	s, err := loadFile(global{config: p.settings.file}, func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	return needRestart(p.settings, s), r.chat.Still(func() error { return r.take(ctx, s) })
}

// take makes the bot run with what settings say that were read again, where the channels
// are that they name.
func (r adjustable) take(ctx context.Context, s settings) error {
	places, err := r.st.Moved(ctx)
	if err != nil {
		return err
	}
	s = s.moved(places)
	schedules, err := s.scheduled()
	if err != nil {
		return err
	}
	secrets, err := s.feedSecrets()
	if err != nil {
		return err
	}
	if err := (bot.Schedules{Publisher: r.publisher}).Sync(ctx, schedules); err != nil {
		return err
	}
	r.secrets.Store(&secrets)
	if err := r.feeds.Sync(ctx, s.configured()); err != nil {
		return fmt.Errorf("its schedules hold already, its feeds do not: %w", err)
	}
	r.chat.Change(s.roles(), s.limits())
	return nil
}

// needRestart names what differs between two configurations and is not [live]: a
// table, or a key that is in none. What flags and the environment say stays.
func needRestart(old, fresh settings) (names []string) {
	fresh.Store.Path = old.Store.Path // a flag or the environment may have said it
	a, b := reflect.ValueOf(old), reflect.ValueOf(fresh)
	for i := range a.NumField() {
		f := a.Type().Field(i)
		if name := f.Tag.Get("toml"); f.IsExported() && !slices.Contains(live, name) && !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			names = append(names, name)
		}
	}
	return names
}

// moved returns the settings with the places where channels are now in place of
// those that they name.
func (s settings) moved(places map[string]string) settings {
	now := func(place string) string {
		at, thread, _ := strings.Cut(place, " ")
		if to, ok := places[at]; ok {
			return strings.TrimSpace(to + " " + thread)
		}
		return place
	}
	s.Schedules = slices.Clone(s.Schedules)
	for i := range s.Schedules {
		s.Schedules[i].Channel, s.Schedules[i].Owner = now(s.Schedules[i].Channel), now(s.Schedules[i].Owner)
	}
	s.Feeds = slices.Clone(s.Feeds)
	for i := range s.Feeds {
		s.Feeds[i].Channel = now(s.Feeds[i].Channel)
	}
	admins := make(map[string][]string, len(s.Roles.Admins))
	for channel, users := range s.Roles.Admins {
		admins[now(channel)] = append(admins[now(channel)], users...)
	}
	s.Roles.Admins = admins
	return s
}
