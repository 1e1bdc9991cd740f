//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/cryptohelper"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
	"maunium.net/go/mautrix/sqlstatestore"

	"whosaid/bot"
)

// requestTimeout bounds every request; a sync waits for syncWait of it.
const (
	requestTimeout = 2 * time.Minute
	syncWait       = 30 * time.Second
	firstAnswer    = 10 * time.Second // of a homeserver, before it is taken for one that is not there
	longestStart   = 25 * time.Second // with a session that is kept: a service has 90 s to be ready
)

// Transport is one account on a homeserver. It implements [bot.Transport].
type Transport struct {
	name   string
	log    *slog.Logger
	config Config
	client *mautrix.Client
	syncer *mautrix.DefaultSyncer
	tokens mautrix.SyncStore // where the sync token is kept, once its events are handed on
	crypto *cryptohelper.CryptoHelper
	state  *sqlstatestore.SQLStateStore // who is in which room, and whether it is encrypted
	link   bot.Connection

	opening sync.Mutex
	opened  atomic.Bool // all of the above are there

	mu      sync.Mutex
	desk    bot.Desk
	lost    error // what the desk could not take over of the sync at hand
	rooms   map[id.RoomID]*room
	names   []string // what the bot is called
	marks   map[id.EventID]mark
	shown   map[id.EventID]map[string]string // the buttons of messages that were posted lately: command by reaction
	said    map[id.EventID]bot.Place         // where lately said messages are answered
	directs map[id.UserID]id.RoomID          // the conversations with people that something was posted to by their ID
	deaf    map[string]bool                  // where it was said already that a message cannot be read
}

var _ bot.Transport = (*Transport)(nil)

// New logs in, or takes up the session that is kept in the folder, and prepares the
// encryption. It does not read messages before Listen. The errors of wrong and of
// lost things say what to do. That the homeserver is not there is none of them:
// Listen goes on trying to reach it.
func New(ctx context.Context, c Config) (*Transport, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.Name == "" {
		c.Name = "matrix"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: requestTimeout}
	}
	if c.Recovery == "" {
		c.Recovery = filepath.Join(c.Folder, "recovery.key")
	}
	t := &Transport{
		name: c.Name, log: c.Log.With("transport", c.Name), config: c,
		rooms: make(map[id.RoomID]*room), marks: make(map[id.EventID]mark), shown: make(map[id.EventID]map[string]string),
		said: make(map[id.EventID]bot.Place), deaf: make(map[string]bool), directs: make(map[id.UserID]id.RoomID),
	}
	if err := t.openSoon(ctx); later(err) {
		t.link.Lost(err)
		t.log.Warn("the homeserver is not there yet; it is tried again", "error", err)
	} else if err != nil {
		return nil, err
	}
	return t, nil
}

// openSoon is open for the start of the program, which does not wait for a homeserver
// that takes connections and answers nothing, or only a little. The first login of an
// account is not broken off: it would leave a device behind.
func (t *Transport) openSoon(ctx context.Context) error {
	if s, err := readSession(t.sessionFile()); err != nil || s.Token == "" {
		return t.open(ctx)
	}
	limit := t.config.start
	if limit == 0 {
		limit = longestStart
	}
	soon, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := t.open(soon)
	if err != nil && soon.Err() != nil && ctx.Err() == nil {
		return fmt.Errorf("the homeserver took longer than %s: %w", limit, errors.Join(soon.Err(), err))
	}
	return err
}

// errNotOpen is about everything that needs the homeserver before it has answered once.
var errNotOpen = errors.New("the homeserver has not answered yet")

// open does what New promises, once. What it has done before an error is undone.
func (t *Transport) open(ctx context.Context) error {
	t.opening.Lock()
	defer t.opening.Unlock()
	if t.opened.Load() {
		return nil
	}
	if err := t.prepare(ctx); err != nil {
		err = errors.Join(fmt.Errorf("opening the Matrix account %s: %w", t.config.User, err), t.Close())
		t.crypto = nil
		return err
	}
	t.opened.Store(true)
	return nil
}

func (t *Transport) prepare(ctx context.Context) error {
	s, err := t.login(ctx)
	if err != nil {
		return err
	}
	t.syncer = t.client.Syncer.(*mautrix.DefaultSyncer)
	if err := t.openCrypto(ctx, s); err != nil {
		return err
	}
	if err := t.crossSign(ctx); err != nil {
		return err
	}
	t.tokens = t.client.Store
	t.names = t.callNames(ctx)
	t.handlers()
	return nil
}

// callNames returns what people call the bot, the longest first.
func (t *Transport) callNames(ctx context.Context) []string {
	user := t.client.UserID
	names := []string{user.String(), "@" + user.Localpart()}
	if resp, err := t.client.GetOwnDisplayName(ctx); err == nil && strings.TrimSpace(resp.DisplayName) != "" {
		names = append(names, resp.DisplayName)
	}
	return append(names, user.Localpart())
}

// handlers makes the library hand on what concerns the bot. Those of the encryption
// come first.
func (t *Transport) handlers() {
	t.crypto.DecryptErrorCallback = t.unreadable
	t.syncer.OnEventType(event.EventMessage, t.onMessage)
	t.syncer.OnEventType(event.EventReaction, t.onReaction)
	t.syncer.OnEventType(event.EventRedaction, t.onRedaction)
	t.syncer.OnEventType(event.StateMember, t.onMember)
	t.syncer.OnEventType(event.StateTombstone, t.onTombstone)
	t.syncer.OnEventType(event.StateRoomName, t.onName)
}

// Close closes the database of the keys.
func (t *Transport) Close() error {
	if t.crypto == nil {
		return nil
	}
	if err := t.crypto.Close(); err != nil {
		return fmt.Errorf("closing the keys of %s: %w", t.config.User, err)
	}
	return nil
}

// Down implements [bot.Transport].
func (t *Transport) Down() *bot.Outage { return t.link.Down() }

// Name implements [bot.Transport].
func (t *Transport) Name() string { return t.name }

// place returns a room, and in it a thread where there is one.
func (t *Transport) place(room id.RoomID, thread id.EventID) bot.Place {
	return bot.Place{Transport: t.name, Channel: room.String(), Thread: thread.String()}
}

// remembered bounds what is remembered of messages: maps are emptied when they are
// full, since all that is in them can be asked for again.
const remembered = 5000

func remember[K comparable, V any](m map[K]V, key K, value V) {
	if len(m) >= remembered {
		clear(m)
	}
	m[key] = value
}
