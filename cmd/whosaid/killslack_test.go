package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"whosaid/bot/slack/fake"
)

// killedSlack is a fake Slack with what the bot posts to.
type killedSlack struct {
	*fake.Server
	channels []string
}

func newKilledSlack(t *testing.T) killed {
	t.Helper()
	s, err := fake.New(fake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	k := &killedSlack{Server: s}
	for i := range 4 {
		k.channels = append(k.channels, s.AddChannel(fmt.Sprint("news", i), false, fake.BotUser))
	}
	return k
}

func (k *killedSlack) config() string {
	return fmt.Sprintf("[[slack]]\nbot_token = \"env:BOT\"\napp_token = \"env:APP\"\napi = %q\n", k.API())
}

func (k *killedSlack) env() []string { return []string{"BOT=" + fake.BotToken, "APP=" + fake.AppToken} }

func (k *killedSlack) places() []string {
	var all []string
	for _, c := range k.channels {
		all = append(all, "slack:"+c)
	}
	return all
}

func (k *killedSlack) trouble(r *rand.Rand) {
	k.Mend()
	soon := time.Duration(r.IntN(2000)) * time.Millisecond
	switch n := r.IntN(10); n {
	case 0, 1:
		k.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Limit, After: time.Second})
	case 2:
		k.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Down})
	case 3, 4:
		k.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Lose})
	case 5:
		k.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Crash})
	case 6:
		k.Fail(fake.Fault{Method: "chat.postMessage", Kind: fake.Hang})
	case 7:
		kinds := []fake.Kind{fake.Limit, fake.Down, fake.Hang}
		k.Fail(fake.Fault{Method: "conversations.history", Kind: kinds[r.IntN(len(kinds))], After: time.Second})
	case 8:
		time.AfterFunc(soon, func() { k.Disconnect("refresh_requested") })
	case 9:
		time.AfterFunc(soon, k.Drop)
	}
}

func (k *killedSlack) posted(place string) []string {
	channel := place[len("slack:"):]
	var all []string
	for _, m := range k.Messages(channel, "") {
		for _, m := range append([]fake.Message{m}, k.Messages(channel, m.TS)...) {
			all = append(all, string(m.Blocks)+m.Text)
		}
	}
	return all
}
