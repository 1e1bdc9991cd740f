package store

import (
	"context"
	"fmt"
	"strings"

	"whosaid/digest"
)

// absorb merges actors that were stored under a shorter form into those of this
// article that turn out to be their full names; see the rules in identity.go.
func (d *identity) absorb(ctx context.Context) error {
	for i, a := range d.actors {
		full := key(a.Name, a.Type)
		for _, form := range shorter(a) {
			k := key(form, a.Type)
			short, err := d.named(ctx, k, a.Type)
			if err != nil {
				return fmt.Errorf("looking for %q: %w", form, err)
			}
			if short == 0 || short == d.ids[i] || k == full {
				continue
			}
			if ok, err := d.absorbs(ctx, i, short, form); err != nil || !ok {
				if err != nil {
					return fmt.Errorf("comparing %q with %q: %w", form, a.Name, err)
				}
				continue
			}
			if err := d.s.merge(ctx, short, d.ids[i], fmt.Sprintf("%q is a form of %q", form, a.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// shorter returns the forms of an actor's name under which it may have been
// stored before: its aliases that say less than its name and, for persons, the
// family name where it comes last.
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
