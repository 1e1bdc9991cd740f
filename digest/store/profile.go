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
	err = s.consult(ctx, func(ctx context.Context) error {
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
	type part struct {
		article          int64
		published, roles string
	}
	rows, err := s.db.Query(ctx, `SELECT x.article_id, a.published, x.roles FROM article_actor x JOIN article a ON a.id = x.article_id
		WHERE x.actor_id IN `+listed+` AND x.roles <> '[]' ORDER BY x.article_id DESC`, asJSON(members))
	err = dbutil.ConvertRowFn[part](func(row dbutil.Scannable) (p part, err error) {
		err = row.Scan(&p.article, &p.published, &p.roles)
		return p, err
	}).NewRowIter(rows, err).Iter(func(p part) (bool, error) {
		date, _, err := parseTime(p.published)
		if err != nil {
			return false, err
		}
		texts, err := parseTexts(p.roles)
		for _, text := range texts {
			if !known[text] {
				roles = append(roles, digest.Role{Text: text, ArticleID: p.article, Date: date})
			}
			known[text] = true
		}
		return true, err
	})
	return roles, err
}
