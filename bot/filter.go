package bot

import (
	"context"
	"fmt"
	"time"

	"whosaid/digest/query"
	"whosaid/digest/store"
)

// Filter reads the filter of a digest or an export: the same words as a question,
// its names resolved. What is wrong with the text is [Unclear]; other errors are
// the store's.
func Filter(ctx context.Context, st *store.Store, text string, now time.Time) (query.Query, error) {
	q, err := parseFilter(text, now)
	if err != nil {
		return q, err
	}
	r, err := resolve(ctx, st, q)
	switch {
	case err != nil:
		return q, fmt.Errorf("looking up names: %w", err)
	case len(r.options) > 0:
		return q, unclear("“%s” may be %s: write the full name", r.term().Text, enumerated(labels(r.options), "or"))
	case r.unknown && len(r.near) > 0:
		return q, unclear("no “%s” is known by name: is it %s?", r.term().Text, enumerated(labels(r.near), "or"))
	case r.unknown:
		return q, unclear("no “%s” is known by name", r.term().Text)
	}
	if r.q.Form == query.Profile {
		r.q.Form = query.Quotes
	}
	return r.q, nil
}

// parseFilter reads a filter as far as its text goes: its names are not resolved.
func parseFilter(text string, now time.Time) (query.Query, error) {
	q, err := query.Parse(text, now)
	switch {
	case err != nil:
		return q, Unclear(err.Error())
	case q.Form == query.More:
		return q, Unclear("“more” goes on with an answer and is no filter")
	case q.Pronoun != "":
		return q, unclear("a filter cannot know who is meant by “%s”: write the name", q.Pronoun)
	}
	q.Bare = false
	return q, nil
}

// Unclear says what is wrong with a filter, for the person who wrote it.
type Unclear string

func (u Unclear) Error() string { return string(u) }

func unclear(format string, args ...any) error { return Unclear(fmt.Sprintf(format, args...)) }
