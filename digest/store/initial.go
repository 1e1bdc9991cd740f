package store

import (
	"context"
	"fmt"
	"strings"

	"whosaid/digest"
)

// Initialled returns the persons whose names differ from that of person a by nothing but
// one initial that only one of the two has: "Ana Moss" and "Ana R. Moss" are hardly ever
// two people, but no article says so. Where there is another initial as well ("Ana K.
// Moss"), a name without one may be either's, and nobody is returned.
func (s *Store) Initialled(ctx context.Context, a digest.Actor) (same []digest.Actor, err error) {
	keys := initialled(key(a.Name, a.Type))
	if len(keys) == 0 || a.Type != digest.Person {
		return nil, nil
	}
	err = s.consult(ctx, func(ctx context.Context) error {
		ids, err := numbers.NewRowIter(s.db.Query(ctx, `
			SELECT DISTINCT r.id FROM alias l JOIN actor c ON c.id = l.actor_id JOIN actor r ON r.id = c.root_id
			WHERE l.key IN (SELECT value FROM json_each($1)) AND l.part = 0 AND r.key = l.key AND r.type = $2 AND r.id <> $3`,
			asJSON(keys), digest.Person, a.ID)).AsList()
		if err != nil || len(ids) != 1 {
			return err
		}
		byID, err := s.actorsByID(ctx, ids, ids)
		if other := byID[ids[0]]; key(other.Name, other.Type) == keys[0] || key(a.Name, a.Type) == keys[0] { // not Ana K. for Ana R.
			same = append(same, other)
		}
		return err
	})
	return same, s.explain(fmt.Sprintf("looking for %q with or without an initial", a.Name), err)
}

// initialled returns the keys that a person's key may have with an initial behind the
// given name where it has none, or without the one it has there and, so that it is seen
// when there are several, with others.
func initialled(k string) []string {
	words := strings.Fields(k)
	if n := len(words); n < 2 || n > 3 || n == 3 && (len(words[1]) != 1 || len(words[0]) == 1) || len(words[0]) == 1 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	keys := []string{first + " " + last}
	for r := 'a'; r <= 'z'; r++ {
		keys = append(keys, first+" "+string(r)+" "+last)
	}
	return keys
}
