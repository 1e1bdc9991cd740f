//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"maunium.net/go/mautrix"

	"whosaid/bot"
)

// tokenPause is when to try again what a token that is no longer valid has stopped:
// Listen ends because of it, and a person has to do something.
const tokenPause = time.Minute

// sendError gives an error of sending the meaning that [bot.Transport] asks for.
func sendError(doing string, err error) error {
	if err == nil {
		return nil
	}
	text := fmt.Errorf("%s: %w", doing, err)
	var failed mautrix.HTTPError
	var dial *net.OpError
	switch {
	case errors.As(err, &dial) && dial.Op == "dial":
		return &bot.Retry{Err: text}
	case !errors.As(err, &failed) || failed.Response == nil:
		return fmt.Errorf("%w: %w", bot.ErrUnsure, text) // the connection broke
	case failed.IsStatus(http.StatusTooManyRequests):
		return &bot.Retry{After: retryAfter(err), Err: text}
	case errors.Is(err, mautrix.MUnknownToken):
		return &bot.Retry{After: tokenPause, Err: text}
	case errors.Is(err, mautrix.MForbidden), failed.IsStatus(http.StatusNotFound):
		return fmt.Errorf("%w: %w", bot.ErrGone, text)
	case failed.Response.StatusCode >= 500, failed.WrappedError != nil:
		return fmt.Errorf("%w: %w", bot.ErrUnsure, text)
	}
	return text
}

// prepareError is sendError for what comes before sending: whatever was not
// answered has sent nothing.
func prepareError(doing string, err error) error {
	if meant := sendError(doing, err); !errors.Is(meant, bot.ErrUnsure) {
		return meant
	}
	return &bot.Retry{Err: fmt.Errorf("%s: %w", doing, err)}
}

// later reports whether opening the account may work by itself at another time: no
// homeserver has answered, or something in its place, or one that is not in order.
func later(err error) bool {
	var failed mautrix.HTTPError
	var network net.Error
	switch {
	case errors.As(err, &failed):
		return failed.RespError == nil || ambiguous(err)
	case errors.As(err, &network):
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// ambiguous reports whether the same may work later.
func ambiguous(err error) bool {
	var failed mautrix.HTTPError
	if !errors.As(err, &failed) || failed.Response == nil {
		return true
	}
	return failed.Response.StatusCode >= 500 || failed.IsStatus(http.StatusTooManyRequests)
}
