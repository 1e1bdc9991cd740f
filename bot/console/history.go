package console

import (
	"path/filepath"
	"runtime"
)

// HistoryFile returns where the lines typed are kept: "whosaid/history" in the
// user's folder for state ($XDG_STATE_HOME, or ~/.local/state; %LocalAppData% on
// Windows). It returns "", which keeps none, where the user has no such folder.
func HistoryFile(getenv func(string) string) string {
	dir := getenv("XDG_STATE_HOME")
	switch {
	case runtime.GOOS == "windows":
		dir = getenv("LocalAppData")
	case !filepath.IsAbs(dir) && getenv("HOME") != "":
		dir = filepath.Join(getenv("HOME"), ".local", "state")
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, "whosaid", "history")
}
