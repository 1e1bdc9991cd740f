package bot

import (
	"slices"
	"testing"

	"whosaid/digest"
)

// A topic of several words that nothing has together is offered with fewer of them.
func TestFewerWords(t *testing.T) {
	for _, tt := range []struct {
		in    string
		want  []string
		offer digest.Offer
		found int // results where the first of them is chosen
	}{
		{"who spoke about the harbour in the ballroom", []string{"harbour"}, digest.FewerWords, 1},
		{"who said what about the toll and quiet dancing", []string{"toll"}, digest.FewerWords, 1},
		{"what did Ana Sorley say about toll dancing", nil, digest.NearNames, 0},
		{"who said what about ballroom dancing", []string{"Ana Sorley"}, digest.CommonNames, 1},
	} {
		a := asking(aldmoor(t))
		_, ans, err := a.Answer(t.Context(), tt.in)
		if err != nil || ans.Offer != tt.offer || len(ans.Suggestions) < len(tt.want) || !slices.Equal(ans.Suggestions[:len(tt.want)], tt.want) {
			t.Errorf("%s: %v, offered %q as %d, %s", tt.in, err, ans.Suggestions, ans.Offer, ans.Note)
		}
		if tt.found == 0 {
			continue
		}
		if _, ans, err = a.Answer(t.Context(), "1"); err != nil || len(ans.Results) < tt.found {
			t.Errorf("%s, 1: %d results, %v", tt.in, len(ans.Results), err)
		}
	}
}
