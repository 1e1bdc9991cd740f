package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"whosaid/digest/query"
)

// childStore names, for a test run that is a child of TestKilled, the database
// to add to.
const childStore = "WHOSAID_TEST_STORE"

// numbered is an article that differs from all others.
func numbered(n int) piece {
	return piece{outlet: fmt.Sprintf("Outlet %d", n%3), url: fmt.Sprintf("https://n.example/%d", n), title: fmt.Sprint(n), date: "2031-01-01",
		text:   fmt.Sprintf("Number %d. “The AHM has %d boats,” Maren Oduya said.", n, n),
		people: []string{"Maren Oduya"}, bodies: []string{"Aldmoor Harbour Movement | AHM"},
		quotes: []said{{by: "Maren Oduya", content: fmt.Sprintf("The AHM has %d boats,", n)}}}
}

// TestKilled kills a program that adds articles, several times, at no particular
// point: whatever it had acknowledged is there, and the database is whole.
func TestKilled(t *testing.T) {
	if path := os.Getenv(childStore); path != "" {
		addForever(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "killed.db")
	acknowledged := 0
	for round := range 5 {
		child := exec.Command(os.Args[0], "-test.run", "^TestKilled$")
		child.Env = append(os.Environ(), childStore+"="+path)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if added, ok := strings.CutPrefix(lines.Text(), "added "); ok {
				if acknowledged, err = strconv.Atoi(added); err != nil {
					t.Fatal(err)
				}
			}
			if n == 10+7*round {
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := child.Wait(); err == nil {
			t.Fatal("the child ended by itself")
		}
		s := reopen(t, path)
		sound(t, s)
		for n := range acknowledged + 1 {
			a, _ := numbered(n).make(t)
			if has, err := s.Has(t.Context(), a); err != nil || !has {
				t.Fatalf("round %d: article %d of %d is lost (%v)", round, n, acknowledged, err)
			}
		}
		// One more may have been committed without having been acknowledged.
		if got := len(ask(t, s, query.Query{About: about(actor(t, s, "AHM")), Words: []string{"boats"}})); got != acknowledged+1 && got != acknowledged+2 {
			t.Fatalf("round %d: %d quotes of %d articles", round, got, acknowledged+1)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if acknowledged < 50 {
		t.Errorf("only %d articles were added", acknowledged)
	}
}

func addForever(t *testing.T, path string) {
	s := reopen(t, path)
	for n := answer(t, s, query.Query{}, Page{}).Searched.Articles; ; n++ {
		a, r := numbered(n).make(t)
		if _, _, err := s.Add(t.Context(), a, r); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("added %d\n", n)
	}
}

// TestSynchronous has each commit wait for the disk, unless a test wants no power cuts.
func TestSynchronous(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "t.db"), quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range []struct {
		s    *Store
		want int
	}{{s, 2}, {file(t), 0}} {
		if got, err := number(c.s.db.QueryRow(t.Context(), "PRAGMA synchronous")); err != nil || int(got) != c.want {
			t.Errorf("%s: synchronous is %d, not %d (%v)", c.s.path, got, c.want, err)
		}
	}
}

// TestTogether has several goroutines and two stores of one file add and ask.
func TestTogether(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "t.db"), quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other, err := Open(t.Context(), s.path, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	const each = 15
	var wait sync.WaitGroup
	for i, store := range []*Store{s, s, other} {
		wait.Go(func() {
			for n := range each {
				a, r := numbered(i*each + n).make(t)
				if _, added, err := store.Add(context.Background(), a, r); err != nil || !added {
					t.Errorf("adding %d: %v, %v", i*each+n, added, err)
				}
			}
		})
		wait.Go(func() {
			for range each {
				a, err := store.Find(context.Background(), query.Query{Words: []string{"boats"}}, Page{Quotes: 5})
				if err != nil || a.Searched.Articles < len(a.Results)+a.More {
					t.Errorf("%d found in %d articles: %v", len(a.Results)+a.More, a.Searched.Articles, err)
				}
			}
		})
	}
	wait.Wait()
	if got := ask(t, s, query.Query{}); len(got) != 3*each {
		t.Errorf("%d quotes", len(got))
	}
	if len(ask(t, s, query.Query{By: by(actor(t, s, "Maren Oduya"))})) != 3*each {
		t.Error("one speaker has become several")
	}
	sound(t, s)
}

// TestOpenTogether has a new database made by several at once.
func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			s, err := Open(context.Background(), path, quiet)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	sound(t, reopen(t, path))
}

func TestBackup(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		put(t, s, quay, ferry)
		dir := t.TempDir()
		path := filepath.Join(dir, "back up's.db")
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		put(t, s, fog)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may use it: %v (%v)", info.Mode(), err)
		}
		copied := reopen(t, path)
		sound(t, copied)
		if got := ask(t, copied, query.Query{Words: []string{"ferry"}}); len(got) != 2 {
			t.Errorf("in the copy is found %q", got)
		}
		put(t, copied, fog)

		err := s.Backup(t.Context(), path)
		if !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "name another file") {
			t.Errorf("over a file: %v", err)
		}
		missing := filepath.Join(dir, "missing", "b.db")
		if err := s.Backup(t.Context(), missing); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), missing) {
			t.Errorf("into a missing folder: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		stopped := filepath.Join(dir, "stopped.db")
		if err := s.Backup(ctx, stopped); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		if _, err := os.Stat(stopped); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a cancelled backup leaves a file: %v", err)
		}
	})
}

// TestCheck damages a database in several ways.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage string
		want   error
	}{
		{"nothing", "SELECT 1", nil},
		{"the word index has lost rows", "INSERT INTO words (words, rowid, statement, other, headline, tags) SELECT 'delete', * FROM indexed LIMIT 1", ErrRebuilt},
		{"the word index has lost pages", "DELETE FROM words_data WHERE id > 10", ErrRebuilt},
		{"the word index has rows of nothing", "INSERT INTO words (rowid, statement, tags) VALUES (5, 'mend', 's1')", ErrRebuilt},
		{"a mention is missing", "DELETE FROM mention WHERE quote_id = (SELECT max(quote_id) FROM mention)", ErrRebuilt},
		{"a mention of nothing", "INSERT INTO mention VALUES (1, 5, 1, 1, 1)", ErrRebuilt},
		{"a count of a day is wrong", "UPDATE day SET timed = timed + 1", ErrRebuilt},
		{"a count of an outlet is wrong", "UPDATE outlet SET articles = 7", ErrRebuilt},
		{"a text was changed", "UPDATE article SET text = CAST(replace(CAST(text AS TEXT), 'cannot', 'can no') AS BLOB)", ErrDamaged},
		{"an article is missing", "PRAGMA foreign_keys = 0; DELETE FROM article WHERE id = (SELECT min(id) FROM article)", ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, s *Store) {
				put(t, s, quay, ferry)
				want := [][]string{ask(t, s, query.Query{Words: []string{"mend"}}), ask(t, s, query.Query{About: about(actor(t, s, "Maren Oduya"))})}
				if _, err := s.db.RawDB.Exec(c.damage); err != nil {
					t.Fatal(err)
				}
				err := s.Check(t.Context())
				if !errors.Is(err, c.want) || err != nil && !strings.Contains(err.Error(), s.path) {
					t.Fatalf("Check = %v, want %v", err, c.want)
				}
				if errors.Is(err, ErrDamaged) {
					if !strings.Contains(err.Error(), "restore a backup") {
						t.Errorf("%q does not say what to do", err)
					}
					return
				}
				sound(t, s)
				got := [][]string{ask(t, s, query.Query{Words: []string{"mend"}}), ask(t, s, query.Query{About: about(actor(t, s, "Maren Oduya"))})}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("afterwards is found %q, before %q", got, want)
				}
			})
		})
	}
}

// TestDamagedPage has a page of the file overwritten while it is closed.
func TestDamagedPage(t *testing.T) {
	s := file(t)
	for n := range 60 {
		put(t, s, numbered(n))
	}
	path := s.path
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	var root int64
	db := reopen(t, path)
	if err := db.db.QueryRow(t.Context(), "SELECT rootpage FROM sqlite_master WHERE name = 'quote'").Scan(&root); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte(strings.Repeat("\xee", 4096)), (root-1)*4096); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, path)
	_, err = s.Find(t.Context(), query.Query{}, Page{})
	fails(t, s, err, ErrDamaged, "restore a backup")
	if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), path) {
		t.Errorf("Check = %v", err)
	}
}

// TestMergeIndex has the word index be merged step by step, until nothing is left
// to do.
func TestMergeIndex(t *testing.T) {
	s := file(t)
	g := newGenerator()
	for n := range 40 {
		a, r := g.article(n)
		if _, _, err := s.Add(t.Context(), a, r); err != nil {
			t.Fatal(err)
		}
		caughtUp(t, s)
	}
	segments := func() (n int) {
		if err := s.db.QueryRow(t.Context(), "SELECT count(DISTINCT segid) FROM words_idx").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := segments()
	for more, steps := true, 0; more; steps++ {
		var err error
		if more, err = s.mergeIndex(t.Context()); err != nil {
			t.Fatal(err)
		}
		if steps > 1000 {
			t.Fatal("merging does not end")
		}
	}
	if after := segments(); after > 3 || after >= before {
		t.Errorf("%d segments became %d", before, after)
	}
	sound(t, s)
}

// TestCheckpoint writes more than the write-ahead log may hold. The log does not
// grow much beyond that, although no commit empties it.
func TestCheckpoint(t *testing.T) {
	s := file(t)
	s.upkeep.stop() // and do its work here
	s.walLimit = 2 << 20
	long := strings.Repeat("A long text. ", 10_000)
	for n := range 50 {
		p := numbered(n)
		p.text += long
		put(t, s, p)
		if err := s.checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	wal, err := os.Stat(s.path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if wal.Size() > s.walLimit+1<<20 {
		t.Errorf("the log has %d bytes", wal.Size())
	}
	sound(t, s)
}

// TestIndexedInOrder keeps checking and rebuilding the word index from sorting all
// texts, which would take as much memory as they do.
func TestIndexedInOrder(t *testing.T) {
	s := file(t)
	rows, err := s.db.Query(t.Context(), "EXPLAIN QUERY PLAN SELECT * FROM indexed T WHERE T.id >= $1 AND T.id <= $2 ORDER BY T.id ASC", 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	merge, right := slices.Index(plan, "MERGE (UNION ALL)"), slices.Index(plan, "RIGHT")
	if merge < 0 || right < 0 || slices.Contains(plan[:right], "USE TEMP B-TREE FOR ORDER BY") {
		t.Errorf("the plan is %q", plan)
	}
}
