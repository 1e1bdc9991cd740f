package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

// several are articles that have to do with each other: new names that older ones
// hold, versions, copies and one article twice.
func several(t *testing.T) []Incoming {
	var all []Incoming
	add := func(p piece) {
		a, r := p.make(t)
		all = append(all, Incoming{Article: a, Reading: r})
	}
	for n := range 4 {
		add(numbered(n))
	}
	named := piece{outlet: "Harbour Times", url: "https://times.example/lwa", title: "Lock", date: "2031-01-02",
		text: "“The LWA has closed the lock,” Teo Lindqvist said.", people: []string{"Teo Lindqvist"}, quotes: []said{{by: "Teo Lindqvist", content: "The LWA has closed the lock,"}}}
	add(named)
	add(piece{outlet: "Harbour Times", url: "https://times.example/who", title: "Who", date: "2031-01-03",
		text: "The Lower Water Authority (LWA) met.", bodies: []string{"Lower Water Authority | LWA"}})
	named.text = strings.Replace(named.text, "lock,", "lock today,", 1)
	named.quotes[0].content = "The LWA has closed the lock today,"
	add(named)
	add(numbered(2))
	long := numbered(5)
	for n := range 20 {
		long.text += fmt.Sprintf(" Ferry %d left pier %d with %d passengers on board.", n, n*7, n*n)
	}
	add(long)
	long.outlet, long.url = "Elsewhere", "https://elsewhere.example/5"
	add(long)
	return all
}

// content returns all rows of a store's tables.
func content(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for name, how := range tables(t, s) {
		if !strings.HasPrefix(how, "CREATE TABLE") || strings.HasPrefix(name, "words_") && name != "words_config" || strings.HasPrefix(name, "unread_fts_") {
			continue
		}
		rows, err := s.db.Query(t.Context(), "SELECT * FROM "+name)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all[name] = append(all[name], fmt.Sprint(values...))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	return all
}

// TestTakeAll takes articles in at once and one by one, which is the same.
func TestTakeAll(t *testing.T) {
	one, all := file(t), file(t)
	one.Now = func() (now time.Time) { return now }
	all.Now = one.Now
	incoming := several(t)
	var want []Taken
	for _, in := range incoming {
		taken, err := one.Take(t.Context(), in.Article, in.Reading, in.Taking)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, taken)
		caughtUp(t, one)
	}
	if want[6].Replaced != want[4].ID || want[7].Added || want[9].Original != want[8].ID {
		t.Fatalf("there is no version, no article twice or no copy among %+v", want)
	}
	got, err := all.TakeAll(t.Context(), incoming)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("taken one by one and at once: %s", diff)
	}
	caughtUp(t, all)
	if diff := cmp.Diff(content(t, one), content(t, all)); diff != "" {
		t.Errorf("stored one by one and at once: %s", diff)
	}
	sound(t, all)
}

// TestTakeAllFault takes in articles one of which cannot be stored.
func TestTakeAllFault(t *testing.T) {
	s := file(t)
	incoming := several(t)
	incoming[2].Reading.Gist = []digest.Span{{Start: 3, End: 1 << 20}}
	taken, err := s.TakeAll(t.Context(), incoming)
	if err == nil || !strings.Contains(err.Error(), incoming[2].Article.Title) || len(taken) != 2 {
		t.Errorf("%d were taken: %v", len(taken), err)
	}
	if seq, err := s.Arrived(t.Context()); err != nil || seq != 2 {
		t.Errorf("%d have arrived: %v", seq, err)
	}
	sound(t, s)
	if _, err := s.Article(t.Context(), taken[1].ID); err != nil {
		t.Error(err)
	}
	if _, err := s.Article(t.Context(), taken[1].ID+1); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}
