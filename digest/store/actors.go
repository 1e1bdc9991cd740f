package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// Actors returns the actors that have the name, as canonical name, alias or
// acronym, most mentioned first, with their aliases. Case, diacritics, titles and
// typography do not matter. Where none has it and it is one word, those persons
// of whose names it is a part are returned.
func (s *Store) Actors(ctx context.Context, name string) (actors []digest.Actor, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		ids, err := s.named(ctx, name, 0)
		if err == nil && len(ids) == 0 {
			ids, err = s.named(ctx, name, 1)
		}
		if err != nil {
			return err
		}
		byID, err := s.actorsByID(ctx, ids)
		for _, id := range ids {
			actors = append(actors, byID[id])
		}
		return err
	})
	return actors, s.explain(fmt.Sprintf("looking for %q", name), err)
}

// named returns the actors that have a name, most used first.
func (s *Store) named(ctx context.Context, name string, part int) ([]int64, error) {
	return numbers.NewRowIter(s.db.Query(ctx, `
		SELECT r.id FROM alias l JOIN actor a ON a.id = l.actor_id JOIN actor r ON r.id = a.root_id
		WHERE (l.key = $1 AND r.type = $2 OR l.key = $3 AND r.type = $4) AND l.part = $5
		GROUP BY r.id ORDER BY (SELECT sum(uses) FROM actor m WHERE m.root_id = r.id) DESC, r.id`,
		key(name, digest.Person), digest.Person, key(name, digest.Organisation), digest.Organisation, part)).AsList()
}

// Names returns every name of every actor, most used actors first.
func (s *Store) Names(ctx context.Context) (names []Name, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, `
			WITH used AS (SELECT root_id AS id, sum(uses) AS n FROM actor GROUP BY root_id)
			SELECT DISTINCT l.name, r.id, r.name, r.type, used.n
			FROM alias l JOIN actor a ON a.id = l.actor_id JOIN actor r ON r.id = a.root_id JOIN used ON used.id = r.id
			WHERE l.part = 0 ORDER BY used.n DESC, r.id, l.name <> r.name, l.name`)
		names, err = dbutil.ConvertRowFn[Name](func(row dbutil.Scannable) (n Name, err error) {
			err = row.Scan(&n.Name, &n.ActorID, &n.Canonical, &n.Type, &n.Uses)
			return n, err
		}).NewRowIter(rows, err).AsList()
		return err
	})
	return names, s.explain("reading names", err)
}

// roots returns what actors are now, by what they were.
func (s *Store) roots(ctx context.Context, ids []int64) (map[int64]int64, error) {
	roots := make(map[int64]int64, len(ids))
	type pair struct{ id, root int64 }
	rows, err := s.db.Query(ctx, "SELECT id, root_id FROM actor WHERE id IN "+list(ids))
	return roots, dbutil.ConvertRowFn[pair](func(row dbutil.Scannable) (p pair, err error) {
		err = row.Scan(&p.id, &p.root)
		return p, err
	}).NewRowIter(rows, err).Iter(func(p pair) (bool, error) {
		roots[p.id] = p.root
		return true, nil
	})
}

// actorsByID returns actors with their aliases, the longest first, by each of the
// numbers given; numbers of merged ones give what they are now.
func (s *Store) actorsByID(ctx context.Context, ids []int64) (map[int64]digest.Actor, error) {
	roots, err := s.roots(ctx, ids)
	if err != nil {
		return nil, err
	}
	var wanted []int64
	for _, root := range roots {
		wanted = appendNew(wanted, root)
	}
	type row struct {
		digest.Actor
		alias string
	}
	rows, err := s.db.Query(ctx, `
		SELECT r.id, r.name, r.type, l.name FROM actor r JOIN actor a ON a.root_id = r.id JOIN alias l ON l.actor_id = a.id
		WHERE r.id IN `+list(wanted)+` AND l.part = 0`)
	actors := make(map[int64]digest.Actor)
	err = dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.ID, &r.Name, &r.Type, &r.alias)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		actor, ok := actors[r.ID]
		if !ok {
			actor = r.Actor
		}
		if r.alias != actor.Name && !slices.Contains(actor.Aliases, r.alias) {
			actor.Aliases = append(actor.Aliases, r.alias)
		}
		actors[r.ID] = actor
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]digest.Actor, len(ids))
	for _, id := range ids {
		actor := actors[roots[id]]
		slices.SortFunc(actor.Aliases, func(a, b string) int {
			return cmp.Or(len(b)-len(a), strings.Compare(a, b))
		})
		byID[id] = actor
	}
	return byID, nil
}

// roles returns how articles word what actors are, by article and actor, in the
// order of the text.
func (s *Store) roles(ctx context.Context, articles map[int64]edition) (map[[2]int64][]digest.Role, error) {
	var ids []int64
	for id := range articles {
		ids = append(ids, id)
	}
	type row struct {
		actor int64
		digest.Role
	}
	roles := make(map[[2]int64][]digest.Role)
	rows, err := s.db.Query(ctx, `SELECT r.article_id, a.root_id, r.text FROM role r JOIN actor a ON a.id = r.actor_id
		WHERE r.article_id IN `+list(ids)+` ORDER BY r.article_id, r.position`)
	return roles, dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.ArticleID, &r.actor, &r.Text)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		at := [2]int64{r.ArticleID, r.actor}
		r.Date = articles[r.ArticleID].Published
		if !slices.ContainsFunc(roles[at], func(known digest.Role) bool { return known.Text == r.Text }) {
			roles[at] = append(roles[at], r.Role)
		}
		return true, nil
	})
}
