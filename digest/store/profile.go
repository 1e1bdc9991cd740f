package store

import (
	"context"
	"fmt"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// Profile returns what the store knows of an actor. Its roles are the different
// wordings, each with the newest article that has it, newest first. The error
// wraps [ErrNotFound] where there is no such actor.
func (s *Store) Profile(ctx context.Context, actorID int64) (p digest.Profile, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		root, err := s.root(ctx, actorID)
		if err != nil {
			return err
		}
		members, err := s.members(ctx, []int64{root})
		if err != nil {
			return err
		}
		actors, err := s.actorsByID(ctx, members, []int64{root})
		if err != nil {
			return err
		}
		p.Actor = actors[root]
		if p.Actor.Roles, err = s.allRoles(ctx, members); err != nil {
			return fmt.Errorf("reading roles: %w", err)
		}
		var first, last string
		its := listed
		err = s.db.QueryRow(ctx, `SELECT
			(SELECT count(*) FROM quote WHERE current = 1 AND speaker_id IN `+its+`),
			(SELECT count(DISTINCT quote_id) FROM mention WHERE actor_id IN `+its+` AND speaker_id NOT IN `+its+`),
			(SELECT count(DISTINCT article_id) FROM article_actor WHERE actor_id IN `+its+`), `+
			ends("SELECT article_id AS id FROM article_actor WHERE actor_id IN "+its), asJSON(members)).Scan(&p.Quotes, &p.About, &p.Articles, &first, &last)
		if err != nil {
			return fmt.Errorf("counting quotes: %w", err)
		}
		p.From, p.To, err = parseTimes(first, last)
		return err
	})
	if err != nil {
		return digest.Profile{}, s.explain("reading a profile", err)
	}
	return p, nil
}

func (s *Store) allRoles(ctx context.Context, members []int64) (roles []digest.Role, err error) {
	known := make(map[string]bool)
	rows, err := s.db.Query(ctx, `SELECT r.article_id, r.text, a.published FROM role r JOIN article a ON a.id = r.article_id
		WHERE r.actor_id IN `+listed+` ORDER BY r.article_id DESC, r.position`, asJSON(members))
	err = dbutil.ConvertRowFn[digest.Role](func(row dbutil.Scannable) (r digest.Role, err error) {
		var published string
		if err := row.Scan(&r.ArticleID, &r.Text, &published); err != nil {
			return r, err
		}
		r.Date, _, err = parseTime(published)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r digest.Role) (bool, error) {
		if !known[r.Text] {
			roles = append(roles, r)
		}
		known[r.Text] = true
		return true, nil
	})
	return roles, err
}
