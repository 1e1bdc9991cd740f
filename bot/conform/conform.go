// Package conform holds what every [bot.Transport] has to do, as tests that the
// transports run in their own tests.
//
// A [World] comes in: a platform, seen by a person who uses it. Failed tests go
// out. It owns nothing.
package conform

import (
	"context"
	"slices"
	"testing"

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

	// Amend changes, and Withdraw deletes, a message of the person's. An amended
	// message is addressed to the bot as it was before.
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

	// Lose has the platform take the bot's next message and then lose its response.
	Lose(ctx context.Context) error
}

// Shown is a message as a person sees it.
type Shown struct {
	ID       string
	Bot      bool     // the bot wrote it
	Text     string   // what can be read, without markup
	Links    []string // where links that the bot made lead
	Notifies []string // whom it alerts: users, or "everyone"
	Edited   bool
	Mark     bot.Mark // the bot's mark at it
}

// Lack is something that a platform does not have. The tests of it are left out.
type Lack uint8

// What a platform may lack.
const (
	Channels   Lack = iota // there is one direct conversation, and Channel returns it as well
	Amendments             // what a person has written stays as it is
	Gaps                   // there is no connection that could break, nor a response that could be lost
	Refusals               // everything that can be sent arrives, everywhere
	Marks                  // nothing can be shown at a person's message
)

// Run runs the suite: each of its tests in a world of its own.
func Run(t *testing.T, world func(t *testing.T) World, lacks ...Lack) {
	for _, test := range tests {
		if slices.ContainsFunc(test.needs, func(l Lack) bool { return slices.Contains(lacks, l) }) {
			continue
		}
		t.Run(test.name, func(t *testing.T) {
			w := world(t)
			test.run(t, &party{World: w, t: t, channels: !slices.Contains(lacks, Channels)})
		})
	}
}

var tests = []struct {
	name  string
	needs []Lack
	run   func(t *testing.T, p *party)
}{
	{"post", nil, testPost},
	{"thread", []Lack{Channels}, testThread},
	{"said directly", nil, testSaidDirectly},
	{"said in a channel", []Lack{Channels}, testSaidInChannel},
	{"said in a thread", []Lack{Channels}, testSaidInThread},
	{"not for the bot", []Lack{Channels}, testNotForTheBot},
	{"its own messages", nil, testOwnMessages},
	{"amended and withdrawn", []Lack{Amendments}, testAmended},
	{"edit", nil, testEdit},
	{"delete", nil, testDelete},
	{"buttons", nil, testButtons},
	{"buttons after a restart", nil, testButtonsLater},
	{"marks", []Lack{Marks}, testMarks},
	{"split", nil, testSplit},
	{"one long quote", nil, testLongQuote},
	{"hostile text", nil, testHostile},
	{"hostile text at random", nil, testHostileAtRandom},
	{"hostile links", nil, testHostileLinks},
	{"reconnect", []Lack{Gaps}, testReconnect},
	{"no history", []Lack{Gaps}, testNoHistory},
	{"redelivery", []Lack{Gaps}, testRedelivery},
	{"lost response", []Lack{Gaps}, testLostResponse},
	{"gone", []Lack{Refusals}, testGone},
	{"titles", nil, testTitles},
	{"check", nil, testCheck},
	{"check of what is missing", []Lack{Refusals}, testCheckMissing},
	{"stop", nil, testStop},
}
