package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// mostTimes is how many times of a day are named one by one.
const mostTimes = 8

// String says the rule in words: "on weekdays at 08:00, Europe/Paris". Parse reads
// most of them again, but the line as it was typed is the form to store.
func (r Rule) String() string {
	if r.zone == nil {
		return "never"
	}
	words := r.days.String() + " " + r.clock()
	if r.every.step > 0 && len(r.times) > 1 {
		words = strings.TrimPrefix(words, "every day ") // “every 2 hours” says it
	}
	if r.zone == time.Local {
		return words
	}
	return words + ", " + r.zone.String()
}

// clock says the times of day.
func (r Rule) clock() string {
	e := r.every
	if e.step > 0 && len(r.times) > 1 {
		last := r.times[len(r.times)-1]
		text := "every " + interval(e.step)
		if r.times[0] > 0 || last+e.step < 24*60 {
			text += " from " + hhmm(r.times[0]) + " to " + hhmm(last)
		}
		return text
	}
	if len(r.times) > mostTimes {
		return fmt.Sprintf("at %d times from %s to %s", len(r.times), hhmm(r.times[0]), hhmm(r.times[len(r.times)-1]))
	}
	var all []string
	for _, t := range r.times {
		all = append(all, hhmm(t))
	}
	return "at " + listed(all)
}

func interval(minutes int) string {
	switch {
	case minutes == 60:
		return "hour"
	case minutes%60 == 0:
		return fmt.Sprintf("%d hours", minutes/60)
	case minutes == 1:
		return "minute"
	}
	return fmt.Sprintf("%d minutes", minutes)
}

func hhmm(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// String says which days these are.
func (d days) String() string {
	var parts []string
	dates, weekdays := d.dates&allDates, d.weekdays&allWeekdays
	switch {
	case dates == allDates && weekdays == allWeekdays:
		parts = append(parts, "every day")
	case d.either:
		parts = append(parts, "on "+datesOf(dates), "on "+weekdaysOf(weekdays))
	case dates == allDates && weekdays != 0:
		parts = append(parts, onWeekdays(weekdays))
	case weekdays == allWeekdays && dates != 0:
		parts = append(parts, "on "+datesOf(dates))
	case dates != 0 && weekdays != 0:
		parts = append(parts, "on "+weekdaysOf(weekdays)+" that "+are(weekdays)+" "+datesOf(dates))
	}
	for _, n := range d.nth {
		parts = append(parts, "on the "+n.String())
	}
	text := listed(parts)
	if text != "every day" && (d.nth != nil || dates != allDates) && d.months == allMonths {
		text += " of each month"
	}
	switch {
	case d.months == allMonths:
	case d.nth != nil || dates != allDates:
		text += " of " + monthsOf(d.months)
	default:
		text += " in " + monthsOf(d.months)
	}
	return text
}

func are(weekdays uint8) string {
	if _, one := only(weekdays); one {
		return "is"
	}
	return "are"
}

func onWeekdays(set uint8) string {
	switch set {
	case workdays:
		return "on weekdays"
	case weekend:
		return "at weekends"
	}
	return "every " + weekdaysOf(set)
}

func weekdaysOf(set uint8) string {
	if set == workdays {
		return "weekdays"
	}
	var all []string
	for i := range 7 {
		if d := (i + 1) % 7; set>>d&1 == 1 { // from Monday on
			all = append(all, time.Weekday(d).String())
		}
	}
	return listed(all)
}

// datesOf names days of the month, runs of three or more as a range.
func datesOf(set uint32) string {
	var all []string
	for d := 1; d <= 31; d++ {
		if set>>d&1 == 0 {
			continue
		}
		end := d
		for end < 31 && set>>(end+1)&1 == 1 {
			end++
		}
		if end-d < 2 {
			all = append(all, nthWord(d))
			continue
		}
		all = append(all, nthWord(d)+" to "+nthWord(end))
		d = end
	}
	return "the " + listed(all)
}

func nthWord(n int) string {
	suffix := "th"
	if n/10 != 1 && n%10 >= 1 && n%10 <= 3 {
		suffix = []string{"st", "nd", "rd"}[n%10-1]
	}
	return fmt.Sprint(n) + suffix
}

func monthsOf(set uint16) string {
	var all []string
	for m := time.January; m <= time.December; m++ {
		if set>>m&1 == 1 {
			all = append(all, m.String())
		}
	}
	return listed(all)
}

func (n nth) String() string {
	word := []string{"last", "", "first", "second", "third", "fourth", "fifth"}[min(n.n, 5)+1]
	if n.n > 5 {
		word = nthWord(n.n)
	}
	switch n.kind {
	case allWeekdays:
		return word + " day"
	case workdays:
		return word + " weekday"
	}
	return word + " " + weekdaysOf(n.kind)
}

// listed joins with commas and "and", without saying anything twice.
func listed(all []string) string {
	all = slices.Compact(all)
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}
