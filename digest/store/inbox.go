package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"go.mau.fi/util/dbutil"
)

// Event is something that happened in a chat. It is kept until it is dealt with,
// and for a while after that without its text.
type Event struct {
	ID        int64  // the store's, in the order of arrival
	Transport string // name of the transport
	Key       string // the platform's ID of the event; one is taken in once
	Occasion  string // "said", "edited", …
	Channel   string
	Thread    string
	Message   string
	User      string
	UserName  string
	Zone      string // IANA name; empty where it is not known
	Direct    bool
	Text      string
	Sent      time.Time
	Received  time.Time
}

// Reply is one message of an answer to an event.
type Reply struct {
	Part    int    // counted from 0
	Thread  string // where it stands, in the channel of the event; empty for the channel itself
	Message string // the platform's ID
}

// Denial is a command that somebody was not allowed to use.
type Denial struct {
	At        time.Time
	Transport string
	Channel   string
	User      string
	Command   string // its name, without what stood behind it
	Role      string // that it needs
}

const eventColumns = "id, transport, key, occasion, channel, thread, message, user_id, user_name, zone, direct, text, sent, received"

var events = dbutil.ConvertRowFn[Event](func(row dbutil.Scannable) (e Event, err error) {
	var sent, received int64
	err = row.Scan(&e.ID, &e.Transport, &e.Key, &e.Occasion, &e.Channel, &e.Thread, &e.Message, &e.User, &e.UserName, &e.Zone, &e.Direct, &e.Text, &sent, &received)
	e.Sent, e.Received = time.UnixMilli(sent), time.UnixMilli(received)
	return e, err
})

// readRows reads beside whoever writes: without a transaction it would wait for the
// one connection that can.
func readRows[T any](ctx context.Context, s *Store, rows dbutil.ConvertRowFn[T], query string, args ...any) (all []T, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		all, err = rows.NewRowIter(s.db.Query(ctx, query, args...)).AsList()
		return err
	})
	return all, err
}

// Receive takes an event in, and returns its number. It is on disk when Receive
// returns. An event of a Key that is known already is not fresh, and changes nothing.
func (s *Store) Receive(ctx context.Context, e Event) (id int64, fresh bool, err error) {
	err = s.writeTogether(ctx, func(ctx context.Context) error {
		id, fresh = 0, false // this may run twice
		err := s.db.QueryRow(ctx, `INSERT INTO event (transport, key, occasion, channel, thread, message, user_id, user_name, zone, direct, text, sent, received)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (transport, key) DO NOTHING RETURNING id`,
			e.Transport, e.Key, e.Occasion, e.Channel, e.Thread, e.Message, e.User, e.UserName, e.Zone, e.Direct, e.Text,
			e.Sent.UnixMilli(), e.Received.UnixMilli()).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		fresh = err == nil
		return err
	})
	return id, fresh, s.explain("taking in an event", err)
}

// Unanswered returns the events that are not dealt with, in the order of arrival.
func (s *Store) Unanswered(ctx context.Context) ([]Event, error) {
	all, err := readRows(ctx, s, events, "SELECT "+eventColumns+" FROM event WHERE done = 0 ORDER BY id")
	return all, s.explain("reading what waits for an answer", err)
}

// Asked returns the event in which a message was said first; its Text is empty
// once that is dealt with. The error is or wraps [ErrNotFound] where there is none.
func (s *Store) Asked(ctx context.Context, transport, channel, message string) (Event, error) {
	all, err := readRows(ctx, s, events, "SELECT "+eventColumns+` FROM event
		WHERE transport = $1 AND channel = $2 AND message = $3 AND occasion = 'said' ORDER BY id LIMIT 1`, transport, channel, message)
	if err == nil && len(all) == 0 {
		return Event{}, fmt.Errorf("looking for a question: %w", ErrNotFound)
	}
	if err != nil {
		return Event{}, s.explain("looking for a question", err)
	}
	return all[0], nil
}

// Answered reports whether a user's question in a channel was answered lately, as
// far as that is kept.
func (s *Store) Answered(ctx context.Context, transport, channel, user string) (is bool, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		return s.db.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM event JOIN reply ON event_id = id
			WHERE transport = $1 AND channel = $2 AND user_id = $3 AND done > 0)`, transport, channel, user).Scan(&is)
	})
	return is, s.explain("looking for an answer", err)
}

// Replies returns the messages that answer an event, in their order.
func (s *Store) Replies(ctx context.Context, event int64) ([]Reply, error) {
	scan := func(row dbutil.Scannable) (r Reply, err error) {
		err = row.Scan(&r.Part, &r.Thread, &r.Message)
		return r, err
	}
	all, err := readRows(ctx, s, dbutil.ConvertRowFn[Reply](scan), "SELECT part, thread, message FROM reply WHERE event_id = $1 ORDER BY part", event)
	return all, s.explain("reading an answer", err)
}

// Replied notes a message that answers an event.
func (s *Store) Replied(ctx context.Context, event int64, r Reply) error {
	err := s.writeTogether(ctx, func(ctx context.Context) error { return s.replied(ctx, event, r) })
	return s.explain("noting an answer", err)
}

func (s *Store) replied(ctx context.Context, event int64, r Reply) error {
	_, err := s.db.Exec(ctx, `INSERT INTO reply (event_id, part, thread, message) VALUES ($1, $2, $3, $4)
		ON CONFLICT (event_id, part) DO UPDATE SET thread = excluded.thread, message = excluded.message`, event, r.Part, r.Thread, r.Message)
	return err
}

// Unreply forgets the messages that answer an event from a part on: they have
// been deleted.
func (s *Store) Unreply(ctx context.Context, event int64, from int) error {
	err := s.write(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, "DELETE FROM reply WHERE event_id = $1 AND part >= $2", event, from)
		return err
	})
	return s.explain("forgetting an answer", err)
}

// Finish notes that an event is dealt with, and how in a word or two, and erases
// what was said. Where last is not nil it is noted as [Store.Replied] does, at once
// with the rest.
func (s *Store) Finish(ctx context.Context, event int64, outcome string, last *Reply) error {
	err := s.writeTogether(ctx, func(ctx context.Context) error {
		if last != nil {
			if err := s.replied(ctx, event, *last); err != nil {
				return err
			}
		}
		_, err := s.db.Exec(ctx, "UPDATE event SET done = $1, outcome = $2, text = '', user_name = '' WHERE id = $3", s.Now().UnixMilli(), outcome, event)
		return err
	})
	return s.explain("noting that an event is dealt with", err)
}

// ForgetEvents drops events that are dealt with: those received before answered,
// and those received before others that have no answer which could be changed. The
// refusals before answered go with them.
func (s *Store) ForgetEvents(ctx context.Context, answered, others time.Time) error {
	err := s.write(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, `DELETE FROM event WHERE done > 0 AND (received < $1
			OR received < $2 AND NOT EXISTS (SELECT 1 FROM reply WHERE event_id = id))`, answered.UnixMilli(), others.UnixMilli())
		if err == nil {
			_, err = s.db.Exec(ctx, "DELETE FROM denial WHERE at < $1", answered.UTC().Format(time.RFC3339))
		}
		return err
	})
	return s.explain("forgetting old events", err)
}

// Deny records that a command was refused.
func (s *Store) Deny(ctx context.Context, d Denial) error {
	err := s.write(ctx, func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, "INSERT INTO denial (at, transport, channel, user_id, command, role) VALUES ($1, $2, $3, $4, $5, $6)",
			d.At.UTC().Format(time.RFC3339), d.Transport, d.Channel, d.User, d.Command, d.Role)
		return err
	})
	return s.explain("recording a refusal", err)
}

// Denials returns the refusals since a time, newest first.
func (s *Store) Denials(ctx context.Context, since time.Time) ([]Denial, error) {
	scan := func(row dbutil.Scannable) (d Denial, err error) {
		var at string
		if err := row.Scan(&at, &d.Transport, &d.Channel, &d.User, &d.Command, &d.Role); err != nil {
			return d, err
		}
		d.At, err = time.Parse(time.RFC3339, at)
		return d, err
	}
	all, err := readRows(ctx, s, dbutil.ConvertRowFn[Denial](scan),
		"SELECT at, transport, channel, user_id, command, role FROM denial WHERE at >= $1 ORDER BY id DESC", since.UTC().Format(time.RFC3339))
	return all, s.explain("reading refusals", err)
}

// DirectWith returns the channel in which a user last wrote to the bot alone; "" where
// there is none.
func (s *Store) DirectWith(ctx context.Context, transport, user string) (channel string, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		return s.db.QueryRow(ctx, `SELECT coalesce((SELECT channel FROM event
			WHERE transport = $1 AND user_id = $2 AND direct = 1 ORDER BY id DESC LIMIT 1), '')`, transport, user).Scan(&channel)
	})
	return channel, s.explain("looking for a direct conversation", err)
}
