package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// Follows is what people do with follows.
type Follows struct {
	Publisher *Publisher
}

// FollowCommands are the commands about follows, for the table of a [Chat] and for the
// command line.
func FollowCommands(p *Publisher) []Command {
	f := Follows{p}
	return []Command{
		{Name: "follow", Usage: "follow FILTER; to PLACE", Does: "have new statements as they come, bundled: by direct message when you ask for it there, otherwise here",
			Examples: []string{"follow Sam Rainsy", "follow Sam Rainsy about CNRM", `follow about:"treason trial"`, "follow by:Rainsy in:Post"}, Handle: f.add},
		{Name: "follow list", Usage: "follow list", Does: "what is followed here", Examples: []string{"follow list"}, Handle: f.list},
		{Name: "follow preview", Usage: "follow preview FILTER", Does: "what it would have brought in the last 30 days", Examples: []string{"follow preview Sam Rainsy about CNRM"}, Handle: f.preview},
		{Name: "unfollow", Usage: "unfollow NUMBER or FILTER", Does: "end it", Examples: []string{"unfollow 3", "unfollow Sam Rainsy about CNRM"}, Handle: f.remove},
	}
}

// filter reads what is to be followed: a filter, or a name and a topic in plain words.
func (f Follows) filter(ctx context.Context, text string) (query.Query, error) {
	if strings.TrimSpace(text) == "" {
		return query.Query{}, unclear("write whom or what to follow, such as: follow Sam Rainsy about CNRM")
	}
	tried := text
	// "Sam Rainsy about CNRM" is what somebody says about something, when it is followed.
	if speaker, topic, ok := strings.Cut(text, " about "); ok && !strings.ContainsAny(text, `:"`) {
		tried = "by:\"" + strings.TrimSpace(speaker) + "\" about:\"" + strings.TrimSpace(topic) + "\""
	}
	q, err := Filter(ctx, f.Publisher.Store, tried, f.Publisher.Now())
	switch {
	case err != nil:
		return q, err
	case !q.Since.IsZero() || !q.Until.IsZero():
		return q, unclear("a follow brings what is new and has no period: leave out “%s”", q.Period)
	case everything(q):
		return q, unclear("write whom or what to follow, such as: follow Sam Rainsy about CNRM")
	}
	if plain, err := query.Parse(tried, f.Publisher.Now()); err == nil && plain.Bare && q.By.Text == "" {
		return f.person(ctx, q)
	}
	return q, nil
}

// person takes the bare name of a person for whose statements are wanted: who follows
// somebody means what they say. What is said about an organisation or a topic is wanted.
func (f Follows) person(ctx context.Context, q query.Query) (query.Query, error) {
	actors, err := f.Publisher.Store.Actors(ctx, q.About.Text)
	if err != nil {
		return q, fmt.Errorf("looking up a name: %w", err)
	}
	for _, a := range actors {
		if slices.Contains(q.About.Actors, a.ID) && a.Type == digest.Person {
			q.By, q.About = q.About, query.Term{}
			break
		}
	}
	return q, nil
}

// unheard warns of what is followed that was never read: it may be misspelt, and then
// nothing ever comes.
func unheard(q query.Query) string {
	if q.About.Text == "" || len(q.About.Actors) > 0 || !strings.ContainsFunc(q.About.Text, unicode.IsUpper) {
		return ""
	}
	return fmt.Sprintf(" No “%s” is known by name so far: what has these words will come.", q.About.Text)
}

func (f Follows) add(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	text, to, elsewhere := strings.Cut(rest, "; to ")
	at := here(c)
	if elsewhere {
		var err error
		if at, err = ParsePlace(to); err != nil {
			return answering(digest.Message{}, Unclear(err.Error()))
		}
	}
	q, err := f.filter(ctx, text)
	if err == nil && at == (Place{}) {
		err = unclear("say where to, such as: ; to slack:C024BE91L")
	}
	if err == nil && at != here(c) {
		err = f.Publisher.reachable(at)
	}
	if err == nil {
		err = f.mayFollow(ctx, c, at)
	}
	if err == nil && at != here(c) {
		err = f.Publisher.postable(ctx, at)
	}
	if err != nil {
		return answering(digest.Message{}, err)
	}
	n := store.Follow{Place: at.String(), Owner: userOf(c), Filter: q.Line(), Created: f.Publisher.Now()}
	if err := f.room(ctx, n); err != nil {
		return answering(digest.Message{}, err)
	}
	id, err := f.Publisher.Store.AddFollow(ctx, n)
	if errors.Is(err, store.ErrExists) {
		return compose.Text("That is followed here already."), nil
	}
	if err != nil {
		return digest.Message{}, err
	}
	where := "here"
	if at != here(c) {
		where = f.Publisher.to(ctx, at.String(), here(c).String())
	}
	about := unheard(q)
	if q.By.Text != "" && q.About.Text == "" && !strings.Contains(text, ":") {
		about = fmt.Sprintf(" For what others say about them: follow about:\"%s\".", q.By.Text)
	}
	m := compose.Text(fmt.Sprintf("Follow %d: %s.%s New statements come %s as they are printed, bundled within a few minutes. To end it: unfollow %d", id, q, about, where, id))
	m.Blocks = append(m.Blocks, digest.Buttons{Items: []digest.Button{{Label: "What it would have brought", Command: "follow preview " + q.Line()}, {Label: "Unfollow", Command: fmt.Sprint("unfollow ", id)}}})
	return m, nil
}

// room reports that a place or a person has as many follows as they may.
func (f Follows) room(ctx context.Context, n store.Follow) error {
	all, err := f.Publisher.Store.Follows(ctx)
	if err != nil {
		return err
	}
	here, theirs := 0, 0
	for _, one := range all {
		if one.Place == n.Place && one.Owner == n.Owner && one.Filter == n.Filter {
			return nil // it is there, and goes on
		}
		if one.Place == n.Place {
			here++
		}
		if one.Owner == n.Owner {
			theirs++
		}
	}
	const remedy = ", which is the most: end one that is not needed any more (follow list shows them, unfollow NUMBER ends one)"
	switch {
	case here >= mostHere:
		return unclear("there are %d follows there already"+remedy, here)
	case theirs >= mostHere:
		return unclear("you have %d follows already"+remedy, theirs)
	}
	return nil
}

// mayFollow reports whether who asks may have statements posted to a place: anybody in
// person, its admins in a channel, owners anywhere.
func (f Follows) mayFollow(ctx context.Context, c *Conversation, at Place) error {
	if c.role == nil {
		return nil
	}
	needed := Owner
	if at == here(c) {
		needed = Admin // everybody is, of a direct conversation
	}
	has, err := c.role(ctx, needed)
	if err == nil && has < needed {
		if needed == Owner {
			return c.refuse(ctx, "follow to "+at.String(), needed, "to have something posted to another place, ask there, or ask an owner of this bot")
		}
		err = c.refuse(ctx, "follow", needed, "only an admin of this channel may let me post to it: write to me directly, and I tell you alone")
	}
	return err
}

// userOf is who asks, as follows remember it.
func userOf(c *Conversation) string {
	if c.Event.User.ID == "" {
		return "command line"
	}
	return c.Event.Place.Transport + ":" + c.Event.User.ID
}

// mine returns the follows that who asks has to do with: those of this place and
// their own.
func (f Follows) mine(ctx context.Context, c *Conversation) (mine []store.Follow, err error) {
	all, err := f.Publisher.Store.Follows(ctx)
	for _, one := range all {
		if c.Event.Place == (Place{}) || one.Place == here(c).String() || one.Owner == userOf(c) {
			mine = append(mine, one)
		}
	}
	return mine, err
}

func (f Follows) list(ctx context.Context, c *Conversation, _ string) (digest.Message, error) {
	mine, err := f.mine(ctx, c)
	if err != nil {
		return digest.Message{}, err
	}
	if len(mine) == 0 {
		return compose.Text("Nothing is followed here. To begin: follow Sam Rainsy about CNRM"), nil
	}
	var fields digest.Fields
	for _, one := range mine {
		words := one.Filter
		if q, err := Filter(ctx, f.Publisher.Store, one.Filter, f.Publisher.Now()); err == nil {
			words = q.String()
		}
		if one.Place != here(c).String() {
			words += ", " + f.Publisher.to(ctx, one.Place, here(c).String())
		}
		if one.Paused != "" {
			words += "; paused: " + one.Paused
		}
		fields.Items = append(fields.Items, named(fmt.Sprint(one.ID), words))
	}
	return digest.Message{Blocks: []digest.Block{digest.Heading{Level: 2, Text: []digest.Run{{Text: counted(len(mine), "follow")}}}, fields}}, nil
}

func (f Follows) preview(ctx context.Context, _ *Conversation, rest string) (digest.Message, error) {
	q, err := f.filter(ctx, rest)
	if err != nil {
		return answering(digest.Message{}, err)
	}
	return rehearseFollow(ctx, f.Publisher.Store, q, f.Publisher.Now())
}

func (f Follows) remove(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	mine, err := f.mine(ctx, c)
	if err != nil {
		return digest.Message{}, err
	}
	number, notNumber := strconv.ParseInt(strings.TrimSpace(rest), 10, 64)
	line := ""
	if notNumber != nil {
		q, err := f.filter(ctx, rest)
		if err != nil {
			return answering(digest.Message{}, err)
		}
		line = q.Line()
	}
	for _, one := range mine {
		if one.ID != number && one.Filter != line {
			continue
		}
		if one.Owner != userOf(c) {
			if at, err := ParsePlace(one.Place); err != nil {
				return digest.Message{}, err
			} else if err := f.mayFollow(ctx, c, at); err != nil {
				return answering(digest.Message{}, err)
			}
		}
		if err := f.Publisher.Store.RemoveFollow(ctx, one.ID); err != nil {
			return digest.Message{}, err
		}
		return compose.Text("That is followed no more."), nil
	}
	return compose.Text("That is not followed here. To see what is: follow list"), nil
}
