package query

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzParse asserts what holds for every question: no panic, names that can be
// shown, a period that is none or lasts, and a line that reads back.
func FuzzParse(f *testing.F) {
	for _, q := range questions {
		f.Add(q.in)
		f.Add(q.want)
	}
	for _, s := range []string{
		"between the 31st and the 29th of Feb", "since\xff March", `by:"a"b"`, `"«a" »x»`, "‘a’ ’s s’ '", "in in in", "on on on", "- -- -−x",
		"since 10000 hours ago", "in the end of the 1500s", "said said said", "about:a,b,,c kind:direct,,", "from 2 to 2018-01-02", "whos's 's", "on \"he",
	} {
		f.Add(s)
	}
	now := time.Date(2018, 11, 28, 15, 0, 0, 0, zone(f, "America/Sao_Paulo"))
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text, now)
		if err != nil {
			if !utf8.ValidString(err.Error()) {
				t.Errorf("Parse(%q): the error is no UTF-8: %q", text, err)
			}
			return
		}
		all := slices.Concat([]string{q.By.Text, q.About.Text, q.Period, q.String()}, q.Words, q.Exact, q.Without, q.Outlets)
		for _, s := range q.Otherwise {
			all = append(all, s.By, s.About, s.Outlet)
		}
		for _, s := range all {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\x00") {
				t.Errorf("Parse(%q): %q", text, s)
			}
		}
		if !q.Until.IsZero() && !q.Since.Before(q.Until) {
			t.Errorf("Parse(%q): since %s until %s", text, q.Since, q.Until)
		}
		line := q.Line()
		again, err := Parse(line, now)
		if len(line) > maxBytes {
			return
		}
		if err != nil {
			t.Fatalf("Parse(%q): its line %q: %v", text, line, err)
		}
		if again.Line() != line {
			t.Errorf("Parse(%q)\nline %q\nread %q", text, line, again.Line())
		}
	})
}

// Whatever is as long as a question may be is answered in the end: what takes the
// square of its length would need hours. What is longer is refused.
func TestLongQuestions(t *testing.T) {
	for _, part := range []string{"on ", "who said ", "in 2018 in ", "about:a ", `"a" `, "between 2 and 3 ", "’", "since:", "a's ", "-", "according to ", "the latest on ", "“", "\x00", "ា"} {
		long := strings.Repeat(part, maxBytes/len(part))
		start := time.Now()
		_, _ = Parse(long, asked(t)) // an error is an answer too
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%q repeated: %s", part, took)
		}
		if _, err := Parse(strings.Repeat(part, 100_000/len(part)), asked(t)); err == nil {
			t.Errorf("%q repeated to 100 kB is taken for a question", part)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	now := asked(b)
	for b.Loop() {
		if _, err := Parse("hey whosaid, what did Ana Sorley say about the harbour toll since last Tuesday in:Post?", now); err != nil {
			b.Fatal(err)
		}
	}
}
