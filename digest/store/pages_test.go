package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/query"
)

func TestPages(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, quay, ferry, fog)
		all := ask(t, s, query.Query{})
		for _, c := range []struct {
			name string
			page Page
			want [][]string // pages
		}{
			{"two quotes", Page{Quotes: 2}, [][]string{all[0:2], all[2:4], all[4:6], all[6:7]}},
			{"all fit", Page{Quotes: 7}, [][]string{all}},
			// Lindqvist and somebody; Oduya twice and Lindqvist; the clerk, who counts, and Varga.
			{"two speakers", Page{Speakers: 2}, [][]string{all[0:2], all[2:5], all[5:7]}},
			{"two speakers, two quotes", Page{Speakers: 2, Quotes: 2}, [][]string{all[0:2], all[2:4], all[4:6], all[6:7]}},
			{"no limit", Page{}, [][]string{all}},
		} {
			t.Run(c.name, func(t *testing.T) {
				var got [][]string
				left := len(all)
				for page := c.page; ; {
					a := answer(t, s, query.Query{}, page)
					got = append(got, texts(a.Results))
					left -= len(a.Results)
					if a.More != left || a.MoreAtLeast {
						t.Errorf("more = %d (at least: %v), want %d", a.More, a.MoreAtLeast, left)
					}
					if a.Next == 0 {
						break
					}
					page.After = a.Next
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}

// TestMoreAtLeast has more results than are counted, all in one second and more
// than one second's numbers.
func TestMoreAtLeast(t *testing.T) {
	s := file(t)
	text := strings.Repeat("Ilse Varga said wind. ", 1100)
	a := digest.Article{Outlet: "Long", Text: text, Published: time.Date(2031, 5, 4, 0, 0, 0, 0, time.UTC), DateOnly: true}
	r := digest.Reading{Actors: []digest.Actor{{Name: "Ilse Varga", Type: digest.Person}}}
	for i := range 1100 {
		r.Quotes = append(r.Quotes, digest.Quote{Kind: digest.Indirect, Class: digest.Statement, Content: []digest.Span{{Start: 22*i + 16, End: 22*i + 20}}})
	}
	if _, _, err := s.Add(t.Context(), a, r); err != nil {
		t.Fatal(err)
	}
	for _, q := range []query.Query{{}, {Words: []string{"wind"}}, {By: by(actor(t, s, "Ilse Varga"))}, {Exact: []string{"said wind"}}} {
		got := answer(t, s, q, Page{Quotes: 10})
		if got.More == 0 || got.More > countLimit || len(q.Exact) == 0 && got.More < countLimit || !got.MoreAtLeast || len(got.Results) != 10 {
			t.Errorf("%v: %d results, more %d (at least: %v)", q, len(got.Results), got.More, got.MoreAtLeast)
		}
		if got = answer(t, s, q, Page{}); len(got.Results) != 1100 || got.Next != 0 {
			t.Errorf("%v: %d results", q, len(got.Results))
		}
		if !slices.IsSortedFunc(got.Results, func(a, b digest.Result) int { return a.Spans[0].Start - b.Spans[0].Start }) {
			t.Errorf("%v: the article's quotes are not in the order of its text", q)
		}
	}
	if got := ask(t, s, query.Query{Until: time.Date(2031, 5, 5, 0, 0, 0, 0, time.UTC), Since: time.Date(2031, 5, 4, 0, 0, 0, 0, time.UTC)}); len(got) != 1100 {
		t.Errorf("%d of that day", len(got))
	}
}

// TestManyMentions asks for words about an actor with so many mentions that the
// index is asked instead of the texts.
func TestManyMentions(t *testing.T) {
	s := file(t)
	var text strings.Builder
	var r digest.Reading
	for i := range 512 {
		word := []string{"wind", "rain", "fog"}[i%3]
		start := text.Len()
		text.WriteString("Ilse Varga met the " + word + ".\n\n.\n\n") // a sentence between, so that the context is this one
		r.Quotes = append(r.Quotes, digest.Quote{Kind: digest.Indirect, Class: classes[i%2], Speaker: digest.NoSpeaker, About: []int{0},
			Content: []digest.Span{{Start: start, End: start + len("Ilse Varga met the ") + len(word)}}})
	}
	r.Actors = []digest.Actor{{Name: "Ilse Varga", Type: digest.Person}}
	if _, _, err := s.Add(t.Context(), digest.Article{Text: text.String(), Published: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)}, r); err != nil {
		t.Fatal(err)
	}
	put(t, s, piece{text: "Wind.", people: []string{"Teo Lindqvist"}, quotes: []said{{content: "Wind"}}})
	varga := about(actor(t, s, "Ilse Varga"))
	for _, c := range []struct {
		name   string
		q      query.Query
		within string // one of these words is in each that is found
		want   int
	}{
		{"a word", query.Query{About: varga, Words: []string{"wind"}}, "wind", 171},
		{"without", query.Query{About: varga, Without: []string{"WIND", "rain"}}, "fog", 170},
		{"a word of a class", query.Query{About: varga, Words: []string{"fog"}, Classes: []digest.Class{digest.Statement}}, "fog", 85},
		{"a phrase without a word", query.Query{About: varga, Exact: []string{"met the"}, Without: []string{"fog"}}, "wind rain", 342},
		{"words that do not meet", query.Query{About: varga, Words: []string{"wind", "rain"}}, "", 0},
	} {
		got := ask(t, s, c.q)
		if len(got) != c.want {
			t.Errorf("%s: %d, want %d", c.name, len(got), c.want)
		}
		for _, text := range got {
			if last := text[strings.LastIndex(text, " ")+1:]; !strings.Contains(c.within, last) {
				t.Errorf("%s: found %q", c.name, text)
			}
		}
	}
}
