package conform

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"whosaid/digest"
)

// naughty are texts that an article could have, and that would do something in
// some chat if they were not made harmless.
var naughty = []string{
	"<!channel>", "<!here>", "<!everyone>", "<!subteam^S0ABC|team>", "<@U0PERSON>", "<#C0GENERAL|general>",
	"&lt;!channel&gt;", "<!date^0^{date}|now>", "<https://evil.example|https://bank.example>", "<mailto:a@b.example|mail>",
	"@room", "@channel", "@here", "@everyone", "@person:localhost", "@ROOM now", "https://matrix.to/#/@person:localhost",
	"[click](javascript:alert(1))", "[bank](https://evil.example)", "![x](https://evil.example/pixel.png)",
	"<b>bold</b>", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "</blockquote></details><h1>loud</h1>",
	"<mx-reply>forged</mx-reply>", `<a href="https://evil.example">bank</a>`, `<span data-mx-spoiler>hidden</span>`, "<font color=white>pale</font>",
	"*bold* _italic_ ~struck~ `code`", "**bold** __under__ ~~struck~~", "```\ncode\n```", "> quoted\n> twice", "# heading", "- item\n- item",
	":smile: :+1:", "| a | b |\n|---|---|", "$$x^2$$", "\\*escaped\\*", "!whosaid digest", "/whosaid digest", "/me waves", "/quit",
	"left \u202eright\u202c", "iso \u2066late\u2069", "mark \u200f\u200e", "bom \ufeff here", "zero\u200bwidth\u2060joined", "tag \U000e0041\U000e007f end",
	"bell \a nul \x00 esc \x1b[31mred\x1b[0m", "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "del \x7f c1 \u009b31m", "line\rover", "a\u2028b\u2029c", "bad \xff\xfe utf8",
	"Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u0334\u0319\u0324l", strings.Repeat("Donaudampfschifffahrt", 300), strings.Repeat("\u0f03", 500),
	"👩‍👩‍👧‍👦 🇫🇷 🏳️‍🌈", "نص عربي وعبري עברית", "ខ្មែរ ไทย", "“quoted” ‘single’ «guillemets»", "&amp; &#x40;room &commat;room", "%s %d %n ${HOME} {{.}}",
	"'; DROP TABLE article; --", "file:///etc/passwd", "data:text/html,<b>x</b>", "slack://open", "tel:+123", "\\\\server\\share", "https://user:pw@evil.example/",
}

// hostile is a message with words in every place where text can be.
func hostile(words string) digest.Message {
	run := []digest.Run{{Text: words}}
	return digest.Message{Blocks: []digest.Block{
		digest.Heading{Level: 1, Text: run},
		digest.Heading{Level: 2, Text: []digest.Run{{Text: words, URL: "https://post.example/a"}}},
		digest.Paragraph{Text: []digest.Run{{Text: "In its words: ", Style: digest.Faint}, {Text: words, Style: digest.Bold | digest.Italic}, {Text: words, Style: digest.Code}}},
		digest.Blockquote{Text: []digest.Run{{Text: "“"}, {Text: words}, {Text: "”"}, digest.Break, {Text: "— Aldmoor Post", Style: digest.Faint}}},
		digest.List{Items: [][]digest.Run{run, run}},
		digest.Fields{Items: []digest.Field{{Name: words, Value: run}}},
		digest.Buttons{Items: []digest.Button{{Label: words, Command: words}}},
		digest.Rest{Summary: words, Blocks: []digest.Block{digest.Paragraph{Text: run}}},
	}}
}

// inert checks that words, shown, notify nobody, lead nowhere, hide nothing and
// can be read.
func (p *party) inert(l *listening, words string, m digest.Message) {
	p.t.Helper()
	var shown strings.Builder
	for _, part := range l.Split(m) {
		s := p.posted(l, p.Channel(), part)
		shown.WriteString(s.Text + "\n")
		if len(s.Notifies) > 0 {
			p.t.Errorf("%q notifies %q", words, s.Notifies)
		}
		for _, link := range s.Links {
			if !strings.HasPrefix(link, "https://post.example/") {
				p.t.Errorf("%q makes a link to %q", words, link)
			}
		}
		if i := strings.IndexFunc(s.Text, acts); i >= 0 {
			p.t.Errorf("%q is shown with %q in it", words, []rune(s.Text[i:])[0])
		}
	}
	if !strings.Contains(letters(shown.String()), letters(words)) {
		p.t.Errorf("%q is shown as %q, where not all of its letters can be read", words, clipped(shown.String()))
	}
}

// acts reports whether a character moves the cursor or turns the direction of
// what follows.
func acts(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r >= 0xe0000 && r <= 0xe007f
}

// letters returns the letters and digits of plain scripts in words, which no
// neutralising may take away.
func letters(words string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(words, ""))
}

func clipped(s string) string {
	if len(s) > 600 {
		return s[:600] + " …"
	}
	return s
}

func testHostile(t *testing.T, p *party) {
	l := p.listen()
	for _, words := range naughty {
		p.inert(l, words, hostile(words))
	}
}

// testHostileAtRandom mixes the texts with each other and with halves of them.
func testHostileAtRandom(t *testing.T, p *party) {
	l := p.listen()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	for range 25 {
		var b strings.Builder
		for range 2 + random.IntN(5) {
			piece := naughty[random.IntN(len(naughty))]
			if len(piece) > 200 {
				piece = piece[:200]
			}
			cut := []rune(piece)
			b.WriteString(string(cut[:1+random.IntN(len(cut))]))
			b.WriteString([]string{"", " ", "\n", "<", "@", "*"}[random.IntN(6)])
		}
		p.inert(l, b.String(), hostile(b.String()))
		if t.Failed() {
			t.Logf("seed %d", seed)
			return
		}
	}
}

func testHostileLinks(t *testing.T, p *party) {
	l := p.listen()
	for i, url := range []string{"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "vbscript:x", "https://post.example/a>b|c\"d<e",
		"https://post.example/\" onmouseover=\"x", "https://post.example/\n\x1b[31m", "mailto:a@b.example", "slack://open", "//post.example/x", "#top"} {
		words := fmt.Sprintf("Link number %d here.", i)
		m := digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: []digest.Run{{Text: words, URL: url}}}, digest.Image{URL: url, Alt: words}}}
		s := p.posted(l, p.Channel(), m)
		if !has(s.Text, words) {
			t.Errorf("the words of the link to %q are shown as %q", url, s.Text)
		}
		if slices.ContainsFunc(s.Links, func(link string) bool {
			return !strings.HasPrefix(link, "https://post.example/") && link != "mailto:a@b.example" // one that is harmless
		}) {
			t.Errorf("%q is shown with links to %q", url, s.Links)
		}
	}
}
