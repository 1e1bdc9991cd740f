package fetch

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// Reason tells the kinds of failures apart that somebody may treat differently.
type Reason string

// The reasons of errors.
const (
	Address     Reason = "address"     // it cannot be fetched from by anybody
	Private     Reason = "private"     // it leads into a network that is not visited
	Unreachable Reason = "unreachable" // no name, no connection, no valid certificate
	Slow        Reason = "slow"        // a limit of time was reached
	Large       Reason = "large"       // a limit of bytes was reached
	Redirects   Reason = "redirects"   // in a circle, or to nowhere
	Broken      Reason = "broken"      // cut short, or coded wrongly
	Robots      Reason = "robots"      // robots.txt says no
	Refused     Reason = "refused"     // the server does not want to: 401, 402, 403, 451
	Gone        Reason = "gone"        // 404, 410
	Busy        Reason = "busy"        // 429, 503: later
	Faulty      Reason = "faulty"      // any other status
)

// Error says why something could not be fetched, in words for a user. It names no
// address, since that may hold a secret.
type Error struct {
	Reason     Reason
	Words      string        // "the server does not answer", without a full stop
	Status     int           // of HTTP; 0 where there was no answer
	RetryAfter time.Duration // what the server asks for; 0 where it does not
}

func (e *Error) Error() string { return e.Words }

// explain makes an Error of what went wrong on the way. What the user's own ctx did
// stays that.
func (c *Client) explain(ctx context.Context, err error) error {
	var own *Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &own):
		return own
	case errors.Is(err, errPrivate):
		_, ip, _ := strings.Cut(err.Error(), errPrivate.Error()+": ")
		return &Error{Reason: Private, Words: fmt.Sprintf("its address leads into a private network (%s), which is not visited; allow it in the configuration with fetch.allow if it is your own", ip)}
	case errors.Is(err, errOnlyProxy):
		return &Error{Reason: Unreachable, Words: "there is no server of that name as far as is known here; where only the proxy can look names up, say so in the configuration with fetch.proxy_resolves"}
	case errors.Is(err, ssrf.ErrProhibitedPort):
		return &Error{Reason: Private, Words: fmt.Sprintf("its address has a port other than %s, which are all that are visited; allow it in the configuration with fetch.allow if the server is your own", portList())}
	case errors.Is(err, ssrf.ErrProhibitedNetwork):
		return &Error{Reason: Private, Words: "its address is of a network that is not visited"}
	case errors.Is(err, errTooLarge):
		_, size, _ := strings.Cut(err.Error(), ": ")
		return &Error{Reason: Large, Words: "it has " + size + ", and is not read"}
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded):
		return &Error{Reason: Slow, Words: fmt.Sprintf("the server did not send it within %s", c.options.Timeout)}
	}
	return network(err)
}

func network(err error) error {
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var timeout net.Error
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return &Error{Reason: Unreachable, Words: "there is no server of that name"}
	case errors.As(err, &dns):
		return &Error{Reason: Unreachable, Words: "the name of the server could not be looked up"}
	case errors.As(err, &host):
		return &Error{Reason: Unreachable, Words: "the server's certificate is for another name"}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &Error{Reason: Unreachable, Words: "the server's certificate has expired"}
	case errors.As(err, &cert):
		return &Error{Reason: Unreachable, Words: "the server's certificate cannot be trusted"}
	case errors.As(err, &record):
		return &Error{Reason: Unreachable, Words: "the server does not speak https there"}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &Error{Reason: Unreachable, Words: "the server refuses the connection"}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Reason: Slow, Words: "the server does not answer"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Reason: Broken, Words: "the server sent only a part of it"}
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrHeader), strings.HasPrefix(err.Error(), "brotli:"):
		return &Error{Reason: Broken, Words: "it is compressed wrongly"}
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return &Error{Reason: Unreachable, Words: "the server broke the connection"}
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return &Error{Reason: Large, Words: "the server sent too much before the content (more than 64 KiB of headers)"}
	case strings.Contains(err.Error(), "malformed HTTP"), strings.Contains(err.Error(), "HTTP/1.x transport connection broken"), strings.Contains(err.Error(), "bad Content-Length"):
		return &Error{Reason: Broken, Words: "the server's answer is not HTTP"}
	}
	return &Error{Reason: Unreachable, Words: "the server could not be reached"}
}

// status makes an Error of an answer that is none.
func status(answer *http.Response) *Error {
	e := &Error{Reason: Faulty, Status: answer.StatusCode, RetryAfter: retryAfter(answer.Header)}
	what := ""
	switch s := answer.StatusCode; {
	case s == http.StatusUnauthorized:
		e.Reason, what = Refused, "it wants a password"
	case s == http.StatusPaymentRequired:
		e.Reason, what = Refused, "it wants to be paid"
	case s == http.StatusForbidden, s == http.StatusUnavailableForLegalReasons:
		e.Reason, what = Refused, "it does not allow it"
	case s == http.StatusNotFound:
		e.Reason, what = Gone, "there is nothing at this address"
	case s == http.StatusGone:
		e.Reason, what = Gone, "it is gone for good"
	case s == http.StatusTooManyRequests:
		e.Reason, what = Busy, "too many requests"
	case s == http.StatusServiceUnavailable:
		e.Reason, what = Busy, "it is not available at the moment"
	case s >= 500:
		what = "it has a fault"
	case s == http.StatusNotModified:
		what = "nothing has changed, though nothing was said of the last time"
	default:
		what = "this is no page"
	}
	e.Words = fmt.Sprintf("the server answers %d: %s", e.Status, what)
	return e
}

// Longer than this nobody is obeyed: a feed that asks for a year would be lost.
const maxWish = 24 * time.Hour

// retryAfter reads seconds or a date.
func retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseInt(value, 10, 32); err == nil {
		return between(time.Duration(n) * time.Second)
	}
	if t, err := http.ParseTime(value); err == nil {
		return between(time.Until(t))
	}
	return 0
}

// fresh reads how long an answer stays fresh.
func fresh(h http.Header) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			n, err := strconv.ParseInt(strings.Trim(value, `"`), 10, 32)
			if err != nil {
				return 0
			}
			return between(time.Duration(n) * time.Second)
		}
	}
	if t, err := http.ParseTime(h.Get("Expires")); err == nil {
		return between(time.Until(t))
	}
	return 0
}

func between(d time.Duration) time.Duration { return max(0, min(d, maxWish)) }

func portList() string {
	var list []string
	for _, p := range ports {
		list = append(list, strconv.Itoa(int(p)))
	}
	return strings.Join(list, ", ")
}
