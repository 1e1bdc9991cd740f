package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"whosaid/digest"
)

// insert stores a new article, in the place of old where that is not 0: then nothing
// may wait any more, see [Store.replaces].
func (s *Store) insert(ctx context.Context, a digest.Article, r digest.Reading, old int64) (id int64, err error) {
	if old != 0 {
		if id, err = s.revive(ctx, a, r, old); err != nil || id != 0 {
			return id, err
		}
	}
	outlet, err := s.outlet(ctx, a.Outlet)
	if err != nil {
		return 0, err
	}
	if id, err = s.insertArticle(ctx, outlet, a, r.Gist); err != nil {
		return 0, fmt.Errorf("writing the text: %w", err)
	}
	if old != 0 {
		if err := s.retire(ctx, old, id); err != nil {
			return 0, fmt.Errorf("replacing version %d: %w", old, err)
		}
	}
	_, err = s.db.Exec(ctx, "INSERT INTO reading (seq, article_id, body) SELECT seq, article_id, $2 FROM arrival WHERE article_id = $1", id, encodeReading(r))
	if err != nil {
		return 0, fmt.Errorf("noting what was read: %w", err)
	}
	if old != 0 {
		err = s.enterAll(ctx)
	}
	return id, err
}

// outlet returns the number of an outlet, which is stored where it is new.
func (s *Store) outlet(ctx context.Context, name string) (id int64, err error) {
	key := outletKey(name)
	id, err = number(s.db.QueryRow(ctx, "SELECT coalesce((SELECT id FROM outlet WHERE folded = $1), 0)", key))
	if err == nil && id == 0 {
		id, err = number(s.db.QueryRow(ctx, "INSERT INTO outlet (folded, name) VALUES ($1, $2) RETURNING id", key, strings.TrimSpace(name)))
	}
	if err != nil {
		return 0, fmt.Errorf("looking for outlet %q: %w", name, err)
	}
	return id, nil
}

func (s *Store) insertArticle(ctx context.Context, outlet int64, a digest.Article, gist []digest.Span) (int64, error) {
	a.DateOnly = a.DateOnly && dated(a.Published)
	ids, err := s.allocate(ctx, "article", second(a), a.DateOnly, 1)
	if err != nil {
		return 0, err
	}
	if a.Retrieved.IsZero() {
		a.Retrieved = s.Now()
	}
	_, err = s.db.Exec(ctx, `INSERT INTO article (id, outlet_id, url, url_key, title, authors, published, retrieved, language, sha256, gist, text, partial)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		ids[0], outlet, a.URL, urlKey(a.URL), a.Title, asJSON(a.Authors), formatTime(a.Published, a.DateOnly),
		a.Retrieved.Format(time.RFC3339Nano), a.Language, a.Hash(), formatSpans(gist), []byte(a.Text), a.Partial)
	if err != nil {
		return 0, err
	}
	_, err = s.db.Exec(ctx, "INSERT INTO arrival (article_id) VALUES ($1)", ids[0])
	return ids[0], err
}
