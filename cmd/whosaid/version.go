package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
)

var versionCommand = command{
	name:     "version",
	summary:  "show the versions of the program, of Go and of SQLite",
	examples: []string{"whosaid version"},
	new: func(*flag.FlagSet) action {
		return func(ctx context.Context, p *program, args []string) error {
			if len(args) > 0 {
				return wrongUse("version", "version takes no arguments")
			}
			sqlite, err := sqliteVersion(ctx)
			if err != nil {
				return err
			}
			version, revision := built()
			_, err = fmt.Fprintf(p.out, "whosaid %s\nrevision %s\n%s %s/%s\nSQLite %s\n",
				version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH, sqlite)
			return err
		}
	},
}

// built returns the module's version and the revision it was built from, as far
// as the Go tool recorded them: `go run` records neither.
func built() (version, revision string) {
	version, revision = "(devel)", "unknown"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, revision
	}
	if info.Main.Version != "" {
		version = info.Main.Version
	}
	changed := ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = ", with changes"
		}
	}
	return version, revision + changed
}

// sqliteVersion asks the SQLite that package store has built in.
func sqliteVersion(ctx context.Context) (version string, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err == nil {
		defer db.Close()
		err = db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
	}
	if err != nil {
		return "", fmt.Errorf("asking SQLite for its version: %w", err)
	}
	return version, nil
}
