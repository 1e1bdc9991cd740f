package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// operators holds what may stand before a colon, by its first name.
var operators = map[string]string{
	"about": "about", "topic": "about",
	"by": "by", "speaker": "by",
	"in": "in", "outlet": "in", "source": "in",
	"since": "since", "after": "after", "until": "until", "till": "until", "before": "before", "on": "on", "during": "on",
	"kind": "kind", "class": "class",
	"without": "without", "word": "word",
}

// OperatorNames returns the operators that are shown to a user, in the order of the manual.
func OperatorNames() []string {
	return []string{"about", "by", "in", "since", "until", "before", "after", "on", "kind", "class"}
}

var (
	kinds   = []digest.Kind{digest.Direct, digest.Mixed, digest.Indirect}
	classes = []digest.Class{digest.Statement, digest.Thought, digest.Other}
)

// operator applies the operator toks begins with and returns how many tokens it took.
func (p *parser) operator(toks []token) (int, error) {
	t := toks[0]
	used := 1
	if t.text == "" { // "about: CNRM"
		if len(toks) < 2 || toks[1].op != "" || toks[1].neg {
			return 0, fmt.Errorf("something must follow “%s:”%s", t.op, example(t.op))
		}
		next := toks[1]
		next.op, next.neg = t.op, t.neg
		t, used = next, 2
	}
	if t.neg && t.op != "without" {
		return 0, fmt.Errorf("“-%s:” cannot be asked for: a minus leaves out words, such as -%s", t.op, t.text)
	}
	switch t.op {
	case "about", "by", "in":
		used += p.nameLength(t, toks[used:])
		return used, p.named(t, toks[used-1])
	case "kind":
		return used, choose(&p.q.Kinds, kinds, t)
	case "class":
		if t.low == "all" || t.low == "any" {
			p.anyClass = true
			return used, nil
		}
		return used, choose(&p.q.Classes, classes, t)
	case "word":
		p.q.Words = append(p.q.Words, t.text)
		return used, nil
	case "without":
		p.q.Without = append(p.q.Without, t.text)
		return used, nil
	}
	more, err := p.dated(t, toks[used:])
	return used + more, err
}

// nameLength returns how many of the words that follow belong to an operator's
// value: capitalised words after a capitalised one (by:Kem Sokha), but after
// quotation marks none and after an acronym no other acronym.
func (p *parser) nameLength(t token, rest []token) int {
	if t.quoted || !capital(t.text) || t.comma {
		return 0
	}
	n := 0
	for n < len(rest) {
		r := rest[n]
		if r.op != "" || r.quoted || r.neg || !capital(r.text) || acronym(r.text) && acronym(t.text) {
			break
		}
		n++
		if r.comma {
			break
		}
	}
	return n
}

// named sets a name or an outlet from the tokens from first to last.
func (p *parser) named(first, last token) error {
	text := first.text
	if last.end > first.end {
		text = p.line[first.start:last.end]
	}
	if first.op == "in" {
		if w, n := p.dates.wholeMonths([]string{first.low}); n > 0 && year(first.low) > 0 && !first.quoted {
			from, to := w.span(0)
			return p.narrow(from, to, "in "+text)
		}
		p.q.Outlets = append(p.q.Outlets, text)
		return nil
	}
	term := &p.q.About
	if first.op == "by" {
		term = &p.q.By
	}
	switch {
	case first.list:
		term.Text += ", " + text
	case term.Text != "":
		return fmt.Errorf("there can be one “%s:” in a question, not two: “%s” and “%s”", first.op, term.Text, text)
	default:
		*term = Term{Text: text}
		if !first.quoted { // quotation marks only hold the value together
			p.pronoun(*term)
		}
	}
	return nil
}

// dated applies since:, until:, before:, after: and on:, whose date may go on in
// the words that follow, and returns how many it took of them.
func (p *parser) dated(t token, rest []token) (int, error) {
	words := strings.Fields(t.low)
	own := len(words)
	for i := 0; !t.quoted && i < len(rest) && i < 8 && plain(rest[i]); i++ {
		words = append(words, rest[i].low)
	}
	w, n := p.dates.date(words)
	if err := p.dates.err; err != nil {
		return 0, err
	}
	if n == 0 || n < own || t.quoted && n != own {
		return 0, unknownDate(t.text, t.op+":"+t.text)
	}
	text := t.op + " " + t.text
	if n > own {
		text = t.op + " " + p.line[t.start:rest[n-own-1].end]
	}
	from, to := w.latest(p.now)
	if !w.exact.IsZero() {
		from = w.exact
	}
	switch t.op {
	case "since":
		to = never
	case "after":
		from, to = to, never
	case "until":
		from = never
	case "before":
		from, to = never, from
	}
	return n - own, p.narrow(from, to, text+w.taken())
}

func plain(t token) bool { return t.op == "" && !t.quoted && !t.neg && t.low != "" }

// choose appends a value of an operator that has few.
func choose[V ~string](to *[]V, all []V, t token) error {
	for _, v := range all {
		if t.low == string(v) || t.low == string(v)+"s" {
			if !slices.Contains(*to, v) {
				*to = append(*to, v)
			}
			return nil
		}
	}
	return fmt.Errorf("there is no %s “%s”: write %s", t.op, t.text, listed(all, t.op+":"))
}

// listed returns values as "kind:direct, kind:mixed or kind:indirect".
func listed[V ~string](all []V, prefix string) string {
	var b strings.Builder
	for i, v := range all {
		switch {
		case i == len(all)-1 && i > 0:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(prefix + string(v))
	}
	return b.String()
}

func unknownDate(text, whole string) error {
	return fmt.Errorf("it is not clear when “%s” is in “%s”: write a day, a month or a year, "+
		"such as 2018-03-01, March 2018, Monday or 2 weeks ago, or put the words between quotation marks to search for them", text, whole)
}

func example(op string) string {
	switch op {
	case "kind":
		return ": " + listed(kinds, "kind:")
	case "class":
		return ": " + listed(classes, "class:")
	case "about", "by", "in", "without":
		return `, such as ` + op + `:"a name"`
	}
	return ", such as " + op + ":2018-03-01 or " + op + ":March"
}

// misspelt returns an error where a word with a colon looks like an operator: a
// word in lower case with its value behind it, which is not how prose has colons.
func misspelt(t token) error {
	name, value, ok := strings.Cut(t.text, ":")
	if !ok || value == "" || strings.HasPrefix(value, "/") || len(name) < 2 || t.quoted || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" && !misspells(name) {
		return nil
	}
	names := OperatorNames()
	if near := Nearest(name, names, 1); len(near) > 0 {
		return fmt.Errorf("there is no “%s:”: “%s:” may be meant", name, near[0])
	}
	return fmt.Errorf("there is no “%s:”: there are %s: and %s:, and words between quotation marks are searched for as they are",
		name, strings.Join(names[:len(names)-1], ":, "), names[len(names)-1])
}

// misspells reports whether a name, however it is written, is almost that of an operator.
func misspells(name string) bool {
	return slices.ContainsFunc(OperatorNames(), func(op string) bool {
		return len(name) >= 4 && len(op) >= 4 && distance(strings.ToLower(name), op) == 1
	})
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "(["))
	return unicode.IsUpper(r)
}

func acronym(s string) bool {
	return len(s) > 1 && s == strings.ToUpper(s)
}
