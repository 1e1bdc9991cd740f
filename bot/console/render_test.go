package console

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"whosaid/digest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func run(text string) []digest.Run { return []digest.Run{{Text: text}} }

// sample has every block, about people who are invented.
func sample() digest.Message {
	link := func(text string) digest.Run {
		return digest.Run{Text: text, Style: digest.Faint, URL: "https://ledger.example/2031/ferry vote"}
	}
	return digest.Message{Blocks: []digest.Block{
		digest.Heading{Level: 1, Text: run("Who said what about the night ferry")},
		digest.Heading{Level: 2, Text: []digest.Run{{Text: "Ottoline Vask", Style: digest.Bold}, {Text: ", the board’s chair", Style: digest.Faint}}},
		digest.Blockquote{Text: []digest.Run{
			{Text: "“"}, {Text: "I will not sign a paper that\nI have not read. Nobody on this board should,"}, {Text: "”"},
			digest.Break, {Text: "— ", Style: digest.Faint}, link("The Marrow Bay Ledger, 4 Mar 2031"),
		}},
		digest.Blockquote{Text: []digest.Run{{Text: "said", Style: digest.Italic}, {Text: " that it rained"}, digest.Break, link("Courier of the Isles")}},
		digest.Heading{Level: 2, Text: run("港野凪子")},
		digest.Blockquote{Text: run("“夜の船は必要だ。誰も反対していない。港は町のものだ。船は約束だ。約束は守られるべきだ。”")},
		digest.Heading{Level: 2, Text: run("آرزو نیک\u200cبندر")},
		digest.Blockquote{Text: run("“ما نمی\u200cخواهیم بندر بسته شود. هیچ\u200cکس نمی\u200cخواهد که کشتی\u200cها در بندر بمانند و بپوسند”")},
		digest.Paragraph{Text: []digest.Run{{Text: "Type "}, {Text: "digest since:2031-03-01", Style: digest.Code}, {Text: " for a digest 👩\u200d👩\u200d👧 e\u0301."}}},
		digest.List{Items: [][]digest.Run{run("one point that is long enough to need a second line somewhere"), {{Text: "two", URL: "https://two.example/"}}}},
		digest.Fields{Items: []digest.Field{
			{Name: "Also called", Value: run("Vask, Ottoline")},
			{Name: "Described as", Value: []digest.Run{{Text: "the board’s chair"}, digest.Break, {Text: "a former ferry captain who knows every rock in the bay"}}},
		}},
		digest.Image{URL: "https://pictures.example/1.png", Alt: "quotes a week"},
		digest.List{Ordered: true, Items: [][]digest.Run{run("Ottoline Vask"), run("Pell Gorrindge")}},
		digest.Buttons{Items: []digest.Button{{Label: "Ottoline Vask", Command: "Ottoline Vask"}, {Label: "Pell Gorrindge", Command: "Pell Gorrindge"}}},
		digest.Rest{Summary: "2 more quotes", Blocks: []digest.Block{
			digest.Heading{Level: 3, Text: run("Inside")}, digest.Blockquote{Text: run("“Folded away until it is asked for by somebody who wants it.”")},
		}},
		digest.Buttons{Items: []digest.Button{{Label: "12 more quotes", Command: "more", Tells: true}}},
	}}
}

func drawn(t testing.TB, m digest.Message, look Look) string {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, m, look); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, look := range map[string]Look{
		"plain-40":  {Width: 40},
		"plain-80":  {Width: 80},
		"plain-120": {Width: 120},
		"folded":    {Width: 80, Fold: true},
		"once":      {Width: 80, Once: true},
		"colour":    {Width: 60, Colour: true},
		"links":     {Width: 60, Colour: true, Links: true},
		"narrow":    {Width: 1},
	} {
		t.Run(name, func(t *testing.T) {
			got := drawn(t, sample(), look)
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

// everywhere puts text wherever text of an article can stand.
func everywhere(text string) digest.Message {
	runs := []digest.Run{{Text: text, URL: "https://x.example/" + text}, {Text: text, Style: digest.Bold, URL: text}}
	blocks := []digest.Block{
		digest.Heading{Level: 1, Text: runs}, digest.Paragraph{Text: runs}, digest.Blockquote{Text: runs},
		digest.List{Items: [][]digest.Run{runs}}, digest.Fields{Items: []digest.Field{{Name: text, Value: runs}}},
		digest.Image{URL: text, Alt: text}, digest.Buttons{Items: []digest.Button{{Label: text, Command: text}}},
	}
	return digest.Message{Blocks: append(blocks, digest.Rest{Summary: text, Blocks: blocks})}
}

// ours matches the escape sequences that a console writes itself.
var ours = regexp.MustCompile("\x1b\\[[0-9]+m|\x1b\\]8;;(https?://[!-~]*)?\x1b\\\\")

// checkHarmless reports characters that act on a terminal or hide on it.
func checkHarmless(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' || strings.ContainsRune(hidden, r) {
			t.Errorf("%U is written in %q", r, text)
			return
		}
	}
}

// hidden reorder text or have no width, whatever stands around them.
const hidden = "\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\u00ad\u2028\u2029\u180e\u3164\U000e0041"

var naughty = []string{
	"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\", "\x9b2J\x9d0;x\x9c", "\u009b2J",
	"a\x00b\x07c\x08d\x0be\x0cf\x7fg\u0085h\ti\r\nj", "\u202egnp.exe\u202c", "a\u2066b\u2069\u200fc\u061c", "p\u200ba\u200cs\u200ds\ufeffword\u00ad",
	"Z\u0335\u0321\u0328A\u0335\u0321\u0328", "\U000e0001\U000e0041tag", "bad \xff\xfe\xed\xa0\x80 bytes", "\u2028\u2029",
	"https://x.example/\x1b[31m", "@room <!channel> *b* _i_ `c`", "\u180e\u3164\uffa0\u115f", strings.Repeat("a", 300), strings.Repeat("\u0301", 300),
	strings.Repeat("界", 90), strings.Repeat("👩\u200d👩\u200d👧\u200d👦", 40), "", " ", "\n\n",
}

func TestNothingActs(t *testing.T) {
	for _, text := range append(naughty, hidden, strings.Join(naughty, " ")) {
		checkHarmless(t, drawn(t, everywhere(text), Look{Width: 33}))
		checkHarmless(t, ours.ReplaceAllString(drawn(t, everywhere(text), Look{Width: 33, Colour: true, Links: true}), ""))
	}
}

func FuzzRender(f *testing.F) {
	for i, text := range naughty {
		f.Add(text, uint8(i*7))
	}
	f.Fuzz(func(t *testing.T, text string, width uint8) {
		m := everywhere(text)
		plain := drawn(t, m, Look{Width: int(width)})
		checkHarmless(t, plain)
		coloured := ours.ReplaceAllString(drawn(t, m, Look{Width: int(width), Colour: true}), "")
		if diff := cmp.Diff(plain, coloured); diff != "" {
			t.Errorf("colour changes the text (-plain +coloured):\n%s", diff)
		}
		checkHarmless(t, ours.ReplaceAllString(drawn(t, m, Look{Width: int(width), Colour: true, Links: true}), ""))
		if width < 20 {
			return
		}
		body, _, _ := strings.Cut(plain, "\n[1] ")
		for line := range strings.SplitSeq(body, "\n") {
			if cells := uniseg.StringWidth(line); cells > int(width) {
				t.Errorf("a line of %d cells, not %d: %q", cells, width, line)
			}
		}
	})
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		width int
		want  []string
	}{
		{"words", "one two three", 8, []string{"one two", "three"}},
		{"exact", "one two", 7, []string{"one two"}},
		{"a long word", "abcdefghij k", 4, []string{"abcd", "efgh", "ij k"}},
		{"wide", "夜の船は必要だ。誰も", 8, []string{"夜の船は", "必要だ。", "誰も"}},
		{"wide, odd", "界界界", 5, []string{"界界", "界"}},
		{"marks stay", "e\u0301e\u0301 e\u0301e\u0301", 2, []string{"e\u0301e\u0301", "e\u0301e\u0301"}},
		{"emoji are one", "👩\u200d👩\u200d👧👩\u200d👩\u200d👧", 3, []string{"👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"}},
		{"no break before a full stop", "夜の船。", 6, []string{"夜の", "船。"}},
		{"kept together", "a b\u00a0[1]", 5, []string{"a", "b\u00a0[1]"}},
		{"zero-width space", "ab\u200bcd", 3, []string{"ab", "cd"}},
		{"inner spaces", "a . . . b", 20, []string{"a . . . b"}},
		{"newline is a space", "a\nb", 20, []string{"a b"}},
		{"spaces only", "   ", 20, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, line := range wrap(run(tt.text), tt.width) {
				text := ""
				for _, s := range line {
					text += s.text
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("wrap (-want +got):\n%s", diff)
			}
		})
	}
}

// Long text takes time in proportion to its length, not more.
func BenchmarkRender(b *testing.B) {
	for _, n := range []int{1 << 10, 1 << 20} {
		m := digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: run(strings.Repeat("No ferry, no peace. ", n/20))}}}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(n))
			for b.Loop() {
				drawn(b, m, Look{})
			}
		})
	}
}
