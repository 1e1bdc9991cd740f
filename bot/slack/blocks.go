package slack

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"whosaid/bot"
	"whosaid/digest"
)

// Slack's limits, in characters or numbers of elements.
const (
	mostBlocks       = 50 // a message
	mostViewBlocks   = 100
	longestHeader    = 150
	longestContext   = 2000 // Slack takes 3,000 in a text object
	longestLabel     = 75
	longestValue     = 2000
	mostActions      = 25
	longestURL       = 3000
	longestAlt       = 2000
	longestBlockJSON = 12000 // of all blocks of a message; Slack takes about 13,000
)

// sayAction begins the IDs of buttons whose value is a command.
const sayAction = "say:"

// render returns the blocks of a message. Text of articles stands in rich text and in
// plain text objects, in which Slack reads no markup; only a context line needs
// escaping, and is not used where the text has characters that would format it.
func render(blocks []digest.Block) []slack.Block {
	var out []slack.Block
	for i := 0; i < len(blocks); i++ {
		if i+1 < len(blocks) && choice(blocks[i], blocks[i+1]) {
			continue // the buttons are the list
		}
		if i > 0 && begins(blocks[i]) && !titled(blocks[i-1]) {
			out = append(out, slack.NewDividerBlock())
		}
		out = append(out, renderBlock(blocks[i])...)
	}
	return out
}

// begins reports whether a block is the heading of a section: an article of a
// digest, a speaker of an answer. A line keeps it from the one before.
func begins(b digest.Block) bool {
	h, ok := b.(digest.Heading)
	return ok && h.Level == 2
}

func titled(b digest.Block) bool {
	h, ok := b.(digest.Heading)
	return ok && h.Level == 1
}

// choice reports whether a list is shown by the buttons behind it, which have the
// same texts.
func choice(before, b digest.Block) bool {
	list, ok := before.(digest.List)
	buttons, isButtons := b.(digest.Buttons)
	if !ok || !isButtons || len(list.Items) != len(buttons.Items) {
		return false
	}
	for i, item := range list.Items {
		if flat(item) != bot.Plain(buttons.Items[i].Label) || !pressable(buttons.Items[i]) || utf8.RuneCountInString(flat(item)) > longestLabel {
			return false
		}
	}
	return true
}

func renderBlock(b digest.Block) []slack.Block {
	switch b := b.(type) {
	case digest.Heading:
		return heading(b)
	case digest.Paragraph:
		return paragraph(b)
	case digest.Blockquote:
		if elements := runs(b.Text, 0); len(elements) > 0 {
			return rich(&slack.RichTextQuote{Type: slack.RTEQuote, Elements: elements})
		}
	case digest.List:
		return list(b)
	case digest.Fields:
		return fields(b)
	case digest.Image:
		return image(b)
	case digest.Buttons:
		return buttons(b)
	case digest.Rest:
		summary := digest.Paragraph{Text: []digest.Run{{Text: b.Summary, Style: digest.Bold}}}
		return append(paragraph(summary), render(b.Blocks)...)
	}
	return nil
}

func rich(elements ...slack.RichTextElement) []slack.Block {
	return []slack.Block{slack.NewRichTextBlock("", elements...)}
}

// heading is a header block for a title that fits one, and a bold line otherwise.
func heading(h digest.Heading) []slack.Block {
	text := strings.TrimSpace(flat(h.Text))
	linked := false
	for _, r := range h.Text {
		linked = linked || link(r.URL) != ""
	}
	if h.Level == 1 && !linked && text != "" && utf8.RuneCountInString(text) <= longestHeader {
		return []slack.Block{slack.NewHeaderBlock(plainText(strings.ReplaceAll(text, "\n", " ")))}
	}
	bold := make([]digest.Run, len(h.Text))
	for i, r := range h.Text {
		if bold[i] = r; r != digest.Break && (r.Style&digest.Faint == 0 || h.Level == 1) {
			bold[i].Style |= digest.Bold
		}
	}
	return section(bold)
}

// paragraph is a context line where all of it is less important than the rest.
func paragraph(p digest.Paragraph) []slack.Block {
	if text, ok := faintLine(p.Text); ok {
		object := slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
		return []slack.Block{slack.NewContextBlock("", object)}
	}
	return section(p.Text)
}

func section(text []digest.Run) []slack.Block {
	if elements := runs(text, 0); len(elements) > 0 {
		return rich(slack.NewRichTextSection(elements...))
	}
	return nil
}

// faintLine returns runs in Slack's markup, and false where they do not suit a
// context line.
func faintLine(text []digest.Run) (string, bool) {
	var b strings.Builder
	for _, r := range text {
		if r.Style&digest.Faint == 0 && r != digest.Break {
			return "", false
		}
		label := words(r)
		if url := link(r.URL); url != "" {
			b.WriteString("<" + escape(url) + "|" + escape(label) + ">")
		} else {
			b.WriteString(escape(label))
		}
		if formatting.MatchString(label) {
			return "", false
		}
	}
	s := strings.TrimSpace(b.String())
	return s, s != "" && utf8.RuneCountInString(s) <= longestContext
}

// runs returns the elements of rich text, all of them also in style.
func runs(text []digest.Run, style digest.Style) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	for _, r := range trimmed(text) {
		label := words(r)
		if label == "" {
			continue
		}
		look := textStyle(r.Style | style)
		if url := link(r.URL); url != "" {
			out = append(out, slack.NewRichTextSectionLinkElement(url, label, look))
			continue
		}
		out = append(out, slack.NewRichTextSectionTextElement(label, look))
	}
	return out
}

// trimmed returns runs without line breaks at their ends, and nothing at all for
// those in which nothing can be read.
func trimmed(text []digest.Run) []digest.Run {
	blank := func(r digest.Run) bool { return strings.TrimSpace(words(r)) == "" }
	for len(text) > 0 && blank(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && blank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

func textStyle(s digest.Style) *slack.RichTextSectionTextStyle {
	s &^= digest.Faint // rich text has no such style
	if s == 0 {
		return nil
	}
	return &slack.RichTextSectionTextStyle{Bold: s&digest.Bold != 0, Italic: s&digest.Italic != 0, Code: s&digest.Code != 0}
}

func list(l digest.List) []slack.Block {
	style := slack.RTEListBullet
	if l.Ordered {
		style = slack.RTEListOrdered
	}
	var items []slack.RichTextElement
	for _, item := range l.Items {
		if elements := runs(item, 0); len(elements) > 0 {
			items = append(items, slack.NewRichTextSection(elements...))
		}
	}
	if len(items) == 0 {
		return nil
	}
	return rich(richList{slack.RTEList, style, items})
}

// richList is the library's RichTextList without the fields that it always sends,
// of which Slack's own types do not know all.
type richList struct {
	Type     slack.RichTextElementType     `json:"type"`
	Style    slack.RichTextListElementType `json:"style"`
	Elements []slack.RichTextElement       `json:"elements"`
}

func (l richList) RichTextElementType() slack.RichTextElementType { return l.Type }

// fields are lines of name and value.
func fields(f digest.Fields) []slack.Block {
	var lines []slack.RichTextElement
	for _, item := range f.Items {
		line := runs([]digest.Run{{Text: item.Name}}, digest.Bold)
		if value := runs(item.Value, 0); len(value) > 0 {
			if len(line) > 0 { // none for a further value of the name before
				line = append(line, slack.NewRichTextSectionTextElement(" — ", nil))
			}
			line = append(line, value...)
		}
		if len(line) > 0 {
			lines = append(lines, slack.NewRichTextSection(line...))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return rich(lines...)
}

// image is a picture that Slack can fetch, and a link otherwise. One that is drawn would
// have to be uploaded, which takes one more scope; the text beside it says the same.
func image(i digest.Image) []slack.Block {
	if i.Drawn() {
		return nil
	}
	url, alt := link(i.URL), cut(strings.TrimSpace(bot.Plain(i.Alt)), longestAlt)
	if strings.HasPrefix(strings.ToLower(url), "https://") {
		if alt == "" {
			alt = "picture"
		}
		return []slack.Block{slack.NewImageBlock(url, alt, "", nil)}
	}
	return section([]digest.Run{{Text: "Picture: " + alt, URL: url}})
}

// pressable reports whether a button can be one of Slack's.
func pressable(b digest.Button) bool {
	return b.Command != "" && strings.TrimSpace(bot.Plain(b.Label)) != "" && utf8.RuneCountInString(b.Command) <= longestValue
}

// buttons leaves those out whose command is too long to be one.
func buttons(b digest.Buttons) []slack.Block {
	var out []slack.Block
	var row []slack.BlockElement
	flush := func() {
		if len(row) > 0 {
			out = append(out, slack.NewActionBlock("", row...))
		}
		row = nil
	}
	for _, item := range b.Items {
		if !pressable(item) {
			continue
		}
		label := plainText(cut(strings.TrimSpace(bot.Plain(item.Label)), longestLabel))
		row = append(row, slack.NewButtonBlockElement(fmt.Sprintf("%s%d", sayAction, len(row)), item.Command, label))
		if len(row) == mostActions {
			flush()
		}
	}
	flush()
	return out
}

// plainText is a text object in which Slack reads no markup, emoji neither.
func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}
