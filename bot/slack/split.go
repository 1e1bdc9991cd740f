package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

const (
	longestMessage = 3500 // characters that a reader sees in one message of several
	mostContents   = 15   // lines of contents in a head
	oneParagraph   = 2500 // characters; a longer one is parted
)

// Split cuts m into messages that each fit into one of Slack's. A long one becomes
// a short head for the channel and what goes into its thread: the parts under the
// headings, and what a message shows on demand only. A quote is never parted: one
// that is too long for any message is replaced by a sentence that says so.
func (t *Transport) Split(m digest.Message) []digest.Message {
	if all := sizeOf(m.Blocks); !folds(m.Blocks) && all.fits() && (all.short() || len(units(m.Blocks)) == 1) {
		return []digest.Message{m}
	}
	shown, folded := unfold(m.Blocks)
	shown = parted(shown)
	if head := sizeOf(shown); len(folded) == 0 || !head.short() || !head.fits() {
		lead, sections := lead(parted(inlined(m.Blocks)))
		return messages(append(lead, contents(sections)...), pack(sections))
	}
	return messages(append(shown, note("The rest is in the thread.")), pack(parted(folded)))
}

func messages(head []digest.Block, rest [][]digest.Block) []digest.Message {
	out := []digest.Message{{Blocks: head}}
	for _, blocks := range rest {
		out = append(out, digest.Message{Blocks: blocks})
	}
	return out
}

func note(text string) digest.Block {
	return digest.Paragraph{Text: []digest.Run{{Text: text, Style: digest.Faint}}}
}

// size is how much room blocks take.
type size struct {
	blocks int // of Slack's
	json   int // characters of them
	seen   int // characters that a reader sees
}

func sizeOf(blocks []digest.Block) size {
	s := size{}
	if len(blocks) > 0 && begins(blocks[0]) {
		s = size{blocks: 1, json: len(`{"type":"divider"},`)} // where another section is before
	}
	for _, b := range render(blocks) {
		data, err := json.Marshal(b)
		if err != nil {
			panic(err) // our own blocks are JSON
		}
		s.blocks++
		s.json += utf8.RuneCount(data) + len(",")
	}
	for _, line := range outline(blocks) {
		s.seen += utf8.RuneCountInString(line)
	}
	return s
}

func (s size) plus(more size) size {
	return size{s.blocks + more.blocks, s.json + more.json, s.seen + more.seen}
}

// short reports whether it is little enough to read to stand in a channel.
func (s size) short() bool { return s.seen <= longestMessage }

// fits reports whether Slack takes it as one message.
func (s size) fits() bool { return s.blocks <= mostBlocks && s.json <= longestBlockJSON }

// folds reports whether a message has something to show on demand.
func folds(blocks []digest.Block) bool {
	for _, b := range blocks {
		if _, ok := b.(digest.Rest); ok {
			return true
		}
	}
	return false
}

// unfold parts blocks into what is shown and what is shown on demand, the latter
// under the heading it belongs to.
func unfold(blocks []digest.Block) (shown, folded []digest.Block) {
	var under digest.Heading
	for _, b := range blocks {
		switch b := b.(type) {
		case digest.Heading:
			if under = b; b.Level == 1 {
				under = digest.Heading{}
			}
			shown = append(shown, b)
		case digest.Rest:
			if len(under.Text) > 0 {
				folded = append(folded, digest.Heading{Level: 2, Text: under.Text})
			}
			folded = append(folded, opened(b)...)
		default:
			shown = append(shown, b)
		}
	}
	return shown, folded
}

// inlined puts what is shown on demand where it is.
func inlined(blocks []digest.Block) []digest.Block {
	var out []digest.Block
	for _, b := range blocks {
		if rest, ok := b.(digest.Rest); ok {
			out = append(out, opened(rest)...)
			continue
		}
		out = append(out, b)
	}
	return out
}

func opened(r digest.Rest) []digest.Block {
	return append([]digest.Block{digest.Heading{Level: 3, Text: []digest.Run{{Text: r.Summary}}}}, inlined(r.Blocks)...)
}

// lead parts blocks into what stands before the first heading of a section, as
// much of it as a head holds, and the rest.
func lead(blocks []digest.Block) (lead, rest []digest.Block) {
	rest = blocks
	for len(rest) > 0 {
		h, isHeading := rest[0].(digest.Heading)
		longer := append(lead[:len(lead):len(lead)], rest[0])
		if isHeading && (h.Level > 1 || len(lead) > 0) || sizeOf(longer).seen > longestMessage/2 {
			break
		}
		lead, rest = longer, rest[1:]
	}
	return lead, rest
}

// contents lists the headings of the sections that are in the thread.
func contents(sections []digest.Block) []digest.Block {
	var l digest.List
	more, size, before := 0, 0, ""
	for _, b := range sections {
		h, ok := b.(digest.Heading)
		if !ok || h.Level != 2 || strings.TrimSpace(flat(h.Text)) == "" {
			continue
		}
		if flat(h.Text) == before { // several quotes of one speaker
			continue
		}
		before = flat(h.Text)
		size += utf8.RuneCountInString(before)
		if len(l.Items) == mostContents || size > longestMessage/2 {
			more++
			continue
		}
		l.Items = append(l.Items, h.Text)
	}
	if len(l.Items) == 0 {
		return []digest.Block{note("All of it is in the thread.")}
	}
	if more > 0 {
		l.Items = append(l.Items, []digest.Run{{Text: fmt.Sprintf("and %d more", more), Style: digest.Faint}})
	}
	return []digest.Block{l, note("What they say is in the thread.")}
}

// units returns blocks that stay together: a heading with what it is above, a list
// or a text with its buttons.
func units(blocks []digest.Block) [][]digest.Block {
	var out [][]digest.Block
	for i, b := range blocks {
		_, button := b.(digest.Buttons)
		joined := false
		if i > 0 {
			_, joined = blocks[i-1].(digest.Heading)
		}
		if i > 0 && (button || joined) {
			out[len(out)-1] = append(out[len(out)-1], b)
			continue
		}
		out = append(out, []digest.Block{b})
	}
	return out
}

// pack fills messages with units, as many as each holds. A message begins with a
// section where the one before is half full.
func pack(blocks []digest.Block) [][]digest.Block {
	var out [][]digest.Block
	var now size
	for _, u := range units(blocks) {
		more := sizeOf(u)
		h, isHeading := u[0].(digest.Heading)
		section := isHeading && h.Level <= 2 && now.seen > longestMessage/2
		if len(out) == 0 || section || !now.plus(more).short() || !now.plus(more).fits() {
			out, now = append(out, nil), size{}
		}
		out[len(out)-1] = append(out[len(out)-1], u...)
		now = now.plus(more)
	}
	return out
}

// parted returns blocks of which each fits into a message: paragraphs, lists and
// tables in several pieces, and a sentence in place of a quote that fits nowhere.
func parted(blocks []digest.Block) []digest.Block {
	var out []digest.Block
	for _, b := range blocks {
		if one := sizeOf([]digest.Block{b}); one.fits() && one.seen <= oneParagraph {
			out = append(out, b)
			continue
		}
		switch b := b.(type) {
		case digest.Heading:
			out = append(out, digest.Heading{Level: b.Level, Text: []digest.Run{{Text: cut(flat(b.Text), 300)}}})
		case digest.Paragraph:
			for _, text := range partedRuns(b.Text) {
				out = append(out, digest.Paragraph{Text: text})
			}
		case digest.Blockquote:
			out = append(out, quoted(b)...)
		case digest.List:
			out = append(out, partedList(b)...)
		case digest.Fields:
			for _, f := range b.Items {
				out = append(out, parted([]digest.Block{digest.Paragraph{Text: append([]digest.Run{{Text: f.Name, Style: digest.Bold}, {Text: " — "}}, f.Value...)}})...)
			}
		case digest.Rest:
			out = append(out, parted(opened(b))...)
		default:
			out = append(out, b)
		}
	}
	return out
}

// quoted returns a long quote whole, where any message holds it.
func quoted(b digest.Blockquote) []digest.Block {
	if sizeOf([]digest.Block{b}).fits() {
		return []digest.Block{b}
	}
	source := ""
	for _, r := range b.Text {
		if source = link(r.URL); source != "" {
			break
		}
	}
	n := utf8.RuneCountInString(flat(b.Text))
	runs := []digest.Run{{Text: fmt.Sprintf("A quote of %d characters stands here, too long for a message of Slack’s.", n), Style: digest.Italic}}
	if source != "" {
		runs = append(runs, digest.Run{Text: " "}, digest.Run{Text: "Read it in the article.", URL: source})
	}
	return []digest.Block{digest.Paragraph{Text: runs}}
}

// partedList makes lists of few items of one of many. Numbers go on, as text.
func partedList(l digest.List) []digest.Block {
	var out []digest.Block
	for i, item := range l.Items {
		mark := "• "
		if l.Ordered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		text := append([]digest.Run{{Text: mark}}, item...)
		out = append(out, parted([]digest.Block{digest.Paragraph{Text: text}})...)
	}
	return out
}

// partedRuns parts running text at white space where it can.
func partedRuns(text []digest.Run) [][]digest.Run {
	var out [][]digest.Run
	var now []digest.Run
	room := oneParagraph
	for _, r := range text {
		for r.Text != "" {
			head, tail := partRun(r, room)
			if head.Text != "" {
				now = append(now, head)
				room -= utf8.RuneCountInString(head.Text)
			}
			if r = tail; r.Text != "" {
				out, now, room = append(out, now), nil, oneParagraph
			}
		}
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return out
}

// partRun returns the part of r that has room, and what is left.
func partRun(r digest.Run, room int) (head, tail digest.Run) {
	text := []rune(r.Text)
	if len(text) <= room {
		return r, digest.Run{}
	}
	n := room
	for n > 0 && text[n] != ' ' {
		n--
	}
	if n == 0 && room == oneParagraph {
		n = room // a word longer than a paragraph
	}
	head, tail = r, r
	head.Text, tail.Text = string(text[:n]), strings.TrimLeft(string(text[n:]), " ")
	return head, tail
}
