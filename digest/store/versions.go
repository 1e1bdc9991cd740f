package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// replaces prepares for another version in the place of old, where that is not 0: what
// was read in that is entered.
func (s *Store) replaces(ctx context.Context, old int64) error {
	if old == 0 {
		return nil
	}
	return s.enterAll(ctx)
}

// retire takes a version out of everything that is searched. Its text and quotes
// stay.
func (s *Store) retire(ctx context.Context, old, newer int64) error {
	if err := s.leave(ctx, old); err != nil {
		return err
	}
	for _, statement := range []string{
		`WITH used (id) AS (
			SELECT actor_id FROM article_actor WHERE article_id = $1
			UNION ALL SELECT speaker_id FROM quote WHERE article_id = $1 AND speaker_id IS NOT NULL
			UNION ALL SELECT a.value FROM quote q, json_each(q.about) a WHERE q.article_id = $1
		)
		INSERT INTO actor_use (actor_id, uses) SELECT id, -count(*) FROM used WHERE true GROUP BY id
			ON CONFLICT (actor_id) DO UPDATE SET uses = uses + excluded.uses`,
		`DELETE FROM mention WHERE (actor_id, quote_id) IN (
			SELECT a.value, q.id FROM quote q, json_each(q.about) a WHERE q.article_id = $1)`,
		`DELETE FROM article_actor WHERE article_id = $1`,
		`UPDATE quote SET current = 0 WHERE article_id = $1`,
		`DELETE FROM reading WHERE article_id = $1`,
	} {
		if _, err := s.db.Exec(ctx, statement, old); err != nil {
			return err
		}
	}
	_, err := s.db.Exec(ctx, `UPDATE article SET newer_id = $2 WHERE id = $1`, old, newer)
	return err
}

// leave takes the words of an article out of the index, and counts it no more.
func (s *Store) leave(ctx context.Context, id int64) error {
	if err := s.unindex(ctx, id); err != nil {
		return err
	}
	if _, err := s.db.Exec(ctx, `UPDATE outlet SET articles = articles - 1 WHERE id = (SELECT outlet_id FROM article WHERE id = $1)`, id); err != nil {
		return err
	}
	day, one := onDay(id)
	return s.countDay(ctx, day, perDay{-one.timed, -one.dated})
}

// revive makes an older version the current one again, where there is one with the
// text of a under its address, in the place of old. It returns the version's number,
// or 0. Its quotes are those that were read then: what has been shown of them stays.
func (s *Store) revive(ctx context.Context, a digest.Article, r digest.Reading, old int64) (int64, error) {
	type version struct{ id, outlet int64 }
	found, err := dbutil.ConvertRowFn[version](func(row dbutil.Scannable) (v version, err error) {
		err = row.Scan(&v.id, &v.outlet)
		return v, err
	}).NewRowIter(s.db.Query(ctx, `SELECT a.id, a.outlet_id FROM article a JOIN outlet o ON o.id = a.outlet_id
		WHERE a.url_key = $1 AND a.sha256 = $2 AND a.newer_id IS NOT NULL AND o.folded = $3 ORDER BY a.id DESC LIMIT 1`,
		urlKey(a.URL), a.Hash(), outletKey(a.Outlet))).AsList()
	if err != nil || len(found) == 0 {
		return 0, err
	}
	id, outlet := found[0].id, found[0].outlet
	if err := s.retire(ctx, old, id); err != nil {
		return 0, fmt.Errorf("replacing version %d: %w", old, err)
	}
	if a.Retrieved.IsZero() {
		a.Retrieved = s.Now()
	}
	if _, err := s.db.Exec(ctx, "UPDATE article SET newer_id = NULL, title = $2, retrieved = $3 WHERE id = $1", id, a.Title, a.Retrieved.Format(time.RFC3339Nano)); err != nil {
		return 0, err
	}
	s.familiar.forget() // what follows may be undone
	defer s.familiar.forget()
	e := s.entering()
	e.article(id, outlet)
	if _, err := e.actors(ctx, outlet, id, r.Actors); err != nil {
		return 0, err
	}
	for _, statement := range []string{
		`UPDATE quote SET current = 1 WHERE article_id = $1`,
		`INSERT INTO mention (actor_id, quote_id, class, kind, speaker_id) SELECT a.value, q.id, q.class, q.kind, coalesce(q.speaker_id, 0)
			FROM quote q, json_each(q.about) a WHERE q.article_id = $1`,
		`WITH used (id) AS (
			SELECT speaker_id FROM quote WHERE article_id = $1 AND speaker_id IS NOT NULL
			UNION ALL SELECT a.value FROM quote q, json_each(q.about) a WHERE q.article_id = $1
		)
		INSERT INTO actor_use (actor_id, uses) SELECT id, count(*) FROM used WHERE true GROUP BY id
			ON CONFLICT (actor_id) DO UPDATE SET uses = uses + excluded.uses`,
		`INSERT OR REPLACE INTO arrival (article_id) VALUES ($1)`,
	} {
		if _, err := s.db.Exec(ctx, statement, id); err != nil {
			return 0, fmt.Errorf("going back to version %d: %w", id, err)
		}
	}
	return id, e.finish(ctx)
}
