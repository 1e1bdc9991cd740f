package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"runtime/debug"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/store"
)

// maxTries is how often a page is tried that cannot be had at the moment, over about
// a day, before the feed's summary of it has to do.
const maxTries = 6

// outcome is what became of trying to have an announced article.
type outcome struct {
	article digest.Article // with a text, where nothing else is set
	kept    bool           // see [store.Taking]
	already int64          // it is in the store, under this number
	later   error          // it cannot be had at the moment
	never   error          // there is no article, and why
}

// gather gets the article that an item announces: from the feed itself where that
// holds it in full, otherwise from its page. Where the page cannot be had or shows
// something else, the summary is the article, and marked as what it is.
//
// A page that makes one of the libraries panic is never tried again: the bot would
// end at every start.
func (s *Feeds) gather(ctx context.Context, p store.Pending) (o outcome) {
	defer func() {
		if r := recover(); r != nil {
			s.Log.Error("reading an article has panicked", "feed", p.Feed.ID, "item", p.ID, "panic", r, "stack", string(debug.Stack()))
			o = outcome{never: errors.New("it cannot be read: it makes the reader of pages fail")}
		}
	}()
	var it announcement
	if err := json.Unmarshal(p.Announce, &it); err != nil {
		return outcome{never: fmt.Errorf("reading what was announced: %w", err)}
	}
	if it.File != "" {
		return s.gatherFile(p, it.File)
	}
	text, whole := it.Body()
	own := ingest.SameSite(it.Link, p.Feed.URL)
	outlet := outletOf(p.Feed, it.Item, own)
	if it.Link == "" {
		if strings.TrimSpace(text) == "" {
			return outcome{never: errors.New("it has neither a text nor a link")}
		}
		return s.complete(p, outcome{article: it.Article(text, outlet), kept: true})
	}
	if !p.Again && p.Feed.Kind != digest.SinglePage {
		id, err := s.Store.Holds(ctx, it.Link)
		if err != nil || id != 0 {
			return outcome{already: id, later: err}
		}
	}
	if whole && own && p.Feed.Kind == digest.Syndicated {
		return s.complete(p, outcome{article: it.Article(text, outlet)})
	}
	page, err := s.page(ctx, it.Link, p.Feed, own)
	if ctx.Err() != nil {
		return outcome{later: ctx.Err()}
	}
	if err != nil && passing(err) && p.Tries+1 < maxTries {
		return outcome{later: err}
	}
	if err == nil && page.Wall == ingest.NoWall && len(page.Article.Text) > len(text)/2 && page.Article.Text != "" {
		a := it.Complete(page.Article)
		if own && p.Feed.Outlet != "" {
			a.Outlet = p.Feed.Outlet
		}
		return s.complete(p, outcome{article: a})
	}
	if strings.TrimSpace(text) == "" {
		text = it.Title // which is all that can be known, and can be searched
	}
	if strings.TrimSpace(text) == "" {
		return outcome{never: errors.Join(errors.New("it has no text and no title"), err)}
	}
	a := it.Article(text, outlet)
	if !whole {
		a.Partial = partial(page, err)
	}
	return s.complete(p, outcome{article: a, kept: true})
}

// partial says why only the summary is known.
func partial(page ingest.Page, err error) string {
	switch {
	case err == nil && page.Wall != ingest.NoWall:
		return string(page.Wall)
	case err == nil:
		return "no article on the page"
	case fetch.IsError(err, fetch.Robots):
		return "the site wants no programs to read it"
	case fetch.IsError(err, fetch.Refused):
		return string(ingest.Paywall)
	}
	return "the page could not be had"
}

// passing reports whether an error may be gone the next time.
func passing(err error) bool {
	return fetch.IsError(err, fetch.Unreachable, fetch.Slow, fetch.Busy, fetch.Broken, fetch.Faulty)
}

func outletOf(f digest.Feed, it ingest.Item, own bool) string {
	switch {
	case f.Outlet != "":
		return f.Outlet
	case it.Outlet != "":
		return it.Outlet
	}
	return f.Name
}

var errNoPage = errors.New("what is there is no page")

// page fetches the page of an article. Credentials of a feed are those of its site.
func (s *Feeds) page(ctx context.Context, link string, f digest.Feed, own bool) (ingest.Page, error) {
	r := fetch.Request{URL: link, Accept: "text/html, application/xhtml+xml, */*;q=0.1", Max: fetch.MaxPage, Robots: true}
	if k := s.credentials(f.URL); k != nil && own && strings.HasPrefix(link, "https://") {
		r.Credentials = &fetch.Credentials{User: k.User, Password: k.Password, Token: k.Token}
	}
	response, err := s.Client.Get(ctx, r)
	if err != nil {
		return ingest.Page{}, err
	}
	if kind, _, err := mime.ParseMediaType(response.ContentType); err == nil {
		switch kind {
		case "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", "application/octet-stream":
		default:
			return ingest.Page{}, errNoPage
		}
	}
	return ingest.ParsePage(response.Body, response.ContentType, response.URL)
}

func (s *Feeds) gatherFile(p store.Pending, name string) outcome {
	a, err := ingest.ReadFile(p.Feed.URL, name)
	if err != nil {
		return outcome{never: err}
	}
	if p.Feed.Outlet != "" && a.Outlet == ingest.UnknownOutlet {
		a.Outlet = p.Feed.Outlet
	}
	return outcome{article: a}
}

// complete puts right what the other side may have left out or wrong: an article that
// appears between two askings of its feed is of that time where it does not say
// when it is from, or says it is from tomorrow.
func (s *Feeds) complete(p store.Pending, o outcome) outcome {
	a := &o.article
	now := s.Now()
	late := a.Published.After(now.Add(24 * time.Hour))
	if late || a.Published.IsZero() && !p.Feed.Succeeded.IsZero() && p.Seen.After(p.Feed.Added.Add(time.Minute)) {
		seen := p.Seen.In(now.Location())
		a.Published, a.DateOnly = time.Date(seen.Year(), seen.Month(), seen.Day(), 0, 0, 0, 0, time.UTC), true
	}
	a.Retrieved = now
	return o
}

// settle records an outcome that is no article.
func (s *Feeds) settle(ctx context.Context, p store.Pending, o outcome) error {
	switch {
	case o.already != 0:
		return s.Store.Settle(ctx, p.ID, o.already)
	case o.never != nil:
		s.Log.Info("no article", "feed", p.Feed.ID, "item", p.ID, "problem", o.never)
		return s.Store.Refuse(ctx, p.ID, o.never.Error())
	}
	return s.Store.Delay(ctx, p.ID, o.later.Error(), s.Now().Add(s.patience(p.Tries, o.later)))
}

// patience is how long to wait after some tries in vain.
func (s *Feeds) patience(tries int, err error) time.Duration {
	wait := leastInterval << min(2*tries, 8) // 5 min, 20 min, 80 min, 5 h, 21 h
	var e *fetch.Error
	if errors.As(err, &e) {
		wait = max(wait, e.RetryAfter)
	}
	return jitter(min(wait, mostInterval))
}

// linkOf is the address of an announced article.
func linkOf(p store.Pending) string {
	var it struct{ Link string }
	if json.Unmarshal(p.Announce, &it) != nil || it.Link == "" {
		return p.Feed.URL
	}
	return it.Link
}
