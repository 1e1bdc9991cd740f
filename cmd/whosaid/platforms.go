package main

import (
	"context"

	"whosaid/bot"
)

// platforms returns the chat platforms that are configured.
func (p *program) platforms(_ context.Context) ([]bot.Transport, error) {
	return p.workspaces()
}
