package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Quiet is a part of the day, by the clock, in which nothing is posted.
type Quiet struct {
	from, to int // minutes after midnight; to may be the smaller one
}

// ParseQuiet reads hours such as "22-7", "22:30 to 07:00" or "10pm-6am".
func ParseQuiet(text string) (Quiet, error) {
	p := &reader{line: text, toks: tokens(text)}
	wrong := fmt.Errorf("“%s” are no quiet hours: write them as 22-7 or 22:30-07:00", strings.TrimSpace(text))
	from, err := p.clock()
	if err != nil || p.peek(0) != "-" && p.peek(0) != "to" {
		return Quiet{}, wrong
	}
	p.at++
	to, err := p.clock()
	if err != nil || p.at < len(p.toks) {
		return Quiet{}, wrong
	}
	both, err := unambiguous([]clock{from, to})
	if err != nil || both[0] == both[1] {
		return Quiet{}, wrong
	}
	return Quiet{both[0], both[1]}, nil
}

// Until returns the end of the quiet hours in which a moment lies, by the clock of
// its zone; the zero time where it lies in none.
func (q Quiet) Until(t time.Time) time.Time {
	hour, minute, _ := t.Clock()
	now := hour*60 + minute
	inside := q.from <= now && now < q.to
	if q.to < q.from {
		inside = now >= q.from || now < q.to
	}
	if !inside {
		return time.Time{}
	}
	y, m, d := t.Date()
	if now >= q.to {
		d++
	}
	return first(time.Date(y, m, d, 0, q.to, 0, 0, time.UTC), t.Location())
}

func (q Quiet) String() string { return hhmm(q.from) + " to " + hhmm(q.to) }
