package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
)

// waiting returns how many readings wait.
func waiting(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.db.QueryRow(t.Context(), "SELECT count(*) FROM reading WHERE problem = ''").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestCatchUp has whoever asks find what has just come in, also through another
// program, and no more wait than are entered at once.
func TestCatchUp(t *testing.T) {
	s := file(t)
	other := reopen(t, s.path)
	put(t, s, quay, ferry)
	if n := waiting(t, s); n != 2 {
		t.Errorf("%d wait", n)
	}
	if got := ask(t, other, query.Query{Words: []string{"ferry"}}); len(got) != 2 {
		t.Errorf("another program finds %q", got)
	}
	if n := waiting(t, s); n != 0 {
		t.Errorf("%d wait after a question", n)
	}
	most := 0
	for n := range 2 * atOnce {
		put(t, s, numbered(n))
		most = max(most, waiting(t, s))
	}
	if most < atOnce/2 || most >= atOnce {
		t.Errorf("up to %d wait", most)
	}
	put(t, s, numbered(2*atOnce))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := waiting(t, other); n != 0 {
		t.Errorf("%d wait after the end", n)
	}
	sound(t, other)
}

// TestCatchUpFirst has everything that tells of quotes and actors know what has just
// come in.
func TestCatchUpFirst(t *testing.T) {
	s := file(t)
	put(t, s, ferry)
	whole := answer(t, s, query.Query{}, Page{})
	maren := actor(t, s, "Maren Oduya")
	for name, look := range map[string]func(s *Store, article int64) (int, error){
		"Trace": func(s *Store, article int64) (int, error) {
			t, err := s.Trace(t.Context(), article)
			return t.Quotes * t.Actors, err
		},
		"QuoteOf": func(s *Store, _ int64) (int, error) {
			r, err := s.QuoteOf(t.Context(), whole.Results[0].ID)
			return int(r.Number), err
		},
		"Number": func(s *Store, _ int64) (int, error) {
			n, err := s.Number(t.Context(), whole.Results[0].ID)
			return int(n), err
		},
		"Quotes": func(s *Store, _ int64) (int, error) {
			r, err := s.Quotes(t.Context(), []int64{whole.Results[0].Number})
			return len(r), err
		},
		"Outlets": func(s *Store, _ int64) (int, error) { o, err := s.Outlets(t.Context()); return len(o), err },
		"Names":   func(s *Store, _ int64) (int, error) { n, err := s.Names(t.Context()); return len(n), err },
		"Actors": func(s *Store, _ int64) (int, error) {
			a, err := s.Actors(t.Context(), "Maren Oduya")
			return len(a), err
		},
		"Profile": func(s *Store, _ int64) (int, error) { p, err := s.Profile(t.Context(), maren); return p.Articles, err },
		"Stories": func(s *Store, _ int64) (int, error) {
			l, _, err := s.Stories(t.Context(), query.Query{}, 0)
			return len(l), err
		},
		"News": func(s *Store, _ int64) (int, error) {
			l, err := s.News(t.Context(), query.Query{}, 0, 1)
			return len(l), err
		},
	} {
		s := file(t)
		if n, err := look(s, put(t, s, ferry)[0]); n == 0 || err != nil {
			t.Errorf("%s finds %d (%v)", name, n, err)
		}
	}
}

// TestWaiting asks while nothing can be written: what waits is not found, which the
// answer says, nor seen by half, and who would not look again is refused. It is found
// afterwards, also by a program that writes nothing else.
func TestWaiting(t *testing.T) {
	s := file(t)
	put(t, s, ferry)
	caughtUp(t, s)
	put(t, s, quay)
	other := reopen(t, s.path)
	locked := func(context.Context) error {
		a := answer(t, s, query.Query{}, Page{})
		if len(a.Results) != 2 || a.Searched.Waiting != 1 || a.Searched.Articles != 1 {
			t.Errorf("while another writes, %d are found in %+v", len(a.Results), a.Searched)
		}
		if stories, _, err := s.Stories(t.Context(), query.Query{}, 0); err != nil || len(stories) != 1 {
			t.Errorf("while another writes, there are %d stories (%v)", len(stories), err)
		}
		if found, err := s.News(t.Context(), query.Query{}, 1, 2); !errors.Is(err, ErrLocked) {
			t.Errorf("while another writes, there are %d news (%v)", len(found), err)
		}
		if found, err := s.NewQuotes(t.Context(), query.Query{}, 1, 2); !errors.Is(err, ErrLocked) {
			t.Errorf("while another writes, there are %d new quotes (%v)", len(found), err)
		}
		return errors.New("undone")
	}
	if err := other.write(t.Context(), locked); err == nil {
		t.Fatal("it was written")
	}
	if s.Trouble().Lasts() {
		t.Errorf("it is a trouble that another program wrote for a moment")
	}
	s.Now = func() time.Time { return time.Now().Add(pause) }
	if a := answer(t, s, query.Query{}, Page{}); len(a.Results) != 6 || a.Searched.Waiting != 0 || a.Searched.Articles != 2 {
		t.Errorf("afterwards, %d are found in %+v", len(a.Results), a.Searched)
	}
	sound(t, s)
}

// TestUnfit has one of several readings be damaged while it waits: the others are
// entered, its article is found by its headline, and the check says what is wrong
// until another version takes its place.
func TestUnfit(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		bad := quay
		bad.url, bad.title = "https://gazette.example/quay", "Quay in ruins"
		ids := put(t, s, ferry, bad, fog)
		if _, err := s.db.Exec(t.Context(), "UPDATE reading SET body = x'0102' WHERE article_id = $1", ids[1]); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, s, query.Query{}); len(got) != 3 {
			t.Errorf("found are %q", got)
		}
		stories, _, err := s.Stories(t.Context(), query.Query{}, 0)
		if err != nil || len(stories) != 3 {
			t.Errorf("%d stories: %v", len(stories), err)
		}
		if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "has no quotes: ") {
			t.Errorf("the check says %v", err)
		}
		if n := waiting(t, s); n != 0 {
			t.Errorf("%d wait", n)
		}
		if _, err := s.db.Exec(t.Context(), "UPDATE reading SET body = x'' WHERE problem <> ''"); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) || strings.Count(err.Error(), "has no quotes: ") != 1 {
			t.Errorf("the check says then %v", err)
		}
		bad.text += " Again."
		put(t, s, bad)
		if got := ask(t, s, query.Query{}); len(got) != 7 {
			t.Errorf("of another version %q is found", got)
		}
		sound(t, s)
	})
}

// TestUnfitAlone has nobody taken for familiar whose article could not be entered.
func TestUnfitAlone(t *testing.T) {
	s := file(t)
	put(t, s, numbered(1), numbered(2))
	if _, err := s.db.Exec(t.Context(), "UPDATE reading SET body = x'01' WHERE seq = 2"); err != nil {
		t.Fatal(err)
	}
	put(t, s, numbered(3))
	if got := ask(t, s, query.Query{By: by(actor(t, s, "Maren Oduya"))}); len(got) != 2 || slices.Contains(got, "The AHM has 2 boats,") {
		t.Errorf("found are %q", got)
	}
}

// TestUnfitAgain has what was given up be entered after all, once it can be.
func TestUnfitAgain(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, ferry, quay)
		var body []byte
		if err := s.db.QueryRow(t.Context(), "SELECT body FROM reading WHERE seq = 2").Scan(&body); err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.Exec(t.Context(), "UPDATE reading SET body = x'01' WHERE seq = 2"); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, s, query.Query{}); len(got) != 2 {
			t.Errorf("found are %q", got)
		}
		if _, err := s.db.Exec(t.Context(), "UPDATE reading SET body = $1", body); err != nil {
			t.Fatal(err)
		}
		sound(t, s)
		if a := answer(t, s, query.Query{}, Page{}); len(a.Results) != 6 || a.Searched.Articles != 2 {
			t.Errorf("after the check, %d are found in %+v", len(a.Results), a.Searched)
		}
		sound(t, s)
	})
}

// TestDamagedIndex has the word index be damaged while readings wait: they go on
// waiting, and the check puts right the index and loses none of them.
func TestDamagedIndex(t *testing.T) {
	for _, damage := range []string{
		"DELETE FROM words_data WHERE id > 10",
		"UPDATE words_data SET block = x'00' WHERE id > 10",
		"UPDATE words_data SET block = zeroblob(20) WHERE id = 10",
	} {
		s := file(t)
		put(t, s, ferry)
		caughtUp(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = reopen(t, s.path)
		put(t, s, quay, fog)
		raw(t, s.path, damage)
		if a := answer(t, s, query.Query{}, Page{}); len(a.Results) != 2 || a.Searched.Waiting != 2 {
			t.Errorf("after %s, %d are found in %+v", damage, len(a.Results), a.Searched)
		}
		if err := s.Check(t.Context()); !errors.Is(err, ErrRebuilt) {
			t.Errorf("after %s, the check says %v", damage, err)
		}
		if a := answer(t, s, query.Query{}, Page{}); len(a.Results) != 7 || a.Searched.Articles != 3 || a.Searched.Waiting != 0 {
			t.Errorf("after %s and the check, %d are found in %+v", damage, len(a.Results), a.Searched)
		}
		sound(t, s)
	}
}

// TestAskedTogether has several ask while another program writes: one of them waits for
// that, and none for a turn to do so, too.
func TestAskedTogether(t *testing.T) {
	s := file(t)
	put(t, s, ferry)
	other := reopen(t, s.path)
	s = reopen(t, s.path)
	now := time.Now()
	s.Now = func() time.Time { return now }
	err := other.write(t.Context(), func(context.Context) error {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { answer(t, s, query.Query{}, Page{}) })
		}
		all.Wait()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if waited := s.db.RawDB.Stats().WaitCount; waited > 0 {
		t.Errorf("%d waited for the connection that writes", waited)
	}
}

// TestNothingWaits writes nothing where there is nothing to enter, so that the database
// comes to rest.
func TestNothingWaits(t *testing.T) {
	s := file(t)
	put(t, s, ferry)
	caughtUp(t, s)
	before := s.upkeep.total.Load()
	caughtUp(t, s)
	if after := s.upkeep.total.Load(); after != before {
		t.Errorf("%d transactions", after-before)
	}
}

// TestWaitingLong has long articles wait: those that are entered together do not fill
// the memory, and all are.
func TestWaitingLong(t *testing.T) {
	s := file(t)
	long := strings.Repeat("A long text. ", 2*atOnceBytes/5/len("A long text. "))
	for n := range 7 {
		p := numbered(n)
		p.text += long
		put(t, s, p)
	}
	for _, c := range []struct{ limit, want int }{{atOnce, 3}, {2, 2}} {
		if entries, err := s.waiting(t.Context(), c.limit); err != nil || len(entries) != c.want {
			t.Errorf("%d are entered together, want %d (%v)", len(entries), c.want, err)
		}
	}
	if got := ask(t, s, query.Query{Words: []string{"boats"}}); len(got) != 7 {
		t.Errorf("found are %q", got)
	}
}

// TestInterrupted has what waits go on waiting where its entering is broken off, for the
// next who looks for something.
func TestInterrupted(t *testing.T) {
	s := file(t)
	other := reopen(t, s.path)
	put(t, s, quay, ferry)
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.Enter(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("entering until now: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := waiting(t, other); n != 2 {
		t.Errorf("%d wait after the end", n)
	}
	if got := ask(t, other, query.Query{Words: []string{"ferry"}}); len(got) != 2 {
		t.Errorf("another program finds %q", got)
	}
	if err := other.Enter(t.Context()); err != nil {
		t.Error(err)
	}
	sound(t, other)
}

// TestTurn has nobody wait for who enters at the moment longer than they ask.
func TestTurn(t *testing.T) {
	s := file(t)
	put(t, s, quay)
	s.catching <- struct{}{} // as upkeep does, which enters the book before while another is read
	ctx, end := context.WithTimeout(t.Context(), time.Millisecond)
	defer end()
	if err := s.Enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("entering in a turn that does not come: %v", err)
	}
	if n := waiting(t, s); n != 1 {
		t.Errorf("%d wait after the end", n)
	}
	<-s.catching
	s.late.Store(nil)
	if got := ask(t, s, query.Query{Words: []string{"quay"}}); len(got) == 0 {
		t.Error("nothing is found when the turn has come")
	}
}

// TestBook has an article of thousands of quotes, which are written in portions and
// numbered over many seconds, found like any other.
func TestBook(t *testing.T) {
	const chapters = 2*portion + half
	var text strings.Builder
	book := piece{outlet: "The Tarn Courier", title: "Who Said What at the Quay", date: "2031-05-04", people: []string{"Ines Calloway", "Piet Moor"}}
	for n := range chapters {
		content := fmt.Sprintf("chapter %d of Piet Moor", n)
		fmt.Fprintf(&text, "“%s,” said Ines Calloway.\n\n", content)
		book.quotes = append(book.quotes, said{by: "Ines Calloway", content: content})
	}
	book.text = text.String()
	s := file(t)
	put(t, s, book)
	var got []string
	last := int64(math.MaxInt64)
	err := s.Each(t.Context(), query.Query{}, func(r digest.Result) error {
		if r.Number >= last || !slices.Equal(r.About, []string{"Piet Moor"}) {
			t.Fatalf("%q has number %d behind %d and is about %q", r.Content, r.Number, last, r.About)
		}
		last = r.Number
		got = append(got, r.Content...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n, content := range got {
		if want := book.quotes[n].content; content != want {
			t.Fatalf("quote %d is %q, want %q", n, content, want)
		}
	}
	if len(got) != chapters {
		t.Errorf("%d quotes, want %d", len(got), chapters)
	}
	sound(t, s)
}
