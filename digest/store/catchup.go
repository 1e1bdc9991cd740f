package store

import (
	"context"
	"time"

	"go.mau.fi/util/dbutil"
	sqlite3 "modernc.org/sqlite/lib"
)

// atOnce is how many readings wait at most in one program, and are entered together:
// some tens of milliseconds, the longest that somebody waits for it. Together they hold
// about so many bytes of text, or one more text than that.
const (
	atOnce      = 64
	atOnceBytes = 1 << 20
)

// pause is how long questions go without what could not be entered before it is tried
// again, unless something else can be written first: each try may wait for a lock.
const pause = 5 * time.Second

// late is why what waits could not be entered the last time.
type late struct {
	at  time.Time
	err error
}

// consult runs fn as [Store.read] does, when everything that has arrived, through
// whatever program, is entered: who asks finds it. Where that is not possible at the
// moment, it does without what waits.
func (s *Store) consult(ctx context.Context, fn func(context.Context) error) error {
	return s.consultWith(ctx, fn, func(late error) error { // which has been said
		s.log.Debug("an answer goes without what waits", "path", s.path, "error", late)
		return nil
	})
}

// consultAll is consult for those who do not look at the same articles again: what
// waits and cannot be entered is an error.
func (s *Store) consultAll(ctx context.Context, fn func(context.Context) error) error {
	return s.consultWith(ctx, fn, func(late error) error { return late })
}

// consultWith is consult, but where what waits cannot be entered, without says whether
// to go on.
func (s *Store) consultWith(ctx context.Context, fn func(context.Context) error, without func(late error) error) error {
	waits, err := s.unlessWaiting(ctx, fn)
	if err != nil || !waits {
		return err
	}
	if late := s.catchUp(ctx); late != nil {
		if err := without(late); err != nil {
			return err
		}
	}
	return s.read(ctx, fn)
}

// revise runs fn as [Store.write] does, when everything that has arrived is entered.
func (s *Store) revise(ctx context.Context, fn func(context.Context) error) error {
	return s.write(ctx, func(ctx context.Context) error {
		if err := s.enterAll(ctx); err != nil {
			return err
		}
		return fn(ctx)
	})
}

// unlessWaiting runs fn as [Store.read] does where nothing waits.
func (s *Store) unlessWaiting(ctx context.Context, fn func(context.Context) error) (waits bool, err error) {
	err = s.read(ctx, func(ctx context.Context) (err error) {
		if waits, err = s.waits(ctx); err != nil || waits {
			return err
		}
		return fn(ctx)
	})
	return waits, err
}

// waits reports whether a reading waits.
func (s *Store) waits(ctx context.Context) (waits bool, err error) {
	err = s.db.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM reading WHERE problem = '')").Scan(&waits)
	return waits, err
}

// Enter enters what waits, as [Store.Close] does, until ctx ends: for a book that can
// take a minute. The error is that of ctx; what could not be entered waits for who looks
// for something next, and is not tried again by Close.
func (s *Store) Enter(ctx context.Context) error {
	if err := s.catchUp(ctx); err != nil {
		s.log.Debug(doingEnter, "path", s.path, "error", err)
	}
	if ctx.Err() != nil {
		s.late.Store(&late{s.Now(), ctx.Err()})
	}
	return ctx.Err()
}

// catchUp enters what waits, or none of it where ctx ends before. Those who ask at the
// same time wait for the first of them, and for another program only once in a while.
func (s *Store) catchUp(ctx context.Context) error {
	s.behind.Store(0)
	if s.writes(ctx) {
		return s.enterAll(ctx)
	}
	select {
	case s.catching <- struct{}{}:
		defer func() { <-s.catching }()
	case <-ctx.Done():
		return ctx.Err()
	}
	waits, err := s.unlessWaiting(ctx, func(context.Context) error { return nil })
	if err != nil || !waits {
		return err
	}
	if last := s.late.Load(); last != nil && s.Now().Sub(last.at).Abs() < pause {
		return last.err
	}
	err = s.transact(ctx, nil, s.enterAll)
	if err != nil && ctx.Err() == nil && !Hindered(s.explain(doingEnter, err)) {
		s.log.Debug("what was read cannot be entered together", "path", s.path, "error", err)
		err = s.enterEach(ctx)
	}
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		s.late.Store(&late{s.Now(), err})
	}
	if err != nil && !Hindered(s.explain(doingEnter, err)) {
		s.log.Error("what was read in articles cannot be entered: run “whosaid check”", "path", s.path, "error", err)
	}
	return err
}

// doingEnter is what was done when an error came, see [Store.explain].
const doingEnter = "entering what was read"

// arrived has what waits entered once that is enough. An article that has been
// acknowledged is safe: an error here is for whoever asks next, or is gone by then.
func (s *Store) arrived(ctx context.Context, n int) {
	if s.behind.Add(int64(n)) < atOnce {
		return
	}
	if err := s.catchUp(ctx); err != nil {
		s.log.Debug(doingEnter, "path", s.path, "error", err)
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
// the article goes without quotes, until [Store.Check] has another try. Where it is the
// database that is damaged, and not the reading, it goes on waiting.
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
		case len(entries) == 0 || Hindered(s.explain(doingEnter, err)) || code(err) == sqlite3.SQLITE_CORRUPT:
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

// tryAgain has another try at what was given up. The word index must be whole.
func (s *Store) tryAgain(ctx context.Context) error {
	err := s.write(ctx, func(ctx context.Context) error {
		given, err := numbers.NewRowIter(s.db.Query(ctx, "SELECT article_id FROM reading WHERE problem <> ''")).AsList()
		if err != nil || len(given) == 0 {
			return err
		}
		for _, id := range given {
			if err := s.leave(ctx, id); err != nil {
				return err
			}
		}
		_, err = s.db.Exec(ctx, "UPDATE reading SET problem = ''")
		return err
	})
	if err != nil {
		return err
	}
	return s.catchUp(ctx)
}

// waiting returns the readings that have waited longest, with what of their articles
// entering them needs.
func (s *Store) waiting(ctx context.Context, limit int) (entries []entry, err error) {
	rows, err := s.db.Query(ctx, `SELECT w.seq, w.body, a.id, a.outlet_id, a.published, CAST(a.text AS TEXT)
		FROM reading w CROSS JOIN article a ON a.id = w.article_id WHERE w.problem = '' ORDER BY w.seq LIMIT $1`, limit)
	bytes := 0
	err = dbutil.ConvertRowFn[entry](func(row dbutil.Scannable) (e entry, err error) {
		err = row.Scan(&e.seq, &e.body, &e.article.ID, &e.outlet, &e.published, &e.article.Text)
		return e, err
	}).NewRowIter(rows, err).Iter(func(e entry) (bool, error) {
		entries = append(entries, e)
		bytes += len(e.article.Text) + len(e.body)
		return bytes < atOnceBytes, nil
	})
	return entries, err
}
