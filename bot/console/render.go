package console

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/rivo/uniseg"

	"whosaid/bot"
	"whosaid/digest"
)

// The words that a console itself understands, besides what its handler does.
const fullCommand = "full" // shows the last message with nothing folded

// Render writes m as text with a blank line between its blocks, one newline at
// its end. Headings, quotes (behind a bar) and lists are told apart without
// colour, too. Links are numbered, and the URLs listed at the end, where they cannot be clicked;
// a button is its label and what to type for it. The error is that of w.
func Render(w io.Writer, m digest.Message, look Look) error {
	if look.Width <= 0 {
		look.Width = plainWidth
	}
	look.Links = look.Links && look.Colour
	r := &renderer{w: bufio.NewWriter(w), look: look, numbers: make(map[string]int)}
	r.blocks(m.Blocks, "")
	r.sources()
	if err := r.w.Flush(); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

type renderer struct {
	w       *bufio.Writer
	look    Look
	urls    []string // numbered from 1
	numbers map[string]int
	started bool // something was written: the next block needs a blank line
}

func (r *renderer) blocks(blocks []digest.Block, indent string) {
	for i, b := range blocks {
		var before digest.Block
		if i > 0 {
			before = blocks[i-1]
		}
		if h, ok := before.(digest.Heading); ok && h.Level > 1 {
			r.started = false // what a heading is above stands close to it
		}
		r.block(b, before, indent)
	}
}

func (r *renderer) block(b, before digest.Block, indent string) {
	switch b := b.(type) {
	case digest.Heading:
		r.gap()
		r.lines(emphasised(b), indent, indent)
	case digest.Paragraph:
		r.gap()
		r.lines(b.Text, indent, indent)
	case digest.Blockquote:
		r.gap()
		bar := indent + r.styled(barStyle, "│") + " "
		r.lines(b.Text, bar, bar)
	case digest.List:
		r.gap()
		r.list(b, indent)
	case digest.Fields:
		r.gap()
		r.fields(b, indent)
	case digest.Image:
		if b.Drawn() {
			return // nothing that a terminal shows
		}
		r.gap()
		r.lines([]digest.Run{{Text: "Picture: " + b.Alt, URL: b.URL}}, indent, indent)
	case digest.Buttons:
		r.buttons(b, before, indent)
	case digest.Rest:
		r.rest(b, indent)
	}
}

func (r *renderer) gap() {
	if r.started {
		r.w.WriteByte('\n')
	}
	r.started = true
}

func emphasised(h digest.Heading) []digest.Run {
	runs := slices.Clone(h.Text)
	for i := range runs {
		if h.Level == 1 || runs[i].Style&digest.Faint == 0 {
			runs[i].Style |= digest.Bold
		}
	}
	return runs
}

// lines writes runs, the first line behind first, the others behind next.
func (r *renderer) lines(runs []digest.Run, first, next string) {
	width := r.look.Width - uniseg.StringWidth(stripSequences(first))
	prefix := first
	for _, line := range wrap(r.numbered(runs), width) {
		r.w.WriteString(prefix)
		prefix = next
		for _, s := range line {
			r.span(s)
		}
		r.w.WriteByte('\n')
	}
}

// inline returns runs on one line, however long.
func (r *renderer) inline(runs []digest.Run) string {
	var b strings.Builder
	for _, line := range wrap(runs, math.MaxInt) {
		for _, s := range line {
			b.WriteString(r.styled(sequence(s.style), s.text))
		}
	}
	return b.String()
}

// cells returns how wide text is when it is written on one line.
func cells(text string) int {
	n := 0
	for _, line := range wrap([]digest.Run{{Text: text}}, math.MaxInt) {
		for _, s := range line {
			n += uniseg.StringWidth(s.text)
		}
	}
	return n
}

// numbered puts the number of its URL behind each link that cannot be clicked.
func (r *renderer) numbered(runs []digest.Run) []digest.Run {
	var out []digest.Run
	for _, run := range runs {
		url := bot.Link(run.URL)
		run.URL = ""
		if url != "" && r.look.Links {
			run.URL = url
		}
		out = append(out, run)
		if url != "" && !r.look.Links {
			out = append(out, digest.Run{Text: fmt.Sprintf("\u00a0[%d]", r.number(url)), Style: digest.Faint})
		}
	}
	return out
}

func (r *renderer) number(url string) int {
	if n := r.numbers[url]; n > 0 {
		return n
	}
	r.urls = append(r.urls, url)
	r.numbers[url] = len(r.urls)
	return len(r.urls)
}

// sources lists the URLs, unbroken so that they can be copied.
func (r *renderer) sources() {
	if len(r.urls) == 0 {
		return
	}
	r.gap()
	for i, url := range r.urls {
		r.w.WriteString(r.styled(faintStyle, fmt.Sprintf("[%d] %s", i+1, url)) + "\n")
	}
}

func (r *renderer) list(l digest.List, indent string) {
	for i, item := range l.Items {
		mark := "• "
		if l.Ordered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		r.lines(item, indent+mark, indent+strings.Repeat(" ", uniseg.StringWidth(mark)))
	}
}

// fields writes names and values in two columns; on a narrow terminal the value
// is below its name.
func (r *renderer) fields(f digest.Fields, indent string) {
	column := 0
	for _, item := range f.Items {
		column = max(column, cells(item.Name))
	}
	next := indent + strings.Repeat(" ", column+2)
	below := column+2 > r.look.Width/2
	for _, item := range f.Items {
		name := []digest.Run{{Text: item.Name, Style: digest.Bold}}
		if below {
			r.lines(name, indent, indent)
			r.lines(item.Value, indent+"  ", indent+"  ")
			continue
		}
		pad := strings.Repeat(" ", column+2-cells(item.Name))
		r.lines(item.Value, indent+r.inline(name)+pad, next)
	}
}

// buttons says what to type. Buttons for what the list before them numbers are
// pressed by number.
func (r *renderer) buttons(b digest.Buttons, before digest.Block, indent string) {
	choice := numbers(before, b)
	if len(offered(b.Items, r.look.Once)) == 0 || choice && r.look.Once {
		return
	}
	r.gap()
	if choice {
		r.lines([]digest.Run{{Text: "Type a number to choose.", Style: digest.Faint}}, indent, indent)
		return
	}
	var runs []digest.Run
	for _, item := range offered(b.Items, r.look.Once) {
		if len(runs) > 0 {
			runs = append(runs, digest.Run{Text: " · ", Style: digest.Faint})
		}
		runs = append(runs, r.button(item, len(runs) == 0)...)
	}
	r.lines(runs, indent, indent)
}

// button says what to type for a button; a label that only says the same again is
// left out.
func (r *renderer) button(b digest.Button, first bool) []digest.Run {
	label := digest.Run{Text: b.Label, Style: digest.Faint}
	if r.look.Once {
		return []digest.Run{label}
	}
	typed := digest.Run{Text: b.Typed(), Style: digest.Bold}
	again := !b.Tells && strings.Contains(strings.ToLower(b.Label), strings.ToLower(b.Typed()))
	switch {
	case again && first:
		return []digest.Run{{Text: "Type: ", Style: digest.Faint}, typed}
	case again:
		return []digest.Run{typed}
	}
	label.Text += " — type: "
	return []digest.Run{label, typed}
}

// offered returns the buttons that are shown: all, or, where nothing can be typed,
// those that tell something.
func offered(items []digest.Button, once bool) []digest.Button {
	if !once {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(b digest.Button) bool { return !b.Tells })
}

func (r *renderer) rest(b digest.Rest, indent string) {
	r.gap()
	if r.look.Fold {
		r.lines([]digest.Run{{Text: "▸ " + b.Summary + " — type: ", Style: digest.Faint}, {Text: fullCommand, Style: digest.Bold}}, indent, indent)
		return
	}
	r.lines([]digest.Run{{Text: b.Summary + ":", Style: digest.Faint}}, indent, indent)
	r.blocks(b.Blocks, indent+"  ")
}
