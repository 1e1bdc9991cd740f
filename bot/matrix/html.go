package matrix

import (
	"fmt"
	"strings"

	"whosaid/digest"
)

// faintColour can be read on white and on black.
const faintColour = "#767676"

// toHTML renders a message in the subset of HTML that the Matrix specification
// allows, and of it what clients really draw: no tables, no pictures. What is in a
// Rest is folded away where a client can do that, and below a bold line where not.
func toHTML(m digest.Message) string {
	var r htmlRenderer
	r.blocks(m.Blocks)
	return r.b.String()
}

type htmlRenderer struct {
	b    strings.Builder
	keys keyring
}

func (r *htmlRenderer) blocks(blocks []digest.Block) {
	var before digest.Block
	for _, b := range blocks {
		r.block(b, before)
		before = b
	}
}

func (r *htmlRenderer) block(b, before digest.Block) {
	switch b := b.(type) {
	case digest.Heading:
		tag := fmt.Sprintf("h%d", min(max(b.Level, 1), 3)+2) // larger ones shout
		r.element(tag, b.Text)
	case digest.Paragraph:
		r.element("p", b.Text)
	case digest.Blockquote:
		r.element("blockquote", b.Text)
	case digest.List:
		r.list(b)
	case digest.Fields:
		r.fields(b)
	case digest.Image:
		r.element("p", picture(b))
	case digest.Buttons:
		r.buttons(b, before)
	case digest.Rest:
		r.b.WriteString("<details><summary><strong>" + escaped(b.Summary) + "</strong></summary>")
		r.blocks(b.Blocks)
		r.b.WriteString("</details>")
	}
}

func (r *htmlRenderer) element(tag string, runs []digest.Run) {
	r.b.WriteString("<" + tag + ">")
	r.runs(runs)
	r.b.WriteString("</" + tag + ">")
}

func (r *htmlRenderer) list(l digest.List) {
	tag := "ul"
	if l.Ordered {
		tag = "ol"
	}
	r.b.WriteString("<" + tag + ">")
	for _, item := range l.Items {
		r.element("li", item)
	}
	r.b.WriteString("</" + tag + ">")
}

// fields are a list: clients on telephones do not draw tables.
func (r *htmlRenderer) fields(f digest.Fields) {
	r.b.WriteString("<ul>")
	for _, item := range f.Items {
		r.b.WriteString("<li>")
		if item.Name != "" { // a further value of the name before
			r.b.WriteString("<strong>" + escaped(item.Name) + "</strong> – ")
		}
		r.runs(item.Value)
		r.b.WriteString("</li>")
	}
	r.b.WriteString("</ul>")
}

// buttons says which reaction to give, and what may be typed instead.
func (r *htmlRenderer) buttons(b digest.Buttons, before digest.Block) {
	choice := r.keys.choice(before, b)
	all := r.keys.next(b)
	if choice {
		r.element("p", chooseHint)
		return
	}
	for _, button := range all {
		r.element("p", buttonHint(button))
	}
}

func (r *htmlRenderer) runs(runs []digest.Run) {
	for _, run := range runs {
		if run == digest.Break {
			r.b.WriteString("<br>")
			continue
		}
		r.run(run)
	}
}

func (r *htmlRenderer) run(run digest.Run) {
	var opened []string
	open := func(tag, attributes string) {
		r.b.WriteString("<" + tag + attributes + ">")
		opened = append(opened, tag)
	}
	if url := link(run.URL); url != "" {
		open("a", ` href="`+escaped(url)+`"`)
	}
	for _, s := range []struct {
		style           digest.Style
		tag, attributes string
	}{
		{digest.Bold, "strong", ""},
		{digest.Italic, "em", ""},
		{digest.Faint, "span", ` data-mx-color="` + faintColour + `"`},
		{digest.Code, "code", ""},
	} {
		if run.Style&s.style != 0 && (s.style != digest.Faint || run.URL == "") { // links have a colour of their own
			open(s.tag, s.attributes)
		}
	}
	r.b.WriteString(escaped(run.Text))
	for i := len(opened) - 1; i >= 0; i-- {
		r.b.WriteString("</" + opened[i] + ">")
	}
}

// picture stands for a picture where it cannot be seen.
func picture(i digest.Image) []digest.Run {
	return []digest.Run{{Text: "Picture: " + i.Alt, URL: i.URL}}
}

// chooseHint says how to choose what a list numbers.
var chooseHint = []digest.Run{
	{Text: "React with a number to choose, or write ", Style: digest.Faint},
	{Text: commandWord, Style: digest.Code},
	{Text: " and the number.", Style: digest.Faint},
}

func buttonHint(b keyed) []digest.Run {
	command := digest.Run{Text: commandWord + " " + b.Typed(), Style: digest.Code}
	if b.key == "" {
		return []digest.Run{{Text: b.Label}, {Text: " – write ", Style: digest.Faint}, command}
	}
	return []digest.Run{
		{Text: b.key + " " + b.Label}, {Text: " – react with " + b.key + ", or write ", Style: digest.Faint}, command,
	}
}
