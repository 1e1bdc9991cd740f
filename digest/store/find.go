package store

import (
	"context"
	"fmt"
	"math"

	"whosaid/digest"
	"whosaid/digest/query"
)

const (
	firstWindow = 64
	lastWindow  = 4096
	countLimit  = 1000 // results that follow are counted up to here
	slowLimit   = 100  // or up to here, where that means comparing several lists or reading texts
	exportStep  = 256
)

// Find returns the quotes that q asks for, newest first, those of one article in
// the order of its text. The names in q are to be resolved: By and About mean the
// actors with the numbers in them. Without a number About is looked for as words
// of the text, and By in the source as the article words it. Question, Understood,
// Suggestions and Back of the answer are left to the caller.
func (s *Store) Find(ctx context.Context, q query.Query, page Page) (a digest.Answer, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
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
		err := s.read(ctx, func(ctx context.Context) error {
			f, err := s.search(ctx, q)
			if err != nil {
				return err
			}
			var hits []int64
			if hits, before, done, err = f.window(ctx, before, exportStep); err != nil {
				return err
			}
			results, err = s.results(ctx, hits)
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
func (f *search) walk(ctx context.Context, before int64, size int, fn func([]int64) (enough bool, err error)) error {
	for ; ; size = min(4*size, lastWindow) {
		hits, next, done, err := f.window(ctx, before, size)
		if err != nil {
			return err
		}
		if enough, err := fn(hits); err != nil || enough || done {
			return err
		}
		before = next
	}
}

// page fills a with one page of results, and says what follows.
func (f *search) page(ctx context.Context, page Page, a *digest.Answer) error {
	before := int64(math.MaxInt64)
	if page.After != 0 {
		before = page.After
	}
	known := make(map[string]bool) // speakers
	last, full := before, false
	size := firstWindow
	if page.Quotes > 0 && !f.filtered() {
		size = min(size, page.Quotes)
	}
	err := f.walk(ctx, before, size, func(window []int64) (bool, error) {
		for !full && len(window) > 0 {
			some := window[:page.load(len(window), len(a.Results), len(known))]
			results, err := f.s.results(ctx, some)
			if err != nil {
				return false, err
			}
			for i, r := range results {
				speaker := speaker(r)
				if full = page.Speakers > 0 && !known[speaker] && len(known) == page.Speakers; full {
					break
				}
				known[speaker] = true
				a.Results = append(a.Results, r)
				last, window = some[i], window[1:]
			}
			full = full || page.Quotes > 0 && len(a.Results) == page.Quotes
		}
		if full && f.filtered() {
			a.More = min(a.More+len(window), slowLimit)
			a.MoreAtLeast = a.More == slowLimit
			return a.MoreAtLeast, nil
		}
		return full, nil
	})
	if err == nil && full && !f.filtered() {
		a.More, a.MoreAtLeast, err = f.count(ctx, last)
	}
	if a.More > 0 {
		a.Next = last
	}
	return err
}

// load returns how many of n hits to read next for a page that has some quotes and
// speakers already: not many more than it will show.
func (p Page) load(n, quotes, speakers int) int {
	if p.Quotes > 0 {
		n = min(n, p.Quotes-quotes)
	}
	if p.Speakers > 0 {
		n = min(n, max(4, p.Speakers-speakers+2))
	}
	return n
}

// speaker tells speakers apart: actors by number, those whom an article does not
// name by how it words them, and all of whom it is not certain who as one.
func speaker(r digest.Result) string {
	switch {
	case r.Speaker != nil:
		return fmt.Sprint(r.Speaker.ID)
	case r.Unnamed:
		return fmt.Sprintf("%d %s", r.Article.ID, query.Fold(r.Mention))
	}
	return ""
}

// count returns how many hits there are in the index before the number given;
// atLeast says that it stopped counting.
func (f *search) count(ctx context.Context, before int64) (n int, atLeast bool, err error) {
	limit := countLimit
	if f.drive == byWords && len(f.match.all)+len(f.match.tags)+len(f.match.without) > 1 {
		limit = slowLimit
	}
	t := f.statement(before, limit)
	err = f.s.db.QueryRow(ctx, "SELECT count(*) FROM ("+t.String()+")", t.args...).Scan(&n)
	if err != nil {
		return 0, false, fmt.Errorf("counting what follows: %w", err)
	}
	return n, n == limit, nil
}
