package matrix

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"whosaid/digest"
	"whosaid/digest/compose"
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
			{Text: "“"}, {Text: "I will not sign a paper that\nI have not read. <b>Nobody</b> on this board should, @room"}, {Text: "”"},
			digest.Break, {Text: "— ", Style: digest.Faint}, link("The Marrow Bay Ledger, 4 Mar 2031"),
		}},
		digest.Heading{Level: 2, Text: run("港野凪子")},
		digest.Blockquote{Text: run("“夜の船は必要だ。誰も反対していない。”")},
		digest.Heading{Level: 2, Text: run("آرزو نیک\u200cبندر")},
		digest.Blockquote{Text: run("“ما نمی\u200cخواهیم بندر بسته شود”")},
		digest.Paragraph{Text: []digest.Run{{Text: "Type "}, {Text: "digest since:2031-03-01", Style: digest.Code}, {Text: " for a "}, {Text: "digest", Style: digest.Bold | digest.Italic}, {Text: " 👩\u200d👩\u200d👧."}}},
		digest.List{Items: [][]digest.Run{run("one point"), {{Text: "two", URL: "https://two.example/"}}, {{Text: "no link", URL: "javascript:alert(1)"}}}},
		digest.Fields{Items: []digest.Field{
			{Name: "Also called", Value: run("Vask, Ottoline")},
			{Name: "Described as", Value: []digest.Run{{Text: "the board’s chair"}, digest.Break, {Text: "a former ferry captain"}}},
		}},
		digest.Image{URL: "https://pictures.example/1.png", Alt: "quotes a week"},
		digest.List{Ordered: true, Items: [][]digest.Run{run("Ottoline Vask"), run("Pell Gorrindge")}},
		digest.Buttons{Items: []digest.Button{{Label: "Ottoline Vask", Command: "Ottoline Vask"}, {Label: "Pell Gorrindge", Command: "Pell Gorrindge"}}},
		digest.Rest{Summary: "2 more quotes", Blocks: []digest.Block{
			digest.Heading{Level: 3, Text: run("Inside")}, digest.Blockquote{Text: run("“Folded away until it is asked for by somebody who wants it.”")},
		}},
		digest.Buttons{Items: []digest.Button{{Label: "12 more quotes", Command: "more"}, {Label: "sources", Command: "sources 12"}}},
	}}
}

func TestGolden(t *testing.T) {
	help := []compose.Command{{Usage: "who said what about X", Does: "everybody’s quotes about X"}, {Usage: "more", Does: "what the last answer left out"}}
	for name, m := range map[string]digest.Message{
		"blocks": sample(),
		"digest": sampleDigest(),
		"answer": sampleAnswer(),
		"help":   compose.Help("Ask me who said what", help, "A filter is a period."),
		"back":   compose.Answer(digest.Answer{Back: "Who is meant by “Vask”?", Suggestions: []string{"Ottoline Vask", "Vask Ferries"}}),
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".html", indented(toHTML(m)))
			golden(t, name+".txt", toBody(m))
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
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
		t.Errorf("%s: run with -update if this is meant (-want +got):\n%s", name, diff)
	}
}

// indented has a line for each block, so that changes can be read.
func indented(doc string) string {
	return regexp.MustCompile(`(</(p|h\d|blockquote|ul|ol|li|summary|details)>|<(ul|ol|details)>)`).ReplaceAllString(doc, "$1\n")
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

// hostile are texts that have broken programs or pages. Each is one that an article
// may hold.
var hostile = []string{
	"@room", "@ROOM come", "a@room.example", "@room@room", "@\u200broom", "<!channel>", "<!everyone> <@U123>", "@alice:example.org",
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "<mx-reply>x</mx-reply>", "</blockquote></details><h1>x", "&lt;b&gt;", "<details open>",
	"https://matrix.to/#/@bot:example.org", "https://MATRIX.to./#/!room:x", "matrix:u/bot:example.org", "javascript:alert(1)", "data:text/html,<b>", "https://a.example/@room",
	"https://u:p@matrix.to/x", "http://matrix.to:80/#/@x:y", "//matrix.to/#/@a:b", `https://x.example/"onmouseover="alert(1)`,
	"\u202eevil\u202c", "\u2066a\u2069", "a\u0000b", "\x1b[31mred", "\xff\xfe", "\ufeff", "e\u0301\u0301\u0301", "\U000e0041\U000e0042", "ﷺ", "👩\u200d👩\u200d👧", "1️⃣",
	"line\nbreak\r\nand\u2028more", "\t\v\f", "!whosaid help", "$1 ${x} %s %d {{.}}", "* not a list", "> not a quote", "```code```", "~~x~~ **y** _z_",
	strings.Repeat("w", 3000), strings.Repeat("<", 3000), strings.Repeat("\u200b", 3000), strings.Repeat("\U0001F468\u200d", 500), strings.Repeat("Z\u0351", 500),
}

func TestInert(t *testing.T) {
	for _, text := range hostile {
		checkInert(t, everywhere(text))
	}
}

func FuzzInert(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			t.Skip("longer than what any field of an article has")
		}
		for _, part := range split(everywhere(text)) {
			checkInert(t, part)
		}
	})
}

// checkInert reports what in a message would alert somebody, act or hide.
func checkInert(t *testing.T, m digest.Message) {
	t.Helper()
	doc, body := toHTML(m), toBody(m)
	nodes, err := html.ParseFragment(strings.NewReader(doc), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, n := range nodes {
		checkNode(t, n, &text)
	}
	for _, s := range []string{text.String(), body} {
		if everybody.MatchString(s) {
			t.Errorf("alerts everybody: %.200q", s)
		}
		if !utf8.ValidString(s) {
			t.Errorf("is not UTF-8: %.200q", s)
		}
		for _, r := range s {
			if unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%U is written in %.200q", r, s)
				break
			}
		}
	}
}

// shapes are the elements that we write, with their attributes.
var shapes = map[string]string{
	"h3": "", "h4": "", "h5": "", "p": "", "blockquote": "", "ul": "", "ol": "", "li": "", "br": "", "strong": "", "em": "", "code": "",
	"details": "", "summary": "", "span": "data-mx-color", "a": "href",
}

var (
	allowedLink = regexp.MustCompile(`^https?://[!-~]+$`)
	pill        = regexp.MustCompile(`(?i)^\w+:/*([^/@]*@)?matrix\.to\b`)
)

func checkNode(t *testing.T, n *html.Node, text *strings.Builder) {
	t.Helper()
	switch n.Type {
	case html.TextNode:
		text.WriteString(n.Data)
	case html.ElementNode:
		attribute, ok := shapes[n.Data]
		if !ok {
			t.Errorf("writes the element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key != attribute {
				t.Errorf("writes the attribute %s of <%s>", a.Key, n.Data)
			}
			if a.Key == "href" && (!allowedLink.MatchString(a.Val) || pill.MatchString(a.Val)) {
				t.Errorf("links to %q", a.Val)
			}
		}
	default:
		t.Errorf("writes a node of type %d: %q", n.Type, n.Data)
	}
	for c := range n.ChildNodes() {
		checkNode(t, c, text)
	}
}

func TestSplit(t *testing.T) {
	words := strings.Repeat("the night ferry does not go ", 1500)
	quotes := digest.Rest{Summary: "900 more quotes"}
	var long digest.Message
	for range 300 {
		long.Blocks = append(long.Blocks, digest.Heading{Level: 2, Text: run("Ottoline Vask")},
			digest.Blockquote{Text: run("“" + strings.TrimSpace(words[:300]) + "”")})
		quotes.Blocks = append(quotes.Blocks, digest.Blockquote{Text: run("“" + strings.TrimSpace(words[:400]) + "”")})
	}
	long.Blocks = append(long.Blocks, quotes, digest.Buttons{Items: []digest.Button{{Label: "more", Command: "more"}}})
	for name, m := range map[string]digest.Message{
		"short":       sample(),
		"long":        long,
		"paragraph":   {Blocks: []digest.Block{digest.Paragraph{Text: run(words)}}},
		"quote":       {Blocks: []digest.Block{digest.Blockquote{Text: run("“" + words + "”")}}},
		"heading":     {Blocks: []digest.Block{digest.Heading{Level: 1, Text: run(words)}}},
		"word":        {Blocks: []digest.Block{digest.Paragraph{Text: run(strings.Repeat("<", 50_000))}}},
		"link":        {Blocks: []digest.Block{digest.Paragraph{Text: []digest.Run{{Text: "x", URL: "https://x.example/" + strings.Repeat("<", 50_000)}}}}},
		"list":        {Blocks: []digest.Block{digest.List{Ordered: true, Items: [][]digest.Run{run(words), run("two")}}}},
		"fields":      {Blocks: []digest.Block{digest.Fields{Items: []digest.Field{{Name: words, Value: run(words)}, {Name: "two", Value: run("2")}}}}},
		"buttons":     {Blocks: []digest.Block{digest.Buttons{Items: []digest.Button{{Label: words, Command: "x"}, {Label: "y", Command: words}}}}},
		"rest":        {Blocks: []digest.Block{digest.Rest{Summary: words, Blocks: []digest.Block{digest.Paragraph{Text: run(words)}}}}},
		"rest inside": {Blocks: []digest.Block{digest.Rest{Summary: "a", Blocks: []digest.Block{digest.Rest{Summary: "b", Blocks: long.Blocks}}}}},
		"everywhere":  everywhere(words),
		"empty":       {},
	} {
		t.Run(name, func(t *testing.T) { checkSplit(t, m) })
	}
}

func checkSplit(t *testing.T, m digest.Message) {
	t.Helper()
	parts := split(m)
	var whole strings.Builder
	for i, part := range parts {
		if n := contentSize(part); n > sizeLimit {
			t.Errorf("part %d of %d has %d bytes", i+1, len(parts), n)
		}
		if again := split(part); len(again) != 1 || !reflect.DeepEqual(again[0], part) {
			t.Errorf("splitting part %d again makes %d", i+1, len(again))
		}
		if i == 0 && len(parts) > 1 && contentSize(part) > headLimit+1000 {
			t.Errorf("the first of %d parts has %d bytes", len(parts), contentSize(part))
		}
		for _, line := range strings.Split(toBody(part), "\n") {
			if opening, closing := strings.Count(line, "“"), strings.Count(line, "”"); opening != closing && !strings.Contains(line, "too long for a message") {
				t.Errorf("part %d cuts a quote: %.100q", i+1, line)
			}
		}
		whole.WriteString(toBody(part))
	}
	if got, want := strings.Count(whole.String(), "“"), strings.Count(toBody(m), "“"); got != want {
		t.Errorf("%d quotes of %d are left", got, want)
	}
}

func contentSize(m digest.Message) int {
	data, err := json.Marshal([]string{toHTML(m), toBody(m)})
	if err != nil {
		panic(err)
	}
	return len(data)
}
