package store

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/query"
)

func TestStories(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		silent := piece{outlet: "Harbour Times", title: "Silence", date: "2031-05-05", text: "Nobody spoke. Nothing happened.", people: []string{"Ilse Varga"}}
		put(t, s, quay, ferry, fog, silent)
		oduya := actor(t, s, "Maren Oduya")
		for _, c := range []struct {
			name  string
			q     query.Query
			limit int
			want  []string
			more  int
		}{
			{"all", query.Query{}, 0, []string{"Ferry sails", "Silence", "Quay closes", "Fog"}, 0},
			{"two", query.Query{}, 2, []string{"Ferry sails", "Silence"}, 2},
			{"an outlet", query.Query{Outlets: []string{"times"}}, 2, []string{"Ferry sails", "Silence"}, 1},
			{"about an actor", query.Query{About: about(oduya)}, 0, []string{"Ferry sails", "Quay closes"}, 0},
			{"about an actor, one", query.Query{About: about(oduya)}, 1, []string{"Ferry sails"}, 1},
			{"with a word", query.Query{Words: []string{"again"}}, 0, []string{"Ferry sails", "Fog"}, 0},
			{"none", query.Query{Words: []string{"nothing at all"}}, 0, nil, 0},
			{"no such outlet", query.Query{Outlets: []string{"herald"}}, 0, nil, 0},
			{"since", query.Query{Since: time.Date(2031, 5, 5, 0, 0, 0, 0, time.UTC)}, 0, []string{"Ferry sails", "Silence"}, 0},
		} {
			stories, more, err := s.Stories(t.Context(), c.q, c.limit)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range stories {
				got = append(got, s.Article.Title)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || more != c.more {
				t.Errorf("%s: more %d, want %d: %s", c.name, more, c.more, diff)
			}
		}
		stories, _, err := s.Stories(t.Context(), query.Query{About: about(oduya)}, 0)
		if err != nil {
			t.Fatal(err)
		}
		story := stories[1]
		if diff := cmp.Diff([]string{"The quay is closed."}, story.Gist); diff != "" {
			t.Errorf("gist: %s", diff)
		}
		if len(story.Quotes) != 4 || story.Quotes[3].Mention != "One of his clerks" {
			t.Errorf("not all quotes in order: %q", texts(story.Quotes))
		}
		if got := names(story.Actors); !slices.Equal(got, []string{"Maren Oduya", "Teo Lindqvist", "Aldmoor Harbour Movement"}) {
			t.Errorf("actors, the most salient first: %q", got)
		}
		if first := story.Actors[0]; first.Weight != 1 || len(first.Roles) != 1 || first.Roles[0].Text != "mayor of Aldmoor" {
			t.Errorf("the key actor: %+v", first)
		}
	})
}

func TestProfile(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ids := put(t, s, quay, ferry, fog)
		a, _ := quay.make(t)
		b, _ := ferry.make(t)
		oduya := actor(t, s, "Oduya")
		got, err := s.Profile(t.Context(), oduya)
		if err != nil {
			t.Fatal(err)
		}
		want := digest.Profile{
			Actor: digest.Actor{ID: oduya, Name: "Maren Oduya", Type: digest.Person, Aliases: []string{"Oduya"},
				Roles: []digest.Role{{Text: "mayor of Aldmoor", ArticleID: ids[0], Date: a.Published}}},
			Quotes: 2, About: 2, Articles: 2, From: a.Published, To: b.Published,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNames(t *testing.T) {
	s := file(t)
	put(t, s, quay, ferry)
	got, err := s.Names(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	oduya, teo, ahm := actor(t, s, "maren oduya"), actor(t, s, "TEO LINDQVIST"), actor(t, s, "ahm")
	want := []Name{
		{"Maren Oduya", oduya, "Maren Oduya", digest.Person, 6}, // two articles, two quotes by her, two about her
		{"Oduya", oduya, "Maren Oduya", digest.Person, 6},
		{"Teo Lindqvist", teo, "Teo Lindqvist", digest.Person, 4},
		{"Lindqvist", teo, "Teo Lindqvist", digest.Person, 4},
		{"Aldmoor Harbour Movement", ahm, "Aldmoor Harbour Movement", digest.Organisation, 3},
		{"AHM", ahm, "Aldmoor Harbour Movement", digest.Organisation, 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	outlets, err := s.Outlets(t.Context())
	if diff := cmp.Diff([]Outlet{{"Harbour Times", 1}, {"The Aldmoor Gazette", 1}}, outlets); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if none, err := s.Actors(t.Context(), "Nobody Known"); err != nil || none != nil {
		t.Errorf("Actors of an unknown name: %v, %v", none, err)
	}
	if part, err := s.Actors(t.Context(), "Maren"); err != nil || !slices.Equal(names(part), []string{"Maren Oduya"}) {
		t.Errorf("Actors by a part of the name: %v, %v", names(part), err)
	}
}

// TestAliases gives actors their other names as printed, the longest first, and those of
// whom was merged into them.
func TestAliases(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		odd := fog
		odd.text = `Maren "Mo" Oduya, the mayor, also known as M\O, spoke. “It is foggy,” Maren Oduya said. Mayor Oduya left.`
		odd.people = []string{`Maren Oduya | Maren "Mo" Oduya | M\O`, "Rhona Oduya-Fell"}
		odd.bodies = nil
		odd.quotes = []said{{by: "Maren Oduya", content: "It is foggy,"}}
		put(t, s, odd)
		oduya := actor(t, s, "Maren Oduya")
		if err := s.Merge(t.Context(), actor(t, s, "Rhona Oduya-Fell"), oduya); err != nil {
			t.Fatal(err)
		}
		got, err := s.Actors(t.Context(), "Maren Oduya")
		want := []string{`Maren "Mo" Oduya`, "Rhona Oduya-Fell", `M\O`}
		if err != nil || len(got) != 1 {
			t.Fatalf("%d actors: %v", len(got), err)
		}
		if aliases := got[0].Aliases; !slices.Equal(aliases, want) {
			t.Errorf("the other names are %q", aliases)
		}
	})
}
