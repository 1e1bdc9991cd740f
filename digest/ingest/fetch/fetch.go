// Package fetch gets feeds and pages from the web without harm.
//
// An address comes in; out goes what the server there sends, decoded and whole, or
// an [Error] in words for a user. The other side may be slow, broken or hostile:
// every request has limits on time, redirects and decoded bytes, no connection
// is made into the machine's own network, and a host is never asked twice at once.
//
// The package owns the limits below, the rules about addresses (guard.go), the
// politeness towards a host (hosts.go, robots.go) and the words for what can go wrong
// (error.go). It keeps nothing on disk.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Limits on what is read, in decoded bytes.
const (
	MaxFeed = 5 << 20
	MaxPage = 2 << 20

	maxHeader    = 64 << 10
	maxRobots    = 500 << 10 // RFC 9309 asks for at least that much
	maxRedirects = 5
)

// Options are what a user may configure. The zero value is safe and polite.
type Options struct {
	UserAgent string        // who asks; empty for "whosaid"
	Allow     []string      // hosts and networks of the user's own that may be visited although they are private, see [ParseAllow]
	Connect   time.Duration // for making a connection; 0 for 10 s
	Timeout   time.Duration // for a whole fetch with its redirects; 0 for 30 s
	Pause     time.Duration // between two requests to one host
	Proxy     *url.URL      // through which everything goes; nil for none, whatever the environment says
	Resolver  *net.Resolver // nil for the system's

	// ProxyResolves hands names to the proxy that are not looked up here first: where
	// only the proxy can. It is then the proxy that has to refuse private addresses.
	ProxyResolves bool
}

// Client fetches. It may be used by several goroutines.
type Client struct {
	options   Options
	transport http.RoundTripper
	hosts     *hosts
	robots    *robots
}

// New returns a client. The error is about Options.Allow.
func New(o Options) (*Client, error) {
	guard, err := newGuard(o)
	if err != nil {
		return nil, err
	}
	if o.UserAgent == "" {
		o.UserAgent = "whosaid"
	}
	if o.Connect == 0 {
		o.Connect = 10 * time.Second
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	t := &http.Transport{
		DialContext:            guard.dialer(o),
		TLSHandshakeTimeout:    o.Connect,
		ResponseHeaderTimeout:  o.Timeout,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // see body.go: the decoded bytes have to be counted
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
	}
	if o.Proxy != nil {
		t.Proxy = guard.proxy
	}
	return &Client{options: o, transport: t, hosts: newHosts(o.Pause), robots: newRobots()}, nil
}

// Request is what to fetch.
type Request struct {
	URL          string
	Accept       string // the Accept header; empty for anything
	Max          int64  // decoded bytes; more is an error
	ETag         string // of the last answer: where nothing has changed, the answer is NotModified
	LastModified string
	Robots       bool         // ask robots.txt first: for pages that nobody has subscribed to
	Credentials  *Credentials // nil for none
}

// Credentials prove to one server that it may answer. They are sent to no other host.
type Credentials struct {
	User, Password string // Basic
	Token          string // Bearer
	URL            string // the address in full, where a part of it is secret; empty for Request.URL
}

// Response is what a server sent.
type Response struct {
	URL          string // after redirects
	Moved        string // the new address, where every redirect on the way was permanent; empty otherwise
	NotModified  bool   // nothing has changed since ETag and LastModified; Body is empty
	ContentType  string // as sent
	Body         []byte // decoded, complete
	ETag         string
	LastModified string
	Fresh        time.Duration // for how long asking again is of no use, by Cache-Control or Expires; 0 where not said
}

// Get fetches r.URL. The error is an [*Error], or that of a ctx that ended.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	address := r.URL
	if r.Credentials != nil && r.Credentials.URL != "" {
		address = r.Credentials.URL
	}
	u, err := parseURL(address)
	if err != nil {
		return nil, err
	}
	if r.Robots {
		if err := c.permitted(ctx, u); err != nil {
			return nil, err
		}
	}
	return c.follow(ctx, u, r)
}

// follow requests u and what it redirects to.
func (c *Client) follow(ctx context.Context, u *url.URL, r Request) (*Response, error) {
	first, permanent, moved := u, true, ""
	started := time.Duration(0)
	for range maxRedirects + 1 {
		release, err := c.hosts.acquire(ctx, u.Hostname())
		if err != nil {
			return nil, err
		}
		begin := time.Now()
		response, next, err := c.once(ctx, u, first, r, c.options.Timeout-started)
		started += time.Since(begin)
		release()
		if err != nil {
			return nil, err
		}
		if next == nil {
			response.URL, response.Moved = u.String(), moved
			if r.Credentials != nil && r.Credentials.URL != "" && u == first {
				response.URL = r.URL // the part that is secret stays so
			}
			return response, nil
		}
		if r.Robots && next.to.Host != u.Host {
			if err := c.permitted(ctx, next.to); err != nil {
				return nil, err
			}
		}
		permanent = permanent && next.permanent
		if u = next.to; permanent {
			moved = u.String()
		} else {
			moved = ""
		}
	}
	return nil, &Error{Reason: Redirects, Words: fmt.Sprintf("it redirects more than %d times", maxRedirects)}
}

// hop is a redirect.
type hop struct {
	to        *url.URL
	permanent bool
}

// once does one request. It returns where it redirects to, or the response.
func (c *Client) once(ctx context.Context, u, first *url.URL, r Request, left time.Duration) (*Response, *hop, error) {
	limited, cancel := context.WithTimeout(ctx, max(left, time.Millisecond))
	defer cancel()
	request, err := c.request(limited, u, first, r)
	if err != nil {
		return nil, nil, err
	}
	answer, err := c.transport.RoundTrip(request)
	if err != nil {
		return nil, nil, c.explain(ctx, err)
	}
	defer answer.Body.Close()
	if next, err := redirect(u, answer); next != nil || err != nil {
		return nil, next, err
	}
	response := &Response{
		ContentType:  answer.Header.Get("Content-Type"),
		ETag:         short(answer.Header.Get("ETag")),
		LastModified: short(answer.Header.Get("Last-Modified")),
		Fresh:        fresh(answer.Header),
	}
	switch {
	case answer.StatusCode == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		response.NotModified = true
		return response, nil, nil
	case answer.StatusCode == http.StatusOK:
	default:
		return nil, nil, status(answer)
	}
	response.Body, err = body(answer, r.Max)
	if err != nil {
		return nil, nil, c.explain(ctx, err)
	}
	return response, nil, nil
}

func (c *Client) request(ctx context.Context, u, first *url.URL, r Request) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Error{Reason: Address, Words: "its address cannot be understood"}
	}
	h := request.Header
	h.Set("User-Agent", c.options.UserAgent)
	h.Set("Accept-Encoding", "gzip, deflate, br")
	h.Set("Accept", "*/*")
	if r.Accept != "" {
		h.Set("Accept", r.Accept)
	}
	if r.ETag != "" {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		h.Set("If-Modified-Since", r.LastModified)
	}
	// A server that redirects elsewhere may not send the user's password there.
	if k := r.Credentials; k != nil && u.Scheme == first.Scheme && u.Host == first.Host {
		switch {
		case k.Token != "":
			h.Set("Authorization", "Bearer "+k.Token)
		case k.User != "" || k.Password != "":
			request.SetBasicAuth(k.User, k.Password)
		}
	}
	return request, nil
}

// redirect returns where answer sends us; nil where it does not.
func redirect(from *url.URL, answer *http.Response) (*hop, error) {
	switch answer.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	location := answer.Header.Get("Location")
	to, err := from.Parse(location)
	if location == "" || err != nil {
		return nil, &Error{Reason: Redirects, Words: "it redirects to an address that cannot be understood"}
	}
	if _, err := parseURL(to.String()); err != nil {
		return nil, fmt.Errorf("it redirects: %w", err)
	}
	to.Fragment = ""
	return &hop{to, answer.StatusCode == http.StatusMovedPermanently || answer.StatusCode == http.StatusPermanentRedirect}, nil
}

// CheckURL returns an error in words where address is none that may be fetched.
func CheckURL(address string) error {
	_, err := parseURL(address)
	return err
}

func parseURL(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil || u.Hostname() == "" || len(address) > 4096:
		return nil, &Error{Reason: Address, Words: "its address cannot be understood; it begins with https:// or http:// and a host"}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Error{Reason: Address, Words: "its address has to begin with https:// or http://"}
	case u.User != nil:
		return nil, &Error{Reason: Address, Words: "its address holds a user name or a password; put those into the configuration, see [[feed]] in config.example.toml"}
	}
	u.Fragment = ""
	return u, nil
}

// short drops what is too long to be kept and sent back.
func short(header string) string {
	if len(header) > 1024 {
		return ""
	}
	return header
}

// IsError reports whether err is an [*Error] for one of these reasons.
func IsError(err error, reasons ...Reason) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	for _, r := range reasons {
		if e.Reason == r {
			return true
		}
	}
	return false
}
