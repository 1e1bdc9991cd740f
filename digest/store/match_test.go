package store

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/query"
)

// awkward are texts that mean something to the word index, or nothing.
var awkward = []string{
	"", " ", "\x00", "a\x00b", "\xff\xfe", "\"", "\"\"", "\"quay", "quay\"", "'", "''", "a-b", "-quay", "quay*", "*", "NEAR(quay ferry)", "NEAR(quay, 3)", "AND", "OR", "NOT",
	"quay AND", "AND quay", "quay OR ferry", "NOT quay", "(", ")", "((quay)", "context:quay", "tags:s1", "s1", "f1", "{context} : quay", "^quay", "quay + ferry",
	"🎉", "quay 🎉", "—", "…", "ကြေး", "ភាសា", "東京", "ﬁ", "İ", "ß", "\u0301", "e\u0301", "\u200b", "\U0010ffff", "𝔮𝔲𝔞𝔶", "%", "_", ";--", "$1", "?1", ":quay", "\\", "\n", "\ufeffquay",
}

// crowd is a store with words of all sorts.
func crowd(t testing.TB) *Store {
	s := reopen(t, Memory)
	put(t, s, quay, ferry, fog,
		piece{outlet: "Signs", date: "2031-08-01", text: "Party 🎉 — s1 a-b 東京 ភាសា. “Ob-la-di AND NOT”, she said.", quotes: []said{{content: "Ob-la-di AND NOT", source: "she"}}})
	return s
}

// TestAwkward has no text break a search, in whichever place it stands.
func TestAwkward(t *testing.T) {
	s := crowd(t)
	for _, text := range awkward {
		for _, q := range places(text) {
			if _, err := s.Find(t.Context(), q, Page{Speakers: 2, Quotes: 3}); err != nil {
				t.Errorf("%q in %+v: %v", text, q, err)
			}
		}
	}
	for word, want := range map[string]int{"🎉": 1, "🎊": 0, "—": 1, "s1": 1, "f1": 0, "k1": 0, "a-b": 1, "b-a": 0, "AND": 1, "東京": 1, "tags:s1": 0, "quay*": 4, "NEAR(quay ferry)": 0} {
		if got := ask(t, s, query.Query{Words: []string{word}}); len(got) != want {
			t.Errorf("%q is found %d times, want %d: %q", word, len(got), want, got)
		}
	}
	if got := ask(t, s, query.Query{Without: []string{"🎉", "quay", "ferry"}}); len(got) != 1 {
		t.Errorf("without signs and words: %q", got)
	}
}

func places(text string) []query.Query {
	return []query.Query{
		{Words: []string{text}}, {Words: []string{"quay", text}}, {Exact: []string{text}}, {Without: []string{text}}, {Words: []string{"quay"}, Without: []string{text}},
		{About: query.Term{Text: text}}, {About: query.Term{Text: text, Quoted: true}}, {By: query.Term{Text: text}}, {Outlets: []string{text}},
		{By: by(1), Words: []string{text}}, {About: about(1), Words: []string{text}}, {About: about(1), Without: []string{text}}, {About: about(1, 2), By: by(1, 3), Exact: []string{text}},
	}
}

// FuzzFind has any text be searched for in any place, and compares what is found
// with what is there.
func FuzzFind(f *testing.F) {
	s := crowd(f)
	all := answer(f, s, query.Query{}, Page{}).Results
	for _, text := range awkward {
		f.Add(text)
	}
	for _, text := range []string{"quay", "The quay", "don't count", "café", "CAFE", "stay open"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, q := range places(text) {
			if _, err := s.Find(context.Background(), q, Page{Quotes: 3}); err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
		}
		if !utf8.ValidString(text) || plain(text) == "" {
			return
		}
		found := make(map[string]bool)
		for _, r := range answer(t, s, query.Query{Exact: []string{text}}, Page{}).Results {
			found[r.ID] = true
			if !strings.Contains(plain(r.Context), plain(text)) {
				t.Errorf("exactly %q is not in %q", text, r.Context)
			}
		}
		for _, r := range all {
			if ascii(text) && contains(plain(r.Context), plain(text)) && !found[r.ID] {
				t.Errorf("exactly %q was not found in %q", text, r.Context)
			}
		}
		if !ascii(text) {
			return // letters of other scripts are folded by the index's own tables
		}
		for _, r := range answer(t, s, query.Query{Words: []string{text}}, Page{}).Results {
			if missing := missingWord(text, r); missing != "" {
				t.Errorf("%q of %q is not in %q", missing, text, r.Context)
			}
		}
	})
}

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// missingWord returns a word of text that is not in the quote's context.
func missingWord(text string, r digest.Result) string {
	have := strings.FieldsFunc(query.Fold(r.Context)+" "+strings.ToLower(r.Context), func(r rune) bool { return !wordRune(r) })
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !wordRune(r) }) {
		found := false
		for _, h := range have {
			found = found || h == word
		}
		if !found {
			return word
		}
	}
	return ""
}

func TestContext(t *testing.T) {
	for _, c := range []struct{ text, content, source, want string }{
		{"One. Two. “Three,” he said. Four. Five.", "Three,", "he", "Two. “Three,” he said. Four."},
		{"One.\n\nTwo.\n\n“Three,” he said.\n\nFour.", "Three,", "he", "Two.\n\n“Three,” he said."},
		{"“Three,” he said.", "Three,", "he", "“Three,” he said."},
		{"Mr. A. B. Cee came. “No.” Dr. Dee left.", "No.", "", "Mr. A. B. Cee came. “No.” Dr. Dee left."},
		{"Was it? “Yes! It was. . . fun,” he said. And so on.", "Yes! It was. . . fun,", "he", "Was it? “Yes! It was. . . fun,” he said. And so on."},
		{"no stops at all", "stops", "", "no stops at all"},
		{"Zürich ist schön. Große “Straße”. Ende. Aus.", "Straße", "", "Zürich ist schön. Große “Straße”. Ende."},
		{strings.Repeat("word ", 1000) + "said so.", "said so", "", ""},
	} {
		q := digest.Quote{Content: []digest.Span{find(t, c.text, c.content)}}
		if c.source != "" {
			at := q.Content[0].End + strings.Index(c.text[q.Content[0].End:], c.source)
			q.Source = []digest.Span{{Start: at, End: at + len(c.source)}}
		}
		got := contextOf(c.text, q)
		if c.want == "" {
			if got.Len() > 2*maxContext {
				t.Errorf("the context of %q is %d bytes long", c.content, got.Len())
			}
			continue
		}
		if got.Cut(c.text) != c.want {
			t.Errorf("the context of %q is %q, want %q", c.content, got.Cut(c.text), c.want)
		}
	}
}

// FuzzContext cuts any text without dividing characters or losing the quote.
func FuzzContext(f *testing.F) {
	f.Add("One. Two. “Three,” he said. Four.", 12, 17)
	f.Add("…”.\n\n“", 0, 3)
	f.Add(strings.Repeat("ü", 2000), 1000, 1200)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		q := digest.Quote{Content: []digest.Span{{Start: start, End: end}}}
		if !utf8.ValidString(text) || inside(text, q.Content) != nil {
			return
		}
		c := contextOf(text, q)
		if err := inside(text, []digest.Span{c}); err != nil {
			t.Fatal(err)
		}
		if !c.Contains(q.Content[0]) {
			t.Fatalf("%v does not contain %v", c, q.Content[0])
		}
	})
}
