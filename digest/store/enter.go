package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"whosaid/digest"
)

// Who is named in an article, who said what in it, and its words, go into a dozen
// trees, most of them ordered by actor or by word: for one article alone that is a
// page to write for nearly each row. So a reading is first noted beside its
// article, and entered into those tables with others (catchup.go).

// entry is a reading that waits to be entered.
type entry struct {
	seq       int64 // of the article's arrival
	outlet    int64
	article   digest.Article // ID and Text, until it is entered
	published string         // see formatTime
	body      []byte         // see encodeReading
}

// entering is the work of one transaction on readings. What it gathers is written
// at the end, or before somebody has to read it.
type entering struct {
	s        *Store
	salience []salience
	mentions []mention
	uses     map[int64]int // by actor
	outlets  map[int64]int // articles, as the next
	days     map[int64]perDay
	articles []int64
	fresh    []freshName
}

func (s *Store) entering() *entering {
	return &entering{s: s, uses: make(map[int64]int), outlets: make(map[int64]int), days: make(map[int64]perDay)}
}

// salience is a row of article_actor, mention one of mention.
type (
	salience struct {
		article, actor int64
		weight         float64
		roles          string
	}
	mention struct {
		actor, quote int64
		class, kind  int
		speaker      int64
	}
	perDay struct{ timed, dated int } // articles
)

// freshName is a name that is new to the store, and the article that brought it.
type freshName struct {
	alias
	article int64
}

// enter enters readings in the order in which they have come.
func (s *Store) enter(ctx context.Context, entries []entry) (err error) {
	if err := s.recall(ctx, entries[0].seq); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			s.familiar.forget()
		}
	}()
	e := s.entering()
	var seqs []int64
	for _, in := range entries {
		if err := e.enter(ctx, in); err != nil {
			return fmt.Errorf("entering what was read in article %d: %w", in.article.ID, err)
		}
		seqs = append(seqs, in.seq)
	}
	if err := e.finish(ctx); err != nil {
		return err
	}
	s.familiar.state.entered = seqs[len(seqs)-1]
	_, err = s.db.Exec(ctx, "DELETE FROM reading WHERE seq IN "+listed, asJSON(seqs))
	return err
}

// enter decides who the actors of an article are, and writes its quotes.
func (e *entering) enter(ctx context.Context, in entry) error {
	a := in.article
	r, err := decodeReading(in.body, a)
	if err == nil {
		a.Published, a.DateOnly, err = parseTime(in.published)
	}
	if err != nil {
		return err
	}
	e.article(a.ID, in.outlet)
	actors, err := e.actors(ctx, in.outlet, a.ID, r.Actors)
	if err != nil {
		return err
	}
	if err := e.quotes(ctx, in.outlet, a, r, actors); err != nil {
		return fmt.Errorf("writing quotes: %w", err)
	}
	return nil
}

// article has an article counted, and its words indexed.
func (e *entering) article(id, outlet int64) {
	e.articles = append(e.articles, id)
	e.outlets[outlet]++
	day, one := onDay(id)
	sum := e.days[day]
	e.days[day] = perDay{sum.timed + one.timed, sum.dated + one.dated}
}

// onDay counts one article on its day.
func onDay(article int64) (day int64, one perDay) {
	if day = dayOf(article >> sequenceBits); article&half != 0 {
		return day, perDay{dated: 1}
	}
	return day, perDay{timed: 1}
}

// finish writes what was gathered and the words of the articles, and looks for new
// names in older ones.
func (e *entering) finish(ctx context.Context) error {
	if err := e.write(ctx); err != nil {
		return err
	}
	if err := e.count(ctx); err != nil {
		return fmt.Errorf("counting articles: %w", err)
	}
	if err := e.s.index(ctx, e.articles); err != nil {
		return err
	}
	return e.s.fillBack(ctx, e.fresh)
}

// count adds to the numbers of articles.
func (e *entering) count(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(e.outlets)) {
		if _, err := e.s.db.Exec(ctx, "UPDATE outlet SET articles = articles + $2 WHERE id = $1", id, e.outlets[id]); err != nil {
			return err
		}
	}
	for _, day := range slices.Sorted(maps.Keys(e.days)) {
		if err := e.s.countDay(ctx, day, e.days[day]); err != nil {
			return err
		}
	}
	return nil
}

// countDay adds to the numbers of articles of a day.
func (s *Store) countDay(ctx context.Context, number int64, more perDay) error {
	_, err := s.db.Exec(ctx, `INSERT INTO day (day, timed, dated) VALUES ($1, $2, $3)
		ON CONFLICT (day) DO UPDATE SET timed = timed + excluded.timed, dated = dated + excluded.dated`, number, more.timed, more.dated)
	return err
}

// write writes what was gathered, the rows of one actor together.
func (e *entering) write(ctx context.Context) error {
	slices.SortFunc(e.salience, func(a, b salience) int {
		return cmp.Or(cmp.Compare(a.actor, b.actor), cmp.Compare(a.article, b.article))
	})
	slices.SortFunc(e.mentions, func(a, b mention) int { return cmp.Or(cmp.Compare(a.actor, b.actor), cmp.Compare(a.quote, b.quote)) })
	var named, about, uses []any
	for _, n := range e.salience {
		named = append(named, n.article, n.actor, n.weight, n.roles)
	}
	for _, m := range e.mentions {
		about = append(about, m.actor, m.quote, m.class, m.kind, m.speaker)
	}
	for _, actor := range slices.Sorted(maps.Keys(e.uses)) {
		uses = append(uses, actor, e.uses[actor])
	}
	e.salience, e.mentions = nil, nil
	clear(e.uses)
	if err := e.s.insertRows(ctx, "INSERT INTO article_actor (article_id, actor_id, weight, roles) VALUES", 4, named, ""); err != nil {
		return fmt.Errorf("writing key actors: %w", err)
	}
	if err := e.s.insertRows(ctx, "INSERT INTO mention (actor_id, quote_id, class, kind, speaker_id) VALUES", 5, about, ""); err != nil {
		return fmt.Errorf("writing mentions: %w", err)
	}
	err := e.s.insertRows(ctx, "INSERT INTO actor_use (actor_id, uses) VALUES", 2, uses, " ON CONFLICT (actor_id) DO UPDATE SET uses = uses + excluded.uses")
	if err != nil {
		return fmt.Errorf("counting uses of actors: %w", err)
	}
	return nil
}
