package schedule

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

var parser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)

// star is the bit that robfig/cron sets in a field that began with * or ?.
const star = 1 << 63

// isCron reports whether a line is meant as a cron expression.
func isCron(line string) bool {
	if strings.HasPrefix(line, "@") || strings.Contains(line, "*") {
		return true
	}
	fields := strings.Fields(line)
	return len(fields) >= 5 && cronField(fields[0]) && cronField(fields[1])
}

func cronField(f string) bool { return strings.Trim(f, "0123456789*/,-?") == "" }

// parseCron reads a cron expression: what robfig/cron reads, a leading field of
// seconds where it is 0, and Sunday as 7 too. Only its fields are used, since its
// own Next loses or doubles the slots of a night on which clocks change.
func parseCron(line string) (Rule, error) {
	fields := strings.Fields(line)
	switch {
	case strings.EqualFold(fields[0], "@every"):
		return parseEvery(strings.Join(fields[1:], ""))
	case strings.EqualFold(fields[0], "@reboot"):
		return Rule{}, fmt.Errorf("“@reboot” is no time of day: %s", examples)
	case len(fields) == 6 && strings.Trim(fields[0], "0") == "":
		fields = fields[1:]
	case len(fields) == 6:
		return Rule{}, fmt.Errorf("“%s” has seconds, which schedules do not have: write five fields, minute first", line)
	}
	if len(fields) == 5 {
		fields[4] = sunday(fields[4])
	}
	spec, err := cronSpec(strings.Join(fields, " "))
	if err != nil {
		return Rule{}, fmt.Errorf("“%s” is no cron expression (%w): its five fields are minute, hour, day of the month, month and day of the week", line, err)
	}
	r := Rule{days: days{
		months: uint16(spec.Month & allMonths), dates: uint32(spec.Dom & allDates), weekdays: uint8(spec.Dow & allWeekdays),
		either: spec.Dom&star == 0 && spec.Dow&star == 0,
	}}
	for hour := range 24 {
		for minute := range 60 {
			if spec.Hour>>hour&1 == 1 && spec.Minute>>minute&1 == 1 {
				r.times = append(r.times, hour*60+minute)
			}
		}
	}
	r.every = steps(r.times)
	return r, nil
}

// cronSpec parses an expression without a zone. The parser is known to panic on
// some lines with one; none without is known, but what people type is not trusted.
func cronSpec(line string) (spec *cron.SpecSchedule, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("it cannot be read")
		}
	}()
	s, err := parser.Parse(line)
	if err != nil {
		return nil, err
	}
	spec, ok := s.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("it has no times of day")
	}
	return spec, nil
}

// parseEvery reads the interval of "@every 2h" where it divides a day, so that it
// has slots that do not depend on when the program was started.
func parseEvery(text string) (Rule, error) {
	d, err := time.ParseDuration(text)
	const dayLong = 24 * time.Hour
	if err != nil || d < time.Minute || d > dayLong || d%time.Minute != 0 || dayLong%d != 0 {
		return Rule{}, fmt.Errorf("“@every %s” cannot be a schedule: write an interval that divides a day, such as @every 30m or @every 2h", text)
	}
	return stepping(every{int(d.Minutes()), 0, 24*60 - 1}), nil
}

// sunday rewrites the days of the week where 7 is among them, or a range ends on
// Sunday: cron programs take both, robfig/cron neither.
func sunday(field string) string {
	parts := strings.Split(strings.ToLower(field), ",")
	for i, part := range parts {
		span, step, stepped := strings.Cut(part, "/")
		low, high, ranged := strings.Cut(span, "-")
		by := 1
		if n, err := strconv.Atoi(step); stepped && err == nil && n > 0 && n < 8 {
			by = n
		} else if stepped {
			continue
		}
		from, ok := cronWeekday(low)
		switch {
		case !ok:
		case !ranged && from == 7 && !stepped:
			parts[i] = "0"
		case ranged && (high == "7" || high == "sun") && from < 7:
			var all []string
			for d := from; d <= 7; d += by {
				all = append(all, strconv.Itoa(d%7))
			}
			parts[i] = strings.Join(all, ",")
		}
	}
	return strings.Join(parts, ",")
}

func cronWeekday(s string) (int, bool) {
	if len(s) == 1 && s[0] >= '0' && s[0] <= '7' {
		return int(s[0] - '0'), true
	}
	if len(s) != 3 {
		return 0, false
	}
	d, ok := weekday(s)
	return int(d), ok
}

// stepping makes a rule of every day at even steps.
func stepping(e every) Rule {
	r := Rule{days: days{months: allMonths, dates: allDates, weekdays: allWeekdays}, every: e}
	for minute := e.from; minute <= e.to; minute += e.step {
		r.times = append(r.times, minute)
	}
	return r
}

// steps finds the step of times that are evenly spaced, where naming it is shorter
// than naming them.
func steps(times []int) every {
	if len(times) < 5 {
		return every{}
	}
	step := times[1] - times[0]
	for i := range times[1:] {
		if times[i+1]-times[i] != step {
			return every{}
		}
	}
	return every{step, times[0], times[len(times)-1]}
}

// only returns the single bit that is set, and whether there is just one.
func only(set uint8) (int, bool) {
	return bits.TrailingZeros8(set), bits.OnesCount8(set) == 1
}
