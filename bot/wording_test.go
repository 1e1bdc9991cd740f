package bot

import (
	"strings"
	"testing"

	"whosaid/digest"
)

func TestReworded(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"feeds", "feed list"},
		{"Schedules?", "schedule list"},
		{"follows", "follow list"},
		{"follow", "follow"},
		{"list feeds", "feed list"},
		{"please show me all schedules", "schedule list"},
		{"show schedule morning", "schedule show morning"},
		{"delete schedule morning", "schedule remove morning"},
		{"stop the schedule morning", "schedule pause morning"},
		{"schedule delete morning", "schedule remove morning"},
		{"schedules add x daily at 8", "schedule add x daily at 8"},
		{"add a schedule x daily at 8", "schedule add x daily at 8"},
		{"add feed https://courier.example", "feed add https://courier.example"},
		{"feed rm 3", "feed remove 3"},
		{"follow remove 3", "unfollow 3"},
		{"stop following Sam Rainsy", "unfollow Sam Rainsy"},
		{"remove follow 3", "unfollow 3"},

		{"", ""},
		{"follow remove barriers", "follow remove barriers"},
		{"feed prices", "feed prices"},
		{"show schedules of trains", "show schedules of trains"},
		{`schedule preview weekdays at 8; "two  spaces"`, `schedule preview weekdays at 8; "two  spaces"`},
		{"who said what about schedules", "who said what about schedules"},
	} {
		if got := reworded(tt.in); got != tt.want {
			t.Errorf("reworded(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestInstead asks for commands in words that are no command.
func TestInstead(t *testing.T) {
	c := talking(t, aldmoor(t))
	c.Commands = append(Commands(), Command{Name: "schedule add", Usage: "schedule add NAME WHEN", Does: "adds"}, Command{Name: "schedule pause", Usage: "schedule pause NAME", Does: "pauses"},
		Command{Name: "feed pause", Usage: "feed pause FEED", Does: "pauses a feed"})
	for _, tt := range []struct{ in, has string }{
		{"send me a digest every weekday at 8", "schedule add NAME every weekday at 8"},
		{"schedule daily at 9", "schedule add NAME daily at 9"},
		{"schedule hammers", "schedule pause NAME – pauses"},
		{"mute morning", "feed pause FEED – pauses a feed"},
		{"feed xylophones", "feed pause FEED"},
		{"xylophones", "No ‘xylophones’ is known by name"},
		{"who paints xylophones", "Nothing found"},
	} {
		m, err := c.Reply(t.Context(), tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := shown(m); !strings.Contains(got, tt.has) {
			t.Errorf("%q: %s, want %q in it", tt.in, got, tt.has)
		}
	}
}

// shown is the text of a message with the marks of quotes as people see them.
func shown(m digest.Message) string {
	return strings.NewReplacer("“", "‘", "”", "’").Replace(words(m))
}
