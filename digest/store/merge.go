package store

import (
	"context"
	"fmt"
	"time"
)

// Merge makes from and into one actor, under the name of into. Nothing else is
// changed, and [Store.Unmerge] undoes it.
func (s *Store) Merge(ctx context.Context, from, into int64) error {
	err := s.revise(ctx, func(ctx context.Context) error {
		from, err := s.root(ctx, from)
		if err != nil {
			return err
		}
		into, err := s.root(ctx, into)
		if err != nil {
			return err
		}
		if from == into {
			return fmt.Errorf("actors %d and %d are one already", from, into)
		}
		return s.merge(ctx, from, into, "asked for")
	})
	return s.explain("merging actors", err)
}

// Unmerge makes actor, which has been merged into another, an actor of its own
// again, with all that was merged into it before. The error wraps [ErrNotFound]
// where it is not merged.
func (s *Store) Unmerge(ctx context.Context, actor int64) error {
	err := s.revise(ctx, func(ctx context.Context) error {
		result, err := s.db.Exec(ctx, "UPDATE actor SET into_id = NULL WHERE id = $1 AND into_id IS NOT NULL", actor)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("a merge of actor %d: %w", actor, ErrNotFound)
		}
		_, err = s.db.Exec(ctx, `UPDATE actor_merge SET undone_at = $2
			WHERE id = (SELECT max(id) FROM actor_merge WHERE from_id = $1)`, actor, s.Now().UTC().Format(time.RFC3339))
		if err != nil {
			return err
		}
		return s.follow(ctx, actor, actor)
	})
	return s.explain("undoing a merge of actors", err)
}

func (s *Store) merge(ctx context.Context, from, into int64, reason string) error {
	s.log.Debug("merging actors", "from", from, "into", into, "reason", reason)
	if _, err := s.db.Exec(ctx, "UPDATE actor SET into_id = $2 WHERE id = $1", from, into); err != nil {
		return fmt.Errorf("merging actor %d into %d: %w", from, into, err)
	}
	_, err := s.db.Exec(ctx, "INSERT INTO actor_merge (from_id, into_id, reason, merged_at) VALUES ($1, $2, $3, $4)",
		from, into, reason, s.Now().UTC().Format(time.RFC3339))
	if err != nil {
		return fmt.Errorf("recording the merge of actor %d: %w", from, err)
	}
	return s.follow(ctx, from, into)
}

// follow makes root the actor that id, and whatever was merged into it, is now.
func (s *Store) follow(ctx context.Context, id, root int64) error {
	s.familiar.forget()
	_, err := s.db.Exec(ctx, `
		WITH RECURSIVE under (id) AS (
			SELECT $1 UNION SELECT a.id FROM under JOIN actor old ON old.id = $1
			JOIN actor a ON a.root_id = old.root_id AND a.into_id = under.id
		)
		UPDATE actor SET root_id = $2 WHERE id IN (SELECT id FROM under)`, id, root)
	return err
}

// root returns what the actor id is now.
func (s *Store) root(ctx context.Context, id int64) (int64, error) {
	roots, err := numbers.NewRowIter(s.db.Query(ctx, "SELECT root_id FROM actor WHERE id = $1", id)).AsList()
	if err != nil {
		return 0, err
	}
	if len(roots) == 0 {
		return 0, fmt.Errorf("actor %d: %w", id, ErrNotFound)
	}
	return roots[0], nil
}

// members returns all actors that are now one with any of ids, these included.
func (s *Store) members(ctx context.Context, ids []int64) ([]int64, error) {
	t := new(sqlText)
	t.WriteString("SELECT id FROM actor WHERE root_id IN (SELECT root_id FROM actor WHERE id" + t.in(ids) + ")")
	return numbers.NewRowIter(s.db.Query(ctx, t.String(), t.args...)).AsList()
}
