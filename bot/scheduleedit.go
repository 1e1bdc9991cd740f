package bot

import (
	"context"
	"fmt"
	"strings"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

func (d Schedules) edit(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	name, rest, _ := strings.Cut(rest, " ")
	if name == "" {
		return answering(digest.Message{}, unclear("write its name and what is to be changed, such as: schedule edit morning weekdays at 7:30"))
	}
	s, err := d.changeable(ctx, c, name)
	if err == nil && strings.TrimSpace(rest) == "" {
		m, err := d.echo(ctx, c, s)
		m.Blocks = append(m.Blocks, compose.Text(fmt.Sprintf("Write what is to be changed, such as: schedule edit %[1]s weekdays at 7:30, schedule edit %[1]s filter about:CNRM, or schedule edit %[1]s quiet 22-7", s.Name)).Blocks...)
		return m, err
	}
	if err == nil {
		s, err = d.Edit(ctx, s.Name, func(n *NewSchedule) error {
			before := n.Place
			if err := parts(rest, n); err != nil || n.Place == before {
				return err
			}
			return d.mayPost(ctx, c, n.Place)
		})
	}
	if err != nil {
		return answering(digest.Message{}, err)
	}
	return d.echo(ctx, c, s)
}

// mine returns a schedule that who asks may deal with: one of this channel, one that
// they have made for a channel that they administer, or any for an owner.
func (d Schedules) mine(ctx context.Context, c *Conversation, name string) (store.Schedule, error) {
	if name == "" {
		return store.Schedule{}, unclear("write the name of a schedule: “schedule list” shows those there are")
	}
	s, err := d.find(ctx, name, func(s store.Schedule) bool { // names of other channels are not for everybody
		if c.role == nil || s.Place == here(c).String() || theirs(s, c.Event) {
			return true
		}
		has, err := c.role(ctx, Owner)
		return err == nil && has >= Owner
	})
	if err != nil || c.role == nil || s.Place == here(c).String() {
		return s, err
	}
	has, err := c.role(ctx, Owner)
	if err == nil && has < Owner && theirs(s, c.Event) {
		has, err = d.roleAt(ctx, c, s.Place)
	}
	if err == nil && has < Admin || err == nil && has < Owner && !theirs(s, c.Event) {
		err = c.refuse(ctx, "schedule "+s.Name, Owner, "the schedule %s belongs to another channel", s.Name)
	}
	return s, err
}

// roleAt is the role of who asks in a channel.
func (d Schedules) roleAt(ctx context.Context, c *Conversation, place string) (Role, error) {
	at, err := ParsePlace(place)
	if err != nil || c.elsewhere == nil || at.Transport != c.Event.Place.Transport {
		return Member, err
	}
	return c.elsewhere(ctx, at, Admin)
}

// changeable is mine, for what is no schedule of the configuration file.
func (d Schedules) changeable(ctx context.Context, c *Conversation, name string) (store.Schedule, error) {
	s, err := d.mine(ctx, c, name)
	if err == nil && s.Origin == store.FromFile {
		err = unclear(fromFile, s.Name)
	}
	return s, err
}

// named makes a handler of what is done with a schedule of some name.
func (d Schedules) named(do func(context.Context, *Conversation, string) (store.Schedule, error), done string) func(context.Context, *Conversation, string) (digest.Message, error) {
	return func(ctx context.Context, c *Conversation, name string) (digest.Message, error) {
		s, err := d.mine(ctx, c, name)
		if err == nil {
			s, err = do(ctx, c, s.Name)
		}
		switch {
		case err != nil:
			return answering(digest.Message{}, err)
		case done != "":
			return compose.Text("The schedule " + s.Name + " " + done + "."), nil
		}
		return d.echo(ctx, c, s)
	}
}

// mostEdited is for how many schedules there is a button.
const mostEdited = 8

// editing are the buttons for changing schedules, for who may, and for adding one.
func (d Schedules) editing(ctx context.Context, c *Conversation, all []store.Schedule) (b digest.Buttons, err error) {
	if c.role != nil {
		if has, err := c.role(ctx, Admin); err != nil || has < Admin {
			return b, err
		}
	}
	return editable(all), nil
}

func editable(all []store.Schedule) (b digest.Buttons) {
	for _, s := range all {
		if s.Origin != store.FromFile && len(b.Items) < mostEdited {
			b.Items = append(b.Items, digest.Button{Label: "Edit " + s.Name, Command: "schedule edit " + s.Name})
		}
	}
	b.Items = append(b.Items, digest.Button{Label: "Add a schedule", Command: "schedule add"})
	return b
}
