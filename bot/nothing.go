package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// unknown answers a question for a name that the store does not have: what was
// searched and which names are near, and no results.
func (a *Answerer) unknown(ctx context.Context, r resolution) (digest.Answer, error) {
	ans, err := a.Store.Find(ctx, query.Query{Outlets: r.q.Outlets, Since: r.q.Since, Until: r.q.Until}, store.Page{Quotes: 1})
	if err != nil {
		return ans, err
	}
	ans = digest.Answer{Understood: r.q.String(), Searched: ans.Searched}
	return a.suggest(ctx, r, ans)
}

// suggest adds the names that are near to an answer without results, or those that
// are named most, and remembers them as a choice.
func (a *Answerer) suggest(ctx context.Context, r resolution, ans digest.Answer) (digest.Answer, error) {
	ans.Note = strings.TrimSpace(ans.Note + fmt.Sprintf(" No “%s” is known by name.", shortly(r.term().Text)))
	if foreign(r.q) {
		ans.Note += " I understand questions in English, and names as the articles write them."
	}
	if len(r.near) == 0 && (r.slot == bySlot || r.q.By.Text == "") {
		most, err := a.Store.Names(ctx)
		if err != nil {
			return ans, err
		}
		if r.near = within(r.term().Text, most); len(r.near) > 0 {
			ans.Note = "I find who said what about somebody or something, and understand no more of this than the names in it."
		} else if err := a.offer(ctx, &r, &ans, most); err != nil {
			return ans, err
		}
	}
	r.options = r.near
	a.talk.ask(r)
	ans.Suggestions = labels(r.options)
	return ans, nil
}

// offer suggests topics of fewer words, or the names that occur most, where no name is near.
func (a *Answerer) offer(ctx context.Context, r *resolution, ans *digest.Answer, all []store.Name) (err error) {
	if r.slot == aboutSlot {
		if r.near, err = fewer(ctx, a.Store, r.q); err != nil {
			return err
		}
	}
	if len(r.near) > 0 {
		ans.Offer = digest.FewerWords
	} else if r.near = mostNamed(all); len(r.near) > 0 {
		ans.Offer = digest.CommonNames
	}
	return nil
}

// longestNamed is how many characters of a name that is not known are repeated.
const longestNamed = 80

func shortly(text string) string {
	if letters := []rune(text); len(letters) > longestNamed {
		return string(letters[:longestNamed]) + "…"
	}
	return text
}

// foreign reports whether a question is a bare text without one Latin letter.
func foreign(q query.Query) bool {
	latin := func(r rune) bool { return unicode.Is(unicode.Latin, r) }
	return q.Bare && strings.ContainsFunc(q.About.Text, unicode.IsLetter) && !strings.ContainsFunc(q.About.Text, latin)
}

// nothing answers a question to which nothing was found: with a name that is near,
// or with what there is without one of the limits.
func (a *Answerer) nothing(ctx context.Context, r resolution, ans digest.Answer) (digest.Answer, error) {
	ans.Understood, ans.Note = r.q.String(), r.note
	a.talk.answered(r, ans)
	wider, err := a.wider(ctx, r.q, ans.Searched)
	if err != nil {
		return ans, err
	}
	if topic := r.q.About; topic.Text != "" && len(topic.Actors) == 0 && wider == "" {
		r.slot = aboutSlot
		again, err := r.misspelt(ctx, a.Store)
		if err != nil {
			return ans, err
		}
		if len(again.q.About.Actors) > 0 {
			return a.found(ctx, again)
		}
		return a.suggest(ctx, again, ans)
	}
	ans.Note = strings.TrimSpace(ans.Note + " " + wider)
	return ans, nil
}

// wider says what there is without one of the question's limits.
func (a *Answerer) wider(ctx context.Context, q query.Query, s digest.Searched) (string, error) {
	if len(q.Outlets) > 0 && s.Outlets == 0 {
		if note, err := a.noOutlet(ctx, q.Outlets); err != nil || note != "" {
			return note, err
		}
	}
	for _, limit := range []struct {
		name string
		set  bool
		drop func(q *query.Query)
	}{
		{"the period", !q.Since.IsZero() || !q.Until.IsZero(), func(q *query.Query) { q.Since, q.Until, q.Period = time.Time{}, time.Time{}, "" }},
		{"the outlet", len(q.Outlets) > 0, func(q *query.Query) { q.Outlets = nil }},
		{"the kind", len(q.Kinds) > 0, func(q *query.Query) { q.Kinds = nil }},
		{"the words", len(q.Words)+len(q.Exact)+len(q.Without) > 0, func(q *query.Query) { q.Words, q.Exact, q.Without = nil, nil, nil }},
		{"the topic", q.About.Text != "" && q.By.Text != "", func(q *query.Query) { q.About = query.Term{} }},
		{"the speaker", q.About.Text != "" && q.By.Text != "", func(q *query.Query) { q.By = query.Term{} }},
	} {
		if !limit.set {
			continue
		}
		without := q
		limit.drop(&without)
		if found, err := a.amount(ctx, without); err != nil {
			return "", err
		} else if found != "" {
			return fmt.Sprintf("Without %s there would be %s.", limit.name, found), nil
		}
	}
	if q.By.Text == "" && len(q.About.Actors) > 0 {
		return a.own(ctx, q)
	}
	if len(q.By.Actors) == 0 || q.About.Text != "" {
		return "", nil
	}
	about := q
	about.By, about.About = query.Term{}, q.By
	found, err := a.amount(ctx, about)
	if err != nil || found == "" {
		return "", err
	}
	return fmt.Sprintf("What others said about %s: %s.", q.By.Text, found), nil
}

// own says what there is by somebody about whom nobody has said anything.
func (a *Answerer) own(ctx context.Context, q query.Query) (string, error) {
	by := q
	by.By, by.About = q.About, query.Term{}
	found, err := a.amount(ctx, by)
	if err != nil || found == "" {
		return "", err
	}
	return fmt.Sprintf("What %[1]s said: %[2]s; ask “what did %[1]s say”.", q.About.Text, found), nil
}

// amount words how many quotes q finds, "" for none.
func (a *Answerer) amount(ctx context.Context, q query.Query) (string, error) {
	ans, err := a.Store.Find(ctx, q, store.Page{Quotes: 1})
	if n := len(ans.Results) + ans.More; err == nil && n > 0 {
		return quotes(n, ans.MoreAtLeast), nil
	}
	return "", err
}

func quotes(n int, atLeast bool) string {
	switch {
	case atLeast:
		return fmt.Sprintf("at least %d quotes", n)
	case n == 1:
		return "1 quote"
	}
	return fmt.Sprintf("%d quotes", n)
}

// noOutlet says which outlets there are, where none of those asked for is among
// them in any period.
func (a *Answerer) noOutlet(ctx context.Context, parts []string) (string, error) {
	all, err := a.Store.Outlets(ctx)
	all = slices.DeleteFunc(all, func(o store.Outlet) bool { return o.Name == digest.UnknownOutlet })
	if err != nil || len(all) == 0 {
		return "", err
	}
	var some []string
	for _, o := range all {
		for _, part := range parts {
			if strings.Contains(query.Fold(o.Name), query.Fold(part)) {
				return "", nil
			}
		}
		if len(some) < manySuggestions {
			some = append(some, o.Name)
		}
	}
	if more := len(all) - len(some); more > 0 {
		some = append(some, fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("No outlet is called “%s”. There are articles of %s.", strings.Join(parts, "” or “"), enumerated(some, "and")), nil
}
