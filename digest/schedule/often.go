package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// often returns how many times the next words say that something is to happen: "once",
// "twice", "3 times"; 0 where they do not.
func (p *reader) often() int {
	tok := p.peek(0)
	if i := slices.Index([]string{"once", "twice", "thrice"}, tok); i >= 0 {
		return i + 1
	}
	if n, err := strconv.Atoi(tok); err == nil && n > 0 && p.peek(1) == "times" {
		return n
	}
	return 0
}

// timesA reads "twice a day" and "3 times daily": the times themselves stand elsewhere.
// Of a week or a month it wants the days.
func (p *reader) timesA(n int) error {
	first := p.at
	if p.at++; p.peek(0) == "times" {
		p.at++
	}
	for slices.Contains([]string{"a", "per", "each", "every"}, p.peek(0)) {
		p.at++
	}
	unit := p.peek(0)
	switch unit {
	case "day", "daily":
		p.daily, p.perDay = true, n
	case "weekday", "workday":
		p.weekdays, p.perDay = p.weekdays|workdays, n
	case "week", "month":
		p.needDay = unit + ": write its days, such as “every Monday and Thursday at 8” or “1st and 15th of the month at 8”"
	default:
		return p.unclear(strings.Join(p.toks[first:p.at], " "))
	}
	p.at++
	return nil
}

// refused says why a word cannot be part of a schedule, where that is known.
func (p *reader) refused(tok string) error {
	switch {
	case slices.Contains([]string{"today", "tonight", "tomorrow", "next"}, tok):
		return fmt.Errorf("“%s” is one day, and a schedule comes again and again: write its days, such as “daily at 9” or “every Monday at 9”", tok)
	case slices.Contains([]string{"except", "but", "not", "without", "excluding"}, tok):
		return fmt.Errorf("“%s” is not understood: name the days on which it comes, such as “Monday to Thursday at 8”", tok)
	case slices.Contains([]string{"biweekly", "fortnight", "fortnightly", "alternate"}, tok):
		return fmt.Errorf("“%s” cannot be a schedule, since it would depend on when it began: write the days of the week or of the month", tok)
	case slices.Contains(abbreviated, tok):
		return fmt.Errorf("“%s” is not the name of a time zone: write one such as Europe/Paris or America/New_York", strings.ToUpper(tok))
	}
	return p.unclear(tok)
}

// abbreviated are zones by letters, which stand for several each or know no summer time.
var abbreviated = []string{"cet", "cest", "eet", "eest", "wet", "west", "msk", "bst", "ist", "jst", "kst", "hkt", "sgt", "aest", "aedt", "nzst", "nzdt",
	"et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt"}

// exampleTimes are n times of a day, up to a dozen, as an example.
func exampleTimes(n int) string {
	var all []string
	n = min(n, 12)
	for i := range n {
		all = append(all, strconv.Itoa(8+i*12/max(n-1, 1)))
	}
	return listed(all)
}

func numbered(n int, one, more string) string { return fmt.Sprintf("%d %s", n, pick(n, one, more)) }

func pick(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}
