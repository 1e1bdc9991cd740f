package store

import (
	"errors"
	"testing"
)

func TestHold(t *testing.T) {
	first := file(t)
	release, err := first.Hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second := reopen(t, first.path)
	if _, err := second.Hold(t.Context()); !errors.Is(err, ErrRunning) {
		t.Fatalf("a second program holds it too: %v", err)
	}
	put(t, second, piece{outlet: "Gazette", text: "Adding goes on."})
	if err := release(); err != nil {
		t.Fatal(err)
	}
	again, err := second.Hold(t.Context())
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := again(); err != nil {
		t.Error(err)
	}
}
