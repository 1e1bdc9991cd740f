package bot

import (
	"fmt"
	"log/slog"
	"time"

	"whosaid/digest/store"
)

// grave is how loud an error is in the log. That the store cannot be written to is
// said once when it begins ([store.Store.Told]), and not by everything that tries.
func grave(err error) slog.Level {
	if store.Hindered(err) {
		return slog.LevelDebug
	}
	return slog.LevelError
}

// troubled says that the store cannot be written to, or could not; "" where nothing is
// to be said.
func troubled(t store.Trouble, now time.Time) string {
	zone := now.Location()
	switch {
	case t.Since.IsZero() || !t.Until.IsZero() && now.Sub(t.Until) > 7*24*time.Hour:
		return ""
	case t.Lasts():
		return fmt.Sprintf("cannot be written to since %s; what is due waits: %v", minute(t.Since.In(zone)), t.Err)
	}
	return fmt.Sprintf("could not be written to from %s to %s; what was due has waited: %v", minute(t.Since.In(zone)), minute(t.Until.In(zone)), t.Err)
}
