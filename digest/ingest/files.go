package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"whosaid/digest"
)

// Skipped tells how many files of a folder were no articles by their endings.
type Skipped struct {
	Folder  string
	Count   int
	Endings []string // of the files passed over, sorted; "" where there was none
}

func (s *Skipped) Error() string {
	var endings []string
	for _, e := range s.Endings {
		if e == "" {
			e = "no ending"
		}
		endings = append(endings, e)
	}
	files := "files were"
	if s.Count == 1 {
		files = "file was"
	}
	return fmt.Sprintf("%s: %d other %s passed over (%s); in a folder whosaid reads %s, any other file when it is named itself",
		show(s.Folder), s.Count, files, strings.Join(endings, ", "), strings.Join(endingsRead, " "))
}

// endingsRead are the endings of the files that are articles in a folder.
var endingsRead = []string{".txt", ".text", ".md", ".html", ".htm", ".eml"}

func readable(name string) bool {
	return slices.Contains(endingsRead, strings.ToLower(path.Ext(name)))
}

// folder is a folder that is being read.
type folder struct {
	name string // as given
	fsys fs.FS
	open func(name string) (fs.File, error) // never blocks
}

// named reads one path that the user gave. It reports whether to go on.
func named(ctx context.Context, name string, each EachContent) bool {
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		return each(name, nil, digest.Article{}, fmt.Errorf("%s: pages are not fetched from the web; save the page as a file and name that", show(name)))
	}
	info, err := os.Stat(name)
	if err != nil {
		return each(name, nil, digest.Article{}, fileError(name, err))
	}
	if !info.IsDir() {
		data, a, err := one(name, func() (fs.File, error) { return os.OpenFile(name, noBlock, 0) })
		return each(name, data, a, err)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return each(name, nil, digest.Article{}, fileError(name, err))
	}
	defer root.Close()
	f := folder{name, root.FS(), func(n string) (fs.File, error) { return root.OpenFile(filepath.FromSlash(n), noBlock, 0) }}
	return f.read(ctx, each)
}

// noBlock opens a pipe that nobody writes to at once, so that it can be refused.
const noBlock = os.O_RDONLY | syscall.O_NONBLOCK

// FS does for an embedded file system what [Files] does for a folder.
func FS(ctx context.Context, fsys fs.FS, each Each) {
	folder{"", fsys, fsys.Open}.read(ctx, each.alone)
}

// read walks the folder. It reports whether to go on.
func (f folder) read(ctx context.Context, each EachContent) bool {
	skipped := &Skipped{Folder: f.name}
	found, goOn := 0, true
	f.walk(func(name string, err error) bool {
		full := filepath.Join(f.name, filepath.FromSlash(name))
		switch {
		case ctx.Err() != nil:
			goOn = false
		case err != nil:
			found++
			goOn = each(full, nil, digest.Article{}, fileError(full, err))
		case !readable(name):
			skipped.add(name)
		default:
			found++
			data, a, err := one(full, func() (fs.File, error) { return f.open(name) })
			goOn = each(full, data, a, err)
		}
		return goOn
	})
	switch {
	case !goOn:
		return false
	case skipped.Count > 0:
		return each(f.name, nil, digest.Article{}, skipped)
	case found == 0:
		return each(f.name, nil, digest.Article{}, fmt.Errorf("%s: there are no articles in this folder; put files that end in %s into it", show(f.name), strings.Join(endingsRead, " ")))
	}
	return true
}

// walk calls visit with every file of the folder that is not hidden, and with
// every error in reading folders, until visit returns false.
func (f folder) walk(visit func(name string, err error) bool) {
	_ = fs.WalkDir(f.fsys, ".", func(name string, d fs.DirEntry, err error) error { // its errors all went to visit
		hidden := name != "." && strings.HasPrefix(path.Base(name), ".")
		switch {
		case hidden && err == nil && d.IsDir():
			return fs.SkipDir
		case hidden:
			return nil
		case err != nil:
			if !visit(name, err) {
				return fs.SkipAll
			}
			return nil
		case d.IsDir() || linksToFolder(f.fsys, name, d):
			return nil
		case !visit(name, nil):
			return fs.SkipAll
		}
		return nil
	})
}

// linksToFolder reports whether d is a symbolic link to a folder, which is not
// followed: what it leads to is read where it is, or lies outside.
func linksToFolder(fsys fs.FS, name string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}

func (s *Skipped) add(name string) {
	s.Count++
	ending := strings.ToLower(path.Ext(name))
	if i, found := slices.BinarySearch(s.Endings, ending); !found && len(s.Endings) < 12 {
		s.Endings = slices.Insert(s.Endings, i, ending)
	}
}

// one reads the file that open gives; path is its name for the user.
func one(path string, open func() (fs.File, error)) ([]byte, digest.Article, error) {
	data, err := content(open)
	if err != nil {
		return nil, digest.Article{}, fileError(path, err)
	}
	a, err := Parse(path, data)
	return data, a, err
}

// content reads a regular file of at most MaxFile bytes. The kind of the file is
// asked of the open file, so that it cannot be exchanged in between.
func content(open func() (fs.File, error)) ([]byte, error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	if info.Size() > MaxFile {
		return nil, tooLarge(info.Size(), MaxFile)
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		return nil, tooLarge(int64(len(data)), MaxFile)
	}
	return data, err
}

// Count returns how many files [Files] would hand on for paths, missing ones
// among them. It opens none of them.
func Count(paths []string) int {
	n := 0
	for _, p := range distinct(paths) {
		info, err := os.Stat(p)
		if err != nil || !info.IsDir() {
			n++
			continue
		}
		n += countIn(os.DirFS(p))
	}
	return n
}

// distinct returns paths without those that another one names or holds already.
func distinct(paths []string) []string {
	place := func(p string) string {
		if abs, err := filepath.Abs(p); err == nil {
			return abs
		}
		return filepath.Clean(p)
	}
	var kept, places []string
	for i, p := range paths {
		here := place(p)
		held := slices.Contains(places, here)
		for j, other := range paths {
			within, err := filepath.Rel(place(other), here)
			held = held || j != i && err == nil && within != "." && filepath.IsLocal(within) && holds(other, p)
		}
		if !held {
			kept, places = append(kept, p), append(places, here)
		}
	}
	return kept
}

// holds reports whether reading a folder reads a path in it as well.
func holds(dir, inside string) bool {
	info, err := os.Stat(inside)
	if err != nil || !(info.IsDir() || readable(inside)) {
		return false
	}
	within, err := filepath.Rel(dir, inside)
	if err != nil {
		return false
	}
	for part := range strings.SplitSeq(filepath.ToSlash(within), "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	link, err := os.Lstat(inside)
	return err == nil && link.Mode()&fs.ModeSymlink == 0
}

func countIn(fsys fs.FS) int {
	n := 0
	folder{fsys: fsys}.walk(func(name string, err error) bool {
		if err != nil || readable(name) {
			n++
		}
		return true
	})
	return n
}

// fileError says what to do about a file or folder that cannot be read.
func fileError(name string, err error) error {
	var remedy string
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such file or folder; check the spelling", show(name))
	case errors.Is(err, fs.ErrPermission):
		remedy = "give yourself the right to read it, or leave it out"
	case errors.Is(err, syscall.ELOOP):
		remedy = "its symbolic links lead in a circle; name the file itself"
	case strings.Contains(err.Error(), "escapes from parent"):
		return fmt.Errorf("%s: this link leads out of the folder; name the file that it leads to", show(name))
	default:
		return fmt.Errorf("%s: %w", show(name), cause(err))
	}
	return fmt.Errorf("%s: %w; %s", show(name), cause(err), remedy)
}

// cause is err without the name that os puts before it, as show gives that.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
