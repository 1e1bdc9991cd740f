package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseTexts(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
		err  error
	}{
		{in: `[]`},
		{in: `null`},
		{in: `[""]`, want: []string{""}},
		{in: `["","a, b",""]`, want: []string{"", "a, b", ""}},
		{in: `["spokesman of the quay"]`, want: []string{"spokesman of the quay"}},
		{in: `["a \"mayor\"","R\u0026D"]`, want: []string{`a "mayor"`, "R&D"}},
		{in: `["a","b"]`, want: []string{"a", "b"}},
		{in: `["a", "b"]`, want: []string{"a", "b"}},
		{in: `["a",1,"b"]`, err: ErrDamaged},
		{in: `["a"`, err: ErrDamaged},
		{in: `["]`, err: ErrDamaged},
		{in: ``, err: ErrDamaged},
	} {
		got, err := parseTexts(c.in)
		if diff := cmp.Diff(c.want, got); diff != "" && c.err == nil || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v", c.in, got, err)
		}
		if texts, err := parseTexts(asJSON(got)); c.err == nil && (err != nil || !cmp.Equal(texts, got)) {
			t.Errorf("%s: written again it is %q, %v", c.in, texts, err)
		}
	}
}
