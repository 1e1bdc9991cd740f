package store

import (
	"errors"
	"testing"
)

// What is paused goes on when it is followed again, and is not there twice.
func TestAddFollowAgain(t *testing.T) {
	s := scheduleStore(t)
	f := Follow{Place: "test:me", Owner: "test:u1", Filter: "toll"}
	id, err := s.AddFollow(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddFollow(t.Context(), f); !errors.Is(err, ErrExists) {
		t.Errorf("following twice gives %v", err)
	}
	if err := s.PauseFollow(t.Context(), id, "gone"); err != nil {
		t.Fatal(err)
	}
	again, err := s.AddFollow(t.Context(), f)
	all, listing := s.Follows(t.Context())
	if err != nil || listing != nil || again != id || len(all) != 1 || all[0].Paused != "" {
		t.Errorf("following again gives %d, %v; there are %+v, %v", again, err, all, listing)
	}
}
