package bot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/store"
)

// shelf is a folder of n articles, the i-th about mayor i.
func shelf(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		text := fmt.Sprintf("Title: Vote %d\nOutlet: Tidewater Ledger\nPublished: 2024-01-02\n\nMayor Glenn Hatch%d said on Tuesday: “We will keep ferry number %d.”\n", i, i, i)
		put(t, dir, fmt.Sprintf("%03d.txt", i), text)
	}
	return dir
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func memory(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Memory, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// clock goes on by a second each time it is asked.
func clock() func() time.Time {
	now := time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}

func TestCollect(t *testing.T) {
	dir := shelf(t, 40)
	put(t, dir, "005 again.txt", "Title: Vote 5\nOutlet: Tidewater Ledger\nPublished: 2 January 2024\n\nMayor Glenn Hatch5 said on Tuesday: “We will keep ferry number 5.”\n")
	put(t, dir, "010 empty.txt", "")
	put(t, dir, "020 undated.txt", "A text without a header.\n")
	put(t, dir, "030 photo.txt", "\xFF\xD8\xFF\xE0")
	put(t, dir, "photo.jpeg", "x")
	s := memory(t)
	var told, done []string
	var last Progress
	c := Collector{Store: s, Now: clock(), workers: 3,
		Progress: func(p Progress) { last = p },
		Report:   func(path string, err error) { told = append(told, filepath.Base(path)) },
	}
	c.Done = func(path string, a digest.Article, added bool) error {
		if !added {
			done = append(done, filepath.Base(path)+" "+a.Title)
		}
		return nil
	}
	got, err := c.Files(t.Context(), []string{dir, filepath.Join(dir, "missing.txt")})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Collected{Added: 41, Already: 1, Refused: 3, Passed: 1, Undated: 1}, got); diff != "" {
		t.Errorf("collected (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"010 empty.txt", "030 photo.txt", filepath.Base(dir), "missing.txt"}, told); diff != "" {
		t.Errorf("reported (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"005.txt Vote 5"}, done); diff != "" {
		t.Errorf("there before (-want +got):\n%s", diff)
	}
	if last.Files() != 45 || last.Total != 45 || last.Left() != 0 || last.Rate() <= 0 {
		t.Errorf("the last progress: %+v, %v left", last, last.Left())
	}

	again, err := c.Files(t.Context(), []string{dir})
	if err != nil || again.Added != 0 || again.Already != 42 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
}

// However many are read at once, they are stored in the order of the files.
func TestCollectOrder(t *testing.T) {
	var got, want []string
	for i := range 60 {
		want = append(want, fmt.Sprintf("Vote %d", i))
	}
	c := Collector{Store: memory(t), Now: clock(), workers: 4, Done: func(_ string, a digest.Article, _ bool) error {
		got = append(got, a.Title)
		return nil
	}}
	if _, err := c.Files(t.Context(), []string{shelf(t, 60)}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestCollectFS(t *testing.T) {
	fsys := fstest.MapFS{"a.txt": {Data: []byte("The ferry stays.\n")}, "b/c.md": {Data: []byte("The ferry goes.\n")}}
	got, err := Collector{Store: memory(t), Now: clock()}.FS(t.Context(), fsys)
	if err != nil || got.Added != 2 || got.Undated != 2 {
		t.Errorf("collected %+v, %v", got, err)
	}
}

// Stopped in the middle, what was counted is in the store, and the rest can be added.
func TestCollectStopped(t *testing.T) {
	dir := shelf(t, 30)
	s := memory(t)
	ctx, stop := context.WithCancel(t.Context())
	c := Collector{Store: s, Now: clock(), Progress: func(p Progress) {
		if p.Added == 7 {
			stop()
		}
	}}
	first, err := c.Files(ctx, []string{dir})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "stopped after 7 files") || first.Added != 7 {
		t.Fatalf("stopped: %+v, %v", first, err)
	}
	rest, err := c.Files(t.Context(), []string{dir})
	if err != nil || rest.Already != 7 || rest.Added != 23 {
		t.Errorf("the rest: %+v, %v", rest, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("the store: %v", err)
	}
}

// Where the store fails, the error says at which file, and nothing goes on.
func TestCollectStoreFails(t *testing.T) {
	s, err := store.Open(t.Context(), store.Memory, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := Collector{Store: s, Now: clock()}.Files(t.Context(), []string{shelf(t, 3)})
	if err == nil || !strings.Contains(err.Error(), "000.txt") || got.Files() != 0 {
		t.Errorf("with a closed store: %+v, %v", got, err)
	}
}

// An error of Done stops collecting; what was added stays.
func TestCollectDone(t *testing.T) {
	full := errors.New("the output is closed")
	n := 0
	c := Collector{Store: memory(t), Now: clock(), Done: func(string, digest.Article, bool) error {
		if n++; n == 3 {
			return full
		}
		return nil
	}}
	got, err := c.Files(t.Context(), []string{shelf(t, 9)})
	if !errors.Is(err, full) || got.Added != 3 {
		t.Errorf("collected %+v, %v", got, err)
	}
}

func TestProgress(t *testing.T) {
	p := Progress{Collected: Collected{Added: 30, Already: 8, Refused: 2}, Total: 100, Elapsed: 20 * time.Second}
	if p.Files() != 40 || p.Rate() != 2 || p.Left() != 30*time.Second {
		t.Errorf("%d files, %v a second, %v left", p.Files(), p.Rate(), p.Left())
	}
	for _, p := range []Progress{{}, {Total: 5}, {Collected: Collected{Added: 1}, Elapsed: time.Second}} {
		if p.Left() != 0 {
			t.Errorf("%+v: %v left", p, p.Left())
		}
	}
}
