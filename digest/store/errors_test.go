package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"modernc.org/sqlite"

	"whosaid/digest/query"
)

// TestOpen makes files and folders, and says what is wrong with those it cannot use.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "deep er", "a b?c#d%20é.db")
	s := reopen(t, path)
	put(t, s, quay)
	for name, want := range map[string]fs.FileMode{path: 0o600, path + "-wal": 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s may be used by others: %v, want %v", name, info.Mode().Perm(), want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, reopen(t, path), query.Query{}); len(got) != 4 {
		t.Errorf("opened again it has %q", got)
	}

	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign.db")
	raw(t, foreign, "CREATE TABLE song (title)")
	damaged := filepath.Join(dir, "damaged.db")
	raw(t, damaged, "PRAGMA application_id = 2004050281", "CREATE TABLE version (version INTEGER)", "INSERT INTO version VALUES (1)")
	content, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	write("damaged.db", string(content[:100])+strings.Repeat("\xff", len(content)-100))
	for _, c := range []struct {
		name, path string
		want       error
		says       []string
	}{
		{"a text", write("notes.txt", strings.Repeat("These are notes. ", 100)), ErrForeign, []string{"notes.txt", "name another file"}},
		{"another program's", foreign, ErrForeign, []string{"foreign.db", "name another file"}},
		{"a damaged one", damaged, ErrDamaged, []string{"damaged.db", "restore a backup"}},
		{"a folder", dir, ErrOpen, []string{dir, "folder", "name a file in it"}},
		{"a folder that is a file", filepath.Join(write("plain", "x"), "x.db"), ErrOpen, []string{"plain"}},
	} {
		s, err := Open(t.Context(), c.path, quiet)
		if err == nil {
			s.Close()
			t.Errorf("%s was opened", c.name)
			continue
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v is not %q", c.name, err, c.want)
		}
		for _, says := range c.says {
			if !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %q does not say %q", c.name, err, says)
			}
		}
	}
	if s, err := Open(t.Context(), write("empty.db", ""), quiet); err != nil {
		t.Errorf("an empty file: %v", err)
	} else if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// fails checks that err is want, names the store's file and carries SQLite's code.
func fails(t *testing.T, s *Store, err, want error, says string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("%v is not %q", err, want)
	}
	for _, part := range []string{s.path, says} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		t.Errorf("%q carries no SQLite error", err)
	}
}

func TestLocked(t *testing.T) {
	s := file(t)
	put(t, s, ferry)
	caughtUp(t, s)
	other := reopen(t, s.path)
	err := other.write(t.Context(), func(context.Context) error {
		a, r := quay.make(t)
		_, _, err := s.Add(t.Context(), a, r)
		fails(t, s, err, ErrLocked, "wait until the other program has finished")
		if got := ask(t, s, query.Query{}); len(got) != 2 {
			t.Errorf("while another writes, %q is found", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, quay)
	sound(t, s)
}

func TestFull(t *testing.T) {
	s := file(t)
	put(t, s, ferry)
	caughtUp(t, s)
	var pages int
	if err := s.db.QueryRow(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		if _, err := s.db.RawDB.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 1)
	var told []Trouble
	s.Told = func(now Trouble) { told = append(told, now) }
	big := quay
	big.text += strings.Repeat(" More of it.", 5000)
	a, r := big.make(t)
	for range 2 {
		_, _, err := s.Add(t.Context(), a, r)
		fails(t, s, err, ErrFull, "make room")
	}
	if now := s.Trouble(); len(told) != 1 || !errors.Is(now.Err, ErrFull) || !Hindered(now.Err) || !now.Until.IsZero() {
		t.Errorf("of a full disk is told %v", told)
	}
	if got := ask(t, s, query.Query{}); len(got) != 2 {
		t.Errorf("after a full disk %q is found", got)
	}
	limit(1 << 30)
	put(t, s, big)
	sound(t, s)
	if len(told) != 2 || told[1].Until.IsZero() || s.Trouble() != told[1] {
		t.Errorf("when there is room again is told %v", told)
	}
}

// TestReadOnly has SQLite refuse to write, as it does for a file that may only be
// read; permissions would not stop a test that is run as root.
func TestReadOnly(t *testing.T) {
	s := file(t)
	put(t, s, ferry)
	caughtUp(t, s)
	if _, err := s.db.RawDB.Exec("PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	a, r := quay.make(t)
	_, _, err := s.Add(t.Context(), a, r)
	fails(t, s, err, ErrReadOnly, "allow writing to the file and to its folder")
	if got := ask(t, s, query.Query{}); len(got) != 2 {
		t.Errorf("found %q", got)
	}
}

// TestReaders has the connections for reading refuse to write.
func TestReaders(t *testing.T) {
	s := file(t)
	err := s.read(t.Context(), func(ctx context.Context) error {
		_, err := s.db.Exec(ctx, "DELETE FROM outlet")
		return err
	})
	if code(err) != 8 {
		t.Errorf("err = %v", err)
	}
}

func TestNotFound(t *testing.T) {
	s := reopen(t, Memory)
	if _, err := s.Article(t.Context(), 12); !errors.Is(err, ErrNotFound) {
		t.Errorf("Article: %v", err)
	}
	if _, err := s.Profile(t.Context(), 12); !errors.Is(err, ErrNotFound) {
		t.Errorf("Profile: %v", err)
	}
}

// TestCancelled leaves the store whole, and usable.
func TestCancelled(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, ferry)
		ctx, cancel := context.WithCancel(t.Context())
		err := s.write(ctx, func(ctx context.Context) error {
			a, r := quay.make(t)
			if _, err := s.insert(ctx, a, r, 0); err != nil {
				return err
			}
			cancel()
			return nil
		})
		if err == nil {
			t.Error("it was committed")
		}
		a, r := quay.make(t)
		if _, _, err := s.Add(ctx, a, r); !errors.Is(err, context.Canceled) {
			t.Errorf("adding: %v", err)
		}
		if _, err := s.Find(ctx, query.Query{}, Page{}); !errors.Is(err, context.Canceled) {
			t.Errorf("finding: %v", err)
		}
		if got := ask(t, s, query.Query{}); len(got) != 2 {
			t.Errorf("found %q", got)
		}
		put(t, s, quay)
		sound(t, s)
	})
}
