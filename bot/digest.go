package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// titles is how many articles a digest names by title alone, for each it tells of.
const titles = 3

// Digest makes the digest of the articles that q lets through, newest first. A
// digest that q gives no period goes back over all that is stored. Where no
// article is in the period, it says which is the newest there is.
func Digest(ctx context.Context, st *store.Store, q query.Query, o compose.Options) (digest.Message, error) {
	if o.Period == "" {
		o.Period = periodOf(q)
	}
	stories, more, err := st.Stories(ctx, q, (1+titles)*o.Articles)
	if err != nil {
		return digest.Message{}, fmt.Errorf("making a digest: %w", err)
	}
	o.More = more
	m := digestOf(stories, q, o)
	if len(stories) > 0 || q.Since.IsZero() && q.Until.IsZero() {
		return m, nil
	}
	q.Since, q.Until = time.Time{}, time.Time{}
	newest, _, err := st.Stories(ctx, q, 1)
	if err != nil {
		return digest.Message{}, fmt.Errorf("looking for the newest article: %w", err)
	}
	if len(newest) > 0 && !newest[0].Article.Published.IsZero() {
		day := newest[0].Article.Published.Format(time.DateOnly)
		m.Blocks = append(m.Blocks, compose.Text(fmt.Sprintf("The newest article is of %s: ask for a digest since:%s.", day, day)).Blocks...)
	}
	return m, nil
}

// digestOf makes the digest of stories that q let through.
func digestOf(stories []digest.Story, q query.Query, o compose.Options) digest.Message {
	m := compose.Digest(stories, o)
	if filtered(q) {
		m.Blocks = slices.Insert(m.Blocks, 1, compose.Text("Filter: "+q.String()+".").Blocks...)
	}
	return m
}

// filtered reports whether q limits more than the period, which the title has.
func filtered(q query.Query) bool {
	q.Since, q.Until, q.Period = time.Time{}, time.Time{}, ""
	return q.Line() != (query.Query{Form: q.Form}).Line()
}

// periodOf words the period of q: as it was asked for, or by its days.
func periodOf(q query.Query) string {
	const layout = "2 Jan 2006"
	since, until := q.Since.Format(layout), q.Until.Add(-time.Second).Format(layout)
	switch {
	case q.Period != "":
		return q.Period
	case q.Since.IsZero() && q.Until.IsZero():
		return ""
	case q.Until.IsZero():
		return "since " + since
	case q.Since.IsZero():
		return "until " + until
	case since == until:
		return since
	}
	return since + " – " + until
}
