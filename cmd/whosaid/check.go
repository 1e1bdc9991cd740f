package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"whosaid/digest/store"
)

var checkCommand = command{
	name:    "check",
	summary: "look through the database for damage",
	about: `
Reads the whole database and compares its indexes with its tables. Nothing is changed
but an index that is damaged on its own, which is made anew, and what still waits to be
put into one, which is. Where more is damaged, go back to a copy made with whosaid
backup, or add the articles again.`,
	examples: []string{
		"whosaid check",
		"whosaid check --db archive.db",
	},
	new: func(*flag.FlagSet) action {
		return func(ctx context.Context, p *program, args []string) error {
			if len(args) > 0 {
				return wrongUse("check", "check takes no arguments; name the database with --db")
			}
			return p.withStore(ctx, false, func(st *store.Store) error {
				said := "The database is whole."
				if err := st.Check(ctx); errors.Is(err, store.ErrRebuilt) {
					said = err.Error()
				} else if err != nil {
					return err
				}
				_, err := fmt.Fprintln(p.out, said)
				return err
			})
		}
	},
}
