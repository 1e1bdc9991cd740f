package homeserver

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// longestBuild is after what time a lock of another process is taken for left behind.
const longestBuild = 20 * time.Minute

// build returns the path of the server, which it builds where it is not kept yet.
var build = sync.OnceValues(func() (string, error) {
	module, err := module()
	if err != nil {
		return "", err
	}
	cache, err := cacheFolder(module)
	if err != nil {
		return "", err
	}
	program := filepath.Join(cache, "dendrite")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	unlock, err := lock(cache)
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	if err := compile(module, cache); err != nil {
		return "", err
	}
	return program, nil
})

// module returns the folder of the module that names the server and its version.
func module() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("asking Go for the module: %w", err)
	}
	return filepath.Join(filepath.Dir(strings.TrimSpace(string(out))), "bot", "matrix", "testdata", "homeserver"), nil
}

func cacheFolder(module string) (string, error) {
	h := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			return "", fmt.Errorf("reading the homeserver's module: %w", err)
		}
		h.Write(data)
	}
	fmt.Fprint(h, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	folder := filepath.Join(base, "whosaid", fmt.Sprintf("homeserver-%x", h.Sum(nil)[:8]))
	return folder, os.MkdirAll(folder, 0o755)
}

// lock lets one process build at a time: the packages of a test run are processes.
func lock(folder string) (unlock func(), err error) {
	path := filepath.Join(folder, "lock")
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			f.Close()
			return func() { os.Remove(path) }, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("locking the homeserver's folder: %w", err)
		}
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > longestBuild {
			os.Remove(path)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// compile builds into a folder beside and moves the programs when they are whole.
func compile(module, cache string) error {
	scratch, err := os.MkdirTemp(cache, "build")
	if err != nil {
		return fmt.Errorf("building the homeserver: %w", err)
	}
	defer os.RemoveAll(scratch)
	cmd := exec.Command("go", "build", "-trimpath", "-o", scratch+string(filepath.Separator), "tool")
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "PWD="+module)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the homeserver: %w\n%s", err, out)
	}
	built, err := os.ReadDir(scratch)
	if err != nil {
		return fmt.Errorf("building the homeserver: %w", err)
	}
	for _, f := range built {
		if err := os.Rename(filepath.Join(scratch, f.Name()), filepath.Join(cache, f.Name())); err != nil {
			return fmt.Errorf("keeping the homeserver: %w", err)
		}
	}
	return nil
}
