package store

import (
	"context"
	"errors"
	"fmt"

	"go.mau.fi/util/dbutil"
)

// upgrades returns the steps from each version of the schema to the next. A step
// that has been released is never changed: see TestFrozenSchema.
func upgrades() dbutil.UpgradeTable {
	var table dbutil.UpgradeTable
	table.RegisterFSPath(schema, "schema")
	return table
}

// upgrade brings the schema up to date. The version is read again inside of the
// writing transaction, since two programs may open a new database at once.
func (s *Store) upgrade(ctx context.Context) error {
	if current, err := s.current(ctx); err != nil || current {
		return err
	}
	err := s.write(ctx, func(ctx context.Context) error {
		if err := s.db.Upgrade(ctx); err != nil {
			return err
		}
		_, err := s.db.Exec(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
		return err
	})
	if errors.Is(err, dbutil.ErrUnsupportedDatabaseVersion) {
		return fmt.Errorf("%w: install the latest whosaid, or name another database (%w)", ErrNewer, err)
	}
	return err
}

// current reports whether nothing has to be upgraded. The error is [ErrForeign]
// where the database belongs to another program.
func (s *Store) current(ctx context.Context) (current bool, err error) {
	err = s.read(ctx, func(ctx context.Context) error {
		var id, tables, version int
		if err := s.db.QueryRow(ctx, "PRAGMA application_id").Scan(&id); err != nil {
			return err
		}
		if err := s.db.QueryRow(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
			return err
		}
		switch {
		case id != applicationID && (id != 0 || tables > 0):
			return fmt.Errorf("%w: it belongs to another program: name another file", ErrForeign)
		case tables == 0:
			return nil
		}
		if err := s.db.QueryRow(ctx, "SELECT version FROM version").Scan(&version); err != nil {
			return err
		}
		current = version == len(s.db.UpgradeTable)
		return nil
	})
	return current, err
}
