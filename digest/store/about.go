package store

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.mau.fi/util/dbutil"

	"whosaid/digest"
)

// topics returns whom each quote is about: those the reading says, then other
// actors of the article that its content names, then known actors of whom the
// article says nothing else but whose full names or acronyms stand in it.
func (s *Store) topics(ctx context.Context, text string, named namings, quotes []digest.Quote, actors []int64) ([][]int64, error) {
	about := make([][]int64, len(quotes))
	parts := make([][]string, len(quotes))
	for i, q := range quotes {
		about[i] = []int64{}
		for _, actor := range q.About {
			if actor != digest.NoSpeaker {
				about[i] = appendNew(about[i], actors[actor])
			}
		}
		for _, content := range q.Content {
			from := content.Start
			for m := range named.within(content) {
				if content.Contains(m.span) {
					about[i] = appendNew(about[i], actors[m.actor])
				}
				if from < m.span.Start { // what is named is not looked for again
					parts[i] = append(parts[i], text[from:m.span.Start])
				}
				from = max(from, min(m.span.End, content.End))
			}
			parts[i] = append(parts[i], text[from:content.End])
		}
	}
	known, err := s.known(ctx, parts)
	for i := range known {
		for _, actor := range known[i] {
			about[i] = appendNew(about[i], actor)
		}
	}
	return about, err
}

func appendNew(ids []int64, id int64) []int64 {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}

// naming is a place in a text that names an actor, by its index in the reading.
type naming struct {
	span  digest.Span
	actor int
}

// namings are where a text names the actors, in order.
type namings struct {
	all     []naming
	longest int // bytes of the longest
}

// within yields the mentions that overlap a span.
func (m namings) within(span digest.Span) iter.Seq[naming] {
	first, _ := slices.BinarySearchFunc(m.all, span.Start-m.longest, func(n naming, start int) int { return n.span.Start - start })
	return func(yield func(naming) bool) {
		for i := first; i < len(m.all) && m.all[i].span.Start < span.End; i++ {
			if m.all[i].span.Overlaps(span) && !yield(m.all[i]) {
				return
			}
		}
	}
}

// mentioned finds where the text names the actors. The names of an
// actor whose mentions are not given are looked for, long ones first, so that
// "Sam Rainsy Party" does not name Sam Rainsy.
func mentioned(text string, actors []digest.Actor) (m namings) {
	type form struct {
		name  string
		actor int
	}
	var wanted []form
	for i, a := range actors {
		for _, span := range a.Mentions {
			m.all = append(m.all, naming{span, i})
		}
		if len(a.Mentions) == 0 {
			for _, name := range forms(a) {
				wanted = append(wanted, form{name, i})
			}
		}
	}
	slices.SortStableFunc(wanted, func(a, b form) int { return len(b.name) - len(a.name) })
	for _, w := range wanted {
		for _, span := range occurrences(text, w.name) {
			if !slices.ContainsFunc(m.all, func(n naming) bool { return n.span.Overlaps(span) }) {
				m.all = append(m.all, naming{span, w.actor})
			}
		}
	}
	slices.SortStableFunc(m.all, func(a, b naming) int {
		return cmp.Or(a.span.Start-b.span.Start, b.span.End-a.span.End)
	})
	for _, n := range m.all {
		m.longest = max(m.longest, n.span.Len())
	}
	return m
}

// occurrences returns where name stands in text as a word or words of its own.
func occurrences(text, name string) []digest.Span {
	var spans []digest.Span
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return spans
		}
		s := digest.Span{Start: from + at, End: from + at + len(name)}
		if onWords(text, s) {
			spans = append(spans, s)
		}
		from = s.End
	}
}

// onWords reports whether s neither begins nor ends inside of a word.
func onWords(text string, s digest.Span) bool {
	divides := func(at int) bool {
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at:])
		return wordRune(before) && wordRune(after)
	}
	return !divides(s.Start) && !divides(s.End)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// known returns, for each list of pieces of text, the stored actors that they
// name in full or by acronym, if only one actor has that name.
func (s *Store) known(ctx context.Context, texts [][]string) ([][]int64, error) {
	var keys []string
	found := make([][][]gram, len(texts))
	for i, parts := range texts {
		for _, part := range parts {
			candidates := slices.DeleteFunc(grams(part), func(g gram) bool {
				return g.words == 1 && !acronym(g.span.Cut(part)) || g.follows && !acronym(g.span.Cut(part))
			})
			found[i] = append(found[i], candidates)
			for _, g := range candidates {
				keys = append(keys, key(g.span.Cut(part), digest.Person), key(g.span.Cut(part), digest.Organisation))
			}
		}
	}
	if len(keys) == 0 {
		return make([][]int64, len(texts)), nil
	}
	owners, err := s.owners(ctx, keys)
	if err != nil {
		return nil, fmt.Errorf("looking for known names: %w", err)
	}
	actors := make([][]int64, len(texts))
	for i, parts := range texts {
		for j, part := range parts {
			end := 0
			for _, g := range found[i][j] {
				if actor := owners.of(g.span.Cut(part)); actor != 0 && g.span.Start >= end {
					actors[i] = appendNew(actors[i], actor)
					end = g.span.End
				}
			}
		}
	}
	return actors, nil
}

// owners tells by key who has a name that is specific enough to be looked for.
type owners map[string][]owner

type owner struct {
	actor int64
	kind  digest.ActorType
}

// of returns the only actor that has a name; 0 where there is none or several.
func (o owners) of(name string) int64 {
	var only int64
	for _, t := range []digest.ActorType{digest.Person, digest.Organisation} {
		for _, owner := range o[key(name, t)] {
			if owner.kind != t || owner.actor == only {
				continue
			}
			if only != 0 {
				return 0
			}
			only = owner.actor
		}
	}
	return only
}

func (s *Store) owners(ctx context.Context, keys []string) (owners, error) {
	o := make(owners)
	rows, err := s.db.Query(ctx, `
		SELECT l.key, l.name, r.id, r.type FROM alias l JOIN actor a ON a.id = l.actor_id JOIN actor r ON r.id = a.root_id
		WHERE l.key IN (SELECT value FROM json_each($1)) AND l.part = 0`, asJSON(keys))
	type row struct {
		key, name string
		owner
	}
	return o, dbutil.ConvertRowFn[row](func(scan dbutil.Scannable) (r row, err error) {
		err = scan.Scan(&r.key, &r.name, &r.actor, &r.kind)
		return r, err
	}).NewRowIter(rows, err).Iter(func(r row) (bool, error) {
		if specific(r.name, r.kind) {
			o[r.key] = append(o[r.key], r.owner)
		}
		return true, nil
	})
}
