package store

import (
	"context"
	"fmt"
)

// familiar is what need not be looked up for each article again: most of those whom
// the news names have been in it before, under the same names. It holds only what
// stays as it is until actors are merged or parted. Articles are stored one at a
// time, and only storing them touches it.
type familiar struct {
	state  state
	actors map[shortName]int64 // who alone has a name as the canonical one
	names  map[alias]bool      // names that are stored
	free   map[shortName]bool  // names that are nobody's canonical one
}

// state is that of the database up to which somebody is familiar.
type state struct {
	connections int64 // how many there have been so far that write
	version     int64 // differs where another connection or program has written
	arrived     int64 // the last article: another one where storing it was undone
}

// mostFamiliar is how many entries are kept: some megabytes.
const mostFamiliar = 50_000

// recall makes sure that what is familiar is right when the actors of an article are
// to be stored.
func (s *Store) recall(ctx context.Context, article int64) error {
	now := state{connections: s.connections.Load()}
	var own int64
	err := s.db.QueryRow(ctx, `SELECT (SELECT data_version FROM pragma_data_version),
		coalesce((SELECT seq FROM arrival WHERE article_id <> $1 ORDER BY seq DESC LIMIT 1), 0),
		coalesce((SELECT seq FROM arrival WHERE article_id = $1), 0)`, article).Scan(&now.version, &now.arrived, &own)
	if err != nil {
		return fmt.Errorf("looking for what others have written: %w", err)
	}
	f := &s.familiar
	if now != f.state || len(f.actors)+len(f.names)+len(f.free) > mostFamiliar {
		f.forget()
	}
	f.state = now
	f.state.arrived = own
	return nil
}

// forget is for when actors are merged or parted.
func (f *familiar) forget() {
	*f = familiar{state: f.state, actors: make(map[shortName]int64), names: make(map[alias]bool), free: make(map[shortName]bool)}
}
