package slack

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"whosaid/bot"
	"whosaid/digest"
)

const (
	deliveryType = "whosaid_delivery" // of the metadata of our messages
	deliveryKey  = "key"
	historyPage  = 200         // messages; Slack gives 999 at most
	historyPages = 10          // looked through for one message
	clockSlack   = time.Minute // how far our clock and Slack's may be apart
)

// errEmpty is what a message without anything to read gets, from Slack as well.
var errEmpty = errors.New("there is nothing to read in the message")

// Post sends one message and returns its ts. Link previews are off: they would bury a
// digest. The key goes into the message's metadata, where Find looks for it: Slack
// has no idempotency key.
func (t *Transport) Post(ctx context.Context, p bot.Post) (string, error) {
	if strings.HasPrefix(p.To.Thread, whisper) {
		return t.whisperTo(ctx, p)
	}
	id, err := t.post(ctx, p, p.Message.Blocks)
	if code(err) == "invalid_blocks" && pictured(p.Message.Blocks) {
		id, err = t.post(ctx, p, unpictured(p.Message.Blocks)) // Slack could not fetch a picture
	}
	if err != nil {
		return "", fmt.Errorf("posting to %s: %w", p.To, meaning(err))
	}
	return id, nil
}

func (t *Transport) post(ctx context.Context, p bot.Post, blocks []digest.Block) (string, error) {
	options, err := content(blocks)
	if err != nil {
		return "", err
	}
	if p.To.Thread != "" {
		options = append(options, slack.MsgOptionTS(p.To.Thread))
	}
	if p.Key != "" {
		options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType: deliveryType, EventPayload: map[string]any{deliveryKey: p.Key},
		}))
	}
	_, id, err := t.api.PostMessageContext(ctx, p.To.Channel, options...)
	return id, err
}

// content returns what a message shows.
func content(blocks []digest.Block) ([]slack.MsgOption, error) {
	rendered := render(blocks)
	if len(rendered) == 0 {
		return nil, errEmpty
	}
	return []slack.MsgOption{
		slack.MsgOptionText(fallback(blocks), false),
		slack.MsgOptionBlocks(rendered...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionDisableMarkdown(),
	}, nil
}

func pictured(blocks []digest.Block) bool {
	for _, b := range blocks {
		switch b := b.(type) {
		case digest.Image:
			return true
		case digest.Rest:
			if pictured(b.Blocks) {
				return true
			}
		}
	}
	return false
}

// unpictured makes links of pictures.
func unpictured(blocks []digest.Block) []digest.Block {
	out := make([]digest.Block, len(blocks))
	for i, b := range blocks {
		switch b := b.(type) {
		case digest.Image:
			out[i] = digest.Paragraph{Text: []digest.Run{{Text: "Picture: " + b.Alt, URL: b.URL}}}
		case digest.Rest:
			out[i] = digest.Rest{Summary: b.Summary, Blocks: unpictured(b.Blocks)}
		default:
			out[i] = b
		}
	}
	return out
}

// Edit puts m in place of the bot's message id.
func (t *Transport) Edit(ctx context.Context, at bot.Place, id string, m digest.Message) error {
	if whispered(id) {
		return nil
	}
	options, err := content(m.Blocks)
	if err == nil {
		_, _, _, err = t.api.UpdateMessageContext(ctx, at.Channel, id, options...)
	}
	if code(err) == "invalid_blocks" && pictured(m.Blocks) {
		return t.Edit(ctx, at, id, digest.Message{Blocks: unpictured(m.Blocks)})
	}
	if err != nil {
		return fmt.Errorf("changing message %s at %s: %w", id, at, meaning(err))
	}
	return nil
}

// Delete takes the bot's message id away.
func (t *Transport) Delete(ctx context.Context, at bot.Place, id string) error {
	if whispered(id) {
		return nil
	}
	_, _, err := t.api.DeleteMessageContext(ctx, at.Channel, id)
	if err != nil && code(err) != "message_not_found" {
		return fmt.Errorf("deleting message %s at %s: %w", id, at, meaning(err))
	}
	return nil
}

// Find looks through what was posted at a place since a time for the message with
// a key, newest first.
func (t *Transport) Find(ctx context.Context, at bot.Place, key string, since time.Time) (string, error) {
	if strings.HasPrefix(at.Thread, whisper) {
		return "", nil // nobody can know; the person may see it twice
	}
	if personal(at.Channel) { // posting takes the ID, the history does not
		direct, err := t.directWith(ctx, at.Channel)
		if err != nil {
			return "", fmt.Errorf("looking for a message at %s: %w", at, meaning(err))
		}
		at.Channel = direct
	}
	oldest := stamp(since.Add(-clockSlack))
	cursor := ""
	for range historyPages {
		messages, next, err := t.history(ctx, at, oldest, cursor)
		if code(err) == "thread_not_found" {
			return "", nil
		}
		if err != nil {
			return "", fmt.Errorf("looking for a message at %s: %w", at, meaning(err))
		}
		for _, m := range messages {
			if m.Metadata.EventType == deliveryType && m.Metadata.EventPayload[deliveryKey] == key {
				return m.Timestamp, nil
			}
		}
		if cursor = next; cursor == "" {
			return "", nil
		}
	}
	return "", fmt.Errorf("looking for a message at %s: more than %d messages since %s", at, historyPages*historyPage, since.UTC().Format(time.RFC3339))
}

func (t *Transport) history(ctx context.Context, at bot.Place, oldest, cursor string) ([]slack.Message, string, error) {
	if at.Thread != "" {
		messages, _, next, err := t.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: at.Channel, Timestamp: at.Thread, Oldest: oldest, Cursor: cursor, Limit: historyPage, IncludeAllMetadata: true,
		})
		return messages, next, err
	}
	answer, err := t.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: at.Channel, Oldest: oldest, Cursor: cursor, Limit: historyPage, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", err
	}
	return answer.Messages, answer.ResponseMetaData.NextCursor, nil
}

// marks are the reactions that stand for marks.
var marks = map[bot.Mark]string{
	bot.Working: "hourglass_flowing_sand",
	bot.Done:    "white_check_mark",
	bot.Failed:  "warning",
}

// Mark puts the reaction of a mark on a message and takes the others away. A slash
// command is no message, and has no marks.
func (t *Transport) Mark(ctx context.Context, at bot.Place, id string, mark bot.Mark) error {
	if id == "" || whispered(id) {
		return nil
	}
	item := slack.NewRefToMessage(at.Channel, id)
	for _, m := range []bot.Mark{bot.Working, bot.Done, bot.Failed} {
		var err error
		if m == mark {
			err = t.api.AddReactionContext(ctx, marks[m], item)
		} else {
			err = t.api.RemoveReactionContext(ctx, marks[m], item)
		}
		switch code(err) {
		case "already_reacted", "no_reaction", "message_not_found":
			continue
		}
		if err != nil {
			return fmt.Errorf("marking message %s at %s: %w", id, at, meaning(err))
		}
	}
	return nil
}

// Admin always says no: who may run a channel's schedules is configured, as Slack
// gives its own powers over workspaces only.
func (t *Transport) Admin(context.Context, bot.Place, string) (bool, error) { return false, nil }

// stamp returns a time as Slack writes it: seconds, a point and six digits.
func stamp(at time.Time) string {
	return fmt.Sprintf("%d.%06d", at.Unix(), at.Nanosecond()/1000)
}

// unstamp reads what stamp writes; the zero time where it is none.
func unstamp(ts string) time.Time {
	whole, micro, _ := strings.Cut(ts, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}
	}
	us, _ := strconv.ParseInt((micro + "000000")[:6], 10, 64)
	return time.Unix(seconds, us*1000)
}
