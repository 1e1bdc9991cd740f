package schedule

import (
	"testing"
	"time"
)

func TestQuiet(t *testing.T) {
	for _, tt := range []struct{ in, at, want string }{
		{"22-7", "2024-02-28 21:59", ""},
		{"22-7", "2024-02-28 22:00", "2024-02-29 07:00"},
		{"22-7", "2024-02-29 06:59", "2024-02-29 07:00"},
		{"22-7", "2024-02-29 07:00", ""},
		{"12:30 to 14:00", "2024-02-29 13:00", "2024-02-29 14:00"},
		{"10pm-6am", "2024-02-29 23:00", "2024-03-01 06:00"},
		{"22-2:30", "2024-03-30 23:00", "2024-03-31 03:00"}, // 02:30 is skipped that night
		{"22-22", "", "error"},
		{"10pm-6", "", "error"},
		{"22", "", "error"},
		{"22-7 daily", "", "error"},
		{"", "", "error"},
	} {
		q, err := ParseQuiet(tt.in)
		if (err != nil) != (tt.want == "error") {
			t.Errorf("%q: %v, %v", tt.in, q, err)
		}
		if err != nil || tt.want == "error" {
			continue
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", tt.at, paris)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if until := q.Until(at); !until.IsZero() {
			got = until.Format("2006-01-02 15:04")
		}
		if got != tt.want {
			t.Errorf("%q at %s: until %q, want %q", tt.in, tt.at, got, tt.want)
		}
	}
}
