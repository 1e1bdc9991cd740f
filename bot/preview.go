package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// A rehearsal goes back so far, and shows so many digests or statements.
const (
	rehearsed     = 30 * 24 * time.Hour
	shownPreviews = 10
	shownTitles   = 3
)

func (d Schedules) preview(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	n := NewSchedule{Zone: c.Now().Location(), Name: "preview", Place: Place{Transport: "console", Channel: "preview"}}
	if s, err := d.find(ctx, rest, nil); err == nil {
		if s, err = d.mine(ctx, c, s.Name); err == nil {
			n, err = requested(s)
		}
		if err != nil {
			return answering(digest.Message{}, err)
		}
	} else if err := parts(rest, &n); err != nil {
		return answering(digest.Message{}, err)
	}
	return answering(d.Preview(ctx, n))
}

// Preview plays a schedule over the last 30 days, by when articles were published,
// and shows what would have been posted when.
func (d Schedules) Preview(ctx context.Context, n NewSchedule) (digest.Message, error) {
	now := d.Publisher.Now()
	s, err := d.make(ctx, n, now)
	if err != nil {
		return digest.Message{}, err
	}
	r, err := ruleOf(s)
	if err != nil {
		return digest.Message{}, err
	}
	q, err := Filter(ctx, d.Publisher.Store, n.Filter, now)
	if err != nil {
		return digest.Message{}, err
	}
	start := now.Add(-rehearsed)
	q.Since = start
	stories, _, err := d.Publisher.Store.Stories(ctx, q, 0)
	if err != nil {
		return digest.Message{}, err
	}
	var slots []played
	for at := r.Next(start); !at.IsZero() && !at.After(now) && len(slots) < 31*24*60; at = r.Next(at) {
		slots = append(slots, played{at: at})
	}
	late := 0
	for _, story := range stories {
		i, _ := slices.BinarySearchFunc(slots, story.Article.Published, func(p played, t time.Time) int { return p.at.Compare(t) })
		if i == len(slots) {
			late++
			continue
		}
		slots[i].titles = append(slots[i].titles, story.Article.Title)
	}
	return rehearsal(r.String(), slots, len(stories)-late, late), nil
}

// played is a slot with the titles of what would have been in its digest.
type played struct {
	at     time.Time
	titles []string
}

func rehearsal(rule string, slots []played, articles, late int) digest.Message {
	filled := slices.DeleteFunc(slices.Clone(slots), func(p played) bool { return len(p.titles) == 0 })
	text := fmt.Sprintf("In the last 30 days, %s: %s with %s, and %s on which there was nothing to post.", rule, counted(len(filled), "digest"), counted(articles, "article"), counted(len(slots)-len(filled), "time"))
	if late > 0 {
		text += " " + counted(late, "article") + " since the last of them would come next."
	}
	m := compose.Text(text)
	var fields digest.Fields
	for i, p := range slices.Backward(filled) {
		if len(filled)-i > shownPreviews {
			break
		}
		line := counted(len(p.titles), "article") + ": " + strings.Join(p.titles[:min(len(p.titles), shownTitles)], " · ")
		if rest := len(p.titles) - shownTitles; rest > 0 {
			line += fmt.Sprintf(" · and %d more", rest)
		}
		fields.Items = append(fields.Items, named(minute(p.at), line))
	}
	if len(fields.Items) > 0 {
		m.Blocks = append(m.Blocks, fields)
	}
	if rest := len(filled) - len(fields.Items); rest > 0 {
		m.Blocks = append(m.Blocks, compose.Text(fmt.Sprintf("And %s before.", counted(rest, "digest"))).Blocks...)
	}
	return m
}

// rehearseFollow plays a follow over the last 30 days.
func rehearseFollow(ctx context.Context, st *store.Store, q query.Query, now time.Time) (digest.Message, error) {
	q.Since = now.Add(-rehearsed)
	var fresh []digest.Result
	days := make(map[string]bool)
	known := make(map[string]bool)
	total := 0
	err := st.Each(ctx, q, func(r digest.Result) error {
		if key := store.HadQuote(r); !known[key] {
			known[key] = true
			total++
			days[r.Article.Published.In(now.Location()).Format(time.DateOnly)] = true
			if len(fresh) < shownPreviews {
				fresh = append(fresh, r)
			}
		}
		return nil
	})
	if err != nil {
		return digest.Message{}, err
	}
	text := fmt.Sprintf("In the last 30 days it would have brought %s on %s.", counted(total, "statement"), counted(len(days), "day"))
	m := compose.Text(text)
	if len(fresh) > 0 {
		m.Blocks = append(m.Blocks, compose.AnswerIn(digest.Answer{Understood: "The latest", Results: fresh}, now.Location()).Blocks...)
	}
	return m, nil
}
