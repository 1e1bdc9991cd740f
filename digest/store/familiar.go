package store

import (
	"context"
	"fmt"

	"whosaid/digest"
)

// familiar is what need not be looked up for each article again: most of those whom
// the news names have been in it before, under the same names. It holds only what
// stays as it is until actors are merged or parted. Articles are stored one at a
// time, and only storing them touches it.
type familiar struct {
	state  state
	actors map[shortName]int64 // who alone has a name as the canonical one
	names  map[alias]bool      // names that are stored
	whole  map[called]bool     // actors all of whose names are
	free   map[shortName]bool  // names that are nobody's canonical one
}

// called is an actor under the names that an article has for it.
type called struct {
	actor int64
	kind  digest.ActorType
	names string // the canonical one first, one a line
}

// state is that of the database up to which somebody is familiar.
type state struct {
	connections int64 // how many there have been so far that write
	version     int64 // differs where another connection or program has written
	entered     int64 // the last arrival whose reading was entered: if it waits again, that was undone
}

// mostFamiliar is how many entries are kept: some megabytes.
const mostFamiliar = 50_000

// recall makes sure that what is familiar is right when readings are entered, the
// first of them of the arrival next.
func (s *Store) recall(ctx context.Context, next int64) error {
	now := state{connections: s.connections.Load(), entered: s.familiar.state.entered}
	err := s.db.QueryRow(ctx, "SELECT data_version FROM pragma_data_version").Scan(&now.version)
	if err != nil {
		return fmt.Errorf("looking for what others have written: %w", err)
	}
	f := &s.familiar
	if now != f.state || next <= now.entered || len(f.actors)+len(f.names)+len(f.whole)+len(f.free) > mostFamiliar {
		f.forget()
	}
	f.state = now
	return nil
}

// forget is for when actors are merged or parted.
func (f *familiar) forget() {
	*f = familiar{state: f.state, actors: make(map[shortName]int64), names: make(map[alias]bool), whole: make(map[called]bool), free: make(map[shortName]bool)}
}
