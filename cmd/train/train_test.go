package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/analyse"
)

const (
	text = "“Été froid,” Zoë Ibsen said. “Très froid.”\n"
	// offsets count code points; the last lines cannot be read, as in published files
	marks = `T1	Source 13 22	Zoë Ibsen
T2	Cue 23 27	said
T3	Content 0 12;29 42	“Été froid,” “Très froid.”
T4	Attribution 23 27	said
E1	Attribution:T4 Source:T1 Cue:T2 Content:T3
T5	Content
T6	Content 5 900	beyond the text
`
)

func TestParseBrat(t *testing.T) {
	got := parseBrat(text, marks)
	if len(got) != 1 {
		t.Fatalf("%d attributions, want 1", len(got))
	}
	var parts []string
	for _, spans := range roles(got[0]) {
		for _, s := range spans {
			parts = append(parts, s.Cut(text))
		}
	}
	want := []string{"Zoë Ibsen", "said", "“Été froid,”", "“Très froid.”"}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
}

func FuzzParseBrat(f *testing.F) {
	f.Add(marks)
	f.Add("E1\tCue:T1\nT1\tCue 1 0")
	f.Fuzz(func(t *testing.T, marks string) {
		for _, m := range parseBrat(text, marks) {
			for _, spans := range roles(m) {
				for _, s := range spans {
					_ = s.Cut(text) // a span outside of the text panics
				}
			}
		}
	})
}

func TestReadFolder(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"text/a_one.txt":               text,
		"attributions/a_one_first.ann": marks,
		"attributions/a_one_other.ann": "",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := readFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 || docs[0].Name != "a_one" || len(docs[0].Attributions) != 1 {
		t.Errorf("read %+v; want one article with the first annotator’s marks", docs)
	}
	if _, err := readFolder(filepath.Join(dir, "text")); err == nil {
		t.Error("a folder without marks was read")
	}
}

func TestWord(t *testing.T) {
	offset := byteOffsets(text)
	got, ok := word("2\tfroid\tfroid\t_\tJJ\t_\t0\troot\t_\tSpan=5-10|NER=O", offset)
	want := analyse.Word{Span: digest.Span{Start: 9, End: 14}, Tag: "JJ"}
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("word (-want +got):\n%s", diff)
	}
	if _, ok := word("2\tfroid\t_\t_\tJJ\t_\t0\troot\t_\tSpan=5-1000", offset); ok {
		t.Error("a word outside of the text was read")
	}
}

func TestScore(t *testing.T) {
	docs := []analyse.Annotated{{Text: text, Attributions: parseBrat(text, marks)}}
	same := [][]analyse.Marked{docs[0].Attributions}
	want := scores{100, 100, map[string]float64{"source": 100, "cue": 100, "content": 100}, map[string]float64{"source": 100, "cue": 100, "content": 100}}
	if diff := cmp.Diff(want, score(docs, same)); diff != "" {
		t.Errorf("scores of the marks themselves (-want +got):\n%s", diff)
	}
	half := docs[0].Attributions[0]
	half.Content, half.Source = half.Content[:1], nil
	want = scores{100, 0, map[string]float64{"source": 0, "cue": 100, "content": 66.7}, map[string]float64{"source": 0, "cue": 100, "content": 66.7}}
	if diff := cmp.Diff(want, score(docs, [][]analyse.Marked{{half}})); diff != "" {
		t.Errorf("scores of half (-want +got):\n%s", diff)
	}
}

func TestKind(t *testing.T) {
	whole := digest.Span{Start: 0, End: len(text)}
	for _, c := range []struct {
		spans []digest.Span
		want  string
	}{
		{parseBrat(text, marks)[0].Content, "direct"},
		{[]digest.Span{whole}, "mixed"},
		{parseBrat(text, marks)[0].Source, "indirect"},
	} {
		if got := kind(text, quotedBytes(text), c.spans); got != c.want {
			t.Errorf("kind of %v: %s, want %s", c.spans, got, c.want)
		}
	}
}
