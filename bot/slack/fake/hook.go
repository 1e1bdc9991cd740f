package fake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Sign returns the signature of a request's body at a time, in Unix seconds.
func Sign(secret, timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// Hook sends what happens to a URL from now on, as signed requests, whenever no
// socket is open.
func (s *Server) Hook(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opts.Hook = url
}

// request sends a delivery to the app's URL: events as JSON, slash commands as a
// form, and interactions as a form with JSON in it.
func (s *Server) request(d *delivery, attempt int, reason string) (json.RawMessage, bool) {
	body, kind := encoded(d)
	s.mu.Lock()
	hook := s.opts.Hook
	s.mu.Unlock()
	req, err := http.NewRequest(http.MethodPost, hook, strings.NewReader(body))
	if err != nil {
		return nil, false
	}
	timestamp := fmt.Sprint(time.Now().Unix())
	req.Header.Set("Content-Type", kind)
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", Sign(Secret, timestamp, body))
	if attempt > 0 {
		req.Header.Set("X-Slack-Retry-Num", fmt.Sprint(attempt))
		req.Header.Set("X-Slack-Retry-Reason", "http_"+reason)
	}
	req.Close = true // no connection is left that could keep the app from stopping
	client := http.Client{Timeout: s.patience()}
	resp, err := client.Do(req)
	if err != nil {
		return nil, false
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, longestBody))
	if !json.Valid(answer) {
		answer = nil // an empty body, or a sentence
	}
	return json.RawMessage(answer), err == nil && resp.StatusCode == http.StatusOK
}

func encoded(d *delivery) (body, kind string) {
	data, err := json.Marshal(d.payload)
	if err != nil {
		panic(err) // our own maps are JSON
	}
	const form = "application/x-www-form-urlencoded"
	switch d.kind {
	case "slash_commands":
		values := url.Values{}
		for name, v := range d.payload {
			values.Set(name, fmt.Sprint(v))
		}
		return values.Encode(), form
	case "interactive":
		return url.Values{"payload": {string(data)}}.Encode(), form
	}
	return string(data), "application/json"
}
