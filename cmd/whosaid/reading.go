package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

// readingJSON is one line of `analyse --json`. Its offsets are Unicode code
// points, as most languages other than Go count.
type readingJSON struct {
	Doc    string      `json:"doc"`
	Actors []actorJSON `json:"actors"`
	Quotes []quoteJSON `json:"quotes"`
	Gist   [][2]int    `json:"gist"`
	Text   string      `json:"text,omitempty"` // where offsets do not count in the file
}

type actorJSON struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Aliases []string `json:"aliases"`
	Weight  float64  `json:"weight"`
	Roles   []string `json:"roles"`
}

type quoteJSON struct {
	ID         string   `json:"id"`
	Kind       string   `json:"kind"`
	Class      string   `json:"class"`
	Content    [][2]int `json:"content"`
	Cue        [][2]int `json:"cue"`
	Source     [][2]int `json:"source"`
	Speaker    string   `json:"speaker,omitempty"`
	About      []string `json:"about"`
	Confidence float64  `json:"confidence"`
	Why        string   `json:"why,omitempty"`

	Rivals   []rivalJSON   `json:"rivals,omitempty"`
	Variants []variantJSON `json:"variants,omitempty"`
}

type rivalJSON struct {
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

type variantJSON struct {
	By      string   `json:"by"`
	Content [][2]int `json:"content"`
	Score   float64  `json:"score,omitempty"`
}

// newReading makes the JSON form of r, the reading of a, which came from the file
// at path with the bytes raw.
func newReading(path string, raw []byte, a digest.Article, r digest.Reading, why bool) readingJSON {
	out := readingJSON{
		Doc:    strings.TrimSuffix(filepath.Base(path), ".txt"),
		Actors: []actorJSON{},
		Quotes: []quoteJSON{},
	}
	offset, ok := textOffset(raw, a.Text)
	if !ok {
		out.Text = a.Text
	}
	points := newPoints(a.Text, offset)
	for _, x := range r.Actors {
		roles := []string{}
		for _, role := range x.Roles {
			roles = append(roles, role.Text)
		}
		out.Actors = append(out.Actors, actorJSON{x.Name, string(x.Type), append([]string{}, x.Aliases...), x.Weight, roles})
	}
	hash := a.Hash()
	for _, q := range r.Quotes {
		j := quoteJSON{
			ID: digest.QuoteID(hash, q.Extent()), Kind: string(q.Kind), Class: string(q.Class),
			Content: points.spans(q.Content), Cue: points.spans(q.Cue), Source: points.spans(q.Source),
			About: names(r, q.About), Confidence: q.Confidence,
		}
		if q.Speaker != digest.NoSpeaker {
			j.Speaker = r.Actors[q.Speaker].Name
		}
		if why {
			j.Why = q.Why
			for _, r := range q.Rivals {
				j.Rivals = append(j.Rivals, rivalJSON{r.Name, r.Score})
			}
			for _, v := range q.Variants {
				j.Variants = append(j.Variants, variantJSON{v.By, points.spans(v.Content), v.Score})
			}
		}
		out.Quotes = append(out.Quotes, j)
	}
	out.Gist = points.spans(r.Gist)
	return out
}

// jsonLine writes v as one line of JSON, with & < > as they are.
func jsonLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// textOffset returns how many code points of a file's bytes stand before text.
// It is false where the file does not hold text as it stands.
func textOffset(raw []byte, text string) (int, bool) {
	i := bytes.Index(raw, []byte(text))
	if i < 0 || !utf8.Valid(raw) {
		return 0, false
	}
	return utf8.RuneCount(raw[:i]), true
}

// points converts byte offsets into one text to code points. Spans that come in
// the order of the text cost one walk through it.
type points struct {
	text       string
	first      int // code points before the text
	byteAt, at int // a place that is known: at code points lie before byteAt
}

func newPoints(text string, first int) *points { return &points{text: text, first: first} }

// offset returns how many code points lie before byte i.
func (p *points) offset(i int) int {
	if i < p.byteAt {
		p.at -= utf8.RuneCountInString(p.text[i:p.byteAt])
	} else {
		p.at += utf8.RuneCountInString(p.text[p.byteAt:i])
	}
	p.byteAt = i
	return p.first + p.at
}

// spans converts spans to [start, end] pairs; none is an empty list.
func (p *points) spans(spans []digest.Span) [][2]int {
	pairs := make([][2]int, len(spans))
	for i, s := range spans {
		pairs[i] = [2]int{p.offset(s.Start), p.offset(s.End)}
	}
	return pairs
}
