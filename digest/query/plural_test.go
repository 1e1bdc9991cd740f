package query

import "testing"

func TestForms(t *testing.T) {
	for _, tt := range []struct{ word, other string }{
		{"election", "elections"},
		{"elections", "election"},
		{"party", "parties"},
		{"parties", "party"},
		{"attorney", "attorneys"},
		{"bus", ""}, // too short to be sure
		{"virus", "viruses"},
		{"viruses", "virus"},
		{"boss", "bosses"},
		{"bosses", "boss"},
		{"church", "churches"},
		{"churches", "church"},
		{"taxes", "tax"},
		{"houses", "house"},
		{"house", "houses"},
		{"charges", "charge"},
		{"people", "person"},
		{"crises", "crisis"},
		{"crisis", "crises"},
		{"politics", ""},
		{"news", ""},
		{"movies", "movie"},
		{"Rains", ""}, // a name
		{"CPP", ""},
		{"grève", ""},
	} {
		want := []string{tt.word}
		if tt.other != "" {
			want = append(want, tt.other)
		}
		got := Forms(tt.word)
		if len(got) != len(want) || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("Forms(%q) = %q, want %q", tt.word, got, want)
		}
	}
}
