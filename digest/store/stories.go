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
	err = s.consult(ctx, func(ctx context.Context) error {
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

// current walks all articles, with and without quotes, that nobody would see by half.
func (f *search) current(ctx context.Context, limit int, take func(int64) bool) error {
	t := new(sqlText)
	t.WriteString("SELECT id FROM article" + f.through(t) + " AND id NOT IN (SELECT article_id FROM reading WHERE problem = '') ORDER BY id DESC")
	if limit > 0 {
		fmt.Fprintf(t, " LIMIT %d", limit+countLimit)
	}
	ids, err := numbers.NewRowIter(f.s.db.Query(ctx, t.String(), t.args...)).AsList()
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
	return f.walk(ctx, math.MaxInt64, firstWindow, func(window []int64, _ bool) (bool, error) {
		quotes := make([]int64, len(window))
		for i, hit := range window {
			quotes[i] = quoteOf(hit)
		}
		ids, err := numbers.NewRowIter(f.s.db.Query(ctx, "SELECT article_id FROM quote WHERE id IN "+listed+" ORDER BY id DESC", asJSON(quotes))).AsList()
		if err != nil {
			return false, fmt.Errorf("looking for their articles: %w", err)
		}
		return slices.ContainsFunc(ids, take), nil
	})
}

// stories returns articles with their actors and quotes.
func (s *Store) stories(ctx context.Context, articles []int64) ([]digest.Story, error) {
	editions, err := s.editions(ctx, articles)
	if err != nil {
		return nil, fmt.Errorf("reading articles: %w", err)
	}
	cast, err := s.cast(ctx, articles)
	if err != nil {
		return nil, fmt.Errorf("reading key actors: %w", err)
	}
	records, err := dbutil.ConvertRowFn[record](newRecordScan().next).NewRowIter(s.db.Query(ctx, recordQuery+
		"q.current = 1 AND q.article_id IN "+listed+" ORDER BY q.id DESC", asJSON(articles))).AsList()
	if err != nil {
		return nil, fmt.Errorf("reading quotes: %w", err)
	}
	var actors actorSet
	for _, r := range records {
		actors.need(r)
	}
	for _, p := range cast {
		actors.shown = append(actors.shown, p.actor)
	}
	if err := actors.load(ctx, s); err != nil {
		return nil, err
	}
	stories := make([]digest.Story, len(articles))
	at := make(map[int64]*digest.Story, len(articles))
	for i, id := range articles {
		if stories[i], err = story(editions[id]); err != nil {
			return nil, err
		}
		at[id] = &stories[i]
	}
	for _, p := range cast {
		story := at[p.article]
		actor := actors.in(p.actor, p.roles, story.Article)
		actor.Weight = p.weight
		if !slices.ContainsFunc(story.Actors, func(known digest.Actor) bool { return known.ID == actor.ID }) {
			story.Actors = append(story.Actors, actor)
		}
	}
	for _, r := range records {
		at[r.Article.ID].Quotes = append(at[r.Article.ID].Quotes, actors.result(r))
	}
	if err := s.alsoStories(ctx, stories); err != nil {
		return nil, fmt.Errorf("reading other printings: %w", err)
	}
	return stories, nil
}

// story returns an article with its gist.
func story(e edition) (digest.Story, error) {
	gist, err := parseSpans(e.gist)
	if err == nil {
		err = inside(e.Text, gist)
	}
	if err != nil {
		return digest.Story{}, fmt.Errorf("%w: gist of article %d: %w", ErrDamaged, e.ID, err)
	}
	story := digest.Story{Article: e.Article, Gist: cut(e.Text, gist)}
	story.Article.Text = ""
	return story, nil
}

// part is what an actor is in one article.
type part struct {
	article, actor int64
	weight         float64
	roles          []string
}

// cast returns who the articles name, the most salient of each first.
func (s *Store) cast(ctx context.Context, articles []int64) ([]part, error) {
	rows, err := s.db.Query(ctx, `SELECT article_id, actor_id, weight, roles FROM article_actor
		WHERE article_id IN `+listed+` ORDER BY article_id, weight DESC, actor_id`, asJSON(articles))
	return dbutil.ConvertRowFn[part](func(row dbutil.Scannable) (p part, err error) {
		var roles string
		if err = row.Scan(&p.article, &p.actor, &p.weight, &roles); err == nil {
			p.roles, err = parseTexts(roles)
		}
		return p, err
	}).NewRowIter(rows, err).AsList()
}
