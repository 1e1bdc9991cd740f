package slack

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"whosaid/bot"
	"whosaid/digest"
)

// longestFallback is how many characters of the text beside the blocks are sent:
// notifications and screen readers get it. Slack advises 4,000.
const longestFallback = 3000

// escape makes plain text inert in Slack's markup: no <!channel>, <@U…> or link
// of the text's own remains.
func escape(text string) string { return escaper.Replace(text) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// formatting finds what Slack would draw as bold, italic, struck, code, emoji or
// quote although it is but text.
var formatting = regexp.MustCompile("[*_~`]|:[a-zA-Z0-9'+-]+:|(?m)^\\s*>")

// fallback returns the text that goes beside the blocks, escaped, whole lines of it.
func fallback(blocks []digest.Block) string {
	var b strings.Builder
	for _, line := range outline(blocks) {
		line = escape(line)
		if b.Len() > 0 && utf8.RuneCountInString(b.String())+utf8.RuneCountInString(line) > longestFallback {
			break
		}
		b.WriteString(cut(line, longestFallback) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// outline returns the lines of a message without any markup.
func outline(blocks []digest.Block) []string {
	var lines []string
	add := func(prefix string, runs []digest.Run) {
		if text := flat(runs); strings.TrimSpace(text) != "" {
			lines = append(lines, prefix+text)
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case digest.Heading:
			add("", b.Text)
		case digest.Paragraph:
			add("", b.Text)
		case digest.Blockquote:
			add("", b.Text)
		case digest.List:
			for _, item := range b.Items {
				add("• ", item)
			}
		case digest.Fields:
			for _, f := range b.Items {
				if f.Name == "" { // a further value of the name before
					add("", f.Value)
					continue
				}
				add(bot.Plain(f.Name)+": ", f.Value)
			}
		case digest.Image:
			if !b.Drawn() {
				add("", []digest.Run{{Text: cut(b.Alt, longestAlt)}})
			}
		case digest.Rest:
			add("", []digest.Run{{Text: b.Summary}})
			lines = append(lines, outline(b.Blocks)...)
		}
	}
	return lines
}

// flat returns runs as plain text, their line breaks kept.
func flat(runs []digest.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(words(r))
	}
	return b.String()
}

// words returns the harmless text of a run.
func words(r digest.Run) string {
	switch {
	case r == digest.Break:
		return "\n"
	case r.Text == "" && r.URL != "":
		return link(r.URL)
	}
	return bot.Plain(r.Text)
}

// link returns a URL as Slack takes it, "" where it is none that may be shown.
func link(address string) string {
	clean := bot.Link(address)
	u, err := url.Parse(clean)
	if err != nil || len(clean) > longestURL || u.Scheme != "mailto" && u.Host == "" {
		return ""
	}
	return clean
}

// cut returns at most n characters of text, with an ellipsis where some are left out.
func cut(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return strings.TrimRight(string([]rune(text)[:n-1]), " ") + "…"
}
