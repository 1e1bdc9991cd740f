package query

import "strings"

// relative reads "yesterday", "last week", "the past 3 months", "this morning".
func (d *dates) relative(words []string) (when, int) {
	switch first(words) {
	case "today", "tonight":
		return fixed(d.days(0, 1)), 1
	case "yesterday":
		n := 1
		if dayparts[second(words)] {
			n = 2
		}
		return fixed(d.days(-1, 1)), n
	case "tomorrow":
		return fixed(d.days(1, 1)), 1
	case "now":
		return fixed(d.now, d.now), 1
	case "day":
		if len(words) >= 3 && words[1] == "before" && words[2] == "yesterday" {
			return fixed(d.days(-2, 1)), 3
		}
	case "this", "current":
		return d.this(words)
	case "last", "past", "previous":
		return d.last(words, d.the || first(words) == "past")
	}
	return d.short(first(words))
}

// short reads "7d", "2w", "24h": the last so many days, weeks, hours.
func (d *dates) short(word string) (when, int) {
	if len(word) < 2 {
		return when{}, 0
	}
	unit := map[byte]string{'h': "hour", 'd': "day", 'w': "week", 'm': "month", 'y': "year"}[word[len(word)-1]]
	n, used := count([]string{word[:len(word)-1]})
	if unit == "" || used == 0 || word[0] > '9' || n > most(unit) {
		return when{}, 0
	}
	return fixed(d.rolling(unit, n)), 1
}

func (d *dates) this(words []string) (when, int) {
	next := second(words)
	if unit := units[next]; unit != "" && unit != "hour" && !strings.HasSuffix(next, "s") {
		return fixed(d.unit(unit, 0)), 2
	}
	if dayparts[next] {
		return fixed(d.days(0, 1)), 2
	}
	if day, ok := weekdays[next]; ok {
		return fixed(d.days((int(day)+6)%7-d.sinceMonday(), 1)), 2
	}
	if w, n := d.named(words[1:]); n > 0 {
		return fixed(w.span(0)), n + 1
	}
	return when{}, 0
}

// last reads what follows "last" or "past". "last week" is the calendar's, Monday
// to Sunday; "the past week", "the last week" and "the last 2 weeks" are the days
// up to today.
func (d *dates) last(words []string, rolling bool) (when, int) {
	next := second(words)
	if n, used := count(words[1:]); used > 0 && len(words) > used+1 {
		if unit := units[words[used+1]]; unit != "" && n <= most(unit) {
			return fixed(d.rolling(unit, n)), used + 2
		}
	}
	if unit := units[next]; unit != "" && !strings.HasSuffix(next, "s") {
		if unit != "weekend" && (rolling || unit == "hour" || unit == "day") {
			return fixed(d.rolling(unit, 1)), 2
		}
		return fixed(d.unit(unit, -1)), 2
	}
	if next == "night" || next == "evening" {
		return fixed(d.days(-1, 1)), 2
	}
	if day, ok := weekdays[next]; ok {
		w := d.weekdayWhen(day)
		if from, to := w.latest(d.now); !to.After(d.now) {
			return fixed(from, to), 2
		}
		return fixed(w.span(-1)), 2
	}
	if w, n := d.named(words[1:]); n > 0 && w.again {
		for k := 0; k > -9; k-- { // the last one that is over
			if from, to := w.span(k); !from.IsZero() && !to.After(d.now) {
				return fixed(from, to), n + 1
			}
		}
	}
	return when{}, 0
}

// ago reads "two weeks ago": that week, but "since" means that day.
func (d *dates) ago(words []string) (when, int) {
	n, used := count(words)
	if used == 0 || len(words) < used+2 || words[used+1] != "ago" {
		return when{}, 0
	}
	unit := units[words[used]]
	if unit == "" || n > most(unit) {
		return when{}, 0
	}
	at, _ := d.rolling(unit, n)
	w := fixed(d.unit(unit, -n))
	if unit == "fortnight" || unit == "weekend" {
		w = fixed(calendar{at}.unit("week", 0))
	}
	w.exact = at
	return w, used + 2
}

// most is how many of a unit one may go back: five centuries.
func most(unit string) int {
	switch unit {
	case "month", "quarter":
		return 1500
	case "year":
		return 500
	case "decade":
		return 50
	}
	return 10000
}
