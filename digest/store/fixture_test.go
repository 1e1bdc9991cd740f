package store

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
)

// piece is an article as a test writes it: names and quotes are given by their
// words, and found in the text.
type piece struct {
	outlet, url, title string
	date               string // "2031-05-04", or with a time: "2031-05-04T23:30:00+07:00"
	text               string
	people, bodies     []string // "Full Name, a role | Alias | …"
	quotes             []said
}

// said is a quote of a piece.
type said struct {
	by      string // canonical name; "" for not certain who, "?" for somebody the article does not name
	content string // parts divided by " … "
	source  string
	about   string // canonical names divided by "; "
	kind    digest.Kind
	class   digest.Class
}

// make returns the article and its reading.
func (p piece) make(t testing.TB) (digest.Article, digest.Reading) {
	t.Helper()
	a := digest.Article{Outlet: p.outlet, URL: p.url, Title: p.title, Text: p.text, Language: "en", Authors: []string{"A. Writer"},
		Retrieved: time.Date(2031, 6, 1, 12, 0, 0, 0, time.UTC)}
	var err error
	if a.Published, a.DateOnly, err = parseTime(p.date); err != nil {
		t.Fatal(err)
	}
	var r digest.Reading
	for _, kind := range []digest.ActorType{digest.Person, digest.Organisation} {
		lines := p.people
		if kind == digest.Organisation {
			lines = p.bodies
		}
		for _, line := range lines {
			names := strings.Split(line, " | ")
			name, role, _ := strings.Cut(names[0], ", ")
			actor := digest.Actor{Name: name, Type: kind, Aliases: names[1:], Weight: 1 - float64(len(r.Actors))/100}
			if role != "" {
				actor.Roles = []digest.Role{{Text: role}}
			}
			r.Actors = append(r.Actors, actor)
		}
	}
	index := func(name string) int {
		for i, a := range r.Actors {
			if a.Name == name {
				return i
			}
		}
		t.Fatalf("there is no actor %q in %q", name, p.title)
		return 0
	}
	for _, s := range p.quotes {
		q := digest.Quote{Kind: s.kind, Class: s.class, Speaker: digest.NoSpeaker, Confidence: 0.9, Unnamed: s.by == "?"}
		if q.Kind == "" {
			q.Kind = digest.Direct
		}
		if q.Class == "" {
			q.Class = digest.Statement
		}
		for part := range strings.SplitSeq(s.content, " … ") {
			q.Content = append(q.Content, find(t, p.text, part))
		}
		if s.source != "" {
			end := q.Content[0].End // the source stands behind the content, or else before it
			if at := strings.Index(p.text[end:], s.source); at >= 0 {
				q.Source = []digest.Span{{Start: end + at, End: end + at + len(s.source)}}
			} else {
				q.Source = []digest.Span{find(t, p.text, s.source)}
			}
		}
		if s.by != "" && s.by != "?" {
			q.Speaker = index(s.by)
		}
		if s.about != "" {
			for name := range strings.SplitSeq(s.about, "; ") {
				q.About = append(q.About, index(name))
			}
		}
		r.Quotes = append(r.Quotes, q)
	}
	if first, _, ok := strings.Cut(p.text, ". "); ok {
		r.Gist = []digest.Span{{Start: 0, End: len(first) + 1}}
	}
	return a, r
}

func find(t testing.TB, text, part string) digest.Span {
	t.Helper()
	at := strings.Index(text, part)
	if at < 0 {
		t.Fatalf("%q is not in %q", part, text)
	}
	return digest.Span{Start: at, End: at + len(part)}
}

// quiet is a log for nobody.
var quiet = slog.New(slog.DiscardHandler)

// file returns a store in a new file, a copy of one without articles.
func file(t testing.TB) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, empty(), 0o600); err != nil {
		t.Fatal(err)
	}
	return reopen(t, path)
}

// empty is the file of a new store, made once.
var empty = sync.OnceValue(func() []byte {
	folder, err := os.MkdirTemp("", "whosaid")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "empty.db")
	s, err := Open(context.Background(), path, quiet)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		panic(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	return file
})

// reopen opens a store without waiting for the disk, which takes most of the time that a
// slow one has tests wait; what survives a kill is the same.
func reopen(t testing.TB, path string) *Store {
	t.Helper()
	s, err := open(t.Context(), path, quiet, options{busy: 50 * time.Millisecond, sync: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// both runs a test on a store in a file and on one in memory.
func both(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	t.Run("file", func(t *testing.T) { test(t, file(t)) })
	t.Run("memory", func(t *testing.T) { test(t, reopen(t, Memory)) })
}

// put adds pieces that are new, and returns their numbers.
func put(t testing.TB, s *Store, pieces ...piece) []int64 {
	t.Helper()
	var ids []int64
	for _, p := range pieces {
		a, r := p.make(t)
		id, added, err := s.Add(t.Context(), a, r)
		if err != nil {
			t.Fatal(err)
		}
		if !added {
			t.Fatalf("%q is not new", p.title)
		}
		ids = append(ids, id)
	}
	return ids
}

// caughtUp enters what waits.
func caughtUp(t testing.TB, s *Store) {
	t.Helper()
	if err := s.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// actor returns the number of the only actor that has a name.
func actor(t testing.TB, s *Store, name string) int64 {
	t.Helper()
	actors, err := s.Actors(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if len(actors) != 1 {
		t.Fatalf("%d actors are called %q: %v", len(actors), name, names(actors))
	}
	return actors[0].ID
}

func names(actors []digest.Actor) []string {
	var names []string
	for _, a := range actors {
		names = append(names, a.Name)
	}
	return names
}

// ask returns the texts of all quotes that q asks for.
func ask(t testing.TB, s *Store, q query.Query) []string {
	t.Helper()
	return texts(answer(t, s, q, Page{}).Results)
}

func answer(t testing.TB, s *Store, q query.Query, p Page) digest.Answer {
	t.Helper()
	a, err := s.Find(context.Background(), q, p)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return a
}

func texts(results []digest.Result) []string {
	var texts []string
	for _, r := range results {
		texts = append(texts, r.Text())
	}
	return texts
}

func by(id ...int64) query.Term    { return query.Term{Text: "by", Actors: id} }
func about(id ...int64) query.Term { return query.Term{Text: "about", Actors: id} }

// sound fails the test where the database is not whole.
func sound(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Check(context.Background()); err != nil {
		t.Error(err)
	}
}
