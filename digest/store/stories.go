package store

import (
	"context"
	"fmt"
	"math"
	"slices"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
	"whosaid/digest/query"
)

// Stories returns the newest articles for a digest, at most limit of them (0: all),
// each with all its quotes. Those are the articles that the outlets and the
// period of q let through and, where q asks for more, in which at least one quote
// is what it asks for. more is how many follow; where it is 1000 or more than
// that, counting stopped there.
func (s *Store) Stories(ctx context.Context, q query.Query, limit int) (stories []digest.Story, more int, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		f, err := s.search(ctx, q)
		if err != nil {
			return err
		}
		ids, rest, err := f.articles(ctx, limit)
		if err != nil {
			return err
		}
		more = rest
		for chunk := range slices.Chunk(ids, exportStep) {
			some, err := s.stories(ctx, chunk)
			if err != nil {
				return err
			}
			stories = append(stories, some...)
		}
		return nil
	})
	if err != nil {
		return nil, 0, s.explain("searching", err)
	}
	return stories, more, nil
}

// articles returns the numbers of at most limit articles, newest first, and how
// many follow.
func (f *search) articles(ctx context.Context, limit int) (ids []int64, more int, err error) {
	seen := make(map[int64]bool)
	take := func(article int64) (enough bool) {
		switch {
		case seen[article]:
		case limit == 0 || len(ids) < limit:
			ids = append(ids, article)
		default:
			more++
		}
		seen[article] = true
		return more == countLimit
	}
	if f.everything() {
		err = f.current(ctx, limit, take)
	} else {
		err = f.quoting(ctx, take)
	}
	// Articles of one second may have got their quotes in another order.
	slices.SortFunc(ids, func(a, b int64) int { return int(min(max(b-a, -1), 1)) })
	return ids, more, err
}

// everything reports whether the search asks for nothing but outlets and a period.
func (f *search) everything() bool {
	m := f.match
	return !f.nothing && f.by == nil && f.about == nil && f.kinds == nil && f.classes == nil &&
		len(m.all) == 0 && len(m.without) == 0 && len(m.verify) == 0
}

// current walks all articles, with and without quotes.
func (f *search) current(ctx context.Context, limit int, take func(int64) bool) error {
	which := "SELECT id FROM article WHERE newer_id IS NULL" + period("id", f.q)
	if f.outlets != nil {
		which += " AND outlet_id IN " + list(f.outlets)
	}
	which += " ORDER BY id DESC"
	if limit > 0 {
		which += fmt.Sprintf(" LIMIT %d", limit+countLimit)
	}
	ids, err := numbers.NewRowIter(f.s.db.Query(ctx, which)).AsList()
	if err != nil {
		return fmt.Errorf("looking for articles: %w", err)
	}
	for _, id := range ids {
		if take(id) {
			return nil
		}
	}
	return nil
}

// quoting walks the articles of the quotes that are found.
func (f *search) quoting(ctx context.Context, take func(int64) bool) error {
	return f.walk(ctx, math.MaxInt64, func(window []int64) (bool, error) {
		ids, err := numbers.NewRowIter(f.s.db.Query(ctx, "SELECT article_id FROM quote WHERE id IN "+list(window)+" ORDER BY id DESC")).AsList()
		if err != nil {
			return false, fmt.Errorf("looking for their articles: %w", err)
		}
		return slices.ContainsFunc(ids, take), nil
	})
}

// stories returns articles with their actors and quotes.
func (s *Store) stories(ctx context.Context, articles []int64) ([]digest.Story, error) {
	records, err := dbutil.ConvertRowFn[record](scanRecord).NewRowIter(s.db.Query(ctx, "SELECT "+recordColumns+
		" FROM quote WHERE current = 1 AND article_id IN "+list(articles)+" ORDER BY id DESC")).AsList()
	if err != nil {
		return nil, fmt.Errorf("reading quotes: %w", err)
	}
	cast, err := s.cast(ctx, articles)
	if err != nil {
		return nil, fmt.Errorf("reading key actors: %w", err)
	}
	parts := make([]part, len(cast))
	for i, c := range cast {
		parts[i] = c.part
	}
	a, err := s.assembly(ctx, records, parts)
	if err != nil {
		return nil, err
	}
	if a.articles, err = s.editions(ctx, articles); err != nil { // also those without quotes and actors
		return nil, fmt.Errorf("reading articles: %w", err)
	}
	stories := make([]digest.Story, len(articles))
	at := make(map[int64]*digest.Story, len(articles))
	for i, id := range articles {
		if stories[i], err = a.story(id); err != nil {
			return nil, err
		}
		at[id] = &stories[i]
	}
	for _, c := range cast {
		actor := a.actor(c.part)
		actor.Weight = c.weight
		story := at[c.article]
		if !slices.ContainsFunc(story.Actors, func(known digest.Actor) bool { return known.ID == actor.ID }) {
			story.Actors = append(story.Actors, actor)
		}
	}
	for _, r := range records {
		result, err := a.result(r)
		if err != nil {
			return nil, fmt.Errorf("quote %d: %w", r.id, err)
		}
		at[r.article].Quotes = append(at[r.article].Quotes, result)
	}
	return stories, nil
}

// story returns an article with its gist.
func (a assembly) story(id int64) (digest.Story, error) {
	e := a.articles[id]
	gist, err := parseSpans(e.gist)
	if err == nil {
		err = inside(e.Text, gist)
	}
	if err != nil {
		return digest.Story{}, fmt.Errorf("%w: gist of article %d: %w", ErrDamaged, id, err)
	}
	story := digest.Story{Article: e.Article, Gist: cut(e.Text, gist)}
	story.Article.Text = ""
	return story, nil
}

// player is an actor in an article, with how salient it is there.
type player struct {
	part
	weight float64
}

// cast returns who the articles name, the most salient of each first.
func (s *Store) cast(ctx context.Context, articles []int64) ([]player, error) {
	rows, err := s.db.Query(ctx, "SELECT article_id, actor_id, weight FROM article_actor WHERE article_id IN "+list(articles)+
		" ORDER BY article_id, weight DESC, actor_id")
	return dbutil.ConvertRowFn[player](func(row dbutil.Scannable) (p player, err error) {
		err = row.Scan(&p.article, &p.actor, &p.weight)
		return p, err
	}).NewRowIter(rows, err).AsList()
}
