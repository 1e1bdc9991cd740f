package digest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// MarshalJSON writes a message as it is kept until it is posted: {"blocks":[…]},
// each block an object whose "type" is the name of the block in lower case.
func (m Message) MarshalJSON() ([]byte, error) {
	blocks, err := encodeBlocks(m.Blocks)
	if err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		Blocks []typed `json:"blocks"`
	}{blocks})
}

// UnmarshalJSON reads what MarshalJSON writes. A type of block that this program
// does not know is an error: a message must not lose a part of it in silence.
func (m *Message) UnmarshalJSON(data []byte) error {
	var in struct {
		Blocks []json.RawMessage `json:"blocks"`
	}
	if err := strictly(data, &in); err != nil {
		return fmt.Errorf("reading a message: %w", err)
	}
	blocks, err := decodeBlocks(in.Blocks)
	if err != nil {
		return fmt.Errorf("reading a message: %w", err)
	}
	m.Blocks = blocks
	return nil
}

// typed is a block as it is written.
type typed struct {
	Type    string   `json:"type"`
	Level   int      `json:"level,omitempty"`
	Text    []run    `json:"text,omitempty"`
	Ordered bool     `json:"ordered,omitempty"`
	Items   [][]run  `json:"items,omitempty"`
	Fields  []field  `json:"fields,omitempty"`
	URL     string   `json:"url,omitempty"`
	Alt     string   `json:"alt,omitempty"`
	Buttons []button `json:"buttons,omitempty"`
	Summary string   `json:"summary,omitempty"`
	Blocks  []typed  `json:"blocks,omitempty"`
}

type run struct {
	Text  string `json:"t"`
	Style Style  `json:"s,omitempty"`
	URL   string `json:"u,omitempty"`
}

type field struct {
	Name  string `json:"name"`
	Value []run  `json:"value"`
}

type button struct {
	Label   string `json:"label"`
	Command string `json:"command"`
	Short   string `json:"short,omitempty"`
	Tells   bool   `json:"tells,omitempty"`
}

func encodeBlocks(blocks []Block) ([]typed, error) {
	var out []typed
	for _, b := range blocks {
		t, err := encodeBlock(b)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func encodeBlock(b Block) (t typed, err error) {
	switch b := b.(type) {
	case Heading:
		t = typed{Type: "heading", Level: b.Level, Text: mapped(b.Text, newRun)}
	case Paragraph:
		t = typed{Type: "paragraph", Text: mapped(b.Text, newRun)}
	case Blockquote:
		t = typed{Type: "blockquote", Text: mapped(b.Text, newRun)}
	case List:
		t = typed{Type: "list", Ordered: b.Ordered, Items: mapped(b.Items, func(item []Run) []run { return mapped(item, newRun) })}
	case Fields:
		t = typed{Type: "fields", Fields: mapped(b.Items, func(f Field) field { return field{f.Name, mapped(f.Value, newRun)} })}
	case Image:
		t = typed{Type: "image", URL: b.URL, Alt: b.Alt}
	case Buttons:
		t = typed{Type: "buttons", Buttons: mapped(b.Items, func(b Button) button { return button(b) })}
	case Rest:
		t = typed{Type: "rest", Summary: b.Summary}
		t.Blocks, err = encodeBlocks(b.Blocks)
	default:
		err = fmt.Errorf("writing a message: a block of the type %T", b)
	}
	return t, err
}

func decodeBlocks(raw []json.RawMessage) ([]Block, error) {
	var blocks []Block
	for _, r := range raw {
		var t typed
		if err := strictly(r, &t); err != nil {
			return nil, err
		}
		b, err := t.block()
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// block is the block that was written as t.
func (t typed) block() (Block, error) {
	switch t.Type {
	case "heading":
		return Heading{Level: t.Level, Text: mapped(t.Text, run.run)}, nil
	case "paragraph":
		return Paragraph{Text: mapped(t.Text, run.run)}, nil
	case "blockquote":
		return Blockquote{Text: mapped(t.Text, run.run)}, nil
	case "list":
		return List{Ordered: t.Ordered, Items: mapped(t.Items, func(item []run) []Run { return mapped(item, run.run) })}, nil
	case "fields":
		return Fields{Items: mapped(t.Fields, func(f field) Field { return Field{f.Name, mapped(f.Value, run.run)} })}, nil
	case "image":
		return Image{URL: t.URL, Alt: t.Alt}, nil
	case "buttons":
		return Buttons{Items: mapped(t.Buttons, func(b button) Button { return Button(b) })}, nil
	case "rest":
		rest := Rest{Summary: t.Summary}
		for _, inner := range t.Blocks {
			b, err := inner.block()
			if err != nil {
				return nil, err
			}
			rest.Blocks = append(rest.Blocks, b)
		}
		return rest, nil
	}
	return nil, fmt.Errorf("there is no block of the type %q", t.Type)
}

func newRun(r Run) run { return run(r) }

func (r run) run() Run { return Run(r) }

// mapped keeps nil, so that what is read again is equal to what was written.
func mapped[A, B any](in []A, f func(A) B) []B {
	if in == nil {
		return nil
	}
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

// strictly reads JSON that may have no key which is not known.
func strictly(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
