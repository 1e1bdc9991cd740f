package query

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// maxBytes is how long a question may be.
const maxBytes = 4000

// parser turns one line into a Query.
type parser struct {
	line     string
	now      time.Time
	q        Query
	toks     []token // plain words and phrases that nothing has taken yet
	dates    dates
	titled   bool // every word has a capital, so that capitals say nothing
	anyClass bool // class:all
}

// Parse reads a question, a filter or both. Dates are those of the person who
// asks: now gives the moment and the zone. An error is a sentence for that person
// that says what is allowed; the Query is then of no use. An empty text is the
// filter that lets everything through.
//
// What could be taken in two ways is decided so:
//   - A keyword ("about", "said", "since") is in lower case, unless every word
//     has a capital: "the Ministry of About" is a name.
//   - "About X" takes in everything up to a period or an operator. In "X on Y"
//     and "X in Y" the words may be a name or an outlet: see [Query.Otherwise].
//   - Months and weekdays are dates after their prepositions (in May, on Friday)
//     and names elsewhere (what did May say, Black Friday); a year alone needs one.
//   - "last week" is Monday to Sunday; "the last week" and "the past week" are
//     the seven days up to today. A weekday is its most recent one, today counts;
//     "last Monday" is before today. A month is its most recent one that has begun.
//   - "until" and "between … and …" take the last day in, "before" does not.
//   - 3/4/2018 is 3 April; Period says so. 28/11 and 11/28 are both 28 November.
//   - A quotation mark that is never closed runs to the end.
func Parse(text string, now time.Time) (Query, error) {
	if len(text) > maxBytes {
		return Query{}, fmt.Errorf("that is too long to be a question: ask in at most %d characters", maxBytes)
	}
	p := &parser{line: clean(text), now: now}
	p.dates.now = now
	p.q.Form = Quotes
	all := lex(p.line)
	if err := p.operators(all); err != nil {
		return Query{}, err
	}
	operated := len(p.toks) < len(all)
	p.toks = contractions(p.toks)
	p.titled = titled(p.toks)
	asked := p.more()
	p.courtesies()
	if !operated && (asked || p.more()) {
		return Query{Form: More}, nil
	}
	if err := p.periods(); err != nil {
		return Query{}, err
	}
	p.courtesies()
	p.excluded()
	p.sources()
	p.form()
	p.finish()
	return p.q, nil
}

// operators takes the operators and the left-out words out of toks.
func (p *parser) operators(toks []token) error {
	for i := 0; i < len(toks); {
		t := toks[i]
		switch {
		case t.op != "":
			n, err := p.operator(toks[i:])
			if err != nil {
				return err
			}
			i += n
			continue
		case t.neg:
			p.q.Without = append(p.q.Without, t.text)
		default:
			if err := misspelt(t); err != nil {
				return err
			}
			p.toks = append(p.toks, t)
		}
		i++
	}
	return nil
}

// excluded takes "but not Y" off the end of the question. Of more than three words it
// is rather part of a sentence that somebody said.
func (p *parser) excluded() {
	for i := 2; i+2 < len(p.toks); i++ {
		if p.word(i) != "but" || p.word(i+1) != "not" {
			continue
		}
		rest := p.toks[i+2:]
		if len(rest) > 1 && (topicWords[rest[0].low] || byWords[rest[0].low]) && p.small(rest[0]) {
			rest = rest[1:]
		}
		if len(rest) <= 3 {
			p.q.Without = append(p.q.Without, Words(p.text(rest))...)
			p.toks = p.toks[:i]
		}
		return
	}
}

// finish makes the query one: terms without doubles, classes, pronouns.
func (p *parser) finish() {
	q := &p.q
	if p.anyClass {
		q.Classes = nil
	}
	if q.Form == Profile && q.About.Text == "" {
		q.Form = Quotes
	}
	q.Words = distinct(q.Words)
	q.Exact = distinct(q.Exact)
	q.Without = distinct(q.Without)
	q.Outlets = distinct(q.Outlets)
}

// distinct drops what is there twice; nil where nothing is left.
func distinct(all []string) []string {
	var kept []string
	for _, s := range all {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// contractions makes two tokens of "who's" and "what’s".
func contractions(toks []token) []token {
	var out []token
	for _, t := range toks {
		word := strings.TrimSuffix(t.low, "'s")
		if !t.quoted && (t.low != word && questioners[word] || t.low == "whats" || t.low == "whos") {
			word = strings.TrimSuffix(word, "s")
			cut := t.start + len(word)
			out = append(out,
				token{text: t.text[:min(len(word), len(t.text))], low: word, start: t.start, end: cut},
				token{text: "is", low: "is", start: cut, end: t.end, comma: t.comma})
			continue
		}
		out = append(out, t)
	}
	return out
}

// titled reports whether every word begins with a capital or none can.
func titled(toks []token) bool {
	for _, t := range toks {
		r, _ := utf8.DecodeRuneInString(t.text)
		if !t.quoted && unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// keyword reports whether the word at i may be one that a question is made of.
func (p *parser) keyword(i int) bool {
	t := p.toks[i]
	if t.quoted {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t.text)
	return i == 0 || p.titled || !unicode.IsUpper(r)
}

// small reports whether a word may be a keyword, wherever it stands.
func (p *parser) small(t token) bool {
	return !t.quoted && (p.titled || !capital(t.text))
}

// text returns what the line has from the first to the last of toks, in two or
// more parts where something was cut out between them.
func (p *parser) text(toks []token) string {
	var b strings.Builder
	for i := 0; i < len(toks); {
		j := i
		for j+1 < len(toks) && p.adjacent(toks[j], toks[j+1]) {
			j++
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.line[toks[i].start:toks[j].end])
		i = j + 1
	}
	return unbracket(b.String())
}

// adjacent reports whether only punctuation and spaces stand between a and b.
func (p *parser) adjacent(a, b token) bool {
	if a.end > b.start || a.quoted || b.quoted {
		return false
	}
	return strings.IndexFunc(p.line[a.end:b.start], func(r rune) bool { return !punctuation(r) && r != ' ' }) < 0
}

// unbracket takes brackets without their partner off the ends.
func unbracket(s string) string {
	for range 2 {
		if strings.Count(s, "(") != strings.Count(s, ")") {
			s = strings.TrimSuffix(strings.TrimPrefix(s, "("), ")")
		}
		if strings.Count(s, "[") != strings.Count(s, "]") {
			s = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")
		}
	}
	return strings.TrimRight(strings.TrimSpace(s), "‘'")
}

// term makes a name or a topic of toks. Phrases among other words become exact
// words to search for; a phrase alone is the name.
func (p *parser) term(toks []token) Term {
	var words, phrases []token
	for _, t := range toks {
		if t.quoted {
			phrases = append(phrases, t)
		} else {
			words = append(words, t)
		}
	}
	if len(words) > 0 && len(toks) > 1 && words[0].low == "the" && p.small(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 && len(phrases) == 1 {
		return p.pronoun(Term{Text: phrases[0].text, Quoted: true})
	}
	for _, t := range phrases {
		p.q.Exact = append(p.q.Exact, t.text)
	}
	return p.pronoun(Term{Text: p.text(words)})
}

// pronoun notes where a term is one.
func (p *parser) pronoun(t Term) Term {
	if !t.Quoted && pronouns[lower(t.Text)] && p.q.Pronoun == "" {
		p.q.Pronoun = lower(t.Text)
	}
	return t
}

// setBy and setAbout fill what an operator has not filled already.
func (p *parser) setBy(toks []token) {
	toks = p.trimmed(toks)
	if len(toks) == 0 || p.isAnybody(toks) {
		return
	}
	if p.q.By.Text != "" {
		p.search(toks)
		return
	}
	if len(toks) > 3 && toks[0].low == "both" && p.small(toks[0]) {
		toks = toks[1:] // "both X and Y"
	}
	if len(toks) > 2 && p.isAnybody(toks[:1]) && (toks[1].low == "from" || toks[1].low == "at" || toks[1].low == "of") {
		toks = toks[2:] // "anybody from X"
	}
	p.q.By = p.term(toks)
}

func (p *parser) setAbout(toks []token) {
	toks = p.trimmed(toks)
	if len(toks) == 0 {
		return
	}
	if p.q.About.Text != "" {
		p.search(toks)
		return
	}
	p.q.About = p.term(toks)
	p.outletAtEnd(toks)
}

// search makes words of toks to look for, and exact words of the phrases.
func (p *parser) search(toks []token) {
	var plain []token
	for _, t := range toks {
		if t.quoted {
			p.q.Exact = append(p.q.Exact, t.text)
		} else {
			plain = append(plain, t)
		}
	}
	p.q.Words = append(p.q.Words, Words(p.text(plain))...)
}

// said limits the classes of attributions, unless an operator has.
func (p *parser) said(class digest.Class) {
	if len(p.q.Classes) > 0 || p.anyClass {
		return
	}
	p.q.Classes = []digest.Class{digest.Statement}
	if class != digest.Statement {
		p.q.Classes = append(p.q.Classes, class)
	}
}
