package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const longestBody = 1 << 20

// Args are the arguments of a call, from wherever they stood.
type Args struct {
	token  string
	values map[string]string // JSON values are kept as their text
}

// Get returns an argument, "" where it is missing.
func (a Args) Get(name string) string { return a.values[name] }

// Is reports whether an argument is there and true.
func (a Args) Is(name string) bool {
	switch a.values[name] {
	case "1", "true", "True":
		return true
	}
	return false
}

func (a Args) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(a.values[name]); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// json returns an argument that is JSON, nil where it is missing. In a form it is
// a string.
func (a Args) json(name string) json.RawMessage {
	if v := a.values[name]; v != "" && v != "null" {
		return json.RawMessage(v)
	}
	return nil
}

// parse reads the arguments of a form, of multipart, of JSON or of the query.
func parse(r *http.Request) (Args, error) {
	args := Args{values: make(map[string]string)}
	r.Body = http.MaxBytesReader(nil, r.Body, longestBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/json":
		err = args.fromJSON(r)
	case "multipart/form-data":
		if err = r.ParseMultipartForm(longestBody); err == nil {
			args.add(r.MultipartForm.Value)
		}
	default:
		if err = r.ParseForm(); err == nil {
			args.add(r.Form)
		}
	}
	args.token = args.values["token"]
	delete(args.values, "token")
	if header, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		args.token = header
	}
	return args, err
}

func (a Args) add(values url.Values) {
	for name, v := range values {
		a.values[name] = v[0]
	}
}

func (a Args) fromJSON(r *http.Request) error {
	var body map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil && !errors.Is(err, io.EOF) { // no body is no arguments
		return fmt.Errorf("reading JSON: %w", err)
	}
	for name, raw := range body {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		a.values[name] = text
	}
	return nil
}

// authorised checks the kind of a token and then the token.
func authorised(token string, app bool) error {
	want, other := BotToken, "xapp-"
	if app {
		want, other = AppToken, "xoxb-"
	}
	switch {
	case token == "":
		return fail("not_authed")
	case strings.HasPrefix(token, other):
		return fail("not_allowed_token_type")
	case token != want:
		return fail("invalid_auth")
	}
	return nil
}

// scoped checks that the bot token has a scope.
func (s *Server) scoped(scope string) error {
	if scope == "" || s.opts.Scopes == nil || slices.Contains(s.opts.Scopes, scope) {
		return nil
	}
	return apiError{code: "missing_scope", needed: scope, provided: strings.Join(s.opts.Scopes, ",")}
}

// always names a scope that a method needs whatever its arguments.
func always(scope string) func(*Server, Args) string {
	return func(*Server, Args) string { return scope }
}

// byChannel names the scope for the kind of channel that a call is about: with
// suffix "history" one of channels:history, groups:history, im:history.
func byChannel(suffix string) func(*Server, Args) string {
	return func(s *Server, a Args) string {
		return scopeOf(s.channels[a.Get("channel")]) + ":" + suffix
	}
}

func scopeOf(c *Channel) string {
	switch {
	case c != nil && c.User != "":
		return "im"
	case c != nil && c.Private:
		return "groups"
	}
	return "channels"
}
