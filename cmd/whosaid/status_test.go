package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// programUnderTest returns the whole program as a command, in an empty home.
func programUnderTest(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("whosaid", args...) // testscript.Main puts it on the path
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home, "WHOSAID_CONFIG=")
	return cmd
}

func status(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return -1
}

// TestWrongUse has the exit status tell a wrong command line from what failed, and
// the message say what to write.
func TestWrongUse(t *testing.T) {
	for _, c := range []struct {
		args, says string
		status     int
	}{
		{"--db", "--db needs a value", statusUsage},
		{"add --db", "--db needs a value", statusUsage},
		{"--help=x", "--help takes no value", statusUsage},
		{"add --help=x", "--help takes no value", statusUsage},
		{"--version=x", "--version takes no value", statusUsage},
		{"-version", "", statusOK},
		{"-h", "", statusOK},
		{"ask", "ask what?", statusUsage},
		{"check", "there is no database", statusFailed},
	} {
		out, err := programUnderTest(t, strings.Fields(c.args)...).CombinedOutput()
		if got := status(t, err); got != c.status || !strings.Contains(string(out), c.says) {
			t.Errorf("%s: status %d, want %d: %s", c.args, got, c.status, out)
		}
	}
}

// TestNoReader ends quietly where nobody reads on.
func TestNoReader(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close()
	if err := read.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := programUnderTest(t, "help")
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = write, &said
	if got := status(t, cmd.Run()); got != statusNoReader || said.Len() > 0 {
		t.Errorf("status %d, and it said %q", got, said.String())
	}
}

// TestTerminated stops a conversation from outside.
func TestTerminated(t *testing.T) {
	for _, c := range []struct {
		signal os.Signal
		status int
		says   string
	}{
		{syscall.SIGTERM, statusTerminated, "stopped"},
		{os.Interrupt, statusInterrupted, "interrupted"},
	} {
		cmd := programUnderTest(t, "try")
		var said strings.Builder
		cmd.Stderr = &said
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := in.Write([]byte("help\n")); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 1)); err != nil { // it answers now
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(c.signal); err != nil {
			t.Fatal(err)
		}
		go func() { // so that it can finish the answer
			for buffer := make([]byte, 4096); ; {
				if _, err := out.Read(buffer); err != nil {
					return
				}
			}
		}()
		if got := status(t, cmd.Wait()); got != c.status || !strings.Contains(said.String(), c.says) {
			t.Errorf("%v: status %d, want %d: %s", c.signal, got, c.status, said.String())
		}
	}
}
