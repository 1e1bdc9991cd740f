package bot

import (
	"sync"
	"time"
)

// Outage is a connection that does not stand.
type Outage struct {
	Since time.Time
	Err   error // the last one
}

// Connection is what a transport knows of its connection. Its zero value is one that
// nothing is wrong with.
type Connection struct {
	mu   sync.Mutex
	down *Outage
}

// Lost notes that the connection does not stand, and why.
func (c *Connection) Lost(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	since := time.Now()
	if c.down != nil {
		since = c.down.Since
	}
	c.down = &Outage{Since: since, Err: err}
}

// Stands notes that it does.
func (c *Connection) Stands() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = nil
}

// Down returns what is wrong with the connection, nil for nothing.
func (c *Connection) Down() *Outage {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.down
}
