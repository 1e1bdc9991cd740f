package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// Answerer answers the questions of one conversation, which it remembers: a chat
// has one for each channel or person. It may not be used by several goroutines at
// once.
type Answerer struct {
	Store *store.Store
	Now   func() time.Time // in the zone of the person who asks: "yesterday" is theirs
	Page  store.Page       // how much one answer shows; its zero value is everything

	talk talk
}

// profileQuotes is how many of the latest quotes "who is X" shows.
const profileQuotes = 3

// Answer answers one line: a question, a reply to a question back, or "more". The
// message says everything, also what went wrong, in words for the person who asks;
// the error is for the log, and only the store and ctx cause one. A question that
// is not understood is no error: Back of the answer says what is allowed.
func (a *Answerer) Answer(ctx context.Context, text string) (digest.Message, digest.Answer, error) {
	now := a.Now()
	ans, err := a.answer(ctx, text, now)
	if err != nil {
		sorry := "The articles cannot be searched at the moment. Ask again; if that does not help, run: whosaid check"
		return compose.Text(sorry), digest.Answer{Question: text, Back: sorry}, fmt.Errorf("answering a question: %w", err)
	}
	ans.Question = text
	m := compose.AnswerIn(ans, now.Location())
	a.talk.lasting(m)
	m, err = a.withUnread(ctx, noted(m, ans), ans)
	return m, ans, err
}

// noted puts the note into the message: on top, but under the line that says that
// nothing was found.
func noted(m digest.Message, ans digest.Answer) digest.Message {
	if ans.Note == "" {
		return m
	}
	at := 0
	if len(ans.Results) == 0 && ans.Profile == nil && len(m.Blocks) > 0 {
		at = 1
	}
	m.Blocks = slices.Insert(m.Blocks, at, compose.Text(ans.Note).Blocks...)
	return m
}

// answer goes from the text to what was found.
func (a *Answerer) answer(ctx context.Context, text string, now time.Time) (digest.Answer, error) {
	q, picked := a.talk.pick(text)
	if back := a.talk.outside(text); !picked && back != "" {
		return digest.Answer{Back: back, Suggestions: a.talk.offered()}, nil
	}
	if !picked {
		var err error
		if q, err = query.Parse(text, now); err != nil {
			a.talk.choice = nil
			return digest.Answer{Back: sentence(err.Error())}, nil
		}
		q = a.talk.continued(q)
	}
	a.talk.choice = nil
	switch {
	case q.Form == query.More:
		return a.more(ctx)
	case everything(q):
		return digest.Answer{Back: "Ask who said what: about somebody, about something, or since when."}, nil
	}
	if back, ok := a.talk.refer(&q); !ok {
		return back, a.talk.name(ctx, a.Store)
	}
	r, err := resolve(ctx, a.Store, q)
	if err != nil {
		return digest.Answer{}, err
	}
	return a.found(ctx, r)
}

// everything reports whether q asks for nothing in particular: an empty line.
func everything(q query.Query) bool {
	return q.Line() == query.Query{Form: query.Quotes}.Line()
}

// found answers a query whose names are resolved, or says why they are not.
func (a *Answerer) found(ctx context.Context, r resolution) (digest.Answer, error) {
	switch {
	case len(r.options) > 0:
		return a.talk.ask(r), nil
	case r.unknown:
		return a.unknown(ctx, r)
	case r.q.Form == query.Profile:
		return a.profile(ctx, r)
	}
	ans, err := a.Store.Find(ctx, r.q, a.Page)
	if err != nil {
		return ans, err
	}
	if len(ans.Results) == 0 {
		return a.nothing(ctx, r, ans)
	}
	if r.q.Side {
		r.note = strings.TrimSpace(r.note + " I cannot judge which side somebody is on: these are all the quotes that concern it.")
	}
	if r.q.First && len(ans.Results)+ans.More > 1 {
		r.note = strings.TrimSpace(r.note + " The newest come first, so the earliest is the last of them.")
	}
	ans.Understood, ans.Line, ans.Note = r.q.String(), r.q.Line(), r.note
	a.talk.answered(r, ans)
	return ans, nil
}

// Continue answers with the page of an earlier answer that starts at after; line is
// that answer's Line. The conversation goes on from there.
func (a *Answerer) Continue(ctx context.Context, line string, after int64) (digest.Message, digest.Answer, error) {
	q, err := query.Parse(line, a.Now())
	if err != nil {
		return a.Answer(ctx, line) // which says what is wrong
	}
	r, err := resolve(ctx, a.Store, q)
	if err != nil || len(r.options) > 0 || r.unknown || r.q.Form == query.Profile {
		return a.Answer(ctx, line)
	}
	a.talk.answered(r, digest.Answer{Next: after})
	return a.Answer(ctx, string(query.More))
}

// more shows the next page of the last answer.
func (a *Answerer) more(ctx context.Context) (digest.Answer, error) {
	t := &a.talk
	switch {
	case !t.asked && t.lost:
		return digest.Answer{Back: forgotten}, nil
	case !t.asked:
		return digest.Answer{Back: "There is nothing to go on with yet: ask a question first."}, nil
	case t.after == 0:
		return digest.Answer{Understood: t.last.String(), Back: "That was all of the last answer."}, nil
	}
	page := a.Page
	page.After = t.after
	ans, err := a.Store.Find(ctx, t.last, page)
	if err != nil {
		return ans, err
	}
	ans.Understood, ans.Line = t.last.String(), t.last.Line()
	t.after = ans.Next
	t.speakers = speakersOf(ans.Results)
	return ans, nil
}

// profile says who an actor is, with the latest quotes.
func (a *Answerer) profile(ctx context.Context, r resolution) (digest.Answer, error) {
	p, err := a.Store.Profile(ctx, r.q.About.Actors[0])
	if err != nil {
		return digest.Answer{}, err
	}
	latest := r.q
	latest.Form, latest.By, latest.About, latest.Bare = query.Latest, r.q.About, query.Term{}, false
	latest.Classes = []digest.Class{digest.Statement}
	page := a.Page
	if page != (store.Page{}) {
		page.Quotes = profileQuotes
	}
	ans, err := a.Store.Find(ctx, latest, page)
	if err != nil {
		return ans, err
	}
	ans.Understood, ans.Note, ans.Profile = r.q.String(), r.note, &p
	if n := len(r.q.About.Actors); n > 1 {
		ans.Note = fmt.Sprintf("%d of the name “%s” may not be the same; this is the one named most.", n, p.Actor.Name)
	}
	r.q, ans.Line = latest, latest.Line()
	a.talk.answered(r, ans)
	return ans, nil
}

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
	ans.Note = fmt.Sprintf("No “%s” is known by name.", shortly(r.term().Text))
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
		ans, err := a.Store.Find(ctx, without, store.Page{Quotes: 1})
		if err != nil {
			return "", err
		}
		if n := len(ans.Results) + ans.More; n > 0 {
			return fmt.Sprintf("Without %s there would be %s.", limit.name, quotes(n, ans.MoreAtLeast)), nil
		}
	}
	if len(q.By.Actors) == 0 || q.About.Text != "" {
		return "", nil
	}
	about := q
	about.By, about.About = query.Term{}, q.By
	ans, err := a.Store.Find(ctx, about, store.Page{Quotes: 1})
	if n := len(ans.Results) + ans.More; err == nil && n > 0 {
		return fmt.Sprintf("What others said about %s: %s.", q.By.Text, quotes(n, ans.MoreAtLeast)), nil
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

// sentence makes an error text a sentence.
func sentence(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(r)) + text[n:]
	if last := text[len(text)-1]; last == '.' || last == '?' || last == '!' {
		return text
	}
	return text + "."
}
