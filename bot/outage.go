package bot

import (
	"strings"
	"time"
)

// outage is how a platform does that takes nothing. While it lasts not every message
// that waits is tried in its turn, but some now and then.
type outage struct {
	failures int // one after the other, in whatever places
	until    time.Time
}

const (
	mayFail       = 5 // messages, before a platform is taken to be down
	longestOutage = time.Minute
)

// works notes whether a platform has answered. Not to know whether a message has
// arrived is no answer: that is how a platform is down that hangs.
func (d *Deliverer) works(place string, answered bool, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	name, _, _ := strings.Cut(place, ":")
	o := d.outages[name]
	if o == nil {
		o = new(outage)
		d.outages[name] = o
	}
	if answered {
		*o = outage{}
		return
	}
	o.failures++
	if n := o.failures - mayFail; n >= 0 && !now.Before(o.until) {
		o.until = now.Add(min(firstPause<<min(n, 10), longestOutage))
	}
}

// outage returns for how long the platform of a place is left alone.
func (d *Deliverer) outage(place string, now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	name, _, _ := strings.Cut(place, ":")
	if o := d.outages[name]; o != nil {
		return min(o.until.Sub(now), longestOutage) // a clock that was set back must not make it longer
	}
	return 0
}
