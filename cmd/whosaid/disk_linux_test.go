package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func init() {
	killings["slack and a full disk"] = killing{share: 1, begin: newKilledSlack, folder: smallDisk, hinder: (*harness).fill}
}

// smallDisk returns a folder on a disk that is soon full: of 1 MB, or of 8 MB for what
// many rounds of [TestKilled] leave behind. To make one needs the right to mount:
// root's, or that of the command unshare -rm before the test's.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	size := "size=1m"
	if strings.HasPrefix(t.Name(), "TestKilled") {
		size = "size=8m"
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, size); err != nil {
		t.Skipf("there is no small disk to test with: %v: run this as root, or behind unshare -rm", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill leaves no room on the disk of the database.
func (h *harness) fill() (end func()) {
	path := filepath.Join(filepath.Dir(h.db), "filler")
	f, err := os.Create(path)
	if err != nil {
		h.t.Error(err)
		return func() {}
	}
	for block := make([]byte, 4096); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		h.t.Error(err)
	}
	return func() {
		if err := errors.Join(f.Close(), os.Remove(path)); err != nil {
			h.t.Error(err)
		}
	}
}
