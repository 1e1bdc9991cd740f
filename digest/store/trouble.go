package store

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Trouble is a time in which nothing can be written for a reason outside of this
// program: the disk is full, or another program keeps the database locked. What is
// in the database can be read all the while.
type Trouble struct {
	Since, Until time.Time // Until is zero while it lasts
	Err          error     // what the first write said, with what to do about it
}

// Lasts reports whether there is one now.
func (t Trouble) Lasts() bool { return !t.Since.IsZero() && t.Until.IsZero() }

// troubles is the last trouble of a store.
type troubles struct {
	mu   sync.Mutex
	last Trouble
}

// Trouble returns the last trouble of writing; its zero value where there was none.
func (s *Store) Trouble() Trouble {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	return s.troubles.last
}

// Hindered reports whether an error is, or wraps, one of a [Trouble]: the same may
// work later, and who is told of troubles need not be told of each error.
func Hindered(err error) bool {
	for _, hindrance := range []error{ErrFull, ErrLocked, ErrReadOnly, ErrOpen} {
		if errors.Is(err, hindrance) {
			return true
		}
	}
	return false
}

// note keeps whether writing is possible, by what came of a transaction.
func (s *Store) note(err error) {
	explained := s.explain("writing", err)
	t := &s.troubles
	t.mu.Lock()
	lasts := t.last.Lasts()
	changed := true
	switch {
	case err == nil && lasts:
		t.last.Until = s.Now()
	case !lasts && Hindered(explained):
		t.last = Trouble{Since: s.Now(), Err: explained}
	default:
		changed = false
	}
	now := t.last
	t.mu.Unlock()
	if errors.Is(explained, ErrFull) {
		s.upkeep.shrink()
	}
	if changed && s.Told != nil {
		s.Told(now)
	}
}

// Try writes what is there already, to see whether writing is possible. The error
// says what to do where it is not.
func (s *Store) Try(ctx context.Context) error {
	return s.change(ctx, "writing", "UPDATE version SET version = version")
}
