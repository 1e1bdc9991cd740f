//go:build unix

package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"whosaid/digest"
)

// The test binary is also the program that sits behind the terminal.
func TestMain(m *testing.M) {
	if os.Getenv("CONSOLE_TEST_PROGRAM") != "" {
		program()
		return
	}
	os.Exit(m.Run())
}

// program answers with what it was asked.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	c := New(os.Stdin, os.Stdout, Options{
		History:  os.Getenv("CONSOLE_TEST_HISTORY"),
		Complete: func(string) []string { return []string{"who is who", "latest"} },
	})
	err := c.Run(ctx, func(ctx context.Context, line string) (digest.Message, error) {
		switch line {
		case "wait":
			fmt.Println("waiting")
			<-ctx.Done()
			return digest.Message{}, ctx.Err()
		case "fail":
			return digest.Message{}, errors.New("the store is locked")
		case "sample":
			return sample(), nil
		}
		return digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: []digest.Run{{Text: "asked:"}, {Text: " <" + line + ">", Style: digest.Bold}}}}}, nil
	})
	fmt.Println("ended:", err)
}

// session is a person at a terminal.
type session struct {
	t       *testing.T
	pty     *os.File
	tty     *os.File
	cmd     *exec.Cmd
	output  chan []byte
	unread  []byte
	all     bytes.Buffer
	history string
}

func start(t *testing.T, env ...string) *session {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, pty: master, tty: tty, output: make(chan []byte), history: filepath.Join(t.TempDir(), "state", "whosaid", "history")}
	s.cmd = exec.Command(os.Args[0])
	s.cmd.Env = append([]string{"CONSOLE_TEST_PROGRAM=1", "CONSOLE_TEST_HISTORY=" + s.history, "TERM=xterm"}, env...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.output)
		for {
			buf := make([]byte, 4096)
			n, err := master.Read(buf)
			if n > 0 {
				s.output <- buf[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		s.cmd.Process.Kill()
		tty.Close()
		master.Close()
		for range s.output {
		}
		s.cmd.Wait()
	})
	return s
}

func (s *session) press(keys string) {
	s.t.Helper()
	if _, err := s.pty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// see waits until text is on the screen, behind what was seen before.
func (s *session) see(text string) {
	s.t.Helper()
	limit := time.After(20 * time.Second)
	for {
		if i := bytes.Index(s.unread, []byte(text)); i >= 0 {
			s.unread = s.unread[i+len(text):]
			return
		}
		select {
		case b, ok := <-s.output:
			if !ok {
				s.t.Fatalf("the terminal closed before %q; seen: %q", text, s.all.String())
			}
			s.unread = append(s.unread, b...)
			s.all.Write(b)
		case <-limit:
			s.t.Fatalf("never seen: %q; seen: %q", text, s.all.String())
		}
	}
}

const (
	prompt = "whosaid> "
	ctrlC  = "\x03"
	ctrlD  = "\x04"
	up     = "\x1b[A"
	left   = "\x1b[D"
)

// ask types a line at the prompt and waits for the answer to what it should be.
func (s *session) ask(keys, line string) {
	s.t.Helper()
	s.see(prompt)
	s.press(keys + "\r")
	s.see("<" + line + ">")
}

func TestEditing(t *testing.T) {
	s := start(t)
	s.ask("hello", "hello")
	s.ask("abd"+left+"c", "abcd")
	s.ask("  two words x\x7f ", "two words")
	s.ask("夜の船x\x7f", "夜の船")
	s.ask(up+up, "two words")
	s.ask("\x12abc", "abcd") // Ctrl-R searches
	s.ask("la\t", "latest")
	s.ask("\x1b[200~one\rtwo\x1b[31m\x03\x04three\x1b[201~", "one two [31m  three")
	s.see(prompt)
	s.press("given up" + ctrlC)
	s.ask("kept", "kept")
	s.see(prompt)
	s.press(ctrlD)
	s.see("ended: <nil>")
	data, err := os.ReadFile(s.history)
	if err != nil {
		t.Fatal(err)
	}
	if want := "hello\nabcd\ntwo words\n夜の船\ntwo words\nabcd\nlatest\none two [31m  three\nkept\n"; string(data) != want {
		t.Errorf("history %q, want %q", data, want)
	}
	for path, mode := range map[string]os.FileMode{s.history: 0o600, filepath.Dir(s.history): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has mode %v (%v), want %v", path, info.Mode(), err, mode)
		}
	}
}

func TestInterrupting(t *testing.T) {
	s := start(t)
	s.see(prompt)
	s.press("wait\r")
	s.see("waiting")
	s.press(ctrlC)
	s.see("Stopped.")
	s.ask("again", "again")
	s.see(prompt)
	s.press("fail\r")
	s.see("That did not work: the store is locked.")
	s.see(prompt)
	s.press(ctrlC)
	s.see("ended: <nil>")
}

func TestLeavingByWord(t *testing.T) {
	s := start(t)
	s.see(prompt)
	s.press("exit\r")
	s.see("ended: <nil>")
}

// Whatever ends it, the terminal is as it was.
func TestTermination(t *testing.T) {
	s := start(t)
	s.see(prompt)
	s.press("half a li")
	s.see("half a li")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.see("ended: context canceled")
	fresh := start(t)
	after, err := term.GetState(int(s.tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	fresh.see(prompt)
	fresh.press("exit\r")
	fresh.see("ended")
	before, err := term.GetState(int(fresh.tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("the terminal is left in another state: %v, want %v", after, before)
	}
}

func TestFoldAndWidth(t *testing.T) {
	s := start(t)
	s.see(prompt)
	s.press("sample\r")
	s.see("2 more quotes — type: ")
	s.see("[3] https://pictures.example/1.png")
	s.see(prompt)
	if err := pty.Setsize(s.pty, &pty.Winsize{Rows: 24, Cols: 40}); err != nil {
		t.Fatal(err)
	}
	s.press("full\r")
	s.see("“Folded away until it is asked for\r\n")
	s.ask("2", "Pell Gorrindge")
	s.ask("full", "full") // nothing is folded now: the line is the handler's
}

func TestPlainTerminals(t *testing.T) {
	tests := []struct {
		env, unwanted string
	}{
		{"NO_COLOR=1", boldStyle},
		{"TERM=dumb", "\x1b"},
	}
	for _, tt := range tests {
		t.Run(tt.env, func(t *testing.T) {
			s := start(t, tt.env)
			s.ask("hello", "hello")
			s.see(prompt)
			s.press("exit\r")
			s.see("ended: <nil>")
			if strings.Contains(s.all.String(), tt.unwanted) {
				t.Errorf("%q was written: %q", tt.unwanted, s.all.String())
			}
		})
	}
	s := start(t)
	s.see(prompt)
	s.press("hello\r")
	s.see(boldStyle + " <hello>")
}
