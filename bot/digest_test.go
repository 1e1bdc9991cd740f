package bot

import (
	"strings"
	"testing"
	"time"

	"whosaid/digest/compose"
	"whosaid/digest/query"
)

func TestDigest(t *testing.T) {
	st := aldmoor(t)
	now := time.Date(2018, 11, 28, 15, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		filter  string
		options compose.Options
		want    []string // lines, in this order
	}{
		{"", compose.Options{Title: "All"}, []string{"All", "Toll to stay", "Two Linds and a quay", "Wardens found a movement"}},
		{"", compose.Options{Articles: 1}, []string{"Digest", "Toll to stay", "… 2 more articles"}},
		{"this week", compose.Options{}, []string{"Digest, this week", "Toll to stay"}},
		{"in 2017", compose.Options{}, []string{"Digest, in 2017", "The newest article is of 2018-11-26: ask for a digest since:2018-11-26."}},
		{"in 2017 in:Herald", compose.Options{Period: "then"}, []string{"Digest, then", "The newest article is of 2018-11-26: ask for a digest since:2018-11-26."}},
		{"about:Brekke in 2018", compose.Options{}, []string{"Digest, in 2018", "Filter: who said what about ‘Tomas Brekke’, in 2018.", "Wardens found a movement"}},
		{"in:Gazette", compose.Options{}, []string{"Digest", "Filter: who said what, in outlets matching ‘Gazette’.", "No articles to tell of."}},
	} {
		q, err := Filter(t.Context(), st, tt.filter, now)
		if err != nil {
			t.Errorf("%q: %v", tt.filter, err)
			continue
		}
		m, err := Digest(t.Context(), st, q, tt.options)
		if err != nil {
			t.Errorf("%q: %v", tt.filter, err)
			continue
		}
		rest := "\n" + words(m)
		for _, line := range tt.want {
			_, after, ok := strings.Cut(rest, "\n"+line+"\n")
			if !ok {
				t.Errorf("%q: no line %q in\n%s", tt.filter, line, words(m))
				break
			}
			rest = "\n" + after
		}
	}
}

func TestPeriodOf(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2018, 3, d, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		q    query.Query
		want string
	}{
		{query.Query{}, ""},
		{query.Query{Period: "last week", Since: day(5), Until: day(12)}, "last week"},
		{query.Query{Since: day(5)}, "since 5 Mar 2018"},
		{query.Query{Until: day(5)}, "until 4 Mar 2018"},
		{query.Query{Since: day(5), Until: day(6)}, "5 Mar 2018"},
		{query.Query{Since: day(5), Until: day(8)}, "5 Mar 2018 – 7 Mar 2018"},
	} {
		if got := periodOf(tt.q); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.q, got, tt.want)
		}
	}
}
