package store

import (
	"context"
	"encoding/json"
	"fmt"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// edition is a row of article.
type edition struct {
	digest.Article
	sha256 string
	gist   string // spans
}

const editionColumns = `article.id, outlet.name, url, title, authors, published, retrieved, language, sha256, gist, text
	FROM article JOIN outlet ON outlet.id = article.outlet_id`

func scanEdition(row dbutil.Scannable) (e edition, err error) {
	var authors, published, retrieved string
	err = row.Scan(&e.ID, &e.Outlet, &e.URL, &e.Title, &authors, &published, &retrieved, &e.Language, &e.sha256, &e.gist, &e.Text)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(authors), &e.Authors); err != nil {
		return e, fmt.Errorf("authors: %w", err)
	}
	if e.Published, e.DateOnly, err = parseTime(published); err != nil {
		return e, err
	}
	e.Retrieved, _, err = parseTime(retrieved)
	return e, err
}

func (s *Store) editions(ctx context.Context, ids []int64) (map[int64]edition, error) {
	editions := make(map[int64]edition, len(ids))
	rows, err := s.db.Query(ctx, "SELECT "+editionColumns+" WHERE article.id IN "+list(ids))
	return editions, dbutil.ConvertRowFn[edition](scanEdition).NewRowIter(rows, err).Iter(func(e edition) (bool, error) {
		editions[e.ID] = e
		return true, nil
	})
}

// Article returns a version of an article with its text. The error wraps
// [ErrNotFound] where there is none with this number.
func (s *Store) Article(ctx context.Context, id int64) (a digest.Article, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		editions, err := s.editions(ctx, []int64{id})
		if err != nil {
			return err
		}
		e, ok := editions[id]
		if !ok {
			return fmt.Errorf("article %d: %w", id, ErrNotFound)
		}
		a = e.Article
		return nil
	})
	return a, s.explain("reading an article", err)
}
