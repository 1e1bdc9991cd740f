package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// largest is how much memory a first answer may take, in bytes.
const largest = 150 << 20

// TestTryIsSmall builds the program and asks it one question: whoever tries it should
// not need a large machine.
func TestTryIsSmall(t *testing.T) {
	if memory := firstAnswer(t, build(t)); memory > largest {
		t.Errorf("it took %d MiB, at most %d are allowed", memory>>20, largest>>20)
	}
}

// BenchmarkTry measures the first answer of the built program, its start included.
func BenchmarkTry(b *testing.B) {
	bin := build(b)
	memory := int64(0)
	for b.Loop() {
		memory = max(memory, firstAnswer(b, bin))
	}
	b.ReportMetric(float64(memory>>20), "MiB")
}

func build(tb testing.TB) string {
	bin := filepath.Join(tb.TempDir(), "whosaid")
	cmd := exec.Command("go", "build", "-o", bin, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("building: %v\n%s", err, out)
	}
	return bin
}

// firstAnswer asks one question and returns the memory that took, in bytes; 0 where
// the system does not tell.
func firstAnswer(tb testing.TB, bin string) int64 {
	cmd := exec.Command(bin, "try")
	cmd.Stdin = strings.NewReader("who said what about the CNRM\n")
	out, err := cmd.Output()
	if err != nil || !strings.Contains(string(out), "Sam Rainsy") {
		tb.Fatalf("try: %v\n%s", err, out)
	}
	if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" {
		return use.Maxrss << 10 // Linux counts kilobytes
	}
	return 0
}
