// Package schedule says when something is due.
//
// A line comes in, a cron expression or plain words ("weekdays at 8"), with a time
// zone; a [Rule] goes out, which tells the moments it fires at and says itself in
// words. The package is pure: it knows no clock and owns no state.
//
// A rule is a set of local slots, such as 08:00 on each weekday, and every slot
// is one moment: the first at which the local clock shows the slot's time or a later
// one. So a time that daylight saving skips is made up for at the first valid
// minute, one that comes twice is the first of the two, and several slots that fall
// on one moment are one firing. A calendar day that a zone has skipped as a whole,
// as Samoa did with 30 December 2011, has no slots.
package schedule

import (
	"slices"
	"sort"
	"time"
)

// Rule says when a schedule fires. It is made by [Parse]; its zero value never fires.
type Rule struct {
	days  days
	times []int // minutes after midnight, ascending
	every every // how the times were asked for, where they are steps
	zone  *time.Location
}

// every is a step through the day, for the wording only.
type every struct{ step, from, to int } // minutes

// days is the set of calendar days a rule fires on.
type days struct {
	months   uint16 // bit 1 is January
	dates    uint32 // bit 1 is the first of a month
	weekdays uint8  // bit 0 is Sunday
	either   bool   // cron's rule: a date or a weekday is enough; otherwise both must fit
	nth      []nth  // and these, whatever the others say
}

// nth is a day counted within its month: the first Monday, the last day.
type nth struct {
	n    int   // 1 to 5, or -1 for the last
	kind uint8 // the weekdays that are counted, as in days
}

const (
	allMonths   = 1<<13 - 2
	allDates    = 1<<32 - 2
	allWeekdays = 1<<7 - 1
	workdays    = 1<<6 - 2
	weekend     = 1<<6 | 1
)

// farthest is how many days ahead a firing is looked for: 29 February may be eight
// years away, and its absence in 2100 must not look like never.
const farthest = 9 * 366

// Zone returns the zone whose clock the rule goes by.
func (r Rule) Zone() *time.Location { return r.zone }

// Next returns the first moment after the given one at which the rule fires, in its
// zone; the zero time where there is none within nine years.
func (r Rule) Next(after time.Time) time.Time {
	if r.zone == nil || len(r.times) == 0 {
		return time.Time{}
	}
	y, m, d := after.In(r.zone).Date()
	// Where clocks go back over midnight, a day's slots come after the next day began.
	for offset := -2; offset < farthest; offset++ {
		date := time.Date(y, m, d+offset, 0, 0, 0, 0, time.UTC)
		slot := func(i int) time.Time { return first(date.Add(time.Duration(r.times[i])*time.Minute), r.zone) }
		if !r.days.has(date) || !slot(len(r.times)-1).After(after) || !exists(date, r.zone) {
			continue
		}
		if i := sort.Search(len(r.times), func(i int) bool { return slot(i).After(after) }); i < len(r.times) {
			return slot(i)
		}
	}
	return time.Time{}
}

// Upcoming returns the next n moments after the given one, fewer where there are no more.
func (r Rule) Upcoming(after time.Time, n int) []time.Time {
	var all []time.Time
	for range n {
		after = r.Next(after)
		if after.IsZero() {
			break
		}
		all = append(all, after)
	}
	return all
}

// has reports whether a day, given at midnight UTC, is in the set.
func (d days) has(date time.Time) bool {
	if d.months>>date.Month()&1 == 0 {
		return false
	}
	onDate, onWeekday := d.dates>>date.Day()&1 == 1, d.weekdays>>date.Weekday()&1 == 1
	if d.either && (onDate || onWeekday) || !d.either && onDate && onWeekday {
		return true
	}
	return slices.ContainsFunc(d.nth, func(n nth) bool { return n.is(date) })
}

// is reports whether a day, given at midnight UTC, is the nth of its kind.
func (n nth) is(date time.Time) bool {
	if n.kind>>date.Weekday()&1 == 0 {
		return false
	}
	step, count := -1, n.n
	if n.n < 0 {
		step, count = 1, -n.n
	}
	// Days of the kind from here to the end of the month that is counted from.
	for other := date; other.Month() == date.Month(); other = other.AddDate(0, 0, step) {
		if n.kind>>other.Weekday()&1 == 1 {
			count--
		}
	}
	return count == 0
}

// first returns the first moment at which the clock of a zone shows a local time,
// given as if it were UTC, or a later one.
func first(local time.Time, zone *time.Location) time.Time {
	// No clock is that far from UTC, not even one that has repeated a whole day.
	at := local.Add(-72 * time.Hour).In(zone)
	for {
		_, offset := at.Zone()
		_, end := at.ZoneBounds()
		if !end.IsZero() && !end.After(at) {
			// On the last day of a leap year beyond its tables, Go gives the beginning of that day as the end.
			end = at.Add(24 * time.Hour)
		}
		moment := local.Add(-time.Duration(offset) * time.Second).In(zone)
		if moment.Before(at) {
			moment = at // the clock has jumped over the time
		}
		if end.IsZero() || moment.Before(end) {
			return moment
		}
		at = end
	}
}

// exists reports whether a zone has had a calendar day, given at midnight UTC.
func exists(date time.Time, zone *time.Location) bool {
	return first(date, zone).Day() == date.Day()
}
