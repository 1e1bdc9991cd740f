package main

import (
	"context"
	"errors"
	"flag"
	"net/url"

	"whosaid/bot"
	"whosaid/bot/slack"
)

var slackCommand = command{
	name:    "slack",
	args:    "manifest",
	summary: "print what Slack makes the bot's app from",
	about: `
Prints the manifest of the app, as JSON: the least that it needs to be allowed and to be
told. Paste it at https://api.slack.com/apps?new_app=1 under “From a manifest”. The app
uses Socket Mode, for which this machine needs no address of its own. With --url Slack
sends requests to that address instead; whosaid takes them at slack.listen.`,
	examples: []string{"whosaid slack manifest", "whosaid slack manifest --url https://bots.example.org/slack"},
	fresh:    true,
	new: func(f *flag.FlagSet) action {
		address := f.String("url", "", "have Slack send requests to `URL`, which begins with https")
		return func(_ context.Context, p *program, args []string) error {
			if len(args) != 1 || args[0] != "manifest" {
				return wrongUse("slack", "write: whosaid slack manifest")
			}
			if u, err := url.Parse(*address); *address != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
				return wrongUse("slack", "--url cannot be %q: Slack wants an address that begins with https://", *address)
			}
			manifest, err := slack.Manifest(*address)
			if err != nil {
				return err
			}
			_, err = p.out.Write(manifest)
			return err
		}
	},
}

// workspaces returns the transports of the Slack workspaces that are configured,
// and, joined, what is wrong with those that cannot be used.
func (p *program) workspaces() (all []bot.Transport, err error) {
	var errs []error
	for _, w := range p.settings.Slack {
		c := slack.Config{Name: w.transport(), Listen: w.Listen, APIURL: w.API, Log: p.log}
		err := p.secrets(w.transport(), map[*string]secret{&c.BotToken: w.BotToken, &c.AppToken: w.AppToken, &c.SigningSecret: w.SigningSecret})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		t, err := slack.New(c)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, t)
	}
	return all, errors.Join(errs...)
}
