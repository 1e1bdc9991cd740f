package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/store"
)

// fetchSettings are how whosaid behaves towards the web.
type fetchSettings struct {
	Contact string   `toml:"contact"` // in the User-Agent: an address or a page
	Allow   []string `toml:"allow"`   // hosts and networks of one's own that may be visited
	Proxy   string   `toml:"proxy"`

	ProxyResolves bool `toml:"proxy_resolves"` // names are looked up by the proxy alone

	Timeout int `toml:"timeout"` // seconds, of a whole fetch
	Pause   int `toml:"pause"`   // seconds between two requests to one host
	AtOnce  int `toml:"at_once"` // feeds that are asked at once
}

// feedSettings is one [[feed]].
type feedSettings struct {
	URL       string `toml:"url"`
	Name      string `toml:"name"`
	Outlet    string `toml:"outlet"`
	Every     period `toml:"every"` // 0: as often as it changes
	Backfill  int    `toml:"backfill"`
	Channel   string `toml:"channel"`
	User      string `toml:"user"`
	Password  secret `toml:"password"`
	Token     secret `toml:"token"`
	SecretURL secret `toml:"secret_url"`
}

// check returns the first key whose value is not allowed, and what is.
func (s fetchSettings) check() (key, problem string) {
	for _, a := range s.Allow {
		if _, err := fetch.ParseAllow(a); err != nil {
			return "fetch.allow", "has an entry that cannot be used: " + err.Error()
		}
	}
	if s.Pause < 0 || s.Pause > 60 {
		return "fetch.pause", fmt.Sprintf("cannot be %d: 0 to 60 are allowed", s.Pause)
	}
	if u, err := url.Parse(s.Proxy); s.Proxy != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil) {
		return "fetch.proxy", "has to be an address such as \"http://proxy.example:3128\", without a password"
	}
	if strings.ContainsAny(s.Contact, "\r\n") || len(s.Contact) > 200 {
		return "fetch.contact", "has to be one line of at most 200 characters"
	}
	return "", ""
}

func (f feedSettings) check() (key, problem string) {
	switch {
	case f.URL == "":
		return "feed.url", "is missing in one of the [[feed]] tables: write the address of a feed or a page, or a folder"
	case strings.Contains(f.URL, "://"):
		if err := fetch.CheckURL(f.URL); err != nil {
			return "feed.url", fmt.Sprintf("cannot be %q: %v", f.URL, err)
		}
	case !filepath.IsAbs(f.URL):
		return "feed.url", fmt.Sprintf("cannot be %q: write an address that begins with https:// or http://, or the whole path of a folder", f.URL)
	}
	if f.Backfill < 0 || f.Backfill > 1000 {
		return "feed.backfill", fmt.Sprintf("cannot be %d: 0 to 1000 are allowed", f.Backfill)
	}
	if f.Channel != "" {
		if _, err := bot.ParsePlace(f.Channel); err != nil {
			return "feed.channel", "cannot be used: " + err.Error()
		}
	}
	return "", ""
}

// credentials reads what a feed asks for; files are relative to folder. It is nil
// where the feed asks for nothing.
func (f feedSettings) credentials(folder string, env func(string) string) (*fetch.Credentials, error) {
	k := &fetch.Credentials{User: f.User}
	for _, c := range []struct {
		to   *string
		from secret
	}{{&k.Password, f.Password}, {&k.Token, f.Token}, {&k.URL, f.SecretURL}} {
		var err error
		if *c.to, err = c.from.read(folder, env); err != nil {
			return nil, fmt.Errorf("feed %s: %w", f.URL, err)
		}
	}
	if *k == (fetch.Credentials{}) {
		return nil, nil
	}
	if k.URL == "" && strings.HasPrefix(f.URL, "http://") {
		return nil, fmt.Errorf("feed %s: its password would be sent for all to read; give an address that begins with https://", f.URL)
	}
	return k, nil
}

// fetcher is what gets feeds and pages, as configured.
func (p *program) fetcher() (*fetch.Client, error) {
	s := p.settings.Fetch
	version, _ := built()
	o := fetch.Options{
		UserAgent: "whosaid/" + strings.Trim(version, "()"), Allow: s.Allow,
		Timeout: time.Duration(s.Timeout) * time.Second, Pause: time.Duration(s.Pause) * time.Second,
	}
	if s.Contact != "" {
		o.UserAgent += " (+" + s.Contact + ")"
	}
	if s.Proxy != "" {
		u, err := url.Parse(s.Proxy)
		if err != nil {
			return nil, err // check has seen that it can be parsed
		}
		o.Proxy, o.ProxyResolves = u, s.ProxyResolves
	}
	return fetch.New(o)
}

// feedSecrets are what feeds ask for, by their addresses; they may change.
type feedSecrets = atomic.Pointer[map[string]*fetch.Credentials]

// feedSecrets reads what the feeds ask for.
func (s settings) feedSecrets() (map[string]*fetch.Credentials, error) {
	secrets := make(map[string]*fetch.Credentials)
	for _, f := range s.Feeds {
		k, err := f.credentials(s.folder, os.Getenv)
		if err != nil {
			return nil, err
		}
		if k != nil {
			secrets[f.URL] = k
		}
	}
	return secrets, nil
}

// feeds follows the feeds of st, as configured.
func (p *program) feeds(st *store.Store) (*bot.Feeds, error) {
	feeds, _, err := p.feedsWith(st)
	return feeds, err
}

// feedsWith is feeds, with the secrets, which can be changed.
func (p *program) feedsWith(st *store.Store) (*bot.Feeds, *feedSecrets, error) {
	client, err := p.fetcher()
	if err != nil {
		return nil, nil, err
	}
	known, err := p.settings.feedSecrets()
	if err != nil {
		return nil, nil, err
	}
	secrets := new(feedSecrets)
	secrets.Store(&known)
	feeds := bot.NewFeeds(st, client, p.now, p.log)
	feeds.Asking = p.settings.Fetch.AtOnce
	feeds.Zone = p.settings.location()
	feeds.Credentials = func(url string) *fetch.Credentials { return (*secrets.Load())[url] }
	return feeds, secrets, nil
}

// configured are the feeds of the configuration file.
func (s settings) configured() []bot.NewFeed {
	var list []bot.NewFeed
	for _, f := range s.Feeds {
		list = append(list, bot.NewFeed{
			URL: f.URL, Name: f.Name, Outlet: f.Outlet, Place: f.Channel, Every: time.Duration(f.Every),
			Backfill: f.Backfill, Origin: digest.FromConfiguration, Folders: true,
		})
	}
	return list
}

// withFeeds opens the store and what follows its feeds.
func (p *program) withFeeds(ctx context.Context, f func(*store.Store, *bot.Feeds) error) error {
	return p.withStore(ctx, true, func(st *store.Store) error {
		feeds, err := p.feeds(st)
		if err != nil {
			return err
		}
		return f(st, feeds)
	})
}

// unknown ends a command about a feed that does not exist.
func unknown(err error) error {
	var u bot.Unknown
	if errors.As(err, &u) {
		return errors.New(u.Error())
	}
	return err
}
