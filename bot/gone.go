package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// Gone pauses what posts to a channel that is there no more, or where the bot may not
// write any more, and tells the owners, all in one.
func (d *Deliverer) Gone(ctx context.Context, at Place, why error) error {
	at.Thread = ""
	now, reason := d.Now(), ErrGone.Error()
	if why != nil {
		reason = why.Error()
	}
	paused, err := d.Store.Gone(ctx, at.String(), reason, now, func(ctx context.Context, p store.Paused) ([]store.Posting, error) {
		return d.farewells(ctx, at, reason, p, now)
	})
	if err != nil {
		return err
	}
	d.Log.Error("a channel is gone, and what posts to it is paused", "place", at.String(), "schedules", len(paused.Schedules), "follows", len(paused.Follows), "err", why)
	d.Wake()
	return nil
}

// farewells are the notices about what is paused, one for each owner.
func (d *Deliverer) farewells(ctx context.Context, at Place, reason string, p store.Paused, now time.Time) ([]store.Posting, error) {
	what := make(map[string][]string)
	for _, s := range p.Schedules {
		for _, owner := range d.or(s.Owner) {
			what[owner] = append(what[owner], fmt.Sprintf("the schedule %s (to go on: schedule resume %s)", s.Name, s.Name))
		}
	}
	for _, f := range p.Follows {
		owner, err := d.directOf(ctx, f.Owner)
		if err != nil {
			return nil, err
		}
		what[owner] = append(what[owner], fmt.Sprintf("follow %d (to go on, write there: follow %s)", f.ID, f.Filter))
	}
	delete(what, "")
	delete(what, at.String()) // it is gone
	var all []store.Posting
	for _, owner := range slices.Sorted(maps.Keys(what)) {
		text := fmt.Sprintf("I cannot post to %s any more (%s), so this is paused: %s. Invite me again first.", at, reason, strings.Join(what[owner], "; "))
		all = append(all, notice(fmt.Sprintf("gone %s %s %d", at, owner, now.UnixMilli()), owner, text))
	}
	return all, nil
}

// ownersOf are the places where it is told what became of a message; none where it is
// its own place.
func (d *Deliverer) ownersOf(ctx context.Context, m store.Delivery) (owners []string, err error) {
	schedules, err := d.Store.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range schedules {
		if s.ID == m.Schedule {
			owners = d.or(s.Owner)
		}
	}
	follows, err := d.Store.Follows(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range follows {
		if f.ID == m.Follow {
			owner, err := d.directOf(ctx, f.Owner)
			if err != nil {
				return nil, err
			}
			owners = []string{owner}
		}
	}
	return slices.DeleteFunc(slices.Clone(owners), func(o string) bool { return o == "" || o == m.Place }), nil
}

// or returns the owner of a schedule, or, where it has none, those of the bot.
func (d *Deliverer) or(owner string) []string {
	switch {
	case owner != "":
		return []string{owner}
	case d.Owners == nil:
		return nil
	}
	return d.Owners()
}

// directOf is where a user is told something alone: where they have written to the bot
// before, or by their ID. It is empty for what was made on the command line.
func (d *Deliverer) directOf(ctx context.Context, user string) (string, error) {
	transport, id, ok := strings.Cut(user, ":")
	if !ok {
		return "", nil
	}
	return directPlace(ctx, d.Store, transport, id)
}

// directPlace is where somebody has written to the bot alone, or their ID in its stead,
// which is enough for platforms to open a conversation.
func directPlace(ctx context.Context, st *store.Store, transport, user string) (string, error) {
	channel, err := st.DirectWith(ctx, transport, user)
	if channel == "" {
		channel = user
	}
	return Place{Transport: transport, Channel: channel}.String(), err
}

// notice is something that the bot itself has to say.
func notice(key, place, text string) store.Posting {
	return store.Posting{Key: key, Place: place, Kind: store.KindNotice, Source: "notice", Summary: "a notice", Parts: messages(compose.Text(text))}
}

// tell puts a notice into the outbox.
func tell(ctx context.Context, st *store.Store, key, place, text string, now time.Time) error {
	_, err := st.Enqueue(ctx, notice(key, place, text), now)
	return err
}
