package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/conform"
	"whosaid/bot/slack/fake"
)

func TestConform(t *testing.T) {
	t.Run("socket", func(t *testing.T) {
		conform.Run(t, func(t *testing.T) conform.World { return newWorld(t, false) })
	})
	t.Run("http", func(t *testing.T) {
		conform.Run(t, func(t *testing.T) conform.World { return newWorld(t, true) })
	})
}

// world is Ana in the fake workspace. It knows nothing of Transport but its events.
type world struct {
	t       *testing.T
	fake    *fake.Server
	ana     string
	channel string
	listen  string // address for HTTP; empty for Socket Mode
}

func newWorld(t *testing.T, overHTTP bool) *world {
	t.Helper()
	s, err := fake.New(fake.Options{
		Patience: time.Second, Retries: []time.Duration{0, 2 * time.Second, 5 * time.Second}, Scopes: scopeNames(), Events: subscriptions, // as in the manifest
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := &world{t: t, fake: s, ana: s.AddUser("Ana", "Europe/Paris")}
	w.channel = s.AddChannel("press", false, w.ana, fake.BotUser)
	if overHTTP {
		w.listen = freeAddress(t)
		s.Hook("http://" + w.listen)
	}
	return w
}

func (w *world) Transport() bot.Transport {
	w.t.Helper()
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}
	w.t.Cleanup(client.CloseIdleConnections)
	tr, err := New(Config{
		BotToken: fake.BotToken, AppToken: fake.AppToken, SigningSecret: fake.Secret, Listen: w.listen,
		APIURL: w.fake.API(), Client: client,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return tr
}

func (w *world) Channel() bot.Place { return bot.Place{Transport: "slack", Channel: w.channel} }

func (w *world) Direct() bot.Place {
	return bot.Place{Transport: "slack", Channel: w.fake.Direct(w.ana)}
}

func (w *world) Say(_ context.Context, at bot.Place, text string) (string, error) {
	return w.fake.Say(at.Channel, w.ana, at.Thread, w.addressed(at, text)), nil
}

func (w *world) addressed(at bot.Place, text string) string {
	if at.Channel == w.channel {
		text = strings.TrimSpace("<@" + fake.BotUser + "> " + escape(text))
	}
	return text
}

func (w *world) Chat(_ context.Context, at bot.Place, text string) (string, error) {
	return w.fake.Say(at.Channel, w.ana, at.Thread, escape(text)), nil
}

func (w *world) Amend(_ context.Context, at bot.Place, id, text string) error {
	return w.fake.Change(at.Channel, id, w.addressed(at, text))
}

func (w *world) Withdraw(_ context.Context, at bot.Place, id string) error {
	return w.fake.Delete(at.Channel, id)
}

// Press waits until the connections of a transport before are gone: what Slack sends
// over one of them is lost, and it does not send a press again.
func (w *world) Press(_ context.Context, at bot.Place, id, label string) error {
	for deadline := time.Now().Add(30 * time.Second); w.fake.Sockets() > 1; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			return fmt.Errorf("%d connections are open", w.fake.Sockets())
		}
	}
	_, err := w.fake.Press(at.Channel, id, w.ana, label)
	return err
}

// Break waits for acknowledgements on their way: without one Slack sends an event
// once more, which is for the desk to see.
func (w *world) Break(context.Context) error {
	w.fake.Settle()
	w.fake.Drop()
	return nil
}

func (w *world) Lose(context.Context) error {
	w.fake.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Lose})
	return nil
}

func (w *world) Shown(_ context.Context, at bot.Place) ([]conform.Shown, error) {
	var all []conform.Shown
	for _, m := range w.fake.Messages(at.Channel, at.Thread) {
		s := conform.Shown{ID: m.TS, Bot: m.User == fake.BotUser, Text: m.Text, Edited: m.Edited != "", Mark: markOf(m.Reactions)}
		s.Notifies = alerts(m.Text)
		if m.Blocks != nil {
			var tree any
			if err := json.Unmarshal(m.Blocks, &tree); err != nil {
				return nil, fmt.Errorf("reading blocks: %w", err)
			}
			look := &eye{}
			look.at(tree)
			s.Text, s.Links, s.Notifies = look.text.String(), look.links, append(s.Notifies, look.notifies...)
		}
		all = append(all, s)
	}
	return all, nil
}

func markOf(reactions map[string][]string) bot.Mark {
	for mark, name := range marks {
		if slices.Contains(reactions[name], fake.BotUser) {
			return mark
		}
	}
	return bot.Unmarked
}

// alerts returns whom markup would alert.
func alerts(markup string) []string {
	var all []string
	for _, m := range marked.FindAllString(markup, -1) {
		if strings.HasPrefix(m, "<!") || strings.HasPrefix(m, "<@") {
			all = append(all, m)
		}
	}
	return all
}

// eye reads blocks as Slack's clients show them.
type eye struct {
	text     strings.Builder
	links    []string
	notifies []string
}

func (e *eye) at(v any) {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			e.at(element)
		}
	case map[string]any:
		e.object(v)
	}
}

func (e *eye) object(o map[string]any) {
	str := func(name string) string { s, _ := o[name].(string); return s }
	switch str("type") {
	case "text", "plain_text":
		if s := str("text"); s != "" {
			e.text.WriteString(s)
		}
	case "link":
		e.links = append(e.links, str("url"))
		e.text.WriteString(str("text"))
	case "mrkdwn":
		e.markup(str("text"))
	case "image":
		e.links = append(e.links, str("image_url"))
		e.text.WriteString(str("alt_text"))
	case "user", "broadcast", "usergroup":
		e.notifies = append(e.notifies, fmt.Sprint(o))
	case "button":
		e.at(o["text"])
	default:
		e.at(o["text"])
		e.at(o["fields"])
		e.at(o["elements"])
	}
	switch str("type") {
	case "text", "link":
	default:
		e.text.WriteString("\n")
	}
}

func (e *eye) markup(s string) {
	e.notifies = append(e.notifies, alerts(s)...)
	s = marked.ReplaceAllStringFunc(s, func(m string) string {
		url, label, _ := strings.Cut(m[1:len(m)-1], "|")
		e.links = append(e.links, unescaper.Replace(url))
		return label
	})
	e.text.WriteString(unescaper.Replace(s))
}
