package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
	"whosaid/digest/query"
)

// Which actors of different articles are one and the same
//
// The words of one must never be given to another, so where it is not certain an
// actor of an article stays an actor of its own. In this order, among stored
// actors of its type:
//
//  1. The same canonical name, titles and typography aside, is the same actor.
//     Except a body that many countries have ("Supreme Court"): it is the same
//     only if the article also names another actor that some article which names
//     the body names, and is of the same outlet; or two such actors, whatever the
//     outlet.
//  2. A name of several words or an acronym that exactly one stored actor has as
//     an alias is that actor. So is an organisation of which exactly one stored
//     actor has the acronym, if the words of one name are among the other's.
//  3. One word that is no acronym ("Rainsy") is the one stored actor that has it
//     as alias or, for persons, as a word of the name, if there is exactly one
//     and both are named together with the same third one somewhere.
//  4. Otherwise it is new.
//
// And the other way: an actor that was stored under a shorter form which the
// article gives as an alias of a fuller name ("CNRP", "Rainsy") is merged into
// it, if no other actor has that form, and if it stood in good company: for an
// acronym, that it is made of the name's initials, and that one article of the
// same outlet, or one that names an actor of this article, used it; for other
// forms, that each article which used it names an actor of this article. What was
// merged and taken apart again is never merged by itself.

// identity decides for the actors of one article which stored actors they are.
type identity struct {
	s       *Store
	e       *entering // what else its transaction has gathered
	outlet  int64
	actors  []digest.Actor
	ids     []int64           // what was decided, an actor each; 0 while undecided
	holders map[string][]held // stored actors by the keys of the article's names, most used first
}

// held says that a stored actor has a name.
type held struct {
	root int64
	kind digest.ActorType
	key  string // of its canonical name
}

// decide fills ids. New actors are stored, without their names.
func (d *identity) decide(ctx context.Context) error {
	if err := d.load(ctx); err != nil {
		return fmt.Errorf("looking for known actors: %w", err)
	}
	for i := range d.actors {
		d.ids[i] = d.byName(i)
	}
	for i, a := range d.actors {
		if d.ids[i] != 0 {
			continue
		}
		if err := d.byCompany(ctx, i); err != nil {
			return fmt.Errorf("comparing actor %q: %w", a.Name, err)
		}
	}
	return nil
}

// forms returns the distinct names of an actor, its canonical name first.
func forms(a digest.Actor) []string {
	names := make([]string, 0, 1+len(a.Aliases))
	for _, name := range append([]string{a.Name}, a.Aliases...) {
		if name = strings.TrimSpace(name); query.Fold(name) != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// fullest returns a copy of a whose Name is the expansion where it is an acronym,
// and where it is a body that many countries have, the form that says which.
func fullest(a digest.Actor) digest.Actor {
	k := key(a.Name, a.Type)
	many := a.Type == digest.Organisation && generic(k)
	for i, alias := range a.Aliases {
		longer := many && strings.HasSuffix(key(alias, a.Type), " "+k) && !generic(key(alias, a.Type))
		if longer || acronym(a.Name) && !acronym(alias) && stands(a.Name, alias) {
			a.Aliases = append(slices.Delete(slices.Clone(a.Aliases), i, i+1), a.Name)
			a.Name = alias
			return a
		}
	}
	return a
}

// load finds the stored actors that have one of the canonical names or acronyms.
// Single words of persons, which may be in thousands of names, are left to
// shortForm.
func (d *identity) load(ctx context.Context) error {
	var keys []string
	for _, a := range d.actors {
		k := key(a.Name, a.Type)
		if d.s.familiar.actors[shortName{k, a.Type}] != 0 {
			continue
		}
		if a.Type != digest.Person || strings.Contains(k, " ") {
			keys = append(keys, k)
		}
		for _, alias := range a.Aliases {
			if acronym(alias) {
				keys = append(keys, key(alias, a.Type))
			}
		}
	}
	d.holders = make(map[string][]held)
	if len(keys) == 0 {
		return nil
	}
	rows, err := d.s.db.Query(ctx, `
		SELECT l.key, coalesce(u.uses, 0), r.id, r.type, r.key
		FROM alias l JOIN actor a ON a.id = l.actor_id JOIN actor r ON r.id = a.root_id
		LEFT JOIN actor_use u ON u.actor_id = r.id
		WHERE l.key IN (SELECT value FROM json_each($1)) AND l.part = 0`, asJSON(keys))
	type row struct {
		name string
		uses int
		held
	}
	found, err := dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.name, &r.uses, &r.root, &r.kind, &r.key)
		r.uses += d.e.uses[r.root]
		return r, err
	}).NewRowIter(rows, err).AsList()
	slices.SortFunc(found, func(a, b row) int { return cmp.Or(b.uses-a.uses, cmp.Compare(a.root, b.root)) })
	for _, r := range found {
		if !slices.Contains(d.holders[r.name], r.held) {
			d.holders[r.name] = append(d.holders[r.name], r.held)
		}
	}
	return err
}

// having returns the stored actors of type t that have a name with the key k.
func (d *identity) having(k string, t digest.ActorType) []held {
	return slices.DeleteFunc(slices.Clone(d.holders[k]), func(h held) bool { return h.kind != t })
}

// byName applies the rules that need nothing but the name; 0 where they do not
// decide.
func (d *identity) byName(i int) int64 {
	a := d.actors[i]
	k := key(a.Name, a.Type)
	if a.Type == digest.Organisation && generic(k) {
		return 0
	}
	if id := d.s.familiar.actors[shortName{k, a.Type}]; id != 0 {
		return id
	}
	all := d.having(k, a.Type)
	own := slices.DeleteFunc(slices.Clone(all), func(h held) bool { return h.key != k })
	if len(own) == 1 {
		d.s.familiar.actors[shortName{k, a.Type}] = own[0].root
	}
	if len(own) > 0 {
		return own[0].root
	}
	if len(all) == 1 && specific(a.Name, a.Type) && !slices.Contains(d.ids, all[0].root) {
		return all[0].root
	}
	for _, alias := range a.Aliases {
		if !acronym(alias) {
			continue
		}
		all = d.having(key(alias, a.Type), a.Type)
		if len(all) == 1 && within(k, all[0].key) && !slices.Contains(d.ids, all[0].root) {
			return all[0].root
		}
	}
	return 0
}

// within reports whether the words of the shorter name are all in the longer, in
// order; not for names of one word.
func within(a, b string) bool {
	short, long := strings.Fields(a), strings.Fields(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < 2 {
		return false
	}
	for _, word := range long {
		if len(short) > 0 && word == short[0] {
			short = short[1:]
		}
	}
	return len(short) == 0
}

// byCompany applies the rules that look at who else is named.
func (d *identity) byCompany(ctx context.Context, i int) (err error) {
	a := d.actors[i]
	k := key(a.Name, a.Type)
	switch {
	case a.Type == digest.Organisation && generic(k):
		d.ids[i], err = d.sameBody(ctx, k)
	case !strings.Contains(k, " ") && !acronym(a.Name):
		d.ids[i], err = d.shortForm(ctx, k, a.Type)
	}
	if err == nil && d.ids[i] == 0 {
		d.ids[i], err = d.s.newActor(ctx, a)
	}
	return err
}

// sameBody finds the stored body with a name that many countries use.
func (d *identity) sameBody(ctx context.Context, k string) (int64, error) {
	for _, h := range d.having(k, digest.Organisation) {
		if slices.Contains(d.ids, h.root) {
			continue
		}
		c, err := d.company(ctx, h.root)
		if err != nil {
			return 0, err
		}
		if c.shared >= 2 || c.shared == 1 && c.outlet {
			return h.root, nil
		}
	}
	return 0, nil
}

// shortForm finds the one stored actor that a single word can mean.
func (d *identity) shortForm(ctx context.Context, k string, t digest.ActorType) (int64, error) {
	found, err := numbers.NewRowIter(d.s.db.Query(ctx, `
		SELECT DISTINCT r.id FROM alias l JOIN actor a ON a.id = l.actor_id JOIN actor r ON r.id = a.root_id
		WHERE l.key = $1 AND r.type = $2 AND r.key <> $1 LIMIT 2`, k, t)).AsList()
	if err != nil {
		return 0, err
	}
	own, err := d.named(ctx, k, t) // it has been an actor of its own before
	if err != nil || own != 0 {
		return own, err
	}
	if len(found) != 1 || slices.Contains(d.ids, found[0]) {
		return 0, nil
	}
	c, err := d.company(ctx, found[0])
	if err != nil || c.shared == 0 {
		return 0, err
	}
	return found[0], nil
}

// named returns the actor whose canonical name has the key k; 0 where there is none.
func (d *identity) named(ctx context.Context, k string, t digest.ActorType) (int64, error) {
	return number(d.s.db.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM actor
		WHERE key = $1 AND type = $2 AND root_id = id`, k, t))
}

// company says how a stored actor is known to the other actors of the article.
type company struct {
	shared int  // how many of them are named together with it in some article
	outlet bool // an article of this outlet names it
	alone  int  // how many articles that name it name none of them
}

// recent is how many of an actor's articles are looked at for its company.
const recent = "100"

// company compares the newest articles that name the stored actor root with the
// known actors of this article, those left out that every country has.
func (d *identity) company(ctx context.Context, root int64) (c company, err error) {
	var others []int64
	for i, id := range d.ids {
		a := d.actors[i]
		if id != 0 && id != root && !(a.Type == digest.Organisation && generic(key(a.Name, a.Type))) {
			others = append(others, id)
		}
	}
	if err := d.e.write(ctx); err != nil { // who is named in the articles just before
		return c, err
	}
	err = d.s.db.QueryRow(ctx, `
		WITH its AS (
			SELECT x.article_id AS id FROM article_actor x JOIN actor a ON a.id = x.actor_id
			WHERE a.root_id = $2 ORDER BY x.article_id DESC LIMIT `+recent+`
		), met AS (
			SELECT its.id, o.root_id AS other FROM its
			JOIN article_actor x ON x.article_id = its.id JOIN actor o ON o.id = x.actor_id
			WHERE o.root_id IN `+listed+`
		)
		SELECT (SELECT count(DISTINCT other) FROM met),
			(SELECT count(*) FROM its JOIN article ON article.id = its.id WHERE outlet_id = $3) > 0,
			(SELECT count(*) FROM its WHERE id NOT IN (SELECT id FROM met))`,
		asJSON(others), root, d.outlet).Scan(&c.shared, &c.outlet, &c.alone)
	return c, err
}
