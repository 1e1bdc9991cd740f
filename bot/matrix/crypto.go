//go:build goolm

package matrix

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.mau.fi/util/dbutil"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/cryptohelper"
	_ "modernc.org/sqlite" // a driver without cgo, for the keys

	"maunium.net/go/mautrix/id"
	"maunium.net/go/mautrix/sqlstatestore"
)

// openCrypto opens crypto.db and makes sure that its keys are those that the
// homeserver knows the device by. The sync token is in there, too.
func (t *Transport) openCrypto(ctx context.Context, s session) error {
	path := filepath.Join(t.config.Folder, "crypto.db")
	raw, err := openDatabase(path)
	if err != nil {
		return err
	}
	db, err := dbutil.NewWithDB(raw, "sqlite")
	if err != nil {
		raw.Close()
		return fmt.Errorf("opening the keys %s: %w", path, err)
	}
	helper, err := cryptohelper.NewCryptoHelper(t.client, s.Pickle, db)
	if err != nil {
		raw.Close()
		return fmt.Errorf("preparing the encryption: %w", err)
	}
	t.crypto, t.state = helper, t.client.StateStore.(*sqlstatestore.SQLStateStore)
	if err := helper.Init(ctx); err != nil {
		return t.explain(err, path, s.Device)
	}
	t.client.Crypto = helper
	return nil
}

func openDatabase(path string) (*sql.DB, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the keys: %w", err)
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return nil, fmt.Errorf("opening the keys: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening the keys: %w", err)
	}
	file := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(abs))
	if !strings.HasPrefix(file, "/") {
		file = "/" + file // a drive letter
	}
	db, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, fmt.Errorf("opening the keys: %w", err)
	}
	return db, nil
}

// explain says what to do about an error of the library's at the start. It knows
// them by their texts, which a test holds it to.
func (t *Transport) explain(err error, path string, device id.DeviceID) error {
	anew := t.startAnew()
	switch text := err.Error(); {
	case strings.Contains(text, "bad mac") || strings.Contains(text, "bad MAC") || strings.Contains(text, "pickle"):
		return fmt.Errorf("%w: %s and %s do not belong together. %s (%w)", errPickle, path, t.sessionFile(), anew, err)
	case strings.Contains(text, "not marked as shared, but there are keys on the server"):
		return fmt.Errorf("%w: the homeserver has keys of device %s that %s does not hold. %s (%w)", errStore, device, path, anew, err)
	case strings.Contains(text, "keys seem to have disappeared from the server"):
		return fmt.Errorf("%w: the homeserver has none of device %s any more. %s (%w)", errDevice, device, anew, err)
	case strings.Contains(text, "mismatching device ID"), strings.Contains(text, "mismatching identity key"):
		return fmt.Errorf("%w: %s was made for another device than %s. %s (%w)", errDevice, path, device, anew, err)
	}
	return fmt.Errorf("preparing the encryption: %w", err)
}

// crossSign makes the account vouch for its device, without which others see a
// warning at every message. At the first start it makes the account's keys, and
// keeps what restores them in the file of the recovery key.
func (t *Transport) crossSign(ctx context.Context) error {
	machine := t.crypto.Machine()
	switch trusted, err := t.signed(ctx); {
	case err != nil:
		return err
	case trusted:
		return nil
	}
	public, err := machine.GetOwnCrossSigningPublicKeys(ctx)
	if err != nil {
		return fmt.Errorf("asking for the account's keys: %w", err)
	}
	if public != nil {
		return t.signByRecovery(ctx)
	}
	work, cancel := lingering(ctx) // half of an identity is of no use
	defer cancel()
	return t.makeIdentity(work)
}

// signed reports whether the account vouches for this device.
func (t *Transport) signed(ctx context.Context) (bool, error) {
	machine := t.crypto.Machine()
	devices, err := machine.FetchKeys(ctx, []id.UserID{t.client.UserID}, true)
	if err != nil {
		return false, fmt.Errorf("asking for the account's devices: %w", err)
	}
	own, ok := devices[t.client.UserID][t.client.DeviceID]
	if !ok {
		return false, nil
	}
	public, err := machine.GetOwnCrossSigningPublicKeys(ctx)
	if err != nil || public == nil {
		return false, err
	}
	return machine.CryptoStore.IsKeySignedBy(ctx, own.UserID, own.SigningKey, own.UserID, public.SelfSigningKey)
}

// makeIdentity makes the keys of an account that has none. The recovery key is on
// disk before anything depends on it.
func (t *Transport) makeIdentity(ctx context.Context) error {
	machine := t.crypto.Machine()
	key, err := machine.SSSS.GenerateAndUploadKey(ctx, "")
	if err != nil {
		return fmt.Errorf("making a recovery key: %w", err)
	}
	if err := writePrivate(t.config.Recovery, []byte(key.RecoveryKey()+"\n")); err != nil {
		return fmt.Errorf("keeping the recovery key: %w", err)
	}
	keys, err := machine.GenerateCrossSigningKeys()
	if err != nil {
		return fmt.Errorf("making the account's keys: %w", err)
	}
	if err := machine.PublishCrossSigningKeys(ctx, keys, t.authenticate); err != nil {
		if t.config.Password == "" {
			return fmt.Errorf("making the account's keys needs the password: give it for this start (%w)", err)
		}
		return fmt.Errorf("publishing the account's keys: %w", err)
	}
	for _, step := range []func() error{
		func() error { return machine.UploadCrossSigningKeysToSSSS(ctx, key, keys) },
		func() error { return machine.SSSS.SetDefaultKeyID(ctx, key.ID) },
		func() error { return machine.SignOwnDevice(ctx, machine.OwnIdentity()) },
		func() error { return machine.SignOwnMasterKey(ctx) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("keeping and using the account's keys: %w", err)
		}
	}
	t.log.Info("made the keys of the Matrix account; keep a copy of the recovery key", "file", t.config.Recovery)
	return nil
}

// authenticate answers the homeserver's question for the password.
func (t *Transport) authenticate(asked *mautrix.RespUserInteractive) any {
	if t.config.Password == "" {
		return nil
	}
	return &mautrix.ReqUIAuthLogin{
		BaseAuthData: mautrix.BaseAuthData{Type: mautrix.AuthTypePassword, Session: asked.Session},
		User:         t.client.UserID.String(),
		Password:     t.config.Password,
	}
}

// signByRecovery signs a new device of an account that has keys already, where the
// recovery key is there. Otherwise it goes on without, and Check says so.
func (t *Transport) signByRecovery(ctx context.Context) error {
	key, err := os.ReadFile(t.config.Recovery)
	if errors.Is(err, fs.ErrNotExist) {
		t.log.Warn("others see a warning at the bot's messages: put the account's recovery key into the file, and start again", "file", t.config.Recovery)
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the recovery key: %w", err)
	}
	if err := t.crypto.Machine().VerifyWithRecoveryKey(ctx, strings.TrimSpace(string(key))); err != nil {
		return fmt.Errorf("the recovery key in %s is not the one of %s: put the right one there, or take the file away (%w)", t.config.Recovery, t.config.User, err)
	}
	return nil
}
