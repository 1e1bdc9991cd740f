package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// gap stands between parts of a mention or a cue that were not printed together.
const gap = " … "

// record is a row of quote.
type record struct {
	id, article, speaker int64
	unnamed              bool
	kind, class          int
	confidence           float64
	content, cue, source string
	context              digest.Span
	about                []int64
}

const recordColumns = `id, article_id, coalesce(speaker_id, 0), unnamed, kind, class, confidence,
	content, cue, source, context_start, context_stop, about`

func scanRecord(row dbutil.Scannable) (r record, err error) {
	var about string
	err = row.Scan(&r.id, &r.article, &r.speaker, &r.unnamed, &r.kind, &r.class, &r.confidence,
		&r.content, &r.cue, &r.source, &r.context.Start, &r.context.End, &about)
	if err == nil {
		err = json.Unmarshal([]byte(about), &r.about)
	}
	return r, err
}

// results returns quotes, by number, with all that is shown of them, in the
// order of ids.
func (s *Store) results(ctx context.Context, ids []int64) ([]digest.Result, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.db.Query(ctx, "SELECT "+recordColumns+" FROM quote WHERE id IN "+list(ids))
	records, err := dbutil.ConvertRowFn[record](scanRecord).NewRowIter(rows, err).AsList()
	if err != nil {
		return nil, fmt.Errorf("reading quotes: %w", err)
	}
	a, err := s.assembly(ctx, records, nil)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]digest.Result, len(records))
	for _, r := range records {
		if byID[r.id], err = a.result(r); err != nil {
			return nil, fmt.Errorf("quote %d: %w", r.id, err)
		}
	}
	results := make([]digest.Result, len(ids))
	for i, id := range ids {
		results[i] = byID[id]
	}
	return results, nil
}

// assembly is what several results share.
type assembly struct {
	articles map[int64]edition
	actors   map[int64]digest.Actor // by any number that the actor has or had
	roles    map[part][]digest.Role
}

// assembly reads the articles and the actors of records, and of other parts that
// actors have in articles, with their roles.
func (s *Store) assembly(ctx context.Context, records []record, others []part) (a assembly, err error) {
	var articles, actors, named []int64
	parts := slices.Clone(others)
	for _, r := range records {
		articles = append(articles, r.article)
		actors = append(actors, r.about...)
		if r.speaker != 0 {
			parts = append(parts, part{r.article, r.speaker})
		}
	}
	for _, p := range parts {
		articles = append(articles, p.article)
		named = append(named, p.actor)
	}
	named = distinct(named)
	if a.articles, err = s.editions(ctx, distinct(articles)); err != nil {
		return a, fmt.Errorf("reading articles: %w", err)
	}
	if a.actors, err = s.actorsByID(ctx, distinct(append(actors, named...)), named); err != nil {
		return a, fmt.Errorf("reading actors: %w", err)
	}
	if a.roles, err = s.roles(ctx, parts, a.articles); err != nil {
		return a, fmt.Errorf("reading roles: %w", err)
	}
	return a, nil
}

func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// actor returns an actor with its roles in one article.
func (a assembly) actor(p part) digest.Actor {
	actor := a.actors[p.actor]
	actor.Roles = a.roles[p]
	return actor
}

// result cuts a quote from its article.
func (a assembly) result(r record) (digest.Result, error) {
	e := a.articles[r.article]
	content, err := parseSpans(r.content)
	if err != nil {
		return digest.Result{}, err
	}
	cue, err := parseSpans(r.cue)
	if err != nil {
		return digest.Result{}, err
	}
	source, err := parseSpans(r.source)
	if err != nil {
		return digest.Result{}, err
	}
	text := e.Text
	if err := inside(text, slices.Concat(content, cue, source, []digest.Span{r.context})); err != nil {
		return digest.Result{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	out := digest.Result{
		ID:         digest.QuoteID(e.sha256, extent(content...)),
		Kind:       kinds[r.kind-1],
		Class:      classes[r.class-1],
		Confidence: r.confidence,
		Unnamed:    r.unnamed,
		Mention:    strings.Join(cut(text, source), gap),
		Cue:        strings.Join(cut(text, cue), gap),
		Content:    cut(text, content),
		Spans:      content,
		Context:    r.context.Cut(text),
		Article:    e.Article,
	}
	out.Article.Text = ""
	if r.speaker != 0 {
		speaker := a.actor(part{r.article, r.speaker})
		out.Speaker = &speaker
	}
	for _, id := range r.about {
		if name := a.actors[id].Name; !slices.Contains(out.About, name) {
			out.About = append(out.About, name)
		}
	}
	return out, nil
}
