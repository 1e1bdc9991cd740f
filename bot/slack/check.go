package slack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"whosaid/bot"
)

// connecting is how long a check waits for Slack to greet a socket.
const connecting = 10 * time.Second

// Check tries the token, its scopes, the way by which events come in, and the
// channels to post to.
func (t *Transport) Check(ctx context.Context, places []bot.Place) []bot.Finding {
	who, err := t.api.AuthTestContext(ctx)
	if err != nil {
		return []bot.Finding{t.trouble("the bot token of "+t.config.Name+" does not work", err)}
	}
	found := []bot.Finding{{OK: true, What: fmt.Sprintf("%s is %s in the workspace %s", t.config.Name, who.User, who.Team)}}
	found = append(found, checkScopes(who.Header)...)
	if t.config.Listen == "" {
		found = append(found, t.checkSocket(ctx))
	} else {
		found = append(found, t.checkAddress(ctx))
	}
	for _, p := range places {
		if p.Transport == t.config.Name {
			found = append(found, t.checkPlace(ctx, p, who.User))
		}
	}
	return found
}

// CanPost implements [bot.Transport].
func (t *Transport) CanPost(ctx context.Context, at bot.Place) *bot.Finding {
	who, err := t.api.AuthTestContext(ctx)
	if err != nil {
		f := t.trouble("the bot token of "+t.config.Name+" does not work", err)
		return &f
	}
	if f := t.checkPlace(ctx, at, who.User); !f.OK {
		return &f
	}
	return nil
}

// trouble is the finding of an error, with what to do about it.
func (t *Transport) trouble(what string, err error) bot.Finding {
	var said slack.SlackErrorResponse
	f := bot.Finding{What: fmt.Sprintf("%s: %v", what, err), Remedy: "Try again; if it goes on, see whether this machine reaches Slack."}
	if errors.As(err, &said) {
		if remedy := remedy(said.Err, said.Needed); remedy != "" {
			f.Remedy = sentence(remedy)
		}
	}
	return f
}

// sentence makes one of a remedy.
func sentence(remedy string) string { return strings.ToUpper(remedy[:1]) + remedy[1:] + "." }

// checkScopes compares the scopes that Slack names with those that are needed.
func checkScopes(h http.Header) []bot.Finding {
	header := h.Get("X-OAuth-Scopes")
	if header == "" {
		return nil // Slack did not say
	}
	granted := strings.Split(strings.ReplaceAll(header, " ", ""), ",")
	var missing []bot.Finding
	for _, s := range scopes {
		if !slices.Contains(granted, s.name) {
			missing = append(missing, bot.Finding{
				What:   fmt.Sprintf("the bot token lacks the scope %s, %s", s.name, s.use),
				Remedy: "Add " + s.name + " under OAuth & Permissions in the app's settings, install the app again and put its new token into the configuration.",
			})
		}
	}
	if len(missing) == 0 {
		return []bot.Finding{{OK: true, What: "the bot token has all scopes that are needed"}}
	}
	return missing
}

// checkSocket opens a socket and waits to be greeted.
func (t *Transport) checkSocket(ctx context.Context) bot.Finding {
	ctx, cancel := context.WithTimeout(ctx, connecting)
	defer cancel()
	api := slack.New(t.config.BotToken, slack.OptionAppLevelToken(t.config.AppToken), slack.OptionAPIURL(t.config.APIURL), slack.OptionHTTPClient(withTimeout(t.config.Client)))
	client := socketmode.New(api)
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	const failed = "Socket Mode does not connect"
	for {
		select {
		case err := <-ended:
			if ctx.Err() != nil {
				err = errors.New("no greeting came within " + connecting.String())
			}
			return t.trouble(failed, err)
		case e := <-client.Events:
			switch refused, _ := e.Data.(*slack.ConnectionErrorEvent); {
			case e.Type == socketmode.EventTypeHello:
				cancel()
				<-ended
				return bot.Finding{OK: true, What: "Socket Mode connects"}
			case e.Type == socketmode.EventTypeConnectionError && refused != nil && isShut(refused.ErrorObj):
				cancel()
				<-ended
				return t.trouble(failed, refused.ErrorObj)
			}
		}
	}
}

// checkAddress sees whether the address for Slack's requests can be taken. One that
// is in use is, most likely, by whosaid itself.
func (t *Transport) checkAddress(ctx context.Context) bot.Finding {
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", t.config.Listen)
	if err != nil && !errors.Is(err, syscall.EADDRINUSE) {
		return bot.Finding{
			What:   fmt.Sprintf("Slack's requests cannot be taken at %s: %v", t.config.Listen, err),
			Remedy: "Choose an address of this machine, such as :3000, and have your web server pass Slack's requests on to it.",
		}
	}
	if err == nil {
		socket.Close()
	}
	return bot.Finding{OK: true, What: "Slack's requests are taken at " + t.config.Listen}
}

// checkPlace sees whether the bot can post to a channel.
func (t *Transport) checkPlace(ctx context.Context, p bot.Place, self string) bot.Finding {
	if personal(p.Channel) {
		return t.checkPerson(ctx, p)
	}
	c, err := t.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: p.Channel})
	invite := "rite /invite @" + self + " in the channel."
	switch {
	case code(err) == "channel_not_found":
		return bot.Finding{What: fmt.Sprintf("there is no channel %s that the bot could see", p), Remedy: "See whether the ID is right; if the channel is a private one, w" + invite}
	case err != nil:
		return t.trouble(fmt.Sprintf("Slack says nothing about %s", p), err)
	case c.IsArchived:
		return bot.Finding{What: fmt.Sprintf("the channel #%s (%s) is archived", c.Name, p), Remedy: "Unarchive it, or post somewhere else."}
	case !c.IsMember && !c.IsIM:
		return bot.Finding{What: fmt.Sprintf("the bot is not in the channel #%s (%s)", c.Name, p), Remedy: "W" + invite}
	case c.IsIM:
		return bot.Finding{OK: true, What: fmt.Sprintf("the bot can write directly to %s (%s)", c.User, p)}
	}
	return bot.Finding{OK: true, What: fmt.Sprintf("the bot is in the channel #%s (%s)", c.Name, p)}
}

// checkPerson sees whether there is somebody of an ID that stands for a channel.
func (t *Transport) checkPerson(ctx context.Context, p bot.Place) bot.Finding {
	u, err := t.api.GetUserInfoContext(ctx, p.Channel)
	switch {
	case code(err) == "user_not_found":
		return bot.Finding{What: fmt.Sprintf("there is nobody of the ID %s", p), Remedy: "See whether the ID is right: it is in the person's profile."}
	case err != nil:
		return t.trouble(fmt.Sprintf("Slack says nothing about %s", p), err)
	case u.Deleted:
		return bot.Finding{What: fmt.Sprintf("the account of %s (%s) is closed", u.Name, p), Remedy: "Post to somebody else."}
	}
	return bot.Finding{OK: true, What: fmt.Sprintf("the bot can write directly to %s (%s)", u.Name, p)}
}
