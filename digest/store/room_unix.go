//go:build linux || darwin

package store

import "syscall"

// room returns how many bytes this user may still write to the disk of a folder.
func room(folder string) (bytes int64, ok bool) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return 0, false
	}
	return int64(fs.Bavail) * int64(fs.Bsize), true
}
