package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
	"whosaid/digest/query"
)

// gap stands between parts of a mention or a cue that were not printed together.
const gap = " … "

// record is a result whose actors are still numbers, as they were when the
// article was added.
type record struct {
	id      int64
	speaker int64 // 0 for none
	root    int64 // whom the speaker is now
	roles   []string
	about   []int64
	copied  bool // others have printed its article
	digest.Result
}

// recordQuery reads records; which ones and in what order is added to it. The
// database cuts the text, since articles are long, and all of an answer's quotes
// come with one statement, since each costs as much as a dozen rows.
const recordQuery = `
	SELECT q.id, coalesce(q.speaker_id, 0), coalesce((SELECT root_id FROM actor WHERE actor.id = q.speaker_id), 0), q.unnamed, q.kind, q.class, q.confidence,
		q.content, q.cue, q.source, q.context_start, q.context_stop, q.about,
		CAST(substr(a.text, q.context_start + 1, q.context_stop - q.context_start) AS TEXT), a.sha256,
		coalesce((SELECT roles FROM article_actor x WHERE x.article_id = q.article_id AND x.actor_id = q.speaker_id), '[]'),
		EXISTS (SELECT 1 FROM copy WHERE original_id = a.id), ` + metaColumns + `
	FROM quote q JOIN article a ON a.id = q.article_id JOIN outlet o ON o.id = a.outlet_id
	WHERE `

// recordScan scans records, one after the other. It keeps what they are made of, so that
// the dozens of an answer do not each need room for it.
type recordScan struct {
	record
	meta                                       meta
	kind, class                                int
	content, cue, source, about, sha256, roles string
	around                                     digest.Span
	columns                                    []any // pointers to all of these
}

func newRecordScan() *recordScan {
	s := new(recordScan)
	s.columns = append([]any{&s.id, &s.speaker, &s.root, &s.Unnamed, &s.kind, &s.class, &s.Confidence, &s.content, &s.cue, &s.source,
		&s.around.Start, &s.around.End, &s.about, &s.Context, &s.sha256, &s.roles, &s.copied}, s.meta.fields()...)
	return s
}

// next cuts a quote from the text around it.
func (s *recordScan) next(row dbutil.Scannable) (r record, err error) {
	s.record, s.meta = record{}, meta{}
	if err := row.Scan(s.columns...); err != nil {
		return record{}, err
	}
	if err := s.meta.parse(); err != nil {
		return record{}, err
	}
	r = s.record
	r.Article, r.Kind, r.Class = s.meta.Article, kinds[s.kind-1], classes[s.class-1]
	if r.Spans, r.Content, err = cutFrom(r.Context, s.around, s.content); err != nil {
		return r, fmt.Errorf("quote %d: %w", r.id, err)
	}
	cueSpans, cues, err := cutFrom(r.Context, s.around, s.cue)
	if err != nil {
		return r, fmt.Errorf("cue of quote %d: %w", r.id, err)
	}
	sourceSpans, sources, err := cutFrom(r.Context, s.around, s.source)
	if err != nil {
		return r, fmt.Errorf("source of quote %d: %w", r.id, err)
	}
	r.Cue, r.Mention = strings.Join(cues, gap), strings.Join(sources, gap)
	r.Sentence = sentenceIn(r.Context, s.around, slices.Concat(r.Spans, cueSpans, sourceSpans))
	r.ID, r.Number = digest.QuoteID(s.sha256, extent(r.Spans...)), r.id
	if r.about, err = parseNumbers(s.about); err != nil {
		return r, fmt.Errorf("topics of quote %d: %w", r.id, err)
	}
	if r.roles, err = parseTexts(s.roles); err != nil {
		return r, fmt.Errorf("roles at quote %d: %w", r.id, err)
	}
	return r, nil
}

// whose tells speakers apart: actors by number, those whom an article does not name
// by how it words them, and all of whom it is not certain who as one.
func (r *record) whose() string {
	switch {
	case r.root != 0:
		return strconv.FormatInt(r.root, 10)
	case r.Unnamed:
		return fmt.Sprintf("%d %s", r.Article.ID, query.Fold(r.Mention))
	}
	return ""
}

// sentenceIn returns the sentences of context, which stands at a place of the
// text, that spans of the text touch.
func sentenceIn(context string, at digest.Span, spans []digest.Span) string {
	if len(spans) == 0 {
		return ""
	}
	touched := extent(spans...)
	printed := sentencesOf(context, digest.Span{Start: touched.Start - at.Start, End: touched.End - at.Start})
	return strings.TrimSpace(printed.Cut(context))
}

// parseTexts reads a JSON array of strings. Nearly all have nothing in them that JSON
// escapes, and are simply divided.
func parseTexts(text string) (texts []string, err error) {
	if text == "[]" || text == "null" {
		return nil, nil
	}
	if inner, ok := strings.CutPrefix(text, `["`); ok && strings.HasSuffix(inner, `"]`) && !strings.Contains(inner, `\`) {
		texts = strings.Split(strings.TrimSuffix(inner, `"]`), `","`)
		if strings.Count(text, `"`) == 2*len(texts) {
			return texts, nil
		}
	}
	if err := json.Unmarshal([]byte(text), &texts); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return texts, nil
}

// parseNumbers reads a JSON array of whole numbers.
func parseNumbers(text string) (ids []int64, err error) {
	text = strings.Trim(text, "[]")
	if text == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// cutFrom reads spans and cuts them from a part of the text.
func cutFrom(part string, at digest.Span, formatted string) (spans []digest.Span, cuts []string, err error) {
	spans, err = parseSpans(formatted)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range spans {
		inner := digest.Span{Start: s.Start - at.Start, End: s.End - at.Start}
		if err := inside(part, []digest.Span{inner}); err != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		cuts = append(cuts, inner.Cut(part))
	}
	return spans, cuts, nil
}

// results returns the quotes of hits with all that is shown of them, in their order;
// an empty one where there is none.
func (s *Store) results(ctx context.Context, hits []int64) ([]digest.Result, error) {
	records, err := s.records(ctx, hits)
	if err != nil {
		return nil, err
	}
	return s.complete(ctx, records)
}

// records reads the quotes of hits, in their order.
func (s *Store) records(ctx context.Context, hits []int64) ([]record, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(hits))
	for i, hit := range hits {
		ids[i] = quoteOf(hit)
	}
	t := new(sqlText)
	t.WriteString(recordQuery + "q.id IN " + t.list(ids))
	at := make(map[int64]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	records := make([]record, len(hits))
	rows, err := s.db.Query(ctx, t.String(), t.args...)
	err = dbutil.ConvertRowFn[record](newRecordScan().next).NewRowIter(rows, err).Iter(func(r record) (bool, error) {
		records[at[r.id]] = r
		return true, nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading quotes: %w", err)
	}
	for i, id := range ids {
		records[i] = records[at[id]]
		records[i].ByHeadline = byHeadline(hits[i])
	}
	return records, nil
}

// complete adds the actors to records, and which other outlets printed them.
func (s *Store) complete(ctx context.Context, records []record) ([]digest.Result, error) {
	if len(records) == 0 {
		return nil, nil
	}
	var actors actorSet
	for _, r := range records {
		actors.need(r)
	}
	if err := actors.load(ctx, s); err != nil {
		return nil, err
	}
	results := make([]digest.Result, len(records))
	var copied []int64
	for i, r := range records {
		results[i] = actors.result(r)
		if r.copied {
			copied = append(copied, r.Article.ID)
		}
	}
	if err := s.also(ctx, results, distinct(copied)); err != nil {
		return nil, fmt.Errorf("reading other printings: %w", err)
	}
	return results, nil
}

// actorSet is the actors of several records.
type actorSet struct {
	named []int64 // of whom only the name is shown
	shown []int64 // who are shown with their aliases
	byID  map[int64]digest.Actor
}

func (a *actorSet) need(r record) {
	a.named = append(a.named, r.about...)
	if r.speaker != 0 {
		a.named = append(a.named, r.speaker)
	}
}

func (a *actorSet) load(ctx context.Context, s *Store) (err error) {
	a.shown = distinct(a.shown)
	if a.byID, err = s.actorsByID(ctx, distinct(append(a.named, a.shown...)), a.shown); err != nil {
		return fmt.Errorf("reading actors: %w", err)
	}
	return nil
}

func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// in returns an actor with its roles in one article.
func (a *actorSet) in(id int64, roles []string, article digest.Article) digest.Actor {
	actor := a.byID[id]
	for _, text := range roles {
		role := digest.Role{Text: text, ArticleID: article.ID, Date: article.Published}
		if !slices.Contains(actor.Roles, role) {
			actor.Roles = append(actor.Roles, role)
		}
	}
	return actor
}

// result returns the record with its actors.
func (a *actorSet) result(r record) digest.Result {
	if r.speaker != 0 {
		speaker := a.in(r.speaker, r.roles, r.Article)
		r.Speaker = &speaker
	}
	for _, id := range r.about {
		if name := a.byID[id].Name; !slices.Contains(r.About, name) {
			r.About = append(r.About, name)
		}
	}
	return r.Result
}
