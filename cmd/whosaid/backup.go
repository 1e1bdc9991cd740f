package main

import (
	"context"
	"flag"
	"fmt"

	"whosaid/digest/store"
)

var backupCommand = command{
	name:    "backup",
	args:    "FILE",
	summary: "copy the database to a file, while it may be in use",
	about: `
FILE must not exist yet. The copy is whole and as of one moment; to go back to it,
put it where the database is, or name it with --db. Do not copy a database that is
in use with cp, and do not write to it with another SQLite: both can damage it.`,
	examples: []string{
		"whosaid backup whosaid-2018-01-22.db",
		"whosaid ask --db whosaid-2018-01-22.db \"latest from Sam Rainsy\"",
	},
	new: func(*flag.FlagSet) action {
		return func(ctx context.Context, p *program, args []string) error {
			if len(args) != 1 {
				return wrongUse("backup", "name one file to copy the database to")
			}
			return p.withStore(ctx, false, func(st *store.Store) error {
				if err := st.Backup(ctx, args[0]); err != nil {
					return err
				}
				_, err := fmt.Fprintf(p.out, "Copied to %s\n", args[0])
				return err
			})
		}
	},
}
