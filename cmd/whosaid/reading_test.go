package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

func TestNewReading(t *testing.T) {
	const raw = "Title: Straße\n\nÅsa: “Nein”, said Åsa."
	a := digest.Article{Text: raw[len("Title: Straße\n\n"):]}
	span := func(s string, from int) digest.Span {
		for i := from; ; i++ {
			if a.Text[i:i+len(s)] == s {
				return digest.Span{Start: i, End: i + len(s)}
			}
		}
	}
	r := digest.Reading{
		Actors: []digest.Actor{{Name: "Åsa", Type: digest.Person, Weight: 1}},
		Quotes: []digest.Quote{
			{
				Kind: digest.Direct, Class: digest.Statement, Speaker: 0, Confidence: 0.9,
				Content: []digest.Span{span("Nein", 0)}, Cue: []digest.Span{span("said", 0)}, Source: []digest.Span{span("Åsa", 4)},
			},
			{Kind: digest.Indirect, Class: digest.Thought, Speaker: digest.NoSpeaker, About: []int{0}, Content: []digest.Span{span("Åsa", 0)}},
		},
		Gist: []digest.Span{{Start: 0, End: len(a.Text)}},
	}
	got := newReading("x/a.txt", []byte(raw), a, r, false)
	want := readingJSON{
		Doc:    "a",
		Actors: []actorJSON{{Name: "Åsa", Type: "person", Aliases: []string{}, Weight: 1, Roles: []string{}}},
		Quotes: []quoteJSON{
			{
				ID: got.Quotes[0].ID, Kind: "direct", Class: "statement", Content: [][2]int{{21, 25}}, Cue: [][2]int{{28, 32}}, Source: [][2]int{{33, 36}},
				Speaker: "Åsa", About: []string{}, Confidence: 0.9,
			},
			{
				ID: got.Quotes[1].ID, Kind: "indirect", Class: "thought", Content: [][2]int{{15, 18}}, Cue: [][2]int{}, Source: [][2]int{},
				About: []string{"Åsa"},
			},
		},
		Gist: [][2]int{{15, 37}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("offsets in the file (-want +got):\n%s", diff)
	}

	// The text is not in the file as it stands: the offsets count in the text.
	got = newReading("a.html", []byte("<p>Åsa: &ldquo;…"), a, r, false)
	if got.Text != a.Text || got.Doc != "a.html" || got.Quotes[0].Content[0] != [2]int{6, 10} {
		t.Errorf("offsets in the text: %+v", got)
	}
}

func TestHarmless(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"plain", "plain"},
		{"a=b", "a=b"},
		{"=1+1", "'=1+1"},
		{"+41", "'+41"},
		{"-5 degrees", "'-5 degrees"},
		{"@mayor", "'@mayor"},
		{"\tx", "'\tx"},
	} {
		if got := harmless(tt.in); got != tt.want {
			t.Errorf("harmless(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
