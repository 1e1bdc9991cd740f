package store

import (
	"context"
	"fmt"
	"slices"

	"whosaid/digest"
)

// kinds and classes are stored by their place in these lists, from 1.
var (
	kinds   = []digest.Kind{digest.Direct, digest.Mixed, digest.Indirect}
	classes = []digest.Class{digest.Statement, digest.Thought, digest.Other}
)

// portion is how many quotes are written at once: what is gathered to write one takes
// ten times the room of the quote.
const portion = 1024

// quotes writes the quotes of an article, and gathers the mentions of actors in them.
func (e *entering) quotes(ctx context.Context, outlet int64, a digest.Article, r digest.Reading, actors []int64) error {
	if len(r.Quotes) == 0 {
		return nil
	}
	ids, err := e.s.allocate(ctx, "quote", second(a), a.DateOnly && dated(a.Published), len(r.Quotes))
	if err != nil {
		return err
	}
	slices.Reverse(ids) // the first of the text gets the last number: within an article, newest first is the order of the text
	named := mentioned(a.Text, r.Actors)
	for some := range slices.Chunk(r.Quotes, portion) {
		about, err := e.s.topics(ctx, a.Text, named, some, actors)
		if err != nil {
			return fmt.Errorf("finding whom they are about: %w", err)
		}
		if err := e.portion(ctx, outlet, a, some, ids[:len(some)], actors, about); err != nil {
			return err
		}
		ids = ids[len(some):]
	}
	return nil
}

// portion writes some quotes with the numbers ids, and with the actors that they are about.
func (e *entering) portion(ctx context.Context, outlet int64, a digest.Article, quotes []digest.Quote, ids, actors []int64, about [][]int64) error {
	rows := make([]any, 0, 14*len(quotes))
	for i, q := range quotes {
		var speaker any // an actor, or NULL
		var spoke int64 // the same, or 0
		if q.Speaker != digest.NoSpeaker {
			spoke = actors[q.Speaker]
			speaker = spoke
			e.uses[spoke]++
		}
		kind, class := 1+slices.Index(kinds, q.Kind), 1+slices.Index(classes, q.Class)
		around := contextOf(a.Text, q)
		rows = append(rows, ids[i], a.ID, outlet, speaker, q.Unnamed, kind, class, q.Confidence,
			formatSpans(q.Content), formatSpans(q.Cue), formatSpans(q.Source), around.Start, around.End, asJSON(about[i]))
		for _, actor := range about[i] {
			e.mentions = append(e.mentions, mention{actor, ids[i], class, kind, spoke})
		}
		e.use(about[i])
	}
	return e.s.insertRows(ctx, `INSERT INTO quote (id, article_id, outlet_id, speaker_id, unnamed, kind, class, confidence,
		content, cue, source, context_start, context_stop, about) VALUES`, 14, rows, "")
}

// use counts one more use of each actor.
func (e *entering) use(actors []int64) {
	for _, id := range actors {
		e.uses[id]++
	}
}
