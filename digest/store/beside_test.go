package store

import (
	"testing"

	"whosaid/digest"
	"whosaid/digest/query"
)

// TestBeside asks for words that stand in a quote's own sentence, only in the one
// before it, or also in the headline.
func TestBeside(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		text := "The tram depots close in May. Teo Lindqvist said nobody asked him.\n\nIlse Varga called the depot a museum."
		quotes := []said{
			{by: "Teo Lindqvist", content: "nobody asked him", source: "Teo Lindqvist", kind: digest.Indirect},
			{by: "Ilse Varga", content: "a museum", source: "Ilse Varga", kind: digest.Mixed},
		}
		people := []string{"Teo Lindqvist", "Ilse Varga"}
		put(t, s, piece{outlet: "Harbour Times", title: "A quiet May", date: "2031-06-01", people: people, text: text, quotes: quotes},
			piece{outlet: "The Aldmoor Gazette", title: "Dépôts to close", date: "2031-06-02", people: people, text: text + " So it goes.", quotes: quotes})
		for _, c := range []struct {
			name string
			q    query.Query
			want map[string]bool // outlet and content: whether it is beside
		}{
			{"a topic", query.Query{About: query.Term{Text: "depots"}}, map[string]bool{
				"Harbour Times: nobody asked him": true, "Harbour Times: a museum": false,
				"The Aldmoor Gazette: nobody asked him": false, "The Aldmoor Gazette: a museum": false}},
			{"two words, one of them here", query.Query{Words: []string{"depot", "tram"}}, map[string]bool{
				"Harbour Times: nobody asked him": true, "The Aldmoor Gazette: nobody asked him": true}},
			{"exact words", query.Query{Exact: []string{"the depot"}}, map[string]bool{
				"Harbour Times: a museum": false, "The Aldmoor Gazette: a museum": false}},
			{"no words", query.Query{}, map[string]bool{
				"Harbour Times: nobody asked him": false, "Harbour Times: a museum": false,
				"The Aldmoor Gazette: nobody asked him": false, "The Aldmoor Gazette: a museum": false}},
		} {
			t.Run(c.name, func(t *testing.T) {
				got := make(map[string]bool)
				for _, r := range answer(t, s, c.q, Page{}).Results {
					got[r.Article.Outlet+": "+r.Text()] = r.Beside
				}
				for quote, beside := range c.want {
					if is, ok := got[quote]; !ok || is != beside {
						t.Errorf("%s: found %v, beside %v, want %v", quote, ok, is, beside)
					}
				}
				if len(got) != len(c.want) {
					t.Errorf("there are %v", got)
				}
			})
		}
	})
}
