package store

import (
	"context"
	"math"

	"whosaid/digest"
	"whosaid/digest/query"
)

const (
	firstWindow = 64
	lastWindow  = 4096
	countLimit  = 100 // results that follow are counted up to here
	slowLimit   = 20  // or up to here, where each has to be in several lists
	exportStep  = 256
)

// Find returns the quotes that q asks for, newest first, those of one article in
// the order of its text; after them those of articles of which only the headline
// has the words that q asks for. The names in q are to be resolved: By and About mean the
// actors with the numbers in them. Without a number About is looked for as words
// of the text, and By in the source as the article words it. Question, Understood,
// Suggestions and Back of the answer are left to the caller.
func (s *Store) Find(ctx context.Context, q query.Query, page Page) (a digest.Answer, err error) {
	err = s.consult(ctx, func(ctx context.Context) error {
		f, err := s.search(ctx, q)
		if err != nil {
			return err
		}
		if err := f.page(ctx, page, &a); err != nil {
			return err
		}
		a.Searched, err = f.searched(ctx)
		return err
	})
	if err != nil {
		return digest.Answer{}, s.explain("searching", err)
	}
	return a, nil
}

// Each calls fn with every quote that q asks for, newest first, until fn returns
// an error, which it returns. fn may use the store. Quotes that are added
// meanwhile may or may not be among them.
func (s *Store) Each(ctx context.Context, q query.Query, fn func(digest.Result) error) error {
	before := int64(math.MaxInt64)
	for done := false; !done; {
		var results []digest.Result
		err := s.consult(ctx, func(ctx context.Context) error {
			f, err := s.search(ctx, q)
			if err != nil {
				return err
			}
			var hits []int64
			if hits, before, done, err = f.window(ctx, before, exportStep); err != nil {
				return err
			}
			records, err := s.records(ctx, hits)
			if err != nil {
				return err
			}
			results, err = f.complete(ctx, records)
			return err
		})
		if err != nil {
			return s.explain("searching", err)
		}
		for _, r := range results {
			if err := fn(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// walk calls fn with window after window of hits, from before the number given,
// until fn has enough. Windows grow from size, since a search that is not satisfied
// soon will take long.
func (f *search) walk(ctx context.Context, before int64, size int, fn func(hits []int64, done bool) (enough bool, err error)) error {
	for ; ; size = min(4*size, lastWindow) {
		hits, next, done, err := f.window(ctx, before, size)
		if err != nil {
			return err
		}
		if enough, err := fn(hits, done); err != nil || enough || done {
			return err
		}
		before = next
	}
}

// page fills a with one page of results, and says how many follow. Where that takes
// reading texts it says no more than that there are others.
func (f *search) page(ctx context.Context, page Page, a *digest.Answer) error {
	before := int64(math.MaxInt64)
	if page.After != 0 {
		before = page.After
	}
	var shown []record
	known := make(map[string]bool) // speakers
	last, full := before, false
	size, limit := firstWindow, countLimit
	switch {
	case len(f.match.verify) > 0:
		limit = 1
	case len(f.match.all)+len(f.match.tags)+len(f.match.without) > 1:
		limit = slowLimit
	}
	if page.Quotes > 0 && len(f.match.verify) == 0 {
		size = page.Quotes + limit
	}
	err := f.walk(ctx, before, size, func(window []int64, done bool) (bool, error) {
		for !full && len(window) > 0 {
			// What only headlines led to begins on a page of its own.
			if full = page.limited() && len(shown) > 0 && byHeadline(window[0]) && !byHeadline(last); full {
				break
			}
			some := window[:f.load(page, len(window), len(shown), len(known))]
			records, err := f.s.records(ctx, some)
			if err != nil {
				return false, err
			}
			n := 0
			for ; n < len(records) && !full; n++ {
				speaker := records[n].whose()
				if full = page.Speakers > 0 && !known[speaker] && len(known) == page.Speakers; full {
					break
				}
				known[speaker] = true
				last = some[n]
			}
			shown, window = append(shown, records[:n]...), window[n:]
			full = full || page.Quotes > 0 && len(shown) == page.Quotes
		}
		if full && len(window) > 0 {
			a.MoreByHeadline = a.MoreByHeadline || a.More == 0 && byHeadline(window[0])
			a.More += len(window)
		}
		a.MoreAtLeast = !done && a.More >= limit
		if a.MoreAtLeast {
			a.More = min(a.More, max(limit, slowLimit))
		}
		return a.MoreAtLeast, nil
	})
	if err != nil {
		return err
	}
	if a.More > 0 {
		a.Next = last
	}
	a.Results, err = f.complete(ctx, shown)
	return err
}

func (p Page) limited() bool { return p.Speakers > 0 || p.Quotes > 0 }

// load returns how many of n hits to read next for a page that has some quotes and
// speakers already: not many more than it will show.
func (f *search) load(p Page, n, quotes, speakers int) int {
	if p.Quotes > 0 {
		n = min(n, p.Quotes-quotes)
	}
	if p.Speakers > 0 && f.by == nil {
		n = min(n, max(4, p.Speakers-speakers+4))
	}
	return n
}
