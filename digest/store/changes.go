package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// oldQuote is a quote of a version that is being replaced.
type oldQuote struct {
	id      int64
	speaker string // canonical name; "" for none
	kindOf  digest.ActorType
	quote   digest.Quote // without Speaker and About
	content string       // its parts as they stand, for comparing
	printed digest.Span  // the sentences in which it is printed
	around  digest.Span  // and those around them
	text    string       // of the version
}

func (s *Store) oldQuotes(ctx context.Context, article int64) ([]oldQuote, error) {
	editions, err := s.editions(ctx, []int64{article})
	if err != nil {
		return nil, err
	}
	text := editions[article].Text
	return dbutil.ConvertRowFn[oldQuote](func(row dbutil.Scannable) (q oldQuote, err error) {
		var content, cue, source string
		var kind, class int
		err = row.Scan(&q.id, &q.speaker, &q.kindOf, &q.quote.Unnamed, &kind, &class, &q.quote.Confidence, &content, &cue, &source, &q.around.Start, &q.around.End)
		if err != nil {
			return q, err
		}
		q.quote.Kind, q.quote.Class = kinds[kind-1], classes[class-1]
		for _, part := range []struct {
			spans *[]digest.Span
			text  string
		}{{&q.quote.Content, content}, {&q.quote.Cue, cue}, {&q.quote.Source, source}} {
			if *part.spans, err = parseSpans(part.text); err != nil {
				return q, err
			}
			if err := inside(text, *part.spans); err != nil {
				return q, fmt.Errorf("%w: quote %d: %w", ErrDamaged, q.id, err)
			}
		}
		if err := inside(text, []digest.Span{q.around}); err != nil {
			return q, fmt.Errorf("%w: quote %d: %w", ErrDamaged, q.id, err)
		}
		q.content, q.text = wordsOf(text, q.quote), text
		spans := slices.Concat(q.quote.Content, q.quote.Cue, q.quote.Source)
		q.printed = trim(text, sentencesOf(text, extent(spans...)))
		return q, nil
	}).NewRowIter(s.db.Query(ctx, `SELECT q.id, coalesce(r.name, ''), coalesce(r.type, ''), q.unnamed, q.kind, q.class, q.confidence, q.content, q.cue, q.source, q.context_start, q.context_stop
		FROM quote q LEFT JOIN actor a ON a.id = q.speaker_id LEFT JOIN actor r ON r.id = a.root_id WHERE q.article_id = $1 ORDER BY q.id DESC`, article)).AsList()
}

// wordsOf is what quotes of two versions are compared by.
func wordsOf(text string, q digest.Quote) string {
	return plain(strings.Join(cut(text, q.Content), gap))
}

// carry adds to the reading of a new version the quotes of the one before it that it
// has not found any more although their sentences stand there unchanged: what was read
// there once, and perhaps corrected by somebody, is still so.
func carry(before []oldQuote, a digest.Article, r digest.Reading) digest.Reading {
	r.Quotes = slices.Clone(r.Quotes)
	for _, old := range before {
		by, ok := old.moved(a.Text)
		if !ok {
			continue
		}
		q := shift(old.quote, by)
		if slices.ContainsFunc(r.Quotes, func(n digest.Quote) bool { return n.Extent().Overlaps(q.Extent()) }) {
			continue
		}
		q.Speaker = digest.NoSpeaker
		if old.speaker != "" {
			q.Speaker = slices.IndexFunc(r.Actors, func(x digest.Actor) bool { return x.Type == old.kindOf && slices.Contains(forms(x), old.speaker) })
		}
		q.Why = "carried over from the version before"
		r.Quotes = append(r.Quotes, q)
	}
	slices.SortStableFunc(r.Quotes, func(x, y digest.Quote) int { return x.Extent().Start - y.Extent().Start })
	return r
}

// moved returns how far text has moved the sentences of a quote. Those around them have
// to stand there too where only they may tell who speaks, or which of several sentences
// in the same words is meant.
func (q oldQuote) moved(text string) (by int, ok bool) {
	for _, s := range []digest.Span{q.printed, q.around} {
		words := s.Cut(q.text)
		if s == q.printed && q.speaker != "" && !strings.Contains(words, q.speaker[strings.LastIndexByte(q.speaker, ' ')+1:]) {
			continue
		}
		if words != "" && strings.Count(text, words) == 1 {
			return strings.Index(text, words) - s.Start, true
		}
	}
	return 0, false
}

func shift(q digest.Quote, by int) digest.Quote {
	move := func(spans []digest.Span) []digest.Span {
		moved := make([]digest.Span, len(spans))
		for i, s := range spans {
			moved[i] = digest.Span{Start: s.Start + by, End: s.End + by}
		}
		return moved
	}
	q.Content, q.Cue, q.Source = move(q.Content), move(q.Cue), move(q.Source)
	return q
}

// alike is the share of words from which on two quotes of one speaker are versions
// of each other.
const alike = 0.5

// noteChanges records for every quote of the version before which quote it is now.
func (s *Store) noteChanges(ctx context.Context, before []oldQuote, old, id int64) error {
	if old == 0 || len(before) == 0 {
		return nil
	}
	now, err := s.oldQuotes(ctx, id)
	if err != nil {
		return err
	}
	taken := make(map[int64]bool)
	became := make([]int64, len(before))
	for i, b := range before { // the same words first, so that no similar quote takes their place
		for _, n := range now {
			if !taken[n.id] && n.content == b.content {
				became[i], taken[n.id] = n.id, true
				break
			}
		}
	}
	same := slices.Clone(became)
	for i, b := range before {
		best := alike
		for _, n := range now {
			if became[i] == same[i] && same[i] != 0 || taken[n.id] || n.speaker != b.speaker {
				continue
			}
			if share := dice(n.content, b.content); share >= best {
				best, became[i] = share, n.id
			}
		}
		taken[became[i]] = true
	}
	for i, b := range before {
		_, err := s.db.Exec(ctx, "INSERT INTO quote_change (old_id, new_id, changed, noted) VALUES ($1, nullif($2, 0), $3, $4) ON CONFLICT (old_id) DO UPDATE SET new_id = excluded.new_id, changed = excluded.changed",
			b.id, became[i], became[i] != same[i], s.Now().Unix())
		if err != nil {
			return err
		}
	}
	return nil
}

// dice is how many words two texts have in common, as a share of all their words.
func dice(a, b string) float64 {
	x, y := strings.Fields(a), strings.Fields(b)
	count := make(map[string]int)
	for _, w := range x {
		count[w]++
	}
	n := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			n++
		}
	}
	return 2 * float64(n) / float64(max(1, len(x)+len(y)))
}

// Change is what became of a quote when its article changed.
type Change struct {
	Old, New digest.Result // New is zero where the quote is gone
	Gone     bool
	Noted    time.Time // when the new version was taken in
}

// Changes returns the quotes of the versions before one of an article that the next
// version words differently, or has not any more: the latest change first, the quotes
// of one version in the order of the text.
func (s *Store) Changes(ctx context.Context, article int64) (changes []Change, err error) {
	err = s.consult(ctx, func(ctx context.Context) error {
		type pair struct{ old, now, noted int64 }
		pairs, err := dbutil.ConvertRowFn[pair](func(row dbutil.Scannable) (p pair, err error) {
			err = row.Scan(&p.old, &p.now, &p.noted)
			return p, err
		}).NewRowIter(s.db.Query(ctx, `WITH RECURSIVE earlier (id) AS (
				SELECT id FROM article WHERE newer_id = $1
				UNION SELECT a.id FROM earlier e JOIN article a ON a.newer_id = e.id)
			SELECT c.old_id, coalesce(c.new_id, 0), c.noted FROM earlier e JOIN quote q ON q.article_id = e.id JOIN quote_change c ON c.old_id = q.id
			WHERE c.changed OR c.new_id IS NULL ORDER BY c.noted DESC, c.old_id DESC`, article)).AsList()
		if err != nil {
			return err
		}
		for _, p := range pairs {
			ids := []int64{p.old}
			if p.now != 0 {
				ids = append(ids, p.now)
			}
			results, err := s.results(ctx, ids)
			if err != nil {
				return err
			}
			c := Change{Old: results[0], Gone: p.now == 0, Noted: at(p.noted)}
			if p.now != 0 {
				c.New = results[1]
			}
			changes = append(changes, c)
		}
		return nil
	})
	return changes, s.explain("reading changes", err)
}
