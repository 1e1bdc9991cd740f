package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// filtered reports whether hits are filtered after the walk, so that counting
// rows of the index does not count results.
func (f *search) filtered() bool {
	return len(f.match.verify) > 0 || f.drive != byWords && len(f.match.all)+len(f.match.without) > 0
}

// filter drops the hits that the index which was walked could not judge.
func (f *search) filter(ctx context.Context, hits []int64) ([]int64, error) {
	if len(hits) == 0 || !f.filtered() {
		return hits, nil
	}
	if f.drive != byWords && !f.read {
		var err error
		if hits, err = f.matching(ctx, hits); err != nil || len(f.match.verify) == 0 {
			return hits, err
		}
	}
	texts, err := f.s.texts(ctx, hits)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(hits, func(id int64) bool {
		t := texts[id]
		return f.read && !f.match.holds(t.context) ||
			slices.ContainsFunc(f.match.verify, func(holds func(string, string) bool) bool { return !holds(t.context, t.mention) })
	}), nil
}

// matching drops hits, given newest first, that do not have the words. The index
// lists all quotes between the first and the last that have them: to look up
// single ones, or to list from the oldest, it would read its lists from far away.
func (f *search) matching(ctx context.Context, hits []int64) ([]int64, error) {
	expression, want := f.match.expression(), true
	if len(f.match.all) == 0 {
		expression, want = f.match.excluded(), false
	}
	if expression == "" || len(hits) == 0 {
		return hits, nil
	}
	found := make(map[int64]bool)
	rows, err := f.s.db.Query(ctx, "SELECT rowid FROM quote_fts WHERE quote_fts MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid DESC",
		expression, hits[len(hits)-1], hits[0])
	err = numbers.NewRowIter(rows, err).Iter(func(id int64) (bool, error) {
		found[id] = true
		return true, nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for words: %w", err)
	}
	return slices.DeleteFunc(hits, func(id int64) bool { return found[id] != want }), nil
}

// around is what is compared of a quote.
type around struct {
	id               int64
	context, mention string
}

func (s *Store) texts(ctx context.Context, ids []int64) (map[int64]around, error) {
	rows, err := s.db.Query(ctx, `SELECT q.id, q.context_start, q.context_stop, q.source,
		CAST(substr(a.text, q.context_start + 1, q.context_stop - q.context_start) AS TEXT)
		FROM quote q JOIN article a ON a.id = q.article_id WHERE q.id IN `+listed, asJSON(ids))
	texts := make(map[int64]around, len(ids))
	err = dbutil.ConvertRowFn[around](func(row dbutil.Scannable) (t around, err error) {
		var span digest.Span
		var source string
		if err := row.Scan(&t.id, &span.Start, &span.End, &source, &t.context); err != nil {
			return t, err
		}
		_, mention, err := cutFrom(t.context, span, source)
		t.mention = strings.Join(mention, gap)
		return t, err
	}).NewRowIter(rows, err).Iter(func(t around) (bool, error) {
		texts[t.id] = t
		return true, nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading texts: %w", err)
	}
	return texts, nil
}
