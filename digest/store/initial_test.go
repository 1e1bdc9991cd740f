package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInitialled(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, piece{outlet: "Harbour Times", title: "Names", date: "2031-06-01",
			people: []string{"Ana Moss", "Ana R. Moss", "Ben Ruiz", "Ben K. Ruiz", "Ben P. Ruiz", "J. Moss", "J. K. Moss", "Ida van Moss", "Ida Moss", "Teo K. Moss", "Teo R. Moss"},
			text:   "Ana Moss, Ana R. Moss, Ben Ruiz, Ben K. Ruiz, Ben P. Ruiz, J. Moss, J. K. Moss, Ida van Moss, Ida Moss, Teo K. Moss and Teo R. Moss met."})
		for name, want := range map[string]string{"Ana Moss": "Ana R. Moss", "Ana R. Moss": "Ana Moss", "Ben Ruiz": "", "Ben K. Ruiz": "", "J. Moss": "", "Ida Moss": "", "Teo K. Moss": ""} {
			a, err := s.Actors(t.Context(), name)
			if err != nil || len(a) != 1 {
				t.Fatalf("%s: %v, %v", name, a, err)
			}
			same, err := s.Initialled(t.Context(), a[0])
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, a := range same {
				got += a.Name
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}
