package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/bot/console"
	"whosaid/digest/store"
)

const (
	readme = "../../README.md"
	fence  = "```console\n$ go run ./cmd/whosaid try\n"
	prompt = "whosaid> "
)

// TestTranscript holds the conversation in the README to what the program
// prints on a terminal of 80 columns without colour. The lines behind the prompt
// are what is asked; -update writes the answers anew.
func TestTranscript(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), fence)
	shown, after, closed := strings.Cut(rest, "```\n")
	if !ok || !closed {
		t.Fatalf("%s has no transcript that starts with %q", readme, fence)
	}
	var questions []string
	for line := range strings.Lines(shown) {
		if q, ok := strings.CutPrefix(strings.TrimSpace(line), strings.TrimSpace(prompt)); ok {
			questions = append(questions, strings.TrimSpace(q))
		}
	}
	if len(questions) == 0 || questions[0] != "who said what about the CNRM" {
		t.Errorf("the transcript asks %q", questions)
	}
	want := converse(t, questions)
	if *update {
		if err := os.WriteFile(readme, []byte(before+fence+want+"```\n"+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("the transcript is not what the program prints; write it anew with -update (-program +README):\n%s", diff)
	}
}

// converse talks about the sample articles and returns what a terminal shows.
func converse(t *testing.T, questions []string) string {
	t.Helper()
	ctx := t.Context()
	p := &program{out: os.Stdout, err: os.Stderr, now: clock, settings: defaults(), log: newLog(os.Stderr, defaults().Log)}
	st, err := store.Open(ctx, store.Memory, p.log)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := p.fill(ctx, st, nil); err != nil {
		t.Fatal(err)
	}
	conversation := p.conversation(st)
	var out strings.Builder
	show := func(line string) {
		m, err := greeting(ctx, conversation)
		if line != "" {
			out.WriteString(prompt + line + "\n")
			m, err = conversation.Reply(ctx, line)
		}
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if err := console.Render(&out, m, console.Look{Width: 80, Fold: true}); err != nil {
			t.Fatal(err)
		}
		out.WriteString("\n")
	}
	show("")
	for _, q := range questions {
		show(q)
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

// The README says what to type; both are what the tests and .ci/run do.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	ci, err := os.ReadFile("../../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	const test = "CGO_ENABLED=0 go test -tags goolm -timeout 30m ./...\n"
	if !strings.Contains(string(data), "    go run ./cmd/whosaid try\n    "+test) {
		t.Error("the README does not show the two commands")
	}
	if !strings.Contains(string(ci), "\n"+test) {
		t.Error(".ci/run does not run the test command of the README")
	}
	for _, c := range commands() {
		if !strings.Contains(string(data), "whosaid "+c.name) {
			t.Errorf("the README does not name the command %s", c.name)
		}
	}
}
