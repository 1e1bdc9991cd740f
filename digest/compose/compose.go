// Package compose turns what was found into chat text.
//
// A [digest.Answer] or the [digest.Story] list of a digest comes in, a
// [digest.Message] goes out; the package is pure and owns the wording and the
// order of everything that whosaid shows. Above all it owns the quotation marks:
// the runs “ and ” that it writes stand around one verbatim piece of a direct
// quote and around nothing else. All other words of an article are shown without
// marks of whosaid's own and are labelled as the outlet's wording, and whosaid's
// own sentences have ‘ ’ where they need marks. Making text
// harmless for a chat or a terminal is left to the transport that renders it.
package compose

import (
	"strings"

	"whosaid/digest"
)

// Text returns a message of plain sentences of whosaid's own, a paragraph each.
func Text(paragraphs ...string) digest.Message {
	var m digest.Message
	for _, p := range paragraphs {
		m.Blocks = append(m.Blocks, paragraph(plain(own(p))))
	}
	return m
}

// Command is one line of [Help].
type Command struct {
	Usage string // "who said what about X"
	Does  string // what it shows, in a few words
}

// Help returns a message that lists commands under a title, with an optional
// sentence below them.
func Help(title string, commands []Command, note string) digest.Message {
	var fields digest.Fields
	for _, c := range commands {
		fields.Items = append(fields.Items, digest.Field{Name: c.Usage, Value: []digest.Run{plain(c.Does)}})
	}
	m := digest.Message{Blocks: []digest.Block{heading(1, plain(title)), fields}}
	if note != "" {
		m.Blocks = append(m.Blocks, paragraph(faint(note)))
	}
	return m
}

// own returns a sentence of whosaid's own with single quotation marks: “ ” are
// kept for what an article has printed.
func own(text string) string { return ownMarks.Replace(text) }

var ownMarks = strings.NewReplacer(opening, "‘", closing, "’")

func plain(text string) digest.Run { return digest.Run{Text: text} }
func bold(text string) digest.Run  { return digest.Run{Text: text, Style: digest.Bold} }
func faint(text string) digest.Run { return digest.Run{Text: text, Style: digest.Faint} }

func heading(level int, runs ...digest.Run) digest.Heading {
	return digest.Heading{Level: level, Text: runs}
}

func paragraph(runs ...digest.Run) digest.Paragraph { return digest.Paragraph{Text: runs} }
