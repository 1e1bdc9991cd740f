package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// Posted is a posting and what came of it.
type Posted struct {
	ID       int64
	Place    string
	Kind     PostingKind
	Source   string
	Schedule int64
	Follow   int64
	Slot     time.Time
	Summary  string
	Made     time.Time
	Parts    int
	Sent     int       // parts that have arrived
	GivenUp  int       // parts that never will
	Attempts int       // of all parts
	Next     time.Time // when a part is tried again, or is held until; zero where none waits or it is tried now
	Done     time.Time // when the last part arrived or was given up
	Error    string    // of the last attempt; empty where it went well
	Remote   string    // the platform's ID of the first part
}

// Waiting reports whether some of it is still to be sent.
func (p Posted) Waiting() bool { return p.Sent+p.GivenUp < p.Parts }

const postedColumns = `p.id, p.place, p.kind, p.source, p.schedule_id, p.follow_id, p.slot, p.summary, p.made_at,
	count(o.id), coalesce(sum(o.state = 1), 0), coalesce(sum(o.state = 2), 0), coalesce(sum(o.attempts), 0),
	coalesce(min(iif(o.state = 0, max(o.next_at, o.hold_until), NULL)), 0), coalesce(max(o.done_at), 0), coalesce(max(o.error), ''),
	coalesce(max(iif(o.part = 0, o.remote_id, '')), '')`

var readPosted = dbutil.ConvertRowFn[Posted](func(row dbutil.Scannable) (p Posted, err error) {
	var slot, made, next, done int64
	err = row.Scan(&p.ID, &p.Place, &p.Kind, &p.Source, &p.Schedule, &p.Follow, &slot, &p.Summary, &made,
		&p.Parts, &p.Sent, &p.GivenUp, &p.Attempts, &next, &done, &p.Error, &p.Remote)
	p.Slot, p.Made, p.Next, p.Done = fromMillis(slot), fromMillis(made), fromMillis(next), fromMillis(done)
	return p, err
})

// History returns the last postings, newest first.
func (s *Store) History(ctx context.Context, limit int) ([]Posted, error) {
	return s.posted(ctx, `SELECT `+postedColumns+` FROM (SELECT * FROM posting ORDER BY id DESC LIMIT $1) p LEFT JOIN outbox o ON o.posting_id = p.id
		GROUP BY p.id ORDER BY p.id DESC`, limit)
}

// Unsent returns the postings of which a part waits, oldest first.
func (s *Store) Unsent(ctx context.Context, limit int) ([]Posted, error) {
	return s.posted(ctx, `SELECT `+postedColumns+` FROM (SELECT * FROM posting WHERE id IN (SELECT posting_id FROM outbox WHERE state = 0) ORDER BY id LIMIT $1) p
		JOIN outbox o ON o.posting_id = p.id GROUP BY p.id ORDER BY p.id`, limit)
}

// Lost returns the postings of which a part was given up, newest first.
func (s *Store) Lost(ctx context.Context, since time.Time, limit int) ([]Posted, error) {
	return s.posted(ctx, `SELECT `+postedColumns+` FROM (SELECT * FROM posting WHERE made_at >= $1
			AND EXISTS (SELECT 1 FROM outbox g WHERE g.posting_id = posting.id AND g.state = 2) ORDER BY id DESC LIMIT $2) p
		JOIN outbox o ON o.posting_id = p.id GROUP BY p.id ORDER BY p.id DESC`, millis(since), limit)
}

// PostedWith returns the postings by which places have had one of some things.
func (s *Store) PostedWith(ctx context.Context, things []string) ([]Posted, error) {
	return s.posted(ctx, `SELECT `+postedColumns+` FROM posting p LEFT JOIN outbox o ON o.posting_id = p.id
		WHERE p.id IN (SELECT posting_id FROM had WHERE what IN `+listed+`) GROUP BY p.id ORDER BY p.id`, asJSON(things))
}

func (s *Store) posted(ctx context.Context, statement string, args ...any) (all []Posted, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		all, err = readPosted.NewRowIter(s.db.Query(ctx, statement, args...)).AsList()
		return err
	})
	return all, s.explain("looking up what was posted", err)
}

// Trace is how an article came in.
type Trace struct {
	Arrival int64  // see [Store.Arrived]
	Feed    string // name or address of the feed that announced it; empty for a file that was added
	Newer   int64  // the version that took its place; 0 for none
	Quotes  int
	Actors  int
	Copies  []digest.Article // other outlets that print the same text, and are one with it
}

// Trace returns how an article came in. The error wraps [ErrNotFound] where there is
// none with this number.
func (s *Store) Trace(ctx context.Context, article int64) (t Trace, err error) {
	err = s.consult(ctx, func(ctx context.Context) error {
		var found int
		if err := s.db.QueryRow(ctx, `SELECT count(*), coalesce(max(newer_id), 0) FROM article WHERE id = $1`, article).Scan(&found, &t.Newer); err != nil {
			return err
		}
		if found == 0 {
			return fmt.Errorf("article %d: %w", article, ErrNotFound)
		}
		err := s.db.QueryRow(ctx, `SELECT coalesce((SELECT seq FROM arrival WHERE article_id = $1), 0),
			coalesce((SELECT coalesce(nullif(f.name, ''), f.url) FROM item i JOIN feed f ON f.id = i.feed_id WHERE i.article_id = $1 LIMIT 1), ''),
			(SELECT count(*) FROM quote WHERE article_id = $1), (SELECT count(*) FROM article_actor WHERE article_id = $1)`, article).
			Scan(&t.Arrival, &t.Feed, &t.Quotes, &t.Actors)
		if err != nil {
			return err
		}
		t.Copies, err = dbutil.ConvertRowFn[digest.Article](func(row dbutil.Scannable) (a digest.Article, err error) {
			return a, row.Scan(&a.Outlet, &a.URL, &a.Title)
		}).NewRowIter(s.db.Query(ctx, `SELECT o.name, c.url, c.title FROM copy c JOIN outlet o ON o.id = c.outlet_id WHERE c.original_id = $1 ORDER BY c.id`, article)).AsList()
		return err
	})
	return t, s.explain("looking up how an article came in", err)
}

// QuoteOf returns the quote with a public ID, from the newest article on. The error
// wraps [ErrNotFound] where there is none.
func (s *Store) QuoteOf(ctx context.Context, id string) (found digest.Result, err error) {
	type row struct {
		id            int64
		spans, sha256 string
	}
	before := int64(math.MaxInt64)
	err = s.consult(ctx, func(ctx context.Context) error {
		for {
			rows, err := dbutil.ConvertRowFn[row](func(r dbutil.Scannable) (q row, err error) { return q, r.Scan(&q.id, &q.spans, &q.sha256) }).
				NewRowIter(s.db.Query(ctx, `SELECT q.id, q.content, a.sha256 FROM quote q JOIN article a ON a.id = q.article_id
					WHERE q.id < $1 ORDER BY q.id DESC LIMIT 4096`, before)).AsList()
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				return fmt.Errorf("quote %s: %w", id, ErrNotFound)
			}
			for _, r := range rows {
				spans, err := parseSpans(r.spans)
				if err != nil || len(spans) == 0 {
					return errors.Join(err, ErrDamaged)
				}
				if digest.QuoteID(r.sha256, extent(spans...)) == id {
					results, err := s.results(ctx, []int64{r.id})
					if err == nil {
						found = results[0]
					}
					return err
				}
			}
			before = rows[len(rows)-1].id
		}
	})
	return found, s.explain("looking for a quote", err)
}

// ArticleAt returns the number of the article with an address or a title; the current
// version. The error wraps [ErrNotFound] where there is none.
func (s *Store) ArticleAt(ctx context.Context, text string) (id int64, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		id, err = number(s.db.QueryRow(ctx, `SELECT coalesce(
			(SELECT id FROM article WHERE url_key = $1 AND url_key <> '' AND newer_id IS NULL),
			(SELECT original_id FROM copy WHERE url_key = $1 AND url_key <> '' LIMIT 1),
			(SELECT id FROM article WHERE title = $2 COLLATE NOCASE AND newer_id IS NULL ORDER BY id DESC LIMIT 1), 0)`, urlKey(text), text))
		if err == nil && id == 0 {
			err = fmt.Errorf("an article %q: %w", text, ErrNotFound)
		}
		return err
	})
	return id, s.explain("looking for an article", err)
}

// Load is how much waits to be posted.
type Load struct {
	Messages int
	Oldest   time.Time // zero where nothing waits
}

// Outbox returns how much waits to be posted.
func (s *Store) Outbox(ctx context.Context) (l Load, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		var oldest int64
		err := s.db.QueryRow(ctx, "SELECT count(*), coalesce(min(made_at), 0) FROM outbox WHERE state = 0").Scan(&l.Messages, &oldest)
		l.Oldest = fromMillis(oldest)
		return err
	})
	return l, s.explain("counting what is to be posted", err)
}
