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

func TestFirst(t *testing.T) {
	for in, want := range map[string]bool{
		"the first quote by Ana Ruiz": true, "what was the first thing Ana Ruiz said": true, "Ana Ruiz’s earliest statement": true,
		"the latest quote by Ana Ruiz": false, "what did the First Bank say": false, "who was first": false,
	} {
		q, err := Parse(in, asked(t))
		if err != nil || q.First != want {
			t.Errorf("%q: %v (%v)", in, q.First, err)
		}
	}
}
