package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// secret says where a token or a password is: "env:NAME" for an environment
// variable, "file:PATH" for a file. The configuration never holds one itself, so
// that it can be shown, copied and kept with other files.
type secret struct {
	kind, name string // "env" or "file"; both empty where nothing is configured
}

// UnmarshalText reads a reference. The error does not repeat the text: it may be
// the secret itself.
func (s *secret) UnmarshalText(text []byte) error {
	kind, name, ok := strings.Cut(string(text), ":")
	switch {
	case len(text) == 0:
		*s = secret{}
		return nil
	case !ok || name == "" || kind != "env" && kind != "file":
		return errors.New("secrets do not belong into the configuration: write \"env:NAME\" for an environment variable or \"file:PATH\" for a file that holds it. What stands here now has been read by whoever could read this file: if it is a real one, make a new one")
	}
	*s = secret{kind, name}
	return nil
}

func (s secret) set() bool { return s.kind != "" }

// String returns the reference.
func (s secret) String() string {
	if !s.set() {
		return ""
	}
	return s.kind + ":" + s.name
}

// path returns the file of the secret, for a name that is relative to folder.
func (s secret) path(folder string) string {
	if s.kind != "file" || filepath.IsAbs(s.name) {
		return s.name
	}
	return filepath.Join(folder, s.name)
}

// read returns the secret, "" where none is configured. Errors say where it was
// looked for.
func (s secret) read(folder string, env func(string) string) (string, error) {
	switch s.kind {
	case "env":
		value := strings.TrimSpace(env(s.name))
		if value == "" {
			return "", fmt.Errorf("the environment variable %s is empty: set it, or name another in the configuration", s.name)
		}
		return value, nil
	case "file":
		data, err := os.ReadFile(s.path(folder))
		if errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("the file %s does not exist: write the secret into it, or name another in the configuration", s.path(folder))
		}
		if err != nil {
			return "", fmt.Errorf("reading a secret: %w", err)
		}
		value := strings.TrimSpace(string(data))
		if value == "" {
			return "", fmt.Errorf("the file %s is empty: write the secret into it", s.path(folder))
		}
		return value, nil
	}
	return "", nil
}

// exposed reports whether others than the user may read the secret's file.
func (s secret) exposed(folder string) bool {
	if s.kind != "file" {
		return false
	}
	info, err := os.Stat(s.path(folder))
	return err == nil && info.Mode().Perm()&0o077 != 0
}
