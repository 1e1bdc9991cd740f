package schedule

import (
	"archive/zip"
	"flag"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var allZones = flag.Bool("zones", false, "try every time zone of the database (some six minutes)")

// trapZones have what a clock can do: a gap and a double hour at 1, 2 and 3, at
// midnight and a minute after it, half an hour of daylight saving, a change of rule,
// a day left out, a day with two changes of offset.
var trapZones = []string{
	"Europe/Paris", "America/New_York", "Asia/Beirut", "America/Havana", "America/Asuncion", "America/Santiago", "America/St_Johns",
	"Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "Asia/Pyongyang", "Africa/Cairo", "Antarctica/Troll", "UTC",
}

// trapYears: Samoa left out a day and Newfoundland changed a minute after midnight in
// 2011; 2024 has 366 days; from 2040 on Go computes the changes from a rule.
var trapYears = []int{2011, 2024, 2040}

// Each slot of every local day is one firing, in order: the firings are compared
// with a clock that is read minute by minute.
func TestEveryZone(t *testing.T) {
	zones, years := trapZones, trapYears
	if *allZones {
		zones = database(t)
	} else if testing.Short() {
		years = years[:1]
	}
	rule := Rule{days: days{months: allMonths, dates: allDates, weekdays: allWeekdays}}
	rule.times = []int{0, 1, 30, 60, 90, 120, 150, 151, 180, 210, 12 * 60, 23*60 + 1, 23*60 + 30, 23*60 + 59}
	firings := 0
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		rule.zone = zone
		for _, year := range years {
			start := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
			want := watched(rule.times, start, zone)
			for i, at := 0, want[0].Add(-time.Second); i < len(want); i++ {
				if at = rule.Next(at); !at.Equal(want[i]) {
					t.Fatalf("%s: firing %d of %d is at %s, want %s", name, i, year, at, want[i].In(zone))
				}
				firings++
			}
		}
	}
	t.Logf("%d zones, %d firings", len(zones), firings)
}

// watched returns when the slots of the 366 days from start come, by a clock on the
// wall: a slot is struck off when the clock first shows its time or a later one.
func watched(times []int, start time.Time, zone *time.Location) []time.Time {
	var all []time.Time
	const wall = "2006-01-02 15:04"
	begin := start.Add(-4 * 24 * time.Hour)
	shown := begin.In(zone).Format(wall) // the latest the clock has shown
	even := false
	for at, end := begin, start.AddDate(0, 0, 366); at.Before(end); at = at.Add(time.Minute) {
		if at.Minute() == 0 {
			even = steady(at, zone)
		}
		local := at.In(zone)
		// In the hours without a change only the minutes of slots need to be read.
		if hour, minute, _ := local.Clock(); even && !slices.Contains(times, hour*60+minute) {
			continue
		}
		if now := local.Format(wall); now > shown {
			if strike(times, shown, now, local) && !at.Before(start) {
				all = append(all, at)
			}
			shown = now
		}
	}
	return all
}

// steady reports whether a zone's clock runs evenly around a moment.
func steady(at time.Time, zone *time.Location) bool {
	offset := func(hours int) int {
		_, o := at.Add(time.Duration(hours) * time.Hour).In(zone).Zone()
		return o
	}
	return offset(-2) == offset(3)
}

// strike reports whether a slot lies after one reading of the clock and not after the
// next, on the day of either.
func strike(times []int, after, until string, local time.Time) bool {
	for _, day := range []string{after[:10], local.Format(time.DateOnly)} {
		for _, minute := range times {
			if slot := day + " " + hhmm(minute); slot > after && slot <= until {
				return true
			}
		}
	}
	return false
}

// database returns the names of all zones that Go brings.
func database(t *testing.T) []string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var names []string
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	if len(names) < 500 {
		t.Fatalf("only %d zones in the database", len(names))
	}
	return names
}

// What cron does wrong on the nights of the change.
func TestChanges(t *testing.T) {
	for _, tt := range []struct{ zone, line, from, want string }{
		{"Europe/Paris", "30 2 * * *", "2024-03-30T12:00:00Z", "31 03:00 CEST, 1 02:30 CEST"},   // skipped: the first valid minute
		{"Europe/Paris", "30 2 * * *", "2024-10-26T12:00:00Z", "27 02:30 CEST, 28 02:30 CET"},   // double: the first
		{"Europe/Paris", "*/30 2 * * *", "2024-03-30T12:00:00Z", "31 03:00 CEST, 1 02:00 CEST"}, // two slots on one moment
		{"Asia/Beirut", "0 0 * * *", "2024-03-30T12:00:00Z", "31 01:00 EEST, 1 00:00 EEST"},     // midnight is skipped
		{"America/Havana", "0 0 * * *", "2024-11-02T12:00:00Z", "3 00:00 CDT, 4 00:00 CST"},     // midnight comes twice
		{"America/St_Johns", "1 0 * * *", "2010-11-06T12:00:00Z", "7 00:01 NST, 8 00:01 NST"},   // at 00:01 the clock went back to 23:01
		{"Pacific/Apia", "0 8 * * *", "2011-12-28T20:00:00Z", "29 08:00 -10, 31 08:00 +14"},     // no 30 December
		{"Australia/Lord_Howe", "15 2 * * *", "2024-10-05T12:00:00Z", "6 02:30 +11, 7 02:15 +11"},
	} {
		r, err := Parse(tt.line, mustZone(tt.zone))
		if err != nil {
			t.Fatal(err)
		}
		from, err := time.Parse(time.RFC3339, tt.from)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, at := range r.Upcoming(from, 2) {
			got = append(got, at.Format("2 15:04 MST"))
		}
		if got := strings.Join(got, ", "); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.zone, tt.line, got, tt.want)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	r, err := Parse("29 Feb at 8", paris)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r.Next(noon.AddDate(0, 0, 2))
	}
}
