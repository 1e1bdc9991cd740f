// Package conform holds what every [bot.Transport] has to do, as tests that the
// transports run in their own tests.
//
// A [World] comes in: a platform, seen by a person who uses it. Failed tests go
// out. It owns nothing.
package conform

import (
	"context"

	"whosaid/bot"
)

// World is a running platform, as a person on it sees it: a homeserver, a fake of
// Slack, a terminal. One person and the bot are in one channel and in one direct
// conversation. What the bot sees goes through its Transport, what the person sees
// and does through the platform itself, by another way than the Transport's.
type World interface {
	// Transport returns the bot's side, not listening yet. A further one is what the
	// program has after a restart: the same account, with what was kept on disk.
	Transport() bot.Transport

	Channel() bot.Place
	Direct() bot.Place

	// Say writes to the bot as the person, addressed as the platform does it
	// (mention, command word; nothing in a direct conversation), and returns the
	// message's ID.
	Say(ctx context.Context, at bot.Place, text string) (id string, err error)

	// Chat writes what is not for the bot. It returns the message's ID.
	Chat(ctx context.Context, at bot.Place, text string) (id string, err error)

	// Amend changes, and Withdraw deletes, a message of the person's.
	Amend(ctx context.Context, at bot.Place, id, text string) error
	Withdraw(ctx context.Context, at bot.Place, id string) error

	// Press presses the button with a label at a message of the bot's, or does what
	// stands in for it.
	Press(ctx context.Context, at bot.Place, id, label string) error

	// Shown returns what the person sees at a place, oldest first: the messages of a
	// channel without those in its threads, or those of a thread without its first.
	Shown(ctx context.Context, at bot.Place) ([]Shown, error)

	// Break breaks the bot's connection off; the transport has to come back by itself.
	Break(ctx context.Context) error
}

// Shown is a message as a person sees it.
type Shown struct {
	ID       string
	Bot      bool     // the bot wrote it
	Text     string   // what can be read, without markup
	Notifies []string // whom it alerts: users, or "everyone"
	Edited   bool
	Mark     bot.Mark // the bot's mark at it
}
