package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// socket receives over Socket Mode until ctx ends. The library reconnects, and
// leaves four things to us: to acknowledge; to acknowledge what it cannot read, too;
// to hold back its calls of apps.connections.open; and to stop where trying again
// cannot help.
func (l *listener) socket(ctx context.Context, ready func()) error {
	api := slack.New(l.config.BotToken, slack.OptionAppLevelToken(l.config.AppToken), slack.OptionAPIURL(l.config.APIURL),
		slack.OptionHTTPClient(&throttle{client: withTimeout(l.config.Client)}))
	client := socketmode.New(api)
	// What was received is still done and acknowledged when ctx ends.
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	ended := make(chan error, 1)
	run := func() { ended <- client.RunContext(running) }
	go run()
	for {
		select {
		case <-ctx.Done():
			l.lanes.close()
			cancel()
			<-ended
			return nil
		case err := <-ended:
			if isShut(err) {
				return fmt.Errorf("connecting %s by Socket Mode: %w", l.config.Name, settled(err))
			}
			l.link.Lost(err)
			l.log.Warn("Socket Mode ended; connecting again", "error", err)
			go run()
		case e := <-client.Events:
			if err := l.receive(running, client, e, ready); err != nil {
				cancel()
				<-ended
				return fmt.Errorf("connecting %s by Socket Mode: %w", l.config.Name, err)
			}
		}
	}
}

// receive deals with what the library tells. Its error ends the connection for good.
func (l *listener) receive(ctx context.Context, client *socketmode.Client, e socketmode.Event, ready func()) error {
	switch e.Type {
	case socketmode.EventTypeHello:
		l.log.Info("connected by Socket Mode")
		ready()
		return nil
	case socketmode.EventTypeConnectionError:
		return l.refused(e)
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			l.unread(ctx, client, bad.Message)
		}
		return nil
	}
	if e.Request != nil && e.Request.EnvelopeID != "" {
		l.take(ctx, client, e.Request.Type, e.Request.EnvelopeID, e.Request.Payload)
	}
	return nil
}

// refused returns an error where the library would try the same for ever, as it
// does with a token of the wrong kind.
func (l *listener) refused(e socketmode.Event) error {
	failed, ok := e.Data.(*slack.ConnectionErrorEvent)
	if !ok {
		return nil
	}
	if isShut(failed.ErrorObj) {
		return settled(failed.ErrorObj)
	}
	l.link.Lost(failed.ErrorObj)
	l.log.Warn("connecting by Socket Mode; trying again", "error", failed.ErrorObj, "after", failed.Backoff)
	return nil
}

// unread takes an envelope that the library could not read. Its payload may still
// be one for us, with a kind of block or a field that the library does not know.
func (l *listener) unread(ctx context.Context, client *socketmode.Client, message json.RawMessage) {
	var envelope struct {
		Type    string          `json:"type"`
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(message, &envelope); err != nil || envelope.ID == "" {
		return // nothing that could be acknowledged
	}
	l.take(ctx, client, envelope.Type, envelope.ID, envelope.Payload)
}

// take does what an envelope asks for and acknowledges it once that is done.
func (l *listener) take(ctx context.Context, client *socketmode.Client, kind, id string, payload json.RawMessage) {
	t := l.open(kind, payload)
	l.lanes.add(t.lane, func() {
		ctx, cancel := context.WithTimeout(ctx, handling)
		defer cancel()
		answer, err := t.do(ctx)
		if err != nil {
			l.log.Error("not acknowledging what Slack sends, which sends it again", "error", err)
			return
		}
		if err := client.AckCtx(ctx, id, answer); err != nil && !errors.Is(err, context.Canceled) {
			l.log.Warn("acknowledging what Slack sent", "error", err)
		}
	})
}

// throttle holds back the calls that open connections: Slack allows few of them,
// and the library makes the next one at once.
type throttle struct {
	client *http.Client

	mu     sync.Mutex
	opened []time.Time
}

// recently is how long an opened connection counts.
const recently = 2 * time.Minute

// Do is http.Client.Do, after a while for apps.connections.open.
func (t *throttle) Do(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/apps.connections.open") {
		if err := pause(req.Context(), t.next(time.Now())); err != nil {
			return nil, err
		}
	}
	return t.client.Do(req)
}

// next returns how long to wait before one more connection, which is counted.
func (t *throttle) next(now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.opened) > 0 && now.Sub(t.opened[0]) > recently {
		t.opened = t.opened[1:]
	}
	wait := backOff(len(t.opened))
	t.opened = append(t.opened, now.Add(wait))
	return wait
}
