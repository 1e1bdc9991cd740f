package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/query"
)

// TestHeadline asks for a topic that stands in headlines. Those quotes come last,
// and are marked.
func TestHeadline(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		night := piece{outlet: "Harbour Times", url: "https://times.example/bus", title: "Night bus to be cut, says council", date: "2031-06-01T08:00:00Z",
			people: []string{"Teo Lindqvist", "Ilse Varga"},
			text:   "Teo Lindqvist said nobody rides it. Far from there it rained all day.\n\nIlse Varga called the night bus a lifeline. She was angry.",
			quotes: []said{
				{by: "Teo Lindqvist", content: "nobody rides it", source: "Teo Lindqvist", kind: digest.Indirect},
				{by: "Ilse Varga", content: "a lifeline", source: "Ilse Varga", kind: digest.Mixed, about: "Teo Lindqvist"},
			}}
		later := piece{outlet: "The Aldmoor Gazette", title: "Council keeps its NIGHT-BUS", date: "2031-07-01",
			people: []string{"Maren Oduya"}, text: "Maren Oduya hoped so. “It stays,” she said.",
			quotes: []said{
				{by: "Maren Oduya", content: "so", source: "Maren Oduya", kind: digest.Indirect, class: digest.Thought},
				{by: "Maren Oduya", content: "It stays,", source: "she"},
			}}
		put(t, s, quay, ferry, fog, night, later)
		const rides, lifeline, so, stays = "nobody rides it", "a lifeline", "so", "It stays,"
		topic := query.Term{Text: "the night bus"}
		teo, oduya := actor(t, s, "Lindqvist"), actor(t, s, "Oduya")
		statements := []digest.Class{digest.Statement}
		for _, c := range []struct {
			name string
			q    query.Query
			want []string
			own  int // how many were found by their own words
		}{
			{"a topic", query.Query{About: topic}, []string{lifeline, so, stays, rides}, 1},
			{"statements", query.Query{About: topic, Classes: statements}, []string{lifeline, stays, rides}, 1},
			{"by an actor", query.Query{About: topic, By: by(oduya)}, []string{so, stays}, 0},
			{"about an actor", query.Query{About: about(teo), Words: []string{"council"}}, []string{lifeline}, 0},
			{"an outlet", query.Query{About: topic, Outlets: []string{"times"}}, []string{lifeline, rides}, 1},
			{"a kind", query.Query{About: topic, Kinds: []digest.Kind{digest.Direct}}, []string{stays}, 0},
			{"until", query.Query{About: topic, Until: time.Date(2031, 6, 15, 0, 0, 0, 0, time.UTC)}, []string{lifeline, rides}, 1},
			{"a phrase", query.Query{Exact: []string{"Night bus"}}, []string{lifeline, rides}, 1},
			{"without a word of a headline", query.Query{About: topic, Without: []string{"cut"}}, []string{lifeline, so, stays}, 1},
			{"without a word of the text", query.Query{About: topic, Without: []string{"rained"}}, []string{so, stays}, 0},
			{"words that only together are in it", query.Query{About: query.Term{Text: "council rained"}}, nil, 0},
			{"a source that is no actor", query.Query{By: query.Term{Text: "council"}}, nil, 0},
		} {
			for _, size := range []int{0, 1, 2} {
				t.Run(fmt.Sprintf("%s, pages of %d", c.name, size), func(t *testing.T) {
					var got []string
					own := 0
					for page := (Page{Quotes: size}); ; {
						a := answer(t, s, c.q, page)
						for _, r := range a.Results {
							got = append(got, r.Text())
							if !r.ByHeadline {
								own++
							}
						}
						if page.After = a.Next; page.After == 0 {
							break
						}
					}
					if diff := cmp.Diff(c.want, got); diff != "" || own != c.own {
						t.Errorf("%s%d by their own words, want %d", diff, own, c.own)
					}
				})
			}
			var each []string
			if err := s.Each(t.Context(), c.q, func(r digest.Result) error { each = append(each, r.Text()); return nil }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, each); diff != "" {
				t.Errorf("%s, each: %s", c.name, diff)
			}
		}
		stories, _, err := s.Stories(t.Context(), query.Query{About: topic}, 0)
		if err != nil || len(stories) != 2 || stories[0].Article.Title != later.title {
			t.Errorf("%d stories (%v)", len(stories), err)
		}
		sound(t, s)
	})
}

// TestManyHeadlines has more articles with the topic in their headlines than are
// looked at at once, most of them without quotes.
func TestManyHeadlines(t *testing.T) {
	s := reopen(t, Memory)
	const articles = 3*headlineStep + 5
	for n := range articles {
		p := piece{title: "The night bus", date: fmt.Sprintf("2031-%02d-%02d", 1+n/28, 1+n%28), text: fmt.Sprintf("Nothing, %d.", n)}
		if n < 3 {
			p.quotes = []said{{content: "Nothing"}}
		}
		put(t, s, p)
	}
	q := query.Query{About: query.Term{Text: "night bus"}}
	if got := answer(t, s, q, Page{Quotes: 2}); len(got.Results) != 2 || got.More != 1 || got.MoreAtLeast {
		t.Errorf("%d results, more %d (at least: %v)", len(got.Results), got.More, got.MoreAtLeast)
	}
}
