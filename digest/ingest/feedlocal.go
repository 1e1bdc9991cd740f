package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Programs that make feeds write dates in the language of whoever runs them, against
// every standard. monthNames are the beginnings that tell the months apart, in the
// languages where that has been seen; longer ones come first where one begins another.
var monthNames = [12][]string{
	{"jan", "ian", "янв", "ιαν", "gen", "ene", "січ", "ocak", "stycz", "led"},
	{"feb", "fev", "fév", "фев", "φεβ", "lut", "şub"},
	{"mar", "mär", "maa", "мар", "μάρ", "μαρ", "már", "mrt", "brez"},
	{"apr", "avr", "abr", "апр", "απρ", "ápr", "kwie", "nis", "dub"},
	{"may", "mai", "mag", "mei", "maj", "май", "мая", "μάι", "μαι", "maï", "máj", "kvě"},
	{"jun", "juin", "giu", "июн", "ιούν", "ιουν", "jún", "czerw", "haz", "červn"},
	{"jul", "juil", "lug", "июл", "ιούλ", "ιουλ", "júl", "lip", "tem", "červenc"},
	{"aug", "août", "aoû", "aou", "ago", "авг", "αύγ", "αυγ", "sier", "ağu", "srp"},
	{"sep", "set", "сен", "σεπ", "szept", "wrz", "eyl", "zář"},
	{"oct", "okt", "ott", "out", "окт", "οκτ", "paź", "eki", "říj"},
	{"nov", "ноя", "νοέ", "νοε", "lis", "kas"},
	{"dec", "déc", "dez", "dic", "des", "дек", "δεκ", "grud", "ara", "pros"},
}

var (
	remark     = regexp.MustCompile(`\s*\([^)]{1,40}\)$`)
	localDay   = regexp.MustCompile(`^\p{L}{2,12}\.?,?\s+(\d)`)
	asianDate  = regexp.MustCompile(`^(\d{4})\s*[年년/.-]\s*(\d{1,2})\s*[月월/.-]\s*(\d{1,2})\s*[日일]?\s*(오전|오후|上午|下午|午前|午後)?\s*(?:(\d{1,2})[:時时시]\s*(\d{2})(?:[:分분]\s*(\d{2})秒?초?)?)?$`)
	yearFirst  = regexp.MustCompile(`^(\d{4})-([A-Z][a-z]{2})-(\d{1,2})(?:T(\d{1,2}:.*))?$`)
	packed     = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?$`)
	midnight   = regexp.MustCompile(`([T ])24(:00(?::00)?)`)
	epoch      = regexp.MustCompile(`^(\d{10})(\d{3})?$`)
	wordOfDate = regexp.MustCompile(`\p{L}{3,12}\.?`)
	namedZone  = regexp.MustCompile(`\s(?:Etc|Europe|GMT|UTC)/(?:GMT|UTC|UCT|Greenwich|Zulu)$`)
)

// respelled are ways of writing a date that stand for others.
var respelled = []struct {
	odd  *regexp.Regexp
	even string
}{
	{regexp.MustCompile(`^(\d{4}-\d\d-\d\d)t([\d:.]+)z?$`), "${1}T${2}Z"},
	{regexp.MustCompile(`^(\d{4}-\d\d-\d\dT\d\d)(Z|[+-]\d\d)`), "$1:00$2"},          // the hour alone
	{regexp.MustCompile(`(T\d\d:\d\d(?::\d\d)?(?:\.\d+)?)([+-]\d\d)$`), "$1${2}00"}, // the zone's hours alone
	{regexp.MustCompile(`([+-])(\d:\d\d)$`), "${1}0$2"},
	{regexp.MustCompile(`^(\d{4}-\d\d-\d\d)T([\d:.]+) +`), "$1 $2 "}, // a zone's name
	{regexp.MustCompile(`([+-]\d{4}) [A-Z]{2,5}$`), "$1"},            // the zone twice
	{regexp.MustCompile(`:60([-+Z ]|$)`), ":59$1"},                   // a leap second
	{regexp.MustCompile(` - (\d\d?:\d\d)`), " $1"},
}

var (
	weekDate = regexp.MustCompile(`^(\d{4})-?W(\d\d)-?([1-7])$`)
	cityZone = regexp.MustCompile(`\s([A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)$`)
)

// localDate reads what [ParseDate] does not: dates in other languages, packed, with
// remarks behind them, of the hour 24, or as seconds since 1970.
func localDate(s string) (t time.Time, dateOnly, ok bool) {
	if m := epoch.FindStringSubmatch(s); m != nil {
		seconds, err := strconv.ParseInt(m[1], 10, 64)
		return time.Unix(seconds, 0).UTC(), false, err == nil
	}
	s = remark.ReplaceAllString(s, "")
	s = namedZone.ReplaceAllString(s, " GMT")
	for _, r := range respelled {
		s = r.odd.ReplaceAllString(s, r.even)
	}
	if t, ok := ofWeek(s); ok {
		return t, true, true
	}
	if m := cityZone.FindStringSubmatchIndex(s); m != nil {
		return inCity(s[:m[0]], s[m[2]:m[3]])
	}
	late := midnight.MatchString(s)
	s = midnight.ReplaceAllString(s, "${1}00$2")
	for _, form := range []string{s, feedForm(s), inEnglish(s), feedForm(inEnglish(s)), asian(s), unpacked(s)} {
		if t, dateOnly, err := ParseDate(form); form != "" && err == nil {
			if late && !dateOnly {
				t = t.AddDate(0, 0, 1)
			}
			return t, dateOnly, true
		}
	}
	return time.Time{}, false, false
}

// ofWeek reads the number of a week and of a day in it, as ISO 8601 has them.
func ofWeek(s string) (time.Time, bool) {
	m := weekDate.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	year, _ := strconv.Atoi(m[1]) // digits by the pattern
	week, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // is always in the first week
	t := fourth.AddDate(0, 0, (week-1)*7+day-1-(int(fourth.Weekday())+6)%7)
	if got, _ := t.ISOWeek(); got != year || year < 1000 {
		return time.Time{}, false
	}
	return t, true
}

// inCity reads a date whose zone is named by a city.
func inCity(s, zone string) (t time.Time, dateOnly, ok bool) {
	location, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, false, false
	}
	t, dateOnly, err = ParseDate(s)
	if err != nil || dateOnly {
		return t, dateOnly, err == nil
	}
	t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, location)
	name, seconds := t.Zone()
	return t.In(time.FixedZone(name, seconds)), false, true
}

// inEnglish returns a date with the names of its months in English, and without the name
// of the day before it.
func inEnglish(s string) string {
	s = localDay.ReplaceAllString(s, "$1")
	s = wordOfDate.ReplaceAllStringFunc(s, func(word string) string {
		if m := monthOf(word); m > 0 {
			return m.String()[:3]
		}
		return word
	})
	s = strings.NewReplacer(" de ", " ", " del ", " ").Replace(s)
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		s = m[3] + " " + m[2] + " " + m[1]
		if m[4] != "" {
			s = feedForm(m[1] + "-" + strconv.Itoa(int(monthOf(m[2]))) + "-" + m[3] + "T" + strings.Repeat("0", 2-strings.IndexByte(m[4], ':')) + m[4])
		}
	}
	return s
}

// monthOf returns the month that a word names; 0 for none.
func monthOf(word string) time.Month {
	word = strings.ToLower(strings.TrimRightFunc(word, unicode.IsPunct))
	for i, names := range monthNames {
		for _, name := range names {
			if strings.HasPrefix(word, name) {
				return time.Month(i + 1)
			}
		}
	}
	return 0
}

// asian returns a date with the year first and the half of the day before the hour; ""
// for any other.
func asian(s string) string {
	m := asianDate.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	date := m[1] + "-" + m[2] + "-" + m[3]
	if m[5] == "" {
		return date
	}
	hour, _ := strconv.Atoi(m[5]) // digits by the pattern
	switch m[4] {
	case "오후", "下午", "午後":
		hour = hour%12 + 12
	case "오전", "上午", "午前":
		hour %= 12
	}
	if m[7] == "" {
		m[7] = "00"
	}
	zone := "Z"
	if strings.ContainsAny(s, "오년") { // only in Korea
		zone = "+09:00"
	}
	return date + "T" + fmt.Sprintf("%02d", hour) + ":" + m[6] + ":" + m[7] + zone
}

// unpacked puts signs between the digits of a date; "" for any other.
func unpacked(s string) string {
	m := packed.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	if m[6] == "" {
		m[6] = "00"
	}
	return m[1] + "-" + m[2] + "-" + m[3] + "T" + m[4] + ":" + m[5] + ":" + m[6] + m[7]
}
