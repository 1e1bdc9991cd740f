package query

import (
	"time"
)

// when is a date as people write it: a day, a month, "last week". What returns
// every year or week ("March", "Friday") has several spans of time, of which the
// sentence around it chooses one.
type when struct {
	span  func(k int) (from, to time.Time) // half-open; k years or weeks from the present one; zero where there is none (29 February)
	again bool                             // span heeds k
	exact time.Time                        // for "two weeks ago": the moment "since" means; otherwise zero
	note  string                           // how an ambiguous date was read: "3 April 2018"
}

// fixed is a date that was there once.
func fixed(from, to time.Time) when {
	return when{span: func(int) (time.Time, time.Time) { return from, to }}
}

// latest returns the most recent span of w that has begun by now.
func (w when) latest(now time.Time) (from, to time.Time) {
	if !w.again {
		return w.span(0)
	}
	for k := 1; k >= -8; k-- { // 29 February is missing for eight years at most
		if from, to = w.span(k); !from.IsZero() && !from.After(now) {
			return from, to
		}
	}
	return w.span(0)
}

// earliest returns the first span of w that begins at or after t.
func (w when) earliest(t time.Time) (from, to time.Time) {
	if !w.again {
		return w.span(0)
	}
	k := 0
	for ; k > -10; k-- {
		if from, _ := w.span(k); !from.IsZero() && from.Before(t) {
			break
		}
	}
	for ; k < 10; k++ {
		if from, to = w.span(k); !from.IsZero() && !from.Before(t) {
			return from, to
		}
	}
	return w.span(0)
}

// between returns the span from the beginning of a to the end of b: where only
// one of them has a year, the other is the nearest in front of or behind it.
func between(a, b when, now time.Time) (from, to time.Time) {
	switch {
	case b.again:
		from, _ = a.latest(now)
		_, to = b.earliest(from)
	case a.again:
		end, _ := b.span(0)
		from, _ = a.latest(end)
		_, to = b.span(0)
	default:
		from, _ = a.span(0)
		_, to = b.span(0)
	}
	return from, to
}

// midnight returns the first moment of a day in a zone, also where the clocks go
// forward at midnight, so that there is no 00:00, or back over it, so that there
// are two. Month and day may be out of range, as for [time.Date].
func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	want := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	if t.Day() != want.Day() { // the clocks skip it, or the whole day
		start, end := t.ZoneBounds()
		if t.Before(want) || start.IsZero() {
			return end
		}
		return start
	}
	for _, back := range []time.Duration{time.Hour, 30 * time.Minute} {
		if earlier := t.Add(-back); earlier.Day() == want.Day() {
			return earlier
		}
	}
	return t
}

// calendar makes spans of time relative to a moment.
type calendar struct{ now time.Time }

func (c calendar) zone() *time.Location { return c.now.Location() }

// days returns n days of which the first is offset days from today.
func (c calendar) days(offset, n int) (from, to time.Time) {
	y, m, d := c.now.Date()
	return midnight(y, m, d+offset, c.zone()), midnight(y, m, d+offset+n, c.zone())
}

// months returns n months of which the first is the given one.
func (c calendar) months(y int, m time.Month, n int) (from, to time.Time) {
	return midnight(y, m, 1, c.zone()), midnight(y, m+time.Month(n), 1, c.zone())
}

// weekday returns how many days ago it was Monday: weeks begin there.
func (c calendar) sinceMonday() int { return (int(c.now.Weekday()) + 6) % 7 }

// unit returns the calendar day, week, month, quarter, year or decade that lies
// offset units from the present one. A fortnight has no calendar; it is two weeks.
func (c calendar) unit(unit string, offset int) (from, to time.Time) {
	y, m, _ := c.now.Date()
	switch unit {
	case "hour":
		return c.now.Add(time.Duration(offset) * time.Hour), c.now.Add(time.Duration(offset+1) * time.Hour)
	case "day":
		return c.days(offset, 1)
	case "week":
		return c.days(7*offset-c.sinceMonday(), 7)
	case "fortnight":
		return c.days(14*offset-c.sinceMonday(), 14)
	case "weekend":
		return c.days(7*offset-c.sinceMonday()+5, 2)
	case "month":
		return c.months(y, m+time.Month(offset), 1)
	case "quarter":
		return c.months(y, (m-1)/3*3+1+time.Month(3*offset), 3)
	case "year":
		return c.months(y+offset, 1, 12)
	}
	return c.months(y/10*10+10*offset, 1, 120) // decade
}

// rolling returns the last n units up to and with today.
func (c calendar) rolling(unit string, n int) (from, to time.Time) {
	y, m, d := c.now.Date()
	_, to = c.days(0, 1)
	switch unit {
	case "hour":
		return c.now.Add(-time.Duration(n) * time.Hour), to
	case "day":
		return midnight(y, m, d-n, c.zone()), to
	case "week", "weekend":
		return midnight(y, m, d-7*n, c.zone()), to
	case "fortnight":
		return midnight(y, m, d-14*n, c.zone()), to
	}
	per := map[string]int{"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
	return c.monthsBack(per * n), to
}

// monthsBack returns this day n months ago, or the last day of that month where
// it is shorter.
func (c calendar) monthsBack(n int) time.Time {
	y, m, d := c.now.Date()
	last := time.Date(y, m-time.Month(n)+1, 0, 12, 0, 0, 0, time.UTC)
	return midnight(last.Year(), last.Month(), min(d, last.Day()), c.zone())
}

// weekdayWhen is a day of the week: its most recent one, today included.
func (c calendar) weekdayWhen(day time.Weekday) when {
	offset := (int(day)+6)%7 - c.sinceMonday()
	return when{again: true, span: func(k int) (time.Time, time.Time) { return c.days(offset+7*k, 1) }}
}

// dayWhen is a day without a year.
func (c calendar) dayWhen(m time.Month, d int) when {
	return when{again: true, span: func(k int) (from, to time.Time) {
		y := c.now.Year() + k
		if !valid(y, m, d) {
			return from, to
		}
		return midnight(y, m, d, c.zone()), midnight(y, m, d+1, c.zone())
	}}
}

// monthsWhen is n months from m on, without a year.
func (c calendar) monthsWhen(m time.Month, n int) when {
	return when{again: true, span: func(k int) (time.Time, time.Time) { return c.months(c.now.Year()+k, m, n) }}
}

// dateWhen is one day.
func (c calendar) dateWhen(y int, m time.Month, d int) when {
	return fixed(midnight(y, m, d, c.zone()), midnight(y, m, d+1, c.zone()))
}

// valid reports whether the month has the day.
func valid(y int, m time.Month, d int) bool {
	t := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	return t.Month() == m && t.Day() == d
}
