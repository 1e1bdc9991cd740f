package store

import (
	"context"
	"fmt"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// meta is an article as it is scanned, without its text.
type meta struct {
	digest.Article
	authors, published, retrieved string
}

// metaColumns are what fields scans, of an article a and its outlet o.
const metaColumns = "a.id, o.name, a.url, a.title, a.authors, a.published, a.retrieved, a.language, a.partial"

func (m *meta) fields() []any {
	return []any{&m.ID, &m.Outlet, &m.URL, &m.Title, &m.authors, &m.published, &m.retrieved, &m.Language, &m.Partial}
}

// parse fills what was scanned as text.
func (m *meta) parse() (err error) {
	if m.Authors, err = parseTexts(m.authors); err != nil {
		return fmt.Errorf("authors of article %d: %w", m.ID, err)
	}
	if m.Published, m.DateOnly, err = parseTime(m.published); err == nil {
		m.Retrieved, _, err = parseTime(m.retrieved)
	}
	if err != nil {
		return fmt.Errorf("%w: dates of article %d: %w", ErrDamaged, m.ID, err)
	}
	return nil
}

// edition is an article with its text.
type edition struct {
	digest.Article
	gist string // spans
}

func (s *Store) editions(ctx context.Context, ids []int64) (map[int64]edition, error) {
	editions := make(map[int64]edition, len(ids))
	rows, err := s.db.Query(ctx, "SELECT a.gist, a.text, "+metaColumns+
		" FROM article a JOIN outlet o ON o.id = a.outlet_id WHERE a.id IN "+listed, asJSON(ids))
	return editions, dbutil.ConvertRowFn[edition](func(row dbutil.Scannable) (edition, error) {
		var m meta
		var gist string
		if err := row.Scan(append([]any{&gist, &m.Text}, m.fields()...)...); err != nil {
			return edition{}, err
		}
		err := m.parse()
		return edition{m.Article, gist}, err
	}).NewRowIter(rows, err).Iter(func(e edition) (bool, error) {
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
