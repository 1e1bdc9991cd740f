package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

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

// TestWaiting asks while nothing can be written: what waits is not found, which the
// answer says, and it is found afterwards.
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
		return errors.New("undone")
	}
	if err := other.write(t.Context(), locked); err == nil {
		t.Fatal("it was written")
	}
	if !s.Trouble().Lasts() {
		t.Error("it is no trouble")
	}
	if err := s.Try(t.Context()); err != nil { // as the bot does while it lasts
		t.Fatal(err)
	}
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
