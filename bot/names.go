package bot

import (
	"context"
	"slices"
	"strings"

	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// outlet returns the outlet of that name: all of it, or its last words, as "the
// Post" is used for "The Aldmoor Post".
func outlet(ctx context.Context, st *store.Store, name string) (string, error) {
	all, err := st.Outlets(ctx)
	if err != nil {
		return "", err
	}
	folded := query.Fold(name)
	if folded == "" {
		return "", nil
	}
	for _, o := range all {
		if query.Fold(o.Name) == folded {
			return o.Name, nil
		}
	}
	for _, o := range all {
		if strings.HasSuffix(query.Fold(o.Name), " "+folded) {
			return o.Name, nil
		}
	}
	return "", nil
}

// known returns the actors that have a name, or, where none has, the name without
// what people write around one: a description behind a comma, an acronym in
// brackets.
func known(ctx context.Context, st *store.Store, name string) ([]digest.Actor, error) {
	before, _, _ := strings.Cut(name, ",")
	outside, inside, _ := strings.Cut(name, "(")
	inside, _, _ = strings.Cut(inside, ")")
	tried := []string{}
	for _, form := range []string{name, before, outside, inside, untitled(before)} {
		form = strings.TrimSpace(form)
		if query.Fold(form) == "" || slices.Contains(tried, form) {
			continue
		}
		tried = append(tried, form)
		actors, err := st.Actors(ctx, form)
		if err != nil || len(actors) > 0 {
			return actors, err
		}
	}
	return nil, nil
}

// untitled drops the offices in front of a name: "Prime Minister Ana Sorley".
func untitled(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 && offices[strings.ToLower(strings.TrimSuffix(words[0], "."))] {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

var offices = func() map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields("prime minister president vice deputy former ex chancellor premier governor mayor senator secretary general " +
		"chairman chairwoman chair chief spokesman spokeswoman spokesperson speaker justice judge king queen prince princess mr mrs ms dr professor the " +
		"miss mx sir dame lord lady baron baroness prof rev reverend fr father sister bishop rabbi imam sheikh hon honourable cllr councillor mp sen rep gov gen lt col " +
		"maj sgt capt captain lieutenant colonel major sergeant admiral commander cabinet attorney minister sheriff mayor undersecretary treasurer taoiseach " +
		"datuk datin dato seri sri tan tun puan atty engr barr chief alhaji otunba smt shri mzee cs pm") {
		all[w] = true
	}
	return all
}()

// listed resolves "A and B" where each of them is known: both are meant.
func listed(ctx context.Context, st *store.Store, name string) ([]int64, error) {
	parts := strings.FieldsFunc(strings.NewReplacer(" and ", "\x00", " or ", "\x00", ", ", "\x00").Replace(name), func(r rune) bool { return r == 0 })
	if len(parts) < 2 {
		return nil, nil
	}
	var ids []int64
	for _, part := range parts {
		actors, err := st.Actors(ctx, part)
		if own := namedSo(part, actors); len(own) == 1 {
			actors = own
		}
		if err != nil || len(actors) != 1 {
			return nil, err
		}
		ids = append(ids, actors[0].ID)
	}
	return ids, nil
}

// namedSo returns the actors whose own full name a text is, not another name of theirs.
func namedSo(text string, actors []digest.Actor) []digest.Actor {
	folded := query.Fold(text)
	return slices.DeleteFunc(slices.Clone(actors), func(a digest.Actor) bool { return !strings.Contains(folded, " ") || query.Fold(a.Name) != folded })
}

// numbered returns the one actor of a term that was resolved before.
func numbered(ctx context.Context, st *store.Store, t query.Term) ([]digest.Actor, error) {
	actors, err := st.Actors(ctx, t.Text)
	if len(t.Actors) != 1 {
		return nil, err
	}
	return slices.DeleteFunc(actors, func(a digest.Actor) bool { return a.ID != t.Actors[0] }), err
}

// within returns the actors whose names are words of a longer text, such as a
// question that is none of those that are understood: the longest names first.
func within(text string, names []store.Name) []option {
	folded := " " + query.Fold(text) + " "
	names = slices.DeleteFunc(slices.Clone(names), func(n store.Name) bool {
		name := query.Fold(n.Name)
		return len(name) < 3 || !strings.Contains(folded, " "+name+" ") || len(name)+2 == len(folded)
	})
	slices.SortStableFunc(names, func(a, b store.Name) int { return len(b.Name) - len(a.Name) })
	return firstActors(names)
}

// mostNamed returns the actors that are named most.
func mostNamed(names []store.Name) []option {
	names = slices.Clone(names)
	slices.SortStableFunc(names, func(a, b store.Name) int { return b.Uses - a.Uses })
	return firstActors(names)
}

// firstActors returns the first actors of a list of names, each once.
func firstActors(names []store.Name) []option {
	var first []option
	for _, n := range names {
		if len(first) == manySuggestions {
			break
		}
		if !slices.ContainsFunc(first, func(o option) bool { return o.id == n.ActorID }) {
			first = append(first, option{id: n.ActorID, name: n.Canonical, label: n.Canonical, kind: n.Type})
		}
	}
	return first
}
