package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
)

// TestFormulas asks for the copy of a text among others of its week that end in the
// same words as all of them do.
func TestFormulas(t *testing.T) {
	const formula = "Readers who know more about this are asked to write to the desk by the end of the week or to leave a " +
		"message at the counter of the library on Lantern Street where somebody will be glad to hear from them in person."
	text := func(n int) string {
		var b strings.Builder
		for k := range 12 {
			fmt.Fprintf(&b, "Ferry %d of line %d was late by %d minutes at pier %d. ", n*31+k, n*7+k*k, n+k*5, n*k+3)
		}
		return b.String() + "\n\n" + formula
	}
	both(t, func(t *testing.T, s *Store) {
		var ids []int64
		for n := range 3 * formulaTexts {
			a, r := piece{outlet: "The Tarn Courier", url: fmt.Sprintf("https://tarn.example/%d", n), title: fmt.Sprint("Ferries ", n), date: "2031-05-04", text: text(n)}.make(t)
			got, err := s.Take(t.Context(), a, r, Taking{})
			if err != nil || got.Original != 0 {
				t.Fatalf("text %d is taken for a copy of %d: %v", n, got.Original, err)
			}
			ids = append(ids, got.ID)
		}
		a, r := piece{outlet: "Upper Tarn Weekly", url: "https://weekly.example/ferries", title: "Late again", date: "2031-05-05", text: "LOWER TARN — " + text(17)}.make(t)
		got, err := s.Take(t.Context(), a, r, Taking{})
		if err != nil || got.Original != ids[17] || got.Added {
			t.Errorf("the copy of text 17 (article %d) became %+v: %v", ids[17], got, err)
		}
	})
}

// TestPrintedBy asks what an outlet has printed that took a text from an agency,
// without one of its quotes.
func TestPrintedBy(t *testing.T) {
	wire := piece{outlet: "Tarn Wire", url: "https://wire.example/1", title: "Dam gate stays shut", date: "2031-05-04",
		text: "“The gate stays shut until the crack is closed,” said Ilse Varga, who runs the dam above Sollen and has run it for eleven years. " +
			"Water has stood at the upper mark since Sunday, and the board has sent four divers down to look at the wall beneath it. " +
			"“Nobody has asked the farmers of the lower valley,” said Per Onsager, whose fields lie under the second lock on the eastern bank.",
		people: []string{"Ilse Varga", "Per Onsager"},
		quotes: []said{{by: "Ilse Varga", content: "The gate stays shut until the crack is closed", about: "Per Onsager"},
			{by: "Per Onsager", content: "Nobody has asked the farmers of the lower valley"}}}
	weekly := wire
	weekly.outlet, weekly.url, weekly.title, weekly.date = "Sollen Weekly", "https://weekly.example/dam", "Gate shut", "2031-05-05"
	cut := strings.Index(weekly.text, "“Nobody")
	weekly.text, weekly.quotes = weekly.text[:cut], weekly.quotes[:1]
	own := piece{outlet: "Sollen Post", url: "https://post.example/1", title: "Market", date: "2031-05-04", text: "“The gate of the market is open,” said Ada Moll.",
		people: []string{"Ada Moll"}, quotes: []said{{by: "Ada Moll", content: "The gate of the market is open"}}}
	const shut, asked, open = "The gate stays shut until the crack is closed", "Nobody has asked the farmers of the lower valley", "The gate of the market is open"
	both(t, func(t *testing.T, s *Store) {
		put(t, s, own)
		for _, p := range []piece{wire, weekly} {
			a, r := p.make(t)
			if got, err := s.Take(t.Context(), a, r, Taking{}); err != nil || got.Added != (p.outlet == wire.outlet) {
				t.Fatalf("taking the text of %s: %+v, %v", p.outlet, got, err)
			}
		}
		may := func(day int) time.Time { return time.Date(2031, 5, day, 0, 0, 0, 0, time.UTC) }
		varga := actor(t, s, "Ilse Varga")
		for _, tt := range []struct {
			name string
			q    query.Query
			want []string
		}{
			{"the agency", query.Query{Outlets: []string{"wire"}}, []string{shut, asked}},
			{"the copy", query.Query{Outlets: []string{"weekly"}}, []string{shut}},
			{"both Sollen papers", query.Query{Outlets: []string{"sollen"}}, []string{open, shut}},
			{"a word", query.Query{Outlets: []string{"weekly"}, Words: []string{"gate"}}, []string{shut}},
			{"a word of the other quote", query.Query{Outlets: []string{"weekly"}, Words: []string{"farmers"}}, nil},
			{"a word of the headline", query.Query{Outlets: []string{"weekly"}, Words: []string{"dam", "stays"}}, []string{shut}},
			{"without a word", query.Query{Outlets: []string{"sollen"}, Without: []string{"market"}}, []string{shut}},
			{"a speaker", query.Query{Outlets: []string{"weekly"}, By: by(varga)}, []string{shut}},
			{"another class", query.Query{Outlets: []string{"weekly"}, Classes: []digest.Class{digest.Thought}}, nil},
			{"in time", query.Query{Outlets: []string{"weekly"}, Since: may(4), Until: may(5)}, []string{shut}},
			{"too late", query.Query{Outlets: []string{"weekly"}, Since: may(6)}, nil},
		} {
			got := ask(t, s, tt.q)
			slices.Sort(got)
			want := slices.Sorted(slices.Values(tt.want))
			if !slices.Equal(got, want) {
				t.Errorf("%s: found %q, want %q", tt.name, got, want)
			}
		}
		a, err := s.Find(t.Context(), query.Query{Outlets: []string{"weekly"}}, Page{})
		if err != nil || a.Searched.Articles != 1 || a.Searched.Outlets != 1 {
			t.Errorf("searched %+v: %v", a.Searched, err)
		}
		stories, _, err := s.Stories(t.Context(), query.Query{Outlets: []string{"weekly"}}, 0)
		if err != nil || len(stories) != 1 || stories[0].Article.Title != wire.title {
			t.Errorf("stories of the copy: %+v, %v", stories, err)
		}
		all, err := s.Outlets(t.Context())
		if err != nil || !slices.Contains(all, Outlet{Name: "Sollen Weekly"}) {
			t.Errorf("outlets %v: %v", all, err)
		}
	})
}
