package store

import (
	"slices"
	"strings"
	"testing"

	"whosaid/digest"
	"whosaid/digest/query"
)

// TestSame adds articles twice in many guises.
func TestSame(t *testing.T) {
	base := piece{outlet: "The Aldmoor Gazette", url: "https://www.gazette.example/a/quay?id=7", text: "The quay is closed."}
	with := func(change func(*piece)) piece {
		p := base
		change(&p)
		return p
	}
	for _, c := range []struct {
		name  string
		again piece
		same  bool
	}{
		{"nothing changed", base, true},
		{"tracking", with(func(p *piece) { p.url += "&utm_source=x&fbclid=y" }), true},
		{"http, no www, a slash, a fragment", with(func(p *piece) { p.url = "http://Gazette.example/a/quay/?id=7#top" }), true},
		{"another title and date", with(func(p *piece) { p.title, p.date = "Other", "2031-01-01" }), true},
		{"another address, same outlet", with(func(p *piece) { p.url = "https://gazette.example/b" }), true},
		{"no address, same outlet worded otherwise", with(func(p *piece) { p.url, p.outlet = "", "aldmoor gazette" }), true},
		{"the same address, another outlet", with(func(p *piece) { p.outlet = "Copy" }), true},
		{"another address and outlet", with(func(p *piece) { p.url, p.outlet = "https://copy.example/b", "Copy" }), false},
		{"another parameter", with(func(p *piece) { p.url, p.outlet = "https://gazette.example/a/quay?id=8", "Copy" }), false},
		{"another text", with(func(p *piece) { p.text = "The quay is open." }), false},
		{"another text, no address", with(func(p *piece) { p.url, p.text = "", "The quay is open." }), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := reopen(t, Memory)
			first := put(t, s, base)[0]
			a, r := c.again.make(t)
			has, err := s.Has(t.Context(), a)
			if err != nil || has != c.same {
				t.Errorf("Has = %v, %v", has, err)
			}
			id, added, err := s.Add(t.Context(), a, r)
			if err != nil {
				t.Fatal(err)
			}
			if added == c.same || (id == first) != c.same {
				t.Errorf("added = %v as %d, the first is %d", added, id, first)
			}
			if has, err = s.Has(t.Context(), a); err != nil || !has {
				t.Errorf("afterwards Has = %v, %v", has, err)
			}
		})
	}
}

// TestVersions changes the text under an address: what is found is the newest,
// what was there is kept.
func TestVersions(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		first := put(t, s, quay, ferry)[0]
		before, err := s.Names(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		old, _ := quay.make(t)
		changed := quay
		changed.title = "Quay closes, updated"
		changed.text = strings.Replace(quay.text, "cannot mend a quay", "can mend a quay", 1)
		changed.quotes = slices.Clone(quay.quotes)
		changed.quotes[0].content = "The AHM can mend a quay,"
		second := put(t, s, changed)[0]
		if second == first {
			t.Fatal("the new version has the number of the old one")
		}
		oduya := actor(t, s, "Maren Oduya")
		want := []string{"The AHM can mend a quay,", "It cannot, … even sweep one."}
		for name, q := range map[string]query.Query{
			"by":      {By: by(oduya)},
			"about":   {About: about(actor(t, s, "AHM"))},
			"words":   {Words: []string{"mend"}},
			"old":     {Words: []string{"mend"}, By: by(oduya)},
			"outlets": {Outlets: []string{"gazette"}, Kinds: []digest.Kind{digest.Direct}},
			"all":     {Kinds: []digest.Kind{digest.Direct}, Exact: []string{"quay"}},
		} {
			if got := ask(t, s, q); !slices.Equal(got, want) {
				t.Errorf("%s: %q", name, got)
			}
		}
		if got := ask(t, s, query.Query{Exact: []string{"cannot mend"}}); got != nil {
			t.Errorf("the old text is still found: %q", got)
		}
		if p, err := s.Profile(t.Context(), oduya); err != nil || p.Articles != 2 || p.Quotes != 2 || p.About != 2 || len(p.Actor.Roles) != 1 || p.Actor.Roles[0].ArticleID != second {
			t.Errorf("the profile counts both versions: %+v (%v)", p, err)
		}
		if stories, _, err := s.Stories(t.Context(), query.Query{}, 0); err != nil || len(stories) != 2 || stories[1].Article.ID != second {
			t.Errorf("%d stories (%v)", len(stories), err)
		}
		if got := answer(t, s, query.Query{}, Page{}).Searched; got.Articles != 2 || got.Outlets != 2 {
			t.Errorf("searched both versions: %+v", got)
		}
		after, err := s.Names(t.Context())
		if err != nil || !slices.Equal(before, after) {
			t.Errorf("uses are counted twice: %v, before %v (%v)", after, before, err)
		}
		if a, err := s.Article(t.Context(), first); err != nil || a.Text != old.Text {
			t.Errorf("the old version is not as it was (%v)", err)
		}
		if has, err := s.Has(t.Context(), old); err != nil || has {
			t.Errorf("the old version counts as read: %v (%v)", has, err)
		}
		a, r := quay.make(t)
		if id, added, err := s.Add(t.Context(), a, r); err != nil || !added || id != first {
			t.Errorf("back to the old version: %d, %v, %v", id, added, err)
		}
		if got := ask(t, s, query.Query{Exact: []string{"cannot mend"}}); len(got) != 2 {
			t.Errorf("after going back found %q", got)
		}
		if again, err := s.Names(t.Context()); err != nil || !slices.Equal(again, after) {
			t.Errorf("uses after going back: %v, before %v (%v)", again, after, err)
		}
		if p, err := s.Profile(t.Context(), oduya); err != nil || p.Articles != 2 || p.Quotes != 2 {
			t.Errorf("the profile after going back: %+v (%v)", p, err)
		}
		if got := answer(t, s, query.Query{}, Page{}).Searched; got.Articles != 2 || got.Outlets != 2 {
			t.Errorf("after going back searched %+v", got)
		}
		if has, err := s.Has(t.Context(), a); err != nil || !has {
			t.Errorf("the version that is current again is not known (%v)", err)
		}
		sound(t, s)
	})
}

// TestInvalid refuses readings that are not of the text.
func TestInvalid(t *testing.T) {
	s := reopen(t, Memory)
	good := func() (digest.Article, digest.Reading) { return quay.make(t) }
	for name, spoil := range map[string]func(*digest.Article, *digest.Reading){
		"no text":           func(a *digest.Article, _ *digest.Reading) { a.Text = " \n" },
		"text not UTF-8":    func(a *digest.Article, _ *digest.Reading) { a.Text += "\xff" },
		"span behind":       func(a *digest.Article, r *digest.Reading) { r.Quotes[0].Content[0].End = len(a.Text) + 1 },
		"span before":       func(_ *digest.Article, r *digest.Reading) { r.Quotes[0].Content[0].Start = -1 },
		"span turned round": func(_ *digest.Article, r *digest.Reading) { r.Quotes[0].Cue = []digest.Span{{Start: 9, End: 3}} },
		"span in a letter": func(a *digest.Article, r *digest.Reading) {
			at := strings.Index(a.Text, "“")
			r.Gist = []digest.Span{{Start: at + 1, End: at + 9}}
		},
		"mention behind": func(a *digest.Article, r *digest.Reading) {
			r.Actors[0].Mentions = []digest.Span{{Start: 0, End: len(a.Text) + 1}}
		},
		"no such speaker":    func(_ *digest.Article, r *digest.Reading) { r.Quotes[0].Speaker = 17 },
		"no such topic":      func(_ *digest.Article, r *digest.Reading) { r.Quotes[0].About = []int{-5} },
		"no content":         func(_ *digest.Article, r *digest.Reading) { r.Quotes[0].Content = nil },
		"no kind":            func(_ *digest.Article, r *digest.Reading) { r.Quotes[0].Kind = "" },
		"no class":           func(_ *digest.Article, r *digest.Reading) { r.Quotes[0].Class = "opinion" },
		"actor without name": func(_ *digest.Article, r *digest.Reading) { r.Actors[0].Name = "…" },
	} {
		a, r := good()
		spoil(&a, &r)
		if _, added, err := s.Add(t.Context(), a, r); err == nil || added {
			t.Errorf("%s: was added", name)
		} else if !strings.Contains(err.Error(), "Quay closes") {
			t.Errorf("%s: the error does not say which article: %v", name, err)
		}
	}
	if got := answer(t, s, query.Query{}, Page{}).Searched.Articles; got != 0 {
		t.Errorf("%d articles were added", got)
	}
	a, r := good()
	if _, added, err := s.Add(t.Context(), a, r); err != nil || !added {
		t.Errorf("the good one was not added: %v", err)
	}
}
