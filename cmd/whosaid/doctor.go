package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"

	"whosaid/bot"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

var doctorCommand = command{
	name:    "doctor",
	summary: "check what the bot needs, and say what is missing and how to fix it",
	about: `
Looks at the configuration, the secrets, the database, and every chat that is
configured: tokens and their scopes, the connection, membership and rights in the
channels, encryption. Nothing is posted. The exit status is 1 where something has to be
fixed. Not while "whosaid run" uses the same Matrix account.`,
	examples: []string{"whosaid doctor"},
	new: func(*flag.FlagSet) action {
		return func(ctx context.Context, p *program, args []string) error {
			if len(args) > 0 {
				return wrongUse("doctor", "doctor takes no arguments")
			}
			return p.tell(p.examine(ctx))
		}
	},
}

// tell prints findings, and returns [errReported] where one of them is wrong.
func (p *program) tell(findings []bot.Finding) error {
	wrong := 0
	for _, f := range findings {
		sign := "ok   "
		if !f.OK {
			sign = "FIX  "
			wrong++
		}
		if _, err := fmt.Fprintln(p.out, sign+bot.Plain(f.What)); err != nil {
			return err
		}
		if !f.OK {
			fmt.Fprintln(p.out, "     "+bot.Plain(f.Remedy))
		}
	}
	if wrong > 0 {
		fmt.Fprintf(p.out, "\n%d of %d to be fixed.\n", wrong, len(findings))
		return errReported
	}
	return nil
}

// examine checks everything, from the machine to the channels.
func (p *program) examine(ctx context.Context) []bot.Finding {
	findings := []bot.Finding{p.examineConfiguration(), {OK: true, What: fmt.Sprintf("dates are meant in the zone %s, where it is %s", p.settings.location(), p.now().Format("15:04 on 2 January 2006"))}}
	secrets, readable := p.examineSecrets()
	findings = append(append(findings, secrets...), p.examineStore(ctx), p.examineRoles())
	if !readable {
		return findings // no platform can be asked without its secrets
	}
	return append(findings, p.examineChats(ctx)...)
}

func (p *program) examineConfiguration() bot.Finding {
	if p.settings.file == "" {
		return bot.Finding{OK: true, What: "there is no configuration file: everything is as config.example.toml has it"}
	}
	return bot.Finding{OK: true, What: "the configuration is " + p.settings.file}
}

// examineSecrets reports also whether all of them can be read.
func (p *program) examineSecrets() (findings []bot.Finding, readable bool) {
	readable = true
	for key, s := range p.settings.configuredSecrets() {
		f := bot.Finding{OK: true, What: key + " is in " + s.String()}
		if _, err := s.read(p.settings.folder, os.Getenv); err != nil {
			readable = false
			f = bot.Finding{What: key + " cannot be read", Remedy: capital(err.Error()) + "."}
		} else if s.exposed(p.settings.folder) {
			f = bot.Finding{What: "others on this machine can read " + key, Remedy: "Run: chmod 600 " + s.path(p.settings.folder)}
		}
		findings = append(findings, f)
	}
	sort.Slice(findings, func(i, j int) bool { return findings[i].What < findings[j].What })
	return findings, readable
}

func (p *program) examineStore(ctx context.Context) bot.Finding {
	path, err := p.settings.storePath(os.Getenv)
	if err != nil {
		return bot.Finding{What: "the database has no place", Remedy: capital(err.Error()) + "."}
	}
	if mustExist(path) != nil {
		return bot.Finding{OK: true, What: "the database " + path + " is made when it is first used"}
	}
	var articles int
	err = p.withStore(ctx, false, func(st *store.Store) error {
		a, err := st.Find(ctx, query.Query{}, store.Page{Speakers: 1, Quotes: 1})
		articles = a.Searched.Articles
		return err
	})
	if err != nil {
		return bot.Finding{What: "the database cannot be used", Remedy: capital(err.Error()) + "."}
	}
	return bot.Finding{OK: true, What: fmt.Sprintf("the database %s holds %d articles", path, articles)}
}

func (p *program) examineRoles() bot.Finding {
	if n := len(p.settings.Roles.Owners); n > 0 {
		return bot.Finding{OK: true, What: "owners: " + strings.Join(p.settings.Roles.Owners, ", ")}
	}
	return bot.Finding{OK: true, What: "nobody is an owner in the chats: what is read can be changed only on this machine; see roles.owners"}
}

// examineChats asks every platform that is configured.
func (p *program) examineChats(ctx context.Context) []bot.Finding {
	transports, err := p.platforms(ctx)
	var findings []bot.Finding
	if err != nil {
		findings = append(findings, bot.Finding{What: "a chat cannot be used", Remedy: capital(err.Error()) + "."})
	}
	if err == nil && len(transports) == 0 {
		return []bot.Finding{{What: "no chat is configured", Remedy: "Run whosaid init, or add [[slack]] or [matrix] to the configuration."}}
	}
	places, unread := p.places(ctx)
	if unread != nil {
		findings = append(findings, bot.Finding{What: "where something is posted cannot be read", Remedy: capital(unread.Error()) + "."})
	}
	for _, t := range transports {
		var here []bot.Place
		for _, at := range places {
			if at.Transport == t.Name() {
				here = append(here, at)
			}
		}
		findings = append(findings, t.Check(ctx, here)...)
	}
	for _, at := range places {
		if err == nil && !slices.ContainsFunc(transports, func(t bot.Transport) bool { return t.Name() == at.Transport }) {
			findings = append(findings, bot.Finding{What: at.String() + " is to be posted to, and its chat is not configured", Remedy: "Add the chat to the configuration, or take the channel out of it, or remove its schedules."})
		}
	}
	return append(findings, p.disconnect(transports)...)
}

// disconnect closes transports that were not run.
func (p *program) disconnect(transports []bot.Transport) (findings []bot.Finding) {
	if err := closeAll(transports); err != nil {
		findings = append(findings, bot.Finding{What: "a chat was not closed", Remedy: capital(err.Error()) + "."})
	}
	return findings
}

// closeAll closes the transports that keep something on disk.
func closeAll(transports []bot.Transport) error {
	var errs []error
	for _, t := range transports {
		if c, ok := t.(interface{ Close() error }); ok {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}

// places are the channels that the configuration names, and those to which
// something is posted regularly.
func (p *program) places(ctx context.Context) (places []bot.Place, err error) {
	path, err := p.settings.storePath(os.Getenv)
	if err == nil && mustExist(path) == nil {
		err = p.withStore(ctx, false, func(st *store.Store) error {
			places, err = bot.Places(ctx, st)
			return err
		})
	}
	for channel := range p.settings.Roles.Admins {
		if at, err := bot.ParsePlace(channel); err == nil && !slices.Contains(places, at) { // check has seen that it can be parsed
			places = append(places, at)
		}
	}
	slices.SortFunc(places, func(a, b bot.Place) int { return strings.Compare(a.String(), b.String()) })
	return places, err
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
