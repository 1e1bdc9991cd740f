package store

import (
	"context"
	"fmt"
	"math"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
)

// The number of an article or a quote is the second of its publication, shifted
// left by 10 bits, and a sequence. So the order of the numbers is that of time,
// and both "newest first" and a period are ranges of the primary key. A number
// is never changed. The sequence has two halves: the upper one is for articles
// of which only the date is known. Those stand at midnight UTC of that date and
// are compared by calendar day, whatever the zone of the person who asks. Where a
// half is full (feeds that date everything at midnight), numbers of the next
// second are used.
const (
	sequenceBits = 10
	half         = 1 << (sequenceBits - 1) // also the bit that says: date only
	daySeconds   = 24 * 60 * 60

	// undated is the second of articles that do not say when they were
	// published: older than all others, and in no period.
	undated    = -1 << 40
	firstDated = (undated + 1<<32) << sequenceBits
)

// second returns where in time an article stands.
func second(a digest.Article) int64 {
	switch {
	case !dated(a.Published):
		return undated
	case a.DateOnly:
		return day(a.Published)
	}
	return a.Published.Unix()
}

// dated reports whether t is a time that can be written down and sorted.
func dated(t time.Time) bool {
	return !t.IsZero() && t.Year() > 0 && t.Year() < 10000
}

// day returns midnight UTC of the calendar day of t in its own zone.
func day(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix()
}

// allocate returns n unused numbers of table, ascending, from second on.
func (s *Store) allocate(ctx context.Context, table string, second int64, dateOnly bool, n int) ([]int64, error) {
	low := int64(0)
	if dateOnly {
		low = half
	}
	// used returns how many of a second's half are used.
	used := func(second int64) (int64, error) {
		first := second<<sequenceBits | low
		var next int64
		err := s.db.QueryRow(ctx, "SELECT coalesce(max(id) + 1, $1) FROM "+table+" WHERE id BETWEEN $1 AND $2",
			first, first+half-1).Scan(&next)
		return next - first, err
	}
	ids := make([]int64, 0, n)
	for len(ids) < n {
		second, count, err := firstFree(second, used)
		if err != nil {
			return nil, fmt.Errorf("numbering in %s: %w", table, err)
		}
		for ; count < half && len(ids) < n; count++ {
			ids = append(ids, second<<sequenceBits|low+count)
		}
		if len(ids) < n {
			rest, err := s.allocate(ctx, table, second+1, dateOnly, n-len(ids))
			return append(ids, rest...), err
		}
	}
	return ids, nil
}

// firstFree returns a second, at or after the given one, that is not full. Full
// seconds follow each other, a thousand of them under a busy midnight, so it
// takes longer and longer steps and then halves the last.
func firstFree(second int64, used func(int64) (int64, error)) (free, count int64, err error) {
	if count, err = used(second); err != nil || count < half {
		return second, count, err
	}
	full, step := second, int64(1)
	for {
		free = full + step
		if count, err = used(free); err != nil {
			return 0, 0, err
		}
		if count < half {
			break
		}
		full, step = free, step*2
	}
	for free-full > 1 {
		middle := full + (free-full)/2
		n, err := used(middle)
		if err != nil {
			return 0, 0, err
		}
		if n < half {
			free, count = middle, n
		} else {
			full = middle
		}
	}
	return free, count, nil
}

// period returns the SQL condition that the number in column lies in the period
// of q, starting with " AND "; empty where q has no period.
func period(t *sqlText, column string, q query.Query) string {
	if q.Since.IsZero() && q.Until.IsZero() {
		return ""
	}
	timed, days := [2]int64{firstDated, math.MaxInt64}, [2]int64{firstDated, math.MaxInt64}
	if !q.Since.IsZero() {
		timed[0] = ceil(q.Since) << sequenceBits
		days[0] = day(q.Since) << sequenceBits
	}
	if !q.Until.IsZero() {
		timed[1] = ceil(q.Until) << sequenceBits
		last := day(q.Until)
		if h, m, s := q.Until.Clock(); h+m+s+q.Until.Nanosecond() > 0 {
			last += daySeconds // a day that has begun is in
		}
		days[1] = last << sequenceBits
	}
	within := func(from, to int64) string {
		return column + " >= " + t.arg(from) + " AND " + column + " < " + t.arg(to)
	}
	return " AND " + within(min(timed[0], days[0]), max(timed[1], days[1])) + fmt.Sprintf(" AND CASE WHEN %s & %d THEN ", column, half) +
		within(days[0], days[1]) + " ELSE " + within(timed[0], timed[1]) + " END"
}

// ceil returns the first whole second that is not before t: publication times
// are compared by the second.
func ceil(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}
