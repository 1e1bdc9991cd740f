package bot

import (
	"context"
	"fmt"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// Sync makes the schedules of the configuration file those that are kept from it:
// new ones are added, changed ones changed, those that are there no more removed;
// all of it, or nothing where there is an error. A name in a filter that nobody has,
// or several have, is none: the place of the schedule is told when it is due, and
// the articles that come until then may say who it is.
func (d Schedules) Sync(ctx context.Context, file []NewSchedule) error {
	all, err := d.Publisher.Store.Schedules(ctx)
	if err != nil {
		return err
	}
	kept := make(map[string]store.Schedule)
	for _, s := range all {
		kept[s.Name] = s
	}
	var change store.ScheduleChange
	now := d.Publisher.Now()
	for _, n := range file {
		s, err := shape(n, now)
		if err != nil {
			return fmt.Errorf("schedule %q of the configuration: %w", n.Name, err)
		}
		old, known := kept[n.Name]
		delete(kept, n.Name)
		switch {
		case !known:
			s.Origin, s.Created = store.FromFile, now
			if s.Covered, err = d.Publisher.Store.ArrivedBefore(ctx, now.Add(-or(d.Publisher.Period, 24*time.Hour))); err != nil {
				return err
			}
			change.Add = append(change.Add, s)
		case old.Origin != store.FromFile:
			return fmt.Errorf("schedule %q of the configuration: there is one of that name that was made in a chat: rename one of them", n.Name)
		default:
			change.Edit = append(change.Edit, again(s, old))
		}
	}
	for _, s := range kept {
		if s.Origin == store.FromFile {
			change.Remove = append(change.Remove, s.ID)
		}
	}
	err = d.Publisher.Store.ChangeSchedules(ctx, change, now)
	d.Publisher.Changed()
	return err
}

// again is a schedule of the configuration that is kept as old.
func again(s, old store.Schedule) store.Schedule {
	s.ID, s.Paused = old.ID, old.Paused
	if s.Place != old.Place {
		s.Paused = ""
	}
	if s.Line == old.Line && s.Zone == old.Zone {
		s.Next = old.Next // what is due stays due
	}
	return s
}

// List shows all schedules, or those of a place, to somebody who reads it here, and
// returns them.
func (d Schedules) List(ctx context.Context, place, here string) (digest.Message, []store.Schedule, error) {
	all, err := d.Publisher.Store.Schedules(ctx)
	if err != nil {
		return digest.Message{}, nil, err
	}
	var shown []store.Schedule
	var fields digest.Fields
	for _, s := range all {
		if place != "" && s.Place != place {
			continue
		}
		line, err := line(s, d.Publisher.Now())
		if err != nil {
			return digest.Message{}, nil, err
		}
		shown = append(shown, s)
		if place == "" {
			line += ", " + d.Publisher.to(ctx, s.Place, here)
		}
		fields.Items = append(fields.Items, named(s.Name, line))
	}
	if len(fields.Items) == 0 {
		return compose.Text("There is no schedule. Add one, such as: schedule add morning weekdays at 8"), nil, nil
	}
	title := digest.Heading{Level: 2, Text: []digest.Run{{Text: counted(len(fields.Items), "schedule")}}}
	return digest.Message{Blocks: []digest.Block{title, fields}}, shown, nil
}

// line says in one line what a schedule is.
func line(s store.Schedule, now time.Time) (string, error) {
	r, err := ruleOf(s)
	if err != nil {
		return "", err
	}
	text := r.String()
	if s.Filter != "" {
		text += "; " + s.Filter
	}
	switch {
	case s.Paused != "":
		text += "; paused: " + s.Paused
	default:
		text += "; next " + minute(s.Next.In(r.Zone()))
	}
	if s.Origin == store.FromFile {
		text += "; of the configuration file"
	}
	return text, nil
}
