package store

import (
	"context"
	"fmt"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// Outlets returns the names of all outlets of which there are articles, most
// articles first.
func (s *Store) Outlets(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, "SELECT name FROM outlet WHERE articles > 0 ORDER BY articles DESC, name")
		names, err = dbutil.ConvertRowFn[string](dbutil.ScanSingleColumn[string]).NewRowIter(rows, err).AsList()
		return err
	})
	return names, s.explain("reading outlets", err)
}

// outlets returns the outlets whose names have one of the parts; nil for no parts.
func (s *Store) outlets(ctx context.Context, parts []string) ([]int64, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	type outlet struct {
		id     int64
		folded string
	}
	ids := []int64{}
	rows, err := s.db.Query(ctx, "SELECT id, folded FROM outlet")
	err = dbutil.ConvertRowFn[outlet](func(row dbutil.Scannable) (o outlet, err error) {
		err = row.Scan(&o.id, &o.folded)
		return o, err
	}).NewRowIter(rows, err).Iter(func(o outlet) (bool, error) {
		for _, part := range parts {
			if part = outletKey(part); part != "" && strings.Contains(o.folded, part) {
				ids = appendNew(ids, o.id)
			}
		}
		return true, nil
	})
	return ids, err
}

// searched says which articles the outlets and the period let through. Without a
// period it reads a few rows; with one it counts index entries.
func (f *search) searched(ctx context.Context) (s digest.Searched, err error) {
	if f.outlets != nil && len(f.outlets) == 0 {
		return s, nil
	}
	t := new(sqlText)
	which := f.through(t)
	counters := "SELECT count(*) AS n, count(DISTINCT outlet_id) AS outlets FROM article" + which
	if f.q.Since.IsZero() && f.q.Until.IsZero() {
		counters = "SELECT coalesce(sum(articles), 0) AS n, count(*) AS outlets FROM outlet WHERE articles > 0"
		if f.outlets != nil {
			counters += " AND id" + t.in(f.outlets)
		}
	}
	var first, last string
	err = f.s.db.QueryRow(ctx, "SELECT n, outlets, "+ends("SELECT id FROM article"+which)+" FROM ("+counters+")", t.args...).
		Scan(&s.Articles, &s.Outlets, &first, &last)
	if err != nil {
		return s, fmt.Errorf("counting articles: %w", err)
	}
	s.From, s.To, err = parseTimes(first, last)
	return s, err
}

// through returns the condition for articles that the outlets and the period let
// through.
func (f *search) through(t *sqlText) string {
	which := " WHERE newer_id IS NULL" + period(t, "id", f.q)
	if f.outlets != nil {
		which += " AND outlet_id" + t.in(f.outlets)
	}
	return which
}

// ends returns two expressions: when the oldest and the newest of some articles
// were published, articles without a date left out. articles is a statement, with
// a WHERE, that gives their numbers as id.
func ends(articles string) string {
	end := func(order string) string {
		return fmt.Sprintf("coalesce((SELECT published FROM article WHERE id = (%s AND id >= %d ORDER BY id %s LIMIT 1)), '')",
			articles, firstDated, order)
	}
	return end("ASC") + ", " + end("DESC")
}
