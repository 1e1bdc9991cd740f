package slack

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"whosaid/bot/slack/fake"
)

const nodeFolder = "testdata/node"

// node returns a command of Node in the folder of the packages. Where one of them is
// missing the test is skipped, saying so; where WHOSAID_NEED has the word "node", it
// fails.
func node(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	missing := t.Skipf
	if strings.Contains(os.Getenv("WHOSAID_NEED"), "node") {
		missing = t.Fatalf
	}
	program, err := exec.LookPath("node")
	if err != nil {
		missing("NOT TESTED against Slack's own clients: there is no node on this machine (version 20 or later)")
	}
	if _, err := os.Stat(nodeFolder + "/node_modules/@slack/bolt"); err != nil {
		missing("NOT TESTED against Slack's own clients: their packages are missing; run npm ci in bot/slack/%s", nodeFolder)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = nodeFolder
	return cmd
}

// Slack's own clients work with the fake as it is.
func TestSlackClients(t *testing.T) {
	cmd := node(t, "--test", "--test-reporter=tap", "clients.test.mjs")
	s, err := fake.New(fake.Options{Retries: []time.Duration{0, time.Second, 3 * time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	cmd.Env = append(os.Environ(), "FAKE_URL="+s.URL)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "\n# pass 10\n") || !strings.Contains(string(out), "\n# skipped 0\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

// All blocks of the golden files, and of messages that are hostile, are of the types
// that @slack/types has.
func TestBlocksAreOfSlacksTypes(t *testing.T) {
	cmd := node(t, "schema.mjs")
	type message struct {
		Blocks any `json:"blocks"`
	}
	all := []message{}
	tr := &Transport{}
	for _, words := range hostile {
		for i, part := range tr.Split(messageOf(words)) {
			if i == 5 {
				break // the others are alike
			}
			if blocks := render(part.Blocks); len(blocks) > 0 {
				all = append(all, message{blocks})
			}
		}
	}
	in, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdin = strings.NewReader(string(in))
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "blocks are as @slack/types says") {
		t.Errorf("%v\n%s", err, cut(string(out), 5000))
	}
	t.Log(strings.TrimSpace(string(out)))
}
