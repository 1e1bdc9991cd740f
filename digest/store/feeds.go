package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// feedColumns are what scanFeed reads, of a feed f. The counts are small: items that
// were taken as read long ago are in none.
const feedColumns = `f.id, f.url, f.kind, f.name, f.outlet, f.origin, f.place, f.added, f.every, f.paused,
	f.etag, f.last_modified, f.hash, f.span, f.next, f.tried, f.succeeded, f.news, f.failing, f.failures, f.problem, f.told`

func scanFeed(row dbutil.Scannable) (f digest.Feed, err error) {
	var added, every, span, next, tried, succeeded, news, failing int64
	err = row.Scan(&f.ID, &f.URL, &f.Kind, &f.Name, &f.Outlet, &f.Origin, &f.Place, &added, &every, &f.Paused,
		&f.ETag, &f.LastModified, &f.Hash, &span, &next, &tried, &succeeded, &news, &failing, &f.Failures, &f.Problem, &f.Told)
	f.Added, f.Next, f.Tried, f.Succeeded, f.News, f.Failing = at(added), at(next), at(tried), at(succeeded), at(news), at(failing)
	f.Every, f.Interval = time.Duration(every)*time.Second, time.Duration(span)*time.Second
	return f, err
}

// at is the time of a second, the zero time for 0.
func at(second int64) time.Time {
	if second == 0 {
		return time.Time{}
	}
	return time.Unix(second, 0).UTC()
}

// since1970 is the second of a time, 0 for the zero time.
func since1970(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// AddFeed adds a feed to those that are asked, and returns its number; added is
// false where it is there already, which changes nothing. Of its first answer the
// newest backfill items are taken in, the others count as read.
func (s *Store) AddFeed(ctx context.Context, f digest.Feed, backfill int) (id int64, added bool, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		result, err := s.db.Exec(ctx, `INSERT INTO feed (url, key, host, kind, name, outlet, origin, place, added, every, backfill, next)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (key) DO NOTHING`,
			f.URL, feedKey(f.URL), hostOf(f.URL), f.Kind, f.Name, f.Outlet, f.Origin, f.Place, since1970(f.Added),
			int64(f.Every/time.Second), backfill, since1970(f.Next))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return err
		}
		added = n > 0
		id, err = number(s.db.QueryRow(ctx, "SELECT id FROM feed WHERE key = $1", feedKey(f.URL)))
		return err
	})
	return id, added, s.explain("adding a feed", err)
}

// feedKey is what the addresses of feeds are compared by. Scheme and "www." often
// differ between two addresses of one feed; parameters tell feeds apart.
func feedKey(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	k := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		k += "?" + u.RawQuery
	}
	return k
}

// AddressKey is what the addresses of articles are compared by: without scheme,
// "www.", fragment and the parameters that only say where a reader came from.
func AddressKey(address string) string { return urlKey(address) }

// hostOf is the server of a feed; of a folder it is empty.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// Feeds returns all feeds with their counts, in the order in which they were added.
// now is when the two weeks end of which articles a day are counted.
func (s *Store) Feeds(ctx context.Context, now time.Time) (feeds []digest.Feed, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		feeds, err = dbutil.ConvertRowFn[digest.Feed](scanFeed).NewRowIter(s.db.Query(ctx, "SELECT "+feedColumns+" FROM feed f ORDER BY f.id")).AsList()
		if err != nil {
			return err
		}
		return s.countItems(ctx, feeds, now)
	})
	return feeds, s.explain("reading the feeds", err)
}

const twoWeeks = 14 * 24 * time.Hour

func (s *Store) countItems(ctx context.Context, feeds []digest.Feed, now time.Time) error {
	byID := make(map[int64]*digest.Feed, len(feeds))
	for i := range feeds {
		byID[feeds[i].ID] = &feeds[i]
	}
	rows, err := s.db.Query(ctx, `SELECT feed_id, sum(state = 1), sum(state = 2), sum(state = 3), sum(seen >= $1)
		FROM item WHERE state > 0 GROUP BY feed_id`, now.Add(-twoWeeks).Unix())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var waiting, stored, refused, recent int
		if err := rows.Scan(&id, &waiting, &stored, &refused, &recent); err != nil {
			return err
		}
		f := byID[id]
		if f == nil {
			continue
		}
		f.Waiting, f.Stored, f.Refused = waiting, stored, refused
		days := min(twoWeeks, max(24*time.Hour, now.Sub(f.Added))).Hours() / 24
		f.Daily = float64(recent) / days
	}
	return rows.Err()
}

// Feed returns one feed, by its number. The error wraps [ErrNotFound] where there
// is none.
func (s *Store) Feed(ctx context.Context, id int64, now time.Time) (f digest.Feed, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		list, err := dbutil.ConvertRowFn[digest.Feed](scanFeed).NewRowIter(s.db.Query(ctx, "SELECT "+feedColumns+" FROM feed f WHERE f.id = $1", id)).AsList()
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fmt.Errorf("feed %d: %w", id, ErrNotFound)
		}
		if err := s.countItems(ctx, list, now); err != nil {
			return err
		}
		f = list[0]
		return nil
	})
	return f, s.explain("reading a feed", err)
}

// RemoveFeed stops asking a feed and forgets what it announced. The articles that
// came from it stay.
func (s *Store) RemoveFeed(ctx context.Context, id int64) error {
	return s.changeFeed(ctx, "removing a feed", "DELETE FROM feed WHERE id = $1", id)
}

// PauseFeed stops asking a feed for a while, or asks it again, at once.
func (s *Store) PauseFeed(ctx context.Context, id int64, paused bool) error {
	return s.changeFeed(ctx, "pausing a feed", "UPDATE feed SET paused = $2, next = iif($2, next, 0) WHERE id = $1", id, paused)
}

// EditFeed changes what users may choose: name, outlet, origin, place and how often.
func (s *Store) EditFeed(ctx context.Context, f digest.Feed) error {
	return s.changeFeed(ctx, "changing a feed", "UPDATE feed SET name = $2, outlet = $3, origin = $4, place = $5, every = $6 WHERE id = $1",
		f.ID, f.Name, f.Outlet, f.Origin, f.Place, int64(f.Every/time.Second))
}

func (s *Store) changeFeed(ctx context.Context, doing, statement string, args ...any) error {
	err := s.write(ctx, func(ctx context.Context) error {
		result, err := s.db.Exec(ctx, statement, args...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrNotFound)
		}
		return nil
	})
	return s.explain(doing, err)
}

// Standing is how a feed answered the last time.
type Standing int

// The standings, best first.
const (
	Proven  Standing = iota // as it should
	Untried                 // it never has answered
	Failing
)

// DueFeeds returns at most limit feeds that are to be asked at now, the one that has
// waited longest first, and one for each host, of those that are of one
// standing and not in busy.
func (s *Store) DueFeeds(ctx context.Context, now time.Time, of Standing, busy []string, limit int) (feeds []digest.Feed, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		feeds, err = dbutil.ConvertRowFn[digest.Feed](scanFeed).NewRowIter(s.db.Query(ctx, `SELECT `+feedColumns+` FROM feed f WHERE id IN (
			SELECT id FROM (SELECT id, min(next) AS first FROM feed WHERE paused = 0 AND next <= $1
				AND CASE WHEN failures > 0 THEN 2 ELSE succeeded = 0 END = $4 AND host NOT IN `+listedSecond+` GROUP BY iif(host = '', id, host)) ORDER BY first LIMIT $3) ORDER BY next`,
			now.Unix(), asJSON(append([]string{}, busy...)), limit, of)).AsList()
		return err
	})
	return feeds, s.explain("looking for feeds to ask", err)
}

// listedSecond is the second argument as a list, which is JSON.
const listedSecond = "(SELECT value FROM json_each($2))"

// NextFeed returns when the next feed is to be asked; zero where there is none.
func (s *Store) NextFeed(ctx context.Context) (next time.Time, err error) {
	var second int64
	err = s.read(ctx, func(ctx context.Context) error {
		second, err = number(s.db.QueryRow(ctx, "SELECT coalesce(min(max(next, 1)), 0) FROM feed WHERE paused = 0"))
		return err
	})
	return at(second), s.explain("looking for feeds to ask", err)
}
