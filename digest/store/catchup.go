package store

import (
	"context"

	"go.mau.fi/util/dbutil"
)

// atOnce is how many readings wait at most in one program, and are entered in one
// transaction: some tens of milliseconds, the longest that somebody waits for it.
const atOnce = 64

// consult runs fn as [Store.read] does, when everything that has arrived, through
// whatever program, is entered: who asks finds it. Where nothing can be written at the
// moment, it does without what waits.
func (s *Store) consult(ctx context.Context, fn func(context.Context) error) error {
	var waits bool
	err := s.read(ctx, func(ctx context.Context) (err error) {
		if waits, err = s.waits(ctx); err != nil || waits {
			return err
		}
		return fn(ctx)
	})
	if err != nil || !waits {
		return err
	}
	if err := s.catchUp(ctx); err != nil && !Hindered(s.explain("entering what was read", err)) {
		return err
	}
	return s.read(ctx, fn)
}

// waits reports whether a reading waits.
func (s *Store) waits(ctx context.Context) (waits bool, err error) {
	err = s.db.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM reading WHERE problem = '')").Scan(&waits)
	return waits, err
}

// catchUp enters what waits.
func (s *Store) catchUp(ctx context.Context) error {
	s.behind.Store(0)
	if s.writes(ctx) {
		return s.enterAll(ctx)
	}
	if s.Trouble().Lasts() { // which something else finds out to be over
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	err := s.transact(ctx, nil, s.enterAll) // whoever asks does not wait long for another program
	if err == nil || Hindered(s.explain("entering what was read", err)) {
		return err
	}
	s.log.Warn("what was read cannot be entered together", "path", s.path, "error", err)
	return s.enterEach(ctx)
}

// arrived has what waits entered once that is enough. An article that has been
// acknowledged is safe: an error here is for whoever asks next, or is gone by then.
func (s *Store) arrived(ctx context.Context, n int) {
	if s.behind.Add(int64(n)) < atOnce || s.writes(ctx) {
		return
	}
	if err := s.catchUp(ctx); err != nil {
		s.log.Warn("entering what was read", "path", s.path, "error", err)
	}
}

// enterAll is the part of a transaction that enters what waits.
func (s *Store) enterAll(ctx context.Context) error {
	for {
		entries, err := s.waiting(ctx, atOnce)
		if err != nil || len(entries) == 0 {
			return err
		}
		if err := s.enter(ctx, entries); err != nil {
			return err
		}
	}
}

// enterEach enters what waits one by one. Of what cannot be entered it keeps why, and
// the article goes without quotes.
func (s *Store) enterEach(ctx context.Context) error {
	for {
		var entries []entry
		err := s.write(ctx, func(ctx context.Context) (err error) {
			if entries, err = s.waiting(ctx, 1); err != nil || len(entries) == 0 {
				return err
			}
			return s.enter(ctx, entries)
		})
		switch {
		case len(entries) == 0 || Hindered(s.explain("entering what was read", err)):
			return err
		case err == nil:
			continue
		}
		s.log.Error("what was read in an article cannot be entered", "path", s.path, "article", entries[0].article.ID, "error", err)
		if err := s.giveUp(ctx, entries[0], err); err != nil {
			return err
		}
	}
}

// giveUp has an article go without quotes.
func (s *Store) giveUp(ctx context.Context, e entry, why error) error {
	return s.write(ctx, func(ctx context.Context) error {
		s.familiar.forget()
		alone := s.entering()
		alone.article(e.article.ID, e.outlet)
		if err := alone.finish(ctx); err != nil {
			return err
		}
		_, err := s.db.Exec(ctx, "UPDATE reading SET problem = $2 WHERE seq = $1", e.seq, why.Error())
		return err
	})
}

// waiting returns the readings that have waited longest, with what of their articles
// entering them needs.
func (s *Store) waiting(ctx context.Context, limit int) ([]entry, error) {
	rows, err := s.db.Query(ctx, `SELECT w.seq, w.body, a.id, a.outlet_id, a.published, CAST(a.text AS TEXT)
		FROM reading w CROSS JOIN article a ON a.id = w.article_id WHERE w.problem = '' ORDER BY w.seq LIMIT $1`, limit)
	return dbutil.ConvertRowFn[entry](func(row dbutil.Scannable) (e entry, err error) {
		err = row.Scan(&e.seq, &e.body, &e.article.ID, &e.outlet, &e.published, &e.article.Text)
		return e, err
	}).NewRowIter(rows, err).AsList()
}
