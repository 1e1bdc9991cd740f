package store

import (
	"context"
	"fmt"
	"slices"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// An outlet that is asked for has printed what stands in its own articles, and what
// stands in its copies of others': these have their quotes in the index as the
// original's, so they are looked up by the articles that the outlet has copied.

// copying finds out whether the outlets that are asked for have copies.
func (f *search) copying(ctx context.Context) error {
	if len(f.outlets) == 0 {
		return nil
	}
	t := new(sqlText)
	t.WriteString("SELECT EXISTS (SELECT 1 FROM copy WHERE outlet_id" + t.in(f.outlets) + ")")
	return f.s.db.QueryRow(ctx, t.String(), t.args...).Scan(&f.copied)
}

// copies is the statement for the originals of the outlets' copies.
func (f *search) copies(t *sqlText) string {
	return "(SELECT original_id FROM copy WHERE outlet_id" + t.in(f.outlets) + ")"
}

// ofOutlets returns the condition for articles that the outlets have printed.
func (f *search) ofOutlets(t *sqlText, outlet, article string) string {
	own := outlet + t.in(f.outlets)
	if !f.copied {
		return own
	}
	return "(" + own + " OR " + article + " IN " + f.copies(t) + ")"
}

// elsewhere returns the statement for the quotes of originals, without what follows
// its conditions on id.
func (f *search) elsewhere(t *sqlText) (text, id string) {
	quotes := "SELECT q.id FROM copy c CROSS JOIN quote q ON q.article_id = c.original_id WHERE c.outlet_id" + t.in(f.outlets) + " AND q.current = 1"
	if len(f.inCopies.all)+len(f.inCopies.tags) == 0 && len(f.inCopies.without) == 0 {
		return quotes, "q.id"
	}
	m := f.inCopies
	if len(m.all)+len(m.tags) == 0 {
		m.tag("c", anyClass)
	}
	return "SELECT rowid AS id FROM words WHERE words MATCH " + t.arg(m.expression()) + " AND rowid IN (" + quotes + ")", "rowid"
}

// taken drops the hits that no outlet that is asked for has printed: copies are
// shortened.
func (f *search) taken(ctx context.Context, hits []int64) ([]int64, error) {
	if !f.copied || len(hits) == 0 {
		return hits, nil
	}
	type pair struct {
		id    int64
		holds bool
	}
	t := new(sqlText)
	fmt.Fprintf(t, `SELECT q.id, q.content, q.context_start, q.context_stop,
		CAST(substr(a.text, q.context_start + 1, q.context_stop - q.context_start) AS TEXT), CAST(c.text AS TEXT)
		FROM quote q JOIN article a ON a.id = q.article_id JOIN copy c ON c.original_id = a.id AND c.outlet_id%s
		WHERE q.id IN %s AND NOT a.outlet_id%s`, t.in(f.outlets), t.list(hits), t.in(f.outlets))
	rows, err := f.s.db.Query(ctx, t.String(), t.args...)
	foreign := make(map[int64]bool) // quotes of others, and whether a copy holds them
	err = dbutil.ConvertRowFn[pair](func(row dbutil.Scannable) (p pair, err error) {
		var content, context, text string
		var around digest.Span
		if err := row.Scan(&p.id, &content, &around.Start, &around.End, &context, &text); err != nil {
			return p, err
		}
		_, parts, err := cutFrom(context, around, content)
		p.holds = printed(text, parts)
		return p, err
	}).NewRowIter(rows, err).Iter(func(p pair) (bool, error) {
		foreign[p.id] = foreign[p.id] || p.holds
		return true, nil
	})
	if err != nil {
		return nil, fmt.Errorf("comparing copies: %w", err)
	}
	return slices.DeleteFunc(hits, func(id int64) bool { holds, other := foreign[id]; return other && !holds }), nil
}
