//go:build goolm

package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mau.fi/util/dbutil"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/cryptohelper"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"whosaid/bot/matrix/homeserver"
)

func init() {
	killings["matrix"] = killing{share: 4, begin: newKilledMatrix}
}

// killedMatrix is a homeserver behind a line that fails, and a person who reads in the
// rooms what the bot posts; one of them is encrypted.
type killedMatrix struct {
	t      *testing.T
	line   *faulty
	user   string
	reader *mautrix.Client
	helper *cryptohelper.CryptoHelper
	rooms  []string
}

const killedPassword = "killed horse battery"

func newKilledMatrix(t *testing.T) killed {
	t.Helper()
	server := homeserver.Start(t)
	k := &killedMatrix{t: t, line: newFaulty(t, server.URL), user: server.Register(t, "whosaid", killedPassword)}
	k.read(server.URL, server.Register(t, "reader", killedPassword))
	bot := enter(t, server, k.user, killedPassword) // comes in, so that no kill is between
	for i := range 4 {
		req := &mautrix.ReqCreateRoom{Name: fmt.Sprint("news", i), Preset: "private_chat", Invite: []id.UserID{id.UserID(k.user)}}
		if i == 0 {
			req.InitialState = []*event.Event{{Type: event.StateEncryption, Content: event.Content{Parsed: &event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1}}}}
		}
		made, err := k.reader.CreateRoom(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		bot.call("POST", "rooms/"+made.RoomID.String()+"/join", map[string]any{})
		k.rooms = append(k.rooms, made.RoomID.String())
	}
	bot.call("POST", "logout", map[string]any{})
	return k
}

// read logs a person in who can decrypt.
func (k *killedMatrix) read(server, user string) {
	k.t.Helper()
	client, err := mautrix.NewClient(server, "", "")
	if err != nil {
		k.t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", "file:"+filepath.Join(k.t.TempDir(), "reader.db")+"?_txlock=immediate&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	if err != nil {
		k.t.Fatal(err)
	}
	db, err := dbutil.NewWithDB(raw, "sqlite")
	if err != nil {
		k.t.Fatal(err)
	}
	if k.helper, err = cryptohelper.NewCryptoHelper(client, []byte("key"), db); err != nil {
		k.t.Fatal(err)
	}
	k.helper.LoginAs = &mautrix.ReqLogin{
		Type: mautrix.AuthTypePassword, Identifier: mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: user}, Password: killedPassword,
	}
	if err := k.helper.Init(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	client.Crypto, k.reader = k.helper, client
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		client.SyncWithContext(ctx)
	}()
	k.t.Cleanup(func() {
		cancel()
		<-done
		k.helper.Close()
	})
}

func (k *killedMatrix) config() string {
	return fmt.Sprintf("[matrix]\nhomeserver = %q\nuser = %q\npassword = \"env:KILLED\"\n", k.line.URL, k.user)
}

func (k *killedMatrix) env() []string { return []string{"KILLED=" + killedPassword} }

func (k *killedMatrix) places() []string {
	var all []string
	for _, room := range k.rooms {
		all = append(all, "matrix:"+room)
	}
	return all
}

func (k *killedMatrix) trouble(r *rand.Rand) {
	if r.IntN(5) == 0 {
		time.AfterFunc(time.Duration(r.IntN(2000))*time.Millisecond, k.line.CloseClientConnections)
		return
	}
	k.line.fail(lineFaults[r.IntN(len(lineFaults))])
}

// posted reads a room. What cannot be decrypted has no words, and so is lost.
func (k *killedMatrix) posted(place string) []string {
	room := id.RoomID(place[len("matrix:"):])
	var all []string
	for from := ""; ; {
		page, err := k.reader.Messages(k.t.Context(), room, from, "", mautrix.DirectionBackward, nil, 200)
		if err != nil {
			k.t.Fatal(err)
		}
		for _, e := range page.Chunk {
			if e.StateKey != nil || e.Sender != id.UserID(k.user) {
				continue
			}
			e.RoomID, e.Type.Class = room, event.MessageEventType
			if e.Content.ParseRaw(e.Type) != nil {
				continue
			}
			if e.Type == event.EventEncrypted {
				if e, err = k.helper.Decrypt(k.t.Context(), e); err != nil {
					k.t.Errorf("a message in %s: %v", place, err)
					continue
				}
			}
			if m, ok := e.Content.Parsed.(*event.MessageEventContent); ok {
				all = append(all, m.Body)
			}
		}
		if from = page.End; from == "" || len(page.Chunk) == 0 {
			return all
		}
	}
}

// faulty is a line to a homeserver on which sending and looking for what was sent
// goes wrong.
type faulty struct {
	*httptest.Server
	to *httputil.ReverseProxy

	mu   sync.Mutex
	next *lineFault
}

// lineFault is what goes wrong once, on the next request that it is about.
type lineFault struct {
	read   bool // on looking, not on sending
	done   bool // the homeserver has done what it was asked
	status int  // of the answer; 0 for none, the line being cut
	hang   bool // until the bot does not wait any more
}

var lineFaults = []lineFault{
	{status: http.StatusTooManyRequests}, {status: http.StatusBadGateway}, {hang: true}, {},
	{done: true}, {done: true}, {done: true, status: http.StatusInternalServerError}, {done: true, hang: true},
	{read: true, status: http.StatusServiceUnavailable}, {read: true}, {read: true, hang: true},
}

func newFaulty(t *testing.T, server string) *faulty {
	t.Helper()
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	f := &faulty{to: httputil.NewSingleHostReverseProxy(address)}
	f.to.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) } // the bot has gone
	f.Server = httptest.NewServer(f)
	t.Cleanup(func() {
		f.CloseClientConnections()
		f.Close()
	})
	return f
}

func (f *faulty) fail(what lineFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = &what
}

// take returns the fault that is for a request, if there is one.
func (f *faulty) take(r *http.Request) *lineFault {
	sends := r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/send/m.room.")
	looks := r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/messages")
	f.mu.Lock()
	defer f.mu.Unlock()
	what := f.next
	if what == nil || what.read && !looks || !what.read && !sends {
		return nil
	}
	f.next = nil
	return what
}

// ServeHTTP implements [http.Handler].
func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	what := f.take(r)
	if what == nil {
		f.to.ServeHTTP(w, r)
		return
	}
	if what.done {
		f.to.ServeHTTP(httptest.NewRecorder(), r)
	} else if _, err := io.Copy(io.Discard, r.Body); err != nil {
		panic(http.ErrAbortHandler)
	}
	switch {
	case what.hang:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case what.status == 0:
		panic(http.ErrAbortHandler)
	case what.status == http.StatusTooManyRequests:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(what.status)
		io.WriteString(w, `{"errcode": "M_LIMIT_EXCEEDED", "error": "Too many requests", "retry_after_ms": 1000}`)
	default:
		w.WriteHeader(what.status)
		io.WriteString(w, "<!DOCTYPE html><html><body>The line is down.</body></html>")
	}
}
