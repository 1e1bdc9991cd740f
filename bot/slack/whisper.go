package slack

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"whosaid/bot"
)

// whisper begins the Thread of a place in which the bot is no member: behind it
// stands the person who used the slash command there, and to whom alone answers go,
// through the response URL that came with the command.
const whisper = "@"

// whisperTo posts to the person of such a place. Slack gives no ID for what it shows
// to one person; ours begins with the same sign.
func (t *Transport) whisperTo(ctx context.Context, p bot.Post) (string, error) {
	user := strings.TrimPrefix(p.To.Thread, whisper)
	url, ok := t.responses.get(p.To.Channel + " " + user)
	if !ok {
		return "", fmt.Errorf("posting to %s: the bot is not in the channel, and the command is too long ago to be answered there", p.To)
	}
	options, err := content(p.Message.Blocks)
	if err == nil {
		options = append(options, slack.MsgOptionResponseURL(url, slack.ResponseTypeEphemeral))
		_, _, err = t.api.PostMessageContext(ctx, p.To.Channel, options...)
	}
	if err != nil {
		return "", fmt.Errorf("posting to %s: %w", p.To, meaning(err))
	}
	return whisper + p.Key, nil
}

// whispered reports whether a message was shown to one person: it cannot be changed,
// found or marked later.
func whispered(id string) bool { return strings.HasPrefix(id, whisper) }
