package store

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"go.mau.fi/util/dbutil"
)

//go:embed schema/*.sql
var schema embed.FS

const (
	readers     = 3
	busyRetries = 5
	writeCache  = 16 << 10 // kB of pages a connection keeps, at most. SQLite looks through all of them at most commits, so that more is no faster
	readCache   = 32 << 10

	// applicationID marks the file as whosaid's ("wsai" in ASCII), so that the
	// database of another program is not taken for an empty one of ours.
	applicationID = 0x77736169
)

// options are what tests set differently.
type options struct {
	busy time.Duration // how long SQLite waits for a lock, each time
	sync string        // how it waits for the disk at commits: FULL, or OFF, which only a power cut shows
}

// Open opens the database at path and brings its schema up to date. A file that
// does not exist is made, with its folder, for this user alone. [Memory] as path
// makes one in memory. The error is or wraps [ErrForeign], [ErrNewer],
// [ErrLocked], [ErrReadOnly], [ErrDamaged], [ErrFull] or [ErrOpen].
func Open(ctx context.Context, path string, log *slog.Logger) (*Store, error) {
	return open(ctx, path, log, options{busy: 2 * time.Second, sync: "FULL"})
}

func open(ctx context.Context, path string, log *slog.Logger, o options) (*Store, error) {
	s := &Store{Now: time.Now, path: path, log: log, walLimit: walLimit, catching: make(chan struct{}, 1)}
	var err error
	if path == Memory {
		err = s.openMemory(ctx)
	} else {
		err = s.openFile(o)
	}
	if err == nil {
		err = s.upgrade(ctx)
	}
	if err != nil {
		return nil, errors.Join(s.explain("opening the database", err), s.Close())
	}
	if path != Memory {
		s.upkeep = startUpkeep(s)
	}
	return s, nil
}

// openMemory uses one connection only. With a shared cache readers would get
// "table is locked" errors that no timeout waits for; and a plain ":memory:"
// would be gone with its connection, which database/sql may drop after a
// cancelled query. So the database is SQLite's memdb under a name of its own,
// and a second, idle connection keeps it.
func (s *Store) openMemory(ctx context.Context) error {
	dsn := "file:/" + rand.Text() + "?vfs=memdb&_txlock=immediate&_foreign_keys=1&_busy_timeout=2000"
	if err := s.connect(dsn); err != nil {
		return err
	}
	s.db.RawDB.SetMaxOpenConns(2)
	keeper, err := s.db.RawDB.Conn(ctx)
	if err != nil {
		return err
	}
	s.keeper = keeper
	return keeper.PingContext(ctx)
}

func (s *Store) openFile(o options) error {
	abs, err := filepath.Abs(s.path)
	if err != nil {
		return err
	}
	s.path = abs
	if err := makeFile(abs); err != nil {
		return err
	}
	file := s.uri()
	wait := fmt.Sprintf("&_busy_timeout=%d", o.busy.Milliseconds())
	// Checkpoints run beside the commits, see upkeep.go.
	err = s.connect(file + "?_txlock=immediate&_journal_mode=WAL&_synchronous=" + o.sync + "&_foreign_keys=1&_pragma=wal_autocheckpoint(0)&_pragma=temp_store(MEMORY)" + cache(writeCache) + wait)
	if err != nil {
		return err
	}
	s.db.RawDB.SetMaxOpenConns(1)
	s.db.ReadOnlyDB, err = openSQL(file + "?_query_only=1" + cache(readCache) + wait)
	if err != nil {
		return err
	}
	s.db.ReadOnlyDB.SetMaxOpenConns(readers)
	s.db.ReadOnlyDB.SetMaxIdleConns(readers)
	return nil
}

func cache(kB int) string { return fmt.Sprintf("&_pragma=cache_size(-%d)", kB) }

// uri returns the file's name as SQLite takes it, without options.
func (s *Store) uri() string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(s.path)}).EscapedPath()
}

func (s *Store) connect(dsn string) error {
	raw, err := openCounted(dsn, &s.connections)
	if err != nil {
		return err
	}
	s.db, err = dbutil.NewWithDB(raw, "sqlite")
	if err != nil {
		return errors.Join(err, raw.Close())
	}
	s.db.UpgradeTable = upgrades()
	return nil
}

// makeFile makes an empty file, and its folder, where there is none: SQLite
// would give it to everybody to read.
func makeFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%w: it is a folder: name a file in it", ErrOpen)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", ErrOpen, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("%w: making its folder: %w", ErrOpen, err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("%w: allow writing to its folder, or name another file: %w", ErrOpen, err)
	}
	return file.Close()
}

// Close waits for what is being written, and closes the database.
func (s *Store) Close() error {
	s.upkeep.stop()
	s.upkeep.tidy(s)
	var errs []error
	if s.keeper != nil {
		errs = append(errs, s.keeper.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	return s.explain("closing the database", errors.Join(errs...))
}
