package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"whosaid/digest"
	"whosaid/digest/query"
)

// search is a query as the tables can answer it. One index drives it: it gives
// the numbers of quotes newest first, a window at a time, so that a page costs the
// same however large the store is.
type search struct {
	s       *Store
	q       query.Query
	match   match
	by      []int64 // speakers, merged ones included; nil for any
	about   []int64 // actors that are talked about; nil for any
	outlets []int64 // nil for any
	copied  bool    // they have printed texts of others
	kinds   []int64
	classes []int64
	drive   index
	nothing bool // a filter lets nothing through

	inCopies match // match without the outlets, where copied
}

// index is what a search walks.
type index uint8

const (
	byTime    index = iota // all quotes
	bySpeaker              // quote_speaker
	byMention              // mention
	byWords                // words
)

// statement is how the class of statements is stored; the word index has it as a column.
const statement = 1

// search plans the answer to q.
func (s *Store) search(ctx context.Context, q query.Query) (*search, error) {
	f := &search{s: s, q: q}
	var err error
	if f.by, err = f.actors(ctx, q.By); err != nil {
		return nil, fmt.Errorf("looking up the speaker: %w", err)
	}
	if f.about, err = f.actors(ctx, q.About); err != nil {
		return nil, fmt.Errorf("looking up the actor: %w", err)
	}
	if f.outlets, err = s.outlets(ctx, q.Outlets); err != nil {
		return nil, fmt.Errorf("looking up outlets: %w", err)
	}
	f.nothing = f.nothing || len(q.Outlets) > 0 && len(f.outlets) == 0
	if err = f.copying(ctx); err != nil {
		return nil, fmt.Errorf("looking up copies: %w", err)
	}
	for _, kind := range q.Kinds {
		f.kinds = append(f.kinds, int64(slices.Index(kinds, kind))+1)
	}
	for _, class := range q.Classes {
		f.classes = append(f.classes, int64(slices.Index(classes, class))+1)
	}
	if q.Form == query.Latest && len(q.Classes) == 0 {
		f.classes = []int64{statement}
	}
	f.words()
	f.plan()
	return f, nil
}

// actors returns the actors a term means; nil where it means none in particular.
func (f *search) actors(ctx context.Context, t query.Term) ([]int64, error) {
	if len(t.Actors) == 0 {
		return nil, nil
	}
	ids, err := f.s.members(ctx, t.Actors)
	f.nothing = f.nothing || len(ids) == 0
	return ids, err
}

// words fills match with all that must or must not stand in the text.
func (f *search) words() {
	q := f.q
	f.match.column = "{statement other}"
	if slices.Equal(f.classes, []int64{statement}) {
		f.match.column = "statement"
	}
	if len(q.By.Actors) == 0 && q.By.Text != "" {
		f.match.by(q.By.Text)
	}
	if topic := q.About; len(topic.Actors) == 0 && topic.Text != "" {
		things := query.Alternatives(topic.Text)
		switch {
		case topic.Quoted:
			f.match.exactly(topic.Text)
		case len(things) == 0:
			f.match.need(topic.Text)
		case len(things) == 1:
			for _, word := range things[0] {
				f.match.word(word)
			}
		default:
			f.match.either(things)
		}
	}
	for _, word := range q.Words {
		f.match.word(word)
	}
	for _, phrase := range q.Exact {
		f.match.exactly(phrase)
	}
	for _, word := range q.Without {
		f.match.lacking(word)
	}
}

// plan chooses the index to walk. Tables with an order of their own serve one
// actor best; whatever has to be in two lists at once is left to the word index,
// which skips through both.
func (f *search) plan() {
	switch {
	case len(f.match.all)+len(f.match.without) > 0, f.outlets != nil, f.by != nil && f.about != nil:
		f.drive = byWords
		f.tags()
	case f.about != nil:
		f.drive = byMention
	case f.by != nil:
		f.drive = bySpeaker
	}
}

// tags makes the filters words of the index.
func (f *search) tags() {
	classes := f.classes
	if f.match.column == "statement" && len(f.match.all) > 0 {
		classes = nil // the column says so
	}
	for _, t := range []struct {
		letter string
		ids    []int64
	}{{"s", f.by}, {"m", f.about}, {"k", f.kinds}, {"c", classes}} {
		if t.ids != nil {
			f.match.tag(t.letter, t.ids)
		}
	}
	f.inCopies = f.match
	f.inCopies.tags = slices.Clone(f.match.tags)
	if f.outlets != nil {
		f.match.tag("f", f.outlets)
	}
	if len(f.match.all)+len(f.match.tags) == 0 {
		f.match.tag("c", anyClass) // there must be something to leave words out of
	}
}

var anyClass = []int64{1, 2, 3}

// filters returns the conditions that a table which is walked has columns for.
func (f *search) filters(t *sqlText) string {
	var b strings.Builder
	for _, c := range []struct {
		column string
		ids    []int64
	}{{"kind", f.kinds}, {"class", f.classes}} {
		if c.ids != nil {
			b.WriteString(" AND " + c.column + t.in(c.ids))
		}
	}
	return b.String()
}

// statement returns the SQL for at most limit hits before the number given.
func (f *search) statement(before int64, limit int) *sqlText {
	t := new(sqlText)
	rest := func(id string) string { return " AND " + id + " < " + t.arg(before) + period(t, id, f.q) }
	// A limit among the arguments would have SQLite plan the statement anew each time.
	end := func(id string) string { return fmt.Sprintf(" ORDER BY %s DESC LIMIT %d", id, limit) }
	var arms []string
	switch f.drive {
	case byWords:
		arms = []string{"SELECT rowid AS id FROM words WHERE words MATCH " + t.arg(f.match.expression()) + rest("rowid") + end("rowid")}
		if f.copied {
			text, id := f.elsewhere(t)
			arms = append(arms, text+rest(id)+end(id))
		}
	case byMention:
		for _, actor := range f.about {
			arms = append(arms, "SELECT quote_id AS id FROM mention WHERE actor_id = "+t.arg(actor)+rest("quote_id")+f.filters(t)+end("quote_id"))
		}
	case bySpeaker:
		for _, by := range f.by {
			arms = append(arms, "SELECT id FROM quote WHERE current = 1 AND speaker_id = "+t.arg(by)+rest("id")+f.filters(t)+end("id"))
		}
	default:
		arms = []string{"SELECT id FROM quote WHERE current = 1" + rest("id") + f.filters(t) + end("id")}
	}
	hits := arms[0]
	if len(arms) > 1 {
		// Each actor's rows come in order from its own range of the index, which one range for all would not give.
		hits = "SELECT id FROM (SELECT * FROM (" + strings.Join(arms, ") UNION SELECT * FROM (") + "))" + end("id")
	}
	// One long row takes a fifth of the time of a hundred short ones.
	t.WriteString("SELECT coalesce(group_concat(id, ' '), '') FROM (" + hits + ")")
	return t
}

// window returns the next hits before the one given, newest first. done says that
// there are no others; otherwise the search goes on before next. A hit is the
// number of a quote, or more than that, see headline.go.
func (f *search) window(ctx context.Context, before int64, limit int) (hits []int64, next int64, done bool, err error) {
	switch {
	case f.nothing:
		return nil, 0, true, nil
	case byHeadline(before):
		return f.headlines(ctx, before)
	}
	if hits, err = f.list(ctx, f.statement(min(before, headlined/2), limit)); err != nil {
		return nil, 0, false, fmt.Errorf("searching: %w", err)
	}
	switch {
	case len(hits) == limit:
		next = hits[len(hits)-1]
	case f.topical():
		next = firstHeadline
	default:
		done = true
	}
	hits, err = f.filter(ctx, hits)
	return hits, next, done, err
}

// complete makes results of records.
func (f *search) complete(ctx context.Context, records []record) ([]digest.Result, error) {
	results, err := f.s.complete(ctx, records)
	for i := range results {
		results[i].Beside = f.match.beside(results[i])
	}
	return results, err
}

// list reads the numbers that a statement gives as one text, newest first.
func (f *search) list(ctx context.Context, t *sqlText) ([]int64, error) {
	var text string
	if err := f.s.db.QueryRow(ctx, t.String(), t.args...).Scan(&text); err != nil {
		return nil, err
	}
	ids := make([]int64, 0, strings.Count(text, " ")+1)
	for part := range strings.FieldsSeq(text) {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.SortFunc(ids, newest)
	return ids, nil
}

// newest compares numbers so that the highest comes first.
func newest(a, b int64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}
