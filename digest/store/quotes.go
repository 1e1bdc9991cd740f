package store

import (
	"context"
	"fmt"
	"slices"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// Quotes returns quotes by their numbers ([digest.Result.Number]), in the order
// given, without those that are not there. Numbers never change; those of an
// article's earlier version are found, too.
func (s *Store) Quotes(ctx context.Context, numbers []int64) (results []digest.Result, err error) {
	err = s.consult(ctx, func(ctx context.Context) error {
		results, err = s.results(ctx, numbers)
		return err
	})
	if err != nil {
		return nil, s.explain("reading quotes", err)
	}
	return slices.DeleteFunc(results, func(r digest.Result) bool { return r.ID == "" }), nil
}

// Number returns the number of the quote with a public ID ([digest.QuoteID]). The
// ID is a hash that no index holds: it is made of one quote after the other, the
// newest first, which takes about a second for 300,000 of them. The error is or
// wraps [ErrNotFound] where no quote has it.
func (s *Store) Number(ctx context.Context, id string) (number int64, err error) {
	err = s.consult(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, "SELECT q.id, q.content, a.sha256 FROM quote q JOIN article a ON a.id = q.article_id ORDER BY q.id DESC")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if number, err = numberIf(rows, id); err != nil || number != 0 {
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return fmt.Errorf("there is no quote %q: %w", id, ErrNotFound)
	})
	return number, s.explain("looking for a quote", err)
}

// numberIf returns the number in a row of number, content and hash of the text, if
// its public ID is id; otherwise 0.
func numberIf(row dbutil.Scannable, id string) (int64, error) {
	var number int64
	var content, sha256 string
	if err := row.Scan(&number, &content, &sha256); err != nil {
		return 0, err
	}
	spans, err := parseSpans(content)
	if err != nil {
		return 0, fmt.Errorf("quote %d: %w", number, err)
	}
	if digest.QuoteID(sha256, extent(spans...)) != id {
		return 0, nil
	}
	return number, nil
}
