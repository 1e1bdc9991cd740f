package main

import (
	"database/sql"
	"encoding/json"
	"flag"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the golden files anew")

// clock is the time at which every script runs: a Friday.
func clock() time.Time { return time.Date(2024, time.March, 15, 12, 0, 0, 0, time.UTC) }

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"whosaid": func() {
			limitFiles()
			dropRoot()
			os.Exit(run(os.Args[1:], clock))
		},
	})
}

// limitFiles keeps every file of a program under test below FILE_LIMIT bytes:
// writing fails as it does on a full disk.
func limitFiles() {
	n, err := strconv.ParseUint(os.Getenv("FILE_LIMIT"), 10, 64)
	if err != nil {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		panic(err)
	}
}

// dropRoot lets a program under test be refused what root is not, where NOT_ROOT is set.
func dropRoot() {
	if os.Getenv("NOT_ROOT") == "" || os.Getuid() != 0 {
		return
	}
	const nobody = 65534
	if err := syscall.Setuid(nobody); err != nil {
		panic(err)
	}
}

// TestScript runs the whole program as a user does, in a home folder of its own
// with the articles of testdata/articles, at the time of clock.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("TZ", "UTC")
			for _, dir := range []string{filepath.Dir(env.WorkDir), env.WorkDir} {
				if err := os.Chmod(dir, 0o755); err != nil { // for NOT_ROOT
					return err
				}
			}
			return os.CopyFS(filepath.Join(env.WorkDir, "articles"), os.DirFS("testdata/articles"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"encode": encode, "lock": lock, "newer": newer, "damage": damage,
		},
	})
}

// encode ENCODING FILE: turns a file from UTF-8 into latin1 or utf16.
func encode(ts *testscript.TestScript, _ bool, args []string) {
	var out []byte
	for _, r := range ts.ReadFile(args[1]) {
		if args[0] == "latin1" {
			out = append(out, byte(r))
			continue
		}
		for _, u := range utf16.Encode([]rune{r}) {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	if args[0] == "utf16" {
		out = append([]byte{0xFF, 0xFE}, out...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out, 0o600))
}

// lock FILE: another program writes to the database until the script ends.
func lock(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	db.SetMaxOpenConns(1)
	_, err = db.Exec("BEGIN IMMEDIATE")
	ts.Check(err)
	ts.Defer(func() { db.Close() })
}

// newer FILE: the database becomes that of a later version of the program.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec("UPDATE version SET version = 9999, compat = 9999")
	ts.Check(err)
	ts.Check(db.Close())
}

// damage FILE: the pages from the second on are overwritten.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	data := []byte(ts.ReadFile(args[0]))
	for i := 4096; i < len(data); i++ {
		data[i] = 'x'
	}
	ts.Check(os.WriteFile(path, data, 0o600))
}

// TestLogAs checks that what libraries log comes in the form that was asked for.
func TestLogAs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	defer log.SetFlags(log.Flags())
	defer log.SetOutput(log.Writer())
	p := &program{err: f}
	for _, level := range []string{"warn", "debug"} {
		p.logAs(logSettings{Level: level, Format: "json"})
		log.Print("unsolicited response")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var line struct{ Level, Msg string }
	if err := json.Unmarshal(data, &line); err != nil || line.Level != "DEBUG" || line.Msg != "unsolicited response" {
		t.Errorf("the log holds %q (%v), want one line of JSON at the level DEBUG", data, err)
	}
}
