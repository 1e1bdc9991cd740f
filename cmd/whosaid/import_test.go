package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// allowed holds, for each package, the packages of whosaid and the modules
// outside the standard library that it may import. Imports go one way: cmd →
// bot/… → bot → digest/… → digest. A package that is not here does not build
// the house it was drawn as, and fails the test.
var allowed = map[string][]string{
	"digest":                        {},
	"digest/ingest":                 {"digest", "github.com/BurntSushi/toml", "github.com/markusmobius/go-trafilatura", "codeberg.org/readeck/go-readability", "github.com/wlynxg/chardet", "golang.org/x/net", "golang.org/x/text", "github.com/mmcdole/gofeed", "github.com/abadojack/whatlanggo", "github.com/yuin/goldmark"},
	"digest/ingest/fetch":           {"code.dny.dev/ssrf", "github.com/andybalholm/brotli", "github.com/temoto/robotstxt"},
	"digest/ingest/fetch/toxiproxy": {},
	"digest/ingest/fetch/fake":      {"github.com/andybalholm/brotli", "golang.org/x/tools/txtar"},
	"digest/analyse":                {"digest", "digest/analyse/crf"},
	"digest/analyse/crf":            {},
	"digest/query":                  {"digest", "golang.org/x/text"},
	"digest/store":                  {"digest", "digest/query", "go.mau.fi/util", "golang.org/x/text", "modernc.org/sqlite"},
	"digest/compose":                {"digest"},
	"digest/schedule":               {"github.com/robfig/cron"},
	"digest/chart":                  {"golang.org/x/image"},
	"bot":                           {"digest", "digest/ingest", "digest/ingest/fetch", "digest/analyse", "digest/query", "digest/store", "digest/compose", "digest/schedule", "digest/chart", "golang.org/x/time"},
	"bot/conform":                   {"digest", "bot", "github.com/google/go-cmp"},
	"bot/console":                   {"digest", "bot", "golang.org/x/term", "github.com/ergochat/readline", "github.com/rivo/uniseg"},
	"bot/matrix":                    {"digest", "bot", "maunium.net/go/mautrix", "go.mau.fi/util", "modernc.org/sqlite"},
	"bot/matrix/homeserver":         {},
	"bot/slack":                     {"digest", "bot", "github.com/slack-go/slack"},
	"bot/slack/fake":                {"github.com/gorilla/websocket"},
	"seeds":                         {},
	"cmd/fakeslack":                 {"bot/slack/fake"},
	"cmd/train":                     {"digest", "digest/analyse"},
	"cmd/train/speakers":            {"digest", "digest/analyse"},
	"cmd/whosaid": {"digest", "digest/ingest", "digest/ingest/fetch", "digest/analyse", "digest/query", "digest/store", "digest/compose", "digest/schedule",
		"bot", "bot/console", "bot/matrix", "bot/slack", "seeds", "github.com/BurntSushi/toml", "golang.org/x/term"},
}

// allowedInTests is what test files may import as well.
var allowedInTests = map[string][]string{
	"digest/ingest/fetch": {"digest/ingest/fetch/fake", "digest/ingest/fetch/toxiproxy", "golang.org/x/net/dns/dnsmessage"},
	"bot":                 {"digest/ingest/fetch/fake", "digest/ingest/fetch/toxiproxy", "golang.org/x/tools/txtar"},
	"digest/ingest":       {"golang.org/x/tools/txtar"},
	"":                    {"github.com/google/go-cmp"},
	"cmd/whosaid":         {"bot/matrix/homeserver", "bot/slack/fake", "digest/ingest/fetch/fake", "github.com/rogpeppe/go-internal", "maunium.net/go/mautrix", "go.mau.fi/util"},
	"bot/console":         {"bot/conform", "github.com/creack/pty"},
	"bot/matrix":          {"digest/compose", "bot/conform", "bot/matrix/homeserver", "golang.org/x/net/html"},
	"bot/slack":           {"bot/conform", "bot/slack/fake", "digest/store"},
	"seeds":               {"digest", "digest/ingest"},
	"digest/analyse":      {"golang.org/x/tools/txtar"},
}

// topLevel is all that may lie beside go.mod.
var topLevel = []string{
	".ci", ".git", ".gitignore", "LICENSE", "README.md", "bot", "cmd", "config.example.toml", "digest", "go.mod", "go.sum", "seeds",
}

// TestImports reads the files itself: a cached `go list` could hide a violation.
func TestImports(t *testing.T) {
	found := map[string]bool{}
	documented := map[string]bool{}
	walk(t, func(dir, name string) {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, dir, name), nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Errorf("%s/%s: %v", dir, name, err)
			return
		}
		may, ok := allowed[dir]
		if !ok {
			if !found[dir] {
				t.Errorf("package %s is not in the table of allowed imports", dir)
			}
			found[dir] = true
			return
		}
		found[dir] = true
		if strings.HasSuffix(name, "_test.go") {
			may = slices.Concat(may, []string{dir}, allowedInTests[""], allowedInTests[dir])
		} else if file.Doc != nil {
			documented[dir] = true
		}
		checkImports(t, dir+"/"+name, file, may)
	})
	for dir := range allowed {
		if !found[dir] {
			t.Errorf("the table names package %s, which has no Go files", dir)
		} else if !documented[dir] {
			t.Errorf("package %s has no package comment", dir)
		}
	}
}

func checkImports(t *testing.T, name string, file *ast.File, may []string) {
	for _, spec := range file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p == "C" {
			t.Errorf("%s uses cgo", name)
		}
		if own, ok := strings.CutPrefix(p, "whosaid/"); ok {
			if !slices.Contains(may, own) {
				t.Errorf("%s may not import %s", name, p)
			}
			continue
		}
		first, _, _ := strings.Cut(p, "/")
		if !strings.Contains(first, ".") {
			continue // the standard library
		}
		if !slices.ContainsFunc(may, func(m string) bool { return p == m || strings.HasPrefix(p, m+"/") }) {
			t.Errorf("%s may not import %s", name, p)
		}
	}
}

// walk calls f for every Go file of the module, with its folder relative to the root.
func walk(t *testing.T, f func(dir, name string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || p != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case !d.IsDir() && strings.HasSuffix(p, ".go"):
			f(path.Dir(p), d.Name())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored := ignoredNames(t)
	for _, e := range entries {
		if !slices.Contains(topLevel, e.Name()) && !matches(ignored, e.Name()) {
			t.Errorf("%s may not lie at the top level", e.Name())
		}
	}
}

// ignoredNames returns the patterns of .gitignore that concern the top level.
func ignoredNames(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	for line := range strings.Lines(string(data)) {
		if line = strings.Trim(strings.TrimSpace(line), "/"); line != "" && !strings.HasPrefix(line, "#") {
			patterns = append(patterns, line)
		}
	}
	return patterns
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := path.Match(p, name)
		return err == nil && ok
	})
}

// The stages may not know each other, whatever the table is changed to.
func TestTable(t *testing.T) {
	for dir, may := range allowed {
		for _, m := range may {
			part := strings.HasPrefix(m, dir+"/") // of the stage itself
			if layer(m) >= 0 && layer(m) <= layer(dir) && !part && !(dir == "digest/store" && m == "digest/query") {
				t.Errorf("the table lets %s import %s, which is not below it", dir, m)
			}
			if part && layer(dir) != 3 {
				t.Errorf("the table lets %s import %s, which is above it", dir, m)
			}
			if m == "seeds" && !strings.HasPrefix(dir, "cmd/") {
				t.Errorf("the table lets %s import seeds", dir)
			}
		}
	}
}

// layer numbers the layers from the top, cmd, down; -1 for what is outside the module.
func layer(p string) int {
	switch {
	case strings.HasPrefix(p, "cmd/"):
		return 0
	case strings.HasPrefix(p, "bot/"):
		return 1
	case p == "bot":
		return 2
	case strings.HasPrefix(p, "digest/"):
		return 3
	case p == "digest" || p == "seeds":
		return 4
	}
	return -1
}
