package matrix

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"
)

// Config says which account to use, and where what belongs to it is kept.
type Config struct {
	Name       string // what places begin with; "matrix" where empty
	Homeserver string // "https://matrix.example.org"; found by the server name of User where empty
	User       string // "@whosaid:example.org"
	Folder     string // for the session and the keys, made where it is missing; see the package comment

	// Either the password, which is needed for the first start only, or the access
	// token of a device that was made for whosaid alone.
	Password      string
	Token, Device string

	Recovery string   // file of the recovery key; recovery.key in Folder where empty
	Allow    []string // whose invitations are accepted: "@ana:example.org", or "*:example.org" for all of a server

	Log    *slog.Logger
	Client *http.Client // nil for one with a time-out

	start time.Duration // how long New tries to take up a session; 0 for longestStart
}

// LogValue keeps the secrets out of logs.
func (c Config) LogValue() slog.Value {
	return slog.GroupValue(slog.String("user", c.User), slog.String("homeserver", c.Homeserver), slog.String("folder", c.Folder))
}

// String keeps the secrets out of errors.
func (c Config) String() string { return c.User + " at " + c.Homeserver }

// GoString keeps the secrets out of what tests and panics print.
func (c Config) GoString() string { return c.String() }

func (c Config) check() error {
	local, server, ok := strings.Cut(strings.TrimPrefix(c.User, "@"), ":")
	switch {
	case !strings.HasPrefix(c.User, "@") || !ok || local == "" || server == "":
		return fmt.Errorf("%q is no Matrix user: write it like @whosaid:example.org", c.User)
	case c.Folder == "":
		return errors.New("there is no folder for the keys of the Matrix account: name one")
	case (c.Token == "") != (c.Device == ""):
		return errors.New("an access token and the ID of its device belong together: give both, or a password")
	}
	for _, pattern := range c.Allow {
		if _, err := path.Match(pattern, ""); err != nil || !strings.Contains(pattern, ":") {
			return fmt.Errorf("%q does not say whose invitations to accept: write @ana:example.org, or *:example.org for everybody there", pattern)
		}
	}
	return nil
}

// allows reports whether an invitation by a user is accepted.
func (c Config) allows(user string) bool {
	for _, pattern := range c.Allow {
		if ok, err := path.Match(pattern, user); ok && err == nil {
			return true
		}
	}
	return false
}
