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
	err = s.consult(ctx, func(ctx context.Context) error {
		ids, err := s.named(ctx, name, 0)
		if err == nil && len(ids) == 0 {
			ids, err = s.named(ctx, name, 1)
		}
		if err != nil {
			return err
		}
		byID, err := s.actorsByID(ctx, ids, ids)
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
		GROUP BY r.id ORDER BY (SELECT sum(uses) FROM actor m JOIN actor_use u ON u.actor_id = m.id WHERE m.root_id = r.id) DESC, r.id`,
		key(name, digest.Person), digest.Person, key(name, digest.Organisation), digest.Organisation, part)).AsList()
}

// Names returns every name of every actor, most used actors first.
func (s *Store) Names(ctx context.Context) (names []Name, err error) {
	err = s.consult(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, `
			WITH used AS (SELECT root_id AS id, sum(uses) AS n FROM actor JOIN actor_use u ON u.actor_id = actor.id GROUP BY root_id)
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

// actorsByID returns actors as they are now, by each of the numbers given, which
// may be what they were before a merge. Those in withAliases come with them, the
// longest first.
func (s *Store) actorsByID(ctx context.Context, ids, withAliases []int64) (map[int64]digest.Actor, error) {
	actors, merged, err := s.loadActors(ctx, ids, withAliases)
	if err != nil || len(merged) == 0 {
		return actors, err
	}
	var roots, shown []int64
	for id, root := range merged {
		roots = append(roots, root)
		if slices.Contains(withAliases, id) {
			shown = append(shown, root)
		}
	}
	now, _, err := s.loadActors(ctx, roots, shown)
	for id, root := range merged {
		actors[id] = now[root]
	}
	return actors, err
}

// loadActors reads actors; of those that have been merged into others it returns
// the number of what they are now. The other names of those in withAliases, the longest
// first, are also those of all that were merged into them.
func (s *Store) loadActors(ctx context.Context, ids, withAliases []int64) (actors map[int64]digest.Actor, merged map[int64]int64, err error) {
	type row struct {
		digest.Actor
		root    int64
		aliases string // JSON
	}
	actors, merged = make(map[int64]digest.Actor, len(ids)), make(map[int64]int64)
	t := new(sqlText)
	t.WriteString(`SELECT id, root_id, name, type, CASE WHEN id IN ` + t.list(withAliases) + ` THEN
		(SELECT json_group_array(DISTINCT l.name) FROM actor m JOIN alias l ON l.actor_id = m.id WHERE m.root_id = a.id AND l.part = 0 AND l.name <> a.name) ELSE '[]' END
		FROM actor a WHERE id IN ` + t.list(ids))
	rows, err := s.db.Query(ctx, t.String(), t.args...)
	return actors, merged, dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		if err = scan.Scan(&r.ID, &r.root, &r.Name, &r.Type, &r.aliases); err == nil {
			r.Aliases, err = parseTexts(r.aliases)
		}
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		slices.SortFunc(r.Aliases, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
		actors[r.ID] = r.Actor
		if r.root != r.ID {
			merged[r.ID] = r.root
		}
		return true, nil
	})
}
