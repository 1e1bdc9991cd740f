package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// absolute reads "28 Nov 2018", "November 28, 2018", "28 November", "2018-11-28",
// "28/11/2018", "2018-11" and "2018 Q3".
func (d *dates) absolute(words []string) (when, int) {
	if w, ok := d.numeric(first(words)); ok {
		return w, 1
	}
	if y := year(first(words)); y > 0 {
		if m, months, n := d.stretch(words[1:]); n > 0 && quarters[second(words)]+halves[second(words)] > 0 {
			return fixed(d.months(y, m, months)), n + 1
		}
	}
	day, m, n := dayAndMonth(words)
	if n == 0 {
		return when{}, 0
	}
	rest := words[n:]
	if first(rest) == "of" && year(second(rest)) > 0 {
		rest, n = rest[1:], n+1
	}
	if y := year(first(rest)); y > 0 {
		return d.checked(y, m, day), n + 1
	}
	if !valid(2000, m, day) {
		d.err = fmt.Errorf("there is no %d %s", day, m)
	}
	return d.dayWhen(m, day), n
}

// dayAndMonth reads "28 Nov", "28th of November", "Nov 28".
func dayAndMonth(words []string) (day int, m time.Month, n int) {
	if m := monthNames[first(words)]; m > 0 {
		if day := ordinal(second(words)); day > 0 {
			return day, m, 2
		}
		return 0, 0, 0
	}
	day, n = ordinal(first(words)), 1
	if second(words) == "of" {
		n = 2
	}
	if len(words) > n && day > 0 && monthNames[words[n]] > 0 {
		return day, monthNames[words[n]], n + 1
	}
	return 0, 0, 0
}

// numeric reads dates in figures. 3/4/2018 is the third of April: the day comes
// first unless it cannot; the note says so where both were possible.
func (d *dates) numeric(word string) (when, bool) {
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(word)); err == nil && t.Year() > 0 {
		t = t.In(d.zone())
		return fixed(t, t), true
	}
	sep := strings.IndexAny(word, "-/.")
	if sep < 1 {
		return when{}, false
	}
	var figures []int
	parts := strings.Split(word, word[sep:sep+1])
	for _, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || len(p) > 4 || len(p) == 3 || p[0] == '+' {
			return when{}, false
		}
		figures = append(figures, n)
	}
	switch {
	case len(parts) == 3 && figures[0] >= 1000 && len(parts[1]) <= 2:
		return d.checked(figures[0], time.Month(figures[1]), figures[2]), true
	case len(parts) == 3 && len(parts[0]) <= 2 && len(parts[1]) <= 2:
		return d.dayFirst(parts[2], figures)
	case len(parts) == 2 && year(parts[0]) > 0 && len(parts[1]) == 2 && 1 <= figures[1] && figures[1] <= 12:
		return fixed(d.months(figures[0], time.Month(figures[1]), 1)), true
	case len(parts) == 2 && year(parts[1]) > 0 && 1 <= figures[0] && figures[0] <= 12:
		return fixed(d.months(figures[1], time.Month(figures[0]), 1)), true
	}
	return when{}, false
}

func (d *dates) dayFirst(yearDigits string, figures []int) (when, bool) {
	day, month, y := figures[0], figures[1], figures[2]
	switch {
	case len(yearDigits) == 2:
		y += 2000
	case year(yearDigits) == 0:
		return when{}, false
	}
	if month > 12 && day <= 12 {
		return d.checked(y, time.Month(day), month), true
	}
	w := d.checked(y, time.Month(month), day)
	if day <= 12 && day != month {
		w.note = fmt.Sprintf("%d %s %d", day, time.Month(month), y)
	}
	return w, true
}

// checked is one day, or an error where there is no such day.
func (d *dates) checked(y int, m time.Month, day int) when {
	if m < 1 || m > 12 || !valid(y, m, day) {
		d.err = fmt.Errorf("there is no such day as %s", dayName(y, m, day))
		return fixed(time.Time{}, time.Time{})
	}
	return d.dateWhen(y, m, day)
}

func dayName(y int, m time.Month, day int) string {
	if m < 1 || m > 12 {
		return fmt.Sprintf("%04d-%02d-%02d", y, int(m), day)
	}
	return fmt.Sprintf("%d %s %d", day, m, y)
}

// year reads a year of four figures.
func (d *dates) year(words []string) (when, int) {
	if y := year(first(words)); y > 0 {
		return fixed(d.months(y, 1, 12)), 1
	}
	return when{}, 0
}
