package store

import (
	"context"
	"database/sql"
	"path/filepath"
)

// When the file is made smaller. Free pages are used again before it grows, so that
// this only matters after much was deleted; and it needs the room of the new file
// twice for a moment, and the write lock for as long as that takes to write.
const (
	freeShare   = 4         // one of so many pages is free, at least
	leastFree   = 4 << 20   // bytes that are free, at least
	mostCopied  = 128 << 20 // bytes of the new file: SQLite holds twice that in memory
	roomToSpare = 64 << 20  // bytes of the disk that stay free
)

// compact gives free pages back to the disk, where there are many.
func (s *Store) compact(ctx context.Context) error {
	var pages, free, size int64
	err := s.db.ReadOnlyDB.QueryRowContext(ctx, "SELECT (SELECT page_count FROM pragma_page_count), (SELECT freelist_count FROM pragma_freelist_count), (SELECT page_size FROM pragma_page_size)").Scan(&pages, &free, &size)
	if err != nil || free*freeShare < pages || free*size < leastFree {
		return err
	}
	fresh := (pages - free) * size
	if room, ok := room(filepath.Dir(s.path)); fresh > mostCopied || !ok || room < 2*fresh+roomToSpare {
		return nil
	}
	if _, err := s.db.RawDB.ExecContext(ctx, "VACUUM"); err != nil {
		return err
	}
	s.log.Info("the database was made smaller", "path", s.path, "bytes", free*size)
	var busy, log, copied sql.NullInt64 // a reader may keep the log from being emptied; then the next one does it
	return s.db.RawDB.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &copied)
}
