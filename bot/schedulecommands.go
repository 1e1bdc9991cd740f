package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/schedule"
	"whosaid/digest/store"
)

// ScheduleCommands are the commands about schedules, for the table of a [Chat] and
// for the command line.
func ScheduleCommands(p *Publisher) []Command {
	d := Schedules{p}
	return []Command{
		{Name: "schedule add", Usage: "schedule add NAME WHEN; FILTER; …", Does: "post a digest regularly: here, or to another place",
			Examples: []string{"schedule add morning weekdays at 8", "schedule add trade every Monday and Thursday 17:30; about:tariffs", "schedule add night 0 22 * * *; quiet 23-7; length 10; zone Europe/Paris"},
			Role:     Admin, Handle: d.add, Form: d.addForm},
		{Name: "schedule list", Usage: "schedule list", Does: "the schedules of this channel", Examples: []string{"schedule list"}, Handle: d.list},
		{Name: "schedule show", Usage: "schedule show NAME", Does: "one schedule, and when it comes next", Examples: []string{"schedule show morning"}, Handle: d.show},
		{Name: "schedule edit", Usage: "schedule edit NAME WHEN; FILTER; …", Does: "change when it comes or what it holds",
			Examples: []string{"schedule edit morning weekdays at 7:30", "schedule edit morning filter about:CNRM", "schedule edit morning quiet none"}, Role: Admin, Handle: d.edit, Form: d.editForm},
		{Name: "schedule pause", Usage: "schedule pause NAME", Does: "post nothing until it is resumed", Examples: []string{"schedule pause morning"}, Role: Admin,
			Handle: d.named(func(ctx context.Context, c *Conversation, name string) (store.Schedule, error) {
				return d.Pause(ctx, name, "by "+who(c))
			}, "")},
		{Name: "schedule resume", Usage: "schedule resume NAME", Does: "go on with the next digest", Examples: []string{"schedule resume morning"}, Role: Admin,
			Handle: d.named(func(ctx context.Context, _ *Conversation, name string) (store.Schedule, error) {
				return d.Resume(ctx, name)
			}, "")},
		{Name: "schedule remove", Usage: "schedule remove NAME", Does: "end it", Examples: []string{"schedule remove morning"}, Role: Admin,
			Handle: d.named(func(ctx context.Context, _ *Conversation, name string) (store.Schedule, error) {
				return d.Remove(ctx, name)
			}, "is removed")},
		{Name: "schedule preview", Usage: "schedule preview NAME, or WHEN; FILTER", Does: "what it would have posted in the last 30 days",
			Examples: []string{"schedule preview morning", "schedule preview weekdays at 8; about:CNRM"}, Handle: d.preview},
		{Name: "schedule run", Usage: "schedule run NAME", Does: "make its digest now", Examples: []string{"schedule run morning"}, Role: Admin, Handle: d.now},
	}
}

// who is the person who asks, for the ledger.
func who(c *Conversation) string {
	switch {
	case c.Event.User.Name != "":
		return c.Event.User.Name
	case c.Event.User.ID != "":
		return c.Event.User.ID
	}
	return "command line"
}

// answering answers with a message, or with what is unclear.
func answering(m digest.Message, err error) (digest.Message, error) {
	var unclear Unclear
	if errors.As(err, &unclear) {
		return compose.Text(sentence(unclear.Error())), nil
	}
	return m, err
}

func (d Schedules) add(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	name, rest, _ := strings.Cut(rest, " ")
	owner, err := ownerPlace(ctx, c)
	if err != nil {
		return digest.Message{}, err
	}
	n := NewSchedule{Name: name, Place: here(c), Zone: c.Now().Location(), Owner: owner}
	if name == "" {
		return answering(digest.Message{}, unclear("write a name and when it is to come, such as: schedule add morning weekdays at 8"))
	}
	if strings.TrimSpace(rest) == "" {
		return answering(digest.Message{}, unclear("write also when it is to come, such as: schedule add %s weekdays at 8", name))
	}
	err = parts(rest, &n)
	if err == nil {
		err = nameless(name, n)
	}
	if err == nil && n.Place == (Place{}) {
		err = unclear("say where it is to be posted, such as: ; to slack:C024BE91L")
	}
	if err == nil {
		err = d.mayPost(ctx, c, n.Place)
	}
	if err != nil {
		return answering(digest.Message{}, err)
	}
	s, err := d.Add(ctx, n)
	if err != nil {
		return answering(digest.Message{}, err)
	}
	m, err := d.echo(ctx, c, s)
	m.Blocks = append(m.Blocks, digest.Buttons{Items: []digest.Button{
		{Label: "What it would have posted", Command: "schedule preview " + s.Name}, {Label: "Post one now", Command: "schedule run " + s.Name}}})
	return m, err
}

// nameless reports that the name was left out, so that the time begins where it should
// stand: "schedule add daily at 8".
func nameless(name string, n NewSchedule) error {
	if _, err := schedule.Parse(n.Line, n.Zone); err == nil {
		return nil
	}
	whole := name + " " + n.Line
	if _, err := schedule.Parse(whole, n.Zone); err != nil {
		return nil // something else is wrong, and is said
	}
	return unclear("write a name before the time, such as: schedule add morning %s", whole)
}

// mayPost returns as an error why who asks may not have something posted to a place:
// to another channel than this one only owners may, and nobody where no chat is.
func (d Schedules) mayPost(ctx context.Context, c *Conversation, at Place) error {
	if at == here(c) {
		return nil
	}
	if err := d.Publisher.reachable(at); err != nil {
		return err
	}
	if c.role != nil {
		has, err := c.role(ctx, Owner)
		if err == nil && has < Owner {
			err = c.refuse(ctx, "schedule to "+at.String(), Owner, "to have something posted to another place, ask there, or ask an owner of this bot")
		}
		if err != nil {
			return err
		}
	}
	return d.Publisher.postable(ctx, at)
}

// here is the channel of a conversation; the zero Place on the command line.
func here(c *Conversation) Place {
	at := c.Event.Place
	at.Thread = ""
	return at
}

// ownerPlace is where who asks is told what is wrong: here where only they read it,
// otherwise where they have written to the bot alone, or by their ID, which is enough
// for Slack.
func ownerPlace(ctx context.Context, c *Conversation) (string, error) {
	user := c.Event.User.ID
	switch {
	case user == "":
		return "", nil
	case c.Event.Direct:
		return here(c).String(), nil
	}
	return directPlace(ctx, c.Store, c.Event.Place.Transport, user)
}

// parts reads what stands behind the name of a schedule, divided by semicolons: when,
// the filter, and options that begin with a word of their own.
func parts(rest string, n *NewSchedule) error {
	for i, part := range strings.Split(rest, ";") {
		part = strings.TrimSpace(part)
		word, value, _ := strings.Cut(part, " ")
		value = strings.TrimSpace(value)
		none := strings.EqualFold(value, "none") || value == "-"
		switch strings.ToLower(strings.TrimSuffix(word, ":")) {
		case "":
		case "when":
			n.Line = value
		case "filter":
			if n.Filter = value; none {
				n.Filter = ""
			}
		case "to":
			at, err := ParsePlace(value)
			if err != nil {
				return Unclear(err.Error())
			}
			n.Place = at
		case "quiet":
			if n.Options.Quiet = value; none {
				n.Options.Quiet = ""
			}
		case "length":
			v, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(value, "s"), " article"))
			if err != nil || v < 1 || v > 100 {
				return unclear("a length is a number of articles, 1 to 100, not “%s”", value)
			}
			n.Options.Articles = v
		case "title":
			if n.Options.Title = value; none {
				n.Options.Title = ""
			}
		case "zone":
			zone, err := schedule.Zone(value)
			if err != nil {
				return Unclear(err.Error())
			}
			n.Zone = zone
		default:
			if i == 0 {
				n.Line = part
			} else {
				n.Filter = part
			}
		}
	}
	return nil
}

func (d Schedules) list(ctx context.Context, c *Conversation, _ string) (digest.Message, error) {
	place := ""
	if c.Event.Place != (Place{}) {
		place = here(c).String()
	}
	if c.role != nil {
		has, err := c.role(ctx, Owner)
		if err != nil {
			return digest.Message{}, err
		}
		if has >= Owner && c.Event.Direct {
			place = "" // an owner sees all of them
		}
	}
	m, all, err := d.List(ctx, place, here(c).String())
	if err != nil {
		return m, err
	}
	edit, err := d.editing(ctx, c, all)
	if len(edit.Items) > 0 {
		m.Blocks = append(m.Blocks, edit)
	}
	return m, err
}

func (d Schedules) show(ctx context.Context, c *Conversation, name string) (digest.Message, error) {
	s, err := d.mine(ctx, c, name)
	if err != nil {
		return answering(digest.Message{}, err)
	}
	return d.echo(ctx, c, s)
}

func (d Schedules) now(ctx context.Context, c *Conversation, name string) (digest.Message, error) {
	s, err := d.mine(ctx, c, name)
	if err != nil {
		return answering(digest.Message{}, err)
	}
	s, made, err := d.RunNow(ctx, s.Name)
	switch {
	case err != nil:
		return answering(digest.Message{}, err)
	case !made:
		return compose.Text("There is nothing new for the schedule " + s.Name + "."), nil
	}
	return compose.Text(fmt.Sprintf("The digest of the schedule %s is made and comes %s.", s.Name, d.Publisher.to(ctx, s.Place, here(c).String()))), nil
}
