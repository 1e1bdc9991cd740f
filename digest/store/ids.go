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
	for ; len(ids) < n; second++ {
		free, count, err := firstFree(second, used)
		if err != nil {
			return nil, fmt.Errorf("numbering in %s: %w", table, err)
		}
		second = free
		for ; count < half && len(ids) < n; count++ {
			ids = append(ids, second<<sequenceBits|low+count)
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

// dayOf returns the day in UTC, since 1970, in which a second lies.
func dayOf(second int64) int64 {
	if second < 0 {
		return (second - daySeconds + 1) / daySeconds
	}
	return second / daySeconds
}

// bounds are the period of a query, in seconds: half-open ranges, one for articles
// with a time and one, of whole days, for those with a date alone.
type bounds struct{ timed, dated [2]int64 }

// boundsOf returns the period of q; ok is false where it has none.
func boundsOf(q query.Query) (b bounds, ok bool) {
	const first, last = firstDated >> sequenceBits, math.MaxInt64 >> sequenceBits / daySeconds * daySeconds
	b = bounds{[2]int64{first, last}, [2]int64{first, last}}
	if !q.Since.IsZero() {
		b.timed[0], b.dated[0] = ceil(q.Since), day(q.Since)
	}
	if !q.Until.IsZero() {
		b.timed[1], b.dated[1] = ceil(q.Until), day(q.Until)
		if h, m, s := q.Until.Clock(); h+m+s+q.Until.Nanosecond() > 0 {
			b.dated[1] += daySeconds // a day that has begun is in
		}
	}
	return b, !q.Since.IsZero() || !q.Until.IsZero()
}

// period returns the SQL condition that the number in column lies in the period
// of q, starting with " AND "; empty where q has no period.
func period(t *sqlText, column string, q query.Query) string {
	b, ok := boundsOf(q)
	if !ok {
		return ""
	}
	within := func(from, to int64) string {
		return column + " >= " + t.arg(from<<sequenceBits) + " AND " + column + " < " + t.arg(to<<sequenceBits)
	}
	return " AND " + within(min(b.timed[0], b.dated[0]), max(b.timed[1], b.dated[1])) +
		fmt.Sprintf(" AND CASE WHEN %s & %d THEN ", column, half) + within(b.dated[0], b.dated[1]) +
		" ELSE " + within(b.timed[0], b.timed[1]) + " END"
}

// ceil returns the first whole second that is not before t: publication times
// are compared by the second.
func ceil(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}
