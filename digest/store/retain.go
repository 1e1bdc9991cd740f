package store

import (
	"context"
	"fmt"
	"time"
)

// atOnceForgotten is how many articles are forgotten in one transaction, some
// milliseconds each.
const atOnceForgotten = 20

// ForgetArticles deletes articles that were retrieved before a time, with their earlier
// versions, their quotes and what was taken from them, the longest here first. It
// returns how many it was and whether there are more. What was posted of the articles
// stays, and the names of actors until [Store.ForgetActors].
func (s *Store) ForgetArticles(ctx context.Context, before time.Time) (n int, more bool, err error) {
	err = s.revise(ctx, func(ctx context.Context) error {
		ids, err := numbers.NewRowIter(s.db.Query(ctx, `SELECT v.article_id FROM arrival v CROSS JOIN article a ON a.id = v.article_id
			WHERE a.newer_id IS NULL AND unixepoch(a.retrieved) < $1 ORDER BY v.seq LIMIT $2`, before.Unix(), atOnceForgotten)).AsList()
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.forgetArticle(ctx, id); err != nil {
				return fmt.Errorf("article %d: %w", id, err)
			}
		}
		n, more = len(ids), len(ids) == atOnceForgotten
		return nil
	})
	return n, more, s.explain("forgetting old articles", err)
}

// forgetArticle deletes a current article and its earlier versions.
func (s *Store) forgetArticle(ctx context.Context, id int64) error {
	if err := s.retire(ctx, id, id); err != nil {
		return err
	}
	versions, err := numbers.NewRowIter(s.db.Query(ctx, `WITH RECURSIVE v (id) AS (SELECT $1 UNION SELECT a.id FROM article a JOIN v ON a.newer_id = v.id)
		SELECT id FROM v`, id)).AsList()
	if err != nil {
		return err
	}
	const quotes = "(SELECT id FROM quote WHERE article_id IN " + listed + ")"
	for _, statement := range []string{
		"DELETE FROM sketch WHERE article_id IN " + listed,
		"DELETE FROM unread_fts WHERE rowid IN " + listed,
		"DELETE FROM copy WHERE id IN (SELECT id FROM copy WHERE original_id IN " + listed + " UNION SELECT id FROM copy WHERE article_id IN " + listed + ")",
		"DELETE FROM quote_change WHERE old_id IN " + quotes + " OR new_id IN " + quotes,
		"DELETE FROM quote WHERE article_id IN " + listed,
		"DELETE FROM arrival WHERE article_id IN " + listed,
		"DELETE FROM had WHERE what IN (SELECT 'a' || value FROM json_each($1))", // the number may be another article's some day
		"UPDATE item SET article_id = NULL WHERE article_id IN " + listed,
		"DELETE FROM article WHERE id IN " + listed,
	} {
		if _, err := s.db.Exec(ctx, statement, asJSON(versions)); err != nil {
			return err
		}
	}
	return nil
}

// ForgetActors deletes actors whom no article names any more, with their names and with
// those who were merged into them. It returns how many of them with others merged into
// them it was and whether there are more.
func (s *Store) ForgetActors(ctx context.Context) (n int, more bool, err error) {
	err = s.revise(ctx, func(ctx context.Context) error {
		roots, err := numbers.NewRowIter(s.db.Query(ctx, unnamed, atOnceUnnamed)).AsList()
		if err != nil || len(roots) == 0 {
			return err
		}
		const members = "(SELECT id FROM actor WHERE root_id IN " + listed + ")"
		for _, statement := range []string{
			"DELETE FROM actor_merge WHERE from_id IN " + members + " OR into_id IN " + members,
			"DELETE FROM alias WHERE actor_id IN " + members,
			"DELETE FROM actor_use WHERE actor_id IN " + members,
			"DELETE FROM actor WHERE root_id IN " + listed,
		} {
			if _, err := s.db.Exec(ctx, statement, asJSON(roots)); err != nil {
				return err
			}
		}
		s.familiar.forget()
		n, more = len(roots), len(roots) == atOnceUnnamed
		return nil
	})
	return n, more, s.explain("forgetting whom no article names", err)
}

// atOnceUnnamed is how many actors are forgotten in one transaction: for each one
// SQLite goes through all quotes to see that none refers to it.
const atOnceUnnamed = 10

// unnamed finds those with whom all that were merged into them are neither in a
// current article nor in a quote of an earlier version of one. Those whom somebody has
// parted stay, and the last one, whose number would be given again.
const unnamed = `WITH kept (id) AS (
		SELECT speaker_id FROM quote INDEXED BY quote_replaced WHERE current = 0 AND speaker_id IS NOT NULL
		UNION SELECT m.value FROM quote q INDEXED BY quote_replaced, json_each(q.about) m WHERE q.current = 0)
	SELECT a.root_id FROM actor a LEFT JOIN actor_use u ON u.actor_id = a.id GROUP BY a.root_id
	HAVING max(coalesce(u.uses, 0)) <= 0 AND max(a.id IN kept) = 0 AND max(a.id) < (SELECT max(id) FROM actor)
		AND NOT max(EXISTS (SELECT 1 FROM actor_merge m WHERE m.from_id = a.id AND m.undone_at <> ''))
		AND max(EXISTS (SELECT 1 FROM article_actor x WHERE x.actor_id = a.id)) = 0
	LIMIT $1`
