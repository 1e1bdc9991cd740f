package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
	"whosaid/digest/query"
)

// alias is a name of an actor as it is stored.
type alias struct {
	actor int64
	kind  digest.ActorType
	name  string
	part  bool // it is only a word of the name
}

// actors decides who the article's actors are and gathers what it says of them. It
// returns the number of each.
func (e *entering) actors(ctx context.Context, outlet, article int64, named []digest.Actor) ([]int64, error) {
	if len(named) == 0 {
		return nil, nil
	}
	actors := make([]digest.Actor, len(named))
	for i, a := range named {
		actors[i] = fullest(a)
	}
	d := &identity{s: e.s, e: e, outlet: outlet, actors: actors, ids: make([]int64, len(actors))}
	if err := d.decide(ctx); err != nil {
		return nil, err
	}
	if err := d.absorb(ctx); err != nil {
		return nil, err
	}
	fresh, err := e.s.insertNames(ctx, actors, d.ids)
	if err != nil {
		return nil, fmt.Errorf("writing names: %w", err)
	}
	for _, name := range fresh {
		e.fresh = append(e.fresh, freshName{name, article})
	}
	e.gather(article, actors, d.ids)
	return d.ids, nil
}

// insertNames adds the forms of the actors' names to those that are known, and
// returns the ones that were not.
func (s *Store) insertNames(ctx context.Context, actors []digest.Actor, ids []int64) (fresh []alias, err error) {
	known := s.familiar.names
	var names []alias
	var unsure []int64
	for i, a := range actors {
		as := called{ids[i], a.Type, strings.Join(forms(a), "\n")}
		if s.familiar.whole[as] {
			continue
		}
		s.familiar.whole[as] = true // in a moment
		all := slices.DeleteFunc(aliases(a, ids[i]), func(name alias) bool { return known[name] })
		if len(all) > 0 {
			names, unsure = append(names, all...), append(unsure, ids[i])
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	if err := s.knownNames(ctx, unsure); err != nil {
		return nil, err
	}
	for _, name := range names {
		if known[name] {
			continue
		}
		known[name] = true
		if added, err := s.insertName(ctx, name); err != nil {
			return nil, fmt.Errorf("%q: %w", name.name, err)
		} else if added {
			fresh = append(fresh, name)
		}
	}
	return fresh, nil
}

// aliases returns the names that are stored of an actor, whose number is id.
func aliases(a digest.Actor, id int64) []alias {
	var names []alias
	for _, form := range append(forms(a), bare(a.Name, a.Type)) {
		names = append(names, alias{id, a.Type, form, false})
	}
	if parts := strings.Fields(key(a.Name, a.Type)); a.Type == digest.Person && len(parts) > 1 {
		for _, part := range parts {
			names = append(names, alias{id, a.Type, part, true})
		}
	}
	return names
}

// insertName adds a name; added is false where the actor had it in another spelling.
func (s *Store) insertName(ctx context.Context, a alias) (added bool, err error) {
	result, err := s.db.Exec(ctx, `INSERT INTO alias (key, actor_id, folded, name, part) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO UPDATE SET name = excluded.name, part = 0 WHERE part = 1 AND excluded.part = 0`,
		key(a.name, a.kind), a.actor, query.Fold(a.name), a.name, a.part)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// knownNames makes the names of actors that are stored already familiar.
func (s *Store) knownNames(ctx context.Context, ids []int64) error {
	known := s.familiar.names
	rows, err := s.db.Query(ctx, `SELECT l.actor_id, a.type, l.name, l.part FROM alias l JOIN actor a ON a.id = l.actor_id
		WHERE l.actor_id IN `+listed, asJSON(ids))
	return dbutil.ConvertRowFn[alias](func(row dbutil.Scannable) (a alias, err error) {
		err = row.Scan(&a.actor, &a.kind, &a.name, &a.part)
		return a, err
	}).NewRowIter(rows, err).Iter(func(a alias) (bool, error) {
		known[a] = true
		known[alias{a.actor, a.kind, key(a.name, a.kind), true}] = true // as a part it need not be added
		return true, nil
	})
}

// gather notes how prominent the actors are in the article and how it words what
// they are, a use of each. Two actors of it may have turned out to be one.
func (e *entering) gather(article int64, actors []digest.Actor, ids []int64) {
	weights, roles := make(map[int64]float64), make(map[int64][]string)
	for i, a := range actors {
		weights[ids[i]] = max(weights[ids[i]], a.Weight)
		for _, role := range a.Roles {
			if !slices.Contains(roles[ids[i]], role.Text) {
				roles[ids[i]] = append(roles[ids[i]], role.Text)
			}
		}
	}
	for id, weight := range weights {
		e.salience = append(e.salience, salience{article, id, weight, asJSON(append([]string{}, roles[id]...))})
		e.uses[id]++
	}
}

// newActor stores an actor that was not known before.
func (s *Store) newActor(ctx context.Context, a digest.Actor) (int64, error) {
	delete(s.familiar.free, shortName{key(a.Name, a.Type), a.Type})
	return number(s.db.QueryRow(ctx, `INSERT INTO actor (id, type, name, key, root_id)
		SELECT n, $1, $2, $3, n FROM (SELECT coalesce(max(id), 0) + 1 AS n FROM actor) RETURNING id`,
		a.Type, bare(a.Name, a.Type), key(a.Name, a.Type)))
}
