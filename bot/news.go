package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// news is what a schedule has to tell that its place has not had.
type news struct {
	q       query.Query
	stories []digest.Story // those that are shown, newest first
	options compose.Options
	had     []string // what the place has had when it is posted
}

// news returns what has come in for a schedule up to an arrival.
func (p *Publisher) news(ctx context.Context, s store.Schedule, o Options, upto int64) (n news, err error) {
	zone, err := zoneOf(s.Zone)
	if err != nil {
		return n, err
	}
	if n.q, err = Filter(ctx, p.Store, s.Filter, p.Now().In(zone)); err != nil {
		return n, err
	}
	stories, err := p.Store.News(ctx, n.q, s.Covered, upto)
	if err != nil {
		return n, err
	}
	fresh, changed, err := unseen(ctx, p.Store, s.Place, stories)
	if err != nil {
		return n, err
	}
	n.options = p.Digest
	n.options.Zone, n.options.Changed, n.options.Title = zone, changed, s.Name
	if o.Title != "" {
		n.options.Title = o.Title
	}
	n.options.Period = p.Now().In(zone).Format("2 Jan 2006")
	if o.Articles > 0 {
		n.options.Articles = o.Articles
	}
	shown := max(n.options.Articles, 1)
	for i, story := range fresh {
		n.had = append(n.had, store.HadArticle(story.Article.ID))
		if i < shown {
			for _, r := range story.Quotes {
				n.had = append(n.had, store.HadQuote(r))
			}
		}
	}
	n.stories = fresh[:min(len(fresh), (1+titles)*shown)]
	n.options.More = len(fresh) - len(n.stories)
	return n, nil
}

// unseen leaves out of stories what a place has had: articles in this version, and
// statements that another article, of this digest too, or a follow has brought. changed says of which
// articles it has had an earlier version, and when.
func unseen(ctx context.Context, st *store.Store, place string, stories []digest.Story) (fresh []digest.Story, changed map[int64]time.Time, err error) {
	var ids []int64
	var things []string
	for _, s := range stories {
		ids = append(ids, s.Article.ID)
		things = append(things, store.HadArticle(s.Article.ID))
		for _, r := range s.Quotes {
			things = append(things, store.HadQuote(r))
		}
	}
	earlier, err := st.Earlier(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, versions := range earlier {
		for _, id := range versions {
			things = append(things, store.HadArticle(id))
		}
	}
	had, err := st.Had(ctx, place, things)
	if err != nil {
		return nil, nil, fmt.Errorf("looking up what %s has had: %w", place, err)
	}
	changed = make(map[int64]time.Time)
	told := make(map[string]bool) // by a story of this very digest
	for _, s := range stories {
		if _, is := had[store.HadArticle(s.Article.ID)]; is {
			continue
		}
		for _, version := range earlier[s.Article.ID] {
			if at, is := had[store.HadArticle(version)]; is && at.After(changed[s.Article.ID]) {
				changed[s.Article.ID] = at
			}
		}
		s.Quotes = slices.DeleteFunc(s.Quotes, func(r digest.Result) bool {
			key := store.HadQuote(r)
			_, is := had[key]
			is = is || told[key]
			told[key] = true
			return is
		})
		fresh = append(fresh, s)
	}
	return fresh, changed, nil
}
