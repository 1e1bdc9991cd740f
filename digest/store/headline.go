package store

import (
	"context"
	"fmt"
	"slices"

	"go.mau.fi/util/dbutil"
)

// A topic may stand in the headline of an article and in none of its sentences.
// After the quotes whose own words hold it, a search therefore goes on with those
// of articles whose headlines hold all of it: article by article, newest first.
// As a hit such a quote has its number + headlined, which keeps the two sorts
// apart, also where the next page begins.
const (
	headlined     = 1 << 60
	firstHeadline = 1 << 61 // before all of them, and above every number
	headlineStep  = 64      // articles in a window
)

// byHeadline reports whether a hit, or where a window begins, is of the second sort.
func byHeadline(hit int64) bool { return hit > headlined/2 && hit <= firstHeadline }

// quoteOf returns the number of a hit's quote.
func quoteOf(hit int64) int64 {
	if byHeadline(hit) {
		return hit - headlined
	}
	return hit
}

// topical reports whether the search is for words that a headline can hold. How a
// source is worded is not for a headline to say.
func (f *search) topical() bool {
	return len(f.match.all) > 0 && (len(f.q.By.Actors) > 0 || f.q.By.Text == "")
}

// headlines returns the next hits by headline, those of at least one article where
// there is one.
func (f *search) headlines(ctx context.Context, before int64) (hits []int64, next int64, done bool, err error) {
	last, newest := int64(firstHeadline), int64(firstHeadline)
	if before != firstHeadline {
		last = quoteOf(before)
		if newest, err = number(f.s.db.QueryRow(ctx, "SELECT coalesce(max(article_id), 0) FROM quote WHERE id = $1", last)); err != nil {
			return nil, 0, false, fmt.Errorf("continuing with headlines: %w", err)
		}
	}
	for !done && len(hits) == 0 {
		articles, err := f.headed(ctx, newest)
		if err != nil {
			return nil, 0, false, fmt.Errorf("searching headlines: %w", err)
		}
		done = len(articles) < headlineStep
		if hits, err = f.under(ctx, articles, newest, last); err != nil {
			return nil, 0, false, fmt.Errorf("searching under headlines: %w", err)
		}
		if !done {
			newest = articles[len(articles)-1].id - 1
		}
	}
	for i := range hits {
		hits[i] += headlined
		next = hits[i]
	}
	return hits, next, done, nil
}

// headed is an article with its headline.
type headed struct {
	id    int64
	title string
}

// headed returns the newest articles, not newer than the one given, whose
// headlines hold the words.
func (f *search) headed(ctx context.Context, newest int64) ([]headed, error) {
	m := match{all: f.match.all, without: f.match.without, column: "headline"}
	if f.outlets != nil && !f.copied {
		m.tag("f", f.outlets)
	}
	t := new(sqlText)
	fmt.Fprintf(t, `SELECT a.id, a.title FROM words w CROSS JOIN article a ON a.id = w.rowid - %d
		WHERE words MATCH %s AND w.rowid > %d AND w.rowid <= %s`, headlined, t.arg(m.expression()), headlined/2, t.arg(min(newest, headlined/2)+headlined))
	if f.copied {
		t.WriteString(" AND " + f.ofOutlets(t, "a.outlet_id", "a.id"))
	}
	t.WriteString(period(t, "a.id", f.q) + fmt.Sprintf(" ORDER BY w.rowid DESC LIMIT %d", headlineStep))
	rows, err := f.s.db.Query(ctx, t.String(), t.args...)
	return dbutil.ConvertRowFn[headed](func(row dbutil.Scannable) (h headed, err error) {
		err = row.Scan(&h.id, &h.title)
		return h, err
	}).NewRowIter(rows, err).AsList()
}

// under returns the quotes of articles that the search has not found by their own
// words; of the article given only those after the quote given.
func (f *search) under(ctx context.Context, articles []headed, article, after int64) ([]int64, error) {
	articles = slices.DeleteFunc(slices.Clone(articles), func(h headed) bool { return !f.match.verified(h.title, "") })
	if len(articles) == 0 {
		return nil, nil
	}
	var ids []int64
	for _, h := range articles {
		ids = append(ids, h.id)
	}
	t := new(sqlText)
	t.WriteString("SELECT id FROM quote WHERE article_id" + t.in(ids) + " AND current = 1 AND NOT (article_id = " + t.arg(article) +
		" AND id >= " + t.arg(after) + ")" + f.filters(t))
	if f.by != nil {
		t.WriteString(" AND speaker_id" + t.in(f.by))
	}
	if f.about != nil {
		t.WriteString(" AND EXISTS (SELECT 1 FROM mention WHERE quote_id = quote.id AND actor_id" + t.in(f.about) + ")")
	}
	t.WriteString(" ORDER BY article_id DESC, id DESC")
	hits, err := numbers.NewRowIter(f.s.db.Query(ctx, t.String(), t.args...)).AsList()
	if err == nil {
		hits, err = f.taken(ctx, hits)
	}
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	own, err := f.ownWords(ctx, slices.Min(hits), slices.Max(hits))
	return slices.DeleteFunc(hits, func(id int64) bool { return own[id] }), err
}

// ownWords returns those quotes, of the numbers from first to last, whose own words
// the search has found, or must not find.
func (f *search) ownWords(ctx context.Context, first, last int64) (map[int64]bool, error) {
	wanted := match{all: f.match.all, column: f.match.column}
	expressions := []string{wanted.expression()}
	if len(f.match.without) > 0 {
		expressions = append(expressions, f.match.excluded())
	}
	own := make(map[int64]bool)
	for i, expression := range expressions {
		t := new(sqlText)
		t.WriteString("SELECT coalesce(group_concat(rowid, ' '), '') FROM words WHERE words MATCH " + t.arg(expression) +
			" AND rowid BETWEEN " + t.arg(first) + " AND " + t.arg(last))
		ids, err := f.list(ctx, t)
		if err == nil && i == 0 {
			ids, err = f.filter(ctx, ids)
		}
		if err != nil {
			return nil, fmt.Errorf("looking for the words: %w", err)
		}
		for _, id := range ids {
			own[id] = true
		}
	}
	return own, nil
}
