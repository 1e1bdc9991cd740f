// Package slack is one Slack workspace as a [bot.Transport].
//
// What happens in the workspace comes in, over Socket Mode or as signed HTTP
// requests, and goes to the desk as events; messages go out as Block Kit, through
// the Web API. The package owns the markup: no other package writes Slack's. It
// keeps nothing on disk; Slack's own message metadata holds the key by which a
// message is found again.
//
// # Files
//
//	blocks.go, text.go   a message → blocks, and the text beside them
//	split.go             a message → messages that fit
//	post.go, errors.go   messages → the Web API, and what its errors mean
//	whisper.go           messages to one person, where the bot is no member
//	listen.go            what comes in → tasks, done in lanes (lanes.go)
//	socket.go, http.go   the two ways by which it comes in
//	events.go, spoken.go messages and channels → events, as people see them
//	interact.go, form.go slash commands, buttons and modals → events
//	home.go              the home tab and the assistant pane
//	people.go            who somebody is, and where the bot is a member
package slack

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"whosaid/bot"
)

// longestCall is how long a call of the Web API may take. The library's own client
// would wait for ever.
const longestCall = 30 * time.Second

// Config says which workspace, and how to reach it. Tokens are never logged.
type Config struct {
	Name          string       // "slack", or "slack/acme" where there are several workspaces
	BotToken      string       // xoxb-…
	AppToken      string       // xapp-…, for Socket Mode
	SigningSecret string       // of the app, for HTTP
	Listen        string       // address to take Slack's HTTP requests at, such as ":3000"; Socket Mode where empty
	APIURL        string       // of the Web API; Slack's where empty
	Client        *http.Client // one with a time-out where nil
	Log           *slog.Logger // nil for none
}

// Transport is one workspace.
type Transport struct {
	config Config
	log    *slog.Logger
	api    *slack.Client
	now    func() time.Time
	link   bot.Connection

	site atomic.Value // string: the address of the workspace, for links

	// What Slack has said lately, to ask it less.
	people    kept[bot.User]
	members   kept[bool]   // by channel: whether the bot is in it
	titles    kept[string] // of channels
	directs   kept[string] // channels, by user
	responses kept[string] // response URLs, by channel and user
}

// New returns the transport of a workspace. Nothing is sent before a method is
// called. The error says which setting is missing or wrong.
func New(c Config) (*Transport, error) {
	c.Name = cmp.Or(c.Name, "slack")
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("setting up %s: %w", c.Name, err)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.APIURL = strings.TrimSuffix(cmp.Or(c.APIURL, slack.APIURL), "/") + "/"
	t := &Transport{config: c, now: time.Now, log: c.Log.With("transport", c.Name)}
	t.api = slack.New(c.BotToken, slack.OptionAPIURL(c.APIURL), slack.OptionHTTPClient(withTimeout(c.Client)))
	return t, nil
}

func (c Config) check() error {
	switch {
	case !strings.HasPrefix(c.BotToken, "xoxb-"):
		return errors.New("the bot token has to begin with xoxb-: copy it from OAuth & Permissions in the app's settings")
	case c.Listen == "" && !strings.HasPrefix(c.AppToken, "xapp-"):
		return errors.New("the app-level token for Socket Mode has to begin with xapp-: make one with the scope connections:write under Basic Information in the app's settings")
	case c.Listen != "" && c.SigningSecret == "":
		return errors.New("HTTP needs the signing secret: copy it from Basic Information in the app's settings")
	}
	return nil
}

func withTimeout(c *http.Client) *http.Client {
	limited := http.Client{}
	if c != nil {
		limited = *c
	}
	if limited.Timeout == 0 {
		limited.Timeout = longestCall
	}
	return &limited
}

// Down implements [bot.Transport].
func (t *Transport) Down() *bot.Outage { return t.link.Down() }

// Name is what places of this workspace begin with.
func (t *Transport) Name() string { return t.config.Name }
