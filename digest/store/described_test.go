package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDescribed(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, quay, ferry, fog, piece{
			outlet: "Harbour Times", title: "New mayor", date: "2031-06-01", people: []string{"Ida Moss, acting mayor of Aldmoor", "Café Ruiz, café owner"},
			text: "Ida Moss, acting mayor of Aldmoor, met Café Ruiz, a café owner.",
		})
		for _, c := range []struct {
			role string
			want []string
		}{
			{"mayor of Aldmoor", []string{"Maren Oduya, mayor of Aldmoor"}},
			{"the Mayor", []string{"Ida Moss, acting mayor of Aldmoor", "Maren Oduya, mayor of Aldmoor"}},
			{"PILOT", []string{"Ilse Varga, pilot"}},
			{"café owner", []string{"Café Ruiz, café owner"}},
			{"Café-owner", []string{"Café Ruiz, café owner"}},
			{"may", nil},
			{"harbour", []string{"Teo Lindqvist, harbour master"}},
			{"the", nil},
			{"", nil},
			{`mayor"] %_`, []string{"Ida Moss, acting mayor of Aldmoor", "Maren Oduya, mayor of Aldmoor"}},
		} {
			actors, err := s.Described(t.Context(), c.role)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range actors {
				got = append(got, a.Name+", "+a.Roles[0].Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("who is described as %q (-want +got):\n%s", c.role, diff)
			}
		}
	})
}

// TestPlainest has the database look for a part of words that it cannot compare whole.
func TestPlainest(t *testing.T) {
	for word, want := range map[string]string{"Mayor": "mayor", "al-Zorblatt": "zorblatt", "Žížková": "kov", "O’Hare": "hare", "мэр": "", "": ""} {
		if got := plainest(word); got != want {
			t.Errorf("of %q it looks for %q, want %q", word, got, want)
		}
	}
}
