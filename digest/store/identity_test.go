package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/query"
)

// cast is an article in which actors are named and nothing else matters.
func castOf(outlet string, people, bodies []string) piece {
	text := strings.Join(slices.Concat(people, bodies), ". ")
	return piece{outlet: outlet, text: text, people: people, bodies: bodies}
}

// TestIdentity adds articles one after the other and looks at which actors are
// there in the end: "name: how many articles name it".
func TestIdentity(t *testing.T) {
	const o, p = "One Outlet", "Another Outlet"
	list := func(names ...string) []string { return names }
	for _, c := range []struct {
		name   string
		pieces []piece
		want   []string
	}{
		{"the same name", []piece{castOf(o, list("Teo Lindqvist"), nil), castOf(p, list("Teo Lindqvist, pilot"), nil)},
			list("Teo Lindqvist: 2")},
		{"the same name in capitals, with other diacritics and spaces", []piece{castOf(o, list("José  Lindqvist"), nil), castOf(p, list("JOSE LINDQVIST"), nil)},
			list("José  Lindqvist: 2")},
		{"titles", []piece{castOf(o, list("Norolan Sihavong"), nil), castOf(p, list("King Norolan Sihavong"), nil), castOf(o, list("Samdech Techo Norolan Sihavong"), nil), castOf(p, list("Dr. Norolan Sihavong"), nil)},
			list("Norolan Sihavong: 4")},
		{"a title first", []piece{castOf(o, list("Sir Teo Lindqvist"), nil), castOf(p, list("Teo Lindqvist"), nil)},
			list("Teo Lindqvist: 2")},
		{"a title that tells whom", []piece{castOf(o, list("King Teodor"), nil), castOf(p, list("Prince Teodor"), nil)},
			list("King Teodor: 1", "Prince Teodor: 1")},
		{"apostrophes", []piece{castOf(o, nil, list("Fishers’ League")), castOf(p, nil, list("Fishers' League"))},
			list("Fishers’ League: 2")},
		{"a person and an organisation", []piece{castOf(o, list("Aldmoor Times"), nil), castOf(p, nil, list("Aldmoor Times"))},
			list("Aldmoor Times: 1", "Aldmoor Times: 1")},

		{"an acronym of a known name", []piece{castOf(o, nil, list("Aldmoor Harbour Movement | AHM")), castOf(p, nil, list("AHM"))},
			list("Aldmoor Harbour Movement: 2")},
		{"an acronym with full stops", []piece{castOf(o, nil, list("Aldmoor Harbour Movement | AHM")), castOf(p, nil, list("A.H.M."))},
			list("Aldmoor Harbour Movement: 2")},
		{"an acronym before its name", []piece{castOf(o, nil, list("AHM")), castOf(o, nil, list("Aldmoor Harbour Movement | AHM"))},
			list("Aldmoor Harbour Movement: 2")},
		{"an acronym given as the name", []piece{castOf(o, nil, list("AHM | Aldmoor Harbour Movement")), castOf(p, nil, list("Aldmoor Harbour Movement"))},
			list("Aldmoor Harbour Movement: 2")},
		{"an acronym of two names", []piece{castOf(o, nil, list("Aldmoor Harbour Movement | AHM")), castOf(p, nil, list("Association of Hill Mayors | AHM")), castOf(o, nil, list("AHM"))},
			list("AHM: 1", "Aldmoor Harbour Movement: 1", "Association of Hill Mayors: 1")},
		{"an acronym whose name comes later, of another outlet and in other company", []piece{castOf(o, list("Ilse Varga"), list("AHM")), castOf(p, list("Teo Lindqvist"), list("Association of Hill Mayors | AHM"))},
			list("AHM: 1", "Association of Hill Mayors: 1", "Ilse Varga: 1", "Teo Lindqvist: 1")},
		{"the acronym and most of the words", []piece{castOf(o, nil, list("Aldmoor Harbour Movement | AHM")), castOf(p, nil, list("Harbour Movement | AHM"))},
			list("Aldmoor Harbour Movement: 2")},
		{"an alias of several words", []piece{castOf(o, nil, list("Aldmoor Harbour Movement | Harbour Movement")), castOf(p, nil, list("Harbour Movement"))},
			list("Aldmoor Harbour Movement: 2")},

		{"a surname, in company", []piece{castOf(o, list("Maren Oduya | Oduya", "Ilse Varga"), nil), castOf(p, list("Oduya", "Ilse Varga"), nil)},
			list("Ilse Varga: 2", "Maren Oduya: 2")},
		{"a surname that was only part of the name, in company", []piece{castOf(o, list("Maren Oduya", "Ilse Varga"), nil), castOf(p, list("Oduya", "Ilse Varga"), nil)},
			list("Ilse Varga: 2", "Maren Oduya: 2")},
		{"a surname, alone", []piece{castOf(o, list("Maren Oduya | Oduya", "Ilse Varga"), nil), castOf(p, list("Oduya"), nil)},
			list("Ilse Varga: 1", "Maren Oduya: 1", "Oduya: 1")},
		{"a surname that two have", []piece{castOf(o, list("Maren Oduya | Oduya", "Ilse Varga"), nil), castOf(o, list("Piet Oduya"), nil), castOf(p, list("Oduya", "Ilse Varga"), nil)},
			list("Ilse Varga: 2", "Maren Oduya: 1", "Oduya: 1", "Piet Oduya: 1")},
		{"a surname beside the full name of another", []piece{castOf(o, list("Maren Oduya | Oduya", "Ilse Varga"), nil), castOf(o, list("Maren Oduya", "Oduya", "Ilse Varga"), nil)},
			list("Ilse Varga: 2", "Maren Oduya: 2", "Oduya: 1")},
		{"a surname before the full name, in company", []piece{castOf(o, list("Oduya", "Ilse Varga"), nil), castOf(p, list("Maren Oduya | Oduya", "Ilse Varga"), nil)},
			list("Ilse Varga: 2", "Maren Oduya: 2")},
		{"a surname before the full name, once in other company", []piece{castOf(o, list("Oduya", "Ilse Varga"), nil), castOf(o, list("Oduya", "Teo Lindqvist"), nil), castOf(p, list("Maren Oduya | Oduya", "Ilse Varga"), nil)},
			list("Ilse Varga: 2", "Maren Oduya: 1", "Oduya: 2", "Teo Lindqvist: 1")},
		{"a shorter full name before the fuller one", []piece{castOf(o, list("Mei Hong", "Ilse Varga"), nil), castOf(p, list("Lao Mei Hong | Mei Hong", "Ilse Varga"), nil)},
			list("Ilse Varga: 2", "Lao Mei Hong: 2")},

		{"a body of every country, in other company", []piece{castOf(o, list("Ilse Varga"), list("Supreme Court")), castOf(o, list("Teo Lindqvist"), list("Supreme Court"))},
			list("Ilse Varga: 1", "Supreme Court: 1", "Supreme Court: 1", "Teo Lindqvist: 1")},
		{"a body of every country, same outlet, one in common", []piece{castOf(o, list("Ilse Varga"), list("the Supreme Court")), castOf(o, list("Ilse Varga"), list("Supreme Court"))},
			list("Ilse Varga: 2", "the Supreme Court: 2")},
		{"a body of every country, other outlet, one in common", []piece{castOf(o, list("Ilse Varga"), list("Ministry of the Interior")), castOf(p, list("Ilse Varga"), list("Ministry of the Interior"))},
			list("Ilse Varga: 2", "Ministry of the Interior: 1", "Ministry of the Interior: 1")},
		{"a body of every country, other outlet, two in common", []piece{castOf(o, list("Ilse Varga", "Teo Lindqvist"), list("Parliament")), castOf(p, list("Ilse Varga", "Teo Lindqvist"), list("Parliament"))},
			list("Ilse Varga: 2", "Parliament: 2", "Teo Lindqvist: 2")},
		{"a body that says of which country", []piece{castOf(o, nil, list("Aldmoor Supreme Court")), castOf(p, nil, list("Aldmoor Supreme Court"))},
			list("Aldmoor Supreme Court: 2")},
		{"a body that says so in an alias", []piece{castOf(o, nil, list("Aldmoor Supreme Court")), castOf(p, nil, list("Supreme Court | Aldmoor Supreme Court"))},
			list("Aldmoor Supreme Court: 2")},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := reopen(t, Memory)
			for i, p := range c.pieces {
				p.title, p.text = fmt.Sprint(i), p.text+fmt.Sprint(". ", i)
				put(t, s, p)
			}
			all, err := s.Names(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			var seen []int64
			for _, n := range all {
				if slices.Contains(seen, n.ActorID) {
					continue
				}
				seen = append(seen, n.ActorID)
				p, err := s.Profile(t.Context(), n.ActorID)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, fmt.Sprintf("%s: %d", p.Actor.Name, p.Articles))
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			sound(t, s)
		})
	}
}

// TestMerge merges by hand and takes apart again.
func TestMerge(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, quay, ferry,
			piece{title: "Three", date: "2031-07-01", text: "“Tides turn,” said M. O. Dyer of Maren Oduya.", people: []string{"M. O. Dyer", "Maren Oduya"},
				quotes: []said{{by: "M. O. Dyer", content: "Tides turn,", about: "Maren Oduya"}}})
		oduya, dyer, teo := actor(t, s, "Maren Oduya"), actor(t, s, "M. O. Dyer"), actor(t, s, "Teo Lindqvist")
		before, byOduya := answer(t, s, query.Query{}, Page{}), ask(t, s, query.Query{By: by(oduya)})

		if err := s.Merge(t.Context(), dyer, oduya); err != nil {
			t.Fatal(err)
		}
		for _, id := range []int64{oduya, dyer} {
			if got, want := ask(t, s, query.Query{By: by(id)}), append([]string{"Tides turn,"}, byOduya...); !slices.Equal(got, want) {
				t.Errorf("merged, by %d: %q, want %q", id, got, want)
			}
		}
		r := answer(t, s, query.Query{By: by(dyer)}, Page{Quotes: 1}).Results[0]
		if r.Speaker.ID != oduya || r.Speaker.Name != "Maren Oduya" {
			t.Errorf("merged, the speaker is %+v", r.Speaker)
		}
		if p, err := s.Profile(t.Context(), dyer); err != nil || !slices.Contains(p.Actor.Aliases, "M. O. Dyer") || p.Quotes != 3 || p.About != 2 || p.Articles != 3 || p.Actor.ID != oduya {
			t.Errorf("merged, the profile is %+v (%v)", p, err)
		}
		if page := answer(t, s, query.Query{}, Page{Speakers: 1}); len(page.Results) != 1 {
			t.Errorf("the first speaker has %d quotes", len(page.Results))
		}
		if got := actor(t, s, "M. O. Dyer"); got != oduya {
			t.Errorf("merged, the alias means %d", got)
		}

		// A chain, and taking its middle link out.
		if err := s.Merge(t.Context(), oduya, teo); err != nil {
			t.Fatal(err)
		}
		if got := actor(t, s, "M. O. Dyer"); got != teo {
			t.Errorf("merged twice, the alias means %d", got)
		}
		if err := s.Merge(t.Context(), dyer, teo); err == nil {
			t.Error("what is one already was merged")
		}
		if err := s.Unmerge(t.Context(), oduya); err != nil {
			t.Fatal(err)
		}
		if got := actor(t, s, "M. O. Dyer"); got != oduya {
			t.Errorf("half taken apart, the alias means %d", got)
		}
		if err := s.Unmerge(t.Context(), dyer); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, answer(t, s, query.Query{}, Page{})); diff != "" {
			t.Errorf("taken apart, it is not as before: %s", diff)
		}
		if err := s.Unmerge(t.Context(), dyer); !errors.Is(err, ErrNotFound) {
			t.Errorf("undoing nothing: %v", err)
		}
		if err := s.Merge(t.Context(), 4711, teo); !errors.Is(err, ErrNotFound) {
			t.Errorf("merging nobody: %v", err)
		}
		sound(t, s)
	})
}

// TestUnmergeStays has a merge that was undone not done again.
func TestUnmergeStays(t *testing.T) {
	s := file(t)
	short, full := castOf("O", []string{"Oduya", "Ilse Varga"}, nil), castOf("P", []string{"Maren Oduya | Oduya", "Ilse Varga"}, nil)
	put(t, s, short, full)
	caughtUp(t, s)
	var from int64
	if err := s.db.QueryRow(t.Context(), "SELECT from_id FROM actor_merge").Scan(&from); err != nil {
		t.Fatal(err)
	}
	if err := s.Unmerge(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	full.text += " Again."
	put(t, s, full)
	if got, err := s.Profile(t.Context(), from); err != nil || got.Actor.Name != "Oduya" {
		t.Errorf("it is %q (%v)", got.Actor.Name, err)
	}
}

// TestAbout has quotes be about whom their content names.
func TestAbout(t *testing.T) {
	const o = "One Outlet"
	known := piece{outlet: o, date: "2031-01-01", text: "Known.", people: []string{"Sam Ruiz", "Ilse Varga | Varga"},
		bodies: []string{"Aldmoor Harbour Movement | AHM", "Sam Ruiz Party", "Supreme Court", "World Aid | US"}}
	quoted := func(content string, people, bodies []string) piece {
		return piece{outlet: o, title: content, date: "2031-02-02", text: "“" + content + "” a clerk said.", people: people, bodies: bodies,
			quotes: []said{{by: "?", content: content, source: "a clerk"}}}
	}
	for _, c := range []struct {
		name, content  string
		people, bodies []string
		want           []string // who it is about
	}{
		{"a full name", "We met Sam Ruiz", nil, nil, []string{"Sam Ruiz"}},
		{"with a title", "We met Dr Sam Ruiz", nil, nil, []string{"Sam Ruiz"}},
		{"a possessive", "Sam Ruiz’s boat sank", nil, nil, []string{"Sam Ruiz"}},
		{"a name in a longer name", "We met the Sam Ruiz Party", nil, nil, []string{"Sam Ruiz Party"}},
		{"a name in a longer one that is not known", "We won the Sam Ruiz Cup", nil, nil, nil},
		{"an acronym", "The AHM’s boat sank", nil, nil, []string{"Aldmoor Harbour Movement"}},
		{"two", "Sam Ruiz, the AHM", nil, nil, []string{"Sam Ruiz", "Aldmoor Harbour Movement"}},
		{"an acronym that is a word", "They told us so", nil, nil, nil},
		{"an acronym in capitals", "THEY TOLD US SO", nil, nil, nil},
		{"a bare surname", "We met Varga", nil, nil, nil},
		{"a bare surname that the article gives somebody", "We met Varga", []string{"Ilse Varga | Varga"}, nil, []string{"Ilse Varga"}},
		{"names of the article, one in the other", "We met the Ann Moor Party", []string{"Ann Moor"}, []string{"Ann Moor Party"}, []string{"Ann Moor Party"}},
		{"a body of every country", "We met the Supreme Court", nil, nil, nil},
		{"a name divided by a full stop", "We met Sam. Ruiz came", nil, nil, nil},
		{"lower case", "we met sam ruiz", nil, nil, nil},
	} {
		for _, late := range []bool{false, true} { // the names known before the quote, or only after it
			name := c.name
			if late {
				name += ", known later"
			}
			t.Run(name, func(t *testing.T) {
				s := reopen(t, Memory)
				if !late {
					put(t, s, known)
				}
				put(t, s, quoted(c.content, c.people, c.bodies))
				if late {
					put(t, s, known)
				}
				got := answer(t, s, query.Query{}, Page{}).Results[0].About
				slices.Sort(got)
				slices.Sort(c.want)
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
				for _, name := range c.want {
					if got := ask(t, s, query.Query{About: about(actor(t, s, name))}); !slices.Equal(got, []string{c.content}) {
						t.Errorf("about %s: %q", name, got)
					}
				}
				sound(t, s)
			})
		}
	}
}

// TestMentions has the places that a reading gives count, and no others.
func TestMentions(t *testing.T) {
	s := file(t)
	p := piece{text: "“The Movement and Moor won,” he said. Moor is a place.", people: []string{"Ann Moor | Moor"}, bodies: []string{"Hill Movement"},
		quotes: []said{{content: "The Movement and Moor won,"}}}
	a, r := p.make(t)
	for i := range r.Actors {
		switch r.Actors[i].Name {
		case "Hill Movement":
			r.Actors[i].Mentions = []digest.Span{find(t, p.text, "Movement")}
		case "Ann Moor":
			r.Actors[i].Mentions = []digest.Span{find(t, p.text, "Moor is")}
		}
	}
	if _, _, err := s.Add(t.Context(), a, r); err != nil {
		t.Fatal(err)
	}
	if got := answer(t, s, query.Query{}, Page{}).Results[0].About; !slices.Equal(got, []string{"Hill Movement"}) {
		t.Errorf("about %q", got)
	}
}

// TestKeys has names compared without titles and typography.
func TestKeys(t *testing.T) {
	for _, c := range []struct {
		name string
		t    digest.ActorType
		key  string
		bare string
	}{
		{"King Norolan Sihavong", digest.Person, "norolan sihavong", "Norolan Sihavong"},
		{"King Norolan", digest.Person, "king norolan", "King Norolan"},
		{"Mr Oduya", digest.Person, "oduya", "Oduya"},
		{"H.E. Dr. Maren Oduya", digest.Person, "maren oduya", "Maren Oduya"},
		{"Samdech", digest.Person, "samdech", "Samdech"},
		{"General Harbour Board", digest.Organisation, "general harbour board", "General Harbour Board"},
		{"Maren Oduya", digest.Person, "maren oduya", "Maren Oduya"},
	} {
		if got := key(c.name, c.t); got != c.key {
			t.Errorf("key(%q) = %q, want %q", c.name, got, c.key)
		}
		if got := bare(c.name, c.t); got != c.bare {
			t.Errorf("bare(%q) = %q, want %q", c.name, got, c.bare)
		}
	}
	for short, full := range map[string]string{"AHM": "Aldmoor Harbour Movement", "A.H.M.": "Aldmoor Harbour Movement", "CPP": "Cold People’s Party",
		"ACLU": "Aldmoor Civil Liberties Union", "BoA": "Bank of Aldmoor", "UNHCR": ""} {
		if got := stands(short, full); got != (full != "") {
			t.Errorf("stands(%q, %q) = %v", short, full, got)
		}
	}
	for name, want := range map[string]bool{"supreme court": true, "ministry of the interior": true, "national assembly": true, "parliament": true,
		"aldmoor supreme court": false, "ahm": false, "human rights party": false, "national": false} {
		if generic(name) != want {
			t.Errorf("generic(%q) = %v", name, !want)
		}
	}
}
