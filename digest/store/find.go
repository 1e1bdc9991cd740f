package store

import (
	"context"
	"errors"
	"fmt"
	"math"

	"whosaid/digest"
	"whosaid/digest/query"
)

const (
	firstWindow = 64
	lastWindow  = 4096
	countLimit  = 1000 // results that follow are counted up to here
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
			if a.More, err = f.count(ctx, last); err != nil {
				return err
			}
			if a.More > 0 {
				a.Next, a.MoreAtLeast = last, a.More == countLimit
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

// errEnough ends a walk.
var errEnough = errors.New("enough")

// walk calls fn with each hit before the number given until fn returns an error.
// Windows grow, since a search that is not satisfied soon will take long.
func (f *search) walk(ctx context.Context, before int64, fn func(hit) error) error {
	for size := firstWindow; ; size = min(4*size, lastWindow) {
		hits, next, done, err := f.window(ctx, before, size)
		if err != nil {
			return err
		}
		if err := f.unmerge(ctx, hits); err != nil {
			return err
		}
		for _, h := range hits {
			if err := fn(h); err != nil {
				if errors.Is(err, errEnough) {
					return nil
				}
				return err
			}
		}
		if done {
			return nil
		}
		before = next
	}
}

// page collects the hits of one page.
func (f *search) page(ctx context.Context, page Page) (hits []hit, err error) {
	speakers := make(map[string]bool)
	err = f.walk(ctx, start(page.After), func(h hit) error {
		if page.Quotes > 0 && len(hits) == page.Quotes {
			return errEnough
		}
		if page.Speakers > 0 {
			speaker, err := f.s.speaker(ctx, h)
			if err != nil {
				return err
			}
			if !speakers[speaker] && len(speakers) == page.Speakers {
				return errEnough
			}
			speakers[speaker] = true
		}
		hits = append(hits, h)
		return nil
	})
	return hits, err
}

func start(after int64) int64 {
	if after == 0 {
		return math.MaxInt64
	}
	return after
}

// speaker tells speakers apart: actors by number, those whom the article does
// not name by how it words them, and all of whom it is not certain who as one.
func (s *Store) speaker(ctx context.Context, h hit) (string, error) {
	if h.speaker != 0 {
		return fmt.Sprint(h.speaker), nil
	}
	var unnamed bool
	var article int64
	err := s.db.QueryRow(ctx, "SELECT unnamed, article_id FROM quote WHERE id = $1", h.id).Scan(&unnamed, &article)
	if err != nil || !unnamed {
		return "", err
	}
	texts, err := s.texts(ctx, []hit{h})
	return fmt.Sprintf("%d %s", article, query.Fold(texts[h.id].mention)), err
}

// unmerge gives the hits' speakers as they are now.
func (f *search) unmerge(ctx context.Context, hits []hit) error {
	var speakers []int64
	for _, h := range hits {
		if h.speaker != 0 {
			speakers = appendNew(speakers, h.speaker)
		}
	}
	if len(speakers) == 0 {
		return nil
	}
	roots, err := f.s.roots(ctx, speakers)
	for i, h := range hits {
		if root, ok := roots[h.speaker]; ok {
			hits[i].speaker = root
		}
	}
	return err
}

// count returns how many hits there are before the number given, at most
// countLimit.
func (f *search) count(ctx context.Context, before int64) (n int, err error) {
	if f.filtered() {
		err = f.walk(ctx, before, func(hit) error {
			if n++; n == countLimit {
				return errEnough
			}
			return nil
		})
		return n, err
	}
	t := f.statement(before, countLimit)
	err = f.s.db.QueryRow(ctx, "SELECT count(*) FROM ("+t.String()+")", t.args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting what follows: %w", err)
	}
	return n, nil
}
