package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/bot/console"
	"whosaid/digest"
	"whosaid/digest/store"
)

func memory(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), store.Memory, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// What this machine may ask a running bot.
func TestGauge(t *testing.T) {
	st := memory(t)
	g := newGauge(st, &bot.Deliverer{Store: st}, time.Now, 1)
	ask := func(path string) (int, string) {
		w := httptest.NewRecorder()
		g.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	if status, body := ask("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("before a chat stands /readyz is %d %s", status, body)
	}
	screen := console.NewTransport(console.New(os.Stdin, os.Stdout, console.Options{}), time.Now)
	g.stands(screen)
	if _, err := st.Enqueue(t.Context(), store.Posting{Place: "slack:C1", Kind: store.KindNotice, Parts: []digest.Message{{}}}, time.Now().Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/metrics": "\nwhosaid_outbox_messages 1\n"} {
		if status, body := ask(path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s is %d %s", path, status, body)
		}
	}
	g.ended(screen)
	if status, body := ask("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("when a chat has ended /readyz is %d %s", status, body)
	}
}

// A configuration that is wrong is not taken; one that is right changes the schedules.
func TestReload(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.toml")
	write := func(when string) {
		t.Helper()
		text := "zone = \"Europe/Paris\"\n[[schedule]]\nname = \"noon\"\nwhen = \"" + when + "\"\nchannel = \"slack:C1\"\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("daily at 12")
	s, err := loadFile(global{config: path}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	p := &program{now: time.Now, settings: s, log: slog.New(slog.NewTextHandler(&log, nil))}
	st := memory(t)
	r := adjustable{st: st, publisher: p.publisher(st, nil), chat: p.chat(st, nil)}
	if r.feeds, r.secrets, err = p.feedsWith(st); err != nil {
		t.Fatal(err)
	}
	if err := p.syncSchedules(t.Context(), r.publisher); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ when, want, wrong string }{
		{"30 February at 12", "daily at 12", "never comes"},
		{"daily at 13", "daily at 13", ""},
	} {
		write(tt.when)
		_, err := p.reload(t.Context(), r)
		if (err == nil) != (tt.wrong == "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
			t.Errorf("%s: %v", tt.when, err)
		}
		all, err := st.Schedules(t.Context())
		if err != nil || len(all) != 1 || all[0].Line != tt.want || all[0].Origin != store.FromFile {
			t.Errorf("%s: the schedules are %+v, %v", tt.when, all, err)
		}
	}
}

// A configuration that is read again has its feeds, roles and limits hold, and says
// what needs a new start. A place that has become another one stays that, and comes
// back by no restart.
func TestReloadAll(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "c.toml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const places = `
[[schedule]]
name = "noon"
when = "daily at 12"
channel = "matrix:!old:example.org"
owner = "matrix:!old:example.org"
[roles.admins]
"matrix:!old:example.org" = ["@ana:example.org"]
`
	write(places)
	start := func() *program {
		t.Helper()
		s, err := load(global{config: path, db: filepath.Join(folder, "w.db")}, func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		return &program{now: time.Now, settings: s, log: slog.New(slog.DiscardHandler)}
	}
	check := func(p *program, st *store.Store) {
		t.Helper()
		all, err := st.Schedules(t.Context())
		if err != nil || len(all) != 1 || all[0].Place != "matrix:!newest:example.org" || all[0].Owner != all[0].Place {
			t.Errorf("the schedules are %+v, %v", all, err)
		}
		if got := p.settings.roles().Admins; len(got) != 1 || len(got["matrix:!newest:example.org"]) != 1 {
			t.Errorf("admins are %v", got)
		}
	}
	for range 2 { // starts
		p := start()
		err := p.withStore(t.Context(), true, func(st *store.Store) error {
			publisher := p.publisher(st, nil)
			if err := p.syncSchedules(t.Context(), publisher); err != nil {
				return err
			}
			for _, way := range [][2]string{{"matrix:!old:example.org", "matrix:!new:example.org"}, {"matrix:!new:example.org", "matrix:!newest:example.org"}} {
				if err := st.Move(t.Context(), way[0], way[1]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	p := start()
	err := p.withStore(t.Context(), true, func(st *store.Store) error {
		r := adjustable{st: st, publisher: p.publisher(st, nil), chat: p.chat(st, nil)}
		var err error
		if r.feeds, r.secrets, err = p.feedsWith(st); err != nil {
			return err
		}
		if err := p.syncSchedules(t.Context(), r.publisher); err != nil {
			return err
		}
		check(p, st)
		write("[chat]\nper_user = 7\n[roles]\nowners = [\"olga\"]\n")
		if _, err := p.reload(t.Context(), r); err == nil || !strings.Contains(err.Error(), "c.toml:4") {
			t.Errorf("of an owner without a platform is said %v", err)
		}
		check(p, st)
		write("zone = \"Asia/Tokyo\"\n[log]\nlevel = \"debug\"\n[chat]\nper_user = 7\n[[feed]]\nurl = \"https://courier.example/rss\"\n[roles]\nowners = [\"slack:U1\"]\n" + places)
		later, err := p.reload(t.Context(), r)
		if err != nil || strings.Join(later, " ") != "zone log" {
			t.Errorf("a new start is needed for %q, %v", later, err)
		}
		check(p, st)
		feeds, err := st.Feeds(t.Context(), time.Now())
		if err != nil || len(feeds) != 1 || feeds[0].URL != "https://courier.example/rss" {
			t.Errorf("the feeds are %+v, %v", feeds, err)
		}
		if owners := r.chat.Owners(); len(owners) != 1 || owners[0] != "slack:U1" {
			t.Errorf("the owners are %v", owners)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDeliverSettings(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"[deliver]\nlisten = \"0.0.0.0:9464\"\n", "deliver.listen cannot be"},
		{"[store]\nkeep = \"1d\"\n", "is too short: what is kept is kept for a week at least"},
		{"[store]\nkeep = \"52w\"\n", ""},
		{"[store]\nkeep = \"\"\n", ""},
		{"[deliver]\nlisten = \":9464\"\n", "deliver.listen cannot be"},
		{"[deliver]\nlisten = \"127.0.0.1:9464\"\n", ""},
		{"[deliver]\nbundle = 0\n", "deliver.bundle cannot be 0"},
		{"[[schedule]]\nname = \"a\"\nwhen = \"TZ=0\"\nchannel = \"slack:C1\"\n", "schedule.when cannot be that"},
		{"[[schedule]]\nname = \"a\"\nwhen = \"daily at 8\"\nchannel = \"#news\"\n", "schedule.channel cannot be that"},
		{"[[schedule]]\nname = \"a\"\nwhen = \"daily at 8\"\nchannel = \"slack:C1\"\nquiet = \"night\"\n", "schedule.quiet cannot be that"},
		{"[[schedule]]\nname = \"a\"\nwhen = \"daily at 8\"\nchannel = \"slack:C1\"\nzone = \"Paris\"\n", "schedule.zone cannot be that"},
		{"[[schedule]]\nwhen = \"daily at 8\"\nchannel = \"slack:C1\"\n", "schedule.name is missing"},
	} {
		_, err := decode("c.toml", []byte(tt.in))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.in, err, tt.want)
		}
	}
}
