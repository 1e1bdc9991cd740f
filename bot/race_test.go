//go:build race

package bot

import (
	"os"
	"runtime"
	"testing"
)

// TestMain leaves the race detector one processor: with more, timers of a
// synctest bubble that fire at once share one record of the detector, which
// then crashes (golang/go#78156). It finds a race by what is not ordered, not
// by what runs side by side, and so needs no second one.
func TestMain(m *testing.M) {
	runtime.GOMAXPROCS(1)
	os.Exit(m.Run())
}
