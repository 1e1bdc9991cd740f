package bot

import (
	"context"

	"whosaid/digest/store"
)

// sight is what somebody may read of what the bot does: what belongs to the place
// where it is asked for, and what is their own. Its zero value is nothing.
type sight struct {
	all  bool
	here string // place without a thread
	user string // as follows remember their owner; empty where others read the answer
}

// sees returns what who asks may read. An owner sees all, in a direct conversation
// only: elsewhere others read the answer. The command line sees all.
func sees(ctx context.Context, c *Conversation) (sight, error) {
	v := sight{here: here(c).String()}
	if c.role == nil {
		v.all = true
		return v, nil
	}
	if c.Event.Direct {
		has, err := c.role(ctx, Owner)
		if err != nil || has >= Owner {
			v.all = err == nil
			return v, err
		}
		v.user = userOf(c)
	}
	return v, nil
}

// place reports whether what is posted to a place, in a thread or not, may be read.
func (v sight) place(text string) bool {
	at, err := ParsePlace(text)
	at.Thread = ""
	return v.all || err == nil && at.String() == v.here
}

// follow reports whether a follow may be read.
func (v sight) follow(f store.Follow) bool {
	return v.place(f.Place) || v.user != "" && f.Owner == v.user
}

// posted keeps the first most postings that may be read.
func (v sight) posted(all []store.Posted, most int) (seen []store.Posted) {
	for _, h := range all {
		if len(seen) < most && v.place(h.Place) {
			seen = append(seen, h)
		}
	}
	return seen
}
