// Package store keeps articles, the actors they name and their quotes in one
// SQLite database on the user's own machine, and finds them again.
//
// Articles come in with their readings ([Store.Add]); answers, profiles, stories
// and names come out ([Store.Find], [Store.Profile], [Store.Stories],
// [Store.Names]), newest first. The package owns the database file and all its
// tables (schema/), the numbers of articles, actors and quotes, and the decision
// which actors of different articles are one and the same (identity.go). What was read
// in an article is noted with it, and entered with that of others before somebody looks
// for something (enter.go, catchup.go).
//
// What it promises: an article that [Store.Add] has acknowledged survives a kill
// and a power cut; the text under a quote never changes, a changed article is a
// new version; what is shown of a quote is cut from that text.
package store

import (
	"context"
	"database/sql"
	"log/slog"
	"sync/atomic"
	"time"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// Store is an open database. Its methods may be used by several goroutines.
type Store struct {
	// Now tells the time of merges and of articles that do not say when they
	// were retrieved. It is time.Now unless a test sets it before the first use.
	Now func() time.Time

	// Told is told of a trouble of writing when it begins and when it ends. It may be
	// nil, and is set before the first use.
	Told func(Trouble)

	path     string
	db       *dbutil.Database // RawDB: one connection that writes; ReadOnlyDB: some that cannot
	keeper   *sql.Conn        // keeps a database in memory alive; nil for a file
	log      *slog.Logger
	upkeep   *upkeep // nil for a database in memory
	walLimit int64
	together together
	troubles troubles

	connections atomic.Int64 // that write, those that have broken among them
	familiar    familiar

	behind   atomic.Int64         // articles that have come in since the last catchUp
	catching chan struct{}        // holds one while catchUp runs: a lock that is not waited for longer than somebody asks
	late     atomic.Pointer[late] // nil where something has been written since
}

// Page says which part of an answer is wanted. Its zero value is all of it.
type Page struct {
	After    int64 // Answer.Next of the page before; 0 for the first
	Speakers int   // stop before there is one more distinct speaker; 0 for no limit
	Quotes   int   // stop at so many quotes; 0 for no limit
}

// Name is one name of an actor.
type Name struct {
	Name      string // canonical name or alias, as printed
	ActorID   int64
	Canonical string // the actor's canonical name
	Type      digest.ActorType
	Uses      int // articles that name the actor + quotes by it + quotes about it
}

// Memory is the path of a database that lives as long as its Store.
const Memory = ":memory:"

// read runs fn on one snapshot of the database: what is added meanwhile is not
// seen by half.
func (s *Store) read(ctx context.Context, fn func(context.Context) error) error {
	return s.db.DoTxn(ctx, &dbutil.TxnOptions{ReadOnly: true, RetryBegin: s.retry(ctx)}, fn)
}

// writingKey marks a context as of a transaction that writes, of a store.
type writingKey struct{}

// write runs fn alone, all of it or nothing; within another write as a part of that.
func (s *Store) write(ctx context.Context, fn func(context.Context) error) error {
	return s.transact(ctx, s.retry(ctx), fn)
}

// transact is write that begins again as often as retry says. Without one, that another
// program writes at the moment is not taken for a [Trouble].
func (s *Store) transact(ctx context.Context, retry func(error, int) bool, fn func(context.Context) error) error {
	if s.writes(ctx) {
		return fn(ctx)
	}
	ctx = context.WithValue(ctx, writingKey{}, s)
	err := s.db.DoTxn(ctx, &dbutil.TxnOptions{RetryBegin: retry}, fn)
	if err == nil {
		s.late.Store(nil)
		s.upkeep.wrote()
	}
	if retry != nil || code(err) != codeBusy {
		s.note(err)
	}
	return err
}

// writes reports whether ctx is of a transaction of this store that writes.
func (s *Store) writes(ctx context.Context) bool { return ctx.Value(writingKey{}) == s }

// uninterrupted is ctx without its end, for work that is soon done and is finished
// once it is begun: to watch for an end costs each statement a goroutine. The error
// is that of a ctx that has ended already.
func uninterrupted(ctx context.Context) (context.Context, error) {
	return context.WithoutCancel(ctx), ctx.Err()
}

// retry lets a transaction begin again while another program is writing. SQLite
// waits by itself first, so that this is not a busy loop.
func (s *Store) retry(ctx context.Context) func(error, int) bool {
	return func(err error, tries int) bool {
		return tries < busyRetries && code(err) == codeBusy && ctx.Err() == nil
	}
}
