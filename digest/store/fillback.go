package store

import (
	"context"
	"fmt"
	"slices"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

const (
	fillLimit = "10000" // quotes that one new name is looked for in, the newest: an acronym may be a common word
	fillStep  = 256
)

// fillBack adds to the mentions the older quotes that name an actor by a name
// which is new to the store. Those of the article that brought it have been found already.
func (s *Store) fillBack(ctx context.Context, fresh []freshName) error {
	for _, name := range fresh {
		if name.part || !specific(name.name, name.kind) {
			continue
		}
		ids, err := numbers.NewRowIter(s.db.Query(ctx, `SELECT rowid FROM words WHERE words MATCH $1
			ORDER BY rowid DESC LIMIT `+fillLimit, "{statement other} : "+phrase(name.name))).AsList()
		if err != nil {
			return fmt.Errorf("looking for %q: %w", name.name, err)
		}
		for chunk := range slices.Chunk(ids, fillStep) {
			if err := s.fillQuotes(ctx, name.article, name.actor, chunk); err != nil {
				return fmt.Errorf("filling in mentions of %q: %w", name.name, err)
			}
		}
	}
	return nil
}

// fillQuotes adds an actor to those of the quotes that name it. The database cuts the text:
// of a long article each quote would come with all of it.
func (s *Store) fillQuotes(ctx context.Context, article, actor int64, quotes []int64) error {
	type row struct {
		id            int64
		around        digest.Span
		content, text string
	}
	rows, err := s.db.Query(ctx, `SELECT q.id, q.context_start, q.context_stop, q.content,
			CAST(substr(a.text, q.context_start + 1, q.context_stop - q.context_start) AS TEXT)
		FROM quote q JOIN article a ON a.id = q.article_id
		WHERE q.id IN `+listed+` AND q.article_id <> $2
		AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.actor_id = $3 AND m.quote_id = q.id)`, asJSON(quotes), article, actor)
	var ids []int64
	var texts [][]string
	err = dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.id, &r.around.Start, &r.around.End, &r.content, &r.text)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		_, cuts, err := cutFrom(r.text, r.around, r.content)
		ids, texts = append(ids, r.id), append(texts, cuts)
		return true, err
	})
	if err != nil {
		return err
	}
	known, err := s.known(ctx, texts)
	if err != nil {
		return err
	}
	var named []int64
	for i, actors := range known {
		if slices.Contains(actors, actor) {
			named = append(named, ids[i])
		}
	}
	return s.addMentions(ctx, actor, named)
}

// addMentions records that quotes are about an actor.
func (s *Store) addMentions(ctx context.Context, actor int64, quotes []int64) error {
	if len(quotes) == 0 {
		return nil
	}
	err := s.reindex(ctx, quotes, func(numbers string) error {
		_, err := s.db.Exec(ctx, `UPDATE quote SET about = json_insert(about, '$[#]', $2) WHERE id IN `+listed, numbers, actor)
		return err
	})
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO mention (actor_id, quote_id, class, kind, speaker_id)
		SELECT $2, id, class, kind, coalesce(speaker_id, 0) FROM quote WHERE id IN `+listed, asJSON(quotes), actor)
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO actor_use (actor_id, uses) VALUES ($1, $2)
		ON CONFLICT (actor_id) DO UPDATE SET uses = uses + excluded.uses`, actor, len(quotes))
	return err
}
