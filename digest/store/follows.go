package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Follow is a filter whose new statements somebody wants to have as they come.
type Follow struct {
	ID      int64
	Place   string // where they are posted
	Owner   string // user, as "transport:id"
	Filter  string // as typed
	Created time.Time
	Paused  string // why it is paused; empty where it is not
	Covered int64  // the arrival up to which it has looked
}

const followColumns = "id, place, owner, filter, created_at, paused, covered"

var readFollows = dbutil.ConvertRowFn[Follow](func(row dbutil.Scannable) (f Follow, err error) {
	var created int64
	err = row.Scan(&f.ID, &f.Place, &f.Owner, &f.Filter, &created, &f.Paused, &f.Covered)
	f.Created = fromMillis(created)
	return f, err
})

// AddFollow keeps a follow, from what arrives next on. One that is paused goes on,
// from then on as well. The error wraps [ErrExists] where the same person has the
// same at the same place.
func (s *Store) AddFollow(ctx context.Context, f Follow) (id int64, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		const arrived = "(SELECT coalesce(max(seq), 0) FROM arrival)"
		id, err = number(s.db.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM follow WHERE place = $1 AND owner = $2 AND filter = $3", f.Place, f.Owner, f.Filter))
		if err != nil {
			return err
		}
		if id > 0 {
			result, err := s.db.Exec(ctx, "UPDATE follow SET paused = '', covered = "+arrived+" WHERE id = $1 AND paused <> ''", id)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err != nil || n > 0 {
				return err
			}
			return fmt.Errorf("following %q: %w", f.Filter, ErrExists)
		}
		id, err = number(s.db.QueryRow(ctx, "INSERT INTO follow (place, owner, filter, created_at, covered) VALUES ($1, $2, $3, $4, "+arrived+") RETURNING id",
			f.Place, f.Owner, f.Filter, millis(f.Created)))
		return err
	})
	return id, s.explain("keeping a follow", err)
}

// Follows returns all follows, oldest first.
func (s *Store) Follows(ctx context.Context) (all []Follow, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		all, err = readFollows.NewRowIter(s.db.Query(ctx, "SELECT "+followColumns+" FROM follow ORDER BY id")).AsList()
		return err
	})
	return all, s.explain("looking for follows", err)
}

// RemoveFollow forgets a follow.
func (s *Store) RemoveFollow(ctx context.Context, id int64) error {
	return s.change(ctx, "removing a follow", "DELETE FROM follow WHERE id = $1", id)
}

// PauseFollow pauses a follow for a reason, or, where that is empty, resumes it.
func (s *Store) PauseFollow(ctx context.Context, id int64, why string) error {
	return s.change(ctx, "changing a follow", "UPDATE follow SET paused = $2 WHERE id = $1", id, why)
}

// Tell records that a follow has looked at what arrived up to a number, and what is
// posted of it, nil for nothing: once, as [Store.Fire] does.
func (s *Store) Tell(ctx context.Context, f Follow, upto int64, p *Posting, now time.Time) (told bool, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		result, err := s.db.Exec(ctx, "UPDATE follow SET covered = $3 WHERE id = $1 AND covered = $2", f.ID, f.Covered, upto)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if told = n == 1; err != nil || !told || p == nil {
			return err
		}
		return s.enqueue(ctx, *p, now)
	})
	return told && err == nil, s.explain("recording new statements", err)
}
