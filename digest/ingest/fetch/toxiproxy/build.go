package toxiproxy

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
)

const (
	version = "v2.5.0"
	source  = "github.com/Shopify/toxiproxy/v2/cmd/server@" + version
)

// build returns the path of the program, which it builds where it is not kept yet. The
// packages of a test run are processes: where two build at once, one of two equal
// programs is kept.
var build = sync.OnceValues(func() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	cache := filepath.Join(base, "whosaid")
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	suffix := ""
	if runtime.GOOS == "windows" {
		suffix = ".exe"
	}
	program := filepath.Join(cache, fmt.Sprintf("toxiproxy-%s-%s-%s-%s%s", version, runtime.Version(), runtime.GOOS, runtime.GOARCH, suffix))
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	scratch, err := os.MkdirTemp(cache, "build")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(scratch)
	cmd := exec.Command("go", "install", "-trimpath", source)
	cmd.Dir = scratch // outside of this module, whose go.mod says nothing of it
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOBIN="+scratch, "PWD="+scratch)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building it: %w\n%s", err, out)
	}
	if err := os.Rename(filepath.Join(scratch, "server"+suffix), program); err != nil {
		return "", err
	}
	return program, nil
})
