//go:build goolm

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"whosaid/bot/matrix/homeserver"
	"whosaid/digest/store"
)

// member is a person on a homeserver, by its client API.
type member struct {
	t            *testing.T
	server, user string
	token        string
}

func newMember(t *testing.T, s *homeserver.Server, name, password string) *member {
	t.Helper()
	return enter(t, s, s.Register(t, name, password), password)
}

// enter logs in.
func enter(t *testing.T, s *homeserver.Server, user, password string) *member {
	t.Helper()
	m := &member{t: t, server: s.URL, user: user}
	in := m.call("POST", "login", map[string]any{"type": "m.login.password", "password": password, "identifier": map[string]any{"type": "m.id.user", "user": user}})
	m.token = in["access_token"].(string)
	return m
}

func (m *member) call(method, path string, body any) map[string]any {
	m.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		m.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(m.t.Context(), method, m.server+"/_matrix/client/v3/"+path, bytes.NewReader(data))
	if err != nil {
		m.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+m.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		m.t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || resp.StatusCode != http.StatusOK {
		m.t.Fatalf("%s %s: %s, %v, %v", method, path, resp.Status, out, err)
	}
	return out
}

// sees waits until somebody else has written words into a room.
func (m *member) sees(room, words string) {
	m.t.Helper()
	var last map[string]any
	for range 300 {
		last = m.call("GET", "rooms/"+room+"/messages?dir=b&limit=50", nil)
		for _, e := range last["chunk"].([]any) {
			e := e.(map[string]any)
			if body, _ := e["content"].(map[string]any)["body"].(string); e["sender"] != m.user && strings.Contains(body, words) {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	m.t.Fatalf("%q was not written: %v", words, last)
}

// inRoom is the whole bot with an account on a homeserver, not started yet, that takes
// invitations of one person; more is put at the end of its configuration.
func inRoom(t *testing.T, server *homeserver.Server, ana *member, password, more string) *workspace {
	t.Helper()
	user := server.Register(t, "whosaid", password)
	w := &workspace{t: t, folder: t.TempDir(), log: new(loud)}
	t.Setenv("MATRIX_TEST_PASSWORD", password)
	w.write("config.toml", fmt.Sprintf("[store]\npath = %q\n[matrix]\nhomeserver = %q\nuser = %q\npassword = \"env:MATRIX_TEST_PASSWORD\"\nallow = [%q]\n[log]\nlevel = \"debug\"\n",
		filepath.Join(w.folder, "whosaid.db"), server.URL, user, ana.user)+more)
	w.write("app-token", "")
	w.configure()
	return w
}

// configure makes the program anew, as a start does.
func (w *workspace) configure() {
	w.t.Helper()
	w.program = &program{out: w.file("out"), err: w.file("err"), now: time.Now}
	if err := w.program.configure(global{config: filepath.Join(w.folder, "config.toml")}); err != nil {
		w.t.Fatal(err)
	}
	w.program.log = newLog(w.log, logSettings{Level: "debug", Format: "text"})
}

// A room that is upgraded takes its schedule along, although the configuration names
// the old room, and a restart does not bring it back.
func TestRoomUpgrade(t *testing.T) {
	server := homeserver.Start(t)
	ana := newMember(t, server, "ana", "ana's own password")
	old := ana.call("POST", "createRoom", map[string]any{"preset": "private_chat", "name": "Newsroom", "invite": []string{"@whosaid:" + homeserver.Name}})["room_id"].(string)
	w := inRoom(t, server, ana, "upgraded horse battery", fmt.Sprintf("[[schedule]]\nname = \"noon\"\nwhen = \"daily at 12\"\nchannel = %q\n[roles.admins]\n%q = [%q]\n", "matrix:"+old, "matrix:"+old, ana.user))
	stop := w.run()
	ana.sees(old, "Ask me who said what")
	next := ana.call("POST", "createRoom", map[string]any{"preset": "public_chat", "name": "Newsroom", "creation_content": map[string]any{"predecessor": map[string]any{"room_id": old}}})["room_id"].(string)
	ana.call("PUT", "rooms/"+old+"/state/m.room.tombstone/", map[string]any{"body": "moved", "replacement_room": next})
	for range 2 {
		w.waits("the schedule is in the new room", func() bool { return w.scheduled("noon") == "matrix:"+next })
		stop()
		w.configure()
		stop = w.run()
	}
	if at := w.scheduled("noon"); at != "matrix:"+next {
		t.Errorf("after a restart the schedule is in %s", at)
	}
	if admins := w.program.settings.Roles.Admins; len(admins["matrix:"+next]) != 1 {
		t.Errorf("after a restart the admins are %v", admins)
	}
	stop()
}

// scheduled returns where a schedule posts, as another program reads it.
func (w *workspace) scheduled(name string) string {
	w.t.Helper()
	st, err := store.Open(w.t.Context(), filepath.Join(w.folder, "whosaid.db"), w.program.log)
	if err != nil {
		w.t.Fatal(err)
	}
	defer st.Close()
	all, err := st.Schedules(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, s := range all {
		if s.Name == name {
			return s.Place
		}
	}
	return ""
}

// The whole bot on a homeserver: it logs in, comes into a room where it is invited,
// answers, is examined, and starts again; and its password is nowhere.
func TestRoom(t *testing.T) {
	server := homeserver.Start(t)
	ana := newMember(t, server, "ana", "ana's own password")
	const password = "canary horse battery"
	w := inRoom(t, server, ana, password, "")
	user := "@whosaid:" + homeserver.Name

	stop := w.run()
	room := ana.call("POST", "createRoom", map[string]any{"preset": "private_chat", "invite": []string{user}})["room_id"].(string)
	ana.sees(room, "Ask me who said what") // the bot has come in
	ana.call("PUT", "rooms/"+room+"/send/m.room.message/1", map[string]any{"msgtype": "m.text", "body": "!whosaid who is Tomas Okafor"})
	ana.sees(room, "chairman")
	stop()

	for _, f := range w.program.examine(t.Context()) {
		if !f.OK {
			t.Errorf("doctor finds %+v", f)
		}
	}
	if err := os.Truncate(filepath.Join(w.folder, "out"), 0); err != nil {
		t.Fatal(err)
	}
	stop = w.run()
	ana.call("PUT", "rooms/"+room+"/send/m.room.message/2", map[string]any{"msgtype": "m.text", "body": "!whosaid who is Adela Brandt"})
	ana.sees(room, "Mayor")
	stop()
	w.secretive(password, "canary")

	// Another account's store is not taken for this one's.
	w.program.settings.Matrix.User = server.Register(t, "other", password)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := w.program.withStore(ctx, false, func(st *store.Store) error { return w.program.serve(ctx, st, false) })
	if err == nil || ctx.Err() != nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("with another account the bot ends with %v", err)
	}
}

// A homeserver that is not there when the bot starts stops nothing else, is said in
// status, and is used when it comes.
func TestAbsentHomeserver(t *testing.T) {
	server := homeserver.Start(t)
	user := server.Register(t, "late", "some password")
	server.Stop()
	t.Setenv("MATRIX_TEST_PASSWORD", "some password")
	db := filepath.Join(t.TempDir(), "whosaid.db")
	r := start(t, db, func(p *program) {
		p.settings.Store.Path = db
		p.settings.Matrix = matrixSettings{Homeserver: server.URL, User: user, Password: secret{"env", "MATRIX_TEST_PASSWORD"}}
	})
	r.sees("console is connected")
	r.types("status")
	r.sees("matrix is not connected since")
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	r.sees("whosaid: ready")
	r.types("status")
	r.sees("matrix is connected")
	if err := r.stop(); err != nil {
		t.Error(err)
	}
}
