package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// storePath returns where the database is: as configured, or
// whosaid/whosaid.db under the user's data folder.
func (s settings) storePath(env func(string) string) (string, error) {
	if s.Store.Path != "" {
		return s.Store.Path, nil
	}
	dir, err := dataDir(env)
	if err != nil {
		return "", fmt.Errorf("finding your data folder: %w: name a database with --db FILE", err)
	}
	return filepath.Join(dir, "whosaid", "whosaid.db"), nil
}

// dataDir follows the XDG base directory specification, and the habits of
// macOS and Windows where it says nothing.
func dataDir(env func(string) string) (string, error) {
	if d := env("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return d, nil
	}
	if d := env("LocalAppData"); runtime.GOOS == "windows" && d != "" {
		return d, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support"), nil
	}
	return filepath.Join(home, ".local", "share"), nil
}

// mustExist returns an error that says what to do where there is no database at path.
func mustExist(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no database at %s yet: fill it with whosaid add FILE, or name another with --db", path)
	}
	return nil // whatever else is wrong, opening it will tell
}
