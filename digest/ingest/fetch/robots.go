package fetch

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	robotsAge  = 24 * time.Hour // RFC 9309: no longer
	robotsKept = 2000           // hosts
	maxPause   = 30 * time.Second
)

// robots keeps what the robots.txt of hosts says.
type robots struct {
	mu    sync.Mutex
	known map[string]rules // by scheme and host
}

type rules struct {
	group *robotstxt.Group // nil where everything may be fetched
	until time.Time
}

func newRobots() *robots { return &robots{known: make(map[string]rules)} }

// permitted returns an error where the robots.txt of a host does not want u to be
// fetched. A host without one does not mind.
func (c *Client) permitted(ctx context.Context, u *url.URL) error {
	r, err := c.rules(ctx, u)
	if err != nil {
		return err
	}
	if r.group != nil && !r.group.Test(u.RequestURI()) {
		return &Error{Reason: Robots, Words: "the site's robots.txt asks programs not to fetch this page"}
	}
	return nil
}

func (c *Client) rules(ctx context.Context, u *url.URL) (rules, error) {
	key := u.Scheme + "://" + u.Host
	c.robots.mu.Lock()
	r, ok := c.robots.known[key]
	c.robots.mu.Unlock()
	if ok && time.Now().Before(r.until) {
		return r, nil
	}
	r, err := c.askRobots(ctx, u)
	if err != nil {
		return rules{}, err
	}
	c.robots.mu.Lock()
	defer c.robots.mu.Unlock()
	if len(c.robots.known) >= robotsKept {
		for k := range c.robots.known { // any: maps have no order
			delete(c.robots.known, k)
			break
		}
	}
	c.robots.known[key] = r
	return r, nil
}

// askRobots fetches a robots.txt. Where there is none, everything is allowed; where
// the server has a fault, nothing is for the moment, as RFC 9309 has it.
func (c *Client) askRobots(ctx context.Context, u *url.URL) (rules, error) {
	file := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	response, err := c.follow(ctx, file, Request{Max: maxRobots})
	var e *Error
	switch {
	case err == nil:
	case ctx.Err() != nil || !errors.As(err, &e):
		return rules{}, err
	case e.Reason == Large || e.Reason == Redirects || e.Status >= 400 && e.Status < 500 && e.Reason != Busy:
		return rules{until: time.Now().Add(robotsAge)}, nil
	default:
		return rules{}, e
	}
	parsed, err := robotstxt.FromBytes(response.Body)
	if err != nil {
		return rules{until: time.Now().Add(robotsAge)}, nil // what cannot be read forbids nothing
	}
	group := parsed.FindGroup("whosaid")
	if group.CrawlDelay > 0 {
		c.hosts.slow(u.Hostname(), min(group.CrawlDelay, maxPause))
	}
	return rules{group, time.Now().Add(robotsAge)}, nil
}
