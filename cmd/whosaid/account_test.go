package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/bot/console"
	"whosaid/digest"
)

func TestAccount(t *testing.T) {
	a := digest.Article{Title: "Rain", Text: "“It rains,” Ada Quill, the\nminister, said. “It pours.” She hopes for sun. “So do I,” a clerk said."}
	at := func(s string) digest.Span {
		i := strings.Index(a.Text, s)
		return digest.Span{Start: i, End: i + len(s)}
	}
	r := digest.Reading{
		Actors: []digest.Actor{{
			Name: "Ada Quill", Type: digest.Person, Aliases: []string{"Quill"},
			Roles: []digest.Role{{Text: "the\nminister"}, {Text: "she of the rain"}},
		}},
		Quotes: []digest.Quote{
			{
				Kind: digest.Direct, Class: digest.Statement, Content: []digest.Span{at("It rains,"), at("It pours.")},
				Source: []digest.Span{at("Ada Quill")}, Speaker: 0, Confidence: 0.98, Why: "name at the cue",
			},
			{
				Kind: digest.Indirect, Class: digest.Thought, Content: []digest.Span{at("for sun")},
				Source: []digest.Span{at("She")}, Speaker: digest.NoSpeaker, About: []int{0},
			},
			{
				Kind: digest.Direct, Class: digest.Statement, Content: []digest.Span{at("So do I,")},
				Source: []digest.Span{at("a clerk")}, Speaker: digest.NoSpeaker, Unnamed: true,
			},
		},
		Gist: []digest.Span{at("She hopes for sun.")},
	}
	const want = `Rain

│ She hopes for sun.

Actors
• Ada Quill, person, also Quill: the minister; she of the rain

Quotes
Ada Quill, in the text: Ada Quill; direct, statement, confidence 0.98, because: name at the cue

│ “It rains,” … “It pours.”

speaker unclear, in the text: She; indirect, thought, about Ada Quill, confidence 0.00

│ for sun

somebody not named, in the text: a clerk; direct, statement, confidence 0.00

│ “So do I,”
`
	var got strings.Builder
	if err := console.Render(&got, account(a, r, true), console.Look{Width: 100}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	empty := account(digest.Article{Title: "Rain"}, digest.Reading{}, false)
	if len(empty.Blocks) != 2 {
		t.Errorf("nothing found: %v", empty.Blocks)
	}
}
