package store

import (
	"context"
	"fmt"
	"math"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
	"whosaid/digest/query"
)

const (
	firstWindow = 64
	lastWindow  = 4096
	countLimit  = 1000 // results that follow are counted up to here
	readLimit   = 100  // or up to here, where each has to be read for that
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
		hits, err := f.page(ctx, page)
		if err != nil {
			return err
		}
		if a.Results, err = s.results(ctx, numbersOf(hits)); err != nil {
			return err
		}
		if limited := page.Speakers > 0 || page.Quotes > 0; limited && len(hits) > 0 {
			last := hits[len(hits)-1].id
			if a.More, a.MoreAtLeast, err = f.count(ctx, last); err != nil {
				return err
			}
			if a.More > 0 {
				a.Next = last
			}
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
			var hits []hit
			if hits, before, done, err = f.window(ctx, before, exportStep); err != nil {
				return err
			}
			results, err = s.results(ctx, numbersOf(hits))
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
// until fn has enough. Windows grow, since a search that is not satisfied soon
// will take long.
func (f *search) walk(ctx context.Context, before int64, fn func([]hit) (enough bool, err error)) error {
	for size := firstWindow; ; size = min(4*size, lastWindow) {
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

// page collects the hits of one page.
func (f *search) page(ctx context.Context, page Page) (hits []hit, err error) {
	before := int64(math.MaxInt64)
	if page.After != 0 {
		before = page.After
	}
	known := make(map[string]bool)
	err = f.walk(ctx, before, func(window []hit) (bool, error) {
		if rest := page.Quotes - len(hits); page.Quotes > 0 && len(window) > rest {
			window = window[:rest]
		}
		if page.Speakers == 0 {
			hits = append(hits, window...)
			return len(hits) == page.Quotes && page.Quotes > 0, nil
		}
		speakers, err := f.s.speakers(ctx, window)
		if err != nil {
			return false, fmt.Errorf("telling speakers apart: %w", err)
		}
		for _, h := range window {
			if speaker := speakers[h.id]; !known[speaker] {
				if len(known) == page.Speakers {
					return true, nil
				}
				known[speaker] = true
			}
			hits = append(hits, h)
		}
		return len(hits) == page.Quotes && page.Quotes > 0, nil
	})
	return hits, err
}

// speakers tells the speakers of hits apart: actors by what they are now, those
// whom an article does not name by how it words them, and all of whom it is not
// certain who as one.
func (s *Store) speakers(ctx context.Context, hits []hit) (map[int64]string, error) {
	type row struct {
		id      int64
		speaker string
	}
	speakers := make(map[int64]string, len(hits))
	rows, err := s.db.Query(ctx, `SELECT q.id, coalesce(r.root_id, 0), q.unnamed, q.article_id, q.source, coalesce(a.text, '')
		FROM quote q LEFT JOIN actor r ON r.id = q.speaker_id LEFT JOIN article a ON a.id = q.article_id AND q.unnamed AND q.speaker_id IS NULL
		WHERE q.id IN `+list(numbersOf(hits)))
	return speakers, dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		var actor, article int64
		var unnamed bool
		var source, text string
		if err := scan.Scan(&r.id, &actor, &unnamed, &article, &source, &text); err != nil {
			return r, err
		}
		switch {
		case actor != 0:
			r.speaker = fmt.Sprint(actor)
		case unnamed:
			spans, err := parseSpans(source)
			if err != nil {
				return r, err
			}
			r.speaker = fmt.Sprintf("%d %s", article, query.Fold(strings.Join(cut(text, spans), gap)))
		}
		return r, nil
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		speakers[r.id] = r.speaker
		return true, nil
	})
}

// count returns how many hits there are before the number given; atLeast says
// that it stopped counting.
func (f *search) count(ctx context.Context, before int64) (n int, atLeast bool, err error) {
	if f.filtered() {
		err = f.walk(ctx, before, func(window []hit) (bool, error) {
			n = min(n+len(window), readLimit)
			return n == readLimit, nil
		})
		return n, n == readLimit, err
	}
	t := f.statement(before, countLimit, true)
	err = f.s.db.QueryRow(ctx, "SELECT count(*) FROM ("+t.String()+")", t.args...).Scan(&n)
	if err != nil {
		return 0, false, fmt.Errorf("counting what follows: %w", err)
	}
	return n, n == countLimit, nil
}
