package slack

import (
	"encoding/json"
	"fmt"
	"slices"
)

// scopes are what the bot token has to be allowed, and what for. No less will do.
var scopes = []struct{ name, use string }{
	{"assistant:write", "to offer questions in the assistant pane"},
	{"channels:history", "to hear when somebody mentions it or changes a question, and to see whether a digest has arrived"},
	{"channels:read", "to see which channels it is in"},
	{"chat:write", "to answer and to post digests"},
	{"commands", "for /whosaid"},
	{"groups:history", "the same as channels:history, in private channels"},
	{"groups:read", "the same as channels:read, in private channels"},
	{"im:history", "to read what is written to it directly"},
	{"im:read", "to tell its own conversations from others"},
	{"im:write", "to answer what is pressed on its home tab"},
	{"reactions:write", "to show that an answer takes a moment"},
	{"users:read", "to know the names and time zones of those who ask"},
}

// subscriptions are the events that the app needs to be sent.
var subscriptions = []string{
	"app_home_opened", "app_uninstalled", "assistant_thread_started", "channel_archive", "channel_deleted", "channel_id_changed",
	"channel_left", "channel_unarchive", "group_archive", "group_deleted", "group_left", "group_unarchive", "member_joined_channel",
	"member_left_channel", "message.channels", "message.groups", "message.im", "tokens_revoked",
}

// Manifest returns the manifest, as JSON, that Slack makes the app from: all it
// needs to be allowed and to be told, and no more. The url is where Slack reaches whosaid over
// HTTP; where it is empty the app uses Socket Mode, which needs no address.
func Manifest(url string) ([]byte, error) {
	command := map[string]any{
		"command": "/whosaid", "description": "Who said what in the news", "usage_hint": "who said what about … | digest | help", "should_escape": true,
	}
	events := map[string]any{"bot_events": subscriptions}
	interactivity := map[string]any{"is_enabled": true}
	if url != "" {
		command["url"], events["request_url"], interactivity["request_url"] = url, url, url
	}
	m := map[string]any{
		"display_information": map[string]any{
			"name": "whosaid", "background_color": "#1f3a4d",
			"description":      "Reads the news and remembers who said what",
			"long_description": "Ask who said what about a person, an organisation or a topic, and get the words as they were printed, with outlet, date and link. Digests of new articles come on a schedule. The articles are kept on your own machine; nothing is sent to anybody else, and no language model is used.",
		},
		"features": map[string]any{
			"app_home":       map[string]any{"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
			"bot_user":       map[string]any{"display_name": "whosaid", "always_online": false},
			"assistant_view": map[string]any{"assistant_description": "Ask who said what in the news"},
			"slash_commands": []any{command},
		},
		"oauth_config": map[string]any{"scopes": map[string]any{"bot": scopeNames()}},
		"settings": map[string]any{
			"event_subscriptions": events, "interactivity": interactivity,
			"org_deploy_enabled": false, "socket_mode_enabled": url == "", "token_rotation_enabled": false,
		},
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the manifest: %w", err)
	}
	return append(data, '\n'), nil
}

func scopeNames() []string {
	var names []string
	for _, s := range scopes {
		names = append(names, s.name)
	}
	slices.Sort(names)
	return names
}
