package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"whosaid/digest"
	"whosaid/digest/ingest"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/store"
)

// fetchedAtOnce is how many articles of a feed that nobody follows are fetched.
const fetchedAtOnce = 50

// Fetch gets what is at an address and hands it to each: the article of a page, or
// the newest articles of a feed. It reports whether to go on. Nothing is followed.
func (s *Feeds) Fetch(ctx context.Context, address string, each ingest.Each) bool {
	r, err := s.Client.Get(ctx, fetch.Request{URL: address, Accept: acceptFeeds, Max: fetch.MaxFeed, Credentials: s.credentials(address)})
	if err != nil {
		return each(address, digest.Article{}, fmt.Errorf("%s: %w", address, err))
	}
	parsed, err := ingest.ParseFeed(r.Body, r.ContentType, r.URL)
	if errors.Is(err, ingest.ErrNoFeed) {
		a, err := article(r)
		if err != nil {
			err = fmt.Errorf("%s: %w", address, err)
		}
		return each(address, a, err)
	}
	if err != nil {
		return each(address, digest.Article{}, fmt.Errorf("%s: %w", address, err))
	}
	f := digest.Feed{URL: address, Kind: digest.Syndicated, Name: nameOf(parsed, address), Added: s.Now()}
	items := announce(f, parsed)
	for _, it := range items[:min(len(items), fetchedAtOnce)] {
		it.Again = true // whoever asks knows best
		var announced announcement
		if err := json.Unmarshal(it.Announce, &announced); err != nil {
			continue // announce has written it
		}
		name := announced.Link
		if name == "" {
			name = address
		}
		o := s.gather(ctx, store.Pending{Item: it, Feed: f})
		err := errors.Join(o.later, o.never)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		if ctx.Err() != nil || !each(name, o.article, err) {
			return false
		}
	}
	if len(items) == 0 {
		return each(address, digest.Article{}, fmt.Errorf("%s: this feed has no articles", address))
	}
	return true
}

// article reads a page that somebody has named.
func article(r *fetch.Response) (digest.Article, error) {
	page, err := ingest.ParsePage(r.Body, r.ContentType, r.URL)
	switch {
	case err != nil:
		return digest.Article{}, err
	case page.Wall != ingest.NoWall:
		return digest.Article{}, fmt.Errorf("a %s stands before the article; save the page as a file where you can read it, and add that", page.Wall)
	case page.Article.Text == "":
		return digest.Article{}, errors.New("no article was found in this page")
	}
	return page.Article, nil
}
