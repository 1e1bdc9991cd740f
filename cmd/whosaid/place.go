package main

import (
	"context"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/store"
)

// place is where a quote stands in its article's text: in Unicode code points,
// end exclusive, and the SHA-256 of that text.
type place struct {
	start, end int
	sha256     string
}

// texts finds places. Results come article by article, mostly, so it keeps the
// text it needed last.
type texts struct {
	st   *store.Store
	id   int64 // of the article in text and hash
	text string
	hash string
}

func newTexts(st *store.Store) *texts { return &texts{st: st} }

// place returns where r stands.
func (t *texts) place(ctx context.Context, r digest.Result) (place, error) {
	if t.id == 0 || t.id != r.Article.ID {
		a, err := t.st.Article(ctx, r.Article.ID)
		if err != nil {
			return place{}, err
		}
		t.id, t.text, t.hash = r.Article.ID, a.Text, a.Hash()
	}
	extent := digest.Quote{Content: r.Spans}.Extent()
	start := utf8.RuneCountInString(t.text[:extent.Start])
	return place{start, start + utf8.RuneCountInString(extent.Cut(t.text)), t.hash}, nil
}
