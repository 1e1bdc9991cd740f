package analyse

import (
	"testing"

	"whosaid/digest"
)

// TestExplain holds --why to name who else could have been meant and where else
// the words could end, and other readings to do without that work.
func TestExplain(t *testing.T) {
	const text = "Tomas Reyer met Oren Blick on the pier on Monday. He said that the harbour, which the council owns, would close in June, and that nobody had been asked."
	a := digest.Article{Text: text}
	plain, told := Read(a), Explain(a, false)
	if len(plain.Quotes) == 0 || len(plain.Quotes) != len(told.Quotes) {
		t.Fatalf("%d quotes, explained %d; want the same number, and some", len(plain.Quotes), len(told.Quotes))
	}
	for i, q := range told.Quotes {
		p := plain.Quotes[i]
		if p.Rivals != nil || p.Variants != nil {
			t.Errorf("Read kept rivals %v and variants %v", p.Rivals, p.Variants)
		}
		if q.Speaker != p.Speaker || q.Extent() != p.Extent() {
			t.Errorf("Explain reads %v of %d, Read %v of %d", q.Extent(), q.Speaker, p.Extent(), p.Speaker)
		}
		for k, r := range q.Rivals {
			if r.Name == "" || r.Score <= 0 || r.Score > 1 || k > 0 && r.Score > q.Rivals[k-1].Score {
				t.Errorf("rivals %v: want names with falling shares", q.Rivals)
			}
		}
	}
	q := told.Quotes[0]
	if len(q.Rivals) == 0 || q.Rivals[0].Name != "Oren Blick" {
		t.Errorf("rivals of “He”: %v, want Oren Blick first", q.Rivals)
	}
	variants := 0
	for _, q := range Explain(digest.Article{Text: report}, true).Quotes {
		variants += len(q.Variants)
	}
	if variants == 0 {
		t.Error("no other words were weighed in a whole report")
	}
}
