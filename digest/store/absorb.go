package store

import (
	"context"
	"fmt"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// absorb merges actors that were stored under a shorter form into those of this
// article that turn out to be their full names; see the rules in identity.go.
func (d *identity) absorb(ctx context.Context) error {
	short, err := d.stored(ctx)
	if err != nil {
		return fmt.Errorf("looking for shorter names: %w", err)
	}
	for i, a := range d.actors {
		for _, form := range shorter(a) {
			id := short[shortName{key(form, a.Type), a.Type}]
			if id == 0 || id == d.ids[i] {
				continue
			}
			ok, err := d.absorbs(ctx, i, id, form)
			if err != nil {
				return fmt.Errorf("comparing %q with %q: %w", form, a.Name, err)
			}
			if !ok {
				continue
			}
			if err := d.s.merge(ctx, id, d.ids[i], fmt.Sprintf("%q is a form of %q", form, a.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

type shortName struct {
	key  string
	kind digest.ActorType
}

// stored returns the actors whose canonical names are shorter forms of names in
// the article.
func (d *identity) stored(ctx context.Context) (map[shortName]int64, error) {
	var keys []string
	for _, a := range d.actors {
		for _, form := range shorter(a) {
			if name := (shortName{key(form, a.Type), a.Type}); !d.s.familiar.free[name] {
				keys = append(keys, name.key)
				d.s.familiar.free[name] = true // unless it is found now
			}
		}
	}
	short := make(map[shortName]int64)
	if len(keys) == 0 {
		return short, nil
	}
	type row struct {
		shortName
		id int64
	}
	rows, err := d.s.db.Query(ctx, `SELECT key, type, id FROM actor
		WHERE key IN (SELECT value FROM json_each($1)) AND root_id = id ORDER BY id`, asJSON(keys))
	return short, dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.key, &r.kind, &r.id)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		short[r.shortName] = r.id
		delete(d.s.familiar.free, r.shortName)
		return true, nil
	})
}

// shorter returns the forms of an actor's name under which it may have been
// stored before: its aliases that say less than its name.
func shorter(a digest.Actor) []string {
	full := key(a.Name, a.Type)
	if !strings.Contains(full, " ") {
		return nil
	}
	var short []string
	for _, form := range forms(a)[1:] {
		k := key(form, a.Type)
		if len(strings.Fields(k)) < len(strings.Fields(full)) && !(a.Type == digest.Organisation && generic(k)) {
			short = append(short, form)
		}
	}
	return short
}

// absorbs decides whether the stored actor short, named by form alone, is the
// i-th of the article.
func (d *identity) absorbs(ctx context.Context, i int, short int64, form string) (bool, error) {
	a, k := d.actors[i], key(form, d.actors[i].Type)
	for _, id := range d.ids {
		if id == short {
			return false, nil // the article tells them apart
		}
	}
	others, err := number(d.s.db.QueryRow(ctx, `
		SELECT count(DISTINCT a.root_id) FROM alias l JOIN actor a ON a.id = l.actor_id JOIN actor r ON r.id = a.root_id
		WHERE l.key = $1 AND r.type = $2 AND a.root_id NOT IN ($3, $4)`, k, a.Type, short, d.ids[i]))
	if err != nil || others > 0 {
		return false, err
	}
	parted, err := number(d.s.db.QueryRow(ctx, `SELECT count(*) FROM actor_merge
		WHERE from_id = $1 AND into_id = $2 AND undone_at <> ''`, short, d.ids[i]))
	if err != nil || parted > 0 {
		return false, err
	}
	c, err := d.company(ctx, short)
	if err != nil {
		return false, err
	}
	if acronym(form) && stands(form, a.Name) {
		return c.outlet || c.shared > 0, nil
	}
	return c.shared > 0 && c.alone == 0, nil
}
