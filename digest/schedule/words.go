package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// parseWords reads a schedule in plain words.
func parseWords(line string) (Rule, error) {
	p := &reader{line: line, toks: tokens(line)}
	for p.at < len(p.toks) {
		if err := p.next(); err != nil {
			return Rule{}, err
		}
	}
	return p.rule()
}

// reader is how far a line in words has been read.
type reader struct {
	line string
	toks []string
	at   int

	weekdays uint8
	dates    uint32
	months   uint16
	nth      []nth
	daily    bool // "daily", "every day": any day
	needDay  string
	perDay   int // how many times a day, as “twice a day” says; 0 where nothing does
	clocks   []clock
	step     int // minutes
	window   []clock
}

func (p *reader) peek(ahead int) string {
	if p.at+ahead < len(p.toks) {
		return p.toks[p.at+ahead]
	}
	return ""
}

// fillers are words that say nothing by themselves.
var fillers = []string{",", ":", "and", "on", "at", "the", "of", "in", "a", "an", "day", "days", "please", "hrs", "hr", "h", "week", "month", "each", "every", "time", "times"}

// next reads the words of one thing: a day, a time, an interval.
func (p *reader) next() error {
	tok := p.peek(0)
	if n := p.often(); n > 0 {
		return p.timesA(n)
	}
	if _, ok := number(tok); ok || tok == "noon" || tok == "midnight" {
		return p.numeral()
	}
	if d, ok := weekday(tok); ok {
		return p.weekday(int(d))
	}
	if m, ok := month(tok); ok {
		return p.month(m)
	}
	if _, ok := ordinal(tok); ok {
		return p.ordinal()
	}
	switch tok {
	case "every", "each":
		return p.every()
	case "daily", "everyday", "nightly":
		p.daily = true
	case "hourly":
		p.step = 60
	case "weekdays", "weekday", "workdays", "workday":
		p.weekdays |= workdays
	case "weekends", "weekend":
		p.weekdays |= weekend
	case "weekly":
		p.needDay = "week: write its day, such as “Mondays at 8”"
	case "monthly":
		p.needDay = "month: write its day, such as “the 1st of the month at 8” or “first Monday of the month at 8”"
	case "working", "business":
		if !strings.HasPrefix(p.peek(1), "day") {
			return p.unclear(tok)
		}
		p.at++
		p.weekdays |= workdays
	case "between", "from":
		return p.between()
	default:
		if !slices.Contains(fillers, tok) {
			return p.refused(tok)
		}
	}
	p.at++
	return nil
}

func (p *reader) unclear(what string) error {
	return fmt.Errorf("“%s” is not understood in “%s”: %s", what, p.line, examples)
}

// every reads what follows "every": an interval, or else days.
func (p *reader) every() error {
	p.at++
	n, counted := 1, false
	if v, err := strconv.Atoi(p.peek(0)); err == nil {
		n, counted = v, true
	}
	switch tok := p.peek(0); {
	case tok == "half": // half hour, half an hour
		p.at++
		if p.peek(0) == "an" {
			p.at++
		}
		if !strings.HasPrefix(p.peek(0), "hour") {
			return p.unclear("half " + p.peek(0))
		}
		p.at++
		p.step = 30
		return nil
	case tok == "other", tok == "second" && !slices.Contains(p.toks, "month"):
		return fmt.Errorf("“every %s …” cannot be a schedule, since it would depend on when it began: write the days of the week or of the month", tok)
	}
	unit := p.peek(0)
	if counted {
		unit = p.peek(1)
	}
	switch unit {
	case "hour", "hours", "hr", "hrs", "h":
		p.step = n * 60
	case "minute", "minutes", "min", "mins":
		p.step = n
	case "day", "days":
		if n != 1 {
			return fmt.Errorf("“every %d days” cannot be a schedule, since it would depend on when it began: write the days of the week or of the month", n)
		}
		p.daily = true
	case "week", "weeks", "month", "months", "year", "years":
		if n != 1 || strings.HasPrefix(unit, "year") {
			return fmt.Errorf("“every %d %s” cannot be a schedule: write the days of the week or of the month", n, unit)
		}
		p.needDay = unit + ": write its day, such as “every Monday at 8” or “the 1st of the month at 8”"
	case "morning", "evening", "afternoon", "night":
		p.daily = true
	default:
		return nil // days follow, which are read by themselves
	}
	p.at++
	if counted {
		p.at++
	}
	if p.step < 0 || p.step > 24*60 || counted && p.step == 0 && !p.daily && p.needDay == "" {
		return fmt.Errorf("an interval is from 1 minute to 24 hours: %s", examples)
	}
	return nil
}

// weekday reads a day of the week, or a range of them.
func (p *reader) weekday(from int) error {
	p.at++
	to := from
	if slices.Contains([]string{"-", "to", "through", "thru", "till", "until"}, p.peek(0)) {
		d, ok := weekday(p.peek(1))
		if !ok {
			return p.unclear(p.peek(0) + " " + p.peek(1))
		}
		to = int(d)
		p.at += 2
	}
	for d := from; ; d = (d + 1) % 7 {
		p.weekdays |= 1 << d
		if d == to {
			return nil
		}
	}
}

// month reads a month. A date after it, as in "May 5th", is read by itself.
func (p *reader) month(m int) error {
	p.at++
	p.months |= 1 << m
	return nil
}

// ordinal reads "first Monday", "1st and 3rd Tuesday of the month", "last day", "15th".
func (p *reader) ordinal() error {
	var counts []int
	for {
		n, ok := ordinal(p.peek(0))
		if !ok {
			break
		}
		counts = append(counts, n)
		p.at++
		skip := 0
		for slices.Contains([]string{",", "and", "or", "the", "on"}, p.peek(skip)) {
			skip++
		}
		if _, more := ordinal(p.peek(skip)); skip > 0 && more {
			p.at += skip
		}
	}
	kind := uint8(0)
	for {
		d, ok := weekday(p.peek(0))
		switch tok := p.peek(0); {
		case ok:
			kind |= 1 << d
		case slices.Contains([]string{"weekday", "workday"}, tok):
			kind |= workdays
		case tok == "working":
		case tok == "day" && kind == 0 && p.at > 0 && p.toks[p.at-1] == "working":
			kind |= workdays
		case tok == "day" && kind == 0 && slices.Contains(counts, -1):
			kind |= allWeekdays
		case tok == "and" && kind != 0 && isWeekday(p.peek(1)):
		default:
			return p.counted(counts, kind)
		}
		p.at++
	}
}

func isWeekday(tok string) bool {
	_, ok := weekday(tok)
	return ok
}

// counted takes days that were counted: of a kind, or else dates.
func (p *reader) counted(counts []int, kind uint8) error {
	for _, n := range counts {
		switch {
		case kind == 0 && n < 0:
			return p.unclear("last")
		case kind == 0:
			p.dates |= 1 << n
		case n > 5 && kind != allWeekdays && kind != workdays || n > 23 && kind == workdays:
			return fmt.Errorf("no month has so many of these days: “%s”", p.line)
		default:
			p.nth = append(p.nth, split(n, kind)...)
		}
	}
	return nil
}

// split counts each weekday by itself, but working days and all days together.
func split(n int, kind uint8) []nth {
	if kind == workdays || kind == allWeekdays {
		return []nth{{n, kind}}
	}
	var all []nth
	for d := range 7 {
		if kind>>d&1 == 1 {
			all = append(all, nth{n, 1 << d})
		}
	}
	return all
}
