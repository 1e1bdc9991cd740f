package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const exampleFile = "../../config.example.toml"

// The example is what people copy, so it has to be the defaults, all of them.
func TestExample(t *testing.T) {
	data, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decode(exampleFile, data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(defaults(), got, cmpopts.EquateEmpty(), cmp.AllowUnexported(settings{}, secret{})); diff != "" {
		t.Errorf("the example is not the defaults (-defaults +example):\n%s", diff)
	}

	// A table of which there can be many stands in the example as a comment.
	data = regexp.MustCompile(`(?m)^#   `).ReplaceAll(data, nil)
	if _, err := decode(exampleFile, data); err != nil {
		t.Errorf("with what is commented out: %v", err)
	}
	var all map[string]any
	meta, err := toml.Decode(string(data), &all)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	for _, key := range keys() {
		if !slices.ContainsFunc(meta.Keys(), func(k toml.Key) bool { return k.String() == key }) {
			t.Errorf("%s is not in the example", key)
		}
	}
	for _, key := range keys() {
		n := lineOf(data, key)
		if n < 2 || !strings.HasPrefix(lines[n-2], "# ") {
			t.Errorf("%s has no comment above it", key)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		in, want string // want is the error, or empty
	}{
		{"", ""},
		{"zone = \"Europe/Paris\"\n[answer]\nspeakers = 5\n", ""},
		{"[digest]\nperiod = \"2w\"\n", ""},
		{"# one\n[answer]\nspaekers = 5\n", `c.toml:3: there is no key "answer.spaekers"; did you mean answer.speakers?`},
		{"\n\n[anwser]\nspeakers = 5\n", `c.toml:3: there is no key "anwser"; did you mean answer?`},
		{"zoen = \"local\"\n", `c.toml:1: there is no key "zoen"; did you mean zone?`},
		{"[answer]\nspeakers = 0\n", "c.toml:2: answer.speakers cannot be 0: 1 to 50 are allowed"},
		{"answer.quotes = 1000\n", "c.toml:1: answer.quotes cannot be 1000: 1 to 200 are allowed"},
		{"zone = \"Mars/Olympus\"\n", `c.toml:1: zone cannot be "Mars/Olympus": write "local" or a name of the IANA time zone database, such as "Europe/Paris"`},
		{"zone = \"\"\n", `c.toml:1: zone cannot be "": write "local" or a name of the IANA time zone database, such as "Europe/Paris"`},
		{"[log]\nlevel = \"loud\"\n", `c.toml:2: log.level cannot be "loud": debug, info, warn and error are allowed`},
		{"[[slack]]\nbot_token = \"env:BOT\"\napp_token = \"file:app\"\n[matrix]\nuser = \"@w:example.org\"\npassword = \"env:P\"\n", ""},
		{"[[slack]]\nbot_token = \"env:BOT\"\n", "c.toml:1: slack.app_token is missing: it says where the token is that begins with xapp-; without it, listen and signing_secret are needed"},
		{"[[slack]]\nbot_tokn = \"env:BOT\"\n", `c.toml:2: there is no key "slack.bot_tokn"; did you mean slack.bot_token?`},
		{"[matrix]\nuser = \"@w:example.org\"\n", "c.toml:1: matrix.password or token: exactly one of them is needed"},
		{"[roles]\nowners = [\"Ana\"]\n", `c.toml:2: roles.owners cannot have "Ana": write the transport and the ID of the user, such as "slack:U024BE7LH" or "matrix:@ana:example.org"`},
		{"[roles.admins]\n\"#news\" = [\"U1\"]\n", `c.toml:1: roles.admins cannot have "#news": write the transport and the ID of the channel, such as "slack:C024BE91L" or "matrix:!room:example.org"`},
		{"[chat]\nper_user = 0\n", "c.toml:2: chat.per_user cannot be 0: 1 to 1000 are allowed"},
		{"[log]\n\nformat = \"xml\"\n", `c.toml:3: log.format cannot be "xml": text and json are allowed`},
	} {
		_, err := decode("c.toml", []byte(tt.in))
		if got := message(err); got != tt.want {
			t.Errorf("decode(%q)\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

// What the decoder itself refuses is worded by it; file, line and key are ours.
func TestDecodeRefused(t *testing.T) {
	for _, tt := range []struct{ in, where, says string }{
		{"[answer]\nspeakers = \"five\"\n", "c.toml:2: answer.speakers: ", "has the type string, and must be of the type integer"},
		{"answer = 3\n", "c.toml:1: answer: ", "is a table: write [answer]"},
		{"[digest]\nperiod = 1\n", "c.toml:2: digest.period: ", `"12h"`},
		{"[digest]\nperiod = \"soon\"\n", "c.toml:2: digest.period: ", `"12h", "1d" or "2w"`},
		{"[digest]\nperiod = \"0d\"\n", "c.toml:2: digest.period: ", "is no period"},
		{"[digest]\nperiod = \"\"\n", "c.toml:2: digest.period: ", "is no period"},
		{"zone = \"Europe\n", "c.toml:1: ", ""},
		{"[store\n", "c.toml:", ""},
		{"zone = \"local\"\nzone = \"local\"\n", "c.toml:2: ", ""},
	} {
		_, err := decode("c.toml", []byte(tt.in))
		if got := message(err); !strings.HasPrefix(got, tt.where) || !strings.Contains(got, tt.says) {
			t.Errorf("decode(%q) = %s, want %s…%s", tt.in, got, tt.where, tt.says)
		}
	}
}

// A secret that stands in the configuration itself is refused, and not repeated.
func TestDecodeSecret(t *testing.T) {
	const canary = "xoxb-1-canary"
	for _, in := range []string{
		"[[slack]]\nbot_token = \"" + canary + "\"\n",
		"[matrix]\nuser = \"@w:example.org\"\npassword = \"" + canary + "\"\n",
		"[[feed]]\nurl = \"https://courier.example/rss\"\ntoken = \"" + canary + "\"\n",
		"[matrix]\npassword = [\"" + canary + "\"]\n",
		"[matrix]\npasswrd = \"" + canary + "\"\n",
		"[matrix]\npassword = \"" + canary + "\n",
		"[matrix]\npassword = " + canary + "\n",
	} {
		_, err := decode("c.toml", []byte(in))
		if err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q is refused with: %v", in, err)
		}
	}
	_, err := decode("c.toml", []byte("[[slack]]\nbot_token = \""+canary+"\"\n"))
	if got := message(err); !strings.HasPrefix(got, "c.toml:2: slack.bot_token: ") || !strings.Contains(got, "env:NAME") {
		t.Errorf("it says %s", got)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestPeriod(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want time.Duration
	}{
		{"1h", time.Hour},
		{"36h", 36 * time.Hour},
		{"7d", 7 * 24 * time.Hour},
		{"520w", 520 * 7 * 24 * time.Hour},
	} {
		var got period
		if err := got.UnmarshalText([]byte(tt.in)); err != nil || time.Duration(got) != tt.want {
			t.Errorf("%q = %v, %v, want %v", tt.in, time.Duration(got), err, tt.want)
		}
	}
	for _, in := range []string{"", "d", "-1d", "1.5d", "521w", "99999999999999999999h", "1 d", "1m"} {
		var got period
		if err := got.UnmarshalText([]byte(in)); err == nil {
			t.Errorf("%q = %v, want an error", in, got)
		}
	}
}

func TestPrecedence(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "c.toml")
	if err := os.WriteFile(file, []byte("store.path = \"file.db\"\nlog.level = \"info\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name      string
		flags     global
		env       map[string]string
		db, level string
	}{
		{name: "default", db: "", level: "warn"},
		{name: "file by flag", flags: global{config: file}, db: "file.db", level: "info"},
		{name: "file by environment", env: map[string]string{"WHOSAID_CONFIG": file}, db: "file.db", level: "info"},
		{name: "environment over file", flags: global{config: file}, env: map[string]string{"WHOSAID_DB": "env.db"}, db: "env.db", level: "info"},
		{name: "flag over all", flags: global{config: file, db: "flag.db", logLevel: "debug"}, env: map[string]string{"WHOSAID_DB": "env.db"}, db: "flag.db", level: "debug"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("XDG_CONFIG_HOME", dir) // holds no whosaid/config.toml
			got, err := load(tt.flags, func(k string) string { return tt.env[k] })
			if err != nil {
				t.Fatal(err)
			}
			if got.Store.Path != tt.db || got.Log.Level != tt.level {
				t.Errorf("store %q, log %q, want %q, %q", got.Store.Path, got.Log.Level, tt.db, tt.level)
			}
		})
	}
	if _, err := load(global{config: filepath.Join(dir, "none.toml")}, func(string) string { return "" }); err == nil {
		t.Error("a configuration that was named and does not exist is no error")
	}
}

func FuzzDecode(f *testing.F) {
	seeds, err := filepath.Glob("testdata/fuzz/FuzzDecode/*")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seed corpus: %v", err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := decode("c.toml", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "c.toml:") {
				t.Errorf("the error does not name file and line: %v", err)
			}
			return
		}
		if key, problem := s.check(); problem != "" {
			t.Errorf("decoded, but %s %s", key, problem)
		}
		if !slices.Contains([]string{"text", "json"}, s.Log.Format) {
			t.Errorf("format %q", s.Log.Format)
		}
		s.location() // panics where the zone was let through wrongly
	})
}
