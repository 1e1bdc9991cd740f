package main

import (
	"fmt"
	"slices"
	"strings"

	"whosaid/bot"
	"whosaid/bot/console"
)

// slackSettings is one workspace, a [[slack]] of the configuration.
type slackSettings struct {
	Name          string `toml:"name"`
	BotToken      secret `toml:"bot_token"`
	AppToken      secret `toml:"app_token"`
	SigningSecret secret `toml:"signing_secret"`
	Listen        string `toml:"listen"`
	API           string `toml:"api"` // empty for Slack's
}

// transport is what places of the workspace begin with.
func (s slackSettings) transport() string {
	if s.Name == "" {
		return "slack"
	}
	return "slack/" + s.Name
}

// matrixSettings is the account on a homeserver.
type matrixSettings struct {
	Homeserver string   `toml:"homeserver"`
	User       string   `toml:"user"` // empty for no Matrix
	Password   secret   `toml:"password"`
	Token      secret   `toml:"token"`
	Device     string   `toml:"device"`
	Recovery   string   `toml:"recovery"`
	Allow      []string `toml:"allow"`
}

type chatSettings struct {
	PerUser    int `toml:"per_user"`
	PerChannel int `toml:"per_channel"`
}

type rolesSettings struct {
	Owners []string            `toml:"owners"`
	Admins map[string][]string `toml:"admins"` // users by channel
}

// checkChats returns the first key about chats whose value is not allowed, and
// what is.
func (s settings) checkChats() (key, problem string) {
	var names []string
	for _, w := range s.Slack {
		switch {
		case slices.Contains(names, w.Name):
			return "slack.name", fmt.Sprintf("cannot be %q twice: every [[slack]] needs a name of its own", w.Name)
		case strings.ContainsAny(w.Name, ": /\t"):
			return "slack.name", fmt.Sprintf("cannot be %q: colons, slashes and blanks are not allowed", w.Name)
		case w.API != "" && !strings.HasPrefix(w.API, "https://") && !strings.HasPrefix(w.API, "http://127.0.0.1:"):
			return "slack.api", fmt.Sprintf("cannot be %q: it begins with https://", w.API)
		case !w.BotToken.set():
			return "slack.bot_token", "is missing: it says where the token is that begins with xoxb-"
		case w.Listen == "" && !w.AppToken.set():
			return "slack.app_token", "is missing: it says where the token is that begins with xapp-; without it, listen and signing_secret are needed"
		case w.Listen != "" && !w.SigningSecret.set():
			return "slack.signing_secret", "is missing: requests that come in at listen cannot be told from forged ones without it"
		}
		names = append(names, w.Name)
	}
	m := s.Matrix
	switch {
	case m.User == "" && (m.Homeserver != "" || m.Password.set() || m.Token.set()):
		return "matrix.user", "is missing: write the account, such as \"@whosaid:example.org\""
	case m.User != "" && m.Password.set() == m.Token.set():
		return "matrix.password", "or token: exactly one of them is needed"
	case m.Token.set() != (m.Device != ""):
		return "matrix.device", "and token belong together"
	}
	return s.Roles.check()
}

func (r rolesSettings) check() (key, problem string) {
	for _, o := range r.Owners {
		if _, err := bot.ParsePlace(o); err != nil {
			return "roles.owners", fmt.Sprintf("cannot have %q: write the transport and the ID of the user, such as \"slack:U024BE7LH\" or \"matrix:@ana:example.org\"", o)
		}
	}
	for channel := range r.Admins {
		if at, err := bot.ParsePlace(channel); err != nil || at.Thread != "" {
			return "roles.admins", fmt.Sprintf("cannot have %q: write the transport and the ID of the channel, such as \"slack:C024BE91L\" or \"matrix:!room:example.org\"", channel)
		}
	}
	return "", ""
}

// chats are the names of the chats that there are when the bot runs, the terminal
// among them; nil where none is configured yet.
func (s settings) chats() (names []string) {
	for _, w := range s.Slack {
		names = append(names, w.transport())
	}
	if s.Matrix.User != "" {
		names = append(names, "matrix")
	}
	if len(names) > 0 {
		names = append(names, console.Terminal.Transport)
	}
	return names
}

// configuredSecrets returns every secret that is configured, by its key.
func (s settings) configuredSecrets() map[string]secret {
	all := map[string]secret{"matrix.password": s.Matrix.Password, "matrix.token": s.Matrix.Token}
	for _, w := range s.Slack {
		for key, value := range map[string]secret{"bot_token": w.BotToken, "app_token": w.AppToken, "signing_secret": w.SigningSecret} {
			all[w.transport()+" "+key] = value
		}
	}
	for _, f := range s.Feeds {
		for key, value := range map[string]secret{"password": f.Password, "token": f.Token, "secret_url": f.SecretURL} {
			all["feed "+f.URL+" "+key] = value
		}
	}
	for key, value := range all {
		if !value.set() {
			delete(all, key)
		}
	}
	return all
}

// limits returns how much may be asked, as the bot takes it.
func (s settings) limits() bot.Limits {
	return bot.Limits{User: s.Chat.PerUser, Channel: s.Chat.PerChannel}
}

// roles returns who may do what, as the bot takes it.
func (s settings) roles() bot.Roles {
	return bot.Roles{Owners: s.Roles.Owners, Admins: s.Roles.Admins}
}
