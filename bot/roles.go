package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// Role is what somebody may do. Each role may do what those below it may.
type Role uint8

// The roles. Everybody is an Admin of a direct conversation with the bot.
const (
	Member Role = iota
	Admin       // of the channel: what is posted there
	Owner       // of this whosaid: what is read
)

func (r Role) String() string { return [...]string{"member", "channel admin", "owner"}[r] }

// Roles says who has which role, by the platforms' IDs: names can be changed by
// anybody.
type Roles struct {
	Owners []string            // with their transport: "slack:U024BE7LH", "matrix:@ana:example.org"
	Admins map[string][]string // IDs of users, by the channel as Place.String writes it
}

// role returns what the user of e may do at its place, as configured.
func (r Roles) role(e Event) Role {
	user := e.Place.Transport + ":" + e.User.ID
	channel := e.Place
	channel.Thread = ""
	switch {
	case slices.Contains(r.Owners, user):
		return Owner
	case e.Direct || slices.Contains(r.Admins[channel.String()], e.User.ID):
		return Admin
	}
	return Member
}

// role asks the platform as well, where that can make a difference.
func (c *Chat) role(ctx context.Context, e Event, needed Role) (Role, error) {
	has := c.rules().roles.role(e)
	t := c.transport(e.Place)
	if has >= needed || needed > Admin || t == nil {
		return has, nil
	}
	admin, err := t.Admin(ctx, e.Place, e.User.ID)
	if err != nil {
		return has, fmt.Errorf("asking who may administer %s: %w", e.Place, err)
	}
	if admin {
		return Admin, nil
	}
	return has, nil
}

// refused records that somebody was not allowed to do something.
func (c *Chat) refused(ctx context.Context, e Event, command string, needed Role) error {
	return c.Store.Deny(ctx, store.Denial{At: c.Now(), Transport: e.Place.Transport, Channel: e.Place.Channel, User: e.User.ID, Command: command, Role: needed.String()})
}

// deny records that a command was refused and returns what to say.
func (c *Chat) deny(ctx context.Context, e Event, cmd Command) (digest.Message, error) {
	who := "an admin of this channel"
	if cmd.Role == Owner {
		who = "an owner of this bot"
	}
	m := compose.Text(fmt.Sprintf("Only %s may use “%s”. %s", who, cmd.Name, c.askWhom(ctx, e, cmd.Role)))
	return m, c.refused(ctx, e, cmd.Name, cmd.Role)
}

// askWhom names those on the same platform who may do what was refused.
func (c *Chat) askWhom(ctx context.Context, e Event, needed Role) string {
	r, t := c.rules().roles, c.transport(e.Place)
	var here []string
	if needed == Admin {
		channel := e.Place
		channel.Thread = ""
		here = slices.Clone(r.Admins[channel.String()])
	}
	for _, user := range r.Owners {
		if id, ok := strings.CutPrefix(user, e.Place.Transport+":"); ok && !slices.Contains(here, id) {
			here = append(here, id)
		}
	}
	if len(here) == 0 {
		return "Owners and admins are named in the configuration of the bot."
	}
	here = here[:min(len(here), manySuggestions)]
	for i, id := range here {
		if t == nil {
			break
		}
		if name := Plain(t.Title(ctx, Place{Transport: e.Place.Transport, Channel: id})); name != "" {
			here[i] = name
		}
	}
	return "Ask " + enumerated(here, "or") + "."
}
