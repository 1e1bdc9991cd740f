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
// returns how many it was and whether there are more. The names of actors stay, and so
// does what was posted of the articles.
func (s *Store) ForgetArticles(ctx context.Context, before time.Time) (n int, more bool, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
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
