//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime returns how long this process has been computing, which what else runs
// on the machine changes less than how long something took.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
