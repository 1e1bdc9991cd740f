package bot

import (
	"context"
	"fmt"
	"slices"
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
	if r.q.Silence {
		r.remark("I keep what people said, and not who said nothing: I look for quotes beside such words.")
	}
	if len(ans.Results) == 0 {
		return a.nothing(ctx, r, ans)
	}
	if r.q.Side {
		r.remark("I cannot judge which side somebody is on: these are all the quotes that concern it.")
	}
	if r.q.Denial {
		r.remark("I do not tell what is denied from what else is said: these are all the quotes that fit.")
	}
	if r.q.First && len(ans.Results)+ans.More > 1 {
		r.remark("The newest come first, so the earliest is the last of them.")
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

// sentence makes an error text a sentence.
func sentence(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(r)) + text[n:]
	if last := text[len(text)-1]; last == '.' || last == '?' || last == '!' {
		return text
	}
	return text + "."
}
