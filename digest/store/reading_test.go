package store

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

// TestReading has a reading wait, and come back as what is stored of it.
func TestReading(t *testing.T) {
	a, r := quay.make(t)
	r.Gist = nil // is stored at once
	got, err := decodeReading(encodeReading(r), a)
	if diff := cmp.Diff(r, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	g := newGenerator()
	for n := range 20 {
		a, r := g.article(n)
		r.Gist = nil
		got, err := decodeReading(encodeReading(r), a)
		if diff := cmp.Diff(r, got); err != nil || diff != "" {
			t.Errorf("%d: %v %s", n, err, diff)
		}
	}
}

// TestReadingDamaged cuts a reading off, makes it longer, and gives it to another
// article: nothing is taken from it.
func TestReadingDamaged(t *testing.T) {
	a, r := quay.make(t)
	whole := encodeReading(r)
	for n := range whole {
		if _, err := decodeReading(whole[:n], a); !errors.Is(err, ErrDamaged) {
			t.Errorf("of %d bytes %d are read: %v", len(whole), n, err)
		}
	}
	if _, err := decodeReading(append(whole[:len(whole):len(whole)], 0), a); !errors.Is(err, ErrDamaged) {
		t.Errorf("with a byte more: %v", err)
	}
	a.Text = a.Text[:20]
	if _, err := decodeReading(whole, a); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "not inside the text") {
		t.Errorf("of a shorter text: %v", err)
	}
}

func FuzzReading(f *testing.F) {
	a, r := quay.make(f)
	f.Add(encodeReading(r))
	f.Add(encodeReading(digest.Reading{}))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := decodeReading(body, a)
		if err != nil {
			return
		}
		if err := valid(a, r); err != nil {
			t.Error(err)
		}
		again, err := decodeReading(encodeReading(r), a)
		if diff := cmp.Diff(r, again, cmp.Comparer(func(x, y float64) bool { return x == y || x != x && y != y })); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
	})
}
