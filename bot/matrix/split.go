package matrix

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

// An event may have 65,536 bytes. Encrypted text is a third longer, so that 48 kB
// of content go through; the library writes "<" as six bytes, and the server adds
// its own. What size returns keeps below that with room to spare.
const (
	sizeLimit = 36_000
	headLimit = 9_000 // the first of several stands for all in a channel: not a wall of text
)

// Split implements [bot.Transport]. It cuts between blocks, a heading with what is
// below it, buttons with what is above them; what a Rest folds away may go on in
// another one. Only a block that is too long by itself is cut inside: text at a
// space, a quote by leaving out its end and saying so.
func (t *Transport) Split(m digest.Message) []digest.Message { return split(m) }

func split(m digest.Message) []digest.Message {
	if words, pictures := apart(m.Blocks); len(words) > 0 && len(pictures) > 0 {
		return append(split(digest.Message{Blocks: words}), pictures...)
	}
	if size(m.Blocks) <= sizeLimit {
		return []digest.Message{m}
	}
	var parts []digest.Message
	var part []digest.Block
	used, limit := 0, headLimit
	for _, unit := range fitting(units(m.Blocks), headLimit) {
		n := size(unit)
		if used > 0 && used+n > limit {
			parts = append(parts, digest.Message{Blocks: part})
			part, used, limit = nil, 0, sizeLimit
		}
		part = append(part, unit...)
		used += n
	}
	return append(parts, digest.Message{Blocks: part})
}

// apart takes the drawn pictures out of a message, each for one of its own: many clients
// do not show the words of a message that has a picture.
func apart(blocks []digest.Block) (words []digest.Block, pictures []digest.Message) {
	for _, b := range blocks {
		if i, ok := b.(digest.Image); ok && i.Drawn() {
			pictures = append(pictures, digest.Message{Blocks: []digest.Block{i}})
		} else {
			words = append(words, b)
		}
	}
	return words, pictures
}

// size returns how many bytes blocks take up in the content of an event.
func size(blocks []digest.Block) int {
	m := digest.Message{Blocks: blocks}
	n := 0
	for _, text := range []string{toHTML(m), toBody(m)} {
		data, err := json.Marshal(text)
		if err != nil {
			panic(err) // a string always has a form in JSON
		}
		n += len(data)
	}
	for _, b := range buttonsOf(m) {
		n += len(b.Command)*2 + 20 // kept beside the text
	}
	return n
}

// units groups the blocks that stay together.
func units(blocks []digest.Block) [][]digest.Block {
	var all [][]digest.Block
	var unit []digest.Block
	for i, b := range blocks {
		unit = append(unit, b)
		if _, ok := b.(digest.Heading); ok {
			continue
		}
		if i+1 < len(blocks) {
			if _, ok := blocks[i+1].(digest.Buttons); ok {
				continue
			}
		}
		all = append(all, unit)
		unit = nil
	}
	if unit != nil {
		all = append(all, unit)
	}
	return all
}

// fitting cuts units that are larger than limit.
func fitting(all [][]digest.Block, limit int) [][]digest.Block {
	var fit [][]digest.Block
	for _, unit := range all {
		if size(unit) <= limit {
			fit = append(fit, unit)
			continue
		}
		for _, b := range unit {
			for _, piece := range cut(b, limit) {
				fit = append(fit, []digest.Block{piece})
			}
		}
	}
	return fit
}

// cut returns b in pieces of at most limit bytes each.
func cut(b digest.Block, limit int) []digest.Block {
	if size([]digest.Block{b}) <= limit {
		return []digest.Block{b}
	}
	switch b := b.(type) {
	case digest.Heading:
		return []digest.Block{digest.Heading{Level: b.Level, Text: shortened(b.Text, limit)}}
	case digest.Blockquote:
		return []digest.Block{digest.Blockquote{Text: shortened(b.Text, limit)}}
	case digest.Image:
		return []digest.Block{digest.Paragraph{Text: shortened([]digest.Run{{Text: "Picture: " + b.Alt}}, limit)}}
	case digest.Paragraph:
		var pieces []digest.Block
		for _, runs := range cutRuns(b.Text, limit) {
			pieces = append(pieces, digest.Paragraph{Text: runs})
		}
		return pieces
	case digest.List:
		return cutList(b, limit)
	case digest.Fields:
		return cutFields(b, limit)
	case digest.Buttons:
		return cutButtons(b, limit)
	case digest.Rest:
		return cutRest(b, limit)
	}
	return nil
}

// cutRest folds what does not fit away under further summaries.
func cutRest(r digest.Rest, limit int) []digest.Block {
	summary := brief(r.Summary)
	room := limit - size([]digest.Block{digest.Rest{Summary: continued(summary)}})
	var pieces []digest.Block
	var inside []digest.Block
	used := 0
	flush := func() {
		if len(inside) > 0 {
			pieces = append(pieces, digest.Rest{Summary: summary, Blocks: inside})
			summary, inside, used = continued(brief(r.Summary)), nil, 0
		}
	}
	for _, unit := range fitting(units(r.Blocks), room) {
		n := size(unit)
		if used+n > room {
			flush()
		}
		inside = append(inside, unit...)
		used += n
	}
	flush()
	return pieces
}

func continued(summary string) string { return summary + ", continued" }

// brief returns the beginning of a line of whosaid's own that should be short.
func brief(line string) string {
	const longest = 300
	if len(line) <= longest {
		return line
	}
	return cutText(line, longest) + "…"
}

// cutList gives up the numbers of an ordered list, which would begin anew.
func cutList(l digest.List, limit int) []digest.Block {
	var pieces []digest.Block
	var items [][]digest.Run
	for _, item := range l.Items {
		if size([]digest.Block{digest.List{Items: [][]digest.Run{item}}}) > limit {
			item = shortened(item, limit)
		}
		if size([]digest.Block{digest.List{Items: append(slices.Clip(items), item)}}) > limit {
			pieces = append(pieces, digest.List{Items: items})
			items = nil
		}
		items = append(items, item)
	}
	return append(pieces, digest.List{Items: items})
}

func cutFields(f digest.Fields, limit int) []digest.Block {
	var pieces []digest.Block
	var items []digest.Field
	for _, item := range f.Items {
		item.Name = brief(item.Name)
		if size([]digest.Block{digest.Fields{Items: []digest.Field{item}}}) > limit {
			item.Value = shortened(item.Value, limit-size([]digest.Block{digest.Fields{Items: []digest.Field{{Name: item.Name}}}}))
		}
		if size([]digest.Block{digest.Fields{Items: append(slices.Clip(items), item)}}) > limit {
			pieces = append(pieces, digest.Fields{Items: items})
			items = nil
		}
		items = append(items, item)
	}
	return append(pieces, digest.Fields{Items: items})
}

// cutButtons drops buttons whose command is too long to be typed or kept.
func cutButtons(b digest.Buttons, limit int) []digest.Block {
	var pieces []digest.Block
	for _, item := range b.Items {
		piece := digest.Buttons{Items: []digest.Button{{Label: brief(item.Label), Command: item.Command}}}
		if size([]digest.Block{piece}) <= limit {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// cutMark says that something was left out: outside of what is quoted, for which
// only the stored text will do.
var cutMark = []digest.Run{{Text: " … "}, {Text: "[the rest is too long for a message]", Style: digest.Faint}}

// shortened returns the beginning of runs, with a mark at its end.
func shortened(runs []digest.Run, limit int) []digest.Run {
	mark := size([]digest.Block{digest.Paragraph{Text: cutMark}})
	pieces := cutRuns(runs, limit-mark)
	return append(slices.Clip(pieces[0]), cutMark...)
}

// cutRuns returns runs in pieces that take up at most limit bytes each.
func cutRuns(runs []digest.Run, limit int) [][]digest.Run {
	var pieces [][]digest.Run
	var piece []digest.Run
	used := 0
	for _, run := range runs {
		if len(run.URL) > limit/16 { // nobody follows a link of that length
			run.URL = ""
		}
		for {
			head := beginning(run, limit-used)
			if head.Text == "" && run.Text != "" && used == 0 {
				_, first := utf8.DecodeRuneInString(run.Text)
				head.Text = run.Text[:first]
			}
			if head.Text != "" || run.Text == "" {
				piece = append(piece, head)
				used += runSize(head)
			}
			if run.Text = run.Text[len(head.Text):]; run.Text == "" {
				break
			}
			run.Text = strings.TrimPrefix(run.Text, " ")
			pieces = append(pieces, piece)
			piece, used = nil, 0
		}
	}
	return append(pieces, piece)
}

// beginning returns as much of run as takes up at most room bytes.
func beginning(run digest.Run, room int) digest.Run {
	text := run.Text
	run.Text = cutText(text, room/2) // it is written twice
	for run.Text != "" && runSize(run) > room {
		run.Text = cutText(text, len(run.Text)*3/4)
	}
	return run
}

func runSize(run digest.Run) int {
	return size([]digest.Block{digest.Paragraph{Text: []digest.Run{run}}})
}

// cutText returns the beginning of text that has at most n bytes and ends before a
// space where there is one not far from there.
func cutText(text string, n int) string {
	if n <= 0 {
		return ""
	}
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	if i := strings.LastIndexByte(text[:n], ' '); i > n/2 {
		return text[:i]
	}
	return text[:n]
}
