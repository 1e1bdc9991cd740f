package main

import (
	"fmt"
	"strings"

	"whosaid/digest"
	"whosaid/digest/compose"
)

// account makes a reading of one article into a message for people.
func account(a digest.Article, r digest.Reading, why bool) digest.Message {
	m := digest.Message{Blocks: []digest.Block{digest.Heading{Level: 1, Text: plain(a.Title)}}}
	add := func(b ...digest.Block) { m.Blocks = append(m.Blocks, b...) }
	for _, s := range r.Gist {
		add(digest.Blockquote{Text: plain(oneLine(s.Cut(a.Text)))})
	}
	if len(r.Actors) == 0 && len(r.Quotes) == 0 {
		add(digest.Paragraph{Text: plain("No actors and no quotes found.")})
		return m
	}
	if len(r.Actors) > 0 {
		list := digest.List{}
		for _, actor := range r.Actors {
			list.Items = append(list.Items, actorRuns(actor))
		}
		add(digest.Heading{Level: 2, Text: plain("Actors")}, list)
	}
	if len(r.Quotes) > 0 {
		add(digest.Heading{Level: 2, Text: plain("Quotes")})
		for _, q := range r.Quotes {
			add(quoteBlocks(a, r, q, why)...)
		}
	}
	return m
}

func plain(text string) []digest.Run { return []digest.Run{{Text: text}} }

func actorRuns(a digest.Actor) []digest.Run {
	text := ", " + string(a.Type)
	if len(a.Aliases) > 0 {
		text += ", also " + strings.Join(a.Aliases, ", ")
	}
	for i, role := range a.Roles {
		if i > 0 {
			text += ";"
		} else {
			text += ":"
		}
		text += " " + oneLine(role.Text)
	}
	return []digest.Run{{Text: a.Name, Style: digest.Bold}, {Text: text}}
}

func quoteBlocks(a digest.Article, r digest.Reading, q digest.Quote, why bool) []digest.Block {
	speaker := "speaker unclear"
	switch {
	case q.Speaker != digest.NoSpeaker:
		speaker = r.Actors[q.Speaker].Name
	case q.Unnamed:
		speaker = "somebody not named"
	}
	var note strings.Builder
	if source := joined(a, q.Source); source != "" {
		fmt.Fprintf(&note, ", in the text: %s", source)
	}
	fmt.Fprintf(&note, "; %s, %s", q.Kind, q.Class)
	if len(q.About) > 0 {
		fmt.Fprintf(&note, ", about %s", strings.Join(names(r, q.About), ", "))
	}
	fmt.Fprintf(&note, ", confidence %.2f", q.Confidence)
	if why {
		reasons(&note, a, q)
	}
	var content []string
	for _, s := range q.Content {
		content = append(content, s.Cut(a.Text))
	}
	return []digest.Block{
		digest.Paragraph{Text: []digest.Run{{Text: speaker, Style: digest.Bold}, {Text: note.String(), Style: digest.Faint}}},
		digest.Blockquote{Text: compose.Quoted(q.Kind, content)},
	}
}

// reasons adds why a quote was read as it was, and what else was weighed.
func reasons(note *strings.Builder, a digest.Article, q digest.Quote) {
	if q.Why != "" {
		fmt.Fprintf(note, ", because: %s", q.Why)
	}
	for i, r := range q.Rivals {
		sep := ", "
		if i == 0 {
			sep = "; other speakers weighed: "
		}
		fmt.Fprintf(note, "%s%s %.2f", sep, r.Name, r.Score)
	}
	for i, v := range q.Variants {
		sep := ", "
		if i == 0 {
			sep = "; other words weighed: "
		}
		fmt.Fprintf(note, "%s“%s” by %s", sep, joined(a, v.Content), v.By)
		if v.Score > 0 {
			fmt.Fprintf(note, " %.2f", v.Score)
		}
	}
}

// joined returns the parts of the text that spans cover, with " … " where the text
// in between is left out.
func joined(a digest.Article, spans []digest.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = oneLine(s.Cut(a.Text))
	}
	return strings.Join(parts, " … ")
}

// oneLine puts words that the text breaks over lines on one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func names(r digest.Reading, actors []int) []string {
	list := make([]string, len(actors))
	for i, n := range actors {
		list[i] = r.Actors[n].Name
	}
	return list
}
