package bot

import (
	"context"
	"flag"
	"fmt"
	"html"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/analyse"
	"whosaid/digest/ingest/fetch"
	"whosaid/digest/ingest/fetch/fake"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

var burst = flag.Int("articles", 5000, "how many articles the benchmarks take in")

// follow returns feeds over a new database file and web.
func follow(b *testing.B, web *fake.Web, now func() time.Time) *Feeds {
	b.Helper()
	st, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	client, err := fetch.New(fetch.Options{Proxy: web.Proxy(), ProxyResolves: true})
	if err != nil {
		b.Fatal(err)
	}
	return NewFeeds(st, client, now, slog.New(slog.DiscardHandler))
}

// cpu is the processor time this process has used.
func cpu(b *testing.B) time.Duration {
	u := usage(b)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func usage(b *testing.B) (u syscall.Rusage) {
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u
}

// BenchmarkQuietFeeds follows 10,000 feeds in which nothing changes for an hour of a
// simulated clock, each asked about every two hours; the server is in the same
// process, and its work counts too. The goal is 5 % of a core and 300 MB.
func BenchmarkQuietFeeds(b *testing.B) {
	const feeds, every, hour = 10_000, 2 * time.Hour, time.Hour
	web := fake.New(b)
	now := time.Date(2024, 3, 15, 12, 0, 0, 0, time.UTC)
	s := follow(b, web, func() time.Time { return now })
	answer := fake.Cached(`"1"`, "<rss version='2.0'><channel><title>x</title></channel></rss>")
	for i := range feeds {
		address := fmt.Sprintf("http://paper%d.example/rss", i)
		web.Handle(address, answer)
		f := digest.Feed{URL: address, Name: address, Kind: digest.Syndicated, Added: now, ETag: `"1"`, Hash: "1", Every: every}
		id, _, err := s.Store.AddFeed(b.Context(), f, 0)
		if err != nil {
			b.Fatal(err)
		}
		f.ID, f.Tried, f.Succeeded, f.Next = id, now, now, now.Add(time.Duration(i)*every/feeds)
		if _, err := s.Store.Ask(b.Context(), store.Asked{Feed: f}); err != nil {
			b.Fatal(err)
		}
	}
	web.Asked()
	runtime.GC()
	begin, hours := cpu(b), 0
	for b.Loop() {
		for range hour / mostIdle {
			now = now.Add(mostIdle)
			if err := s.Once(b.Context(), 0); err != nil {
				b.Fatal(err)
			}
		}
		hours++
	}
	asked := len(web.Asked())
	if want := int(feeds * hour / every); asked < want*hours*9/10 {
		b.Fatalf("%d feeds were asked in %d hours, want about %d an hour", asked, hours, want)
	}
	b.ReportMetric(100*float64(cpu(b)-begin)/float64(hour)/float64(hours), "%core")
	b.ReportMetric(float64(usage(b).Maxrss)*1024/1e6, "MB") // Linux counts it in kilobytes
	b.ReportMetric(float64(asked)/float64(hours), "asked/h")
}

// manyTexts makes texts of about 4 kB that have nothing in common but their words.
func manyTexts(n int) []string {
	given := strings.Fields("Ada Bram Cleo Dorian Elke Finn Greta Hugo Ines Jonas Karin Lars Mara Nils Oda Piet Rosa Sven Tilda Urs Vera Wim Yara")
	family := strings.Fields("Quill Marlow Feld Ohm Voss Lindt Brandt Ferrer Anders Reed Calloway Stern Moor Haas Beck Thorn Wells Rook Pike Crane")
	nouns := strings.Fields("harbour tunnel ferry mill bridge council quay lighthouse market school river train crane budget festival archive garden tower road strike")
	verbs := strings.Fields("opens closes moves waits burns turns grows stops pays fails wins loses starts ends holds breaks lifts sinks")
	texts := make([]string, n)
	for i := range texts {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		pick := func(list []string) string { return list[r.IntN(len(list))] }
		var b strings.Builder
		for b.Len() < 4000 {
			name, clause := pick(given)+" "+pick(family), func() string {
				return fmt.Sprintf("the %s of the %s %s before the %s %s in the year of the %s", pick(nouns), pick(nouns), pick(verbs), pick(nouns), pick(verbs), pick(nouns))
			}
			switch r.IntN(4) {
			case 0:
				fmt.Fprintf(&b, "“I know that %s,” said %s, who has run the %s for %d years. ", clause(), name, pick(nouns), 2+r.IntN(40))
			case 1:
				fmt.Fprintf(&b, "%s, head of the %s, said that %s. ", name, pick(nouns), clause())
			case 2:
				fmt.Fprintf(&b, "According to the %s board, %s.\n\n", pick(nouns), clause())
			default:
				fmt.Fprintf(&b, "On the day when %s, people on the %s saw how %s. ", clause(), pick(nouns), clause())
			}
		}
		texts[i] = strings.TrimSpace(b.String())
	}
	return texts
}

// serve puts texts into the feed of the n-th paper, and follows it.
func serve(b *testing.B, web *fake.Web, s *Feeds, n int, texts []string) {
	b.Helper()
	var feed strings.Builder
	fmt.Fprintf(&feed, `<rss version="2.0"><channel><title>Paper %d</title><link>http://paper%d.example/</link>`, n, n)
	for i, text := range texts {
		fmt.Fprintf(&feed, "<item><title>Article %d of paper %d</title><link>http://paper%d.example/%d</link><pubDate>%s</pubDate><description>%s</description></item>",
			i, n, n, i, time.Date(2024, 3, 1, 0, i, 0, 0, time.UTC).Format(time.RFC1123Z), html.EscapeString("<p>"+strings.ReplaceAll(text, "\n\n", "</p><p>")+"</p>"))
	}
	feed.WriteString("</channel></rss>")
	address := fmt.Sprintf("http://paper%d.example/rss", n)
	web.Handle(address, func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, feed.String()) })
	if _, _, err := s.Store.AddFeed(b.Context(), digest.Feed{URL: address, Added: s.Now()}, len(texts)); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkIntake takes articles of 4 kB in through the web, reads and stores them, and
// compares that with reading them alone. Both are done in turns of a few hundred, so
// that what else the machine does slows both alike. The goal is 80 % of the rate of
// reading.
func BenchmarkIntake(b *testing.B) {
	const turn = 250
	texts := manyTexts(*burst)
	workers := runtime.GOMAXPROCS(0)
	for b.Loop() {
		web := fake.New(b)
		s := follow(b, web, time.Now)
		s.Workers = workers
		var alone, whole, aloneCPU, wholeCPU time.Duration
		for n, part := range slices.Collect(slices.Chunk(texts, turn)) {
			begin, used := time.Now(), cpu(b)
			readAll(part, workers)
			alone, aloneCPU = alone+time.Since(begin), aloneCPU+cpu(b)-used

			serve(b, web, s, n, part)
			begin, used = time.Now(), cpu(b)
			if err := s.Once(b.Context(), 0); err != nil {
				b.Fatal(err)
			}
			whole, wholeCPU = whole+time.Since(begin), wholeCPU+cpu(b)-used
		}
		feeds, err := s.All(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		stored := 0
		for _, f := range feeds {
			stored += f.Stored
		}
		if stored != len(texts) {
			b.Fatalf("%d of %d articles are stored", stored, len(texts))
		}
		b.ReportMetric(float64(len(texts))/alone.Seconds(), "read/s")
		b.ReportMetric(float64(len(texts))/whole.Seconds(), "taken/s")
		b.ReportMetric(100*alone.Seconds()/whole.Seconds(), "%ofreading")
		b.ReportMetric(100*aloneCPU.Seconds()/wholeCPU.Seconds(), "%ofreading-cpu") // what a busy machine does not blur
	}
}

// readAll reads texts and keeps nothing.
func readAll(texts []string, workers int) {
	var readers sync.WaitGroup
	next := make(chan string)
	for range workers {
		readers.Go(func() {
			for text := range next {
				analyse.Read(digest.Article{Title: "Article", Text: text})
			}
		})
	}
	for _, text := range texts {
		next <- text
	}
	close(next)
	readers.Wait()
}

// BenchmarkAnswersInBurst asks questions while articles come in.
func BenchmarkAnswersInBurst(b *testing.B) {
	for b.Loop() {
		web := fake.New(b)
		s := follow(b, web, time.Now)
		texts := manyTexts(min(*burst, 1000) + 200)
		serve(b, web, s, 0, texts[:200])
		if err := s.Once(b.Context(), 0); err != nil {
			b.Fatal(err)
		}
		ask := func(enough func(n int) bool) []time.Duration {
			var took []time.Duration
			for !enough(len(took)) {
				begin := time.Now()
				a := &Answerer{Store: s.Store, Now: time.Now, Page: store.Page{Speakers: 10, Quotes: 20}}
				if _, _, err := a.Answer(b.Context(), "who said what about the harbour"); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begin))
				time.Sleep(10 * time.Millisecond)
			}
			slices.Sort(took)
			return took
		}
		quiet := ask(func(n int) bool { return n == 100 })
		more := fake.New(b)
		client, err := fetch.New(fetch.Options{Proxy: more.Proxy(), ProxyResolves: true})
		if err != nil {
			b.Fatal(err)
		}
		s.Client = client
		feeds, err := s.All(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range feeds {
			if err := s.Store.RemoveFeed(b.Context(), f.ID); err != nil {
				b.Fatal(err)
			}
		}
		serve(b, more, s, 0, texts[200:])
		ctx, cancel := context.WithCancel(b.Context())
		done := make(chan error, 1)
		go func() { done <- s.Once(ctx, 0) }()
		over := false
		busy := ask(func(int) bool {
			select {
			case err := <-done:
				over = true
				if err != nil {
					b.Error(err)
				}
			default:
			}
			return over
		})
		cancel()
		at := func(took []time.Duration, p int) float64 { return float64(took[len(took)*p/100].Microseconds()) / 1000 }
		b.ReportMetric(at(quiet, 50), "quiet-p50-ms")
		b.ReportMetric(at(quiet, 95), "quiet-p95-ms")
		b.ReportMetric(at(busy, 50), "burst-p50-ms")
		b.ReportMetric(at(busy, 95), "burst-p95-ms")
		b.ReportMetric(float64(len(busy)), "answers")
		if _, err := s.Store.Find(b.Context(), query.Query{}, store.Page{Quotes: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
