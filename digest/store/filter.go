package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// filter drops the hits that only their texts can judge.
func (f *search) filter(ctx context.Context, hits []int64) ([]int64, error) {
	hits, err := f.taken(ctx, hits)
	if err != nil {
		return nil, err
	}
	if len(hits) == 0 || len(f.match.verify) == 0 {
		return hits, nil
	}
	texts, err := f.s.texts(ctx, hits)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(hits, func(id int64) bool { return !f.match.verified(texts[id].context, texts[id].mention) }), nil
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
