package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"whosaid/digest"
)

// insert stores a new article, in the place of old where that is not 0.
func (s *Store) insert(ctx context.Context, a digest.Article, r digest.Reading, old int64) (id int64, err error) {
	if old != 0 {
		if id, err = s.revive(ctx, a, r, old); err != nil || id != 0 {
			return id, err
		}
	}
	outlet, err := s.outlet(ctx, a.Outlet)
	if err != nil {
		return 0, err
	}
	if id, err = s.insertArticle(ctx, outlet, a, r.Gist); err != nil {
		return 0, fmt.Errorf("writing the text: %w", err)
	}
	if old != 0 {
		if err := s.retire(ctx, old, id); err != nil {
			return 0, fmt.Errorf("replacing version %d: %w", old, err)
		}
	}
	actors, fresh, err := s.insertActors(ctx, outlet, id, r.Actors)
	if err != nil {
		return 0, err
	}
	if err := s.insertQuotes(ctx, outlet, id, a, r, actors); err != nil {
		return 0, fmt.Errorf("writing quotes: %w", err)
	}
	if err := s.fillBack(ctx, id, fresh); err != nil {
		return 0, err
	}
	s.index(ctx, id)
	return id, nil
}

// outlet returns the number of an outlet and counts one more article for it.
func (s *Store) outlet(ctx context.Context, name string) (id int64, err error) {
	id, err = number(s.db.QueryRow(ctx, `INSERT INTO outlet (folded, name, articles) VALUES ($1, $2, 1)
		ON CONFLICT (folded) DO UPDATE SET articles = articles + 1 RETURNING id`, outletKey(name), strings.TrimSpace(name)))
	if err != nil {
		return 0, fmt.Errorf("counting for outlet %q: %w", name, err)
	}
	return id, nil
}

func (s *Store) insertArticle(ctx context.Context, outlet int64, a digest.Article, gist []digest.Span) (int64, error) {
	a.DateOnly = a.DateOnly && dated(a.Published)
	ids, err := s.allocate(ctx, "article", second(a), a.DateOnly, 1)
	if err != nil {
		return 0, err
	}
	if a.Retrieved.IsZero() {
		a.Retrieved = s.Now()
	}
	_, err = s.db.Exec(ctx, `INSERT INTO article (id, outlet_id, url, url_key, title, authors, published, retrieved, language, sha256, gist, text, partial)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		ids[0], outlet, a.URL, urlKey(a.URL), a.Title, asJSON(a.Authors), formatTime(a.Published, a.DateOnly),
		a.Retrieved.Format(time.RFC3339Nano), a.Language, a.Hash(), formatSpans(gist), []byte(a.Text), a.Partial)
	if err != nil {
		return 0, err
	}
	if _, err := s.db.Exec(ctx, "INSERT INTO arrival (article_id) VALUES ($1)", ids[0]); err != nil {
		return 0, err
	}
	return ids[0], s.countDay(ctx, ids[0], 1)
}

// countDay adds to the number of articles on the day of one.
func (s *Store) countDay(ctx context.Context, article int64, n int) error {
	timed, dated := n, 0
	if article&half != 0 {
		timed, dated = 0, n
	}
	_, err := s.db.Exec(ctx, `INSERT INTO day (day, timed, dated) VALUES ($1, $2, $3)
		ON CONFLICT (day) DO UPDATE SET timed = timed + excluded.timed, dated = dated + excluded.dated`,
		dayOf(article>>sequenceBits), timed, dated)
	return err
}

// kinds and classes are stored by their place in these lists, from 1.
var (
	kinds   = []digest.Kind{digest.Direct, digest.Mixed, digest.Indirect}
	classes = []digest.Class{digest.Statement, digest.Thought, digest.Other}
)

// insertQuotes writes the quotes, the mentions of actors in them, and their words.
func (s *Store) insertQuotes(ctx context.Context, outlet, article int64, a digest.Article, r digest.Reading, actors []int64) error {
	if len(r.Quotes) == 0 {
		return s.countUses(ctx, actors, nil, nil)
	}
	about, err := s.topics(ctx, a.Text, r, actors)
	if err != nil {
		return fmt.Errorf("finding whom they are about: %w", err)
	}
	ids, err := s.allocate(ctx, "quote", second(a), a.DateOnly && dated(a.Published), len(r.Quotes))
	if err != nil {
		return err
	}
	var quotes, mentions []any
	var speakers []int64
	for i, q := range r.Quotes {
		id := ids[len(ids)-1-i] // the first of the text gets the last number: within an article, newest first is the order of the text
		var speaker any         // an actor, or NULL
		var spoke int64         // the same, or 0
		if q.Speaker != digest.NoSpeaker {
			spoke = actors[q.Speaker]
			speaker = spoke
			speakers = append(speakers, spoke)
		}
		kind, class := 1+slices.Index(kinds, q.Kind), 1+slices.Index(classes, q.Class)
		around := contextOf(a.Text, q)
		quotes = append(quotes, id, article, outlet, speaker, q.Unnamed, kind, class, q.Confidence,
			formatSpans(q.Content), formatSpans(q.Cue), formatSpans(q.Source), around.Start, around.End, asJSON(about[i]))
		for _, actor := range about[i] {
			mentions = append(mentions, actor, id, class, kind, spoke)
		}
	}
	err = s.insertRows(ctx, `INSERT INTO quote (id, article_id, outlet_id, speaker_id, unnamed, kind, class, confidence,
		content, cue, source, context_start, context_stop, about) VALUES`, 14, quotes, "")
	if err != nil {
		return err
	}
	if err = s.insertRows(ctx, "INSERT INTO mention (actor_id, quote_id, class, kind, speaker_id) VALUES", 5, mentions, ""); err != nil {
		return err
	}
	return s.countUses(ctx, actors, speakers, about)
}

// countUses adds to how often actors are used: once an article, once each quote
// they are the speaker of, once each quote that is about them.
func (s *Store) countUses(ctx context.Context, actors, speakers []int64, about [][]int64) error {
	uses := make(map[int64]int)
	for _, actor := range slices.Concat(slices.Compact(slices.Sorted(slices.Values(actors))), speakers, slices.Concat(about...)) {
		uses[actor]++
	}
	var rows []any
	for _, actor := range slices.Sorted(maps.Keys(uses)) {
		rows = append(rows, actor, uses[actor])
	}
	return s.insertRows(ctx, "INSERT INTO actor_use (actor_id, uses) VALUES", 2, rows,
		" ON CONFLICT (actor_id) DO UPDATE SET uses = uses + excluded.uses")
}
