package bot

import (
	"context"
	"strings"
)

// slots are the turns at serving places, each platform with its own: one that hangs
// must not keep those of the others.
type slots map[string]chan struct{}

func (s slots) of(place string) chan struct{} {
	name, _, _ := strings.Cut(place, ":")
	if s[name] == nil {
		s[name] = make(chan struct{}, servedAtOnce)
	}
	return s[name]
}

// take reports whether nobody serves a place yet.
func (d *Deliverer) take(place string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.serving[place] {
		return false
	}
	d.serving[place] = true
	return true
}

func (d *Deliverer) leave(place string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.serving, place)
}

// serve delivers what waits for a place until there is nothing, or it has to wait.
func (d *Deliverer) serve(ctx, work context.Context, place string) error {
	for ctx.Err() == nil {
		next, ok, err := d.Store.Head(work, place, d.Now())
		if err != nil || !ok {
			return err
		}
		if err := d.deliver(ctx, work, next); err != nil {
			return err
		}
	}
	return nil
}
