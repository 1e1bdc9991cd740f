package store

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
)

// Old articles are deleted with all that hangs on them, those that came later stay, and
// the file becomes smaller.
func TestForgetArticles(t *testing.T) {
	s := file(t)
	s.upkeep.stop() // its work is done here
	start := time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)
	at := start
	add := func(p piece) {
		t.Helper()
		a, r := p.make(t)
		a.Retrieved = at
		if _, added, err := s.Add(t.Context(), a, r); err != nil || !added {
			t.Fatal(added, err)
		}
	}
	long := strings.Repeat("A long text about boats. ", 6000)
	for n := range 30 {
		p := numbered(n)
		p.text += long + fmt.Sprint("But in the end ", n, " differs.")
		add(p)
		at = at.Add(time.Hour)
	}
	changed := numbered(3) // a version that came later keeps its article
	changed.text = "Changed. " + changed.text
	add(changed)
	if _, err := s.db.Exec(t.Context(), "INSERT INTO unread_fts (rowid, title, text) SELECT id, title, CAST(text AS TEXT) FROM article WHERE newer_id IS NULL"); err != nil {
		t.Fatal(err)
	}
	add(ferry)

	forgotten, steps := 0, 0
	for more := true; more; steps++ {
		n, rest, err := s.ForgetArticles(t.Context(), start.Add(28*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		forgotten, more = forgotten+n, rest
	}
	if forgotten != 27 || steps != 2 {
		t.Errorf("%d articles were forgotten in %d steps", forgotten, steps)
	}
	sound(t, s)
	if got := ask(t, s, query.Query{Words: []string{"boats"}}); len(got) != 3 {
		t.Errorf("found is %q", got)
	}
	if n := answer(t, s, query.Query{}, Page{}).Searched.Articles; n != 4 {
		t.Errorf("%d articles are left", n)
	}
	for _, table := range []string{"article_actor", "quote", "arrival", "copy", "sketch", "quote_change"} {
		column := map[string]string{"quote_change": "old_id"}[table]
		of := map[string]string{"quote_change": "quote"}[table]
		if column == "" {
			column, of = "article_id", "article"
		}
		var orphans int
		err := s.db.QueryRow(t.Context(), fmt.Sprintf("SELECT count(*) FROM %s WHERE %s IS NOT NULL AND %[2]s NOT IN (SELECT id FROM %[3]s)", table, column, of)).Scan(&orphans)
		if err != nil || orphans > 0 {
			t.Errorf("%s has %d rows of nothing: %v", table, orphans, err)
		}
	}

	before := bytes(t, s)
	if err := s.compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := bytes(t, s); after > before/2 {
		t.Errorf("of %d bytes the file has %d still", before, after)
	}
	sound(t, s)
	var fresh digest.Article
	fresh, r := numbered(3).make(t)
	fresh.Text, fresh.URL = fresh.Text+" ", "https://n.example/again"
	if _, added, err := s.Add(t.Context(), fresh, r); err != nil || !added {
		t.Errorf("what was forgotten comes again: %v, %v", added, err)
	}
	sound(t, s)
}

func bytes(t *testing.T, s *Store) int64 {
	t.Helper()
	if err := s.checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// Whom only forgotten articles named goes with those who were merged into them, and
// comes again as somebody new; who is named elsewhere stays, also by a quote of a
// version that was replaced.
func TestForgetActors(t *testing.T) {
	s := file(t)
	s.upkeep.stop()
	article := func(n int, at time.Time, people ...string) piece {
		t.Helper()
		p := piece{outlet: "Post", url: fmt.Sprintf("https://n.example/%d", n), title: fmt.Sprint(n), date: "2031-01-01",
			text: fmt.Sprintf("Number %d has “many boats,” they said.", n), people: people,
			quotes: []said{{by: people[0], content: "many boats,"}}}
		a, r := p.make(t)
		a.Retrieved = at
		if _, added, err := s.Add(t.Context(), a, r); err != nil || !added {
			t.Fatal(added, err)
		}
		return p
	}
	old, late := time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC), time.Date(2031, 6, 1, 12, 0, 0, 0, time.UTC)
	article(1, old, "Ana Bell", "Jonas Lind", "Omar Quist")
	article(2, old, "Ilse Rahn")
	changed := article(3, late, "Maren Oduya")
	changed.text, changed.people, changed.quotes = "Changed. “No boats,” they said.", []string{"Omar Quist"}, []said{{by: "Omar Quist", content: "No boats,"}}
	a, r := changed.make(t)
	a.Retrieved = late
	if _, _, err := s.Add(t.Context(), a, r); err != nil {
		t.Fatal(err)
	}
	named := func(name string) (id int64) {
		t.Helper()
		if err := s.db.QueryRow(t.Context(), "SELECT coalesce(min(id), 0) FROM actor WHERE name = $1", name).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	if err := s.Merge(t.Context(), named("Ilse Rahn"), named("Ana Bell")); err != nil {
		t.Fatal(err)
	}
	if n, more, err := s.ForgetActors(t.Context()); n != 0 || more || err != nil {
		t.Fatal(n, more, err)
	}
	if _, _, err := s.ForgetArticles(t.Context(), old.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n, more, err := s.ForgetActors(t.Context()); n != 2 || more || err != nil {
		t.Errorf("forgotten are %d, %v, %v", n, more, err)
	}
	for name, stays := range map[string]bool{"Ana Bell": false, "Ilse Rahn": false, "Jonas Lind": false, "Omar Quist": true, "Maren Oduya": true} {
		if (named(name) != 0) != stays {
			t.Errorf("%s is number %d", name, named(name))
		}
	}
	var left int
	if err := s.db.QueryRow(t.Context(), "SELECT (SELECT count(*) FROM alias WHERE actor_id NOT IN (SELECT id FROM actor)) + (SELECT count(*) FROM actor_use WHERE actor_id NOT IN (SELECT id FROM actor))").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows are left of them: %v", left, err)
	}
	article(4, late, "Ana Bell")
	caughtUp(t, s)
	if named("Ana Bell") == 0 {
		t.Error("who was forgotten does not come again")
	}
	sound(t, s)
}
