package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
)

// ErrRunning is that another program is the bot of this database already.
var ErrRunning = errors.New("another whosaid is running with this database")

// Hold makes this program the one that posts what is in the database, until release
// is called or the program ends, however it ends. The error is [ErrRunning] where
// there is one. It does not keep others from reading, asking and adding.
//
// The lock is SQLite's own, on an empty database beside this one, so that it is the
// system that gives it up, and no clock decides whether somebody is still there.
func (s *Store) Hold(ctx context.Context) (release func() error, err error) {
	if s.keeper != nil {
		return func() error { return nil }, nil // in memory: nobody else can see it
	}
	path := s.path + "-run"
	if err := makeFile(path); err != nil {
		return nil, explain("locking", path, err)
	}
	db, err := openSQL("file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?_busy_timeout=0&_journal_mode=MEMORY")
	if err != nil {
		return nil, explain("locking", path, err)
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	switch {
	case code(err) == codeBusy:
		return nil, errors.Join(fmt.Errorf("%w (%s): stop it first, since two would post everything twice", ErrRunning, s.path), db.Close())
	case err != nil:
		return nil, errors.Join(explain("locking", path, err), db.Close())
	}
	return func() error { return errors.Join(conn.Close(), db.Close()) }, nil
}
