package main

import (
	"context"
	"flag"

	"whosaid/bot"
	"whosaid/digest"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

var askCommand = command{
	name:    "ask",
	args:    "QUESTION",
	summary: "answer one question from the database",
	words:   true,
	about: `
A question is a plain sentence, operators, or both:
  who said what about X · what did X say (about Y) · who is X · who talked about X · latest from X
  about X or Y · compare X and Y (on Z) · quotes that mention X · what happened in X
  since March, last week, in 2018, between … and …
  about: by: in: (outlet) since: until: kind: "exact words" -without
Quote the whole of it for your shell where it holds quotation marks or apostrophes.

With --json it prints one object:
  question     as asked
  understood   the query in words
  results      each with id, speaker (null where nobody is named or it is not certain who),
               mention, kind, class, text, about, start, end, by_headline (only where it is true:
               the article's headline alone has the words that were asked for), and
               article: title, outlet, url, published
  more         how many results are left out; --all leaves none out
  searched     articles, outlets, from, to; waiting: articles that came in and cannot be searched
               yet, only where the database cannot be written
  suggestions  nearest names; or a question back, followed by the names to choose from
start and end say where the quote stands in the article's text, in Unicode code points,
end exclusive. published is a date, or a date and time with its zone.`,
	examples: []string{
		"whosaid ask \"who said what about the CNRM\"",
		"whosaid ask --json --all by:Rainsy since:2018",
	},
	new: newAsk,
}

func newAsk(f *flag.FlagSet) action {
	asJSON := f.Bool("json", false, "print one JSON object")
	all := f.Bool("all", false, "leave nothing out")
	return func(ctx context.Context, p *program, args []string) error {
		question := sentence(args)
		if question == "" {
			return wrongUse("ask", "ask what? For example: whosaid ask \"who said what about the CNRM\"")
		}
		if _, err := query.Parse(question, p.now()); err != nil {
			return wrongUse("ask", "%v", err)
		}
		return p.withStore(ctx, false, func(st *store.Store) error {
			if !*asJSON {
				m, counted, err := bot.Count(ctx, st, question, p.now())
				if err != nil {
					return err
				}
				if counted {
					return p.print(m)
				}
			}
			answerer := p.answerer(st, *all)
			m, a, err := answerer.Answer(ctx, question)
			if err != nil {
				return err
			}
			if !*asJSON {
				return p.print(m)
			}
			object, err := newAnswer(ctx, st, a)
			if err != nil {
				return err
			}
			return jsonLine(p.out, object)
		})
	}
}

// answerJSON is what `ask --json` prints.
type answerJSON struct {
	Question    string       `json:"question"`
	Understood  string       `json:"understood"`
	Note        string       `json:"note"`
	Results     []resultJSON `json:"results"`
	More        int          `json:"more"`
	Searched    searchedJSON `json:"searched"`
	Suggestions []string     `json:"suggestions"`
}

type resultJSON struct {
	ID      string      `json:"id"`
	Speaker *string     `json:"speaker"`
	Mention string      `json:"mention"`
	Unnamed bool        `json:"unnamed"`
	Kind    string      `json:"kind"`
	Class   string      `json:"class"`
	Text    string      `json:"text"`
	About   []string    `json:"about"`
	Headed  bool        `json:"by_headline,omitempty"` // only the headline of the article has what was asked for
	Beside  bool        `json:"beside,omitempty"`      // only a sentence beside it has
	Start   int         `json:"start"`
	End     int         `json:"end"`
	Article articleJSON `json:"article"`
}

type articleJSON struct {
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	URL       string `json:"url"`
	Published string `json:"published"`
}

func newArticle(a digest.Article) articleJSON {
	return articleJSON{a.Title, a.Outlet, a.URL, moment(a.Published, a.DateOnly)}
}

type searchedJSON struct {
	Articles int    `json:"articles"`
	Outlets  int    `json:"outlets"`
	From     string `json:"from"`
	To       string `json:"to"`
	Waiting  int    `json:"waiting,omitempty"`
}

// newAnswer makes the JSON form of a, which was found in st.
func newAnswer(ctx context.Context, st *store.Store, a digest.Answer) (answerJSON, error) {
	out := answerJSON{
		Question: a.Question, Understood: a.Understood, Note: a.Note, Results: []resultJSON{}, More: a.More,
		Searched: searchedJSON{
			Articles: a.Searched.Articles, Outlets: a.Searched.Outlets,
			From: moment(a.Searched.From, true), To: moment(a.Searched.To, true), Waiting: a.Searched.Waiting,
		},
		Suggestions: append([]string{}, a.Suggestions...),
	}
	if a.Back != "" {
		out.Suggestions = append([]string{a.Back}, a.Suggestions...)
	}
	texts := newTexts(st)
	for _, r := range a.Results {
		where, err := texts.place(ctx, r)
		if err != nil {
			return answerJSON{}, err
		}
		j := resultJSON{
			ID: r.ID, Mention: r.Mention, Unnamed: r.Unnamed, Kind: string(r.Kind), Class: string(r.Class), Text: r.Text(),
			About: append([]string{}, r.About...), Headed: r.ByHeadline, Beside: r.Beside, Start: where.start, End: where.end,
			Article: newArticle(r.Article),
		}
		if r.Speaker != nil {
			j.Speaker = &r.Speaker.Name
		}
		out.Results = append(out.Results, j)
	}
	return out, nil
}
