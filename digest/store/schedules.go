package store

import (
	"context"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Origin says who may change a schedule.
type Origin string

// The origins of schedules.
const (
	FromFile Origin = "file" // the configuration
	FromChat Origin = "chat" // people in chats and on the command line
)

// Schedule is when a place gets which digest.
type Schedule struct {
	ID       int64
	Name     string
	Origin   Origin
	Place    string // as bot.Place writes it
	Owner    string // place of the one who is told what is wrong; may be empty
	Line     string // when: a cron expression or words, as typed
	Zone     string // IANA name
	Filter   string // as typed
	Options  string // JSON, the bot's
	Created  time.Time
	Paused   string    // why it is paused; empty where it is not
	Next     time.Time // the slot that is due next
	Covered  int64     // the arrival up to which its digests have looked
	Made     time.Time // when it last made a digest
	Told     time.Time // when it last said that it has nothing
	Missed   int       // slots that were skipped since its last digest
	MissedAt time.Time // the first of them
}

const scheduleColumns = `id, name, origin, place, owner, line, zone, filter, options, created_at, paused, next_at, covered, made_at, told_at, missed, missed_at`

func scanSchedule(row dbutil.Scannable) (s Schedule, err error) {
	var created, next, made, told, missed int64
	err = row.Scan(&s.ID, &s.Name, &s.Origin, &s.Place, &s.Owner, &s.Line, &s.Zone, &s.Filter, &s.Options,
		&created, &s.Paused, &next, &s.Covered, &made, &told, &s.Missed, &missed)
	s.Created, s.Next, s.Made, s.Told, s.MissedAt = fromMillis(created), fromMillis(next), fromMillis(made), fromMillis(told), fromMillis(missed)
	return s, err
}

var readSchedules = dbutil.ConvertRowFn[Schedule](scanSchedule)

// AddSchedule keeps a new schedule and returns its number. The error wraps
// [ErrExists] where there is one of that name.
func (s *Store) AddSchedule(ctx context.Context, n Schedule) (id int64, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		var taken int
		if err := s.db.QueryRow(ctx, "SELECT count(*) FROM schedule WHERE name = $1", n.Name).Scan(&taken); err != nil {
			return err
		}
		if taken > 0 {
			return fmt.Errorf("a schedule of the name %q: %w", n.Name, ErrExists)
		}
		id, err = number(s.db.QueryRow(ctx, `INSERT INTO schedule (name, origin, place, owner, line, zone, filter, options, created_at, paused, next_at, covered)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
			n.Name, n.Origin, n.Place, n.Owner, n.Line, n.Zone, n.Filter, n.Options, millis(n.Created), n.Paused, millis(n.Next), n.Covered))
		return err
	})
	return id, s.explain("keeping a schedule", err)
}

// EditSchedule changes what a schedule says, and when it is due next. What it has
// covered stays.
func (s *Store) EditSchedule(ctx context.Context, n Schedule) error {
	return s.change(ctx, "changing a schedule", `UPDATE schedule SET place = $2, owner = $3, line = $4, zone = $5, filter = $6, options = $7, paused = $8, next_at = $9
		WHERE id = $1`, n.ID, n.Place, n.Owner, n.Line, n.Zone, n.Filter, n.Options, n.Paused, millis(n.Next))
}

// RemoveSchedule forgets a schedule. What it has made and what is not posted yet is
// given up.
func (s *Store) RemoveSchedule(ctx context.Context, id int64, now time.Time) error {
	err := s.write(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, `UPDATE outbox SET state = 2, error = 'its schedule was removed', done_at = $2
			WHERE state = 0 AND posting_id IN (SELECT id FROM posting WHERE schedule_id = $1)`, id, millis(now))
		if err == nil {
			_, err = s.db.Exec(ctx, "DELETE FROM schedule WHERE id = $1", id)
		}
		return err
	})
	return s.explain("removing a schedule", err)
}

// ScheduleChange is what becomes of several schedules at once.
type ScheduleChange struct {
	Add, Edit []Schedule
	Remove    []int64
}

// ChangeSchedules makes all of a change, or nothing of it. The error wraps
// [ErrExists] where the name of a new one is taken.
func (s *Store) ChangeSchedules(ctx context.Context, c ScheduleChange, now time.Time) error {
	return s.write(ctx, func(ctx context.Context) error {
		for _, id := range c.Remove { // first, as their names may be used again
			if err := s.RemoveSchedule(ctx, id, now); err != nil {
				return err
			}
		}
		for _, n := range c.Edit {
			if err := s.EditSchedule(ctx, n); err != nil {
				return err
			}
		}
		for _, n := range c.Add {
			if _, err := s.AddSchedule(ctx, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// Schedules returns all schedules by name.
func (s *Store) Schedules(ctx context.Context) ([]Schedule, error) {
	return s.schedules(ctx, "ORDER BY name")
}

// DueSchedules returns the schedules whose slot has come, and when the next one of
// the others comes; the zero time for never.
func (s *Store) DueSchedules(ctx context.Context, now time.Time) (due []Schedule, next time.Time, err error) {
	if due, err = s.schedules(ctx, "WHERE paused = '' AND next_at > 0 AND next_at <= $1 ORDER BY next_at, id", millis(now)); err != nil {
		return nil, next, err
	}
	err = s.read(ctx, func(ctx context.Context) error {
		n, err := number(s.db.QueryRow(ctx, "SELECT coalesce(min(next_at), 0) FROM schedule WHERE paused = '' AND next_at > $1", millis(now)))
		next = fromMillis(n)
		return err
	})
	return due, next, s.explain("looking for schedules", err)
}

func (s *Store) schedules(ctx context.Context, rest string, args ...any) (all []Schedule, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		all, err = readSchedules.NewRowIter(s.db.Query(ctx, "SELECT "+scheduleColumns+" FROM schedule "+rest, args...)).AsList()
		return err
	})
	return all, s.explain("looking for schedules", err)
}

// change runs one statement that must change a row.
func (s *Store) change(ctx context.Context, doing, statement string, args ...any) error {
	err := s.write(ctx, func(ctx context.Context) error {
		result, err := s.db.Exec(ctx, statement, args...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return ErrNotFound
	})
	return s.explain(doing, err)
}

// Firing is what a slot of a schedule has come to.
type Firing struct {
	Due     time.Time // the slot
	Next    time.Time // the one after it; zero for never
	Covered int64     // the arrival up to which it has looked
	Made    bool      // a digest
	Told    bool      // that there is nothing
	Skipped bool      // too late: its articles are left to the next
	Posting *Posting  // nil where nothing is posted
}

// Fire records what became of a slot, once: the digest with its deliveries and the
// next slot come into the store together, and only if the slot is still due. fired
// is false where somebody else was faster, the schedule has changed meanwhile, or the
// slot has its posting already.
func (s *Store) Fire(ctx context.Context, schedule int64, f Firing, now time.Time) (fired bool, err error) {
	err = s.write(ctx, func(ctx context.Context) error {
		// A clock that was set back, or a schedule that was changed, may bring a slot again:
		// what came in since is left to the next one.
		if f.Posting != nil {
			known, err := number(s.db.QueryRow(ctx, "SELECT count(*) FROM posting WHERE key = $1 AND key <> ''", f.Posting.Key))
			if err == nil && known > 0 {
				_, err = s.db.Exec(ctx, "UPDATE schedule SET next_at = $3 WHERE id = $1 AND next_at = $2 AND paused = ''", schedule, millis(f.Due), millis(f.Next))
				return err
			}
			if err != nil {
				return err
			}
		}
		result, err := s.db.Exec(ctx, `UPDATE schedule SET next_at = $3, covered = max(covered, $4),
				made_at = iif($5, $7, made_at), told_at = iif($6, $7, iif($5, 0, told_at)),
				missed_at = iif($8, iif(missed = 0, $2, missed_at), iif($5, 0, missed_at)), missed = iif($8, missed + 1, iif($5, 0, missed))
			WHERE id = $1 AND next_at = $2 AND paused = ''`,
			schedule, millis(f.Due), millis(f.Next), f.Covered, f.Made, f.Told, millis(now), f.Skipped)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if fired = n == 1; err != nil || !fired || f.Posting == nil {
			return err
		}
		return s.enqueue(ctx, *f.Posting, now)
	})
	return fired && err == nil, s.explain("recording a digest", err)
}

// PauseSchedule pauses a schedule for a reason.
func (s *Store) PauseSchedule(ctx context.Context, id int64, why string) error {
	return s.change(ctx, "pausing a schedule", "UPDATE schedule SET paused = $2 WHERE id = $1", id, why)
}
