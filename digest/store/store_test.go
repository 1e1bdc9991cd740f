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
			{"a topic between quotation marks", query.Query{About: query.Term{Text: "on the quay", Quoted: true}}, []string{cafe, tide}},
			{"a source that is no actor", query.Query{By: query.Term{Text: "his clerks"}}, []string{tide}},
			{"a source that is part of a word", query.Query{By: query.Term{Text: "clerk"}}, nil},
			{"a word", query.Query{Words: []string{"ferry"}}, []string{promised, count}},
			{"two words", query.Query{Words: []string{"ferry", "promises"}}, []string{promised, count}},
			{"a word in capitals", query.Query{Words: []string{"FERRY"}}, []string{promised, count}},
			{"diacritics left out", query.Query{Words: []string{"cafe"}}, []string{cafe, tide}},
			{"a word that is not there", query.Query{Words: []string{"ferries"}}, nil},
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
				Speaker: &digest.Actor{ID: oduya, Name: "Maren Oduya", Type: digest.Person, Aliases: []string{"Oduya"},
					Roles: []digest.Role{{Text: "mayor of Aldmoor", ArticleID: ids[0], Date: a.Published}}},
				Content: []string{"The AHM cannot mend a quay,"}, Spans: []digest.Span{find(t, a.Text, "The AHM cannot mend a quay,")},
				Context: "Maren Oduya, mayor of Aldmoor, blamed the Aldmoor Harbour Movement (AHM). “The AHM cannot mend a quay,” Oduya said. “It cannot,” she added, “even sweep one.”",
				About:   []string{"Aldmoor Harbour Movement"},
			},
			{
				Kind: digest.Direct, Class: digest.Statement, Confidence: 0.9, Mention: "she",
				Content: []string{"It cannot,", "even sweep one."}, Spans: []digest.Span{find(t, a.Text, "It cannot,"), find(t, a.Text, "even sweep one.")},
				Context: "“The AHM cannot mend a quay,” Oduya said. “It cannot,” she added, “even sweep one.”",
				About:   []string{"Aldmoor Harbour Movement"},
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
		want := countLimit
		if len(q.Exact) > 0 {
			want = slowLimit
		}
		if got.More != want || !got.MoreAtLeast || len(got.Results) != 10 {
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

// TestPeriod asks from several zones for articles that were published around
// midnight, or on a day.
func TestPeriod(t *testing.T) {
	s := file(t)
	for _, p := range []struct{ title, date string }{
		{"late in Phnom Penh", "2031-03-09T23:30:00+07:00"}, // 16:30 UTC, the 9th
		{"early in Phnom Penh", "2031-03-10T00:30:00+07:00"},
		{"early in UTC", "2031-03-10T00:30:00Z"},
		{"the ninth", "2031-03-09"},
		{"the tenth", "2031-03-10"},
		{"a fraction before the tenth", "2031-03-09T23:59:59.9Z"},
		{"before 1970", "1951-02-03T04:05:06Z"},
		{"without a date", ""},
	} {
		put(t, s, piece{outlet: "O", title: p.title, date: p.date, text: "Text of " + p.title + ". X said so.", quotes: []said{{content: "so"}}})
	}
	utc, phnomPenh, losAngeles := time.UTC, time.FixedZone("ICT", 7*3600), time.FixedZone("PST", -8*3600)
	tenth := func(zone *time.Location, hour int) time.Time { return time.Date(2031, 3, 10, hour, 0, 0, 0, zone) }
	for _, c := range []struct {
		name         string
		since, until time.Time
		want         []string
	}{
		{"no period", time.Time{}, time.Time{}, []string{"early in UTC", "the tenth", "a fraction before the tenth", "early in Phnom Penh", "late in Phnom Penh", "the ninth", "before 1970", "without a date"}},
		{"since the tenth, UTC", tenth(utc, 0), time.Time{}, []string{"early in UTC", "the tenth"}},
		{"since the tenth, Phnom Penh", tenth(phnomPenh, 0), time.Time{}, []string{"early in UTC", "the tenth", "a fraction before the tenth", "early in Phnom Penh"}},
		{"since the tenth, Los Angeles", tenth(losAngeles, 0), time.Time{}, []string{"the tenth"}},
		{"before the tenth, UTC", time.Time{}, tenth(utc, 0), []string{"a fraction before the tenth", "early in Phnom Penh", "late in Phnom Penh", "the ninth", "before 1970"}},
		{"before the tenth, Phnom Penh", time.Time{}, tenth(phnomPenh, 0), []string{"late in Phnom Penh", "the ninth", "before 1970"}},
		{"before the tenth, Los Angeles", time.Time{}, tenth(losAngeles, 0), []string{"early in UTC", "a fraction before the tenth", "early in Phnom Penh", "late in Phnom Penh", "the ninth", "before 1970"}},
		{"since noon of the tenth: that day may have articles of the afternoon", tenth(utc, 12), time.Time{}, []string{"the tenth"}},
		{"before noon of the tenth: and of the morning", tenth(utc, 0), tenth(utc, 12), []string{"early in UTC", "the tenth"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := answer(t, s, query.Query{Since: c.since, Until: c.until}, Page{})
			var got []string
			for _, r := range a.Results {
				got = append(got, r.Article.Title)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if a.Searched.Articles != len(c.want) {
				t.Errorf("searched %d articles, want %d", a.Searched.Articles, len(c.want))
			}
			stories, more, err := s.Stories(t.Context(), query.Query{Since: c.since, Until: c.until}, 0)
			if err != nil || len(stories) != len(c.want) || more != 0 {
				t.Errorf("%d stories and %d more (%v), want %d", len(stories), more, err, len(c.want))
			}
		})
	}
}

// TestDates has times come back as they went in.
func TestDates(t *testing.T) {
	s := file(t)
	for _, date := range []string{"2031-03-09T23:30:00+07:00", "2031-03-09T23:30:00.5-03:30", "2031-03-10T00:30:00Z", "2031-03-09", "0007-01-01", "", "9999-12-31T23:59:59Z"} {
		p := piece{title: date, date: date, text: "On " + date + "."}
		a, r := p.make(t)
		id, _, err := s.Add(t.Context(), a, r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Article(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if formatTime(got.Published, got.DateOnly) != date || !got.Published.Equal(a.Published) || got.DateOnly != a.DateOnly {
			t.Errorf("%q came back as %v (date only: %v)", date, got.Published, got.DateOnly)
		}
	}
	day := time.Date(2031, 3, 9, 0, 0, 0, 0, time.FixedZone("", 7*3600)) // an outlet's midnight is the day before in UTC
	id, _, err := s.Add(t.Context(), digest.Article{Text: "A day.", Published: day, DateOnly: true}, digest.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.Article(t.Context(), id); err != nil || got.Published.Format(time.DateOnly) != "2031-03-09" {
		t.Errorf("came back as %v (%v)", got.Published, err)
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
	if diff := cmp.Diff([]string{"Harbour Times", "The Aldmoor Gazette"}, outlets); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if none, err := s.Actors(t.Context(), "Nobody Known"); err != nil || none != nil {
		t.Errorf("Actors of an unknown name: %v, %v", none, err)
	}
	if part, err := s.Actors(t.Context(), "Maren"); err != nil || !slices.Equal(names(part), []string{"Maren Oduya"}) {
		t.Errorf("Actors by a part of the name: %v, %v", names(part), err)
	}
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

// TestManyMentions asks for words about an actor with so many mentions that the
// index is asked instead of the texts.
func TestManyMentions(t *testing.T) {
	s := file(t)
	var text strings.Builder
	var r digest.Reading
	for i := range 2 * fewMentions {
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
