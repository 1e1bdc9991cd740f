package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/query"
)

// Three articles about an invented harbour town, in which most of what the store
// must tell apart occurs.
var (
	quay = piece{
		outlet: "The Aldmoor Gazette", url: "https://gazette.example/quay", title: "Quay closes", date: "2031-05-04T09:30:00+07:00",
		people: []string{"Maren Oduya, mayor of Aldmoor | Oduya", "Teo Lindqvist, harbour master | Lindqvist"},
		bodies: []string{"Aldmoor Harbour Movement | AHM"},
		text: "The quay is closed. Maren Oduya, mayor of Aldmoor, blamed the Aldmoor Harbour Movement (AHM). " +
			"“The AHM cannot mend a quay,” Oduya said. “It cannot,” she added, “even sweep one.”\n\n" +
			"Harbour master Teo Lindqvist disagreed. He said the café on the quay would stay open. " +
			"One of his clerks called Oduya “a tide without a moon”.",
		quotes: []said{
			{by: "Maren Oduya", content: "The AHM cannot mend a quay,", source: "Oduya", about: "Aldmoor Harbour Movement"},
			{by: "Maren Oduya", content: "It cannot, … even sweep one.", source: "she", about: "Aldmoor Harbour Movement"},
			{by: "Teo Lindqvist", content: "the café on the quay would stay open", source: "He", kind: digest.Indirect},
			{by: "?", content: "a tide without a moon", source: "One of his clerks", about: "Maren Oduya", kind: digest.Mixed, class: digest.Thought},
		},
	}
	ferry = piece{
		outlet: "Harbour Times", url: "https://times.example/ferry", title: "Ferry sails", date: "2031-05-06",
		people: []string{"Teo Lindqvist | Lindqvist", "Maren Oduya"},
		text: "The ferry sails again. “Mayor Maren Oduya promised us a ferry,” Teo Lindqvist said. " +
			"“We don’t count on promises,” somebody shouted.",
		quotes: []said{
			{by: "Teo Lindqvist", content: "Mayor Maren Oduya promised us a ferry,", source: "Teo Lindqvist", about: "Maren Oduya"},
			{by: "", content: "We don’t count on promises,", source: "somebody"},
		},
	}
	fog = piece{
		outlet: "Harbour Times", title: "Fog", date: "2030-11-20T23:30:00Z",
		people: []string{"Ilse Varga, pilot"},
		text:   "Fog again. Ilse Varga, a pilot, hopes for wind.",
		quotes: []said{{by: "Ilse Varga", content: "hopes for wind", source: "Ilse Varga", kind: digest.Indirect, class: digest.Thought}},
	}
)

func TestFind(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, quay, ferry, fog)
		oduya, teo, ahm := actor(t, s, "Maren Oduya"), actor(t, s, "Lindqvist"), actor(t, s, "AHM")
		const (
			mend, sweep, cafe = "The AHM cannot mend a quay,", "It cannot, … even sweep one.", "the café on the quay would stay open"
			tide, promised    = "a tide without a moon", "Mayor Maren Oduya promised us a ferry,"
			count, wind       = "We don’t count on promises,", "hopes for wind"
		)
		day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
		for _, c := range []struct {
			name string
			q    query.Query
			want []string
		}{
			{"everything, newest first, an article in its order", query.Query{}, []string{promised, count, mend, sweep, cafe, tide, wind}},
			{"by an actor", query.Query{By: by(oduya)}, []string{mend, sweep}},
			{"by any of two", query.Query{By: by(oduya, teo)}, []string{promised, mend, sweep, cafe}},
			{"by nobody who exists", query.Query{By: by(99999)}, nil},
			{"about an actor, not by it", query.Query{About: about(oduya)}, []string{promised, tide}},
			{"about any of two", query.Query{About: about(oduya, ahm)}, []string{promised, mend, sweep, tide}},
			{"by one about another", query.Query{By: by(teo), About: about(oduya)}, []string{promised}},
			{"by one about another, none", query.Query{By: by(oduya), About: about(teo)}, nil},
			{"a topic", query.Query{About: query.Term{Text: "the quay"}}, []string{mend, sweep, cafe, tide}},
			{"any of two topics", query.Query{About: query.Term{Text: "the ferry or a moon"}}, []string{promised, count, cafe, tide}},
			{"any of three", query.Query{About: query.Term{Text: "ferries, wind OR quay sweeping"}}, []string{promised, count, wind}},
			{"a topic or a sign", query.Query{About: query.Term{Text: "wind or 🎉"}}, []string{wind}},
			{"any of two topics, without a word", query.Query{About: query.Term{Text: "ferry or wind"}, Without: []string{"promises"}}, []string{wind}},
			{"a topic between quotation marks", query.Query{About: query.Term{Text: "on the quay", Quoted: true}}, []string{cafe, tide}},
			{"a source that is no actor", query.Query{By: query.Term{Text: "his clerks"}}, []string{tide}},
			{"a source that is part of a word", query.Query{By: query.Term{Text: "clerk"}}, nil},
			{"a word", query.Query{Words: []string{"ferry"}}, []string{promised, count}},
			{"two words", query.Query{Words: []string{"ferry", "promises"}}, []string{promised, count}},
			{"a word in capitals", query.Query{Words: []string{"FERRY"}}, []string{promised, count}},
			{"diacritics left out", query.Query{Words: []string{"cafe"}}, []string{cafe, tide}},
			{"a word that is not there", query.Query{Words: []string{"ferryman"}}, nil},
			{"a word that is there in the singular", query.Query{Words: []string{"ferries"}}, []string{"Mayor Maren Oduya promised us a ferry,", "We don’t count on promises,"}},
			{"part of a word", query.Query{Words: []string{"ferr"}}, nil},
			{"an apostrophe of another shape", query.Query{Words: []string{"don't"}}, []string{promised, count}},
			{"a phrase", query.Query{Exact: []string{"stay open"}}, []string{cafe, tide}},
			{"a phrase with its diacritics", query.Query{Exact: []string{"the café"}}, []string{cafe, tide}},
			{"a phrase without its diacritics", query.Query{Exact: []string{"the cafe"}}, nil},
			{"a phrase with another comma", query.Query{Exact: []string{"mend, a quay"}}, nil},
			{"a phrase whose apostrophe and quotation marks have other shapes", query.Query{Exact: []string{"\"We don't count"}}, []string{promised, count}},
			{"the words of a phrase in another order", query.Query{Exact: []string{"open stay"}}, nil},
			{"a phrase that ends inside of a word", query.Query{Exact: []string{"stay op"}}, nil},
			{"words and an actor", query.Query{About: about(oduya), Words: []string{"moon"}}, []string{tide}},
			{"words and a speaker", query.Query{By: by(teo), Words: []string{"ferry"}}, []string{promised}},
			{"without a word", query.Query{By: by(teo), Without: []string{"café"}}, []string{promised}},
			{"an actor without a word", query.Query{About: about(oduya), Without: []string{"moon"}}, []string{promised}},
			{"nothing but without", query.Query{Without: []string{"quay"}}, []string{promised, count, wind}},
			{"a word without another", query.Query{Words: []string{"again"}, Without: []string{"fog"}}, []string{promised}},
			{"an outlet", query.Query{Outlets: []string{"gazette"}}, []string{mend, sweep, cafe, tide}},
			{"part of an outlet's name", query.Query{Outlets: []string{"TIMES"}}, []string{promised, count, wind}},
			{"any of two outlets", query.Query{By: by(teo), Outlets: []string{"Gazette", "the Harbour Times"}}, []string{promised, cafe}},
			{"an outlet that is not there", query.Query{Outlets: []string{"Herald"}}, nil},
			{"an outlet and an actor", query.Query{About: about(oduya), Outlets: []string{"Gazette"}}, []string{tide}},
			{"an outlet and a word", query.Query{Words: []string{"again"}, Outlets: []string{"Gazette"}}, nil},
			{"a kind", query.Query{Kinds: []digest.Kind{digest.Indirect}}, []string{cafe, wind}},
			{"two kinds", query.Query{Kinds: []digest.Kind{digest.Mixed, digest.Indirect}}, []string{cafe, tide, wind}},
			{"a kind that is none", query.Query{Kinds: []digest.Kind{"loud"}}, nil},
			{"a class", query.Query{Classes: []digest.Class{digest.Thought}}, []string{tide, wind}},
			{"a class, an actor and a word", query.Query{About: about(oduya), Words: []string{"moon"}, Classes: []digest.Class{digest.Statement}}, nil},
			{"the latest are statements", query.Query{Form: query.Latest, Outlets: []string{"Times"}}, []string{promised, count}},
			{"since", query.Query{Since: day(2031, 1, 1)}, []string{promised, count, mend, sweep, cafe, tide}},
			{"until", query.Query{Until: day(2031, 1, 1)}, []string{wind}},
			{"between, with a word", query.Query{Words: []string{"again"}, Since: day(2030, 1, 1), Until: day(2031, 1, 1)}, []string{wind}},
			{"since, about an actor", query.Query{About: about(oduya), Since: day(2031, 5, 5)}, []string{promised}},
			{"since, by an actor", query.Query{By: by(teo), Since: day(2031, 5, 5)}, []string{promised}},
			{"all at once", query.Query{By: by(teo), About: about(oduya), Words: []string{"promised"}, Exact: []string{"a ferry"}, Without: []string{"fog"},
				Outlets: []string{"Times"}, Kinds: []digest.Kind{digest.Direct}, Classes: []digest.Class{digest.Statement},
				Since: day(2031, 5, 1), Until: day(2031, 6, 1)}, []string{promised}},
		} {
			t.Run(c.name, func(t *testing.T) {
				if diff := cmp.Diff(c.want, ask(t, s, c.q)); diff != "" {
					t.Error(diff)
				}
			})
		}
		sound(t, s)
	})
}

// TestResult looks at everything that comes back of one quote.
func TestResult(t *testing.T) {
	s := file(t)
	ids := put(t, s, quay)
	oduya := actor(t, s, "Oduya")
	got := answer(t, s, query.Query{By: by(oduya), Words: []string{"sweep"}}, Page{Quotes: 5})
	a, _ := quay.make(t)
	want := digest.Answer{
		Results: []digest.Result{
			{
				Kind: digest.Direct, Class: digest.Statement, Confidence: 0.9, Mention: "Oduya",
				Speaker: &digest.Actor{ID: oduya, Name: "Maren Oduya", Type: digest.Person,
					Roles: []digest.Role{{Text: "mayor of Aldmoor", ArticleID: ids[0], Date: a.Published}}},
				Content: []string{"The AHM cannot mend a quay,"}, Spans: []digest.Span{find(t, a.Text, "The AHM cannot mend a quay,")},
				Sentence: "“The AHM cannot mend a quay,” Oduya said.",
				Context:  "Maren Oduya, mayor of Aldmoor, blamed the Aldmoor Harbour Movement (AHM). “The AHM cannot mend a quay,” Oduya said. “It cannot,” she added, “even sweep one.”",
				About:    []string{"Aldmoor Harbour Movement"}, Beside: true,
			},
			{
				Kind: digest.Direct, Class: digest.Statement, Confidence: 0.9, Mention: "she",
				Content: []string{"It cannot,", "even sweep one."}, Spans: []digest.Span{find(t, a.Text, "It cannot,"), find(t, a.Text, "even sweep one.")},
				Sentence: "“It cannot,” she added, “even sweep one.”",
				Context:  "“The AHM cannot mend a quay,” Oduya said. “It cannot,” she added, “even sweep one.”",
				About:    []string{"Aldmoor Harbour Movement"},
			},
		},
		Searched: digest.Searched{Articles: 1, Outlets: 1, From: a.Published, To: a.Published},
	}
	for i := range want.Results {
		r := &want.Results[i]
		r.Speaker = want.Results[0].Speaker
		r.ID = digest.QuoteID(a.Hash(), extent(r.Spans...))
		r.Article = a
		r.Article.ID, r.Article.Text = ids[0], ""
		if i < len(got.Results) {
			r.Number = got.Results[i].Number // see TestQuotes
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	stored, err := s.Article(t.Context(), ids[0])
	if err != nil {
		t.Fatal(err)
	}
	a.ID = ids[0]
	if diff := cmp.Diff(a, stored); diff != "" {
		t.Errorf("the article is not as it was added: %s", diff)
	}
}

func TestSearched(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		if got := answer(t, s, query.Query{}, Page{}).Searched; got != (digest.Searched{}) {
			t.Errorf("an empty store searched %+v", got)
		}
		put(t, s, quay, ferry, fog, piece{outlet: "Undated", text: "No date."})
		date := func(p piece) time.Time { a, _ := p.make(t); return a.Published }
		for _, c := range []struct {
			name string
			q    query.Query
			want digest.Searched
		}{
			{"all", query.Query{}, digest.Searched{Articles: 4, Outlets: 3, From: date(fog), To: date(ferry)}},
			{"words do not matter", query.Query{Words: []string{"nothing"}}, digest.Searched{Articles: 4, Outlets: 3, From: date(fog), To: date(ferry)}},
			{"an outlet", query.Query{Outlets: []string{"gazette"}}, digest.Searched{Articles: 1, Outlets: 1, From: date(quay), To: date(quay)}},
			{"an outlet without dates", query.Query{Outlets: []string{"undated"}}, digest.Searched{Articles: 1, Outlets: 1}},
			{"no such outlet", query.Query{Outlets: []string{"herald"}}, digest.Searched{}},
			{"a period", query.Query{Since: date(quay)}, digest.Searched{Articles: 2, Outlets: 2, From: date(quay), To: date(ferry)}},
			{"a period and an outlet", query.Query{Until: date(quay), Outlets: []string{"times"}}, digest.Searched{Articles: 1, Outlets: 1, From: date(fog), To: date(fog)}},
		} {
			if diff := cmp.Diff(c.want, answer(t, s, c.q, Page{}).Searched); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		}
	})
}

// TestEach lets the function that is called use the store, and end the walk.
func TestEach(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, quay, ferry, fog)
		var got []string
		err := s.Each(t.Context(), query.Query{}, func(r digest.Result) error {
			got = append(got, r.Text())
			_, err := s.Article(t.Context(), r.Article.ID)
			return err
		})
		if diff := cmp.Diff(ask(t, s, query.Query{}), got); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
}
