package console

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// historyLines is how many lines are kept and offered.
const historyLines = 1000

// HistoryFile returns where the lines typed are kept: "whosaid/history" in the
// user's folder for state ($XDG_STATE_HOME, or ~/.local/state; %LocalAppData% on
// Windows). It returns "", which keeps none, where the user has no such folder.
func HistoryFile(getenv func(string) string) string {
	dir := getenv("XDG_STATE_HOME")
	switch {
	case runtime.GOOS == "windows":
		dir = getenv("LocalAppData")
	case !filepath.IsAbs(dir) && getenv("HOME") != "":
		dir = filepath.Join(getenv("HOME"), ".local", "state")
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "whosaid", "history")
}

// history is the lines typed, oldest first, and the file that keeps them. Only
// its owner may read the file: what a journalist asks is nobody else's business.
type history struct {
	path  string // "" once the file cannot be kept
	lines []string
	log   *slog.Logger
}

func openHistory(path string, log *slog.Logger) *history {
	h := &history{path: path, log: log}
	if path == "" {
		return h
	}
	if err := h.load(); err != nil {
		h.giveUp(err)
	}
	return h
}

// load reads the file and shortens one that has grown to twice the length.
func (h *history) load() error {
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return fmt.Errorf("making the folder of the history: %w", err)
	}
	data, err := os.ReadFile(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the history: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if line = question(line); line != "" {
			h.lines = append(h.lines, line)
		}
	}
	if err := os.Chmod(h.path, 0o600); err != nil {
		return fmt.Errorf("closing the history to others: %w", err)
	}
	if len(h.lines) <= historyLines {
		return nil
	}
	long := len(h.lines) >= 2*historyLines
	h.lines = h.lines[len(h.lines)-historyLines:]
	if !long {
		return nil
	}
	return h.rewrite()
}

func (h *history) rewrite() error {
	short := h.path + ".new"
	if err := os.WriteFile(short, []byte(strings.Join(h.lines, "\n")+"\n"), 0o600); err != nil {
		return fmt.Errorf("shortening the history: %w", err)
	}
	if err := os.Rename(short, h.path); err != nil {
		return fmt.Errorf("shortening the history: %w", err)
	}
	return nil
}

// add appends a line and reports whether it did: blank lines and repetitions of
// the last are left out.
func (h *history) add(line string) bool {
	if line == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return false
	}
	h.lines = append(h.lines, line)
	if h.path != "" {
		if err := h.save(line); err != nil {
			h.giveUp(err)
		}
	}
	return true
}

func (h *history) save(line string) error {
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keeping the history: %w", err)
	}
	_, err = f.WriteString(line + "\n")
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("keeping the history: %w", err)
	}
	return nil
}

// giveUp goes on without a file: not worth troubling the person at the prompt.
func (h *history) giveUp(err error) {
	h.log.Warn("history is not kept", "err", err)
	h.path = ""
}
