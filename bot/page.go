package bot

import (
	"context"
	"fmt"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// Page is what a user's own page says of publishing: what this user follows, and
// the schedules that are posted to this user or that this user has made.
func (p *Publisher) Page(ctx context.Context, e Event) (digest.Message, error) {
	follows, err := p.Store.Follows(ctx)
	if err != nil {
		return digest.Message{}, err
	}
	var followed digest.Fields
	for _, f := range follows {
		if f.Owner == e.Place.Transport+":"+e.User.ID {
			followed.Items = append(followed.Items, named(fmt.Sprint(f.ID), p.paging(ctx, f.Filter, "", f.Paused)))
		}
	}
	schedules, err := p.Store.Schedules(ctx)
	if err != nil {
		return digest.Message{}, err
	}
	var scheduled digest.Fields
	var mine []store.Schedule
	for _, s := range schedules {
		if !theirs(s, e) {
			continue
		}
		mine = append(mine, s)
		when := s.Line + ", " + p.to(ctx, s.Place, "")
		if s.Origin == store.FromFile {
			when += " (of the configuration file, which is where it can be changed)"
		}
		scheduled.Items = append(scheduled.Items, named(s.Name, p.paging(ctx, s.Filter, when, s.Paused)))
	}
	var m digest.Message
	m.Blocks = append(m.Blocks, section("You follow", followed, "nothing yet: write to me, for example: follow Sam Rainsy about CNRM")...)
	m.Blocks = append(m.Blocks, section("Your schedules", scheduled, "none yet.")...)
	m.Blocks = append(m.Blocks, editable(mine))
	return m, nil
}

// paging is one line of a page: what it is about, when, and whether it is paused.
func (p *Publisher) paging(ctx context.Context, filter, when, paused string) string {
	words := filter
	if q, err := Filter(ctx, p.Store, filter, p.Now()); err == nil && filter != "" {
		words = q.String()
	}
	switch {
	case when != "" && words != "":
		words = when + ": " + words
	case when != "":
		words = when
	}
	if paused != "" {
		words += "; paused: " + paused
	}
	return words
}

func section(title string, fields digest.Fields, none string) []digest.Block {
	heading := digest.Heading{Level: 2, Text: []digest.Run{{Text: title}}}
	if len(fields.Items) == 0 {
		return append([]digest.Block{heading}, compose.Text(none).Blocks...)
	}
	return []digest.Block{heading, fields}
}

// Places returns where something is posted regularly.
func Places(ctx context.Context, st *store.Store) (places []Place, err error) {
	schedules, err := st.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	follows, err := st.Follows(ctx)
	if err != nil {
		return nil, err
	}
	seen := make(map[Place]bool)
	add := func(text, paused string) {
		at, err := ParsePlace(text)
		at.Thread = ""
		if err == nil && paused == "" && !seen[at] {
			seen[at] = true
			places = append(places, at)
		}
	}
	for _, s := range schedules {
		add(s.Place, s.Paused)
	}
	for _, f := range follows {
		add(f.Place, f.Paused)
	}
	return places, nil
}
