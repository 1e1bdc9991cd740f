package store

import (
	"context"
	"fmt"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// inPrint is the condition for outlets of which there are articles, be they copies.
const inPrint = "(articles > 0 OR EXISTS (SELECT 1 FROM copy WHERE outlet_id = outlet.id))"

// Outlet is an outlet of which there are articles.
type Outlet struct {
	Name     string
	Articles int // its own ones; 0 where there are only copies of others'
}

// Outlets returns all outlets of which there are articles, most articles of their own
// first.
func (s *Store) Outlets(ctx context.Context) (all []Outlet, err error) {
	err = s.consult(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, "SELECT name, articles FROM outlet WHERE "+inPrint+" ORDER BY articles DESC, name")
		all, err = dbutil.ConvertRowFn[Outlet](func(row dbutil.Scannable) (o Outlet, err error) {
			err = row.Scan(&o.Name, &o.Articles)
			return o, err
		}).NewRowIter(rows, err).AsList()
		return err
	})
	return all, s.explain("reading outlets", err)
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
	outlets := " FROM outlet WHERE " + inPrint
	if f.outlets != nil {
		outlets += " AND id" + t.in(f.outlets)
	}
	counters := "SELECT coalesce(sum(articles), 0) AS n, count(*) AS outlets" + outlets
	if f.copied {
		counters = "SELECT (SELECT count(*) FROM article" + which + ") AS n, count(*) AS outlets" + outlets
	}
	if within, ok := boundsOf(f.q); ok {
		articles := "(SELECT count(*) FROM article" + which + ")"
		if f.outlets == nil {
			articles = within.count(t)
		}
		// One look at each outlet is much faster than telling apart those of all articles.
		counters = "SELECT " + articles + " AS n, (SELECT count(*)" + outlets +
			" AND (EXISTS (SELECT 1 FROM article WHERE newer_id IS NULL AND outlet_id = outlet.id" + period(t, "article.id", f.q) + ")" +
			" OR EXISTS (SELECT 1 FROM copy JOIN article ON article.id = original_id WHERE copy.outlet_id = outlet.id" + period(t, "article.id", f.q) + "))) AS outlets"
	}
	var first, last string
	err = f.s.db.QueryRow(ctx, "SELECT n, outlets, (SELECT count(*) FROM reading WHERE problem = ''), "+
		ends("SELECT id FROM article"+which)+" FROM ("+counters+")", t.args...).Scan(&s.Articles, &s.Outlets, &s.Waiting, &first, &last)
	if err != nil {
		return s, fmt.Errorf("counting articles: %w", err)
	}
	s.From, s.To, err = parseTimes(first, last)
	return s, err
}

// count returns the expression for how many articles lie in a period: from the
// counts of whole days, and for the rest of the first and of the last day from the
// articles themselves.
func (b bounds) count(t *sqlText) string {
	sum := func(column string, from, to int64) string {
		return "(SELECT coalesce(sum(" + column + "), 0) FROM day WHERE day >= " + t.arg(from) + " AND day < " + t.arg(to) + ")"
	}
	single := func(from, to int64) string {
		return "(SELECT count(*) FROM article WHERE newer_id IS NULL AND id >= " + t.arg(from<<sequenceBits) + " AND id < " + t.arg(to<<sequenceBits) +
			fmt.Sprintf(" AND id & %d = 0)", half)
	}
	dated := sum("dated", dayOf(b.dated[0]), dayOf(b.dated[1]))
	first, last := dayOf(b.timed[0]+daySeconds-1), dayOf(b.timed[1])
	if first > last { // within one day
		return dated + " + " + single(b.timed[0], b.timed[1])
	}
	return dated + " + " + sum("timed", first, last) + " + " + single(b.timed[0], first*daySeconds) + " + " + single(last*daySeconds, b.timed[1])
}

// through returns the condition for articles that the outlets and the period let
// through.
func (f *search) through(t *sqlText) string {
	which := " WHERE newer_id IS NULL" + period(t, "id", f.q)
	if f.outlets != nil {
		which += " AND " + f.ofOutlets(t, "outlet_id", "id")
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
