package store

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest/query"
)

// TestFrozenSchema makes a database with the first schema as it was released, of
// which testdata has a copy that is never changed, and opens it with today's
// program: its tables are then those of a new database, and what was in it is
// found.
func TestFrozenSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "first.db")
	frozen, err := os.ReadFile("testdata/first-schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile("testdata/first-rows.sql")
	if err != nil {
		t.Fatal(err)
	}
	raw(t, path, string(frozen), string(rows))
	s := reopen(t, path)
	if diff := cmp.Diff(tables(t, file(t)), tables(t, s)); diff != "" {
		t.Errorf("the tables differ from those of a new database: %s", diff)
	}
	if diff := cmp.Diff(content(t, file(t))["words_config"], content(t, s)["words_config"]); diff != "" {
		t.Errorf("the word index is set up differently: %s", diff)
	}
	for name, q := range map[string]query.Query{
		"by":    {By: by(actor(t, s, "Oduya"))},
		"about": {About: about(actor(t, s, "AHM"))},
		"words": {Words: []string{"mend"}},
	} {
		a := answer(t, s, q, Page{})
		if got := texts(a.Results); len(got) != 1 || got[0] != "The AHM cannot mend a quay," || a.Results[0].Article.Outlet != "The Aldmoor Gazette" {
			t.Errorf("%s: %q", name, got)
		}
	}
	put(t, s, ferry)
	sound(t, s)
}

// TestOldest has programs keep their hands off that know nothing of readings that wait.
func TestOldest(t *testing.T) {
	var compatible int
	if err := file(t).db.QueryRow(t.Context(), "SELECT compat FROM version").Scan(&compatible); err != nil || compatible < 10 {
		t.Errorf("programs of version %d may write (%v)", compatible, err)
	}
}

// TestUpgradeFailure leaves a database as it was.
func TestUpgradeFailure(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd.db")
	raw(t, path, "PRAGMA application_id = 2004050281; CREATE TABLE version (version INTEGER, compat INTEGER); INSERT INTO version VALUES (0, 0); CREATE TABLE quote (x)")
	if _, err := Open(t.Context(), path, quiet); err == nil || !strings.Contains(err.Error(), path) {
		t.Fatalf("err = %v", err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow("SELECT count(*) FROM sqlite_master").Scan(&n); err != nil || n != 2 {
		t.Errorf("there are %d tables (%v)", n, err)
	}
}

func TestNewer(t *testing.T) {
	s := file(t)
	put(t, s, quay)
	if _, err := s.db.Exec(t.Context(), "UPDATE version SET version = 900, compat = 900"); err != nil {
		t.Fatal(err)
	}
	path := s.path
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), path, quiet)
	if !errors.Is(err, ErrNewer) {
		t.Fatalf("err = %v", err)
	}
	for _, want := range []string{path, "newer whosaid", "install the latest whosaid, or name another database"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file was changed (%v)", err)
	}

	// A newer schema that older programs may use says so.
	raw(t, path, "UPDATE version SET compat = 1")
	if got := ask(t, reopen(t, path), query.Query{}); len(got) != 4 {
		t.Errorf("found %q", got)
	}
}

// raw runs statements on a database without a store.
func raw(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// tables returns how everything in a database was made.
func tables(t *testing.T, s *Store) map[string]string {
	t.Helper()
	rows, err := s.db.Query(t.Context(), "SELECT name, coalesce(sql, '') FROM sqlite_master")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	made := make(map[string]string)
	for rows.Next() {
		var name, how string
		if err := rows.Scan(&name, &how); err != nil {
			t.Fatal(err)
		}
		made[name] = strings.Join(strings.Fields(how), " ")
	}
	if err := rows.Err(); err != nil || len(made) < 10 {
		t.Fatalf("%d tables (%v)", len(made), err)
	}
	return made
}
