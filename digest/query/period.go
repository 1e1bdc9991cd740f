package query

import (
	"errors"
	"strings"
	"time"
	"unicode"
)

// never stands for a limit that a period does not have.
var never time.Time

// taken says how an ambiguous date was read.
func (w when) taken() string {
	if w.note == "" {
		return ""
	}
	return " (taken as " + w.note + ")"
}

// period is a part of a question that says when, and how many tokens it takes.
type period struct {
	from, to time.Time
	note     string
	n        int
}

// narrow adds a period to those the question has already.
func (p *parser) narrow(from, to time.Time, text string) error {
	q := &p.q
	if from.After(q.Since) {
		q.Since = from
	}
	if !to.IsZero() && (q.Until.IsZero() || to.Before(q.Until)) {
		q.Until = to
	}
	if q.Period != "" {
		text = q.Period + ", " + text
	}
	q.Period = text
	if !q.Until.IsZero() && !q.Since.Before(q.Until) {
		return errors.New("the period ends before it begins: " + q.Period)
	}
	return nil
}

// maxWords is how many words of a question one period can have.
const maxWords = 14

// periods takes what says when out of p.toks.
func (p *parser) periods() error {
	kept := make([]token, 0, len(p.toks))
	for i := 0; i < len(p.toks); {
		found, err := p.period(i)
		if err != nil {
			return err
		}
		if found.n == 0 {
			kept = append(kept, p.toks[i])
			i++
			continue
		}
		text := p.text(p.toks[i : i+found.n])
		if err := p.narrow(found.from, found.to, text+found.note); err != nil {
			return err
		}
		i += found.n
	}
	p.toks = kept
	return nil
}

// period reads a period at token i: with a preposition, or, where nothing else can
// be meant, without one.
func (p *parser) period(i int) (period, error) {
	if !plain(p.toks[i]) || !p.keyword(i) && !p.edge(i) {
		return period{}, nil
	}
	if p.toks[i].low == "earlier" && p.word(i+1) == "this" { // "earlier this year"
		found, err := p.period(i + 1)
		if found.n > 0 {
			found.n++
		}
		return found, err
	}
	var words []string
	for j := i; j < len(p.toks) && j < i+maxWords && plain(p.toks[j]); j++ {
		words = append(words, p.toks[j].low)
	}
	p.dates.err = nil
	found, err := p.prepositional(words)
	if found.n == 0 && err == nil && !(i > 0 && topicWords[p.toks[i-1].low]) {
		found = p.alone(words, i)
	}
	if p.dates.err != nil && found.n > 0 {
		return period{}, p.dates.err
	}
	return found, err
}

// edge reports whether token i may begin a date that needs no preposition: at an
// end of the question. Months and weekdays have capitals.
func (p *parser) edge(i int) bool {
	r := p.toks[i].text[0]
	return i == 0 || len(p.toks)-i <= 4 && (unicode.IsUpper(rune(r)) || unicode.IsDigit(rune(r)))
}

// prepositional reads "since March", "between … and …", "in 2018".
func (p *parser) prepositional(words []string) (period, error) {
	rest := words[1:]
	switch words[0] {
	case "ever":
		if first(rest) != "since" {
			break
		}
		found, err := p.prepositional(rest)
		if found.n > 0 {
			found.n++
		}
		return found, err
	case "since", "after":
		return p.open(words)
	case "until", "till", "before", "up", "prior":
		return p.close(words)
	case "between":
		return p.enclosed(rest, "and"), nil
	case "from":
		if found := p.enclosed(rest, "to", "until", "till", "through", "thru"); found.n > 0 {
			return found, nil
		}
		return p.inside(words), nil
	case "in", "on", "during", "throughout", "within", "over", "for", "of", "at":
		return p.inside(words), nil
	}
	return period{}, nil
}

// open reads "since March", "after 2018", "since March until May".
func (p *parser) open(words []string) (period, error) {
	w, n := p.dates.date(words[1:])
	if n == 0 {
		if words[0] == "since" && len(words) > 1 {
			return period{}, unknownDate(restOf(words), "since "+restOf(words))
		}
		return period{}, nil
	}
	from, to := w.latest(p.now)
	if words[0] == "after" {
		from = to
	}
	if !w.exact.IsZero() {
		from = w.exact
	}
	found := period{from: from, note: w.taken(), n: n + 1}
	rest := words[n+1:]
	if first(rest) == "and" {
		rest = rest[1:]
	}
	if first(rest) != "until" && first(rest) != "till" && first(rest) != "to" {
		return found, nil
	}
	if end, used := p.dates.date(rest[1:]); used > 0 {
		_, found.to = between(w, end, p.now)
		found.n = len(words) - len(rest) + 1 + used
		found.note += end.taken()
	}
	return found, nil
}

// close reads "until yesterday", which takes yesterday in, and "before 2019".
func (p *parser) close(words []string) (period, error) {
	n := 1
	if words[0] == "up" || words[0] == "prior" {
		if n = 2; second(words) != "to" {
			return period{}, nil
		}
	}
	w, used := p.dates.date(words[n:])
	if used == 0 {
		if words[0] == "until" && len(words) > 1 {
			return period{}, unknownDate(restOf(words), "until "+restOf(words))
		}
		return period{}, nil
	}
	from, to := w.latest(p.now)
	if words[0] == "before" || words[0] == "prior" {
		to = from
	}
	if !w.exact.IsZero() {
		to = w.exact
	}
	return period{to: to, note: w.taken(), n: n + used}, nil
}

// enclosed reads "A and B", both taken in. Of "3 to 5 May" the 3 is of May.
func (p *parser) enclosed(words []string, links ...string) period {
	a, n := p.dates.date(words)
	number := ordinal(first(words))
	if n == 0 && number > 0 {
		n = 1
	}
	if n == 0 || !contains(links, at(words, n)) {
		return period{}
	}
	b, used := p.dates.date(words[n+1:])
	if used == 0 {
		return period{}
	}
	if a.span == nil {
		begin, end := b.latest(p.now)
		begin = midnight(begin.Year(), begin.Month(), number, p.now.Location())
		return period{from: begin, to: end, note: b.taken(), n: n + used + 2}
	}
	from, to := between(a, b, p.now)
	return period{from: from, to: to, note: a.taken() + b.taken(), n: n + used + 2}
}

// inside reads "in 2018", "on Monday", "over the last 3 days". Each preposition
// has its dates: "on May" and "in Sun" are about something else.
func (p *parser) inside(words []string) period {
	prep, rest := words[0], words[1:]
	w, n := p.dates.date(rest)
	if a, b, ok := strings.Cut(strings.ReplaceAll(first(rest), "–", "-"), "-"); ok && n == 0 {
		if found := p.enclosed(append([]string{a, "-", b}, rest[1:]...), "-"); found.n > 0 { // "2015–2018"
			found.n -= 2
			return found
		}
	}
	if n == 0 {
		return period{}
	}
	head := first(rest)
	if head == "the" {
		head = second(rest)
	}
	rolling := head == "last" || head == "past" || head == "previous"
	_, weekday := weekdays[head]
	month := monthNames[head] > 0
	ok := true
	switch prep {
	case "on":
		ok = (weekday || !w.again || head != first(rest) || n > 1) && !(n == 1 && year(head) > 0) && seasons[head] == 0
	case "in":
		ok = !weekday
	case "from":
		ok = !(month && n == 1) || onwards(at(rest, n))
	case "over":
		ok = rolling || head == "weekend" || head == "this"
	case "for":
		ok = rolling
	case "of":
		ok = rolling || head == "this" || head == "today" || head == "yesterday"
	case "at":
		ok = head == "weekend" || thirds[head] > 0 || head == "start" || head == "beginning"
	}
	if !ok {
		return period{}
	}
	from, to := w.latest(p.now)
	found := period{from: from, to: to, note: w.taken(), n: n + 1}
	if link := at(rest, n); link == "and" || link == "or" {
		if end, used := p.dates.date(rest[n+1:]); used > 0 && (month || year(head) > 0) {
			found.from, found.to = between(w, end, p.now)
			found.n += 1 + used
		}
	}
	if prep == "from" && onwards(at(rest, n)) {
		found.to = never
		found.n++
	}
	return found
}

// alone reads a date without a preposition: "yesterday", "last week", "3 days ago",
// and at an end of the question one with its year.
func (p *parser) alone(words []string, i int) period {
	w, n := p.dates.relative(words)
	switch {
	case words[0] == "the":
		if second(words) == "last" || second(words) == "past" || second(words) == "day" {
			w, n = p.dates.date(words)
		}
	case words[0] == "now":
		n = 0
	case n == 0:
		w, n = p.dates.ago(words)
	}
	if n == 0 && (i == 0 || i+len(words) == len(p.toks)) {
		for _, read := range []func([]string) (when, int){p.dates.absolute, p.dates.part, p.dates.named} {
			if w, n = read(words); n > 0 {
				break
			}
		}
		if n == 0 && strings.ContainsAny(words[0], "-–") {
			found := p.inside(append([]string{"in"}, words...))
			found.n = max(found.n-1, 0)
			return found
		}
		if w.again || i > 0 && (n != len(words) || ordinal(p.toks[i-1].low) > 0) {
			n = 0
		}
	} else if n > 0 && !p.keyword(i) {
		n = 0
	}
	if n == 0 {
		return period{}
	}
	from, to := w.latest(p.now)
	return period{from: from, to: to, note: w.taken(), n: n}
}

func restOf(words []string) string {
	return strings.Join(words[1:min(len(words), 4)], " ")
}

func onwards(word string) bool { return word == "on" || word == "onwards" || word == "onward" }

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}
