package ingest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"whosaid/digest"
)

// maxFiles is how many files of one folder are watched.
const maxFiles = 100_000

// File is a file of a folder that is watched.
type File struct {
	Name     string // in the folder, with slashes
	Size     int64
	Modified time.Time
}

// List returns the files of a folder that are articles by their endings, and those
// of the folders in it, as [Files] does. Nothing is opened.
func List(path string) ([]File, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	defer root.Close()
	f := folder{name: path, fsys: root.FS()}
	var files []File
	f.walk(func(name string, walkErr error) bool {
		if walkErr != nil || !readable(name) {
			return true // what cannot be looked into now is looked into the next time
		}
		if info, err := fs.Stat(f.fsys, name); err == nil && info.Mode().IsRegular() {
			files = append(files, File{name, info.Size(), info.ModTime()})
		}
		return len(files) <= maxFiles
	})
	if len(files) > maxFiles {
		return nil, fmt.Errorf("%s: there are more than %d files in this folder; watch the folders in it one by one", show(path), maxFiles)
	}
	return files, nil
}

// ReadFile reads one file of a folder. Links that lead out of the folder are errors.
func ReadFile(path, name string) (digest.Article, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return digest.Article{}, fileError(path, err)
	}
	defer root.Close()
	_, a, err := one(filepath.Join(path, filepath.FromSlash(name)), func() (fs.File, error) {
		return root.OpenFile(filepath.FromSlash(name), noBlock, 0)
	})
	return a, err
}
