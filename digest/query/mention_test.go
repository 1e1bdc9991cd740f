package query

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAlternatives(t *testing.T) {
	for _, c := range []struct {
		in   string
		want [][]string
	}{
		{"the toll", [][]string{{"toll"}}},
		{"rice or fish", [][]string{{"rice"}, {"fish"}}},
		{"rice OR fish", [][]string{{"rice"}, {"fish"}}},
		{"rice, fish sauce or the salt", [][]string{{"rice"}, {"fish", "sauce"}, {"salt"}}},
		{"rice, fish and salt", [][]string{{"rice", "fish", "salt"}}},
		{"gold orders", [][]string{{"gold", "orders"}}},
		{"", nil},
		{" or ", nil},
	} {
		if diff := cmp.Diff(c.want, Alternatives(c.in)); diff != "" {
			t.Errorf("%q: %s", c.in, diff)
		}
	}
}
