package analyse

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"whosaid/digest"
)

var update = flag.Bool("update", false, "write what is read into the fixtures")

// TestFixtures reads each "name.in" of testdata/quotes and compares the quotes
// with "name.want". Where a "name.known" stands instead, reading fails there for
// the reason it gives below the wanted lines; once it no longer does, the test
// fails, so that the list of known failures only shrinks.
func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/quotes/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures in testdata/quotes: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(a.Files); i += 2 {
			in, want := a.Files[i], &a.Files[i+1]
			name := strings.TrimSuffix(in.Name, ".in")
			t.Run(name, func(t *testing.T) { fixture(t, string(in.Data), name, want) })
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func fixture(t *testing.T, text, name string, want *txtar.File) {
	got := describe(text, Read(digest.Article{Text: text}))
	switch want.Name {
	case name + ".want":
		if *update {
			want.Data = []byte(got)
		}
		if diff := cmp.Diff(string(want.Data), got); diff != "" {
			t.Errorf("quotes (-want +got):\n%s", diff)
		}
	case name + ".known":
		wanted, _, _ := strings.Cut(string(want.Data), "because ")
		if got == wanted {
			t.Errorf("%s is read right now: rename it to %s.want", want.Name, name)
		}
	default:
		t.Fatalf("%s.in is followed by %s", name, want.Name)
	}
}

// describe prints a quote a line: kind, speaker (or the mention of somebody
// unnamed, or "?"), source ⟶ cue, content, whom it is about.
func describe(text string, r digest.Reading) string {
	var b strings.Builder
	for _, q := range r.Quotes {
		who := "?"
		switch {
		case q.Speaker >= 0:
			who = r.Actors[q.Speaker].Name
		case q.Unnamed:
			who = "unnamed"
		}
		fmt.Fprintf(&b, "%s | %s | %s / %s | %s |%s\n", q.Kind, who, cutAll(text, q.Source), cutAll(text, q.Cue), cutAll(text, q.Content), names(r, q.About))
	}
	return b.String()
}

func cutAll(text string, spans []digest.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, strings.Join(strings.Fields(s.Cut(text)), " "))
	}
	return strings.Join(parts, " … ")
}

func names(r digest.Reading, actors []int) string {
	out := ""
	for _, a := range actors {
		out += " " + strings.ReplaceAll(r.Actors[a].Name, " ", "_")
	}
	return out
}

// FuzzRead holds every reading to what its callers rely on.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/quotes/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no seed corpus: testdata/quotes is empty")
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, x := range a.Files {
			f.Add(string(x.Data))
		}
	}
	f.Add("")
	f.Add("“")
	f.Add("“a” b “c\n\n“d")
	f.Add("'''\"\"\"‘‘’’””“„«»")
	f.Add("\xff\xfe\x00”said he")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "\ufffd")
		}
		checkReading(t, text, Read(digest.Article{Text: text}))
	})
}

func checkReading(t *testing.T, text string, r digest.Reading) {
	t.Helper()
	ok := func(what string, s digest.Span) {
		if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
			t.Fatalf("%s %v lies outside the text of %d bytes", what, s, len(text))
		}
		if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Fatalf("%s %v cuts a character", what, s)
		}
	}
	for _, q := range r.Quotes {
		if len(q.Content) == 0 {
			t.Fatal("a quote without content")
		}
		for i, s := range q.Content {
			ok("content", s)
			if i > 0 && s.Start < q.Content[i-1].End {
				t.Fatalf("content spans %v are not in order", q.Content)
			}
		}
		for _, s := range append(q.Cue[:len(q.Cue):len(q.Cue)], q.Source...) {
			ok("cue or source", s)
		}
		if q.Speaker < digest.NoSpeaker || q.Speaker >= len(r.Actors) {
			t.Fatalf("speaker %d of %d actors", q.Speaker, len(r.Actors))
		}
		for _, a := range q.About {
			if a < 0 || a >= len(r.Actors) {
				t.Fatalf("about %d of %d actors", a, len(r.Actors))
			}
		}
		if q.Confidence < 0 || q.Confidence > 1 {
			t.Fatalf("confidence %v", q.Confidence)
		}
	}
	for _, a := range r.Actors {
		if a.Name == "" {
			t.Fatal("an actor without a name")
		}
		for _, m := range a.Mentions {
			ok("mention", m)
		}
	}
	for _, s := range r.Gist {
		ok("gist", s)
	}
}

// TestManyLines has a text of more lines than an article can have read as running text.
func TestManyLines(t *testing.T) {
	text := strings.Repeat("a\n", mostParagraphs) + "\n“We will stay in Norrick,” said Ana Paz, a farmer.\n"
	if n, want := len(cut(text).paras), len(text)/maxParagraph+1; n > want {
		t.Errorf("%d paragraphs, want up to %d", n, want)
	}
	r := Read(digest.Article{Text: text})
	if len(r.Quotes) != 1 || r.Quotes[0].Speaker == digest.NoSpeaker || r.Actors[r.Quotes[0].Speaker].Name != "Ana Paz" {
		t.Errorf("quotes %v of %v", r.Quotes, r.Actors)
	}
}
