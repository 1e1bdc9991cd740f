package bot

import (
	"context"
	"fmt"
	"time"

	"whosaid/digest"
	"whosaid/digest/store"
)

// FeedLines says in lines how the feeds are: how many, and those by name that show lets
// through and that fail.
type FeedLines func(ctx context.Context, show func(digest.Feed) bool) ([]string, error)

// status shows how everything is, as far as who asks may read it, in one screen.
func (p *Publisher) status(ctx context.Context, feeds FeedLines, v sight, now time.Time) (digest.Message, error) {
	var fields digest.Fields
	if text := troubled(p.Store.Trouble(), now); text != "" && v.all {
		fields.Items = append(fields.Items, named("Store", text))
	}
	add := func(name string, lines []string, none string) {
		if len(lines) == 0 && none != "" {
			lines = []string{none}
		}
		for _, l := range lines {
			fields.Items = append(fields.Items, named(name, l))
			name = ""
		}
	}
	add("Chats", p.chats(v, now), "")
	if feeds != nil {
		lines, err := feeds(ctx, func(f digest.Feed) bool { return v.place(f.Place) })
		if err != nil {
			return digest.Message{}, err
		}
		add("Feeds", shortened(lines), "none is followed")
	}
	schedules, err := p.Store.Schedules(ctx)
	if err != nil {
		return digest.Message{}, err
	}
	var lines []string
	for _, s := range schedules {
		if !v.place(s.Place) {
			continue
		}
		l, err := line(s, now)
		if err != nil {
			l = err.Error()
		}
		lines = append(lines, s.Name+": "+l)
	}
	add("Schedules", shortened(lines), "none")
	follows, err := p.Store.Follows(ctx)
	if err != nil {
		return digest.Message{}, err
	}
	paused, seen := 0, 0
	for _, f := range follows {
		if !v.follow(f) {
			continue
		}
		seen++
		if f.Paused != "" {
			paused++
		}
	}
	text := counted(seen, "follow")
	if paused > 0 {
		text += fmt.Sprintf(", %d of them paused", paused)
	}
	add("Follows", []string{text}, "")
	for _, part := range []struct {
		name string
		most int
		read func() ([]store.Posted, error)
	}{
		{"Waiting", shownPreviews, func() ([]store.Posted, error) { return p.Store.Unsent(ctx, lookedThrough) }},
		{"Given up", shownTitles, func() ([]store.Posted, error) {
			return p.Store.Lost(ctx, now.Add(-7*24*time.Hour), lookedThrough)
		}},
		{"Last", shownTitles, func() ([]store.Posted, error) { return p.Store.History(ctx, lookedThrough) }},
	} {
		posted, err := part.read()
		if err != nil {
			return digest.Message{}, err
		}
		var lines []string
		for _, h := range v.posted(posted, part.most) {
			if part.name != "Last" || h.Sent == h.Parts {
				lines = append(lines, h.Source+" "+p.cameOf(h, p.to(ctx, h.Place, v.here), now))
			}
		}
		add(part.name, lines, map[string]string{"Waiting": "nothing", "Given up": "nothing in the last 7 days"}[part.name])
	}
	refused, err := p.denied(ctx, v, now)
	if err != nil {
		return digest.Message{}, err
	}
	add("Refused", refused, "")
	return digest.Message{Blocks: []digest.Block{digest.Heading{Level: 2, Text: []digest.Run{{Text: "Status"}}}, fields}}, nil
}

// chats says which chats are connected; why one is not, is for owners.
func (p *Publisher) chats(v sight, now time.Time) (lines []string) {
	for _, t := range p.Transports {
		line := t.Name() + " is connected"
		if down := t.Down(); down != nil {
			line = fmt.Sprintf("%s is not connected since %s", t.Name(), minute(down.Since.In(now.Location())))
			if v.all {
				line += ": " + Plain(down.Err.Error())
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// denied says who was not allowed what lately, for owners.
func (p *Publisher) denied(ctx context.Context, v sight, now time.Time) (lines []string, err error) {
	if !v.all {
		return nil, nil
	}
	all, err := p.Store.Denials(ctx, now.Add(-7*24*time.Hour))
	for _, d := range all[:min(len(all), shownDenials)] {
		user, channel := Place{Transport: d.Transport, Channel: d.User}, Place{Transport: d.Transport, Channel: d.Channel}
		lines = append(lines, fmt.Sprintf("%s, in %s, on %s: ‘%s’, which is for the role of %s",
			p.called(ctx, user.String(), ""), p.called(ctx, channel.String(), ""), minute(d.At.In(now.Location())), Plain(d.Command), d.Role))
	}
	if rest := len(all) - len(lines); rest > 0 {
		lines = append(lines, fmt.Sprintf("and %d more in the last 7 days", rest))
	}
	return lines, err
}

// shownDenials is how many refusals status shows.
const shownDenials = 5

// lookedThrough is in how many postings those that may be read are looked for.
const lookedThrough = 500

// shortened keeps a list on one screen.
func shortened(lines []string) []string {
	if rest := len(lines) - shownPreviews; rest > 0 {
		return append(lines[:shownPreviews:shownPreviews], fmt.Sprintf("and %d more", rest))
	}
	return lines
}
