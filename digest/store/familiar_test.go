package store

import (
	"context"
	"errors"
	"testing"
)

// TestFamiliar stores articles of the same people while they are merged, parted and
// named by another program, and while storing one is undone: nobody is taken for
// whom he no longer is.
func TestFamiliar(t *testing.T) {
	s := file(t)
	other := reopen(t, s.path)
	n := 0
	next := func(s *Store, people ...string) {
		t.Helper()
		n++
		p := numbered(n)
		p.people, p.bodies, p.quotes = people, nil, nil
		put(t, s, p)
	}
	articles := func(name string) int {
		t.Helper()
		p, err := s.Profile(t.Context(), actor(t, s, name))
		if err != nil {
			t.Fatal(err)
		}
		return p.Articles
	}
	next(s, "Maren Oduya", "Ilse Varga")
	next(s, "Maren Oduya", "Ilse Varga")
	if got := articles("Maren Oduya"); got != 2 {
		t.Errorf("two articles name her, found %d", got)
	}

	maren, ilse := actor(t, s, "Maren Oduya"), actor(t, s, "Ilse Varga")
	if err := other.Merge(t.Context(), maren, ilse); err != nil {
		t.Fatal(err)
	}
	next(s, "Maren Oduya")
	if got := articles("Ilse Varga"); got != 3 {
		t.Errorf("three articles name those whom another program merged, found %d", got)
	}
	if err := s.Unmerge(t.Context(), maren); err != nil {
		t.Fatal(err)
	}
	next(s, "Maren Oduya")
	if p, err := s.Profile(t.Context(), maren); err != nil || p.Articles != 3 {
		t.Errorf("three articles name her after parting, found %d (%v)", p.Articles, err)
	}

	undone := errors.New("undone")
	err := s.write(t.Context(), func(ctx context.Context) error {
		p := numbered(100)
		p.people, p.bodies, p.quotes = []string{"Teo Lindqvist"}, nil, nil
		a, r := p.make(t)
		if _, err := s.insert(ctx, a, r, 0); err != nil {
			return err
		}
		if err := s.enterAll(ctx); err != nil {
			return err
		}
		a.Text += " Again."
		a.URL += "/again"
		if _, err := s.insert(ctx, a, r, 0); err != nil { // he is familiar now
			return err
		}
		if err := s.enterAll(ctx); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	next(s, "Ilse Varga")
	next(s, "Teo Lindqvist | Lindqvist")
	if got := articles("Lindqvist"); got != 1 {
		t.Errorf("one article names him, found %d", got)
	}

	// A short form that was nobody's becomes somebody's own name elsewhere, and then hers.
	next(s, "Ines Carvalho | Carvalho", "Ilse Varga")
	next(other, "Dom Reyes", "Ilse Varga")
	next(other, "Reyes", "Ilse Varga")
	next(s, "Dom Reyes | Reyes", "Ilse Varga")
	if got := articles("Reyes"); got != 3 {
		t.Errorf("three articles name him, found %d", got)
	}
	sound(t, s)
}

// TestFamiliarFull has more names come in than are kept.
func TestFamiliarFull(t *testing.T) {
	s := file(t)
	put(t, s, numbered(1))
	caughtUp(t, s)
	for i := range int64(mostFamiliar) {
		s.familiar.names[alias{actor: -i}] = true
	}
	put(t, s, numbered(2))
	caughtUp(t, s)
	put(t, s, numbered(3))
	caughtUp(t, s)
	if got := len(s.familiar.names); got == 0 || got > 20 {
		t.Errorf("%d names are kept", got)
	}
	if p, err := s.Profile(t.Context(), actor(t, s, "Maren Oduya")); err != nil || p.Articles != 3 {
		t.Errorf("three articles name her, found %d (%v)", p.Articles, err)
	}
}
