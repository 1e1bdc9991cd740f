package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
)

// shownUnread is how many articles in other languages an answer names.
const shownUnread = 3

// unread names the articles in languages that are not read in which the words of a
// question stand: who said what in them is not known, but nobody should think that
// there is nothing.
func (a *Answerer) unread(ctx context.Context, q query.Query) ([]digest.Block, error) {
	words := slices.Concat([]string{q.By.Text, q.About.Text}, q.Words, q.Exact)
	keep := func(art digest.Article) bool {
		if len(q.Outlets) > 0 && !slices.ContainsFunc(q.Outlets, func(o string) bool {
			return strings.Contains(query.Fold(art.Outlet), query.Fold(o))
		}) {
			return false
		}
		return (q.Since.IsZero() || !art.Published.Before(q.Since)) && (q.Until.IsZero() || art.Published.Before(q.Until))
	}
	found, n, err := a.Store.Unread(ctx, words, keep, shownUnread)
	if err != nil || n == 0 {
		return nil, err
	}
	return compose.Unread(found, n, a.Now().Location()), nil
}

// withUnread puts them below a first page.
func (a *Answerer) withUnread(ctx context.Context, m digest.Message, ans digest.Answer) (digest.Message, error) {
	q, err := query.Parse(ans.Question, a.Now())
	if ans.Back != "" || err != nil || q.Form == query.More {
		return m, nil // a question that is not understood was answered with how to ask
	}
	blocks, err := a.unread(ctx, q)
	if err != nil {
		return m, fmt.Errorf("looking for articles that are not read: %w", err)
	}
	m.Blocks = append(m.Blocks, blocks...)
	return m, nil
}
