package main

import (
	"fmt"
	"strconv"
	"time"
)

// period is a length of time as people write it: "12h", "1d", "2w".
type period time.Duration

const hour, day, week = period(time.Hour), 24 * hour, 7 * day

// UnmarshalText reads a whole number of hours, days or weeks, 1 hour to 520 weeks.
func (p *period) UnmarshalText(text []byte) error {
	s := string(text)
	if unit, ok := map[string]period{"h": hour, "d": day, "w": week}[s[max(0, len(s)-1):]]; ok {
		n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
		if err == nil && n > 0 && n <= uint64(520*week/unit) {
			*p = period(n) * unit
			return nil
		}
	}
	return fmt.Errorf("%q is no period: write a number and h, d or w, such as \"12h\", \"1d\" or \"2w\", at most 520w", s)
}

// forever is a period, or, where it is empty, no end; then it is 0.
type forever period

// UnmarshalText reads what [period.UnmarshalText] does, of a week at least, or nothing.
func (f *forever) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*f = 0
		return nil
	}
	var p period
	if err := p.UnmarshalText(text); err != nil {
		return err
	}
	if p < week {
		return fmt.Errorf("%q is too short: what is kept is kept for a week at least, such as \"52w\"", text)
	}
	*f = forever(p)
	return nil
}

func (p period) String() string {
	switch {
	case p%week == 0:
		return fmt.Sprintf("%dw", p/week)
	case p%day == 0:
		return fmt.Sprintf("%dd", p/day)
	}
	return fmt.Sprintf("%dh", p/hour)
}
