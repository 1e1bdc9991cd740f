package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"whosaid/digest"
)

// Transport is one chat platform, or one account on it: a Slack workspace, a Matrix
// user, the terminal. It renders messages and turns what happens in the chat into
// events. It keeps no state of the bot's: whether a message was answered before, who
// may do what and how fast messages go out is decided here, for all of them alike.
// Its methods may be called by several goroutines at once.
type Transport interface {
	// Name is what places of this transport begin with: "slack", "slack/acme",
	// "matrix", "console".
	Name() string

	// Listen connects and hands every event to d until ctx ends, and then returns
	// nil. It calls ready each time the connection stands, and reconnects by
	// itself, at a rate the platform bears. It returns an error only where trying
	// again cannot help, such as a revoked token, in words that say what to do.
	// Events from before the start that the platform plays back are not handed on;
	// those that were missed while the connection was broken are.
	Listen(ctx context.Context, d Desk, ready func()) error

	// Split cuts m into messages that each fit into one of the platform's: never
	// inside a quote, and the first short enough to stand for all of them in a
	// channel while the others go into its thread. Splitting again changes nothing.
	Split(m digest.Message) []digest.Message

	// Post sends p.Message, one of those that Split made, and returns the
	// platform's ID of it. Its errors are those of [Retry], [ErrUnsure] and
	// [ErrGone]; any other means that this message can never be sent.
	Post(ctx context.Context, p Post) (id string, err error)

	// Find looks for a message that an earlier Post with this key may have left at
	// a place since a time, and returns its ID, or "" where there is none.
	Find(ctx context.Context, at Place, key string, since time.Time) (id string, err error)

	// Edit puts m in place of the bot's message id.
	Edit(ctx context.Context, at Place, id string, m digest.Message) error

	// Delete takes the bot's message id away. One that is gone already is no error.
	Delete(ctx context.Context, at Place, id string) error

	// Mark shows at the message id of a person how far its answer is.
	Mark(ctx context.Context, at Place, id string, mark Mark) error

	// Admin reports whether the platform itself gives a user power over a channel.
	Admin(ctx context.Context, at Place, user string) (bool, error)

	// Check tries what the bot will need: credentials, scopes, connection, and the
	// places where it is to post.
	Check(ctx context.Context, places []Place) []Finding

	// CanPost returns why nothing can be posted to a place, with what to do about it: it
	// is not there, or the bot may not write in it. It returns nil where something can.
	CanPost(ctx context.Context, at Place) *Finding

	// Title returns what people call a channel, "#press" or "the conversation with
	// Ana", or a user, whose ID may stand for the channel: "Ana"; "" where that is not
	// known.
	Title(ctx context.Context, at Place) string

	// Link returns the address at which people find the message id of a place; "" where
	// there is none, or it is not known.
	Link(at Place, id string) string

	// Down returns why Listen is not connected at the moment, and since when; nil
	// where it is, and before it was called.
	Down() *Outage
}

// Desk takes the events of transports. [Chat] is the one there is.
type Desk interface {
	// Handle takes over an event: when it returns nil, the event is on disk and will
	// be dealt with, once, even if the program is killed; the transport may
	// acknowledge it. It returns fast; the answer comes by Post.
	Handle(ctx context.Context, e Event) error

	// Home is what the bot's own page shows the User of e, where a platform has such
	// a page; of the rest of e only Place.Transport needs to be set.
	Home(ctx context.Context, e Event) (digest.Message, error)

	// Hints are questions to offer to somebody who has not asked anything yet.
	Hints(ctx context.Context) ([]string, error)

	// Form returns the form that asks for what a command lacks ("schedule add"), and
	// false where the command has none. Only platforms with forms ask for it.
	Form(ctx context.Context, e Event) (Form, bool)
}

// Place is where messages are: a channel, or a thread in it.
type Place struct {
	Transport string // its Name
	Channel   string // the platform's ID of a channel, room or direct conversation
	Thread    string // the platform's ID of the message that the thread hangs on; empty for the channel itself
}

// String returns the place as it is written in configurations: "slack:C024BE91L",
// "matrix:!room:example.org", in a thread with a space and its ID behind.
func (p Place) String() string {
	s := p.Transport + ":" + p.Channel
	if p.Thread != "" {
		s += " " + p.Thread
	}
	return s
}

// ParsePlace reads what String writes.
func ParsePlace(s string) (Place, error) {
	at, thread, _ := strings.Cut(strings.TrimSpace(s), " ")
	transport, channel, ok := strings.Cut(at, ":")
	if !ok || transport == "" || channel == "" {
		return Place{}, fmt.Errorf("%q is no place: write transport:channel, such as slack:C024BE91L or matrix:!room:example.org", s)
	}
	return Place{Transport: transport, Channel: channel, Thread: thread}, nil
}

// Occasion says what happened.
type Occasion string

// The occasions of events.
const (
	Said    Occasion = "said"    // somebody wrote to the bot: directly, with its name, or with its command word
	Edited  Occasion = "edited"  // somebody changed a message that was Said; Text is the new one
	Deleted Occasion = "deleted" // somebody took such a message away
	Pressed Occasion = "pressed" // somebody pressed a button or its stand-in; Text is its command
	Joined  Occasion = "joined"  // the bot has come into a channel
	Left    Occasion = "left"    // the bot was taken out of a channel, or the channel is gone
	Moved   Occasion = "moved"   // a channel has become another one; Text is the Channel it is now
)

// Event is something that happened in a chat and concerns the bot. What other bots
// do, and what the bot does itself, are no events.
type Event struct {
	ID       string // the platform's; one that is delivered twice has the same
	Occasion Occasion
	Place    Place     // where the answer belongs, the thread included
	Message  string    // the platform's ID of the message that was said, edited, deleted, or whose button was pressed
	User     User      // who did it
	Direct   bool      // the channel is read by this user and the bot alone, who is its admin by that
	Text     string    // what was said, without the bot's name and command word
	Sent     time.Time // by the platform's clock
}

// User is a person on a platform.
type User struct {
	ID   string         // the platform's: "U024BE7LH", "@ana:example.org"
	Name string         // as others see it; may be empty
	Zone *time.Location // nil where the platform does not tell
}

// Post is a message on its way.
type Post struct {
	To      Place
	Message digest.Message
	Key     string // unique to this message for ever: what Find looks for, and what makes sending twice harmless where the platform helps
}

// Mark is a sign at a message.
type Mark uint8

// The marks. A message has at most one.
const (
	Unmarked Mark = iota
	Working       // the answer takes longer than a moment
	Done
	Failed
)

// Finding is one thing that was checked.
type Finding struct {
	OK     bool
	What   string // "connected to the workspace Acme as whosaid"
	Remedy string // what to do where it is not OK
	Minor  bool   // where it is not OK: messages can be posted all the same
}

// Form asks for the arguments of a command.
type Form struct {
	Title  string
	Fields []Entry
	Line   func(values map[string]string) string // the command, from values by the Name of the Entry

	// Check returns what is wrong with values, by the Name of the Entry, so that they can
	// be mended before the form is sent; it may be nil.
	Check func(values map[string]string) map[string]string
}

// Entry is one field of a form.
type Entry struct {
	Name     string
	Label    string
	Hint     string
	Value    string   // filled in at first
	Options  []string // to choose from; none for free text
	Optional bool
}

// ErrUnsure is wrapped by errors of Post after which the message may or may not
// have arrived: the connection broke before the platform answered.
var ErrUnsure = errors.New("whether the message arrived is not known")

// ErrGone is wrapped by errors about a place that is there no more, or where the bot
// may not write any more.
var ErrGone = errors.New("the channel is gone")

// Retry is an error after which the same may be tried again: nothing was sent.
type Retry struct {
	After time.Duration // what the platform asks for; 0 where it does not say
	Err   error
}

func (r *Retry) Error() string { return r.Err.Error() }

func (r *Retry) Unwrap() error { return r.Err }
