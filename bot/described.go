package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// manyWorded is of how many quotes the sources are compared, to see whether they all are
// one person's.
const manyWorded = 50

// worded takes a speaker who is said by how articles word it ("the opposition leader")
// for the one person whose quotes these all are, so that the answer has the others too:
// articles go on with the name, or with "she".
func (r *resolution) worded(found digest.Answer) {
	text := r.q.By.Text
	r.note = fmt.Sprintf("Nobody is called “%s”; these sources are worded so.", text)
	one := found.Results[0].Speaker
	if found.More > 0 || one == nil || slices.ContainsFunc(found.Results, func(q digest.Result) bool { return q.Speaker == nil || q.Speaker.ID != one.ID }) {
		return
	}
	r.take(newOption(*one))
	r.note = fmt.Sprintf("Nobody is called “%s”; the articles word it so for %s.", text, one.Name)
}

// noun reports whether a word without a capital is rather a noun than the one word that
// it is of the names of actors: in "the company", that firms have it in their names says
// nothing where articles word other sources so, and in a topic only a last word is a name.
func (r *resolution) noun(ctx context.Context, st *store.Store, actors []digest.Actor) (bool, error) {
	text, folded := r.term().Text, query.Fold(r.term().Text)
	if len(actors) == 0 || len(r.term().Actors) > 0 || strings.Contains(folded, " ") || strings.ContainsFunc(text, unicode.IsUpper) {
		return false, nil
	}
	for _, a := range actors {
		for _, name := range append([]string{a.Name}, a.Aliases...) {
			name = query.Fold(name)
			if name == folded || r.slot == aboutSlot && strings.HasSuffix(name, " "+folded) {
				return false, nil
			}
		}
	}
	if r.slot == aboutSlot {
		return true, nil
	}
	worded, err := st.Find(ctx, query.Query{By: query.Term{Text: text}}, store.Page{Quotes: manyWorded})
	return err == nil && slices.ContainsFunc(worded.Results, func(q digest.Result) bool {
		return q.Speaker == nil || !slices.ContainsFunc(actors, func(a digest.Actor) bool { return a.ID == q.Speaker.ID })
	}), err
}

// surname takes the end of a name, "van der Moss" or "al-Tawil", for the persons whose
// names end so. One word alone must have a capital or a hyphen: others may be no names.
func (r *resolution) surname(ctx context.Context, st *store.Store) (bool, error) {
	text := untitled(r.term().Text)
	folded := query.Fold(text)
	if folded == "" || !strings.Contains(folded, " ") || !strings.ContainsFunc(text, unicode.IsUpper) && !strings.Contains(text, "-") && !particled(text) {
		return false, nil
	}
	names, err := st.Names(ctx)
	if err != nil {
		return false, err
	}
	var fits []option
	for _, n := range names {
		if n.Type == digest.Person && strings.HasSuffix(query.Fold(n.Name), " "+folded) && !slices.ContainsFunc(fits, func(o option) bool { return o.id == n.ActorID }) {
			fits = append(fits, option{id: n.ActorID, name: n.Canonical, label: n.Canonical, kind: n.Type, forms: []string{n.Name}})
		}
	}
	switch {
	case len(fits) == 1:
		r.take(fits[0])
	case len(fits) > 1:
		r.options = fits[:min(len(fits), 2*manySuggestions)]
	}
	return len(fits) > 0, nil
}

// particled reports whether a text begins with a small word of names.
func particled(text string) bool {
	first, _, _ := strings.Cut(strings.ToLower(text), " ")
	return slices.Contains([]string{"van", "von", "der", "de", "del", "della", "di", "da", "dos", "la", "le", "al", "el", "bin", "binti", "ibn", "ben", "abu", "ter", "ten", "st", "o", "mac", "mc"}, first)
}

// described takes what somebody is, "the transport secretary", for the one whom the
// articles describe so, or asks which of several is meant.
func (r *resolution) described(ctx context.Context, st *store.Store) (bool, error) {
	text := r.term().Text
	actors, err := st.Described(ctx, text)
	if err != nil || len(actors) == 0 {
		return false, err
	}
	if len(actors) == 1 {
		a := actors[0]
		when := ""
		if d := a.Roles[0].Date; !d.IsZero() {
			when = " on " + d.Format("2 January 2006")
		}
		r.take(newOption(a))
		r.note = fmt.Sprintf("Nobody is called “%s”; %s was described as “%s”%s.", text, a.Name, a.Roles[0].Text, when)
		return true, nil
	}
	for _, a := range actors {
		o := newOption(a)
		o.label = fmt.Sprintf("%s (%s)", a.Name, a.Roles[0].Text)
		if d := a.Roles[0].Date; !d.IsZero() {
			o.label = fmt.Sprintf("%s (%s, %s)", a.Name, a.Roles[0].Text, d.Format("2 Jan 2006"))
		}
		r.options = append(r.options, o)
	}
	return true, nil
}

// initialled adds the person of the same name with an initial, or without it, to the one
// who is meant: outlets differ in printing it.
func (r *resolution) initialled(ctx context.Context, st *store.Store) error {
	term := r.term()
	if len(term.Actors) != 1 {
		return nil
	}
	one := r.by
	if r.slot == aboutSlot {
		one = r.about
	}
	same, err := st.Initialled(ctx, digest.Actor{ID: one.id, Name: one.name, Type: one.kind})
	if err != nil || len(same) == 0 {
		return err
	}
	if r.q.Form == query.Profile {
		r.remark(fmt.Sprintf("“%s” is hardly anybody else; ask for that name as well.", same[0].Name))
		return nil
	}
	term.Actors = append(term.Actors, same[0].ID)
	r.remark(fmt.Sprintf("“%s” is hardly anybody else than “%s”; both are meant.", same[0].Name, one.name))
	return nil
}
