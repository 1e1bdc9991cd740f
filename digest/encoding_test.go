package digest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

func TestMessageJSON(t *testing.T) {
	line := []digest.Run{{Text: "a < b & “c”\n\x00 \u202e"}, {Text: "link", Style: digest.Bold | digest.Faint, URL: "https://example.org/?a=1&b=2"}, digest.Break}
	all := []digest.Block{
		digest.Heading{Level: 1, Text: line},
		digest.Paragraph{Text: line},
		digest.Blockquote{Text: line},
		digest.List{Ordered: true, Items: [][]digest.Run{line, line}},
		digest.Fields{Items: []digest.Field{{Name: "x", Value: line}, {Name: "y"}}},
		digest.Image{URL: "https://example.org/i.png", Alt: "a picture"},
		digest.Buttons{Items: []digest.Button{{Label: "More", Command: "more about:Lind", Short: "more"}}},
	}
	for _, m := range []digest.Message{
		{},
		{Blocks: all},
		{Blocks: []digest.Block{digest.Rest{Summary: "3 more", Blocks: append(all, digest.Rest{Summary: "inner", Blocks: all})}}},
	} {
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var got digest.Message
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatalf("%v in %s", err, data)
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Errorf("-written +read:\n%s\n%s", diff, data)
		}
	}
}

func TestMessageJSONErrors(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`{"blocks":[{"type":"table"}]}`, `no block of the type "table"`},
		{`{"blocks":[{"type":"rest","blocks":[{"type":""}]}]}`, `no block of the type ""`},
		{`{"blocks":[{"type":"paragraph","colour":"red"}]}`, "colour"},
		{`{"blocks":7}`, "reading a message"},
	} {
		var m digest.Message
		if err := json.Unmarshal([]byte(tt.in), &m); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.in, err, tt.want)
		}
	}
}
