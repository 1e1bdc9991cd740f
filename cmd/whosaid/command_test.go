package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		in   string
		args []string
		want global
	}{
		{"ask who is Brandt", []string{"who", "is", "Brandt"}, global{}},
		{"ask --db a.db who is Brandt", []string{"who", "is", "Brandt"}, global{db: "a.db"}},
		{"ask who is Brandt --db a.db", []string{"who", "is", "Brandt"}, global{db: "a.db"}},
		{"--db a.db ask who --config=c.toml", []string{"who"}, global{db: "a.db", config: "c.toml"}},
		{"--db=a.db ask who", []string{"who"}, global{db: "a.db"}},
		{"ask by:Brandt -harbour -tunnel", []string{"by:Brandt", "-harbour", "-tunnel"}, global{}},
		{"ask -- --db -x", []string{"--db", "-x"}, global{}},
		{"analyse - a.txt", []string{"-", "a.txt"}, global{}},
		{"export --json kind:direct --csv=false", []string{"kind:direct"}, global{}},
		{"--version", nil, global{}},
	} {
		got, err := parse(strings.Fields(tt.in))
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		if diff := cmp.Diff(tt.args, got.args); diff != "" || got.global != tt.want || got.run == nil {
			t.Errorf("%s: %+v, args (-want +got):\n%s", tt.in, got.global, diff)
		}
	}
}

func TestParseWrong(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", "name a command"},
		{"--db", "--db needs a value"},
		{"aks who", `there is no command "aks"; did you mean ask?`},
		{"ask --jsno who", "there is no flag --jsno; did you mean --json?"},
		{"--confg x ask who", "there is no flag --confg; did you mean --config?"},
		{"ask who --db", "--db needs a value"},
		{"ask --json=perhaps who", `--json cannot be "perhaps"`},
		{"add -json x", ""},
	} {
		_, err := parse(strings.Fields(tt.in))
		if tt.want == "" {
			if err != nil {
				t.Errorf("%s: %v", tt.in, err)
			}
			continue
		}
		var wrong usageError
		if !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.in, err, tt.want)
		}
	}
}

// Whoever reads help finds an example for every command, and one that is one.
func TestCommands(t *testing.T) {
	for _, c := range commands() {
		if c.summary == "" || len(c.examples) == 0 || c.new == nil {
			t.Errorf("%s lacks a summary, examples or what runs it", c.name)
		}
		inv, err := parse([]string{c.name, "--help"})
		if err != nil || !strings.HasPrefix(inv.help, "whosaid "+c.name+": ") {
			t.Errorf("%s --help: %v, %q", c.name, err, inv.help)
		}
		if !strings.Contains(c.examples[0], "whosaid "+c.name) {
			t.Errorf("%s has the example %q first", c.name, c.examples[0])
		}
	}
}
