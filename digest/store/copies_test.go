package store

import (
	"fmt"
	"strings"
	"testing"
)

// TestFormulas asks for the copy of a text among others of its week that end in the
// same words as all of them do.
func TestFormulas(t *testing.T) {
	const formula = "Readers who know more about this are asked to write to the desk by the end of the week or to leave a " +
		"message at the counter of the library on Lantern Street where somebody will be glad to hear from them in person."
	text := func(n int) string {
		var b strings.Builder
		for k := range 12 {
			fmt.Fprintf(&b, "Ferry %d of line %d was late by %d minutes at pier %d. ", n*31+k, n*7+k*k, n+k*5, n*k+3)
		}
		return b.String() + "\n\n" + formula
	}
	both(t, func(t *testing.T, s *Store) {
		var ids []int64
		for n := range 3 * formulaTexts {
			a, r := piece{outlet: "The Tarn Courier", url: fmt.Sprintf("https://tarn.example/%d", n), title: fmt.Sprint("Ferries ", n), date: "2031-05-04", text: text(n)}.make(t)
			got, err := s.Take(t.Context(), a, r, Taking{})
			if err != nil || got.Original != 0 {
				t.Fatalf("text %d is taken for a copy of %d: %v", n, got.Original, err)
			}
			ids = append(ids, got.ID)
		}
		a, r := piece{outlet: "Upper Tarn Weekly", url: "https://weekly.example/ferries", title: "Late again", date: "2031-05-05", text: "LOWER TARN — " + text(17)}.make(t)
		got, err := s.Take(t.Context(), a, r, Taking{})
		if err != nil || got.Original != ids[17] || got.Added {
			t.Errorf("the copy of text 17 (article %d) became %+v: %v", ids[17], got, err)
		}
	})
}
