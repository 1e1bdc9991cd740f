//go:build goolm

package matrix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"

	"whosaid/bot"
	"whosaid/bot/matrix/homeserver"
)

// account makes one and returns the configuration of a bot that uses it.
func account(t *testing.T) Config {
	t.Helper()
	server := homeserver.Shared(t)
	return Config{
		Homeserver: server.URL, User: server.Register(t, unique("whosaid"), password), Password: password,
		Folder: filepath.Join(t.TempDir(), "matrix"), Allow: []string{"*:" + homeserver.Name},
	}
}

// start opens the account and closes it again.
func start(t *testing.T, c Config) (session, error) {
	t.Helper()
	tr, err := New(t.Context(), c)
	if err != nil {
		return session{}, err
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := readSession(filepath.Join(c.Folder, "session.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s, nil
}

// loginAgain logs in beside the bot and returns the token and device.
func loginAgain(t *testing.T, c Config) (token string, device id.DeviceID) {
	t.Helper()
	client, err := mautrix.NewClient(c.Homeserver, "", "")
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Login(t.Context(), &mautrix.ReqLogin{
		Type: mautrix.AuthTypePassword, Password: password, Identifier: mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: c.User},
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.AccessToken, resp.DeviceID
}

// The session is kept: there is one login, and no password is needed any more.
func TestLoginOnce(t *testing.T) {
	c := account(t)
	first, err := start(t, c)
	if err != nil {
		t.Fatal(err)
	}
	c.Password = ""
	second, err := start(t, c)
	if err != nil {
		t.Fatal(err)
	}
	if first.Device != second.Device || first.Token != second.Token || first.Device == "" {
		t.Errorf("the device was %q, is %q", first.Device, second.Device)
	}
	for _, name := range []string{"session.json", "crypto.db", "recovery.key"} {
		info, err := os.Stat(filepath.Join(c.Folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v", name, info.Mode())
		}
	}
}

func TestLoginByToken(t *testing.T) {
	c := account(t)
	token, device := loginAgain(t, c)
	c.Token, c.Device = token, device.String()
	s, err := start(t, c) // with the password for the account's keys
	if err != nil {
		t.Fatal(err)
	}
	if s.Device != device || s.Token != token {
		t.Errorf("the session is that of device %s, not of %s", s.Device, device)
	}
	c.Token, c.Device, c.Password = "", "", ""
	if _, err := start(t, c); err != nil {
		t.Error(err)
	}
}

// The refusals of the start, each with what to do.
func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		name   string
		spoil  func(t *testing.T, c *Config)
		want   error
		advice string
	}{
		{"changed device", func(t *testing.T, c *Config) {
			token, device := loginAgain(t, *c)
			c.Token, c.Device = token, device.String()
		}, errDevice, "take the token out of the configuration"},
		{"token of another device", func(t *testing.T, c *Config) {
			edit(t, c.Folder, func(s *session) { s.Token, _ = loginAgain(t, *c) })
		}, errDevice, "put the right token into the configuration"},
		{"another user", func(t *testing.T, c *Config) { c.User = "@somebody:localhost" }, errDevice, "a folder of its own"},
		{"lost store", func(t *testing.T, c *Config) { remove(t, c.Folder, "crypto.db*") }, errStore, "Put back the folder"},
		{"wrong pickle key", func(t *testing.T, c *Config) {
			edit(t, c.Folder, func(s *session) { s.Pickle[0] ^= 1 })
		}, errPickle, "Put back the folder"},
		{"store of another device", func(t *testing.T, c *Config) {
			edit(t, c.Folder, func(s *session) { s.Token, s.Device = loginAgain(t, *c) })
		}, errDevice, "Put back the folder"},
		{"logged out", func(t *testing.T, c *Config) {
			s, err := readSession(filepath.Join(c.Folder, "session.json"))
			if err != nil {
				t.Fatal(err)
			}
			client, err := mautrix.NewClient(c.Homeserver, s.User, s.Token)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := client.Logout(t.Context()); err != nil {
				t.Fatal(err)
			}
		}, errToken, "start again with the password"},
		{"lost session", func(t *testing.T, c *Config) { remove(t, c.Folder, "session.json") }, errDevice, "Put back the folder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := account(t)
			if _, err := start(t, c); err != nil {
				t.Fatal(err)
			}
			tt.spoil(t, &c)
			_, err := start(t, c)
			if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.advice) {
				t.Errorf("got the error %v, want %v with the advice to %s", err, tt.want, tt.advice)
			}
		})
	}
}

func edit(t *testing.T, folder string, change func(*session)) {
	t.Helper()
	path := filepath.Join(folder, "session.json")
	s, err := readSession(path)
	if err != nil {
		t.Fatal(err)
	}
	change(&s)
	if err := writeSession(path, s); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, folder, pattern string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWrongPassword(t *testing.T) {
	c := account(t)
	c.Password = "wrong-canary-password"
	_, err := start(t, c)
	if err == nil || !strings.Contains(err.Error(), "does not accept the password") || strings.Contains(err.Error(), c.Password) {
		t.Errorf("the error is %v", err)
	}
	c.Password = ""
	if _, err = start(t, c); err == nil || !strings.Contains(err.Error(), "a password is needed") {
		t.Errorf("the error without a password is %v", err)
	}
}

// A homeserver that is not there at the start is waited for; until it is, what is
// sent can be tried again.
func TestAbsentAtStart(t *testing.T) {
	server := homeserver.Start(t)
	c := Config{
		Homeserver: server.URL, User: server.Register(t, "absent", password), Password: password, Folder: filepath.Join(t.TempDir(), "matrix"),
	}
	server.Stop()
	tr, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tr.Close(); err != nil {
			t.Error(err)
		}
	})
	var retry *bot.Retry
	if _, err := tr.Post(t.Context(), bot.Post{To: bot.Place{Transport: "matrix", Channel: "!room:localhost"}, Message: plain("early"), Key: "early"}); !errors.As(err, &retry) {
		t.Errorf("posting without a homeserver ends with %v", err)
	}
	if tr.Down() == nil {
		t.Error("that the homeserver is not there is not said")
	}
	if f := tr.Check(t.Context(), nil); len(f) != 1 || f[0].OK || f[0].Remedy == "" {
		t.Errorf("the check finds %+v", f)
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	h := listen(t, tr)
	if down := tr.Down(); down != nil {
		t.Errorf("it is connected, and down because of %v", down.Err)
	}
	if err := h.stop(); err != nil {
		t.Error(err)
	}
}

// A homeserver that takes connections and answers nothing, or only who it is, does not
// hold the start where a session is kept. When it answers again the bot is connected.
func TestHalfDeadAtStart(t *testing.T) {
	c := account(t)
	if _, err := start(t, c); err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(c.Homeserver)
	if err != nil {
		t.Fatal(err)
	}
	for _, answered := range []string{"", "/versions", "/whoami"} {
		t.Run("answers "+answered, func(t *testing.T) {
			alive := httputil.NewSingleHostReverseProxy(target)
			well, stop := make(chan struct{}), make(chan struct{})
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if answered == "" || !strings.HasSuffix(r.URL.Path, "/versions") && !strings.HasSuffix(r.URL.Path, answered) {
					select {
					case <-well:
					case <-r.Context().Done():
						return
					case <-stop:
						return
					}
				}
				alive.ServeHTTP(w, r)
			}))
			defer front.Close()
			defer close(stop)
			c := c
			c.Homeserver, c.start = front.URL, 300*time.Millisecond
			begin := time.Now()
			tr, err := New(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			defer tr.Close()
			if took := time.Since(begin); took > 10*time.Second || tr.Down() == nil {
				t.Errorf("the start took %s; down: %v", took, tr.Down())
			}
			close(well)
			h := listen(t, tr)
			if down := tr.Down(); down != nil {
				t.Errorf("it is connected, and down because of %v", down.Err)
			}
			if err := h.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

// What a person has to mend, and what mends itself.
func TestLater(t *testing.T) {
	failed := func(status int, said *mautrix.RespError) error {
		return fmt.Errorf("asking: %w", mautrix.HTTPError{Response: &http.Response{StatusCode: status}, RespError: said})
	}
	for _, tt := range []struct {
		name string
		err  error
		want bool
	}{
		{"nobody listens", &net.OpError{Op: "dial", Err: errors.New("connection refused")}, true},
		{"no such name", &net.DNSError{Name: "matrix.example"}, true},
		{"too slow", context.DeadlineExceeded, true},
		{"a proxy with nothing behind it", failed(502, nil), true},
		{"a page of a proxy", failed(404, nil), true},
		{"too fast", failed(429, &mautrix.RespError{ErrCode: "M_LIMIT_EXCEEDED"}), true},
		{"wrong password", failed(403, &mautrix.RespError{ErrCode: "M_FORBIDDEN"}), false},
		{"logged out", fmt.Errorf("%w: move the folder", errToken), false},
		{"lost keys", fmt.Errorf("%w: put it back", errStore), false},
		{"nothing", nil, false},
	} {
		if got := later(tt.err); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// A new device of an account that has its keys is signed with the recovery key.
func TestRecovery(t *testing.T) {
	c := account(t)
	if _, err := start(t, c); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(c.Folder, "recovery.key"))
	if err != nil {
		t.Fatal(err)
	}
	c.Folder = filepath.Join(t.TempDir(), "second")
	verified := func() bool {
		tr, err := New(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer tr.Close()
		f := tr.checkSigned(t.Context())
		if !f.OK && f.Remedy == "" {
			t.Error("it is not said what to do")
		}
		return f.OK
	}
	if verified() {
		t.Error("a second device is verified by nothing")
	}
	c.Recovery = filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(c.Recovery, []byte("EsTR wrong\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), c); err == nil || !strings.Contains(err.Error(), "the recovery key in") {
		t.Errorf("the error about a wrong recovery key is %v", err)
	}
	if err := os.WriteFile(c.Recovery, key, 0o600); err != nil {
		t.Fatal(err)
	}
	if !verified() {
		t.Error("a second device is not verified, although the recovery key is there")
	}
}

// No secret is written anywhere but into the two files that hold them.
func TestCanaries(t *testing.T) {
	var log, errs bytes.Buffer
	w := newWorld(t, true)
	w.config.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	tr := w.open()
	h := listen(t, tr)
	if _, err := w.Say(t.Context(), w.Channel(), "help canary-question"); err != nil {
		t.Fatal(err)
	}
	h.next(t)
	w.line.cut()
	if _, err := tr.Post(t.Context(), bot.Post{To: w.Channel(), Message: sampleAnswer(), Key: "canary"}); err != nil {
		errs.WriteString(err.Error())
	}
	h.stop()
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := readSession(filepath.Join(w.config.Folder, "session.json"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(w.config.Folder, "recovery.key"))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&log, "%v %+v %#v", w.config, w.config, w.config)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("", "config", w.config)
	written := map[string]string{"the log": log.String(), "the error": errs.String()}
	err = fs.WalkDir(os.DirFS(w.config.Folder), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == "session.json" || p == "recovery.key" {
			return err
		}
		data, err := os.ReadFile(filepath.Join(w.config.Folder, p))
		written[p] = string(data)
		return err
	})
	if err != nil || len(written) < 3 {
		t.Fatalf("there are %d files: %v", len(written), err)
	}
	for _, secret := range []string{password, s.Token, strings.TrimSpace(string(key)), string(s.Pickle), "canary-question"} {
		for where, text := range written {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds the secret %.12s…", where, secret)
			}
		}
	}
}

func TestLink(t *testing.T) {
	for _, hostile := range []string{"https://matrix.to/#/%21abc:example.org", "https://matrix.to/#/%40ana:example.org/$def", "https://matrix.to/#/%21abc:example.org/$def?@room"} {
		if got := link(hostile); got != "" {
			t.Errorf("link(%q) = %q", hostile, got)
		}
	}
	tr := new(Transport)
	for _, tt := range []struct{ channel, message, want string }{
		{"!abc:example.org", "$def", "https://matrix.to/#/%21abc:example.org/$def"},
		{"@ana:example.org", "$def", ""},
		{"!abc:example.org", "", ""},
	} {
		if got := tr.Link(bot.Place{Transport: "matrix", Channel: tt.channel}, tt.message); got != tt.want {
			t.Errorf("Link(%q, %q) = %q, want %q", tt.channel, tt.message, got, tt.want)
		} else if link(got) != got {
			t.Errorf("%s is not shown as a link", got)
		}
	}
}
