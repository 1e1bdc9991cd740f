package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"
)

const (
	longestRequest = 1 << 20         // bytes of a body
	stopping       = 5 * time.Second // for requests under way at the end
)

// serve receives Slack's requests until ctx ends. One address takes all three
// kinds: events, interactions and slash commands.
func (l *listener) serve(ctx context.Context, ready func()) error {
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", l.config.Listen)
	if err != nil {
		return fmt.Errorf("listening for Slack at %s: %w: choose another address for %s in the configuration", l.config.Listen, err, l.config.Name)
	}
	server := &http.Server{
		Handler: l.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 15 * time.Second,
		ErrorLog: slog.NewLogLogger(l.log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(socket) }()
	ready()
	select {
	case err := <-ended:
		return fmt.Errorf("listening for Slack at %s: %w", l.config.Listen, err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopping)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		l.log.Warn("stopping to listen for Slack", "error", err)
	}
	return nil
}

// handler answers Slack's requests. Whoever cannot sign gets nothing but 401.
func (l *listener) handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "this address is for Slack", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestRequest))
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		case err != nil:
			http.Error(w, "the body is not whole", http.StatusBadRequest)
			return
		}
		if err := verify(r.Header, body, l.config.SigningSecret); err != nil {
			l.log.Warn("a request is not signed by Slack", "error", err, "from", r.RemoteAddr)
			http.Error(w, "not signed", http.StatusUnauthorized)
			return
		}
		l.answerRequest(w, r, body)
	})
}

// verify checks the signature, in constant time, and that it was made within five
// minutes. The error does not show what the right one would have been.
func verify(h http.Header, body []byte, secret string) error {
	v, err := slack.NewSecretsVerifier(h, secret)
	if err != nil {
		return err
	}
	if _, err := v.Write(body); err != nil {
		return err
	}
	return v.Ensure()
}

// answerRequest deals with a signed request, and answers 200 once what it asks for
// is done. Slack sends events again that get anything else.
func (l *listener) answerRequest(w http.ResponseWriter, r *http.Request, body []byte) {
	kind, payload, err := envelope(r.Header.Get("Content-Type"), body)
	if err != nil {
		l.log.Warn("a request of Slack cannot be read", "error", err)
		return // nothing better comes when it is sent again
	}
	if challenge := challengeOf(kind, payload); challenge != "" {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, challenge)
		return
	}
	t := l.open(kind, payload)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), handling)
	defer cancel()
	type result struct {
		answer any
		err    error
	}
	done := make(chan result, 1)
	added := l.lanes.add(t.lane, func() {
		answer, err := t.do(ctx)
		done <- result{answer, err}
	})
	if !added {
		done <- result{nil, errors.New("whosaid is stopping")}
	}
	got := <-done
	switch {
	case got.err != nil:
		l.log.Error("refusing what Slack sends, which sends it again", "error", got.err)
		http.Error(w, "try again", http.StatusServiceUnavailable)
	case got.answer != nil:
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(got.answer) // an error means that Slack has gone
	}
}

// envelope returns the kind of a request, named as over a socket, and its payload.
// Only the body is read, which is what was signed; never the query.
func envelope(contentType string, body []byte) (kind string, payload json.RawMessage, err error) {
	media, _, _ := mime.ParseMediaType(contentType)
	if media == "application/json" {
		return "events_api", body, nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return "", nil, fmt.Errorf("reading a form: %w", err)
	}
	if p := form.Get("payload"); p != "" {
		return "interactive", json.RawMessage(p), nil
	}
	if form.Get("command") == "" {
		return "", nil, errors.New("reading a form: it is neither a command nor an interaction")
	}
	flat := make(map[string]string, len(form))
	for name := range form {
		flat[name] = form.Get(name)
	}
	payload, err = json.Marshal(flat)
	return "slash_commands", payload, err
}

// challengeOf returns what Slack wants to hear back when the address is entered in
// the app's settings; "" for everything else.
func challengeOf(kind string, payload json.RawMessage) string {
	var v struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if kind != "events_api" || json.Unmarshal(payload, &v) != nil || v.Type != "url_verification" {
		return ""
	}
	return v.Challenge
}
