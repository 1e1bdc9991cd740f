package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// What outlets take from an agency they shorten, put another headline on, and
// correct here and there. So texts are compared by their shingles, all runs of five
// words: one is a copy of another where most of the shorter one's stand in the longer
// one. To find what to compare with, each article has a sketch of the smallest
// hashes among its shingles' (min-wise hashing, Broder 1997): two texts that have
// half of their shingles in common share one of four with 94 %. A mark begins with
// the week, since copies appear within days of each other, and the marks of one
// week lie together in the database, where writing them is cheap.
const (
	shingleWords = 5
	sketchSize   = 4
	minShingles  = 30  // a shorter text is not compared: it may be a formula
	copyShare    = 0.7 // of the shorter one's shingles
	hashBits     = 44
	candidates   = 6
	formulaTexts = 8 // a run of words that more texts of a week share is a formula, and finds no copies
)

// marks are what is stored of a text's sketch, and what is looked for.
type marks struct {
	own      []int64
	nearby   []int64  // own, and those of the weeks before and after
	shingles []uint64 // sorted; none of a text that is too short
}

func sketch(a digest.Article) marks {
	hashes := shingles(a.Text)
	if len(hashes) < minShingles {
		return marks{}
	}
	appeared := a
	if !dated(a.Published) {
		appeared.Published, appeared.DateOnly = a.Retrieved, false
	}
	week := max(0, second(appeared)/(7*daySeconds))
	m := marks{shingles: hashes}
	for _, h := range hashes[:sketchSize] {
		hash := int64(h & (1<<hashBits - 1))
		m.own = append(m.own, week<<hashBits|hash)
		for _, w := range []int64{week - 1, week, week + 1} {
			m.nearby = append(m.nearby, w<<hashBits|hash)
		}
	}
	return m
}

// shingles returns the hashes of all different runs of five words, without case and
// punctuation.
func shingles(text string) []uint64 {
	const prime = 1099511628211 // of FNV-1a
	var window [shingleWords]uint64
	hashes := make([]uint64, 0, len(text)/5)
	n := 0
	for i := 0; i < len(text); {
		word, any := uint64(14695981039346656037), false
		for i < len(text) {
			r, size := rune(text[i]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(text[i:])
			}
			i += size
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				if r == '\'' || r == '’' || !any {
					continue
				}
				break
			}
			word, any = (word^uint64(unicode.ToLower(r)))*prime, true
		}
		if !any {
			break
		}
		window[n%shingleWords] = word
		if n++; n < shingleWords {
			continue
		}
		h := uint64(14695981039346656037)
		for k := range shingleWords {
			h = (h ^ window[(n+k)%shingleWords]) * prime
			h ^= h >> 29
		}
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// overlap returns the share of the smaller of two sorted sets that is in the other.
func overlap(a, b []uint64) float64 {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return float64(n) / float64(max(1, min(len(a), len(b))))
}

// original returns the current article that a is a copy of; 0 where there is none.
func (s *Store) original(ctx context.Context, a digest.Article, m marks) (int64, error) {
	same, err := number(s.db.QueryRow(ctx, "SELECT coalesce((SELECT id FROM article WHERE sha256 = $1 AND newer_id IS NULL LIMIT 1), 0)", a.Hash()))
	if err != nil || same != 0 || len(m.shingles) == 0 {
		return same, err
	}
	rows, err := s.db.Query(ctx, `SELECT a.id, a.text FROM (
			SELECT s.article_id, count(*) AS n FROM json_each($1) j CROSS JOIN sketch s ON s.mark = j.value
			WHERE (SELECT 1 FROM sketch f WHERE f.mark = j.value LIMIT 1 OFFSET $3) IS NULL
			GROUP BY s.article_id ORDER BY n DESC, s.article_id LIMIT $2
		) c JOIN article a ON a.id = c.article_id WHERE a.newer_id IS NULL ORDER BY c.n DESC, a.id`, asJSON(m.nearby), candidates, formulaTexts)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return 0, err
		}
		if other := shingles(text); len(other) >= minShingles && overlap(m.shingles, other) >= copyShare {
			return id, nil
		}
	}
	return 0, rows.Err()
}

// knownCopy returns the original of which a, in this very text, is a copy already.
func (s *Store) knownCopy(ctx context.Context, a digest.Article) (int64, error) {
	return number(s.db.QueryRow(ctx, `SELECT coalesce((SELECT original_id FROM copy WHERE sha256 = $1
		AND (url_key = $2 AND url_key <> '' OR outlet_id = (SELECT id FROM outlet WHERE folded = $3))), 0)`,
		a.Hash(), urlKey(a.URL), outletKey(a.Outlet)))
}

// extraQuotes returns those quotes of text whose words do not stand in the original.
func (s *Store) extraQuotes(ctx context.Context, original int64, text string, quotes []digest.Quote) (extra []digest.Quote, err error) {
	if len(quotes) == 0 {
		return nil, nil
	}
	editions, err := s.editions(ctx, []int64{original})
	if err != nil {
		return nil, fmt.Errorf("reading the original: %w", err)
	}
	whole := plain(editions[original].Text)
	for _, q := range quotes {
		if !slices.ContainsFunc(cut(text, q.Content), func(part string) bool { return !strings.Contains(whole, plain(part)) }) {
			continue
		}
		extra = append(extra, q)
	}
	return extra, nil
}

// insertCopy keeps a copy; article is its number where it is an article of its own.
func (s *Store) insertCopy(ctx context.Context, original, article int64, a digest.Article) error {
	outlet, err := s.outlet(ctx, a.Outlet)
	if err != nil {
		return err
	}
	if a.Retrieved.IsZero() {
		a.Retrieved = s.Now()
	}
	if key := urlKey(a.URL); key != "" { // an earlier text at this address
		if _, err := s.db.Exec(ctx, "DELETE FROM copy WHERE url_key = $1 AND outlet_id = $2", key, outlet); err != nil {
			return err
		}
	}
	_, err = s.db.Exec(ctx, `INSERT INTO copy (original_id, article_id, outlet_id, url, url_key, title, published, retrieved, sha256, text)
		VALUES ($1, nullif($2, 0), $3, $4, $5, $6, $7, $8, $9, $10)`, original, article, outlet, a.URL, urlKey(a.URL), a.Title,
		formatTime(a.Published, a.DateOnly), a.Retrieved.Format(time.RFC3339Nano), a.Hash(), []byte(a.Text))
	if err != nil {
		return fmt.Errorf("writing a copy: %w", err)
	}
	return nil
}

// insertSketch makes an article findable by its copies, in the place of old.
func (s *Store) insertSketch(ctx context.Context, id, old int64, m marks) error {
	if old != 0 {
		editions, err := s.editions(ctx, []int64{old})
		if err != nil {
			return err
		}
		_, err = s.db.Exec(ctx, "DELETE FROM sketch WHERE article_id = $2 AND mark IN "+listed, asJSON(sketch(editions[old].Article).own), old)
		if err == nil {
			_, err = s.db.Exec(ctx, "UPDATE copy SET original_id = $2 WHERE original_id = $1", old, id)
		}
		if err != nil {
			return err
		}
	}
	if len(m.own) == 0 {
		return nil
	}
	_, err := s.db.Exec(ctx, "INSERT INTO sketch (mark, article_id) SELECT value, $2 FROM json_each($1) WHERE true ON CONFLICT DO NOTHING", asJSON(m.own), id)
	return err
}

// printing is a copy as it is looked up.
type printing struct {
	original int64
	text     string
	digest.Printing
}

// printings returns the copies of articles, by the number of the article.
func (s *Store) printings(ctx context.Context, articles []int64) (map[int64][]printing, error) {
	found := make(map[int64][]printing)
	rows, err := s.db.Query(ctx, `SELECT c.original_id, CAST(c.text AS TEXT), o.name, c.url, c.published FROM copy c JOIN outlet o ON o.id = c.outlet_id
		WHERE c.original_id IN `+listed+` ORDER BY c.id`, asJSON(articles))
	return found, dbutil.ConvertRowFn[printing](func(row dbutil.Scannable) (p printing, err error) {
		var published string
		if err := row.Scan(&p.original, &p.text, &p.Outlet, &p.URL, &published); err != nil {
			return p, err
		}
		p.Published, _, err = parseTime(published)
		return p, err
	}).NewRowIter(rows, err).Iter(func(p printing) (bool, error) {
		found[p.original] = append(found[p.original], p)
		return true, nil
	})
}

// alsoStories tells each story, and its quotes, which other outlets printed it.
func (s *Store) alsoStories(ctx context.Context, stories []digest.Story) error {
	var articles []int64
	for _, story := range stories {
		articles = append(articles, story.Article.ID)
	}
	found, err := s.printings(ctx, articles)
	if err != nil || len(found) == 0 {
		return err
	}
	for i := range stories {
		story := &stories[i]
		for _, p := range found[story.Article.ID] {
			addPrinting(&story.Article, p)
			for k := range story.Quotes {
				if printed(p.text, story.Quotes[k].Content) {
					addPrinting(&story.Quotes[k].Article, p)
				}
			}
		}
	}
	return nil
}

// addPrinting adds an outlet to those that printed a once.
func addPrinting(a *digest.Article, p printing) {
	if p.Outlet != a.Outlet && !slices.ContainsFunc(a.Also, func(o digest.Printing) bool { return o.Outlet == p.Outlet }) {
		a.Also = append(a.Also, p.Printing)
	}
}

// also tells each result which other outlets printed its words: those in whose
// texts they stand. Copied are the articles that others have printed.
func (s *Store) also(ctx context.Context, results []digest.Result, copied []int64) error {
	if len(copied) == 0 {
		return nil
	}
	found, err := s.printings(ctx, copied)
	if err != nil {
		return err
	}
	for i, r := range results {
		for _, p := range found[r.Article.ID] {
			if printed(p.text, r.Content) {
				addPrinting(&results[i].Article, p)
			}
		}
	}
	return nil
}

// printed reports whether every part of a quote stands in text as it is.
func printed(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}
