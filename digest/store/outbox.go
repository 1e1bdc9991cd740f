package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// PostingKind tells postings apart.
type PostingKind string

// The kinds of postings.
const (
	KindDigest     PostingKind = "digest"
	KindStatements PostingKind = "statements" // of a follow
	KindNotice     PostingKind = "notice"     // of the bot itself
)

// Posting is something to post to a place, in one or more messages.
type Posting struct {
	Key      string // the same thing has the same key, and is posted once; empty for one of its own
	Place    string
	Kind     PostingKind
	Source   string // for people: "schedule morning"
	Schedule int64  // 0 for none
	Follow   int64
	Slot     time.Time // when it was due
	Hold     time.Time // it is not posted before
	Summary  string    // what is in it, in words
	Parts    []digest.Message
	Had      []string // what the place has had with it: see [HadArticle] and [HadQuote]
}

// Delivery is one message on its way.
type Delivery struct {
	ID       int64
	Posting  int64
	Part     int
	Place    string // without the thread that a part belongs into
	Thread   string // the platform's ID of part 0, for the others
	Key      string
	Message  digest.Message
	Attempts int       // before this one
	Begun    time.Time // the first attempt that may have arrived; zero where none can have
	Made     time.Time
	Hold     time.Time // see Posting; the time it was held for does not count against it
	Source   string
	Schedule int64
	Follow   int64
}

// Enqueue puts something into the outbox. added is false where it is there already.
func (s *Store) Enqueue(ctx context.Context, p Posting, now time.Time) (added bool, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		if p.Key != "" {
			known, err := number(s.db.QueryRow(ctx, "SELECT count(*) FROM posting WHERE key = $1", p.Key))
			if err != nil || known > 0 {
				return err
			}
		}
		added = true
		return s.enqueue(ctx, p, now)
	})
	return added && err == nil, s.explain("keeping what is to be posted", err)
}

func (s *Store) enqueue(ctx context.Context, p Posting, now time.Time) error {
	// A database that was restored or made anew must not use a key that a platform remembers.
	secret := strings.ToLower(rand.Text()[:12])
	if p.Key == "" {
		p.Key = secret
	}
	id, err := number(s.db.QueryRow(ctx, `INSERT INTO posting (key, place, kind, source, schedule_id, follow_id, slot, summary, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		p.Key, p.Place, p.Kind, p.Source, p.Schedule, p.Follow, millis(p.Slot), p.Summary, millis(now)))
	if err != nil {
		return err
	}
	for i, m := range p.Parts {
		data, err := json.Marshal(m)
		if err != nil {
			return err
		}
		_, err = s.db.Exec(ctx, `INSERT INTO outbox (posting_id, part, place, key, message, hold_until, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, i, p.Place, fmt.Sprintf("%s-%d-%d", secret, id, i), string(data), millis(p.Hold), millis(now))
		if err != nil {
			return err
		}
	}
	return s.had(ctx, p, id, now)
}

// Queue is a place for which messages wait.
type Queue struct {
	Place string
	Next  time.Time // when the first of them may be tried; zero for at once
}

// Queues returns the places for which messages wait. The first of those that are
// not held decides when; where all are, the one that is held the shortest.
func (s *Store) Queues(ctx context.Context, now time.Time) (queues []Queue, err error) {
	scan := dbutil.ConvertRowFn[Queue](func(row dbutil.Scannable) (q Queue, err error) {
		var first, next int64
		err = row.Scan(&q.Place, &first, &next)
		q.Next = fromMillis(next)
		return q, err
	})
	var held []Queue
	err = s.read(ctx, func(ctx context.Context) error {
		// A column beside min() is of the row that has the minimum.
		queues, err = scan.NewRowIter(s.db.Query(ctx, `SELECT place, min(posting_id << 16 | part), next_at FROM outbox
			WHERE state = 0 AND hold_until <= $1 GROUP BY place ORDER BY place`, millis(now))).AsList()
		if err == nil {
			held, err = scan.NewRowIter(s.db.Query(ctx, `SELECT place, 0, min(hold_until) FROM outbox
				WHERE state = 0 AND hold_until > $1 GROUP BY place ORDER BY place`, millis(now))).AsList()
		}
		return err
	})
	free := make(map[string]bool, len(queues))
	for _, q := range queues {
		free[q.Place] = true
	}
	for _, q := range held {
		if !free[q.Place] {
			queues = append(queues, q)
		}
	}
	return queues, s.explain("looking for what is to be posted", err)
}

// Head returns the message that is next at a place: the first of those that are not
// held. ok is false where there is none, or it is not to be tried yet.
func (s *Store) Head(ctx context.Context, place string, now time.Time) (d Delivery, ok bool, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		list, err := dbutil.ConvertRowFn[Delivery](scanDelivery(&ok, now)).NewRowIter(s.db.Query(ctx, `
			SELECT o.id, o.posting_id, o.part, o.place, coalesce(head.remote_id, ''), o.key, o.message, o.attempts, o.begun_at, o.made_at, o.hold_until, o.next_at,
				p.source, p.schedule_id, p.follow_id
			FROM outbox o JOIN posting p ON p.id = o.posting_id LEFT JOIN outbox head ON head.posting_id = o.posting_id AND head.part = 0 AND o.part > 0
			WHERE o.place = $1 AND o.state = 0 AND o.hold_until <= $2 ORDER BY o.posting_id, o.part LIMIT 1`, place, millis(now))).AsList()
		if err == nil && len(list) > 0 {
			d = list[0]
		}
		return err
	})
	return d, ok, s.explain("looking for what is to be posted", err)
}

func scanDelivery(ok *bool, now time.Time) func(dbutil.Scannable) (Delivery, error) {
	return func(row dbutil.Scannable) (d Delivery, err error) {
		var message string
		var begun, made, hold, next int64
		err = row.Scan(&d.ID, &d.Posting, &d.Part, &d.Place, &d.Thread, &d.Key, &message, &d.Attempts, &begun, &made, &hold, &next, &d.Source, &d.Schedule, &d.Follow)
		if err != nil {
			return d, err
		}
		d.Begun, d.Made, d.Hold = fromMillis(begun), fromMillis(made), fromMillis(hold)
		*ok = next <= millis(now)
		if err := json.Unmarshal([]byte(message), &d.Message); err != nil {
			return d, fmt.Errorf("%w: message %d: %w", ErrDamaged, d.ID, err)
		}
		return d, nil
	}
}

// Begin records that a message is about to be sent, so that after a kill it is
// looked for before it is sent again, but not before a time by which a call that
// was under way has arrived. ok is false where it is not waiting any more.
func (s *Store) Begin(ctx context.Context, d Delivery, now, arrived time.Time) (ok bool, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		result, err := s.db.Exec(ctx, `UPDATE outbox SET attempts = attempts + 1, begun_at = iif(begun_at = 0, $3, begun_at), next_at = $4
			WHERE id = $1 AND state = 0 AND attempts = $2`, d.ID, d.Attempts, millis(now), millis(arrived))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		ok = n == 1
		return err
	})
	return ok && err == nil, s.explain("recording an attempt", err)
}

// Sent records that a message has arrived, with the platform's ID of it.
func (s *Store) Sent(ctx context.Context, d Delivery, remote string, now time.Time) error {
	return s.change(ctx, "recording a delivery", `UPDATE outbox SET state = 1, remote_id = $2, done_at = $3, message = '', error = '' WHERE id = $1`,
		d.ID, remote, millis(now))
}

// Postpone records why a message was not sent and when to try again. unsure says
// that it may have arrived all the same.
func (s *Store) Postpone(ctx context.Context, d Delivery, next time.Time, why string, unsure bool) error {
	return s.change(ctx, "recording an attempt", `UPDATE outbox SET next_at = $2, error = $3, begun_at = iif($4, begun_at, 0) WHERE id = $1`,
		d.ID, millis(next), why, unsure)
}

// GiveUp records that a message and the parts behind it will not be sent.
func (s *Store) GiveUp(ctx context.Context, d Delivery, why string, now time.Time) error {
	return s.change(ctx, "recording an attempt", `UPDATE outbox SET state = 2, error = $3, done_at = $4 WHERE posting_id = $1 AND part >= $2 AND state = 0`,
		d.Posting, d.Part, why, millis(now))
}

// Paused is what was stopped because a place is gone.
type Paused struct {
	Schedules []Schedule
	Follows   []Follow
}

// Gone pauses what posts to a place, gives up what waits for it, and puts what tell
// makes of it into the outbox: all of it or nothing.
func (s *Store) Gone(ctx context.Context, place, why string, now time.Time, tell func(context.Context, Paused) ([]Posting, error)) (p Paused, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		// A thread is gone with its channel.
		const here = "(place = $1 OR substr(place, 1, length($1) + 1) = $1 || ' ')"
		p.Schedules, err = readSchedules.NewRowIter(s.db.Query(ctx, "SELECT "+scheduleColumns+" FROM schedule WHERE paused = '' AND "+here, place)).AsList()
		if err == nil {
			p.Follows, err = readFollows.NewRowIter(s.db.Query(ctx, "SELECT "+followColumns+" FROM follow WHERE paused = '' AND "+here, place)).AsList()
		}
		for _, table := range []string{"schedule", "follow"} {
			if err == nil {
				_, err = s.db.Exec(ctx, "UPDATE "+table+" SET paused = $2 WHERE paused = '' AND "+here, place, why)
			}
		}
		if err == nil {
			_, err = s.db.Exec(ctx, "UPDATE outbox SET state = 2, error = $2, done_at = $3 WHERE state = 0 AND "+here, place, why, millis(now))
		}
		if err != nil {
			return err
		}
		notices, err := tell(ctx, p)
		for _, n := range notices {
			if err == nil {
				err = s.enqueue(ctx, n, now)
			}
		}
		return err
	})
	return p, s.explain("pausing what posts to a channel", err)
}

// Forget drops what was posted, and what places have had, before a time.
func (s *Store) Forget(ctx context.Context, before time.Time) error {
	err := s.write(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, `DELETE FROM posting WHERE made_at < $1 AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.posting_id = posting.id AND o.state = 0)`, millis(before))
		if err == nil {
			_, err = s.db.Exec(ctx, "DELETE FROM had WHERE at < $1", millis(before))
		}
		return err
	})
	return s.explain("forgetting what was posted", err)
}

// Divide puts parts in the place of a message that was made where its platform was
// not there to cut it. It changes nothing where an attempt was made or there are
// other parts.
func (s *Store) Divide(ctx context.Context, d Delivery, parts []digest.Message) error {
	err := s.write(ctx, func(ctx context.Context) error {
		n, err := number(s.db.QueryRow(ctx, "SELECT count(*) + sum(attempts) FROM outbox WHERE posting_id = $1", d.Posting))
		if err != nil || n != 1 {
			return err
		}
		for i, m := range parts {
			data, err := json.Marshal(m)
			if err != nil {
				return err
			}
			if i == 0 {
				_, err = s.db.Exec(ctx, "UPDATE outbox SET message = $2 WHERE id = $1", d.ID, string(data))
			} else {
				_, err = s.db.Exec(ctx, `INSERT INTO outbox (posting_id, part, place, key, message, hold_until, made_at)
					SELECT posting_id, $2, place, key || '-' || $2, $3, hold_until, made_at FROM outbox WHERE id = $1`, d.ID, i, string(data))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return s.explain("dividing a message", err)
}
