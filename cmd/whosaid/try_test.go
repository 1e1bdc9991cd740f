package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// largest is how much memory a first answer may take, in bytes.
const largest = 150 << 20

// TestTryIsSmall builds the program and asks it one question: whoever tries it should
// not need a large machine.
func TestTryIsSmall(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
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

// firstAnswer asks one question and returns the most memory the program held until it
// had answered, in bytes; 0 where the system does not tell.
func firstAnswer(tb testing.TB, bin string) int64 {
	cmd := exec.CommandContext(tb.Context(), bin, "try")
	in, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	if _, err := io.WriteString(in, "who said what about the CNRM\n"); err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.Contains(lines.Text(), "Sam Rainsy") {
	}
	memory := peak(tb, cmd.Process.Pid)
	in.Close()
	if _, err := io.Copy(io.Discard, out); err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || lines.Text() == "" {
		tb.Fatalf("try did not answer: %v", err)
	}
	return memory
}

// peak returns VmHWM of proc(5) in bytes, 0 where there is no such file. What wait4
// tells of a process counts the one it was forked from too: here a whole test run's.
func peak(tb testing.TB, pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	_, rest, found := strings.Cut(string(status), "VmHWM:")
	var kilobytes int64
	if _, scanned := fmt.Sscan(rest, &kilobytes); err != nil || !found || scanned != nil {
		tb.Fatalf("the memory of process %d cannot be read: %v %s", pid, err, status)
	}
	return kilobytes << 10
}
