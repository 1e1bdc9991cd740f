package main

import (
	"encoding/json"
	"fmt"
	"os"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/analyse"
)

type prediction struct {
	Doc    string  `json:"doc"`
	Quotes []quote `json:"quotes"`
}

type quote struct {
	Kind    string   `json:"kind"`
	Content [][2]int `json:"content"`
	Cue     [][2]int `json:"cue"`
	Source  [][2]int `json:"source"`
}

// writePredictions writes what was found as JSON Lines, one article a line, offsets
// in code points, kinds as a scorer tells them.
func writePredictions(path string, docs []analyse.Annotated, found [][]analyse.Marked) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("writing predictions: %w", err)
	}
	defer f.Close()
	enc := json.NewEncoder(f)
	for i, d := range docs {
		p := prediction{Doc: d.Name, Quotes: []quote{}}
		in := quotedBytes(d.Text)
		for _, m := range found[i] {
			if len(m.Content) == 0 {
				continue
			}
			p.Quotes = append(p.Quotes, quote{kind(d.Text, in, m.Content), points(d.Text, m.Content), points(d.Text, m.Cue), points(d.Text, m.Source)})
		}
		if err := enc.Encode(p); err != nil {
			return fmt.Errorf("writing predictions: %w", err)
		}
	}
	return f.Close()
}

func points(text string, spans []digest.Span) [][2]int {
	out := [][2]int{}
	for _, s := range spans {
		b := utf8.RuneCountInString(text[:s.Start])
		out = append(out, [2]int{b, b + utf8.RuneCountInString(s.Cut(text))})
	}
	return out
}

// quotedBytes marks the bytes between quotation marks.
func quotedBytes(text string) []bool {
	in := make([]bool, len(text))
	open := false
	for i, r := range text {
		switch {
		case r == '“':
			open = true
		case r == '”', r == '\n':
			open = false
		case r == '"':
			open = !open
		}
		in[i] = open
	}
	return in
}

func kind(text string, in []bool, spans []digest.Span) string {
	words, quoted := 0, 0
	for _, s := range spans {
		letter := false
		for i, r := range s.Cut(text) {
			is := unicode.IsLetter(r) || unicode.IsDigit(r)
			if is && !letter {
				words++
				if in[s.Start+i] {
					quoted++
				}
			}
			letter = is
		}
	}
	switch {
	case words > 0 && quoted == words:
		return "direct"
	case quoted > 0:
		return "mixed"
	}
	return "indirect"
}
