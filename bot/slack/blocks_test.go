package slack

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"whosaid/bot/slack/fake"
	"whosaid/digest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens are the messages that testdata shows as blocks.
func goldens() map[string]digest.Message {
	return map[string]digest.Message{
		"digest": smallDigest(), "digest-long": largeDigest(9), "answer": anAnswer(), "choice": aChoice(), "help": aHelp(),
		"text": {Blocks: []digest.Block{text(plain("Nothing found: "), bold("quotes about ‘peace’"))}},
	}
}

func TestGolden(t *testing.T) {
	tr := &Transport{}
	for name, m := range goldens() {
		t.Run(name, func(t *testing.T) {
			var all []map[string]any
			for _, part := range tr.Split(m) {
				all = append(all, map[string]any{"text": fallback(part.Blocks), "blocks": render(part.Blocks)})
			}
			got := indented(t, all)
			path := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
			}
		})
	}
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// messageOf puts a text everywhere where text can be.
func messageOf(s string) digest.Message {
	run := []digest.Run{plain(s), bold(s), {Text: s, URL: s}, {Text: s, URL: "https://a.example/" + s}, {Text: s, Style: digest.Code | digest.Italic}}
	grey := []digest.Run{faint(s), {Text: s, URL: "https://a.example/?q=" + s, Style: digest.Faint}}
	return digest.Message{Blocks: []digest.Block{
		title(s), digest.Heading{Level: 2, Text: run}, digest.Paragraph{Text: run}, digest.Paragraph{Text: grey}, digest.Blockquote{Text: []digest.Run{plain(s)}},
		digest.List{Items: [][]digest.Run{run, grey}}, digest.List{Ordered: true, Items: [][]digest.Run{run}},
		digest.Fields{Items: []digest.Field{{Name: s, Value: run}}}, digest.Image{URL: "https://a.example/" + s, Alt: s}, digest.Image{URL: s, Alt: s},
		digest.Buttons{Items: []digest.Button{{Label: s, Command: s}, {Label: "More", Command: s}}}, digest.Rest{Summary: s, Blocks: []digest.Block{digest.Paragraph{Text: run}}},
	}}
}

func TestHostileTextIsInert(t *testing.T) {
	for i, s := range hostile {
		t.Run(fmt.Sprint(i), func(t *testing.T) { checkInert(t, messageOf(s)) })
	}
}

func FuzzInert(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkInert(t, messageOf(s)) })
}

// checkInert splits a message and looks at all that would be sent.
func checkInert(t *testing.T, m digest.Message) {
	t.Helper()
	tr := &Transport{}
	for i, part := range tr.Split(m) {
		blocks := render(part.Blocks)
		data, err := json.Marshal(blocks)
		if err != nil {
			t.Fatal(err)
		}
		if problems := fake.Validate(data, mostBlocks); len(problems) > 0 {
			t.Errorf("part %d: Slack would refuse it: %q", i, problems)
		}
		if len(blocks) > 0 && len([]rune(string(data))) > longestBlockJSON {
			t.Errorf("part %d has %d characters of blocks", i, len([]rune(string(data))))
		}
		beside := fallback(part.Blocks)
		if n := len([]rune(beside)); n > longestFallback+100 || strings.ContainsAny(beside, "<>") {
			t.Errorf("part %d: the text of %d characters beside the blocks could act: %q", i, n, cut(beside, 200))
		}
		checkCharacters(t, beside)
		var tree any
		json.Unmarshal(data, &tree)
		checkTree(t, tree)
		if again := tr.Split(part); len(again) != 1 || !cmp.Equal(again[0], part) {
			t.Errorf("part %d is split once more, into %d", i, len(again))
		}
	}
}

// ours is the only markup that a context line may have.
var ours = regexp.MustCompile(`<(?:https?://|mailto:)[!-;=?-{}~]+\|[^<>]*>`)

var entity = regexp.MustCompile(`&(?:amp|lt|gt);`)

func checkTree(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			checkTree(t, e)
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		switch kind {
		case "header", "context", "divider", "rich_text", "actions", "image", "rich_text_section", "rich_text_quote", "rich_text_list", "text", "button", "":
		case "link":
			if u := v["url"].(string); !strings.HasPrefix(strings.ToLower(u), "http://") && !strings.HasPrefix(strings.ToLower(u), "https://") && !strings.HasPrefix(strings.ToLower(u), "mailto:") {
				t.Errorf("a link leads to %q", u)
			}
		case "plain_text":
			if v["emoji"] != false {
				t.Errorf("emoji are drawn in %v", v)
			}
		case "mrkdwn":
			rest := ours.ReplaceAllString(v["text"].(string), "")
			if strings.ContainsAny(entity.ReplaceAllString(rest, ""), "<>&") || formatting.MatchString(rest) || v["verbatim"] != true {
				t.Errorf("a context line could act: %q", rest)
			}
		default:
			t.Errorf("an element %q was made", kind)
		}
		for name, e := range v {
			if s, ok := e.(string); ok && name != "value" { // a value comes back to us as it is, and is seen by nobody
				checkCharacters(t, s)
			}
			checkTree(t, e)
		}
	}
}

func checkCharacters(t *testing.T, s string) {
	t.Helper()
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff') {
			t.Errorf("%q holds %U", cut(s, 100), r)
			return
		}
	}
}
