package store

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/query"
)

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

// TestPeriodCounts compares the number of articles in a period as it is counted by
// days with the articles themselves, which are looked at where there is a filter.
func TestPeriodCounts(t *testing.T) {
	s := reopen(t, Memory)
	random := rand.New(rand.NewPCG(5, 6))
	when := func() time.Time {
		return time.Unix(random.Int64N(10*daySeconds)-5*daySeconds, 0).In(time.FixedZone("", random.IntN(24)*3600-11*3600))
	}
	for n := range 150 {
		a, _ := numbered(n).make(t)
		a.Published, a.DateOnly = when(), n%3 == 0
		if n%50 == 0 {
			a.Published = time.Time{}
		}
		if _, _, err := s.Add(t.Context(), a, digest.Reading{}); err != nil {
			t.Fatal(err)
		}
	}
	counts := make(map[int]bool)
	for range 100 {
		q := query.Query{Since: when(), Until: when()}
		switch random.IntN(4) {
		case 0:
			q.Since = time.Time{}
		case 1:
			q.Until = time.Time{}
		case 2:
			q.Since, q.Until = q.Since.Truncate(24*time.Hour), q.Until.Truncate(24*time.Hour)
		}
		filtered := q
		filtered.Outlets = []string{"Outlet"} // all of them
		got, want := answer(t, s, q, Page{}).Searched, answer(t, s, filtered, Page{}).Searched
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("since %v until %v: %s", q.Since, q.Until, diff)
		}
		counts[got.Articles] = true
	}
	if len(counts) < 20 {
		t.Errorf("only %d different counts were compared", len(counts))
	}
	sound(t, s)
}
