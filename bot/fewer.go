package bot

import (
	"context"
	"slices"
	"strings"

	"whosaid/digest/query"
	"whosaid/digest/store"
)

// manyWords bounds of how many words of a topic it is looked up whether they occur.
const manyWords = 8

// fewer returns what there is to a topic of several words of which nothing has all: all
// but one of them where something has those, else single words, as options that stand
// for words and for no actor.
func fewer(ctx context.Context, st *store.Store, q query.Query) ([]option, error) {
	words := unlike(query.Words(q.About.Text))
	if q.About.Quoted || len(words) < 2 || len(words) > manyWords {
		return nil, nil
	}
	var tried [][]string
	for i := range words {
		if len(words) > 2 {
			tried = append(tried, slices.Delete(slices.Clone(words), i, i+1))
		}
	}
	options, err := occurring(ctx, st, q, tried)
	if err != nil || len(options) > 0 {
		return options, err
	}
	tried = nil
	for _, w := range words {
		tried = append(tried, []string{w})
	}
	return occurring(ctx, st, q, tried)
}

// occurring returns those topics to which there are quotes.
func occurring(ctx context.Context, st *store.Store, q query.Query, topics [][]string) ([]option, error) {
	var options []option
	for _, words := range topics {
		text := strings.Join(words, " ")
		if len(options) == manySuggestions {
			break
		}
		q.About = query.Term{Text: text}
		ans, err := st.Find(ctx, q, store.Page{Quotes: 1})
		if err != nil {
			return nil, err
		}
		if len(ans.Results) > 0 {
			options = append(options, option{name: text, label: text})
		}
	}
	return options, nil
}

// unlike returns each of words once.
func unlike(words []string) []string {
	var out []string
	for _, w := range words {
		if !slices.ContainsFunc(out, func(o string) bool { return query.Fold(o) == query.Fold(w) }) {
			out = append(out, w)
		}
	}
	return out
}
