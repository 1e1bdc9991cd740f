package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// The states of items.
const (
	itemRead    = 0 // was there before the feed was followed
	itemWaiting = 1
	itemStored  = 2
	itemRefused = 3
)

// Asked is what became of asking a feed.
type Asked struct {
	Feed   digest.Feed   // as it is from now on: what users may choose is not written
	Items  []digest.Item // what it announces, newest first; nil where nothing has changed
	Sooner digest.Feed   // its Interval and Next count where some of Items are new
}

// Announced counts what asking a feed brought.
type Announced struct {
	New     int // items that wait now
	Changed int // items that are in the store and have changed
	Read    int // items of a first answer that are taken as read
}

// Ask records what became of asking a feed, all or nothing. Of the first answer of
// a feed the newest items are let in as far as the feed's backfill goes, and the
// others taken as read. The error wraps [ErrNotFound] where the feed was removed in
// the meantime.
func (s *Store) Ask(ctx context.Context, a Asked) (n Announced, err error) {
	f := a.Feed
	err = s.write(ctx, func(ctx context.Context) error {
		var first bool
		var backfill int
		row := s.db.QueryRow(ctx, "SELECT succeeded = 0, backfill FROM feed WHERE id = $1", f.ID)
		if err := row.Scan(&first, &backfill); err != nil {
			return fmt.Errorf("feed %d: %w: %w", f.ID, ErrNotFound, err)
		}
		_, err := s.db.Exec(ctx, `UPDATE feed SET url = $2, key = $3, host = $4, kind = $5, etag = $6, last_modified = $7, hash = $8, span = $9, next = $10,
			tried = $11, succeeded = $12, news = $13, failing = $14, failures = $15, problem = $16, told = $17,
			name = iif(name = '', $18, name), outlet = iif(outlet = '', $19, outlet) WHERE id = $1`,
			f.ID, f.URL, feedKey(f.URL), hostOf(f.URL), f.Kind, f.ETag, f.LastModified, f.Hash, int64(f.Interval/time.Second), since1970(f.Next),
			since1970(f.Tried), since1970(f.Succeeded), since1970(f.News), since1970(f.Failing), f.Failures, f.Problem, f.Told, f.Name, f.Outlet)
		if err != nil || len(a.Items) == 0 {
			return err
		}
		if !first {
			backfill = len(a.Items)
		}
		n, err = s.announce(ctx, f, a.Items, backfill)
		if err == nil && n.New+n.Changed > 0 {
			_, err = s.db.Exec(ctx, "UPDATE feed SET news = $2, span = $3, next = $4 WHERE id = $1",
				f.ID, since1970(f.Tried), int64(a.Sooner.Interval/time.Second), since1970(a.Sooner.Next))
		}
		return err
	})
	return n, s.explain("recording what a feed announced", err)
}

// known is an item that a feed has announced before.
type known struct {
	id    int64
	state int
	print string
	shown int64
}

func (s *Store) announce(ctx context.Context, f digest.Feed, items []digest.Item, letIn int) (n Announced, err error) {
	before, err := s.knownItems(ctx, f.ID, items)
	if err != nil {
		return n, fmt.Errorf("looking for items: %w", err)
	}
	for i, it := range items {
		var k known
		for _, key := range it.Keys {
			if k = before[key]; k.id != 0 {
				break
			}
		}
		state := itemWaiting
		switch {
		case k.id != 0:
			changed, err := s.announceAgain(ctx, k, it, f.Tried)
			if err != nil {
				return n, err
			}
			if changed {
				n.Changed++
			}
		default:
			if i >= letIn {
				state = itemRead
				n.Read++
			} else {
				n.New++
			}
			if k.id, err = s.insertItem(ctx, f, it, state); err != nil {
				return n, fmt.Errorf("writing an item: %w", err)
			}
		}
		if err := s.insertKeys(ctx, f.ID, k.id, it.Keys, before); err != nil {
			return n, fmt.Errorf("writing an item's keys: %w", err)
		}
	}
	return n, nil
}

func (s *Store) knownItems(ctx context.Context, feed int64, items []digest.Item) (map[string]known, error) {
	var keys []string
	for _, it := range items {
		keys = append(keys, it.Keys...)
	}
	type row struct {
		key string
		known
	}
	found := make(map[string]known)
	rows, err := s.db.Query(ctx, `SELECT k.key, i.id, i.state, i.print, i.shown FROM item_key k JOIN item i ON i.id = k.item_id
		WHERE k.feed_id = $1 AND k.key IN `+listedSecond, feed, asJSON(keys))
	return found, dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.key, &r.id, &r.state, &r.print, &r.shown)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		found[r.key] = r.known
		return true, nil
	})
}

func (s *Store) insertItem(ctx context.Context, f digest.Feed, it digest.Item, state int) (int64, error) {
	announce := string(it.Announce)
	if state != itemWaiting {
		announce = ""
	}
	return number(s.db.QueryRow(ctx, `INSERT INTO item (feed_id, state, print, announce, seen, shown) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		f.ID, state, it.Print, announce, since1970(f.Tried), since1970(f.Tried)/daySeconds))
}

// announceAgain compares an item with what the feed said of it before. One that is
// in the store and has changed waits again.
func (s *Store) announceAgain(ctx context.Context, k known, it digest.Item, now time.Time) (changed bool, err error) {
	today := since1970(now) / daySeconds
	switch {
	case k.print == it.Print && k.shown == today:
		return false, nil
	case k.print == it.Print:
		_, err = s.db.Exec(ctx, "UPDATE item SET shown = $2 WHERE id = $1", k.id, today)
	case k.state == itemWaiting:
		_, err = s.db.Exec(ctx, "UPDATE item SET shown = $2, print = $3, announce = $4 WHERE id = $1", k.id, today, it.Print, string(it.Announce))
	case k.state == itemStored:
		changed = true
		_, err = s.db.Exec(ctx, "UPDATE item SET shown = $2, print = $3, announce = $4, state = 1, again = 1, tries = 0, next = 0 WHERE id = $1",
			k.id, today, it.Print, string(it.Announce))
	default:
		_, err = s.db.Exec(ctx, "UPDATE item SET shown = $2, print = $3 WHERE id = $1", k.id, today, it.Print)
	}
	return changed, err
}

func (s *Store) insertKeys(ctx context.Context, feed, item int64, keys []string, before map[string]known) error {
	for _, key := range keys {
		if before[key].id != 0 {
			continue
		}
		before[key] = known{id: item}
		if _, err := s.db.Exec(ctx, "INSERT INTO item_key (feed_id, key, item_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", feed, key, item); err != nil {
			return err
		}
	}
	return nil
}

// Pending is an item that waits, with its feed.
type Pending struct {
	digest.Item
	Feed digest.Feed // without counts
}

// Waiting returns at most limit items that are to be dealt with at now, longest
// waiting first, of no feed more than share of them, without those in taken. feed is
// the one feed whose items are wanted, 0 for all.
func (s *Store) Waiting(ctx context.Context, now time.Time, feed int64, taken []int64, share, limit int) (items []Pending, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, `SELECT i.id, i.print, i.announce, i.again, i.tries, i.seen, `+feedColumns+`
			FROM (SELECT DISTINCT feed_id FROM item INDEXED BY item_waiting WHERE state = 1 AND next <= $1 AND ($3 = 0 OR feed_id = $3)) w
			JOIN feed f ON f.id = w.feed_id JOIN item i ON i.id IN (SELECT id FROM item
				WHERE feed_id = w.feed_id AND state = 1 AND next <= $1 AND id NOT IN `+listedSecond+` ORDER BY next, id LIMIT $4)
			ORDER BY i.next, i.id LIMIT $5`, now.Unix(), asJSON(append([]int64{}, taken...)), feed, share, limit)
		items, err = dbutil.ConvertRowFn[Pending](scanPending).NewRowIter(rows, err).AsList()
		return err
	})
	return items, s.explain("looking for announced articles", err)
}

func scanPending(row dbutil.Scannable) (p Pending, err error) {
	var announce string
	var seen int64
	p.Feed, err = scanFeed(prefixed{row, []any{&p.ID, &p.Print, &announce, &p.Again, &p.Tries, &seen}})
	p.Announce, p.Seen, p.Item.Feed = []byte(announce), at(seen), p.Feed.ID
	return p, err
}

// prefixed scans some columns before those that the rest of a scan asks for.
type prefixed struct {
	dbutil.Scannable
	before []any
}

func (p prefixed) Scan(fields ...any) error { return p.Scannable.Scan(append(p.before, fields...)...) }

// NextItem returns when the next item that waits may be tried; zero where none does.
func (s *Store) NextItem(ctx context.Context) (next time.Time, err error) {
	var second int64
	err = s.read(ctx, func(ctx context.Context) error {
		second, err = number(s.db.QueryRow(ctx, "SELECT coalesce(min(max(next, 1)), 0) FROM item WHERE state = 1"))
		return err
	})
	return at(second), s.explain("looking for announced articles", err)
}

// Delay records that an item could not be had now, and when to try again.
func (s *Store) Delay(ctx context.Context, item int64, problem string, next time.Time) error {
	err := s.write(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, "UPDATE item SET tries = tries + 1, problem = $2, next = $3 WHERE id = $1 AND state = 1", item, problem, next.Unix())
		return err
	})
	return s.explain("putting an article off", err)
}

// Refuse records that no article will come of an item, and why.
func (s *Store) Refuse(ctx context.Context, item int64, problem string) error {
	err := s.write(ctx, func(ctx context.Context) error {
		// One that is in the store already only stays as it is.
		_, err := s.db.Exec(ctx, "UPDATE item SET state = iif(again, 2, 3), again = 0, problem = $2, announce = '' WHERE id = $1", item, problem)
		return err
	})
	return s.explain("giving an article up", err)
}

// settle records what an item has become, within the transaction that made it.
func (s *Store) settle(ctx context.Context, item, article int64) error {
	if item == 0 {
		return nil
	}
	_, err := s.db.Exec(ctx, "UPDATE item SET state = 2, again = 0, announce = '', problem = '', article_id = $2 WHERE id = $1", item, article)
	return err
}

// ForgetItems drops what feeds have not shown since a time: it will not come back,
// and if it does, its address tells it. It returns how many items it dropped.
func (s *Store) ForgetItems(ctx context.Context, before time.Time) (n int64, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		result, err := s.db.Exec(ctx, "DELETE FROM item WHERE state <> 1 AND shown < $1", before.Unix()/daySeconds)
		if err != nil {
			return err
		}
		n, err = result.RowsAffected()
		return err
	})
	return n, s.explain("forgetting old items", err)
}
