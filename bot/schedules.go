package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"whosaid/digest/query"
	"whosaid/digest/schedule"
	"whosaid/digest/store"
)

// Schedules is what people do with schedules: on the command line, in chats, and in
// the configuration. What is wrong with what they ask is [Unclear].
type Schedules struct {
	Publisher *Publisher
}

// NewSchedule is a schedule as it is asked for.
type NewSchedule struct {
	Name    string
	Line    string // when
	Filter  string
	Place   Place
	Zone    *time.Location // where Line names none
	Owner   string         // place where its owner is told what is wrong
	Options Options
}

// fromFile is said where a schedule of the configuration file is to be changed otherwise.
const fromFile = "the schedule %s is in the configuration file: change it there"

// Add keeps a new schedule.
func (d Schedules) Add(ctx context.Context, n NewSchedule) (store.Schedule, error) {
	now := d.Publisher.Now()
	s, err := d.make(ctx, n, now)
	if err != nil {
		return s, err
	}
	if err := d.room(ctx, s); err != nil {
		return s, err
	}
	s.Origin, s.Created = store.FromChat, now
	if s.Covered, err = d.Publisher.Store.ArrivedBefore(ctx, now.Add(-or(d.Publisher.Period, 24*time.Hour))); err != nil {
		return s, err
	}
	s.ID, err = d.Publisher.Store.AddSchedule(ctx, s)
	if errors.Is(err, store.ErrExists) {
		return s, unclear("there is a schedule %s already: choose another name, or edit it", n.Name)
	}
	d.Publisher.Changed()
	return s, err
}

// mostHere is how many schedules one place has, and how many follows one place or one
// person, at most: more are a mistake, or somebody who wants to keep the bot busy.
const mostHere = 50

// room reports that a place has as many schedules as it may.
func (d Schedules) room(ctx context.Context, n store.Schedule) error {
	all, err := d.Publisher.Store.Schedules(ctx)
	if err != nil {
		return err
	}
	here := 0
	for _, s := range all {
		if s.Place == n.Place && s.Name != n.Name {
			here++
		}
	}
	if here >= mostHere {
		return unclear("%d schedules post to that channel already, which is the most: remove one that is not needed any more (schedule list shows them, schedule remove NAME ends one)", here)
	}
	return nil
}

// make checks what a schedule says, and computes when it comes first.
func (d Schedules) make(ctx context.Context, n NewSchedule, now time.Time) (store.Schedule, error) {
	s, err := shape(n, now)
	if err == nil {
		_, err = Filter(ctx, d.Publisher.Store, n.Filter, now)
	}
	return s, err
}

// shape is make as far as the text of a schedule goes: who is meant by the names of
// its filter is not asked.
func shape(n NewSchedule, now time.Time) (s store.Schedule, err error) {
	if err := checkName(n.Name); err != nil {
		return s, Unclear(err.Error())
	}
	zone := n.Zone
	if zone == nil {
		zone = now.Location()
	}
	r, err := schedule.Parse(n.Line, zone)
	if err != nil {
		return s, Unclear(err.Error())
	}
	q, err := parseFilter(n.Filter, now)
	switch {
	case err != nil:
		return s, err
	case !q.Since.IsZero() || !q.Until.IsZero():
		return s, unclear("the filter of a schedule has no period, since each digest begins where the last one ended: leave out “%s”", q.Period)
	}
	if n.Options.Quiet != "" {
		if _, err := schedule.ParseQuiet(n.Options.Quiet); err != nil {
			return s, Unclear(err.Error())
		}
	}
	if n.Options.Articles < 0 || n.Options.Articles > 100 {
		return s, unclear("a digest has 1 to 100 articles")
	}
	if _, err := ParsePlace(n.Place.String()); err != nil {
		return s, Unclear(err.Error())
	}
	data, err := json.Marshal(n.Options)
	if err != nil {
		return s, err
	}
	return store.Schedule{Name: n.Name, Place: n.Place.String(), Owner: n.Owner, Line: n.Line, Zone: r.Zone().String(), Filter: n.Filter, Options: string(data), Next: r.Next(now)}, nil
}

// find returns a schedule by its name. Where there is none it names a similar one of
// those that seen lets through; all where it is nil.
func (d Schedules) find(ctx context.Context, name string, seen func(store.Schedule) bool) (store.Schedule, error) {
	all, err := d.Publisher.Store.Schedules(ctx)
	if err != nil {
		return store.Schedule{}, err
	}
	var names []string
	for _, s := range all {
		if strings.EqualFold(s.Name, name) {
			return s, nil
		}
		if seen == nil || seen(s) {
			names = append(names, s.Name)
		}
	}
	if near := query.Nearest(name, names, 1); len(near) > 0 {
		return store.Schedule{}, unclear("there is no schedule “%s”: is it %s?", name, near[0])
	}
	return store.Schedule{}, unclear("there is no schedule “%s”: “schedule list” shows those there are", name)
}

// ours returns a schedule that may be changed here.
func (d Schedules) ours(ctx context.Context, name string) (store.Schedule, error) {
	s, err := d.find(ctx, name, nil)
	if err == nil && s.Origin == store.FromFile {
		err = unclear(fromFile, s.Name)
	}
	return s, err
}

// requested returns what a schedule was asked for as.
func requested(s store.Schedule) (n NewSchedule, err error) {
	n = NewSchedule{Name: s.Name, Line: s.Line, Filter: s.Filter, Owner: s.Owner}
	if n.Place, err = ParsePlace(s.Place); err != nil {
		return n, err
	}
	if n.Zone, err = zoneOf(s.Zone); err != nil {
		return n, err
	}
	n.Options, err = options(s)
	return n, err
}

// Edit changes a schedule.
func (d Schedules) Edit(ctx context.Context, name string, change func(*NewSchedule) error) (store.Schedule, error) {
	s, err := d.ours(ctx, name)
	if err != nil {
		return s, err
	}
	n, err := requested(s)
	if err == nil {
		err = change(&n)
	}
	if err != nil {
		return s, err
	}
	changed, err := d.make(ctx, n, d.Publisher.Now())
	if err != nil {
		return s, err
	}
	changed.ID, changed.Origin, changed.Paused = s.ID, s.Origin, s.Paused
	err = d.Publisher.Store.EditSchedule(ctx, changed)
	d.Publisher.Changed()
	return changed, err
}

// Pause pauses a schedule until it is resumed.
func (d Schedules) Pause(ctx context.Context, name, why string) (store.Schedule, error) {
	s, err := d.ours(ctx, name)
	if err != nil {
		return s, err
	}
	s.Paused = why
	return s, d.Publisher.Store.EditSchedule(ctx, s)
}

// Resume lets a schedule go on: with the next slot, not those that were missed. One
// of the file that was paused because its channel was gone can be resumed too.
func (d Schedules) Resume(ctx context.Context, name string) (store.Schedule, error) {
	s, err := d.find(ctx, name, nil)
	if err != nil {
		return s, err
	}
	if s.Paused == "" {
		return s, unclear("the schedule %s is not paused", s.Name)
	}
	r, err := ruleOf(s)
	if err != nil {
		return s, Unclear(err.Error())
	}
	s.Paused, s.Next = "", r.Next(d.Publisher.Now())
	err = d.Publisher.Store.EditSchedule(ctx, s)
	d.Publisher.Changed()
	return s, err
}

// Remove forgets a schedule.
func (d Schedules) Remove(ctx context.Context, name string) (store.Schedule, error) {
	s, err := d.ours(ctx, name)
	if err != nil {
		return s, err
	}
	return s, d.Publisher.Store.RemoveSchedule(ctx, s.ID, d.Publisher.Now())
}

// RunNow makes the digest of a schedule now and leaves its slots as they are. made is
// false where there is nothing new.
func (d Schedules) RunNow(ctx context.Context, name string) (s store.Schedule, made bool, err error) {
	if s, err = d.find(ctx, name, nil); err != nil {
		return s, false, err
	}
	if s.Paused != "" {
		return s, false, unclear("the schedule %s is paused (%s): resume it first", s.Name, s.Paused)
	}
	now := d.Publisher.Now()
	f := store.Firing{Due: s.Next, Next: s.Next}
	told := s
	told.Told = now // no notices: the answer says that there is nothing
	zone, err := zoneOf(s.Zone)
	if err != nil {
		return s, false, err
	}
	if err := d.Publisher.fill(ctx, told, now.In(zone), &f); err != nil || f.Posting == nil {
		return s, false, err
	}
	f.Posting.Hold = time.Time{}
	made, err = d.Publisher.Store.Fire(ctx, s.ID, f, now)
	if made && d.Publisher.Wake != nil {
		d.Publisher.Wake()
	}
	return s, made, err
}
