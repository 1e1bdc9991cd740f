package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// Feeds follows sources of articles: feeds, pages and folders. Its fields are set
// before the first use and not changed then.
type Feeds struct {
	Store  *store.Store
	Client *fetch.Client
	Now    func() time.Time
	Log    *slog.Logger

	// Credentials returns what a feed asks for; nil for nothing. They are in no
	// database. May be nil.
	Credentials func(url string) *fetch.Credentials

	// Notice is told once an episode when a feed fails that has a Place. key is the
	// same when the same episode is told again after a crash. May be nil.
	Notice func(ctx context.Context, key, place string, m digest.Message) error

	// Stored is called for every article that has come in. May be nil.
	Stored func(f digest.Feed, a digest.Article, t store.Taken)

	Asking  int           // how many feeds are asked at once; 0 for 16
	Workers int           // how many articles are read at once; 0 for one less than there are processors
	Least   time.Duration // between two times; 0 for 5 minutes
	Zone    *time.Location

	wake chan struct{}
}

// Unknown is a name that no feed has, in words for the user.
type Unknown struct{ words string }

func (u Unknown) Error() string { return u.words }

// BadFeed is why something cannot be followed, in words for the user.
type BadFeed struct{ words string }

func (b BadFeed) Error() string { return b.words }

// NewFeed is what somebody wants to follow.
type NewFeed struct {
	URL      string // of a feed, a page or a sitemap; or a folder
	Name     string // empty for the feed's own
	Outlet   string // empty where its articles say so themselves
	Origin   string
	Place    string        // the channel that is told when it fails; empty for none
	Every    time.Duration // 0 for as often as it changes
	Backfill int           // how many of the articles it has now are taken in
	Folders  bool          // folders of this machine are allowed: not for people in a chat
}

// Added is what became of adding a feed.
type Added struct {
	Feed  digest.Feed
	Known bool // it was followed already, and nothing was changed
	store.Announced
	Left int // items beyond the first thousand
}

// Add follows a feed from now on. It is asked at once, so that a wrong address is an
// error and not a feed that never works. The page of a paper will do: the feed
// that it names is followed then.
func (s *Feeds) Add(ctx context.Context, n NewFeed) (Added, error) {
	f := digest.Feed{URL: strings.TrimSpace(n.URL), Name: n.Name, Outlet: n.Outlet, Origin: n.Origin, Place: n.Place, Every: n.Every, Added: s.Now()}
	if err := s.address(&f, n.Folders); err != nil {
		return Added{}, err
	}
	if known, ok, err := s.same(ctx, f.URL); err != nil || ok {
		return Added{Feed: known, Known: true}, err
	}
	asked, err := s.ask(ctx, f)
	if err != nil {
		return Added{}, fmt.Errorf("%s: %w", f.URL, err)
	}
	if known, ok, err := s.same(ctx, asked.Feed.URL); err != nil || ok {
		return Added{Feed: known, Known: true}, err // the page named a feed that is followed already
	}
	if asked.Feed.Kind == digest.Folder || asked.Feed.Kind == digest.SinglePage {
		n.Backfill = len(asked.Items) // they were named to be read
	}
	id, added, err := s.Store.AddFeed(ctx, asked.Feed, n.Backfill)
	if err != nil {
		return Added{}, err
	}
	asked.Feed.ID = id
	out := Added{Feed: asked.Feed, Known: !added, Left: asked.left}
	if added {
		out.Announced, err = s.Store.Ask(ctx, asked.Asked)
	}
	s.Wake()
	return out, err
}

// address checks what somebody typed and completes it.
func (s *Feeds) address(f *digest.Feed, folders bool) error {
	if f.URL == "" {
		return BadFeed{"name the address of a feed or of a page"}
	}
	if strings.Contains(f.URL, "://") {
		return fetch.CheckURL(f.URL)
	}
	if folders {
		if info, err := os.Stat(f.URL); err == nil && info.IsDir() {
			path, err := filepath.Abs(f.URL)
			if err != nil {
				return fmt.Errorf("finding the folder: %w", err)
			}
			f.URL, f.Kind = path, digest.Folder
			return nil
		}
	}
	if strings.HasPrefix(f.URL, "/") || strings.HasPrefix(f.URL, ".") || strings.HasPrefix(f.URL, "~") {
		if folders {
			return fmt.Errorf("%s: there is no such folder; check the spelling", f.URL)
		}
		return BadFeed{f.URL + " is no address of the web; folders can be followed with ‘whosaid feed add’ or in the configuration only"}
	}
	f.URL = "https://" + strings.TrimPrefix(f.URL, "feed:")
	return fetch.CheckURL(f.URL)
}

func (s *Feeds) same(ctx context.Context, url string) (digest.Feed, bool, error) {
	f, err := s.Find(ctx, url)
	if errors.As(err, new(Unknown)) {
		return f, false, nil
	}
	return f, err == nil, err
}

// All returns the feeds with their counts.
func (s *Feeds) All(ctx context.Context) ([]digest.Feed, error) { return s.Store.Feeds(ctx, s.Now()) }

// Find returns the feed that a user means by its number, address or name. Where
// there is none, or more than one, the error is [Unknown].
func (s *Feeds) Find(ctx context.Context, name string) (digest.Feed, error) {
	all, err := s.All(ctx)
	if err != nil {
		return digest.Feed{}, err
	}
	name = strings.TrimSpace(name)
	if n, err := strconv.ParseInt(strings.TrimPrefix(name, "#"), 10, 64); err == nil {
		for _, f := range all {
			if f.ID == n {
				return f, nil
			}
		}
	}
	var found []digest.Feed
	for _, match := range []func(digest.Feed) bool{
		func(f digest.Feed) bool { return f.URL == name || sameAddress(f.URL, name) },
		func(f digest.Feed) bool { return strings.EqualFold(f.Name, name) },
		func(f digest.Feed) bool { return name != "" && strings.Contains(query.Fold(f.Name), query.Fold(name)) },
	} {
		for _, f := range all {
			if match(f) {
				found = append(found, f)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return digest.Feed{}, Unknown{fmt.Sprintf("%d feeds are called %s; name one by its number, as in the list of feeds", len(found), name)}
		}
	}
	var names []string
	for _, f := range all {
		names = append(names, f.Name)
	}
	if near := query.Nearest(name, names, 1); len(near) > 0 {
		return digest.Feed{}, Unknown{fmt.Sprintf("there is no feed %q; did you mean %q?", name, near[0])}
	}
	return digest.Feed{}, Unknown{fmt.Sprintf("there is no feed %q; the list of feeds has their names and numbers", name)}
}

func sameAddress(a, b string) bool {
	plain := func(s string) string {
		_, s, _ = strings.Cut(s, "://")
		return strings.TrimPrefix(strings.TrimRight(s, "/"), "www.")
	}
	return strings.Contains(b, "://") && plain(a) == plain(b)
}

// errFixed is the error for feeds that are not the chat's to change.
func errFixed(f digest.Feed) error {
	return Unknown{fmt.Sprintf("the feed %q stands in the configuration file and can be changed only there", f.Name)}
}

// Remove stops following a feed. Its articles stay.
func (s *Feeds) Remove(ctx context.Context, name string) (digest.Feed, error) {
	f, err := s.Find(ctx, name)
	if err == nil && f.Origin == digest.FromConfiguration {
		err = errFixed(f)
	}
	if err != nil {
		return f, err
	}
	return f, s.Store.RemoveFeed(ctx, f.ID)
}

// Pause stops asking a feed until Resume.
func (s *Feeds) Pause(ctx context.Context, name string) (digest.Feed, error) {
	return s.pause(ctx, name, true)
}

// Resume asks a feed again that was paused, or has failed, at once.
func (s *Feeds) Resume(ctx context.Context, name string) (digest.Feed, error) {
	return s.pause(ctx, name, false)
}

func (s *Feeds) pause(ctx context.Context, name string, paused bool) (digest.Feed, error) {
	f, err := s.Find(ctx, name)
	if err == nil && paused && f.Origin == digest.FromConfiguration {
		err = errFixed(f)
	}
	if err != nil {
		return f, err
	}
	defer s.Wake()
	return f, s.Store.PauseFeed(ctx, f.ID, paused)
}

// Try asks for a feed and returns what it holds; nothing is kept.
func (s *Feeds) Try(ctx context.Context, url string) (ingest.Feed, digest.Feed, error) {
	f := digest.Feed{URL: url, Added: s.Now()}
	if err := s.address(&f, false); err != nil {
		return ingest.Feed{}, f, err
	}
	asked, err := s.ask(ctx, f)
	if err != nil {
		return ingest.Feed{}, f, fmt.Errorf("%s: %w", f.URL, err)
	}
	return asked.parsed, asked.Feed, nil
}

// Wake makes Run look at once for what is to be done.
func (s *Feeds) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// NewFeeds returns what follows the feeds of a store.
func NewFeeds(st *store.Store, client *fetch.Client, now func() time.Time, log *slog.Logger) *Feeds {
	return &Feeds{Store: st, Client: client, Now: now, Log: log, wake: make(chan struct{}, 1)}
}

// jitter spreads d by a tenth to both sides, so that feeds that were added together
// are not asked together for ever.
func jitter(d time.Duration) time.Duration {
	return d - d/10 + rand.N(d/5+1)
}

// Report lists the feeds, in words.
func (s *Feeds) Report(ctx context.Context) (digest.Message, error) {
	all, err := s.All(ctx)
	if err != nil {
		return digest.Message{}, err
	}
	return compose.Feeds(all, s.Now(), s.Zone), nil
}

// AddedWords says what became of adding a feed.
func AddedWords(a Added) string {
	f := a.Feed
	if a.Known {
		return fmt.Sprintf("%s is followed already, as #%d.", f.Name, f.ID)
	}
	text := fmt.Sprintf("Following %s as #%d.", f.Name, f.ID)
	what := "article"
	if f.Kind == digest.Folder {
		what = "file"
	}
	if a.New > 0 {
		text += " " + sentence(counted(a.New, what)+" being taken in.")
	}
	switch {
	case a.Read > 0:
		text += fmt.Sprintf(" It has %s now, which %s as read; those that come from now on are taken in.", counted(a.Read, "older article"), plural(a.Read, "counts", "count"))
		if a.New == 0 {
			text = strings.Replace(text, "older article", "article", 1)
		}
	case a.New == 0 && f.Kind == digest.Folder:
		text += " It has no articles yet; files that come into it are read."
	case a.New == 0:
		text += " It has no articles yet."
	}
	if a.Left > 0 {
		text += fmt.Sprintf(" It holds %s more, which are too many to be read.", counted(a.Left, "article"))
	}
	return text
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
