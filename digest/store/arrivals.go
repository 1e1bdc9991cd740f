package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
	"whosaid/digest/query"
)

// Arrived returns the number of the last article that has come in: numbers are given
// in the order of arrival, and none is given later than a greater one.
func (s *Store) Arrived(ctx context.Context) (seq int64, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		seq, err = number(s.db.QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM arrival"))
		return err
	})
	return seq, s.explain("looking for new articles", err)
}

// ArrivedBefore returns the number of the last article that was retrieved before a
// time, as near as the order of arrival tells it.
func (s *Store) ArrivedBefore(ctx context.Context, t time.Time) (seq int64, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		seq, err = number(s.db.QueryRow(ctx, `SELECT coalesce((SELECT v.seq FROM arrival v JOIN article a ON a.id = v.article_id
			WHERE unixepoch(a.retrieved) < $1 ORDER BY v.seq DESC LIMIT 1), 0)`, t.Unix()))
		return err
	})
	return seq, s.explain("looking for new articles", err)
}

// News returns the articles that have arrived after one number and up to another and
// that q lets through as [Store.Stories] does, newest first, each with all its
// quotes. Of an article that has changed since, the version of now is one that
// arrived later. Where their quotes cannot be entered at the moment, that is an error:
// whoever counts them as told does not look again.
func (s *Store) News(ctx context.Context, q query.Query, after, upto int64) (stories []digest.Story, err error) {
	err = s.consultAll(ctx, func(ctx context.Context) error {
		ids, err := s.news(ctx, q, after, upto)
		if err != nil {
			return err
		}
		for chunk := range slices.Chunk(ids, exportStep) {
			some, err := s.stories(ctx, chunk)
			if err != nil {
				return err
			}
			stories = append(stories, some...)
		}
		return nil
	})
	return stories, s.explain("looking for new articles", err)
}

// NewQuotes returns those quotes that q asks for of the articles that have arrived
// after one number and up to another, newest first, or an error as [Store.News] does.
func (s *Store) NewQuotes(ctx context.Context, q query.Query, after, upto int64) (found []digest.Result, err error) {
	var arrived []int64
	err = s.consultAll(ctx, func(ctx context.Context) error {
		arrived, err = s.arrivals(ctx, after, upto)
		return err
	})
	if err != nil || len(arrived) == 0 {
		return nil, s.explain("looking for new articles", err)
	}
	fresh := make(map[int64]bool, len(arrived))
	for _, id := range arrived {
		fresh[id] = true
	}
	for _, narrow := range narrowed(q, arrived) {
		err := s.Each(ctx, narrow, func(r digest.Result) error {
			if fresh[r.Article.ID] {
				found = append(found, r)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// arrivals returns the current articles that arrived after one number and up to
// another.
func (s *Store) arrivals(ctx context.Context, after, upto int64) ([]int64, error) {
	return numbers.NewRowIter(s.db.Query(ctx, `SELECT v.article_id FROM arrival v JOIN article a ON a.id = v.article_id
		WHERE v.seq > $1 AND v.seq <= $2 AND a.newer_id IS NULL ORDER BY v.article_id DESC`, after, upto)).AsList()
}

// news returns the numbers of the articles that arrived and that q lets through.
func (s *Store) news(ctx context.Context, q query.Query, after, upto int64) (ids []int64, err error) {
	arrived, err := s.arrivals(ctx, after, upto)
	if err != nil {
		return nil, err
	}
	through := make(map[int64]bool)
	for _, narrow := range narrowed(q, arrived) {
		f, err := s.search(ctx, narrow)
		if err != nil {
			return nil, err
		}
		all, _, err := f.articles(ctx, 0)
		if err != nil {
			return nil, err
		}
		for _, id := range all {
			through[id] = true
		}
	}
	return slices.DeleteFunc(arrived, func(id int64) bool { return !through[id] }), nil
}

// narrowed limits q to the time in which articles, given newest first, appeared, so
// that a search for news does not walk through all that is old. Those without a date
// are in no period, and need a search without one.
func narrowed(q query.Query, articles []int64) []query.Query {
	var all []query.Query
	i := slices.IndexFunc(articles, func(id int64) bool { return id < firstDated })
	if i < 0 {
		i = len(articles)
	} else if q.Since.IsZero() && q.Until.IsZero() {
		all = append(all, q)
	}
	if i == 0 {
		return all
	}
	// A day more on either side, as those with a date alone are compared by the day.
	since := time.Unix(articles[i-1]>>sequenceBits, 0).UTC().AddDate(0, 0, -1)
	until := time.Unix(articles[0]>>sequenceBits, 0).UTC().AddDate(0, 0, 2)
	if q.Since.IsZero() || q.Since.Before(since) {
		q.Since = since
	}
	if q.Until.IsZero() || q.Until.After(until) {
		q.Until = until
	}
	return append(all, q)
}

// HadArticle is how it is written down that a place has had an article.
func HadArticle(id int64) string { return "a" + strconv.FormatInt(id, 10) }

// HadQuote is how it is written down that a place has had a statement: by speaker and
// words, which other outlets and later versions print alike.
func HadQuote(r digest.Result) string {
	speaker := r.Mention
	if r.Speaker != nil {
		speaker = r.Speaker.Name
	}
	sum := sha256.Sum256([]byte(query.Fold(speaker) + "\n" + query.Fold(r.Text())))
	return "q" + hex.EncodeToString(sum[:10])
}

// had writes down what a place has had.
func (s *Store) had(ctx context.Context, p Posting, posting int64, now time.Time) error {
	if len(p.Had) == 0 {
		return nil
	}
	_, err := s.db.Exec(ctx, `INSERT INTO had (place, what, posting_id, at) SELECT $2, value, $3, $4 FROM json_each($1) WHERE true
		ON CONFLICT (place, what) DO NOTHING`, asJSON(p.Had), p.Place, posting, millis(now))
	return err
}

// Had returns which of some things a place has had, and when.
func (s *Store) Had(ctx context.Context, place string, things []string) (at map[string]time.Time, err error) {
	type row struct {
		what string
		at   int64
	}
	at = make(map[string]time.Time)
	err = s.read(ctx, func(ctx context.Context) error {
		return dbutil.ConvertRowFn[row](func(r dbutil.Scannable) (h row, err error) { return h, r.Scan(&h.what, &h.at) }).
			NewRowIter(s.db.Query(ctx, "SELECT what, at FROM had WHERE place = $2 AND what IN "+listed, asJSON(things), place)).
			Iter(func(h row) (bool, error) {
				at[h.what] = fromMillis(h.at)
				return true, nil
			})
	})
	return at, s.explain("looking up what was posted", err)
}

// Earlier returns the versions of articles that these have taken the place of, all of
// them, by the number of the article of now.
func (s *Store) Earlier(ctx context.Context, articles []int64) (versions map[int64][]int64, err error) {
	type row struct{ now, before int64 }
	versions = make(map[int64][]int64)
	err = s.read(ctx, func(ctx context.Context) error {
		return dbutil.ConvertRowFn[row](func(r dbutil.Scannable) (v row, err error) { return v, r.Scan(&v.now, &v.before) }).
			NewRowIter(s.db.Query(ctx, `WITH RECURSIVE earlier (now, id) AS (
					SELECT value, value FROM json_each($1)
					UNION SELECT e.now, a.id FROM earlier e JOIN article a ON a.newer_id = e.id
				) SELECT now, id FROM earlier WHERE id <> now`, asJSON(articles))).
			Iter(func(v row) (bool, error) {
				versions[v.now] = append(versions[v.now], v.before)
				return true, nil
			})
	})
	if err != nil {
		return nil, s.explain("looking for earlier versions", fmt.Errorf("of articles: %w", err))
	}
	return versions, nil
}
