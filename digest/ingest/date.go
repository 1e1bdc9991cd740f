package ingest

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// DateForms says, for error messages, how a date can be written.
const DateForms = "2018-01-22, 2018-01-22T06:33:00+07:00, 22 January 2018, January 22, 2018 or Mon, 22 Jan 2018 06:33:00 +0700"

// ParseDate reads the date of an article: RFC 3339 and its shorter forms, RFC 1123
// as feeds have it, and dates as English-language papers print them, with or
// without weekday and time. It reports whether s named a day only; then the time
// is midnight UTC and means nothing. A time without a zone is taken as UTC, the
// zone staying unknown. Forms that are read differently in different countries
// (1/2/2018) are errors.
func ParseDate(s string) (t time.Time, dateOnly bool, err error) {
	plain := plainDate(s)
	for _, day := range days {
		if t, err := time.Parse(day, plain); err == nil {
			return valid(t, true, s)
		}
	}
	for _, day := range days {
		for _, clock := range clocks {
			if t, err := time.Parse(day+clock, plain); err == nil {
				return valid(t, false, s)
			}
		}
	}
	return time.Time{}, false, badDate(s)
}

// The layouts that remain once plainDate has removed what only decorates a date.
var (
	days   = []string{"2006-1-2", "2006/1/2", "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006", "2-Jan-2006", "2006 Jan 2", "2006 January 2"}
	clocks = []string{
		"T15:04:05Z07:00", "T15:04:05Z0700", "T15:04Z07:00", "T15:04Z0700", "T15:04:05", "T15:04",
		" 15:04:05 Z07:00", " 15:04:05 Z0700", " 15:04:05Z07:00", " 15:04:05Z0700", " 15:04 Z07:00", " 15:04 Z0700", " 15:04Z07:00",
		" 15:04:05", " 15:04", " 3:04:05PM", " 3:04PM", " 3PM", " 3:04PM Z0700", " 3:04PM Z07:00",
	}
)

var (
	weekday  = regexp.MustCompile(`(?i)^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?[.,]*\s+`)
	ordinal  = regexp.MustCompile(`(?i)\b(\d{1,2})(st|nd|rd|th)\b`)
	shortDot = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.`)
	sept     = regexp.MustCompile(`(?i)\bsept\b`)
	halfDay  = regexp.MustCompile(`(?i)(\d)\s*([ap])\.?m\b\.?`)
	dotTime  = regexp.MustCompile(`(?i)\b(\d{1,2})\.(\d\d)(\s*[ap]\.?m)\b`) // 6.40pm, as British papers have it
	fraction = regexp.MustCompile(`(:\d\d)[.,]\d{1,9}`)
	between  = regexp.MustCompile(`(?i)(,|\bat\b|\bof\b|\s)+`)
	zoneName = regexp.MustCompile(`\b[A-Z]{2,5}$`)
)

// plainDate brings the ways of writing one date to one: no weekday, commas,
// ordinals or full stops of abbreviations, a zone's name as its offset.
func plainDate(s string) string {
	s = weekday.ReplaceAllString(strings.TrimSpace(s), "")
	s = ordinal.ReplaceAllString(s, "$1")
	s = shortDot.ReplaceAllString(s, "$1")
	s = sept.ReplaceAllString(s, "Sep")
	s = dotTime.ReplaceAllString(s, "$1:$2$3")
	s = halfDay.ReplaceAllStringFunc(s, func(m string) string {
		m = strings.ToUpper(strings.NewReplacer(".", "", " ", "").Replace(m))
		return m
	})
	s = fraction.ReplaceAllString(s, "$1")
	s = strings.TrimSpace(between.ReplaceAllString(s, " "))
	return zoneName.ReplaceAllStringFunc(s, func(name string) string {
		if offset, ok := zones[name]; ok {
			return offset
		}
		return name
	})
}

// zones are the names of zones that RFC 5322 gives a meaning. Others are not
// unique (IST, BST) and are errors.
var zones = map[string]string{
	"UT": "+0000", "UTC": "+0000", "GMT": "+0000",
	"EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
	"MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}

// valid refuses years in which nobody published articles, and so also the zero time.
func valid(t time.Time, dateOnly bool, s string) (time.Time, bool, error) {
	if t.Year() < 1000 {
		return time.Time{}, false, badDate(s)
	}
	return t, dateOnly, nil
}

func badDate(s string) error {
	return fmt.Errorf("%q is no date that whosaid can read; write it as %s", clip(s, 60), DateForms)
}
