package store

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
)

// The benchmarks make their own store: text by Zipf's law, 8 quotes an article,
// the top actor in 5 % of the quotes. By default it is small. The full size,
// kept for the next time, is made and measured with
//
//	go test ./digest/store -run '^$' -bench . -benchtime 500x -articles 100000 -bigstore FILE
//
// which needs a minute or five and 1 GB. BenchmarkAdd adds to the same store.
var (
	benchArticles = flag.Int("articles", 500, "articles in the benchmarks' store")
	benchStore    = flag.String("bigstore", "", "file in which the benchmarks' store is kept")
)

const (
	quotesEach  = 8
	vocabulary  = 30_000
	benchActors = 4_000
	benchFeeds  = 40
)

// generator makes articles, the same for the same number.
type generator struct {
	words  []string
	actors []digest.Actor
}

func newGenerator() *generator {
	g := &generator{}
	random := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ba ne ko ri ta mu sel dan vor pi lo ga shi ren tal os em ur ak il")
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(syllables[random.IntN(len(syllables))])
		}
		return b.String()
	}
	for len(g.words) < vocabulary {
		g.words = append(g.words, word(1+random.IntN(3))+word(1))
	}
	capital := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	for i := range benchActors {
		first, last := capital(word(2)), capital(word(3))
		a := digest.Actor{Name: first + " " + last, Type: digest.Person, Aliases: []string{last}}
		if i%3 == 0 {
			third := capital(word(3))
			a = digest.Actor{Name: first + " " + last + " " + third, Type: digest.Organisation,
				Aliases: []string{first[:1] + last[:1] + third[:1] + fmt.Sprint(i)}}
		}
		g.actors = append(g.actors, a)
	}
	return g
}

// article makes the n-th article.
func (g *generator) article(n int) (digest.Article, digest.Reading) {
	random := rand.New(rand.NewPCG(3, uint64(n)))
	common := rand.NewZipf(random, 1.1, 4, vocabulary-1)
	famous := rand.NewZipf(random, 1.25, 12, benchActors-1)
	var r digest.Reading
	of := make(map[int]int)
	actor := func() int {
		k := int(famous.Uint64())
		if i, ok := of[k]; ok {
			return i
		}
		of[k] = len(r.Actors)
		a := g.actors[k]
		a.Weight = 1 / float64(1+len(r.Actors))
		a.Roles = []digest.Role{{Text: "spokesman of " + g.words[k]}}
		r.Actors = append(r.Actors, a)
		return of[k]
	}
	var text strings.Builder
	write := func(words int) digest.Span {
		start := text.Len()
		for i := range words {
			if i > 0 {
				text.WriteByte(' ')
			}
			text.WriteString(g.words[common.Uint64()])
		}
		return digest.Span{Start: start, End: text.Len()}
	}
	for i := range quotesEach {
		write(15 + random.IntN(20))
		text.WriteString(". ")
		q := digest.Quote{Kind: kinds[random.IntN(3)], Class: digest.Statement, Speaker: actor(), Confidence: 0.9}
		if random.IntN(5) == 0 {
			q.Class = classes[1+random.IntN(2)]
		}
		if random.IntN(7) == 0 {
			q.Speaker, q.Unnamed = digest.NoSpeaker, random.IntN(2) == 0
		}
		for range random.IntN(3) {
			q.About = append(q.About, actor())
		}
		text.WriteString("“")
		q.Content = []digest.Span{write(8 + random.IntN(25))}
		text.WriteString(",” ")
		start := text.Len()
		name := "one of them"
		if q.Speaker != digest.NoSpeaker {
			name = r.Actors[q.Speaker].Name
			r.Actors[q.Speaker].Mentions = append(r.Actors[q.Speaker].Mentions, digest.Span{Start: start, End: start + len(name)})
		}
		text.WriteString(name)
		q.Source = []digest.Span{{Start: start, End: text.Len()}}
		text.WriteString(" said")
		q.Cue = []digest.Span{{Start: text.Len() - 4, End: text.Len()}}
		text.WriteString(". ")
		write(10)
		text.WriteString(".\n\n")
		r.Quotes = append(r.Quotes, q)
		if i == 0 {
			r.Gist = []digest.Span{{Start: 0, End: q.Cue[0].End}}
		}
	}
	outlet := int(rand.NewZipf(random, 1.3, 2, benchFeeds-1).Uint64())
	return digest.Article{
		Outlet: fmt.Sprintf("The %s Herald", g.words[outlet]), URL: fmt.Sprintf("https://%d.example/%d?utm_source=x", outlet, n),
		Title: fmt.Sprintf("Article %d", n), Language: "en", Text: text.String(),
		// Articles come in about in the order in which they are published, 45 a day.
		Published: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n*32*60+random.IntN(24*3600)) * time.Second),
		Retrieved: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}, r
}

// benchmarkStore opens the store of the benchmarks and fills it up where needed.
func benchmarkStore(b *testing.B) (*Store, *generator) {
	path := *benchStore
	if path == "" {
		path = filepath.Join(b.TempDir(), "bench.db")
	}
	s, err := Open(b.Context(), path, quiet)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	g := newGenerator()
	var have int
	if err := s.db.QueryRow(b.Context(), "SELECT count(*) FROM article").Scan(&have); err != nil {
		b.Fatal(err)
	}
	if have < *benchArticles { // what is made here need not survive a power cut
		safely(b, s, false)
		defer safely(b, s, true)
	}
	started := time.Now()
	for n := have; n < *benchArticles; n++ {
		a, r := g.article(n)
		if _, _, err := s.Add(b.Context(), a, r); err != nil {
			b.Fatal(err)
		}
		if n%10000 == 9999 {
			fmt.Fprintf(os.Stderr, "made %d articles, %.0f/s\n", n+1, float64(n+1-have)/time.Since(started).Seconds())
		}
	}
	for more := true; more; { // what upkeep does once nobody has written for a while
		var err error
		if more, err = s.mergeIndex(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	return s, g
}

func safely(b *testing.B, s *Store, safe bool) {
	level := "OFF"
	if safe {
		level = "FULL"
	}
	if _, err := s.db.RawDB.Exec("PRAGMA synchronous = " + level); err != nil {
		b.Fatal(err)
	}
}

// stopwatch collects how long single calls take, by the clock and, on Linux, in
// computing. The calls are to be made on one thread.
type stopwatch struct {
	took, computed []time.Duration
}

func (w *stopwatch) time(call func()) {
	started, cpu := time.Now(), cpuTime()
	call()
	w.took, w.computed = append(w.took, time.Since(started)), append(w.computed, cpuTime()-cpu)
}

// report gives the mean, the median and the 95th percentile of both.
func (w *stopwatch) report(b *testing.B) {
	for unit, d := range map[string][]time.Duration{"ms": w.took, "cpu-ms": w.computed} {
		slices.Sort(d)
		b.ReportMetric(float64(sum(d).Nanoseconds())/1e6/float64(len(d)), "mean-"+unit)
		b.ReportMetric(float64(d[len(d)/2].Nanoseconds())/1e6, "p50-"+unit)
		b.ReportMetric(float64(d[len(d)*95/100].Nanoseconds())/1e6, "p95-"+unit)
	}
}

func sum(all []time.Duration) (total time.Duration) {
	for _, d := range all {
		total += d
	}
	return total
}

// BenchmarkFind measures the first page of an answer, complete.
func BenchmarkFind(b *testing.B) {
	s, g := benchmarkStore(b)
	ids := func(ranks ...int) []int64 {
		var ids []int64
		for _, rank := range ranks {
			actors, err := s.Actors(b.Context(), g.actors[rank].Name)
			if err != nil || len(actors) == 0 {
				b.Fatalf("actor %d: %v", rank, err)
			}
			ids = append(ids, actors[0].ID)
		}
		return ids
	}
	ranked := ids(0, 1, 2, 5, 10, 20, 40)
	outlets, err := s.Outlets(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	pick := func(i int) []int64 { return ranked[i%len(ranked) : i%len(ranked)+1] }
	word := func(i, from, to int) string { return g.words[from+i%(to-from)] }
	said := []digest.Class{digest.Statement}
	for _, c := range []struct {
		name string
		q    func(i int) query.Query
	}{
		{"about-actor", func(i int) query.Query { return query.Query{About: query.Term{Actors: pick(i)}, Classes: said} }},
		{"about-top-actor", func(i int) query.Query { return query.Query{About: query.Term{Actors: pick(0)}, Classes: said} }},
		{"by-actor", func(i int) query.Query { return query.Query{By: query.Term{Actors: pick(i)}} }},
		{"by-about", func(i int) query.Query {
			return query.Query{By: query.Term{Actors: pick(i)}, About: query.Term{Actors: pick(i + 1)}}
		}},
		{"about-rare-outlet", func(i int) query.Query {
			return query.Query{About: query.Term{Actors: pick(i)}, Outlets: []string{outlets[len(outlets)-1].Name}}
		}},
		{"about-in-a-year", func(i int) query.Query {
			since := time.Date(2021+i%4, 1, 1, 0, 0, 0, 0, time.UTC)
			return query.Query{About: query.Term{Actors: pick(i)}, Since: since, Until: since.AddDate(1, 0, 0)}
		}},
		{"word", func(i int) query.Query { return query.Query{Words: []string{word(i, 0, 3000)}, Classes: said} }},
		{"common-word", func(i int) query.Query { return query.Query{Words: []string{word(i, 0, 20)}, Classes: said} }},
		{"two-words", func(i int) query.Query {
			return query.Query{Words: []string{word(i, 0, 50), word(i, 50, 500)}, Classes: said}
		}},
		{"word-by-actor", func(i int) query.Query {
			return query.Query{By: query.Term{Actors: pick(i)}, Words: []string{word(i, 10, 500)}}
		}},
		{"word-in-outlet", func(i int) query.Query {
			return query.Query{Words: []string{word(i, 10, 500)}, Outlets: []string{outlets[i%len(outlets)].Name}}
		}},
		{"word-about-actor", func(i int) query.Query {
			return query.Query{About: query.Term{Actors: pick(i)}, Words: []string{word(i, 10, 500)}}
		}},
		{"about-without", func(i int) query.Query {
			return query.Query{About: query.Term{Actors: pick(i)}, Without: []string{word(i, 0, 100)}}
		}},
		{"everything", func(int) query.Query { return query.Query{} }},
	} {
		b.Run(c.name, func(b *testing.B) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			var w stopwatch
			for i := 0; b.Loop(); i++ {
				q := c.q(i)
				w.time(func() {
					if _, err := s.Find(context.Background(), q, Page{Speakers: 10, Quotes: 20}); err != nil {
						b.Fatal(err)
					}
				})
			}
			w.report(b)
		})
	}
}

// BenchmarkAdd measures adding one article at a time, each of them safe on disk, and
// all of them ready to be found at the end.
func BenchmarkAdd(b *testing.B) {
	s, g := benchmarkStore(b)
	var n int
	if err := s.db.QueryRow(b.Context(), "SELECT count(*) FROM article").Scan(&n); err != nil {
		b.Fatal(err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var w stopwatch
	for b.Loop() {
		a, r := g.article(n)
		n++
		w.time(func() {
			if _, _, err := s.Add(b.Context(), a, r); err != nil {
				b.Fatal(err)
			}
		})
	}
	w.report(b)
	started := time.Now()
	if err := s.catchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(w.took))/(sum(w.took)+time.Since(started)).Seconds(), "articles/s")
}
