package compose

import (
	"strings"
	"testing"
	"unicode/utf8"

	"whosaid/digest"
)

// quoted returns what stands between whosaid's quotation marks in blocks, and
// reports marks that are not around one run.
func quoted(t *testing.T, blocks []digest.Block) []string {
	t.Helper()
	var found []string
	for _, block := range blocks {
		switch block := block.(type) {
		case digest.Rest:
			found = append(found, quoted(t, block.Blocks)...)
		case digest.Blockquote:
			for i, r := range block.Text {
				if r.Text != opening {
					continue
				}
				if i+2 >= len(block.Text) || block.Text[i+2].Text != closing {
					t.Errorf("marks are not around one run: %q", block.Text[i:])
					continue
				}
				found = append(found, block.Text[i+1].Text)
			}
		}
	}
	return found
}

// printed reports whether text stands in a piece of one of the direct quotes.
func printed(text string, results []digest.Result) bool {
	for _, r := range results {
		for _, c := range r.Content {
			if r.Kind == digest.Direct && text != "" && strings.Contains(c, text) {
				return true
			}
		}
	}
	return false
}

// What stands between quotation marks was printed exactly so, within one piece
// of a direct quote.
func TestMarksAreVerbatim(t *testing.T) {
	all := results(t)
	messages := []digest.Message{Answer(answer(t)), Digest(stories(t), Options{}), Digest(stories(t), Options{Quotes: 1})}
	for _, m := range messages {
		found := quoted(t, m.Blocks)
		if len(found) < 3 {
			t.Errorf("only %d quotations in %s", len(found), drawn(m.Blocks, ""))
		}
		for _, text := range found {
			if !printed(text, all) {
				t.Errorf("between quotation marks, but not printed so: %q", text)
			}
		}
	}
}

func FuzzMarksAreVerbatim(f *testing.F) {
	f.Add("“I did.\n\n“So did he,” she said. “Ask ‘him’.”", "said", uint8(0), uint8(3), uint8(40), uint8(50), uint8(60), uint16(20))
	f.Add(`He said: "No." And "never"`+"\r\n\r\n"+`"not once`, "", uint8(1), uint8(0), uint8(20), uint8(21), uint8(30), uint16(3))
	f.Add("«Да.» 「はい。いいえ。」\u202eabc", "according to", uint8(2), uint8(0), uint8(200), uint8(9), uint8(9), uint16(1))
	f.Fuzz(func(t *testing.T, text, cue string, kind, a, b, c, d uint8, limit uint16) {
		if !utf8.ValidString(text) {
			return
		}
		r := digest.Result{Kind: []digest.Kind{digest.Direct, digest.Mixed, digest.Indirect}[kind%3], Class: digest.Statement, Cue: cue, Context: text}
		if d%2 == 1 {
			r.Sentence = text
		}
		for _, span := range [][2]uint8{{a, b}, {c, d}} {
			start, end := min(int(span[0]), len(text)), min(int(span[1]), len(text))
			if start < end && utf8.ValidString(text[start:end]) {
				r.Content = append(r.Content, text[start:end])
			}
		}
		runs, _ := quotation(r, int(limit))
		blocks := []digest.Block{digest.Blockquote{Text: runs}}
		if r.Kind == digest.Direct {
			for _, words := range quoted(t, blocks) {
				if !printed(words, []digest.Result{r}) {
					t.Errorf("between quotation marks, but not printed so: %q in %q", words, r.Content)
				}
			}
			return
		}
		if len(runs) > 1 && runs[1].Text == " "+opening {
			t.Errorf("a paraphrase has marks of its own: %q", runs)
		}
		for _, run := range runs {
			for part := range strings.SplitSeq(strings.TrimSuffix(run.Text, omitted), " … ") {
				if run.Style != digest.Italic && !strings.Contains(text, strings.TrimPrefix(part, " ")) {
					t.Errorf("a paraphrase is not printed so: %q in %q", part, text)
				}
			}
		}
		Answer(digest.Answer{Results: []digest.Result{r}})
		Digest([]digest.Story{{Quotes: []digest.Result{r}}}, Options{Quotes: int(limit)})
	})
}
