package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	offset    = regexp.MustCompile(`([+-])(\d{2}):?(\d{2})\s*(\([A-Za-z ]{1,20}\))?$`)
	shortYear = regexp.MustCompile(`^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2}[ -][A-Za-z]{3,9}[ -])(\d{2})(\s.*)?$`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(T.*)?$`)
	asctime   = regexp.MustCompile(`^(?:[A-Za-z]{3},?\s+)?([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}:\d{2})(\s+[A-Z]{2,4})?\s+(\d{4})$`)
	monthOnly = regexp.MustCompile(`^(\d{4})(?:-(\d{2}))?$`)
	eitherWay = regexp.MustCompile(`^(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/\d{2,4}\b`)
	dayOfYear = regexp.MustCompile(`^(\d{4})-?(\d{3})$`)
)

// feedDate reads a date as feeds have it, in the zone that is written there: what
// [ParseDate] reads, and what else occurs in feeds. parsed is what the parser
// of the feed made of it, in UTC; nil where that is nothing. A date that cannot be
// read is the zero time.
func feedDate(s string, parsed *time.Time) (t time.Time, dateOnly bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 100 {
		return time.Time{}, false
	}
	for _, form := range []string{s, feedForm(s)} {
		if t, dateOnly, err := ParseDate(form); err == nil {
			return t, dateOnly
		}
	}
	if m := dayOfYear.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[1]) // digits by the pattern, as below
		day, _ := strconv.Atoi(m[2])
		if t := time.Date(year, 1, day, 0, 0, 0, 0, time.UTC); year >= 1000 && day > 0 && t.Year() == year {
			return t, true
		}
	}
	if t, dateOnly, ok := localDate(s); ok {
		return t, dateOnly
	}
	if eitherWay.MatchString(s) {
		return time.Time{}, false // the parser takes the day to come first
	}
	if parsed == nil || parsed.Year() < 1000 || parsed.Year() > 9999 {
		return time.Time{}, false
	}
	return inWrittenZone(*parsed, s), false
}

// feedForm brings the forms that occur in feeds only to one that ParseDate knows.
func feedForm(s string) string {
	if m := monthOnly.FindStringSubmatch(s); m != nil {
		if m[2] == "" {
			m[2] = "01"
		}
		return m[1] + "-" + m[2] + "-01"
	}
	if m := compact.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3] + m[4]
	}
	if m := shortYear.FindStringSubmatch(s); m != nil {
		century := "20"
		if m[2] >= "69" { // as RFC 2822 and Unix have it
			century = "19"
		}
		return m[1] + century + m[2] + m[3]
	}
	if m := asctime.FindStringSubmatch(s); m != nil {
		return m[2] + " " + m[1] + " " + m[5] + " " + m[3] + m[4]
	}
	return s
}

// inWrittenZone returns t in the offset that s ends with.
func inWrittenZone(t time.Time, s string) time.Time {
	m := offset.FindStringSubmatch(s)
	if m == nil {
		return t.UTC()
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3])
	seconds := hours*3600 + minutes*60
	if m[1] == "-" {
		seconds = -seconds
	}
	if seconds == 0 || hours > 14 {
		return t.UTC()
	}
	return t.In(time.FixedZone("", seconds))
}
