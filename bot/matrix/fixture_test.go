package matrix

import (
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
)

var (
	vask     = digest.Actor{ID: 1, Name: "Ottoline Vask", Type: digest.Person, Roles: []digest.Role{{Text: "chair of the harbour board"}}}
	gorridge = digest.Actor{ID: 2, Name: "Pell Gorrindge", Type: digest.Person}
	board    = digest.Actor{ID: 3, Name: "Marrow Bay Harbour Board", Type: digest.Organisation}
)

func ledger(id int64, title string, day int) digest.Article {
	return digest.Article{
		ID: id, Outlet: "The Marrow Bay Ledger", URL: "https://ledger.example/2031/" + title, Title: title,
		Published: time.Date(2031, time.March, day, 9, 0, 0, 0, time.UTC),
	}
}

func said(a digest.Article, by *digest.Actor, kind digest.Kind, cue, content string) digest.Result {
	return digest.Result{
		Kind: kind, Confidence: 0.99, Speaker: by, Mention: "the chair", Cue: cue, Content: []string{content},
		Context: "Then the chair " + cue + " " + content + ", and left.", Article: a,
	}
}

// sampleDigest is a digest of two articles by the package that makes them.
func sampleDigest() digest.Message {
	ferry, cranes := ledger(1, "Board puts off the vote on the night ferry", 4), ledger(2, "Cranes stand still for a second day", 3)
	return compose.Digest([]digest.Story{
		{
			Article: ferry,
			Gist:    []string{"The harbour board put off its vote on the night ferry for the third time.", "No date was set."},
			Actors:  []digest.Actor{vask, gorridge, board},
			Quotes: []digest.Result{
				said(ferry, &vask, digest.Direct, "said", "I will not sign a paper that I have not read"),
				said(ferry, &gorridge, digest.Indirect, "said", "that the island could not wait another winter"),
				said(ferry, &vask, digest.Direct, "said", "Ask me again in May"),
				said(ferry, &gorridge, digest.Direct, "said", "We have asked for three years"),
				said(ferry, nil, digest.Direct, "said", "It will be dark by then"),
			},
		},
		{
			Article: cranes,
			Gist:    []string{"All four cranes of the harbour stood still on Monday."},
			Actors:  []digest.Actor{board},
			Quotes:  []digest.Result{said(cranes, &board, digest.Mixed, "called", "a matter of days")},
		},
	}, compose.Options{Period: "3 – 4 Mar 2031", Zone: time.UTC})
}

// sampleAnswer is an answer with more to come.
func sampleAnswer() digest.Message {
	ferry := ledger(1, "Board puts off the vote on the night ferry", 4)
	return compose.Answer(digest.Answer{
		Question: "who said what about the ferry", Understood: "who said what about ‘night ferry’", More: 4, Next: 7,
		Results: []digest.Result{
			said(ferry, &vask, digest.Direct, "said", "I will not sign a paper that I have not read"),
			said(ferry, &gorridge, digest.Indirect, "said", "that the island could not wait another winter"),
		},
		Searched: digest.Searched{Articles: 12, Outlets: 2, From: ferry.Published.AddDate(0, -1, 0), To: ferry.Published},
	})
}
