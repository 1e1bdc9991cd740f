package main

import (
	"context"
	"flag"

	"whosaid/digest/store"
)

// newTalking runs a command of the chats with the words of the command line.
func newTalking(name string) func(*flag.FlagSet) action {
	return func(*flag.FlagSet) action {
		return func(ctx context.Context, p *program, args []string) error {
			return p.withStore(ctx, true, func(st *store.Store) error {
				return p.reply(ctx, st, sentence(append([]string{name}, args...)))
			})
		}
	}
}
