package store

import (
	"context"
	"errors"
	"os"
	"sync/atomic"
	"time"
)

const (
	walCopy  = 128      // transactions after which the write-ahead log is copied into the database, beside the writers
	walLimit = 64 << 20 // bytes of it from which writers wait until it is empty: copying does not catch up with one that never pauses
	idle     = 2 * time.Second
	restful  = time.Minute            // without a write, after which the file may be made smaller
	closing  = 300 * time.Millisecond // for merging when the database is closed
	mergeBy  = 64                     // pages of index that one merge step writes, some milliseconds of write lock
)

// upkeep is what the database needs done after writes: checkpoints of the
// write-ahead log, which would make one commit in hundreds slow if a commit did
// them, and, when nobody writes, merges of the word index, and in the end a smaller file.
type upkeep struct {
	writes atomic.Int64 // since the log was copied
	total  atomic.Int64 // since the database was opened
	dirty  chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
}

func startUpkeep(s *Store) *upkeep {
	ctx, cancel := context.WithCancel(context.Background())
	u := &upkeep{dirty: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(u.done)
		u.run(ctx, s)
	}()
	return u
}

// wrote tells that something was written. It never waits.
func (u *upkeep) wrote() {
	if u == nil {
		return
	}
	u.writes.Add(1)
	u.total.Add(1)
	select {
	case u.dirty <- struct{}{}:
	default:
	}
}

// shrink has the write-ahead log copied now: the next write then begins it anew,
// where the disk has no room to make it longer.
func (u *upkeep) shrink() {
	if u == nil {
		return
	}
	u.writes.Store(walCopy)
	select {
	case u.dirty <- struct{}{}:
	default:
	}
}

func (u *upkeep) stop() {
	if u == nil {
		return
	}
	u.cancel()
	<-u.done
}

// tidy merges what a program that only adds and ends has no time to, for a moment:
// the next one's first search then looks through fewer segments.
func (u *upkeep) tidy(s *Store) {
	if u == nil || u.total.Load() == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	if err := s.catchUp(context.WithoutCancel(ctx)); err != nil { // the next program that looks for something does it
		s.log.Debug("database upkeep", "path", s.path, "error", err)
		return
	}
	for more := true; more && ctx.Err() == nil; {
		var err error
		if more, err = s.mergeIndex(ctx); err != nil && ctx.Err() == nil {
			s.log.Debug("database upkeep", "path", s.path, "error", err)
			return
		}
	}
}

func (u *upkeep) run(ctx context.Context, s *Store) {
	quiet, rest := time.NewTimer(idle), time.NewTimer(restful)
	quiet.Stop()
	rest.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-u.dirty:
			quiet.Reset(idle)
			rest.Reset(restful)
			if u.writes.Load() >= walCopy {
				u.writes.Store(0)
				err = s.checkpoint(ctx)
			}
		case <-rest.C:
			err = s.compact(ctx)
		case <-quiet.C:
			if err = s.catchUp(ctx); err != nil {
				break
			}
			var more bool
			switch more, err = s.mergeIndex(ctx); {
			case more:
				quiet.Reset(idle / 100)
			case err == nil:
				u.writes.Store(0)
				err = s.checkpoint(ctx) // so that the log begins anew, and takes no more room than it has
			}
		}
		// Nothing is lost where it did not work, and it is tried again after the next write.
		if err != nil && !errors.Is(err, context.Canceled) {
			s.log.Debug("database upkeep", "path", s.path, "error", err)
		}
	}
}

// checkpoint copies the write-ahead log into the database, which a connection that
// only reads may do, and empties it where it has become too long.
func (s *Store) checkpoint(ctx context.Context) error {
	if _, err := s.db.ReadOnlyDB.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		return err
	}
	wal, err := os.Stat(s.path + "-wal")
	if err == nil && wal.Size() > s.walLimit {
		_, err = s.db.RawDB.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	return err
}

// mergeIndex does one step of merging the segments of the word index and
// reports whether there was something to do.
func (s *Store) mergeIndex(ctx context.Context) (more bool, err error) {
	conn, err := s.db.RawDB.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	var before, after int
	if err := conn.QueryRowContext(ctx, "SELECT total_changes()").Scan(&before); err != nil {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, "INSERT INTO words (words, rank) VALUES ('merge', ?)", mergeBy); err != nil {
		return false, err
	}
	if err := conn.QueryRowContext(ctx, "SELECT total_changes()").Scan(&after); err != nil {
		return false, err
	}
	return after-before >= 2, nil // SQLite's documented sign that there was work
}
