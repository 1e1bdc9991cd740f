package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"whosaid/digest/query"
)

// search is a query as the tables can answer it. One index drives it: it gives
// the numbers of quotes newest first, a window at a time, so that a page costs the
// same however large the store is. What that index cannot tell is filtered after.
type search struct {
	s       *Store
	q       query.Query
	match   match
	by      []int64 // speakers, merged ones included; nil for any
	about   []int64 // actors that are talked about; nil for any
	outlets []int64 // nil for any
	kinds   []int64
	classes []int64
	drive   index
	read    bool // words are looked for in the texts, not in the index
	nothing bool // a filter lets nothing through
}

// index is what a search walks.
type index uint8

const (
	byTime    index = iota // all quotes
	bySpeaker              // quote_speaker
	byMention              // mention
	byWords                // quote_fts
)

// fewMentions is up to how many mentions of an actor it is faster to read all their
// texts than to have the index list where the words are.
const fewMentions = 256

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
	for _, kind := range q.Kinds {
		f.kinds = append(f.kinds, int64(slices.Index(kinds, kind))+1)
	}
	for _, class := range q.Classes {
		f.classes = append(f.classes, int64(slices.Index(classes, class))+1)
	}
	if q.Form == query.Latest && len(q.Classes) == 0 {
		f.classes = []int64{statement}
	}
	f.match.column = "{statement other}"
	if len(f.classes) == 1 && f.classes[0] == statement {
		f.match.column = "statement"
	}
	f.words()
	return f, f.plan(ctx)
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
	if len(q.By.Actors) == 0 && q.By.Text != "" {
		f.match.by(q.By.Text)
	}
	if topic := q.About; len(topic.Actors) == 0 && topic.Text != "" {
		words := query.Words(topic.Text)
		switch {
		case topic.Quoted:
			f.match.exactly(topic.Text)
		case len(words) == 0:
			f.match.need(topic.Text)
		}
		for _, word := range words {
			f.match.need(word)
		}
	}
	for _, word := range q.Words {
		f.match.need(word)
	}
	for _, phrase := range q.Exact {
		f.match.exactly(phrase)
	}
	for _, word := range q.Without {
		f.match.lacking(word)
	}
}

// plan chooses the index to walk.
func (f *search) plan(ctx context.Context) error {
	switch {
	case f.about != nil:
		f.drive = byMention
		if len(f.match.all)+len(f.match.without) == 0 || f.nothing {
			return nil
		}
		few, err := number(f.s.db.QueryRow(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM mention WHERE actor_id IN %s LIMIT %d)", listed, fewMentions),
			asJSON(f.about)))
		if err != nil {
			return fmt.Errorf("counting mentions: %w", err)
		}
		f.read = few < fewMentions
	case len(f.match.all) > 0:
		f.drive = byWords
	case f.by != nil:
		f.drive = bySpeaker
	case f.outlets != nil:
		f.drive = byWords
	}
	if f.drive == byWords {
		f.tags()
	}
	return nil
}

// tags makes the filters words of the index.
func (f *search) tags() {
	for _, t := range []struct {
		letter string
		ids    []int64
	}{{"s", f.by}, {"f", f.outlets}} {
		if t.ids != nil {
			f.match.tag(t.letter, t.ids)
		}
	}
}

// filters returns the conditions that the index which is walked leaves to columns.
func (f *search) filters(t *sqlText) string {
	outlets, classes := f.outlets, f.classes
	if f.drive == byWords {
		outlets = nil // a tag
		if f.match.column == "statement" && len(f.match.all) > 0 {
			classes = nil
		}
	}
	var b strings.Builder
	for _, c := range []struct {
		column string
		ids    []int64
	}{{"outlet_id", outlets}, {"kind", f.kinds}, {"class", classes}} {
		if c.ids != nil {
			b.WriteString(" AND " + c.column + t.in(c.ids))
		}
	}
	return b.String()
}

// statement returns the SQL for at most limit hits before the number given,
// newest first.
func (f *search) statement(before int64, limit int) *sqlText {
	t := new(sqlText)
	rest := func(id string) string { return " AND " + id + " < " + t.arg(before) + period(t, id, f.q) }
	// A limit among the arguments would have SQLite plan the statement anew each time.
	end := func(id string) string { return fmt.Sprintf(" ORDER BY %s DESC LIMIT %d", id, limit) }
	var arms []string
	switch f.drive {
	case byWords:
		from, filters := "quote_fts w", f.filters(t)
		if filters != "" {
			from += " CROSS JOIN quote q ON q.id = w.rowid"
		}
		arms = []string{"SELECT w.rowid AS id FROM " + from + " WHERE quote_fts MATCH " + t.arg(f.match.expression()) +
			rest("w.rowid") + filters + end("w.rowid")}
	case byMention:
		for _, actor := range f.about {
			for _, by := range f.speakers() {
				arm := "SELECT quote_id AS id FROM mention WHERE actor_id = " + t.arg(actor)
				if by != 0 {
					arm += " AND speaker_id = " + t.arg(by)
				}
				arms = append(arms, arm+rest("quote_id")+f.filters(t)+end("quote_id"))
			}
		}
	default:
		for _, by := range f.speakers() {
			arm := "SELECT id FROM quote WHERE current = 1"
			if by != 0 {
				arm += " AND speaker_id = " + t.arg(by)
			}
			arms = append(arms, arm+rest("id")+f.filters(t)+end("id"))
		}
	}
	if len(arms) == 1 {
		t.WriteString(arms[0])
		return t
	}
	// Each actor's rows come in order from its own range of the index, which one range for all would not give.
	t.WriteString("SELECT id FROM (SELECT * FROM (" + strings.Join(arms, ") UNION SELECT * FROM (") + "))" + end("id"))
	return t
}

// speakers returns the speakers wanted; 0 stands for any.
func (f *search) speakers() []int64 {
	if f.by == nil {
		return []int64{0}
	}
	return f.by
}

// window returns the next hits before the number given. done says that there are
// no others; otherwise the search goes on before the number next.
func (f *search) window(ctx context.Context, before int64, limit int) (hits []int64, next int64, done bool, err error) {
	if f.nothing {
		return nil, 0, true, nil
	}
	t := f.statement(before, limit)
	hits, err = numbers.NewRowIter(f.s.db.Query(ctx, t.String(), t.args...)).AsList()
	if err != nil {
		return nil, 0, false, fmt.Errorf("searching: %w", err)
	}
	if len(hits) > 0 {
		next = hits[len(hits)-1]
	}
	done = len(hits) < limit
	hits, err = f.filter(ctx, hits)
	return hits, next, done, err
}
