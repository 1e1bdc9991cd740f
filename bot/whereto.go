package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"whosaid/digest/store"
)

// called says where a place is to somebody who reads it at another one: "here", what
// people call the channel, or the place as it is written in configurations.
func (p *Publisher) called(ctx context.Context, place, here string) string {
	at, err := ParsePlace(place)
	if err != nil {
		return place
	}
	at.Thread = ""
	if at.String() == here {
		return "here"
	}
	t := transportOf(p.Transports, at)
	if t == nil {
		return at.String()
	}
	name := Plain(t.Title(ctx, at))
	if name == "" {
		return at.String()
	}
	if from, err := ParsePlace(here); err == nil && from.Transport != at.Transport {
		name += " on " + at.Transport
	}
	return name
}

// to says which way something is posted to a place: "here", or "to #press".
func (p *Publisher) to(ctx context.Context, place, here string) string {
	where := p.called(ctx, place, here)
	if where == "here" {
		return where
	}
	return "to " + where
}

// reachable returns as an error that nothing can be posted to a place, since its chat
// is not configured.
func (p *Publisher) reachable(at Place) error {
	names := slices.Clone(p.Chats)
	for _, t := range p.Transports {
		names = append(names, t.Name())
	}
	switch {
	case len(names) == 0 || slices.Contains(names, at.Transport):
		return nil
	case len(names) == 1:
		return unclear("nothing can be posted to %s: %s is the only chat that is configured", at, names[0])
	}
	return unclear("nothing can be posted to %s: the chats that are configured are %s", at, enumerated(names, "and"))
}

// postable returns as an error that a place is not there or may not be written in, so
// that it is known when something is to be posted there later, and not only then.
// Where its chat is not connected nobody knows.
func (p *Publisher) postable(ctx context.Context, at Place) error {
	t := transportOf(p.Transports, at)
	if t == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookingAtPlace)
	defer cancel()
	if f := t.CanPost(ctx, at); f != nil {
		return unclear("nothing can be posted to %s: %s. %s", at, f.What, strings.TrimSuffix(f.Remedy, "."))
	}
	return nil
}

// lookingAtPlace is how long a platform is waited for that is asked about a place.
const lookingAtPlace = 10 * time.Second

// theirs reports whether a schedule is of the person of an event: made by them, or
// posted where only they read.
func theirs(s store.Schedule, e Event) bool {
	if s.Owner == (Place{Transport: e.Place.Transport, Channel: e.User.ID}).String() {
		return e.User.ID != ""
	}
	direct := e.Place
	direct.Thread = ""
	return e.Direct && direct.Channel != "" && (s.Place == direct.String() || s.Owner == direct.String())
}
