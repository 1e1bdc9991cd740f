package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// manySuggestions is how many names are suggested at most.
const manySuggestions = 5

// slot is one of the two places of a query that hold a name.
type slot uint8

const (
	bySlot slot = iota
	aboutSlot
)

func (s slot) of(q *query.Query) *query.Term {
	if s == bySlot {
		return &q.By
	}
	return &q.About
}

// resolution is a query in which it is known, or known not to be known, who is
// meant by its names.
type resolution struct {
	q         query.Query
	by, about *option  // the one actor of each name; nil for none and for several
	note      string   // how a name was taken, for the reader
	slot      slot     // the name that options, near and unknown are about
	options   []option // of whom one must be chosen
	unknown   bool     // nobody has the name, and the question cannot do without
	near      []option // whose names are near
}

// term returns the name that options, near and unknown are about.
func (r *resolution) term() *query.Term { return r.slot.of(&r.q) }

// remark adds a sentence to the note.
func (r *resolution) remark(sentence string) { r.note = strings.TrimSpace(r.note + " " + sentence) }

// resolve finds out who is meant by the names of q.
func resolve(ctx context.Context, st *store.Store, q query.Query) (resolution, error) {
	q, err := otherwise(ctx, st, q)
	if err != nil {
		return resolution{}, err
	}
	r := resolution{q: q}
	for _, s := range []slot{bySlot, aboutSlot} {
		r.slot = s
		if err := r.name(ctx, st); err != nil || len(r.options) > 0 || r.unknown {
			return r, err
		}
	}
	r.bare()
	return r, nil
}

// otherwise takes the reading of the question whose names are known.
func otherwise(ctx context.Context, st *store.Store, q query.Query) (query.Query, error) {
	for _, s := range q.Otherwise {
		if s.Outlet != "" {
			name, err := outlet(ctx, st, s.Outlet)
			if err != nil {
				return q, err
			}
			if name != "" {
				s.Outlet = name
				return q.Take(s), nil
			}
			continue
		}
		name := s.By
		if name == "" {
			name = s.About
		}
		actors, err := st.Actors(ctx, name)
		if err != nil {
			return q, err
		}
		if len(actors) > 0 {
			return q.Take(s), nil
		}
		several, err := listed(ctx, st, name)
		if err != nil {
			return q, err
		}
		if len(several) > 0 {
			return q.Take(s), nil
		}
	}
	return q, nil
}

// name resolves the name in r.slot.
func (r *resolution) name(ctx context.Context, st *store.Store) error {
	term := r.term()
	if term.Text == "" {
		return nil
	}
	var actors []digest.Actor
	var err error
	if len(term.Actors) == 0 {
		if actors, err = known(ctx, st, term.Text); err != nil {
			return err
		}
	} else if actors, err = numbered(ctx, st, *term); err != nil {
		return err
	}
	if noun, err := r.noun(ctx, st, actors); err != nil {
		return err
	} else if noun {
		actors = nil
	}
	switch {
	case len(actors) > 0:
		r.meant(actors)
		return r.initialled(ctx, st)
	case len(term.Actors) > 0: // chosen before
		return nil
	}
	if several, err := listed(ctx, st, term.Text); err != nil || len(several) > 0 {
		term.Actors = several
		return err
	}
	if r.slot == bySlot {
		return r.speaker(ctx, st)
	}
	if r.q.Form == query.Profile {
		if done, err := r.described(ctx, st); err != nil || done {
			return err
		}
		again, err := r.misspelt(ctx, st)
		*r = again
		r.unknown = len(again.q.About.Actors) == 0
		return err
	}
	return nil
}

// meant sets the term to the one actor of a name, or asks who of several it is. A
// full name that is one actor's own goes before another's alias. Those that have
// the very same name cannot be told apart by it: all of them are meant.
func (r *resolution) meant(actors []digest.Actor) {
	term := r.term()
	folded := query.Fold(term.Text)
	own := slices.DeleteFunc(slices.Clone(actors), func(a digest.Actor) bool { return query.Fold(a.Name) != folded })
	if len(own) > 0 && (len(own) == len(actors) || strings.Contains(folded, " ")) {
		actors = own
	}
	if len(own) == len(actors) && len(actors) > 1 {
		r.note = fmt.Sprintf("%d of the name “%s” may not be the same; all are shown.", len(actors), actors[0].Name)
		term.Text = actors[0].Name
		for _, a := range actors {
			term.Actors = append(term.Actors, a.ID)
		}
		return
	}
	if len(actors) > 1 {
		for _, a := range actors[:min(len(actors), 2*manySuggestions)] {
			r.options = append(r.options, newOption(a))
		}
		return
	}
	r.take(newOption(actors[0]))
}

// take sets the term to one actor.
func (r *resolution) take(o option) {
	term := r.term()
	term.Text, term.Actors = o.name, []int64{o.id}
	if r.slot == bySlot {
		r.by = &o
	} else {
		r.about = &o
	}
}

// speaker resolves a speaker whom nobody is called: an outlet, a source as the
// articles word it ("his lawyer"), or a misspelt name.
func (r *resolution) speaker(ctx context.Context, st *store.Store) error {
	name, err := outlet(ctx, st, r.q.By.Text)
	if err != nil {
		return err
	}
	if name != "" {
		r.q.By = query.Term{}
		r.q.Outlets = append(slices.Clip(r.q.Outlets), name)
		return nil
	}
	if done, err := r.surname(ctx, st); err != nil || done {
		return err
	}
	worded, err := st.Find(ctx, query.Query{By: r.q.By}, store.Page{Quotes: manyWorded})
	if err != nil {
		return err
	}
	if kind, err := r.ofKind(ctx, st); err != nil || kind {
		return err
	}
	if len(worded.Results) > 0 {
		r.worded(worded)
		return nil
	}
	if done, err := r.described(ctx, st); err != nil || done {
		return err
	}
	again, err := r.misspelt(ctx, st)
	*r = again
	r.unknown = len(r.q.By.Actors) == 0
	return err
}

// misspelt looks for names near the one in r.slot, and takes the only one that
// clearly is.
func (r resolution) misspelt(ctx context.Context, st *store.Store) (resolution, error) {
	names, err := st.Names(ctx)
	if err != nil {
		return r, err
	}
	byName := make(map[string]store.Name, len(names))
	all := make([]string, 0, len(names))
	for _, n := range names {
		if _, ok := byName[n.Name]; !ok {
			byName[n.Name] = n
			all = append(all, n.Name)
		}
	}
	matches := query.Matches(r.term().Text, all, 3*manySuggestions)
	var distances []float64
	r.near = nil
	for _, m := range matches {
		n := byName[m.Name]
		if slices.ContainsFunc(r.near, func(o option) bool { return o.id == n.ActorID }) || len(r.near) == manySuggestions {
			continue
		}
		r.near = append(r.near, option{id: n.ActorID, name: n.Canonical, label: n.Canonical, kind: n.Type, forms: []string{n.Name}})
		distances = append(distances, m.Distance)
	}
	if !r.clear(distances) {
		return r, nil
	}
	r.note = fmt.Sprintf("No “%s” is known by name; this is for %s.", r.term().Text, r.near[0].name)
	r.take(r.near[0])
	return r, nil
}

// clear reports whether the nearest name must be the one that was meant: a letter
// or a sound away, and the next one farther. In a topic without capitals the
// letter must not matter for the sound: "rights party" may be no name at all.
func (r resolution) clear(distances []float64) bool {
	text := r.term().Text
	if len(distances) == 0 || utf8.RuneCountInString(query.Fold(text)) < 5 || len(distances) > 1 && distances[1] < distances[0]+0.5 {
		return false
	}
	if r.slot == aboutSlot && !strings.ContainsFunc(text, unicode.IsUpper) {
		return distances[0] <= 0.5
	}
	return distances[0] <= 1
}

// bare makes a name without a question, where it is known and nothing limits it,
// the question who that is; with limits, it is about what a person said.
func (r *resolution) bare() {
	if !r.q.Bare || r.about == nil || r.q.By.Text != "" {
		return
	}
	limits := r.q
	limits.About, limits.Bare = query.Term{}, false
	switch {
	case limits.Line() == (query.Query{Form: query.Quotes}).Line():
		r.q.Form = query.Profile
	case r.about.kind == digest.Person:
		r.q.By, r.q.About = r.q.About, query.Term{}
		r.by, r.about = r.about, nil
	}
}
