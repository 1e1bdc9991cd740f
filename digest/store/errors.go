package store

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with a database, for errors.Is. The errors that carry them
// name the file and say what to do; where SQLite reported the fault, errors.As
// finds its *sqlite.Error with the code.
var (
	ErrLocked   = errors.New("the database is locked by another program")
	ErrDamaged  = errors.New("the database is damaged")
	ErrReadOnly = errors.New("the database cannot be written to")
	ErrFull     = errors.New("the disk is full")
	ErrOpen     = errors.New("the database cannot be opened")
	ErrNewer    = errors.New("the database was written by a newer whosaid")
	ErrForeign  = errors.New("the file is not a whosaid database")
	ErrExists   = errors.New("the file exists already")
	ErrNotFound = errors.New("not found")

	// ErrRebuilt is what Check returns where only the word index or another index
	// was bad and has been made anew: nothing is lost and nothing is left to do.
	ErrRebuilt = errors.New("an index was damaged and has been rebuilt from the articles; nothing is lost")
)

const codeBusy = sqlite3.SQLITE_BUSY

// code returns SQLite's primary result code; 0 where err does not come from it.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// remedies says for SQLite's result codes what is wrong and what to do.
var remedies = map[int]struct {
	err    error
	remedy string
}{
	sqlite3.SQLITE_BUSY:     {ErrLocked, "wait until the other program has finished, or stop it, and try again"},
	sqlite3.SQLITE_LOCKED:   {ErrLocked, "wait until the other program has finished, or stop it, and try again"},
	sqlite3.SQLITE_CORRUPT:  {ErrDamaged, "move it away and restore a backup, or add the articles again to a new one"},
	sqlite3.SQLITE_NOTADB:   {ErrForeign, "name another file, or move this one away so that a new database can be made"},
	sqlite3.SQLITE_READONLY: {ErrReadOnly, "allow writing to the file and to its folder, or copy it to where writing is allowed"},
	sqlite3.SQLITE_PERM:     {ErrReadOnly, "allow writing to the file and to its folder"},
	sqlite3.SQLITE_FULL:     {ErrFull, "make room on its disk and run the command again; what was added before is safe"},
	sqlite3.SQLITE_CANTOPEN: {ErrOpen, "check that the file and its folder exist and may be read and written"},
	sqlite3.SQLITE_IOERR:    {ErrOpen, "reading or writing its disk went wrong: check the disk and the room on it"},
}

// explain adds to err what was done with which file, and, where SQLite says what
// is wrong with it, what to do.
func (s *Store) explain(doing string, err error) error { return explain(doing, s.path, err) }

func explain(doing, path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", doing, err)
	}
	if r, ok := remedies[code(err)]; ok && !errors.Is(err, r.err) {
		return fmt.Errorf("%s: %s: %w: %s (%w)", doing, path, r.err, r.remedy, err)
	}
	return fmt.Errorf("%s: %s: %w", doing, path, err)
}
