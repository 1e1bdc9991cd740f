package store

import "context"

// Move lets all that belongs to a place belong to another: the channel has become
// that one, also where the configuration still names the old one: see [Store.Moved].
func (s *Store) Move(ctx context.Context, from, to string) error {
	err := s.write(ctx, func(ctx context.Context) error {
		for _, statement := range []string{
			"UPDATE OR IGNORE had SET place = $2 WHERE place = $1",
			"UPDATE OR IGNORE follow SET place = $2 WHERE place = $1",
			"UPDATE schedule SET place = $2 WHERE place = $1",
			"UPDATE schedule SET owner = $2 WHERE owner = $1",
			"UPDATE feed SET place = $2 WHERE place = $1",
			"UPDATE outbox SET place = $2 WHERE place = $1 AND state = 0",
			"UPDATE moved SET new = $2 WHERE new = $1",
			"INSERT INTO moved (old, new) VALUES ($1, $2) ON CONFLICT (old) DO UPDATE SET new = excluded.new",
			"DELETE FROM moved WHERE old = $2 AND $1 <> ''", // it has come back
		} {
			if _, err := s.db.Exec(ctx, statement, from, to); err != nil {
				return err
			}
		}
		return nil
	})
	return s.explain("following a channel", err)
}

// Moved returns where channels are now that have become others, by their old places.
func (s *Store) Moved(ctx context.Context) (places map[string]string, err error) {
	places = make(map[string]string)
	err = s.read(ctx, func(ctx context.Context) error {
		rows, err := s.db.Query(ctx, "SELECT old, new FROM moved")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var old, now string
			if err := rows.Scan(&old, &now); err != nil {
				return err
			}
			places[old] = now
		}
		return rows.Err()
	})
	return places, s.explain("looking where channels are", err)
}
