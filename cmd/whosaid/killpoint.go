//go:build killpoints

package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// A program that is built with the tag killpoints kills itself as a power cut would,
// at the step that WHOSAID_KILL names: "posted:2" the second time it is reached.
func init() {
	name, count, _ := strings.Cut(os.Getenv("WHOSAID_KILL"), ":")
	left, err := strconv.Atoi(count)
	if name == "" || err != nil {
		return
	}
	hits := make(chan struct{}, left)
	killpoint = func(step string) {
		if step != name {
			return
		}
		select {
		case hits <- struct{}{}:
			if len(hits) == left {
				if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
					panic(err)
				}
				select {}
			}
		default:
		}
	}
}
