package slack

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"whosaid/bot"
)

// What Slack's error codes mean for a message.
var (
	// busy: nothing was done, and may be tried again.
	busy = []string{"ratelimited", "rate_limited", "message_limit_exceeded", "service_unavailable", "team_added_to_org", "request_timeout"}
	// shut: nothing was done, and can be once somebody has mended the app's settings.
	shut = []string{"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope", "not_allowed_token_type",
		"no_permission", "org_login_required", "ekm_access_denied", "access_denied", "accesslimited", "two_factor_setup_required", "team_access_not_granted"}
	// gone: the channel is. That a thread is gone or locked, which any member can bring
	// about, is not among them: the message is lost, and the channel goes on.
	gone = []string{"channel_not_found", "is_archived", "not_in_channel", "restricted_action",
		"restricted_action_read_only_channel", "restricted_action_thread_only_channel", "messages_tab_disabled", "cannot_dm_bot", "user_not_found", "user_disabled", "method_not_supported_for_channel_type"}
	// broken: Slack stopped in the middle, and says itself that it may have done it.
	broken = []string{"fatal_error", "internal_error", "rollup_error"}
)

// whenShut is how long to wait for somebody to mend the settings.
const whenShut = 5 * time.Minute

// meaning turns an error of a call of the Web API into one of those that
// [bot.Transport] knows. 429 comes in three shapes: with Retry-After, without, and
// as a code in an answer with status 200.
func meaning(err error) error {
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	var said slack.SlackErrorResponse
	switch {
	case err == nil, errors.Is(err, errEmpty):
		return err
	case errors.As(err, &limited):
		return &bot.Retry{After: limited.RetryAfter, Err: err}
	case errors.As(err, &status):
		return statusMeaning(status)
	case errors.As(err, &said):
		return codeMeaning(said)
	case unsent(err):
		return &bot.Retry{Err: err}
	}
	return unsure(err) // the connection broke, it took too long, or the answer was cut off
}

func unsure(err error) error { return fmt.Errorf("%w: %w", bot.ErrUnsure, err) }

func statusMeaning(err slack.StatusCodeError) error {
	switch {
	case err.Code == http.StatusTooManyRequests:
		return &bot.Retry{Err: err}
	case err.Code >= 500 || err.Code == http.StatusRequestTimeout:
		return unsure(err)
	}
	return err
}

func codeMeaning(err slack.SlackErrorResponse) error {
	switch {
	case slices.Contains(busy, err.Err):
		return &bot.Retry{Err: err}
	case slices.Contains(shut, err.Err):
		return &bot.Retry{After: whenShut, Err: remedied(err)}
	case slices.Contains(gone, err.Err):
		return fmt.Errorf("%w: %w", bot.ErrGone, err)
	case slices.Contains(broken, err.Err):
		return unsure(err)
	}
	return err
}

// remedied adds what to do to errors of tokens and scopes.
func remedied(err slack.SlackErrorResponse) error {
	if remedy := remedy(err.Err, err.Needed); remedy != "" {
		return fmt.Errorf("%w: %s", err, remedy)
	}
	return err
}

// unsent reports whether a call failed before its request was sent.
func unsent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
}

// code returns Slack's word for an error, "" for other errors.
func code(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}

// remedy says what to do about an error of tokens, scopes or settings that trying
// again cannot mend; "" for other errors.
func remedy(code, needed string) string {
	switch code {
	case "invalid_auth", "not_authed", "token_revoked", "token_expired":
		return "Slack does not know the token any more: install the app again and put its new token into the configuration"
	case "account_inactive":
		return "the app was removed from the workspace: install it again and put its new token into the configuration"
	case "not_allowed_token_type":
		return "this is the wrong kind of token: the bot token begins with xoxb-, and the app-level token for Socket Mode with xapp-"
	case "missing_scope":
		if needed != "" {
			return "the token lacks the scope " + needed + ": add it in the app's settings (whosaid slack manifest has all of them), install the app again and put its new token into the configuration"
		}
		return "the token lacks a scope: compare the app's settings with whosaid slack manifest, and install the app again"
	case "no_permission", "access_denied", "ekm_access_denied", "accesslimited", "team_access_not_granted", "org_login_required", "two_factor_setup_required":
		return "the workspace does not let the app in: ask one of its owners to approve it"
	}
	return ""
}
