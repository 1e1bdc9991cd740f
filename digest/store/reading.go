package store

import (
	"fmt"
	"slices"

	"whosaid/digest"
)

// readingFormat is the first number of what encodeReading writes.
const readingFormat = 1

// encodeReading writes a reading as one value, in which it waits in the database and
// from which it is soon read again. Left out is the gist, which is stored at once, and
// what is not stored at all.
func encodeReading(r digest.Reading) []byte {
	p := packed{b: make([]byte, 0, 64*(len(r.Actors)+len(r.Quotes)))}
	p.number(readingFormat)
	p.number(len(r.Actors))
	for _, a := range r.Actors {
		p.text(a.Name)
		p.text(string(a.Type))
		p.float(a.Weight)
		packEach(&p, a.Aliases, p.text)
		packEach(&p, a.Roles, func(r digest.Role) { p.text(r.Text) })
		packEach(&p, a.Mentions, p.span)
	}
	p.number(len(r.Quotes))
	for _, q := range r.Quotes {
		p.number(slices.Index(kinds, q.Kind))
		p.number(slices.Index(classes, q.Class))
		p.number(q.Speaker)
		p.flag(q.Unnamed)
		p.float(q.Confidence)
		for _, spans := range [][]digest.Span{q.Content, q.Cue, q.Source} {
			packEach(&p, spans, p.span)
		}
		packEach(&p, q.About, p.number)
	}
	return p.b
}

// decodeReading reads what encodeReading wrote. It is checked against the text of its
// article as what comes in is: the promise that a quote is a place in the text holds
// for what has waited in a file, too. The error wraps [ErrDamaged].
func decodeReading(b []byte, a digest.Article) (r digest.Reading, err error) {
	p := unpacked{b: b}
	if format := p.number(); format != readingFormat {
		return r, fmt.Errorf("%w: a reading in format %d", ErrDamaged, format)
	}
	r.Actors = unpackEach(&p, func() digest.Actor {
		return digest.Actor{
			Name: p.text(), Type: digest.ActorType(p.text()), Weight: p.float(), Aliases: unpackEach(&p, p.text),
			Roles: unpackEach(&p, func() digest.Role { return digest.Role{Text: p.text()} }), Mentions: unpackEach(&p, p.span),
		}
	})
	r.Quotes = unpackEach(&p, func() digest.Quote {
		return digest.Quote{
			Kind: pick(kinds, p.number()), Class: pick(classes, p.number()), Speaker: p.number(), Unnamed: p.flag(), Confidence: p.float(),
			Content: unpackEach(&p, p.span), Cue: unpackEach(&p, p.span), Source: unpackEach(&p, p.span), About: unpackEach(&p, p.number),
		}
	})
	if p.broken || len(p.b) > 0 {
		return r, fmt.Errorf("%w: a reading that ends too early or too late", ErrDamaged)
	}
	if err := valid(a, r); err != nil {
		return r, fmt.Errorf("%w: a reading: %w", ErrDamaged, err)
	}
	return r, nil
}

// pick returns an element of a list; the zero value, which is none of them, where i is
// no index.
func pick[T any](list []T, i int) (e T) {
	if i >= 0 && i < len(list) {
		e = list[i]
	}
	return e
}
