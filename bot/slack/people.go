package slack

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"whosaid/bot"
)

const (
	known    = time.Hour       // how long what Slack says about people and channels is kept
	unknown  = 5 * time.Minute // how long it is not asked again where it did not answer
	lookUp   = time.Second     // for a look-up, which an acknowledgement waits for
	mostKept = 10_000
)

// kept remembers answers for a while.
type kept[V any] struct {
	mu  sync.Mutex
	all map[string]keptValue[V]
}

type keptValue[V any] struct {
	value V
	until time.Time
}

func (k *kept[V]) get(key string) (V, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, ok := k.all[key]
	return v.value, ok && time.Now().Before(v.until)
}

func (k *kept[V]) put(key string, v V, d time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil || len(k.all) >= mostKept {
		k.all = make(map[string]keptValue[V])
	}
	k.all[key] = keptValue[V]{v, time.Now().Add(d)}
}

func (k *kept[V]) forget(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.all, key)
}

// person adds name and zone to a user, where Slack tells them in time.
func (t *Transport) person(ctx context.Context, u bot.User) bot.User {
	if u.ID == "" {
		return u
	}
	if got, ok := t.people.get(u.ID); ok {
		return got
	}
	ctx, cancel := context.WithTimeout(ctx, lookUp)
	defer cancel()
	info, err := t.api.GetUserInfoContext(ctx, u.ID)
	if err != nil {
		t.log.Debug("asking Slack who somebody is", "user", u.ID, "error", err)
		t.people.put(u.ID, u, unknown)
		return u
	}
	u.Name = info.Profile.DisplayName
	for _, name := range []string{info.RealName, info.Name} {
		if u.Name == "" {
			u.Name = name
		}
	}
	if zone, err := time.LoadLocation(info.TZ); err == nil && info.TZ != "" {
		u.Zone = zone
	}
	t.people.put(u.ID, u, known)
	return u
}

// member reports whether the bot can post in a channel. A slash command may come
// from one where it cannot.
func (t *Transport) member(ctx context.Context, channel string) bool {
	if in, ok := t.members.get(channel); ok {
		return in
	}
	ctx, cancel := context.WithTimeout(ctx, lookUp)
	defer cancel()
	c, err := t.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	switch {
	case err == nil:
		in := c.IsMember || c.IsIM
		t.members.put(channel, in, known)
		return in
	case code(err) == "channel_not_found":
		t.members.put(channel, false, unknown)
		return false
	}
	t.log.Debug("asking Slack about a channel", "channel", channel, "error", err)
	return true // posting will tell
}

// personal reports whether an ID that stands for a channel is a person's.
func personal(channel string) bool {
	return strings.HasPrefix(channel, "U") || strings.HasPrefix(channel, "W")
}

// Link implements [bot.Transport]. The address of the workspace is known once it has
// been connected to.
func (t *Transport) Link(at bot.Place, ts string) string {
	site, _ := t.site.Load().(string)
	if site == "" || ts == "" || personal(at.Channel) {
		return ""
	}
	return strings.TrimSuffix(site, "/") + "/archives/" + at.Channel + "/p" + strings.ReplaceAll(ts, ".", "")
}

// Title implements [bot.Transport].
func (t *Transport) Title(ctx context.Context, at bot.Place) string {
	if title, ok := t.titles.get(at.Channel); ok {
		return title
	}
	ctx, cancel := context.WithTimeout(ctx, lookUp)
	defer cancel()
	if personal(at.Channel) {
		return t.person(ctx, bot.User{ID: at.Channel}).Name
	}
	title := ""
	c, err := t.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: at.Channel})
	switch {
	case err != nil:
		t.log.Debug("asking Slack about a channel", "channel", at.Channel, "error", err)
		t.titles.put(at.Channel, "", unknown)
		return ""
	case c.User != "":
		if name := t.person(ctx, bot.User{ID: c.User}).Name; name != "" {
			title = "the conversation with " + name
		}
	case c.Name != "":
		title = "#" + c.Name
	}
	t.titles.put(at.Channel, title, known)
	return title
}
