package store

import (
	"context"
	"strings"
	"unicode/utf8"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// unreadLimit is how many articles are looked at whose date may not fit.
const unreadLimit = 200

// Unread returns the newest articles in languages that are not read, at most limit of
// them, in which all of the words stand, as parts of words too, since these languages
// bend names ("Calloways", "Каллоуэй"). keep says of each whether its outlet and date
// are wanted. Words of fewer than three letters are not looked for; without any other
// there is no result. n is how many there are, counted up to 200.
func (s *Store) Unread(ctx context.Context, words []string, keep func(digest.Article) bool, limit int) (found []digest.Article, n int, err error) {
	var match []string
	for _, w := range words {
		if utf8.RuneCountInString(strings.TrimSpace(w)) >= 3 {
			match = append(match, phrase(strings.TrimSpace(w)))
		}
	}
	if len(match) == 0 {
		return nil, 0, nil
	}
	err = s.read(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, "SELECT "+metaColumns+` FROM (SELECT rowid FROM unread_fts WHERE unread_fts MATCH $1 ORDER BY rowid DESC LIMIT $2) u
			JOIN article a ON a.id = u.rowid JOIN outlet o ON o.id = a.outlet_id WHERE a.newer_id IS NULL ORDER BY a.id DESC`, strings.Join(match, " AND "), unreadLimit)
		return dbutil.ConvertRowFn[digest.Article](func(row dbutil.Scannable) (digest.Article, error) {
			var m meta
			if err := row.Scan(m.fields()...); err != nil {
				return m.Article, err
			}
			err := m.parse()
			return m.Article, err
		}).NewRowIter(rows, err).Iter(func(a digest.Article) (bool, error) {
			if keep(a) {
				if n++; len(found) < limit {
					found = append(found, a)
				}
			}
			return true, nil
		})
	})
	return found, n, s.explain("searching what is not read", err)
}
