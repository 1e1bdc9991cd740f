//go:build !goolm

package matrix

import (
	"context"
	"errors"

	"whosaid/bot"
)

// Transport would be one account on a homeserver; without the tag there is none.
type Transport struct{ bot.Transport }

// New says that this program was built without what Matrix needs.
func New(_ context.Context, c Config) (*Transport, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	return nil, errors.New("this program was built without encryption, which Matrix needs: build it with go build -tags goolm ./cmd/whosaid")
}

// Close does nothing.
func (*Transport) Close() error { return nil }
