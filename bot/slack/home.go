package slack

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"whosaid/bot"
	"whosaid/digest"
)

const (
	mostPrompts   = 4
	longestPrompt = 75 // of its title
)

// openHome draws the home tab of a person who opens it.
func (l *listener) openHome(raw json.RawMessage) (task, error) {
	var opened struct {
		User    string `json:"user"`
		Channel string `json:"channel"`
		Tab     string `json:"tab"`
		TS      string `json:"event_ts"`
	}
	if err := json.Unmarshal(raw, &opened); err != nil {
		return nothing, fmt.Errorf("reading who opened the home tab: %w", err)
	}
	if opened.Tab != "home" {
		return nothing, nil
	}
	return task{lane: opened.User, do: func(ctx context.Context) (any, error) {
		l.background(ctx, "drawing a home tab", func(ctx context.Context) error {
			e := bot.Event{Place: bot.Place{Transport: l.config.Name, Channel: opened.Channel}, User: l.person(ctx, bot.User{ID: opened.User}), Direct: true, Sent: unstamp(opened.TS)}
			return l.home(ctx, e)
		})
		return nil, nil
	}}, nil
}

func (l *listener) home(ctx context.Context, e bot.Event) error {
	m, err := l.desk.Home(ctx, e)
	if err != nil {
		return fmt.Errorf("making the home tab of %s: %w", e.User.ID, err)
	}
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: homeBlocks(m)}}
	if _, err := l.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: e.User.ID, View: view}); err != nil {
		return fmt.Errorf("showing the home tab of %s: %w", e.User.ID, err)
	}
	return nil
}

// homeBlocks are as many blocks of a message as a view holds.
func homeBlocks(m digest.Message) []slack.Block {
	blocks := render(parted(m.Blocks))
	if len(blocks) > mostViewBlocks {
		blocks = append(blocks[:mostViewBlocks-1], render([]digest.Block{note("There is more than this page holds: ask me for it.")})...)
	}
	return blocks
}

// openAssistant offers questions to somebody who opens the assistant pane.
func (l *listener) openAssistant(raw json.RawMessage) (task, error) {
	var started struct {
		Thread struct {
			Channel string `json:"channel_id"`
			TS      string `json:"thread_ts"`
		} `json:"assistant_thread"`
	}
	if err := json.Unmarshal(raw, &started); err != nil {
		return nothing, fmt.Errorf("reading who opened the assistant pane: %w", err)
	}
	return task{lane: started.Thread.Channel, do: func(ctx context.Context) (any, error) {
		l.background(ctx, "suggesting questions", func(ctx context.Context) error {
			return l.suggest(ctx, started.Thread.Channel, started.Thread.TS)
		})
		return nil, nil
	}}, nil
}

func (l *listener) suggest(ctx context.Context, channel, thread string) error {
	hints, err := l.desk.Hints(ctx)
	if err != nil {
		return fmt.Errorf("looking for questions: %w", err)
	}
	var prompts []slack.AssistantThreadsPrompt
	for _, hint := range hints {
		if hint = bot.Plain(hint); hint != "" && len(prompts) < mostPrompts {
			prompts = append(prompts, slack.AssistantThreadsPrompt{Title: cut(hint, longestPrompt), Message: hint})
		}
	}
	if len(prompts) == 0 {
		return nil
	}
	err = l.api.SetAssistantThreadsSuggestedPromptsContext(ctx, slack.AssistantThreadsSetSuggestedPromptsParameters{
		Title: "Ask me who said what", ChannelID: channel, ThreadTS: thread, Prompts: prompts,
	})
	if err != nil {
		return fmt.Errorf("suggesting questions: %w", err)
	}
	return nil
}
