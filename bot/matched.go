package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// matched says for each schedule and follow whether its filter takes the article, and
// if not, why; and what it waits for.
func (p *Publisher) matched(ctx context.Context, a digest.Article, t store.Trace, quote *digest.Result, v sight, now time.Time) (lines []string, err error) {
	schedules, err := p.Store.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range schedules {
		if !v.place(s.Place) {
			continue
		}
		line, err := p.judged(ctx, a, t, fmt.Sprintf("schedule %s (%s)", s.Name, p.called(ctx, s.Place, v.here)), s.Filter, s.Covered, s.Paused, func() string {
			return "it waits for " + minute(s.Next.In(now.Location()))
		})
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	follows, err := p.Store.Follows(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range follows {
		if !v.follow(f) {
			continue
		}
		line, err := p.judged(ctx, a, t, fmt.Sprintf("follow %d (%s)", f.ID, p.called(ctx, f.Place, v.here)), f.Filter, f.Covered, f.Paused, func() string {
			return "its new statements come within " + hours(or(p.Bundle, bundled))
		})
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// judged says what one filter makes of an article.
func (p *Publisher) judged(ctx context.Context, a digest.Article, t store.Trace, name, filter string, covered int64, paused string, waits func() string) (string, error) {
	q, err := Filter(ctx, p.Store, filter, p.Now())
	var unclear Unclear
	if errors.As(err, &unclear) {
		return fmt.Sprintf("The %s: its filter is not clear: %s.", name, unclear), nil
	}
	if err != nil {
		return "", err
	}
	takes, err := p.takes(ctx, a, t, q)
	if err != nil {
		return "", err
	}
	if !takes {
		why, err := p.refuses(ctx, a, t, q)
		return fmt.Sprintf("The %s does not take it: %s.", name, why), err
	}
	text := fmt.Sprintf("The %s takes it", name)
	if filter != "" {
		text += " (" + filter + ")"
	}
	switch {
	case paused != "":
		text += "; it is paused: " + paused
	case t.Newer == 0 && t.Arrival > covered:
		text += "; " + waits()
	}
	return text + ".", nil
}

// takes reports whether a filter lets an article through, as it is asked for a digest.
func (p *Publisher) takes(ctx context.Context, a digest.Article, t store.Trace, q query.Query) (bool, error) {
	stories, err := p.Store.News(ctx, q, t.Arrival-1, t.Arrival)
	return slices.ContainsFunc(stories, func(s digest.Story) bool { return s.Article.ID == a.ID }), err
}

// refuses says which parts of a filter an article does not fit, each by itself.
func (p *Publisher) refuses(ctx context.Context, a digest.Article, t store.Trace, q query.Query) (string, error) {
	var parts []query.Query
	add := func(has bool, part query.Query) {
		if has {
			parts = append(parts, part)
		}
	}
	add(q.By.Text != "", query.Query{By: q.By})
	add(q.About.Text != "", query.Query{About: q.About})
	for _, w := range q.Words {
		add(true, query.Query{Words: []string{w}})
	}
	for _, w := range q.Exact {
		add(true, query.Query{Exact: []string{w}})
	}
	add(len(q.Outlets) > 0, query.Query{Outlets: q.Outlets})
	add(len(q.Kinds) > 0, query.Query{Kinds: q.Kinds})
	add(len(q.Classes) > 0, query.Query{Classes: q.Classes})
	for _, w := range q.Without {
		add(true, query.Query{Without: []string{w}})
	}
	var wrong []string
	for _, part := range parts {
		takes, err := p.takes(ctx, a, t, part)
		if err != nil {
			return "", err
		}
		if !takes {
			line := part.Line()
			if len(part.Classes) == 0 {
				line = strings.TrimSpace(strings.TrimSuffix(line, `class:"all"`))
			}
			wrong = append(wrong, line)
		}
	}
	switch {
	case len(wrong) > 0:
		return "it does not fit " + enumerated(wrong, "or"), nil
	case len(parts) > 1:
		return "no single quote in it fits all of its filter", nil
	}
	return "another version of it is the current one", nil
}
