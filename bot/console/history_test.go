package console

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "history")
	h := openHistory(path, slog.New(slog.DiscardHandler))
	for _, line := range []string{"one", "two", "two", "", "one"} {
		h.add(line)
	}
	again := openHistory(path, slog.New(slog.DiscardHandler))
	if diff := cmp.Diff([]string{"one", "two", "one"}, again.lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

// A file of others' making is cleaned, closed to others and shortened.
func TestHistoryIsTakenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	var b strings.Builder
	b.WriteString("\x1b[31mred\n\n")
	for i := range 2 * historyLines {
		fmt.Fprintln(&b, "line", i)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	h := openHistory(path, slog.New(slog.DiscardHandler))
	if len(h.lines) != historyLines || h.lines[historyLines-1] != fmt.Sprint("line ", 2*historyLines-1) {
		t.Errorf("%d lines, the last %q", len(h.lines), h.lines[len(h.lines)-1])
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(data), "\n"); got != historyLines {
		t.Errorf("%d lines in the file, want %d", got, historyLines)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// Without a place for its file the history still works, and says so once.
func TestHistoryWithoutFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	h := openHistory(filepath.Join(file, "below", "history"), slog.New(slog.NewTextHandler(&log, nil)))
	if !h.add("one") || !h.add("two") || h.add("two") {
		t.Error("lines are not kept in memory")
	}
	if got := strings.Count(log.String(), "history is not kept"); got != 1 {
		t.Errorf("said %d times: %s", got, log.String())
	}
}

func TestHistoryFile(t *testing.T) {
	tests := []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"XDG_STATE_HOME": "/state", "HOME": "/home/v"}, "/state/whosaid/history"},
		{map[string]string{"HOME": "/home/v"}, "/home/v/.local/state/whosaid/history"},
		{map[string]string{"XDG_STATE_HOME": "relative", "HOME": "/home/v"}, "/home/v/.local/state/whosaid/history"},
		{map[string]string{"XDG_STATE_HOME": "relative"}, ""},
		{nil, ""},
	}
	for _, tt := range tests {
		got := HistoryFile(func(key string) string { return tt.env[key] })
		if filepath.ToSlash(got) != tt.want {
			t.Errorf("HistoryFile with %v = %q, want %q", tt.env, got, tt.want)
		}
	}
}

func TestClickable(t *testing.T) {
	tests := []struct {
		env  map[string]string
		want bool
	}{
		{map[string]string{"TERM": "xterm-256color"}, false},
		{map[string]string{"TERM": "xterm-256color", "VTE_VERSION": "7200"}, true},
		{map[string]string{"VTE_VERSION": "4800"}, false},
		{map[string]string{"TERM_PROGRAM": "WezTerm"}, true},
		{map[string]string{"TERM_PROGRAM": "Apple_Terminal"}, false},
		{map[string]string{"TERM": "xterm-kitty"}, true},
		{map[string]string{"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, false},
		{map[string]string{"FORCE_HYPERLINK": "1"}, true},
	}
	for _, tt := range tests {
		if got := clickable(func(key string) string { return tt.env[key] }); got != tt.want {
			t.Errorf("clickable with %v = %v", tt.env, got)
		}
	}
}
