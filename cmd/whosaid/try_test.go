package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTryIsQuick builds the program and times its first answer, start included:
// whoever tries it should not wait. The best of five runs counts, for a busy machine.
func TestTryIsQuick(t *testing.T) {
	const (
		longest = time.Second
		largest = 150 << 20 // bytes of memory
	)
	bin := filepath.Join(t.TempDir(), "whosaid")
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	best, memory := time.Hour, int64(0)
	for range 5 {
		cmd := exec.Command(bin, "try")
		cmd.Stdin = strings.NewReader("who said what about the CNRM\n")
		start := time.Now()
		out, err := cmd.Output()
		taken := time.Since(start)
		if err != nil || !strings.Contains(string(out), "Sam Rainsy") {
			t.Fatalf("try: %v\n%s", err, out)
		}
		best = min(best, taken)
		if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" {
			memory = max(memory, use.Maxrss<<10) // Linux counts kilobytes
		}
	}
	t.Logf("first answer after %v, at most %d MiB", best, memory>>20)
	if best > longest {
		t.Errorf("the first answer took %v, at most %v is allowed", best, longest)
	}
	if memory > largest {
		t.Errorf("it took %d MiB, at most %d are allowed", memory>>20, largest>>20)
	}
}
