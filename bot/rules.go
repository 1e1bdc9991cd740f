package bot

import (
	"maps"
	"slices"
)

// rules are who may do what, and how much may be asked. Unlike the rest of a [Chat]
// they may change while it runs.
type rules struct {
	roles  Roles
	limits Limits
}

// rules are those that hold now: those of the last [Chat.Change], or the fields.
func (c *Chat) rules() rules {
	if r := c.changed.Load(); r != nil {
		return *r
	}
	return rules{c.Roles, c.Limits}
}

// Change makes other rules hold from now on.
func (c *Chat) Change(r Roles, l Limits) {
	c.changed.Store(&rules{r, l})
	c.asked.forget()
}

// Still runs f while no channel becomes another one: what f makes of the places of a
// configuration is not undone by a move that came between, nor undoes it.
func (c *Chat) Still(f func() error) error {
	c.moving.Lock()
	defer c.moving.Unlock()
	return f()
}

// Owners are the owners of the bot, as the places where each is told something alone.
func (c *Chat) Owners() []string { return c.rules().roles.Owners }

// move gives the admins of a channel the one that it has become.
func (r Roles) move(from, to Place) Roles {
	admins, ok := r.Admins[from.String()]
	if !ok {
		return r
	}
	r.Admins = maps.Clone(r.Admins)
	delete(r.Admins, from.String())
	r.Admins[to.String()] = slices.Concat(r.Admins[to.String()], admins)
	return r
}
