package store

import (
	"context"
	"fmt"
)

// The word index, the table words, has rows for the quotes and for the headline of
// each current article. SQLite does not keep it up to date by itself: what the
// views give of an article goes in when what was read in it is entered, and must be
// taken out, word for word, before anything in the views changes.

const (
	quoteWords    = " SELECT id, statement, other, headline, tags FROM quote_words WHERE id IN "
	headlineWords = " SELECT id, statement, other, headline, tags FROM headline_words WHERE article_id IN " + listed
	quotesOf      = "(SELECT id FROM quote WHERE article_id IN " + listed + ")"
)

// index puts the quotes and headlines of articles in, in the order of their numbers,
// which the index is much faster with.
func (s *Store) index(ctx context.Context, articles []int64) error {
	_, err := s.db.Exec(ctx, "INSERT INTO words (rowid, statement, other, headline, tags) SELECT * FROM ("+
		quoteWords+quotesOf+" ORDER BY id) UNION ALL SELECT * FROM ("+headlineWords+" ORDER BY id)", asJSON(articles))
	if err != nil {
		return fmt.Errorf("indexing words: %w", err)
	}
	return nil
}

// unindex takes an article's quotes and headline out.
func (s *Store) unindex(ctx context.Context, article int64) error {
	_, err := s.db.Exec(ctx, "INSERT INTO words (words, rowid, statement, other, headline, tags) SELECT 'delete', * FROM ("+
		quoteWords+quotesOf+" UNION ALL"+headlineWords+")", asJSON([]int64{article}))
	if err != nil {
		return fmt.Errorf("taking words out of the index: %w", err)
	}
	return nil
}

// reindex changes quotes, whose numbers are given, and keeps the index right.
func (s *Store) reindex(ctx context.Context, quotes []int64, change func(numbers string) error) error {
	numbers := asJSON(quotes)
	_, err := s.db.Exec(ctx, "INSERT INTO words (words, rowid, statement, other, headline, tags) SELECT 'delete', * FROM ("+
		quoteWords+listed+")", numbers)
	if err != nil {
		return fmt.Errorf("taking words out of the index: %w", err)
	}
	if err := change(numbers); err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, "INSERT INTO words (rowid, statement, other, headline, tags)"+quoteWords+listed+" ORDER BY id", numbers)
	if err != nil {
		return fmt.Errorf("indexing words: %w", err)
	}
	return nil
}
