package matrix

import (
	"fmt"
	"strings"

	"whosaid/digest"
)

// toBody renders a message as plain text, for notifications and for clients
// without HTML: a blank line between blocks, quotes behind "> ".
func toBody(m digest.Message) string {
	var r bodyRenderer
	r.blocks(m.Blocks, "")
	return strings.TrimSuffix(r.b.String(), "\n")
}

type bodyRenderer struct {
	b    strings.Builder
	keys keyring
}

func (r *bodyRenderer) blocks(blocks []digest.Block, indent string) {
	var before digest.Block
	for _, b := range blocks {
		r.block(b, before, indent)
		before = b
	}
}

func (r *bodyRenderer) block(b, before digest.Block, indent string) {
	if h, ok := before.(digest.Heading); ok && h.Level > 1 {
		before = nil // what a heading is above stands close to it
	} else if r.b.Len() > 0 && !empty(b) {
		r.b.WriteString("\n")
	}
	switch b := b.(type) {
	case digest.Heading:
		r.lines(indent, indent, b.Text)
	case digest.Paragraph:
		r.lines(indent, indent, b.Text)
	case digest.Blockquote:
		r.lines(indent+"> ", indent+"> ", b.Text)
	case digest.List:
		for i, item := range b.Items {
			mark := "• "
			if b.Ordered {
				mark = fmt.Sprintf("%d. ", i+1)
			}
			r.lines(indent+mark, indent+"  ", item)
		}
	case digest.Fields:
		for _, item := range b.Items {
			if item.Name == "" { // a further value of the name before
				r.lines(indent+"  ", indent+"  ", item.Value)
				continue
			}
			r.lines(indent, indent+"  ", append([]digest.Run{{Text: item.Name + " – "}}, item.Value...))
		}
	case digest.Image:
		r.lines(indent, indent, picture(b))
	case digest.Buttons:
		r.buttons(b, before, indent)
	case digest.Rest:
		r.lines(indent, indent, []digest.Run{{Text: b.Summary + ":"}})
		r.blocks(b.Blocks, indent+"  ")
	}
}

func (r *bodyRenderer) buttons(b digest.Buttons, before digest.Block, indent string) {
	choice := r.keys.choice(before, b)
	all := r.keys.next(b)
	if choice {
		r.lines(indent, indent, chooseHint)
		return
	}
	for _, button := range all {
		r.lines(indent, indent, buttonHint(button))
	}
}

// lines writes runs, the first line behind first, those after a break behind next.
func (r *bodyRenderer) lines(first, next string, runs []digest.Run) {
	r.b.WriteString(first)
	for _, run := range runs {
		if run == digest.Break {
			r.b.WriteString("\n" + next)
			continue
		}
		text := inert(run.Text)
		r.b.WriteString(text)
		if url := link(run.URL); url != "" && url != text {
			r.b.WriteString(" (" + url + ")")
		}
	}
	r.b.WriteString("\n")
}

func empty(b digest.Block) bool {
	buttons, ok := b.(digest.Buttons)
	return ok && len(buttons.Items) == 0
}
