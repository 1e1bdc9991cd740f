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

const (
	mostDescribed = 10    // actors that [Store.Described] returns at most
	mostRoles     = 1000  // roles that have the words, of which they are
	lately        = 5_000 // articles in which it looks, the newest
)

// Described returns the persons whom articles describe by all words of a role, such as
// "transport secretary", each with the newest role that has them, the newest first.
// Where a role is nothing but these words, only the persons with such ones are returned.
func (s *Store) Described(ctx context.Context, role string) (actors []digest.Actor, err error) {
	words := foldedWords(role)
	if len(words) == 0 {
		return nil, nil
	}
	err = s.consult(ctx, func(ctx context.Context) error {
		actors, err = s.described(ctx, role, words)
		return err
	})
	return actors, s.explain(fmt.Sprintf("looking for who is called %q", role), err)
}

// described looks through the roles in the newest articles: there is no index of them,
// and who had an office years ago is rather asked for by name.
func (s *Store) described(ctx context.Context, role string, words []string) ([]digest.Actor, error) {
	type row struct {
		digest.Actor
		article          int64
		published, roles string
	}
	t := new(sqlText)
	t.WriteString(`SELECT r.id, r.name, r.type, p.id, p.published, x.roles
		FROM (SELECT id, published FROM article WHERE newer_id IS NULL ORDER BY id DESC LIMIT ` + t.arg(lately) + `) p
		CROSS JOIN article_actor x ON x.article_id = p.id CROSS JOIN actor a ON a.id = x.actor_id CROSS JOIN actor r ON r.id = a.root_id
		WHERE x.roles <> '[]' AND r.type = ` + t.arg(digest.Person))
	for _, w := range query.Words(role) { // their whole words are compared below
		if plain := plainest(w); plain != "" {
			t.WriteString(` AND instr(lower(x.roles), ` + t.arg(plain) + `) > 0`)
		}
	}
	t.WriteString(` ORDER BY p.id DESC, r.id LIMIT ` + t.arg(mostRoles))
	var whole, part []digest.Actor
	rows, err := s.db.Query(ctx, t.String(), t.args...)
	err = dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.ID, &r.Name, &r.Type, &r.article, &r.published, &r.roles)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		texts, err := parseTexts(r.roles)
		if err != nil {
			return false, err
		}
		date, _, err := parseTime(r.published)
		if err != nil {
			return false, err
		}
		for _, text := range texts {
			folded := foldedWords(text)
			if slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(folded, w) }) {
				continue
			}
			a := r.Actor
			a.Roles = []digest.Role{{Text: text, ArticleID: r.article, Date: date}}
			into := &part
			if len(folded) == len(words) {
				into = &whole
			}
			if !slices.ContainsFunc(*into, func(b digest.Actor) bool { return b.ID == a.ID }) {
				*into = append(*into, a)
			}
		}
		return len(whole) < mostDescribed, nil
	})
	if len(whole) > 0 {
		part = whole
	}
	return part[:min(len(part), mostDescribed)], err
}

// foldedWords returns the words of a text as they are compared.
func foldedWords(text string) []string {
	return strings.Fields(query.Fold(strings.Join(query.Words(text), " ")))
}

// plainest returns the longest part of a word that is of the letters a to z alone, in
// lower case: it is in all ways of printing the word, and the database can look for it.
func plainest(word string) (longest string) {
	for part := range strings.FieldsFuncSeq(strings.ToLower(word), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}
