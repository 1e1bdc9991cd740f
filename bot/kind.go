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

// ofKind takes a speaker that is said by what it is, "the union", for the organisations
// of that kind, where what else limits the question lets through none of the sources that
// are worded so: articles name an organisation once, and go on with "it".
func (r *resolution) ofKind(ctx context.Context, st *store.Store) (bool, error) {
	term := r.q.By
	if strings.ContainsFunc(term.Text, unicode.IsUpper) {
		return false, nil
	}
	limited, err := st.Find(ctx, r.q, store.Page{Quotes: 1})
	if err != nil || len(limited.Results) > 0 {
		return false, err
	}
	names, err := st.Names(ctx)
	if err != nil {
		return false, err
	}
	var called []string
	for _, n := range names {
		if n.Type == digest.Organisation && n.Name == n.Canonical && isOfKind(n.Name, term.Text) && !slices.Contains(term.Actors, n.ActorID) {
			term.Actors, called = append(term.Actors, n.ActorID), append(called, n.Canonical)
		}
	}
	if len(called) == 0 {
		return false, nil
	}
	q := r.q
	q.By = term
	if found, err := st.Find(ctx, q, store.Page{Quotes: 1}); err != nil || len(found.Results) == 0 {
		return false, err
	}
	if len(called) > manySuggestions {
		called = append(called[:manySuggestions:manySuggestions], "others")
	}
	r.q = q
	r.note = fmt.Sprintf("Nobody is called “%s”; this is for those that are one by their names: %s.", term.Text, strings.Join(called, ", "))
	return true, nil
}

// isOfKind reports whether an organisation's name says that it is of a kind, by its last
// word or by that before "of" and "for": "Dockers’ Union", "Ministry of Fisheries".
func isOfKind(name, kind string) bool {
	head := query.Fold(name)
	for _, after := range []string{" of ", " for "} {
		head, _, _ = strings.Cut(head, after)
	}
	return slices.ContainsFunc(query.Forms(query.Fold(kind)), func(form string) bool {
		return head == form || strings.HasSuffix(head, " "+form)
	})
}
