//go:build unix

package ingest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

// gather reads paths and returns a line for each file: its name and its title,
// or the error. Names begin below dir.
func gather(dir string, read func(each Each)) (lines []string) {
	read(func(path string, a digest.Article, err error) bool {
		line := strings.TrimPrefix(path, dir) + ": " + a.Title
		if err != nil {
			line = "error: " + strings.ReplaceAll(err.Error(), dir, "")
		}
		lines = append(lines, filepath.ToSlash(line))
		return true
	})
	return lines
}

func write(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "in/b.txt", "in/a.MD", "in/sub/c.html", "in/.hidden.txt", "in/.git/d.txt", "in/photo.jpeg", "in/LICENSE", "z.log", "secret.txt")
	for link, target := range map[string]string{
		"in/inside.txt": "sub/c.html", "in/outside.txt": "../secret.txt", "in/up": "..", "in/loop.txt": "loop.txt", "round": "round", "named.txt": "secret.txt",
	} {
		if err := os.Symlink(filepath.FromSlash(target), filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "in/pipe.txt"), 0o644); err != nil {
		t.Fatal(err)
	}
	const passed = "; in a folder whosaid reads .txt .text .md .html .htm .eml, any other file when it is named itself"
	tests := []struct {
		paths []string
		want  []string
	}{
		{[]string{"in"}, []string{
			"/in/a.MD: a", "/in/b.txt: b", "/in/inside.txt: inside",
			"error: /in/loop.txt: too many levels of symbolic links; its symbolic links lead in a circle; name the file itself",
			"error: /in/outside.txt: this link leads out of the folder; name the file that it leads to",
			"error: /in/pipe.txt: it is a pipe, a device or a socket, and only regular files are read; save its content to a file",
			"/in/sub/c.html: The crane drivers of Wexmouth will go back to work. ‘We won,’ Dora Penhale said.",
			"error: /in: 3 other files were passed over (no ending, .jpeg)" + passed,
		}},
		{[]string{"z.log", "in/b.txt", "in/.hidden.txt", "named.txt", "z.log"}, []string{"/z.log: z", "/in/b.txt: b", "/in/.hidden.txt: .hidden", "/named.txt: named"}},
		{[]string{"missing.txt", "empty", "in/pipe.txt", "round", "z.log"}, []string{
			"error: /missing.txt: there is no such file or folder; check the spelling",
			"error: /empty: there are no articles in this folder; put files that end in .txt .text .md .html .htm .eml into it",
			"error: /in/pipe.txt: it is a pipe, a device or a socket, and only regular files are read; save its content to a file",
			"error: /round: too many levels of symbolic links; its symbolic links lead in a circle; name the file itself",
			"/z.log: z",
		}},
	}
	for _, tt := range tests {
		var paths []string
		for _, p := range tt.paths {
			paths = append(paths, filepath.Join(dir, p))
		}
		got := gather(dir, func(each Each) { Files(t.Context(), paths, each) })
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Files(%q) (-want +got):\n%s", tt.paths, diff)
		}
		if want := len(tt.want) - notices(tt.want); Count(paths) != want {
			t.Errorf("Count(%q) = %d, want %d", tt.paths, Count(paths), want)
		}
	}
}

// notices counts what is told of a whole folder.
func notices(lines []string) int {
	return strings.Count(strings.Join(lines, "\n"), "passed over (") + strings.Count(strings.Join(lines, "\n"), "no articles in this folder")
}

func TestFilesWeb(t *testing.T) {
	got := gather("", func(each Each) { Files(t.Context(), []string{"https://mercury.example/1"}, each) })
	if len(got) != 1 || !strings.Contains(got[0], "save the page as a file") {
		t.Errorf("a web address: %q", got)
	}
}

func TestFilesStops(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", "b.txt", "c.txt", "x.jpeg")
	var seen []string
	Files(t.Context(), []string{dir, dir}, func(path string, _ digest.Article, _ error) bool {
		seen = append(seen, filepath.Base(path))
		return len(seen) < 2
	})
	if diff := cmp.Diff([]string{"a.txt", "b.txt"}, seen); diff != "" {
		t.Errorf("after each returned false (-want +got):\n%s", diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	seen = nil
	Files(ctx, []string{dir, dir}, func(path string, _ digest.Article, _ error) bool {
		seen = append(seen, filepath.Base(path))
		cancel()
		return true
	})
	if diff := cmp.Diff([]string{"a.txt"}, seen); diff != "" {
		t.Errorf("after the context ended (-want +got):\n%s", diff)
	}
}

// closedFS is a file system one of whose folders may not be read.
type closedFS struct{ fstest.MapFS }

func (c closedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "closed" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.MapFS.ReadDir(name)
}

func TestFS(t *testing.T) {
	file := &fstest.MapFile{Data: []byte(body), ModTime: time.Now()}
	fsys := closedFS{fstest.MapFS{"a.txt": file, "closed/b.txt": file, "d/c.md": file, "seeds.go": file}}
	got := gather("", func(each Each) { FS(t.Context(), fsys, each) })
	want := []string{
		"a.txt: a",
		"error: closed: permission denied; give yourself the right to read it, or leave it out",
		"d/c.md: c",
	}
	if len(got) != 4 || !strings.Contains(got[3], "1 other file was passed over (.go)") {
		t.Fatalf("FS: %q", got)
	}
	if diff := cmp.Diff(want, got[:3]); diff != "" {
		t.Errorf("FS (-want +got):\n%s", diff)
	}
}

func TestFilesTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.txt")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(MaxFile+1), f.Close()); err != nil {
		t.Fatal(err)
	}
	got := gather("", func(each Each) { Files(t.Context(), []string{path}, each) })
	if len(got) != 1 || !strings.Contains(got[0], "large.txt: it has 16.0 MB, and at most 16 MB are read; split it") {
		t.Errorf("a large file: %q", got)
	}
}

// TestFilesOnce names files and folders twice, in other words, and one in another.
func TestFilesOnce(t *testing.T) {
	dir := t.TempDir()
	write := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("A text.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, deep, odd := write("one.txt"), write("sub/two.txt"), write("notes.log")
	sub := filepath.Join(dir, "sub")
	for _, c := range []struct {
		paths []string
		want  int
	}{
		{[]string{one, one}, 1},
		{[]string{dir, dir + "/"}, 2},
		{[]string{sub + "/../sub", sub, deep}, 1},
		{[]string{one, dir}, 2},
		{[]string{dir, sub, deep, one}, 2},
		{[]string{dir, odd}, 3}, // the folder alone passes it over
		{[]string{dir, filepath.Join(dir, "none.txt")}, 3},
	} {
		var got []string
		Contents(t.Context(), c.paths, func(path string, data []byte, a digest.Article, err error) bool {
			var skipped *Skipped
			if !errors.As(err, &skipped) {
				got = append(got, path)
			}
			if err == nil && string(data) != a.Text {
				t.Errorf("%s came with the bytes %q", path, data)
			}
			return true
		})
		if len(got) != c.want || Count(c.paths) != c.want {
			t.Errorf("%q: read %q, counted %d, want %d", c.paths, got, Count(c.paths), c.want)
		}
	}
}
