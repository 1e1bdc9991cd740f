package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"whosaid/bot"
)

// Slack's limits for modals, in characters.
const (
	longestTitle   = 24
	longestCaption = 75 // Slack takes 2,000 in a field's label, which nobody reads
	longestHint    = 500
	longestPrivate = 3000
	longestInitial = 3000
	mostOptions    = 100
)

const (
	formCallback = "whosaid_form"
	fieldAction  = "value"
)

// asked is the event that a modal was opened for, kept in the modal itself.
type asked struct {
	Place   string `json:"place"`
	Direct  bool   `json:"direct"`
	Text    string `json:"text"`
	Message string `json:"message"`
}

// filledIn is what a person put into a field.
type filledIn struct {
	Value    string `json:"value"`
	Selected *struct {
		Value string `json:"value"`
	} `json:"selected_option"`
}

// formed opens a modal for an event that a form belongs to. It reports false where
// there is none, or where Slack does not open it; then the event is handed on, and the
// answer says what is missing.
func (l *listener) formed(ctx context.Context, e bot.Event, trigger string) bool {
	f, ok := l.desk.Form(ctx, e)
	if !ok || trigger == "" || e.Sent.Before(l.since) {
		return false
	}
	private, err := json.Marshal(asked{e.Place.String(), e.Direct, e.Text, e.Message})
	if err == nil && utf8.RuneCount(private) <= longestPrivate {
		view := modal(f)
		view.PrivateMetadata = string(private)
		_, err = l.api.OpenViewContext(ctx, trigger, view)
	}
	if err != nil {
		l.log.Warn("opening a form", "error", err)
		return false
	}
	return utf8.RuneCount(private) <= longestPrivate
}

// modal draws a form. Options are told apart by their number: Slack's values are
// shorter than a filter may be.
func modal(f bot.Form) slack.ModalViewRequest {
	var blocks []slack.Block
	for _, field := range f.Fields {
		label := plainText(cut(bot.Plain(field.Label), longestCaption))
		var hint *slack.TextBlockObject
		if text := strings.TrimSpace(bot.Plain(field.Hint)); text != "" {
			hint = plainText(cut(text, longestHint))
		}
		blocks = append(blocks, slack.NewInputBlock(field.Name, label, hint, entry(field)).WithOptional(field.Optional))
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: formCallback, Title: plainText(cut(bot.Plain(f.Title), longestTitle)),
		Submit: plainText("Save"), Close: plainText("Cancel"), Blocks: slack.Blocks{BlockSet: blocks},
	}
}

func entry(field bot.Entry) slack.BlockElement {
	if len(field.Options) == 0 || len(field.Options) > mostOptions {
		input := slack.NewPlainTextInputBlockElement(nil, fieldAction)
		if utf8.RuneCountInString(field.Value) <= longestInitial {
			input.InitialValue = field.Value
		}
		return input
	}
	var options []*slack.OptionBlockObject
	var initial *slack.OptionBlockObject
	for i, text := range field.Options {
		option := slack.NewOptionBlockObject(strconv.Itoa(i), plainText(cut(bot.Plain(text), longestLabel)), nil)
		options = append(options, option)
		if text == field.Value {
			initial = option
		}
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, fieldAction, options...).WithInitialOption(initial)
}

// submitted hands on the command that a filled form makes, or answers what is wrong
// with it: then it stays open.
func (l *listener) submitted(ctx context.Context, i interaction) (any, error) {
	var a asked
	if err := json.Unmarshal([]byte(i.View.Private), &a); err != nil {
		return nil, fmt.Errorf("reading a form: %w", err)
	}
	at, err := bot.ParsePlace(a.Place)
	if err != nil {
		return nil, fmt.Errorf("reading a form: %w", err)
	}
	e := bot.Event{
		ID: "form " + i.View.ID, Occasion: bot.Said, Place: at, User: bot.User{ID: i.User.ID}, Direct: a.Direct,
		Text: a.Text, Message: a.Message, Sent: l.now(),
	}
	f, ok := l.desk.Form(ctx, e)
	if !ok {
		return nil, l.hand(ctx, e) // what was asked for is not there any more: the answer says so
	}
	filled := values(f, i)
	if f.Check != nil {
		if wrong := f.Check(filled); len(wrong) > 0 {
			for field, problem := range wrong {
				wrong[field] = cut(bot.Plain(problem), longestHint)
			}
			return map[string]any{"response_action": "errors", "errors": wrong}, nil
		}
	}
	e.Text, e.Message = f.Line(filled), ""
	return nil, l.hand(ctx, e)
}

// values returns what was filled in, by the names of the fields.
func values(f bot.Form, i interaction) map[string]string {
	out := make(map[string]string)
	for _, field := range f.Fields {
		in := i.View.State.Values[field.Name][fieldAction]
		out[field.Name] = strings.TrimSpace(in.Value)
		if in.Selected == nil {
			continue
		}
		if n, err := strconv.Atoi(in.Selected.Value); err == nil && n >= 0 && n < len(field.Options) {
			out[field.Name] = field.Options[n]
		}
	}
	return out
}
