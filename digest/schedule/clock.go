package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// clock is a time of day as it was written.
type clock struct {
	minute int
	half   string // "am", "pm" or ""
	plain  bool   // an hour alone, which might be of either half
}

// numeral reads a time of day, or the date of "5 May".
func (p *reader) numeral() error {
	if n, err := strconv.Atoi(p.peek(0)); err == nil {
		if m, ok := month(p.peek(1)); ok && n >= 1 && n <= 31 {
			p.at += 2
			p.dates |= 1 << n
			p.months |= 1 << m
			return nil
		}
	}
	c, err := p.clock()
	if err != nil {
		return err
	}
	if tok := p.peek(0); (tok == "-" || tok == "to") && p.step > 0 {
		p.at++
		to, err := p.clock()
		p.window = []clock{c, to}
		return err
	}
	p.clocks = append(p.clocks, c)
	return nil
}

// clock reads one time of day.
func (p *reader) clock() (clock, error) {
	tok := p.peek(0)
	switch tok {
	case "noon":
		p.at++
		return clock{minute: 12 * 60}, nil
	case "midnight":
		p.at++
		return clock{minute: 0}, nil
	}
	c, ok := number(tok)
	if !ok {
		return c, p.unclear(strings.TrimSpace(tok + " " + p.peek(1)))
	}
	p.at++
	if half := p.peek(0); half == "am" || half == "pm" {
		p.at++
		c.half, c.plain = half, false
	}
	if tok := p.peek(0); tok == "h" || tok == "oclock" || tok == "hrs" || tok == "hours" {
		p.at++
		c.plain = false
	}
	hour, minute := c.minute/60, c.minute%60
	if c.half != "" {
		if hour < 1 || hour > 12 {
			return c, fmt.Errorf("there is no %d %s: write %d:%02d or an hour from 1 to 12", hour, c.half, hour, minute)
		}
		hour %= 12
		if c.half == "pm" {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 {
		return c, fmt.Errorf("“%s” is no time of day: write 0:00 to 23:59", tok)
	}
	c.minute = hour*60 + minute
	return c, nil
}

// between reads the hours an interval is limited to.
func (p *reader) between() error {
	p.at++
	from, err := p.clock()
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"and", "-", "to", "till", "until"}, p.peek(0)) {
		return p.unclear(p.peek(0))
	}
	p.at++
	to, err := p.clock()
	p.window = []clock{from, to}
	return err
}
