package schedule

import (
	"errors"
	"fmt"
	"slices"
)

// rule puts together what was read.
func (p *reader) rule() (Rule, error) {
	noDay := p.weekdays == 0 && p.dates == 0 && p.nth == nil
	switch {
	case p.needDay != "" && noDay:
		return Rule{}, fmt.Errorf("it is not said on which day of the %s", p.needDay)
	case p.perDay > 0 && p.step == 0 && len(p.clocks) != p.perDay:
		return Rule{}, fmt.Errorf("“%s” wants %s: write %s, such as “daily at %s”", p.line, numbered(p.perDay, "time of day", "times of day"), pick(p.perDay, "it", "them"), exampleTimes(p.perDay))
	case p.perDay > 0 && p.step > 0:
		return Rule{}, fmt.Errorf("“%s” says how many times a day and also how long between them: write either", p.line)
	case p.daily && p.months == 0 && !noDay && p.step == 0:
		return Rule{}, fmt.Errorf("“%s” says every day and also some days: write either", p.line)
	case p.step > 0 && len(p.clocks) > 0:
		return Rule{}, fmt.Errorf("“%s” has an interval and also times: write “every 2 hours between 8 and 20”, or the times", p.line)
	case p.step == 0 && p.window != nil:
		return Rule{}, fmt.Errorf("“%s” does not say how often: write “every 2 hours between 8 and 20”", p.line)
	case p.step == 0 && len(p.clocks) == 0 && noDay && !p.daily && p.months == 0 && p.needDay == "":
		return Rule{}, fmt.Errorf("“%s” has neither day nor time: %s", p.line, examples)
	case p.step == 0 && len(p.clocks) == 0:
		return Rule{}, fmt.Errorf("it is not said at what time: add one, such as “%s at 8”", p.line)
	case p.step == 0 && noDay && !p.daily && p.months == 0:
		return Rule{}, fmt.Errorf("it is not said on which days: write “daily”, “weekdays” or the days before “%s”", p.line)
	}
	var r Rule
	var err error
	if p.step > 0 {
		r, err = p.stepped()
	} else {
		r.times, err = times(p.clocks)
	}
	r.days = p.days(noDay)
	return r, err
}

func (p *reader) days(noDay bool) days {
	d := days{months: allMonths, nth: p.nth}
	if p.months != 0 {
		d.months = p.months
	}
	switch {
	case noDay:
		d.dates, d.weekdays = allDates, allWeekdays
	case p.dates != 0 && p.weekdays != 0:
		d.dates, d.weekdays, d.either = p.dates, p.weekdays, true
	case p.dates != 0:
		d.dates, d.weekdays = p.dates, allWeekdays
	case p.weekdays != 0:
		d.dates, d.weekdays = allDates, p.weekdays
	}
	return d
}

// stepped makes the times of an interval, over the day or between two hours, both
// of which are times of it where the steps reach them.
func (p *reader) stepped() (Rule, error) {
	e := every{p.step, 0, 24*60 - 1}
	if p.window != nil {
		between, err := unambiguous(p.window)
		if err != nil {
			return Rule{}, err
		}
		e.from, e.to = between[0], between[1]
		if e.to == 0 {
			e.to = 24*60 - 1 // until midnight
		}
		if e.from >= e.to {
			return Rule{}, errors.New("the first hour of the interval must come before the last: write “between 8 and 20”")
		}
	}
	return stepping(e), nil
}

// times returns the minutes of clocks, each once, in order.
func times(clocks []clock) ([]int, error) {
	all, err := unambiguous(clocks)
	slices.Sort(all)
	return slices.Compact(all), err
}

// unambiguous returns the minutes of clocks. An hour alone beside one with am or pm
// could be of either half of the day: nobody should be sent a digest at the other.
func unambiguous(clocks []clock) ([]int, error) {
	var all []int
	halves := slices.ContainsFunc(clocks, func(c clock) bool { return c.half != "" })
	for _, c := range clocks {
		if halves && c.plain && c.minute <= 12*60 {
			return nil, fmt.Errorf("it is not clear whether %d is am or pm: write it behind each hour", c.minute/60)
		}
		all = append(all, c.minute)
	}
	return all, nil
}
