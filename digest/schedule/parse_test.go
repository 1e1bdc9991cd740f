package schedule

import (
	"strings"
	"testing"
	"time"
)

var paris = mustZone("Europe/Paris")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// Wednesday 28 February 2024, 12:00 in Paris.
var noon = time.Date(2024, 2, 28, 12, 0, 0, 0, paris)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ in, want, next string }{
		{"weekdays at 8", "on weekdays at 08:00, Europe/Paris", "02-29 08:00, 03-01 08:00, 03-04 08:00"},
		{"every Monday and Thursday 17:30", "every Monday and Thursday at 17:30, Europe/Paris", "02-29 17:30, 03-04 17:30, 03-07 17:30"},
		{"daily 7:00 and 19:00", "every day at 07:00 and 19:00, Europe/Paris", "02-28 19:00, 02-29 07:00, 02-29 19:00"},
		{"first Monday of the month at 9", "on the first Monday of each month at 09:00, Europe/Paris", "03-04 09:00, 04-01 09:00, 05-06 09:00"},
		{"every 2 hours between 8 and 20", "every 2 hours from 08:00 to 20:00, Europe/Paris", "02-28 14:00, 02-28 16:00, 02-28 18:00"},
		{"every two hours", "every 2 hours, Europe/Paris", "02-28 14:00, 02-28 16:00, 02-28 18:00"},
		{"twice a day at 8 and 18", "every day at 08:00 and 18:00, Europe/Paris", "02-28 18:00, 02-29 08:00, 02-29 18:00"},
		{"3 times a day: 8, 12 and 18", "every day at 08:00, 12:00 and 18:00, Europe/Paris", "02-28 18:00, 02-29 08:00, 02-29 12:00"},
		{"once daily at nine", "every day at 09:00, Europe/Paris", "02-29 09:00, 03-01 09:00, 03-02 09:00"},
		{"once a week on Monday at 9", "every Monday at 09:00, Europe/Paris", "03-04 09:00, 03-11 09:00, 03-18 09:00"},
		{"working days at 8", "on weekdays at 08:00, Europe/Paris", "02-29 08:00, 03-01 08:00, 03-04 08:00"},
		{"Every day at 8am and 5:15 pm.", "every day at 08:00 and 17:15, Europe/Paris", "02-28 17:15, 02-29 08:00, 02-29 17:15"},
		{"12am, 12pm daily", "every day at 00:00 and 12:00, Europe/Paris", "02-29 00:00, 02-29 12:00, 03-01 00:00"},
		{"daily at noon and midnight", "every day at 00:00 and 12:00, Europe/Paris", "02-29 00:00, 02-29 12:00, 03-01 00:00"},
		{"Mon, Wed, Fri 9", "every Monday, Wednesday and Friday at 09:00, Europe/Paris", "03-01 09:00, 03-04 09:00, 03-06 09:00"},
		{"mon/wed/fri 9:05", "every Monday, Wednesday and Friday at 09:05, Europe/Paris", "03-01 09:05, 03-04 09:05, 03-06 09:05"},
		{"Tues, Thurs & weds at 17h30", "every Tuesday, Wednesday and Thursday at 17:30, Europe/Paris", "02-28 17:30, 02-29 17:30, 03-05 17:30"},
		{"Mon-Fri 8", "on weekdays at 08:00, Europe/Paris", "02-29 08:00, 03-01 08:00, 03-04 08:00"},
		{"Friday to Monday at 8", "every Monday, Friday, Saturday and Sunday at 08:00, Europe/Paris", "03-01 08:00, 03-02 08:00, 03-03 08:00"},
		{"weekends at 10", "at weekends at 10:00, Europe/Paris", "03-02 10:00, 03-03 10:00, 03-09 10:00"},
		{"every morning at 7.45", "every day at 07:45, Europe/Paris", "02-29 07:45, 03-01 07:45, 03-02 07:45"},
		{"1st and 3rd Tuesday of the month 8:00", "on the first Tuesday and on the third Tuesday of each month at 08:00, Europe/Paris", "03-05 08:00, 03-19 08:00, 04-02 08:00"},
		{"last Friday of every month at 16", "on the last Friday of each month at 16:00, Europe/Paris", "03-29 16:00, 04-26 16:00, 05-31 16:00"},
		{"last day of the month at 18:00", "on the last day of each month at 18:00, Europe/Paris", "02-29 18:00, 03-31 18:00, 04-30 18:00"},
		{"first weekday of the month at 8", "on the first weekday of each month at 08:00, Europe/Paris", "03-01 08:00, 04-01 08:00, 05-01 08:00"},
		{"last working day of the month at 8", "on the last weekday of each month at 08:00, Europe/Paris", "02-29 08:00, 03-29 08:00, 04-30 08:00"},
		{"on the 1st and the 15th at 8", "on the 1st and 15th of each month at 08:00, Europe/Paris", "03-01 08:00, 03-15 08:00, 04-01 08:00"},
		{"monthly on the 31st at 8", "on the 31st of each month at 08:00, Europe/Paris", "03-31 08:00, 05-31 08:00, 07-31 08:00"},
		{"the 15th, Mondays at 8", "on the 15th and on Monday of each month at 08:00, Europe/Paris", "03-04 08:00, 03-11 08:00, 03-15 08:00"},
		{"Mondays in June at 8", "every Monday in June at 08:00, Europe/Paris", "06-03 08:00, 06-10 08:00, 06-17 08:00"},
		{"5 May at 8", "on the 5th of May at 08:00, Europe/Paris", "05-05 08:00, 05-05 08:00, 05-05 08:00"},
		{"29 February at 8", "on the 29th of February at 08:00, Europe/Paris", "02-29 08:00, 02-29 08:00, 02-29 08:00"},
		{"hourly", "every hour, Europe/Paris", "02-28 13:00, 02-28 14:00, 02-28 15:00"},
		{"hourly on weekdays from 9 to 17", "on weekdays every hour from 09:00 to 17:00, Europe/Paris", "02-28 13:00, 02-28 14:00, 02-28 15:00"},
		{"every half hour 9-17 weekdays", "on weekdays every 30 minutes from 09:00 to 17:00, Europe/Paris", "02-28 12:30, 02-28 13:00, 02-28 13:30"},
		{"every 30 minutes", "every 30 minutes, Europe/Paris", "02-28 12:30, 02-28 13:00, 02-28 13:30"},
		{"every 3 hours between 8am and 8pm", "every 3 hours from 08:00 to 20:00, Europe/Paris", "02-28 14:00, 02-28 17:00, 02-28 20:00"},
		{"daily 0800", "every day at 08:00, Europe/Paris", "02-29 08:00, 03-01 08:00, 03-02 08:00"},
		{"weekly on Monday at 8", "every Monday at 08:00, Europe/Paris", "03-04 08:00, 03-11 08:00, 03-18 08:00"},
		{"weekdays at 8 Asia/Phnom_Penh", "on weekdays at 08:00, Asia/Phnom_Penh", "02-29 08:00, 03-01 08:00, 03-04 08:00"},
		{"weekdays at 8 in america/port_of_spain time", "on weekdays at 08:00, America/Port_of_Spain", "02-28 08:00, 02-29 08:00, 03-01 08:00"},
		{"weekdays at 8 (UTC)", "on weekdays at 08:00, UTC", "02-29 08:00, 03-01 08:00, 03-04 08:00"},

		{"0 8 * * 1-5", "on weekdays at 08:00, Europe/Paris", "02-29 08:00, 03-01 08:00, 03-04 08:00"},
		{"30 2 * * *", "every day at 02:30, Europe/Paris", "02-29 02:30, 03-01 02:30, 03-02 02:30"},
		{"0 8 * * 7", "every Sunday at 08:00, Europe/Paris", "03-03 08:00, 03-10 08:00, 03-17 08:00"},
		{"0 8 * * 5-7", "every Friday, Saturday and Sunday at 08:00, Europe/Paris", "03-01 08:00, 03-02 08:00, 03-03 08:00"},
		{"0 8 * * 1-7/2", "every Monday, Wednesday, Friday and Sunday at 08:00, Europe/Paris", "03-01 08:00, 03-03 08:00, 03-04 08:00"},
		{"0 8 * * FRI-SUN,3", "every Wednesday, Friday, Saturday and Sunday at 08:00, Europe/Paris", "03-01 08:00, 03-02 08:00, 03-03 08:00"},
		{"0 8 13 * 5", "on the 13th and on Friday of each month at 08:00, Europe/Paris", "03-01 08:00, 03-08 08:00, 03-13 08:00"},
		{"0 0 29 2 *", "on the 29th of February at 00:00, Europe/Paris", "02-29 00:00, 02-29 00:00, 02-29 00:00"},
		{"*/10 9-11 * * *", "every 10 minutes from 09:00 to 11:50, Europe/Paris", "02-29 09:00, 02-29 09:10, 02-29 09:20"},
		{"5,20,35 6-9 * * *", "every day at 12 times from 06:05 to 09:35, Europe/Paris", "02-29 06:05, 02-29 06:20, 02-29 06:35"},
		{"0 0 8 * * *", "every day at 08:00, Europe/Paris", "02-29 08:00, 03-01 08:00, 03-02 08:00"},
		{"@daily", "every day at 00:00, Europe/Paris", "02-29 00:00, 03-01 00:00, 03-02 00:00"},
		{"@every 6h", "every 6 hours, Europe/Paris", "02-28 18:00, 02-29 00:00, 02-29 06:00"},
		{"CRON_TZ=Asia/Tokyo 0 8 * * *", "every day at 08:00, Asia/Tokyo", "02-29 08:00, 03-01 08:00, 03-02 08:00"},

		{"", "", "there is no schedule"},
		{"0 8 30 2 *", "", "never comes"},
		{"30 February at 8", "", "never comes"},
		{"30 Feb", "", "at what time"},
		{"0 8 31 2,4,6,9,11 *", "", "never comes"},
		{"TZ=0", "", "there is no time zone “0”"},
		{"CRON_TZ=X", "", "there is no time zone “X”"},
		{"CRON_TZ=UTC", "", "there is no schedule"},
		{"TZ=Local 0 8 * * *", "", "is no time zone"},
		{"0 8 * *", "", "five fields"},
		{"0 25 * * *", "", "no cron expression"},
		{"*/0 8 * * *", "", "no cron expression"},
		{"30 0 8 * * *", "", "seconds"},
		{"@every 7h", "", "divides a day"},
		{"@every -1h", "", "divides a day"},
		{"@reboot", "", "no time of day"},
		{"@", "", "no cron expression"},
		{"weekdays", "", "at what time"},
		{"at 8", "", "on which days"},
		{"daily at 25", "", "no time of day"},
		{"daily at 8:75", "", "no time of day"},
		{"daily at 13pm", "", "there is no 13 pm"},
		{"daily at 8 and 5pm", "", "am or pm"},
		{"every other Monday at 8", "", "depend on when it began"},
		{"every second Monday at 8", "", "depend on when it began"},
		{"every 3 days at 8", "", "depend on when it began"},
		{"every 0 hours", "", "from 1 minute"},
		{"every 99999999999999999999 hours", "", "is not understood"},
		{"every 2 weeks on Monday", "", "days of the week"},
		{"weekly at 8", "", "on which day of the week"},
		{"monthly at 8", "", "on which day of the month"},
		{"last of the month at 8", "", "“last” is not understood"},
		{"7th Monday of the month at 8", "", "so many"},
		{"fortnightly at 8", "", "depend on when it began"},
		{"twice a day", "", "wants 2 times of day: write them, such as “daily at 8 and 20”"},
		{"3 times a day", "", "such as “daily at 8, 14 and 20”"},
		{"5 times a day", "", "such as “daily at 8, 11, 14, 17 and 20”"},
		{"twice a day every 3 hours", "", "write either"},
		{"once a day", "", "wants 1 time of day: write it, such as “daily at 8”"},
		{"twice a week at 8", "", "on which day of the week"},
		{"twice on Monday", "", "“twice” is not understood"},
		{"tomorrow at 9", "", "“tomorrow” is one day"},
		{"next Monday at 9", "", "comes again and again"},
		{"weekdays at 8 except Friday", "", "name the days on which it comes"},
		{"daily at 9 CET", "", "“CET” is not the name of a time zone"},
		{"every 2 hours between 20 and 8", "", "must come before"},
		{"weekdays at 8 Europe/Pariss", "", "there is no time zone “Europe/Pariss”"},
		{"between 8 and 20", "", "how often"},
		{strings.Repeat("8 ", 300), "", "at most 512"},
	} {
		r, err := Parse(tt.in, paris)
		switch {
		case tt.want == "" && err == nil:
			t.Errorf("%q is read as %s", tt.in, r)
		case tt.want == "" && !strings.Contains(err.Error(), tt.next):
			t.Errorf("%q: error %q, want one with %q", tt.in, err, tt.next)
		case tt.want == "":
		case err != nil:
			t.Errorf("%q: %v", tt.in, err)
		case r.String() != tt.want:
			t.Errorf("%q: %q, want %q", tt.in, r, tt.want)
		default:
			var all []string
			for _, at := range r.Upcoming(noon, 3) {
				all = append(all, at.Format("01-02 15:04"))
			}
			if got := strings.Join(all, ", "); got != tt.next {
				t.Errorf("%q: next %s, want %s", tt.in, got, tt.next)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, line := range []string{"weekdays at 8", "0 8 * * 1-7/2", "TZ=0", "first Monday of the month 9am", "every 2 hours between 8 and 20", "@every 1h", "* * * * *", "5 May at 8 Asia/Tokyo"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r, err := Parse(line, time.UTC)
		if err != nil {
			return
		}
		at := noon
		for range 3 {
			next := r.Next(at)
			if !next.After(at) || next.Second() != 0 {
				t.Fatalf("%q (%s): after %s comes %s", line, r, at, next)
			}
			at = next
		}
	})
}
