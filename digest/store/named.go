package store

import (
	"context"
	"fmt"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
	"whosaid/digest/query"
)

// alias is a name that an actor has been given for the first time.
type alias struct {
	Key    string
	Actor  int64
	Folded string
	Name   string
	Part   bool
	Type   digest.ActorType
}

// insertActors decides who the article's actors are and writes what it says of
// them. It returns the number of each, and the names that are new.
func (s *Store) insertActors(ctx context.Context, outlet, article int64, named []digest.Actor) (ids []int64, fresh []alias, err error) {
	if len(named) == 0 {
		return nil, nil, nil
	}
	actors := make([]digest.Actor, len(named))
	for i, a := range named {
		actors[i] = fullest(a)
	}
	d := &identity{s: s, outlet: outlet, actors: actors, ids: make([]int64, len(actors))}
	if err := d.decide(ctx); err != nil {
		return nil, nil, err
	}
	if err := d.absorb(ctx); err != nil {
		return nil, nil, err
	}
	if fresh, err = s.insertNames(ctx, actors, d.ids); err != nil {
		return nil, nil, fmt.Errorf("writing names: %w", err)
	}
	return d.ids, fresh, s.insertSalience(ctx, article, actors, d.ids)
}

// insertNames adds the forms of the actors' names to those that are known, and
// returns the ones that were not.
func (s *Store) insertNames(ctx context.Context, actors []digest.Actor, ids []int64) ([]alias, error) {
	var names []any
	for i, a := range actors {
		for _, form := range append(forms(a), bare(a.Name, a.Type)) {
			names = append(names, []any{key(form, a.Type), ids[i], query.Fold(form), form, 0})
		}
		if parts := strings.Fields(key(a.Name, a.Type)); a.Type == digest.Person && len(parts) > 1 {
			for _, part := range parts {
				names = append(names, []any{part, ids[i], part, part, 1})
			}
		}
	}
	rows, err := s.db.Query(ctx, `
		INSERT INTO alias (key, actor_id, folded, name, part)
		SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1) WHERE true
		ON CONFLICT DO UPDATE SET name = excluded.name, part = 0 WHERE part = 1 AND excluded.part = 0
		RETURNING key, actor_id, folded, name, part, (SELECT type FROM actor WHERE id = actor_id)`, asJSON(names))
	return dbutil.ConvertRowFn[alias](func(row dbutil.Scannable) (n alias, err error) {
		err = row.Scan(&n.Key, &n.Actor, &n.Folded, &n.Name, &n.Part, &n.Type)
		return n, err
	}).NewRowIter(rows, err).AsList()
}

// insertSalience writes how prominent the actors are in the article and how it
// words what they are. Two actors of it may have turned out to be one.
func (s *Store) insertSalience(ctx context.Context, article int64, actors []digest.Actor, ids []int64) error {
	var weights, roles []any
	for i, a := range actors {
		weights = append(weights, []any{ids[i], a.Weight})
		for _, role := range a.Roles {
			roles = append(roles, []any{ids[i], len(roles), role.Text})
		}
	}
	_, err := s.db.Exec(ctx, `INSERT INTO article_actor (article_id, actor_id, weight)
		SELECT $1, value ->> 0, max(value ->> 1) FROM json_each($2) GROUP BY value ->> 0`, article, asJSON(weights))
	if err != nil {
		return fmt.Errorf("writing key actors: %w", err)
	}
	if len(roles) == 0 {
		return nil
	}
	_, err = s.db.Exec(ctx, `INSERT INTO role (article_id, actor_id, position, text)
		SELECT $1, value ->> 0, value ->> 1, value ->> 2 FROM json_each($2)`, article, asJSON(roles))
	if err != nil {
		return fmt.Errorf("writing roles: %w", err)
	}
	return nil
}

// newActor stores an actor that was not known before.
func (s *Store) newActor(ctx context.Context, a digest.Actor) (int64, error) {
	return number(s.db.QueryRow(ctx, `INSERT INTO actor (id, type, name, key, root_id)
		SELECT n, $1, $2, $3, n FROM (SELECT coalesce(max(id), 0) + 1 AS n FROM actor) RETURNING id`,
		a.Type, bare(a.Name, a.Type), key(a.Name, a.Type)))
}
