package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/store"
)

// How often feeds are asked.
const (
	leastInterval  = 5 * time.Minute
	firstInterval  = 30 * time.Minute
	mostInterval   = 24 * time.Hour
	folderInterval = time.Minute
	tellAfter      = 3 // failures in a row, after which the feed's channel is told
)

// asked is what became of asking a feed.
type asked struct {
	store.Asked
	parsed ingest.Feed
	left   int // items beyond the first thousand
}

const acceptFeeds = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"

// ask asks a feed and returns it as it is then, with what it announces. It stores
// nothing. An error says in words why it failed.
func (s *Feeds) ask(ctx context.Context, f digest.Feed) (asked, error) {
	if f.Kind == digest.Folder {
		return s.askFolder(f)
	}
	limit := int64(fetch.MaxFeed)
	if f.Kind == digest.SinglePage {
		limit = fetch.MaxPage
	}
	r, err := s.Client.Get(ctx, fetch.Request{
		URL: f.URL, Accept: acceptFeeds, Max: limit, ETag: f.ETag, LastModified: f.LastModified, Credentials: s.credentials(f.URL),
	})
	if err != nil {
		return asked{}, err
	}
	sum := sha256.Sum256(r.Body)
	hash := hex.EncodeToString(sum[:12])
	if r.NotModified || hash == f.Hash {
		return asked{Asked: store.Asked{Feed: s.succeeded(f, r.Fresh, false)}}, nil
	}
	parsed, f, err := s.parse(ctx, f, r)
	if err != nil {
		return asked{}, BadFeed{err.Error()}
	}
	if r.Moved != "" && r.Moved != f.URL && s.credentials(f.URL) == nil && f.Origin != digest.FromConfiguration && f.Kind != digest.SinglePage && ingest.SameSite(f.URL, r.Moved) {
		f.URL = r.Moved // for good, and within the site: another site could take the feed over
	}
	if f.Name == "" {
		f.Name = nameOf(parsed, f.URL)
	}
	items := announce(f, parsed)
	f.ETag, f.LastModified, f.Hash = r.ETag, r.LastModified, hash
	return asked{
		Asked:  store.Asked{Feed: s.succeeded(f, r.Fresh, false), Items: items, Sooner: s.succeeded(f, r.Fresh, true)},
		parsed: parsed, left: parsed.Left,
	}, nil
}

func (s *Feeds) credentials(url string) *fetch.Credentials {
	if s.Credentials == nil {
		return nil
	}
	return s.Credentials(url)
}

// parse reads an answer. A page, where a feed was looked for the first time, leads to
// the feed that it names.
func (s *Feeds) parse(ctx context.Context, f digest.Feed, r *fetch.Response) (ingest.Feed, digest.Feed, error) {
	if f.Kind == digest.SinglePage {
		parsed, err := onePage(f, r)
		return parsed, f, err
	}
	parsed, err := ingest.ParseFeed(r.Body, r.ContentType, r.URL)
	switch {
	case err == nil:
		f.Kind = digest.Syndicated
		if parsed.Format == "news sitemap" {
			f.Kind = digest.Sitemap
		}
		return parsed, f, nil
	case !errors.Is(err, ingest.ErrNoFeed) || f.Kind != "":
		return parsed, f, err
	}
	page, perr := ingest.ParsePage(r.Body, r.ContentType, r.URL)
	if perr != nil {
		return parsed, f, err
	}
	if len(page.Feeds) > 0 && !page.Articly {
		return s.follow(ctx, f, page.Feeds)
	}
	if page.Articly || len(page.Feeds) == 0 && len(strings.Fields(page.Article.Text)) >= 150 {
		f.Kind = digest.SinglePage
		parsed, err := onePage(f, r)
		return parsed, f, err
	}
	return parsed, f, errors.New("this is a page without a feed and without an article; name the address of a feed, of a news sitemap, or of one article")
}

// follow asks the feeds that a page offers until one of them is a feed.
func (s *Feeds) follow(ctx context.Context, f digest.Feed, offers []ingest.Offer) (parsed ingest.Feed, _ digest.Feed, err error) {
	for _, offer := range offers[:min(len(offers), 3)] {
		var r *fetch.Response
		if r, err = s.Client.Get(ctx, fetch.Request{URL: offer.URL, Accept: acceptFeeds, Max: fetch.MaxFeed}); err != nil {
			continue
		}
		if parsed, err = ingest.ParseFeed(r.Body, r.ContentType, r.URL); err == nil {
			f.URL, f.Kind = offer.URL, digest.Syndicated
			return parsed, f, nil
		}
	}
	return parsed, f, fmt.Errorf("this page names a feed, %s, that cannot be had: %w", offers[0].URL, err)
}

// onePage makes a feed of a page: its article is the one item, and changes.
func onePage(f digest.Feed, r *fetch.Response) (ingest.Feed, error) {
	page, err := ingest.ParsePage(r.Body, r.ContentType, r.URL)
	if err != nil {
		return ingest.Feed{}, err
	}
	a := page.Article
	if strings.TrimSpace(a.Text) == "" {
		return ingest.Feed{}, errors.New("no article was found in this page")
	}
	return ingest.Feed{Format: "page", Title: a.Title, Link: f.URL, Items: []ingest.Item{{
		Link: f.URL, Title: a.Title, Authors: a.Authors, Published: a.Published, DateOnly: a.DateOnly, Language: a.Language, Summary: a.Text,
	}}}, nil
}

// settled is how long a file must have been left alone: somebody may be writing it.
const settled = 2 * time.Second

func (s *Feeds) askFolder(f digest.Feed) (asked, error) {
	files, err := ingest.List(f.URL)
	if err != nil {
		return asked{}, err
	}
	if f.Name == "" {
		f.Name = f.URL
	}
	var items []digest.Item
	for _, file := range files {
		if s.Now().Sub(file.Modified).Abs() < settled {
			continue
		}
		data, err := json.Marshal(announcement{File: file.Name})
		if err != nil {
			return asked{}, fmt.Errorf("naming a file: %w", err)
		}
		items = append(items, digest.Item{
			Keys:     []string{keyOf("f", file.Name)},
			Print:    keyOf("p", fmt.Sprint(file.Size), file.Modified.UTC().Format(time.RFC3339Nano)),
			Announce: data,
		})
	}
	hash := keyOf("h", fmt.Sprint(items))
	changed := hash != f.Hash
	f.Hash = hash
	if !changed {
		items = nil
	}
	f = s.succeeded(f, 0, false)
	if f.Every == 0 {
		f.Interval = folderInterval
		f.Next = f.Tried.Add(f.Interval)
	}
	return asked{Asked: store.Asked{Feed: f, Items: items, Sooner: f}}, nil
}

// succeeded is the feed after an answer, with news in it or not; fresh is for how long
// the server says that asking is of no use. A feed with news is asked twice as often
// from then on, one without a quarter less often.
func (s *Feeds) succeeded(f digest.Feed, fresh time.Duration, news bool) digest.Feed {
	now := s.Now()
	least := max(s.Least, 0)
	if s.Least == 0 {
		least = leastInterval
	}
	switch {
	case f.Interval == 0:
		f.Interval = firstInterval
	case news:
		f.Interval /= 2
	default:
		f.Interval += f.Interval / 4
	}
	f.Interval = min(max(f.Interval, least), mostInterval)
	wait := jitter(f.Interval)
	if f.Every > 0 {
		wait = f.Every
	}
	wait = min(max(wait, fresh, least), mostInterval)
	f.Tried, f.Succeeded, f.Next = now, now, now.Add(wait)
	f.Failing, f.Failures, f.Problem, f.Told = time.Time{}, 0, "", false
	return f
}

// failed is the feed after an error: it is asked again in five minutes, ten, and so
// on up to a day, for ever.
func (s *Feeds) failed(f digest.Feed, err error) digest.Feed {
	now := s.Now()
	f.Tried, f.Problem = now, err.Error()
	if f.Failures++; f.Failures == 1 {
		f.Failing = now
	}
	wait := leastInterval << min(f.Failures-1, 10)
	var e *fetch.Error
	if errors.As(err, &e) {
		wait = max(wait, e.RetryAfter)
	}
	f.Next = now.Add(jitter(min(wait, mostInterval)))
	if e != nil && now.Add(e.RetryAfter).After(f.Next) {
		f.Next = now.Add(e.RetryAfter)
	}
	return f
}

// askAndRecord asks a feed that is due and records what became of it.
func (s *Feeds) askAndRecord(ctx context.Context, f digest.Feed) error {
	a, err := s.ask(ctx, f)
	if ctx.Err() != nil {
		return nil // stopped on the way: the feed is due still
	}
	if err != nil {
		a = asked{Asked: store.Asked{Feed: s.failed(f, err)}}
		s.Log.Info("asking a feed", "feed", f.ID, "failures", a.Feed.Failures, "problem", err)
		if err := s.tell(ctx, &a.Feed); err != nil {
			return fmt.Errorf("telling that feed %d fails: %w", f.ID, err)
		}
	}
	n, err := s.Store.Ask(context.WithoutCancel(ctx), a.Asked)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil // removed meanwhile
	case err != nil:
		return err
	}
	if n.New+n.Changed+n.Read > 0 {
		s.Log.Info("asking a feed", "feed", f.ID, "new", n.New, "changed", n.Changed, "taken as read", n.Read)
	}
	return nil
}

// tell tells the feed's channel once that it fails.
func (s *Feeds) tell(ctx context.Context, f *digest.Feed) error {
	if f.Told || f.Failures < tellAfter {
		return nil
	}
	if s.Notice != nil && f.Place != "" {
		key := fmt.Sprintf("feed %d failing %d", f.ID, f.Failing.Unix())
		if err := s.Notice(ctx, key, f.Place, compose.FeedFails(*f, s.Now(), s.Zone)); err != nil {
			return err
		}
	}
	f.Told = true
	return nil
}
