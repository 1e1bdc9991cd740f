//go:build goolm

package matrix

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"
)

// session is what is kept of a login, in session.json. Its device and its keys
// belong together for ever: another device cannot read what was written to this one.
type session struct {
	Homeserver string      `json:"homeserver"`
	User       id.UserID   `json:"user"`
	Device     id.DeviceID `json:"device"`
	Token      string      `json:"token"`
	Pickle     []byte      `json:"pickle"` // encrypts the keys in crypto.db
}

// Errors of starting, for tests; the texts around them say what to do.
var (
	errDevice = errors.New("the device is not the one that the keys belong to")
	errStore  = errors.New("the keys of the device are lost")
	errPickle = errors.New("the keys of the device cannot be decrypted")
	errToken  = errors.New("the homeserver does not accept the access token any more")
)

func (t *Transport) sessionFile() string { return filepath.Join(t.config.Folder, "session.json") }

// startAnew says what to do where keys and device do not belong together any more.
func (t *Transport) startAnew() string {
	return fmt.Sprintf("Put back the folder %s from a copy; or move it away and start again with the password, as a new device, which cannot read what was written before", t.config.Folder)
}

// login makes the client, with the session that is kept or with a new one.
func (t *Transport) login(ctx context.Context) (session, error) {
	if err := os.MkdirAll(t.config.Folder, 0o700); err != nil {
		return session{}, fmt.Errorf("making the folder for the keys: %w", err)
	}
	s, err := readSession(t.sessionFile())
	if err != nil {
		return session{}, err
	}
	if s.Token == "" {
		if _, err := os.Stat(filepath.Join(t.config.Folder, "crypto.db")); err == nil {
			return session{}, fmt.Errorf("%w: %s is missing, which belongs to the keys beside it. %s", errDevice, t.sessionFile(), t.startAnew())
		}
		return t.firstLogin(ctx)
	}
	if s.User.String() != t.config.User {
		return session{}, fmt.Errorf("%w: %s holds those of %s: give each account a folder of its own", errDevice, t.config.Folder, s.User)
	}
	if t.config.Device != "" && t.config.Device != s.Device.String() {
		return session{}, fmt.Errorf("%w: the configuration names device %s, %s holds the keys of device %s: take the token out of the configuration, or start anew with an empty folder",
			errDevice, t.config.Device, t.config.Folder, s.Device)
	}
	if t.config.Homeserver != "" {
		s.Homeserver = t.config.Homeserver
	}
	if t.config.Token != "" && t.config.Token != s.Token { // a new token of the same device
		s.Token = t.config.Token
		if err := writeSession(t.sessionFile(), s); err != nil {
			return session{}, err
		}
	}
	return s, t.resume(ctx, s)
}

// resume takes up a session, which must still be the one of its device.
func (t *Transport) resume(ctx context.Context, s session) error {
	if err := t.newClient(s.Homeserver, s.User, s.Token); err != nil {
		return err
	}
	t.client.DeviceID = s.Device
	if err := t.reach(ctx); err != nil {
		return err
	}
	who, err := t.client.Whoami(ctx)
	switch {
	case errors.Is(err, mautrix.MUnknownToken):
		return fmt.Errorf("%w: somebody has logged device %s out. Move the folder %s away and start again with the password", errToken, s.Device, t.config.Folder)
	case err != nil:
		return fmt.Errorf("asking %s who we are: %w", s.Homeserver, err)
	case who.UserID != s.User || who.DeviceID != "" && who.DeviceID != s.Device:
		return fmt.Errorf("%w: the access token is that of device %s of %s, the keys in %s are those of device %s of %s: put the right token into the configuration, or start anew with an empty folder",
			errDevice, who.DeviceID, who.UserID, t.config.Folder, s.Device, s.User)
	}
	return nil
}

func (t *Transport) newClient(homeserver string, user id.UserID, token string) error {
	client, err := mautrix.NewClient(homeserver, user, token)
	if err != nil {
		return fmt.Errorf("using the homeserver %q: %w", homeserver, err)
	}
	client.Client = t.config.Client
	client.UserAgent = "whosaid"
	client.ExternalClient = t.config.Client
	t.client = client
	return nil
}

// reach asks the homeserver for nothing in particular, so that one that does not
// answer is not waited for later, in the middle of something.
func (t *Transport) reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, firstAnswer)
	defer cancel()
	if _, err := t.client.Versions(ctx); err != nil {
		return fmt.Errorf("reaching the homeserver %s: %w", t.client.HomeserverURL.Redacted(), err)
	}
	return nil
}

// firstLogin logs in by password or takes over the device of the configuration.
func (t *Transport) firstLogin(ctx context.Context) (session, error) {
	homeserver, err := t.homeserver(ctx)
	if err != nil {
		return session{}, err
	}
	s := session{Homeserver: homeserver, User: id.UserID(t.config.User), Pickle: make([]byte, 32)}
	rand.Read(s.Pickle)
	switch {
	case t.config.Token != "":
		s.Token, s.Device = t.config.Token, id.DeviceID(t.config.Device)
		err = t.resume(ctx, s)
	case t.config.Password != "":
		err = t.passwordLogin(ctx, &s)
	default:
		err = errors.New("this is the first start, so a password is needed, or an access token with its device ID")
	}
	if err != nil {
		return session{}, err
	}
	return s, writeSession(t.sessionFile(), s)
}

func (t *Transport) passwordLogin(ctx context.Context, s *session) error {
	if err := t.newClient(s.Homeserver, s.User, ""); err != nil {
		return err
	}
	if err := t.reach(ctx); err != nil {
		return err
	}
	resp, err := t.client.Login(ctx, &mautrix.ReqLogin{
		Type:                     mautrix.AuthTypePassword,
		Identifier:               mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: s.User.String()},
		Password:                 t.config.Password,
		InitialDeviceDisplayName: "whosaid",
		StoreCredentials:         true,
	})
	if errors.Is(err, mautrix.MForbidden) {
		return fmt.Errorf("the homeserver %s does not accept the password of %s: %w", s.Homeserver, s.User, err)
	}
	if err != nil {
		return fmt.Errorf("logging in at %s: %w", s.Homeserver, err)
	}
	s.Token, s.Device = resp.AccessToken, resp.DeviceID
	return nil
}

// homeserver returns the address in the configuration, or the one that the server
// of the user names.
func (t *Transport) homeserver(ctx context.Context) (string, error) {
	if t.config.Homeserver != "" {
		return t.config.Homeserver, nil
	}
	ctx, cancel := context.WithTimeout(ctx, firstAnswer)
	defer cancel()
	server := id.UserID(t.config.User).Homeserver()
	known, err := mautrix.DiscoverClientAPIWithClient(ctx, t.config.Client, server)
	if err != nil {
		return "", fmt.Errorf("looking for the homeserver of %s (put its address into the configuration): %w", server, err)
	}
	if known != nil && known.Homeserver.BaseURL != "" {
		return known.Homeserver.BaseURL, nil
	}
	return "https://" + server, nil
}

func readSession(path string) (session, error) {
	var s session
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err != nil {
		return s, fmt.Errorf("reading the session: %w", err)
	}
	return s, nil
}

func writeSession(path string, s session) error {
	data, err := json.MarshalIndent(s, "", "\t")
	if err == nil {
		err = writePrivate(path, append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("keeping the session: %w", err)
	}
	return nil
}

// writePrivate writes a file for this user alone, whole or not at all.
func writePrivate(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
