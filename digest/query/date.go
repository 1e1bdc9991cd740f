package query

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// dates reads dates from words in lower case.
type dates struct {
	calendar
	err error // a date that cannot be: 31 February
	the bool  // "the" stood before the words being read
}

// date returns the date that words begin with and how many words it takes, or 0.
func (d *dates) date(words []string) (when, int) {
	skip := 0
	if d.the = first(words) == "the"; d.the {
		skip, words = 1, words[1:]
	}
	for _, read := range []func([]string) (when, int){d.part, d.absolute, d.relative, d.ago, d.decade} {
		if w, n := read(words); n > 0 {
			return w, n + skip
		}
	}
	read := d.recurring
	if d.the { // "the March", "the Sun" and "the 2018" begin a name
		read = d.withArticle
	}
	if w, n := read(words); n > 0 {
		return w, n + skip
	}
	if w, n := d.year(words); n > 0 && !d.the {
		return w, n
	}
	return when{}, 0
}

// withArticle reads what has no year and does have an article: "the 28th",
// "the spring", "the weekend".
func (d *dates) withArticle(words []string) (when, int) {
	if n := ordinal(first(words)); n > 0 && strings.IndexFunc(words[0], unicode.IsLetter) > 0 {
		return when{again: true, span: d.dayOfMonth(n)}, 1
	}
	if first(words) == "weekend" {
		return when{again: true, span: func(k int) (time.Time, time.Time) { return d.unit("weekend", k) }}, 1
	}
	if monthNames[first(words)] > 0 {
		return when{}, 0
	}
	return d.named(words)
}

// dayOfMonth is "the 28th": of this month where that has begun, otherwise of the
// last. k counts years elsewhere and months here.
func (d *dates) dayOfMonth(day int) func(k int) (time.Time, time.Time) {
	return func(k int) (from, to time.Time) {
		y, m, _ := d.now.Date()
		begin := time.Date(y, m+time.Month(k), 1, 12, 0, 0, 0, time.UTC)
		if !valid(begin.Year(), begin.Month(), day) {
			return from, to
		}
		return d.dateWhen(begin.Year(), begin.Month(), day).span(0)
	}
}

// recurring reads what has no year: "March", "Friday", "spring".
func (d *dates) recurring(words []string) (when, int) {
	if day, ok := weekdays[first(words)]; ok {
		if w, n := d.absolute(words[1:]); n > 0 { // "Wednesday 28 November"
			return w, n + 1
		}
		return d.weekdayWhen(day), 1
	}
	return d.named(words)
}

// named reads a month, a season or a quarter, with its year where it has one.
func (d *dates) named(words []string) (when, int) {
	m, months, n := d.stretch(words)
	if n == 0 {
		return when{}, 0
	}
	rest := words[n:]
	if first(rest) == "of" {
		rest, n = rest[1:], n+1
	}
	if y := year(first(rest)); y > 0 {
		return fixed(d.months(y, m, months)), n + 1
	}
	if first(words[n-1:]) == "of" {
		n--
	}
	return d.monthsWhen(m, months), n
}

// stretch reads the name of some months of a year.
func (d *dates) stretch(words []string) (m time.Month, months, n int) {
	if m, ok := monthNames[first(words)]; ok {
		return m, 1, 1
	}
	if m, ok := seasons[first(words)]; ok {
		return m, 3, 1
	}
	if q := quarters[first(words)]; q > 0 {
		return time.Month(3*q - 2), 3, 1
	}
	if h := halves[first(words)]; h > 0 {
		return time.Month(6*h - 5), 6, 1
	}
	if q := quarters[first(words)+" "+second(words)]; q > 0 {
		return time.Month(3*q - 2), 3, 2
	}
	if h := halves[first(words)+" "+second(words)]; h > 0 {
		return time.Month(6*h - 5), 6, 2
	}
	return 0, 0, 0
}

// decade reads "1990s", "'90s" and "90s".
func (d *dates) decade(words []string) (when, int) {
	digits, ok := strings.CutSuffix(strings.ReplaceAll(first(words), "'", ""), "s")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n%10 != 0 {
		return when{}, 0
	}
	switch {
	case len(digits) == 4 && year(digits) > 0:
	case len(digits) == 2 && n <= 20:
		n += 2000
	case len(digits) == 2:
		n += 1900
	default:
		return when{}, 0
	}
	return fixed(d.months(n, 1, 120)), 1
}

// part reads "early 2018", "late March 2018", "the end of 2018": thirds.
func (d *dates) part(words []string) (when, int) {
	if name, rest, ok := strings.Cut(first(words), "-"); ok { // "mid-2018"
		words = append([]string{name, rest}, words[1:]...)
		w, n := d.part(words)
		return w, max(n-1, 0)
	}
	third, ok := thirds[first(words)]
	n := 1
	if second(words) == "of" {
		n = 2
	} else if third >= 10 { // "end" needs its "of"
		ok = false
	}
	if !ok || n >= len(words) {
		return when{}, 0
	}
	w, used := d.wholeMonths(words[n:])
	if used == 0 {
		return when{}, 0
	}
	whole := w.span
	w.span = func(k int) (time.Time, time.Time) {
		from, to := whole(k)
		return d.third(from, to, third%10)
	}
	return w, n + used
}

// wholeMonths reads what has thirds: a month, a season, a year, "last year".
func (d *dates) wholeMonths(words []string) (when, int) {
	skip := 0
	if first(words) == "the" {
		skip, words = 1, words[1:]
	}
	for _, read := range []func([]string) (when, int){d.named, d.relative, d.decade, d.year} {
		if w, n := read(words); n > 0 {
			return w, n + skip
		}
	}
	return when{}, 0
}

// third cuts a month into ten, ten and the remaining days, and anything longer
// into months.
func (d *dates) third(from, to time.Time, i int) (time.Time, time.Time) {
	days := int(to.Sub(from).Hours()/24 + 0.5)
	if from.IsZero() || days < 28 {
		return from, to
	}
	var cuts [4]time.Time
	y, m, day := from.Date()
	for j := range cuts {
		if days <= 31 {
			cuts[j] = midnight(y, m, day+10*j, d.zone())
		} else {
			cuts[j] = midnight(y, m+time.Month(j*((days+15)/30)/3), day, d.zone())
		}
	}
	cuts[0], cuts[3] = from, to
	return cuts[i], cuts[i+1]
}
