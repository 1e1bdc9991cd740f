package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a copy of the database, as it is at this moment, to a new file
// that only this user can read. Articles can be added meanwhile. An existing file
// is not touched: the error wraps [ErrExists].
func (s *Store) Backup(ctx context.Context, path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("backing up: %s: %w: name another file, or move this one away", path, ErrExists)
	case err != nil:
		return fmt.Errorf("backing up: name a file in a folder that exists and may be written to: %w", err)
	}
	err = s.vacuumInto(ctx, path)
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	err = errors.Join(err, file.Close())
	if err != nil {
		return explain("backing up to", path, errors.Join(err, os.Remove(path)))
	}
	return nil
}

// vacuumInto uses a connection of its own, so that nobody has to wait: those that
// only read are not allowed to do this, and the one that writes is for adding.
func (s *Store) vacuumInto(ctx context.Context, path string) error {
	db := s.db.RawDB
	if s.keeper == nil {
		var err error
		if db, err = sql.Open("sqlite", s.uri()+"?_busy_timeout=2000"); err != nil {
			return err
		}
		defer db.Close()
	}
	_, err := db.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// syncFolder makes the entry of a new file survive a power cut.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
