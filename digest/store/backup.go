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
	err = s.copyTo(ctx, path)
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

// copyTo fills a file that is there and empty.
func (s *Store) copyTo(ctx context.Context, path string) error {
	db, done, err := s.fresh()
	if err != nil {
		return err
	}
	defer done()
	if s.keeper == nil {
		_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
		return err
	}
	// From memory SQLite would copy to another place in memory.
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		image, err := driver.(interface{ Serialize() ([]byte, error) }).Serialize()
		if err != nil {
			return err
		}
		return os.WriteFile(path, image, 0o600)
	})
}

// fresh opens a connection for a single job. Those that only read may not copy
// the database, and keep what they know of the word index while another repairs
// it; and the one that writes is for adding. A database in memory has one only.
func (s *Store) fresh() (db *sql.DB, done func() error, err error) {
	if s.keeper != nil {
		return s.db.RawDB, func() error { return nil }, nil
	}
	db, err = openSQL(s.uri() + "?_busy_timeout=2000")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	return db, db.Close, nil
}

// syncFolder makes the entry of a new file survive a power cut.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
