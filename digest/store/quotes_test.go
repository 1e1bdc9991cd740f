package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest/query"
)

func TestQuotes(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, quay, ferry)
		all := answer(t, s, query.Query{}, Page{}).Results
		var numbers []int64
		for _, r := range all {
			numbers = append(numbers, r.Number)
		}
		got, err := s.Quotes(t.Context(), append([]int64{12345}, numbers...))
		if diff := cmp.Diff(all, got); diff != "" || err != nil || len(all) < 4 {
			t.Errorf("%d quotes, %v: %s", len(all), err, diff)
		}
		if twice, err := s.Quotes(t.Context(), []int64{numbers[0], numbers[0]}); err != nil || len(twice) != 2 || cmp.Diff(twice[0], twice[1]) != "" {
			t.Errorf("a quote asked for twice: %v, %v", twice, err)
		}
		for _, r := range all {
			if n, err := s.Number(t.Context(), r.ID); err != nil || n != r.Number {
				t.Errorf("the quote %s has the number %d, not %d (%v)", r.ID, r.Number, n, err)
			}
		}
		if _, err := s.Number(t.Context(), "0123456789abcdef"); !errors.Is(err, ErrNotFound) {
			t.Errorf("err = %v", err)
		}
		if got, err := s.Quotes(t.Context(), nil); err != nil || len(got) != 0 {
			t.Errorf("%v, %v", got, err)
		}
	})
}
