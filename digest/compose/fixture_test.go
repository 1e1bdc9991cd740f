package compose

import (
	"strings"
	"testing"
	"time"

	"whosaid/digest"
)

// The articles, people and places below are invented.

var (
	ledger = digest.Article{
		ID: 1, Outlet: "The Marrow Bay Ledger", URL: "https://ledger.example/2031/ferry-vote-delayed", Title: "Ferry vote put off as harbour board splits",
		Published: time.Date(2031, 3, 4, 0, 0, 0, 0, time.UTC), DateOnly: true,
		Text: `Marrow Bay’s harbour board put off its vote on the night ferry on Tuesday after its chair refused to sign the safety report.

“I will not sign a paper that I have not read. Nobody on this board should,” Ottoline Vask, the board’s chair, told reporters. “Give us ten days and you will have an answer.”

Deputy chair Ruben Aldermoor said that the report had been “sitting on her desk since January” and that the crews deserved better.

“They wait, the town waits, the boats rot,” he said. “And then there is the matter of the pier.

“We were promised a new pier in spring. Where is it? I asked for the drawings, and was told to come back after the holidays.

“So no, I am not a patient man any more.”

The Harbour Workers’ Union (HWU) called the delay “an insult”. Its members would not strike before Easter, one of its stewards said.

“The water does not care who signs,” he said.`,
	}
	courier = digest.Article{
		ID: 2, Outlet: "Courier of the Isles", URL: "https://courier.example/night-ferry?id=77&from=feed", Title: "Union warns of empty quays",
		Published: time.Date(2031, 3, 2, 23, 30, 0, 0, time.UTC),
		Text: `"We're not asking for the moon," HWU secretary Pell Gorrindge wrote in an open letter. "My father used to say 'a boat is a promise,' and I believe him."

According to Gorrindge, two of five crews have already left. Vask dismissed as “theatre” the union’s plan to close the quays.`,
	}
	untitled = digest.Article{
		ID: 3, Title: "notes-from-the-meeting.txt",
		Text: `“No ferry, no peace.” The hall was loud, and it is not clear who called it.`,
	}

	vask      = digest.Actor{ID: 11, Name: "Ottoline Vask", Type: digest.Person, Aliases: []string{"Vask", "Ottoline Vask"}, Roles: []digest.Role{{Text: "the board’s chair", ArticleID: 1, Date: ledger.Published}}}
	aldermoor = digest.Actor{ID: 12, Name: "Ruben Aldermoor", Type: digest.Person, Aliases: []string{"Aldermoor"}, Roles: []digest.Role{{Text: "Deputy chair", ArticleID: 1, Date: ledger.Published}}}
	gorrindge = digest.Actor{ID: 13, Name: "Pell Gorrindge", Type: digest.Person, Roles: []digest.Role{{Text: "HWU secretary", ArticleID: 2, Date: courier.Published}}}
	union     = digest.Actor{ID: 14, Name: "Harbour Workers’ Union", Type: digest.Organisation, Aliases: []string{"HWU"}}
)

// said cuts a result out of an article: content is where each part begins and ends.
func said(t testing.TB, a digest.Article, kind digest.Kind, speaker *digest.Actor, mention, cue string, content ...string) digest.Result {
	t.Helper()
	r := digest.Result{Kind: kind, Class: digest.Statement, Confidence: 0.98, Speaker: speaker, Mention: mention, Cue: cue}
	for _, c := range content {
		first, last, _ := strings.Cut(c, " … ")
		start := strings.Index(a.Text, first)
		if start < 0 || !strings.Contains(a.Text[start:], last) {
			t.Fatalf("the article has no %q", c)
		}
		end := start + len(first)
		if last != "" {
			end = start + strings.Index(a.Text[start:], last) + len(last)
		}
		r.Spans = append(r.Spans, digest.Span{Start: start, End: end})
		r.Content = append(r.Content, a.Text[start:end])
	}
	r.Context = paragraphAround(a.Text, r.Spans[0])
	r.Article = a
	r.Article.Text = ""
	r.ID = digest.QuoteID(a.Hash(), r.Spans[0])
	return r
}

func paragraphAround(text string, s digest.Span) string {
	start := strings.LastIndex(text[:s.Start], "\n\n")
	if start < 0 {
		start = -2
	}
	end := strings.Index(text[s.End:], "\n\n")
	if end < 0 {
		end = len(text) - s.End
	}
	return text[start+2 : s.End+end]
}

// results are quotes of every kind and every sort of speaker, newest first.
func results(t testing.TB) []digest.Result {
	steward := said(t, ledger, digest.Indirect, nil, "one of its stewards", "said", "Its members would not strike before Easter")
	steward.Unnamed = true
	return []digest.Result{
		said(t, ledger, digest.Direct, &vask, "Ottoline Vask", "told", "I will not sign … Nobody on this board should,", "Give us ten days … an answer."),
		said(t, ledger, digest.Mixed, &aldermoor, "Deputy chair Ruben Aldermoor", "said", "that the report had been “sitting on her desk since January” and that the crews deserved better"),
		said(t, ledger, digest.Direct, &aldermoor, "he", "said", "They wait, … the boats rot,", "And then there is … any more."),
		said(t, ledger, digest.Mixed, &union, "The Harbour Workers’ Union (HWU)", "called", "the delay “an insult"),
		steward,
		said(t, courier, digest.Direct, &gorrindge, "Pell Gorrindge", "wrote", "We're not asking … the moon,", "My father used … believe him."),
		said(t, courier, digest.Indirect, &gorrindge, "Gorrindge", "According to", "two of five crews have already left"),
		said(t, courier, digest.Mixed, &vask, "Vask", "dismissed", "as “theatre” … close the quays"),
		said(t, untitled, digest.Direct, nil, "", "", "No ferry, no peace."),
	}
}

func stories(t testing.TB) []digest.Story {
	all := results(t)
	first, second := ledger, courier
	first.Text, second.Text = "", ""
	return []digest.Story{
		{
			Article: first,
			Gist:    []string{"Marrow Bay’s harbour board put off its vote on the night ferry on Tuesday after its chair refused to sign the safety report."},
			Actors:  []digest.Actor{vask, aldermoor, union},
			Quotes:  []digest.Result{all[0], all[1], all[2], all[3], all[4]},
		},
		{
			Article: second,
			Gist:    []string{"According to Gorrindge, two of five crews have already left."},
			Actors:  []digest.Actor{gorrindge, vask},
			Quotes:  []digest.Result{all[5], all[6], all[7]},
		},
	}
}

func answer(t testing.TB) digest.Answer {
	return digest.Answer{
		Question: "who said what about the ferry", Understood: "who said what about “ferry”", Results: results(t), Next: 9, More: 1204,
		Searched: digest.Searched{Articles: 1412, Outlets: 9, From: time.Date(2030, 1, 15, 0, 0, 0, 0, time.UTC), To: ledger.Published},
	}
}
