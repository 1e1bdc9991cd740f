package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"whosaid/digest"
	"whosaid/digest/store"
)

// candidates is how many of the most used names are looked at for examples.
const candidates = 12

// example is a question that fits actors of which measure is above 0, the more
// the better.
type example struct {
	form    string
	measure func(digest.Profile) int
}

// examples are the questions shown, in this order: of each row the first that
// fits somebody.
var examples = [][]example{
	{
		{"who said what about %s", func(p digest.Profile) int { return only(digest.Organisation, p, p.About) }},
		{"who said what about %s", func(p digest.Profile) int { return p.About }},
	},
	{{"what did %s say", func(p digest.Profile) int { return p.Quotes }}},
	{
		{"who is %s", func(p digest.Profile) int { return only(digest.Person, p, p.Articles*len(p.Actor.Roles)) }},
		{"latest from %s", func(p digest.Profile) int { return p.Quotes }},
		{"who talked about %s", func(p digest.Profile) int { return p.About }},
	},
}

func only(t digest.ActorType, p digest.Profile, n int) int {
	if p.Actor.Type != t {
		return 0
	}
	return n
}

// Examples returns up to three questions that the store has answers to: about
// whom or what most is said, who speaks most, and whom the articles describe.
// No two are about the same actor.
func Examples(ctx context.Context, st *store.Store) ([]string, error) {
	profiles, err := mostUsed(ctx, st)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, row := range examples {
		for _, e := range row {
			i := best(profiles, e.measure)
			if i < 0 {
				continue
			}
			lines = append(lines, fmt.Sprintf(e.form, spoken(profiles[i].Actor)))
			profiles = slices.Delete(profiles, i, i+1)
			break
		}
	}
	return lines, nil
}

// best returns which profile measures most, -1 where none is above 0.
func best(profiles []digest.Profile, measure func(digest.Profile) int) int {
	at, most := -1, 0
	for i, p := range profiles {
		if n := measure(p); n > most {
			at, most = i, n
		}
	}
	return at
}

// mostUsed returns the profiles of the actors whose names are used most.
func mostUsed(ctx context.Context, st *store.Store) ([]digest.Profile, error) {
	names, err := st.Names(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the names: %w", err)
	}
	slices.SortStableFunc(names, func(a, b store.Name) int { return cmp.Compare(b.Uses, a.Uses) })
	var profiles []digest.Profile
	seen := map[int64]bool{}
	for _, n := range names {
		if seen[n.ActorID] {
			continue
		}
		seen[n.ActorID] = true
		p, err := st.Profile(ctx, n.ActorID)
		if err != nil {
			return nil, fmt.Errorf("reading who %s is: %w", n.Canonical, err)
		}
		if profiles = append(profiles, p); len(profiles) == candidates {
			break
		}
	}
	return profiles, nil
}

// spoken is the name by which one would ask for an actor: an organisation's
// acronym where it has one, otherwise the full name.
func spoken(a digest.Actor) string {
	if a.Type == digest.Organisation {
		for _, alias := range a.Aliases {
			if acronym(alias) {
				return alias
			}
		}
	}
	return a.Name
}

// acronym reports whether name is one word of capitals.
func acronym(name string) bool {
	for _, r := range name {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return len(name) > 1
}
