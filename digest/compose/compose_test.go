package compose

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	full := answer(t)
	messages := map[string]digest.Message{
		"answer":       Answer(full),
		"answer-east":  AnswerIn(full, time.FixedZone("", 9*60*60)),
		"answer-west":  AnswerIn(full, time.FixedZone("", -9*60*60)),
		"answer-page":  Answer(atLeast(full)),
		"unclear":      Answer(digest.Answer{Understood: "quotes about “peace”", Results: full.Results[8:], Searched: digest.Searched{Articles: 1, Outlets: 1}}),
		"absence":      Answer(digest.Answer{Understood: "what Otoline Vosk said", Searched: full.Searched, Suggestions: []string{"Ottoline Vask", "Osk Vollin"}}),
		"absence-bare": Answer(digest.Answer{}),
		"back":         Answer(digest.Answer{Back: "Who is meant by “she”?", Suggestions: []string{"Ottoline Vask", "Pell Gorrindge"}}),
		"fewer":        Answer(digest.Answer{Understood: "who said what about “money in the harbour”", Suggestions: []string{"money", "harbour"}, Offer: digest.FewerWords, Searched: digest.Searched{Articles: 2}}),
		"common":       Answer(digest.Answer{Understood: "who is “Zebulon Quark”", Suggestions: []string{"Ottoline Vask"}, Offer: digest.CommonNames, Searched: digest.Searched{Articles: 2}}),
		"headlines":    Answer(underHeadlines(full)),
		"beside":       Answer(beside(full)),
		"back-open":    Answer(digest.Answer{Back: "Who is meant by “she”? Ask with a name."}),
		"profile":      Answer(profileOf(full)),
		"profile-bare": Answer(digest.Answer{Profile: &digest.Profile{Actor: union, About: 1, Articles: 1}, Searched: digest.Searched{Articles: 1}}),
		"scripts":      Answer(scripts(t)),
		"digest":       Digest(stories(t), Options{Period: "1 – 7 Mar 2031"}),
		"digest-short": Digest(stories(t), Options{Title: "Marrow Bay", Articles: 1, Quotes: 1, Actors: 1, More: 12}),
		"digest-bare":  Digest(bare(t), Options{}),
		"digest-empty": Digest(nil, Options{Period: "last week"}),
		"help":         Help("Ask", []Command{{"who said what about X", "quotes about X"}, {"more", "the next ones"}}, "Dates are days."),
		"text":         Text("One sentence.", "Another."),
	}
	for name, m := range messages {
		t.Run(name, func(t *testing.T) {
			got := drawn(m.Blocks, "")
			path := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
			}
		})
	}
}

func atLeast(a digest.Answer) digest.Answer {
	a.Results, a.More, a.MoreAtLeast = a.Results[:1], 1000, true
	a.Suggestions = []string{"Harbour Workers’ Union"}
	return a
}

// underHeadlines are results some of which only a headline led to.
func underHeadlines(a digest.Answer) digest.Answer {
	a.Results = slices.Clone(a.Results[:5])
	for i := range a.Results[2:] {
		a.Results[2+i].ByHeadline = true
	}
	a.More, a.MoreByHeadline = 2, true
	return a
}

// beside are results some of which stand beside what was asked for; where it is not
// certain who speaks, what is shown has the sentence too.
func beside(a digest.Answer) digest.Answer {
	a.Results = slices.Clone(a.Results)
	for i := range a.Results[1:] {
		a.Results[1+i].Beside = true
	}
	return a
}

func profileOf(a digest.Answer) digest.Answer {
	actor := vask
	actor.Roles = []digest.Role{
		{Text: "the board’s chair", ArticleID: 1, Date: ledger.Published},
		{Text: "a former ferry captain", ArticleID: 9, Date: courier.Published},
		{Text: "The board’s chair", ArticleID: 8, Date: courier.Published},
	}
	a.Profile = &digest.Profile{Actor: actor, Quotes: 12, About: 3, Articles: 4, From: courier.Published, To: ledger.Published}
	a.Results = []digest.Result{a.Results[0], a.Results[7]}
	return a
}

// scripts are quotes that run from right to left, or without spaces.
func scripts(t *testing.T) digest.Answer {
	farsi := digest.Article{ID: 4, Outlet: "روزنامهٔ بندر", URL: "https://bandar.example/۱", Text: "«ما نمی\u200cخواهیم بندر بسته شود. هیچ\u200cکس نمی\u200cخواهد»، آرزو نیک\u200cبندر گفت."}
	nihongo := digest.Article{ID: 5, Outlet: "港日報", URL: "https://minato.example/2", Text: "「夜の船は必要だ。誰も反対していない」と港野凪子は述べた。"}
	arzu := digest.Actor{ID: 21, Name: "آرزو نیک\u200cبندر", Type: digest.Person}
	nagiko := digest.Actor{ID: 22, Name: "港野凪子", Type: digest.Person}
	return digest.Answer{Understood: "everything", Results: []digest.Result{
		said(t, farsi, digest.Direct, &arzu, "آرزو نیک\u200cبندر", "گفت", "ما نمی\u200cخواهیم … هیچ\u200cکس نمی\u200cخواهد"),
		said(t, nihongo, digest.Direct, &nagiko, "港野凪子", "述べた", "夜の船は必要だ。誰も反対していない"),
	}, Searched: digest.Searched{Articles: 2, Outlets: 2}}
}

// bare are stories of which next to nothing is known.
func bare(t *testing.T) []digest.Story {
	nameless := untitled
	nameless.Text, nameless.Title = "", ""
	return []digest.Story{
		{Article: nameless, Quotes: []digest.Result{results(t)[8]}},
		{Article: digest.Article{URL: "https://nowhere.example/x", Published: ledger.Published}},
	}
}

// drawn writes blocks out, a line each, with every run's style and link in view.
func drawn(blocks []digest.Block, indent string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, indent+format+"\n", args...) }
	for _, block := range blocks {
		switch block := block.(type) {
		case digest.Heading:
			line("%s %s", strings.Repeat("#", block.Level), styled(block.Text))
		case digest.Paragraph:
			line("%s", styled(block.Text))
		case digest.Blockquote:
			line("> %s", strings.ReplaceAll(styled(block.Text), "\n", "\n"+indent+"> "))
		case digest.List:
			for i, item := range block.Items {
				line("%d. %s", i+1, styled(item))
			}
		case digest.Fields:
			for _, f := range block.Items {
				line("%s = %s", f.Name, strings.ReplaceAll(styled(f.Value), "\n", "\n"+indent+"  "))
			}
		case digest.Buttons:
			for _, item := range block.Items {
				line("(%s: %s)", item.Label, item.Command)
			}
		case digest.Rest:
			line("+ %s", block.Summary)
			b.WriteString(drawn(block.Blocks, indent+"    "))
		default:
			line("unexpected %T", block)
		}
	}
	return b.String()
}

func styled(runs []digest.Run) string {
	var b strings.Builder
	for _, r := range runs {
		text := r.Text
		for _, s := range []struct {
			style digest.Style
			mark  string
		}{{digest.Bold, "**"}, {digest.Italic, "/"}, {digest.Code, "`"}, {digest.Faint, "~"}} {
			if r.Style&s.style != 0 {
				text = s.mark + text + s.mark
			}
		}
		if r.URL != "" {
			text = "[" + text + "](" + r.URL + ")"
		}
		b.WriteString(text)
	}
	return b.String()
}
