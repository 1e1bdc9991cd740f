package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"whosaid/bot/slack/fake"
	"whosaid/digest/store"
)

// workspace is the whole bot in a fake Slack workspace, configured by a file.
type workspace struct {
	*fake.Server
	t         *testing.T
	ana, olga string
	channel   string
	folder    string
	log       *loud
	program   *program
}

// loud is a log of everything, for looking through it.
type loud struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *loud) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *loud) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	s, err := fake.New(fake.Options{Retries: []time.Duration{0, time.Second, time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := &workspace{Server: s, t: t, folder: t.TempDir(), log: new(loud)}
	w.ana, w.olga = s.AddUser("Ana", "Europe/Paris"), s.AddUser("Olga", "Europe/Paris")
	w.channel = s.AddChannel("press", false, w.ana, w.olga, fake.BotUser)
	w.write("app-token", fake.AppToken)
	t.Setenv("SLACK_TEST_BOT", fake.BotToken)
	w.write("config.toml", `
[store]
path = "`+filepath.Join(w.folder, "whosaid.db")+`"
[[slack]]
bot_token = "env:SLACK_TEST_BOT"
app_token = "file:app-token"
api = "`+s.API()+`"
[roles]
owners = ["slack:`+w.olga+`"]
[roles.admins]
"slack:`+w.channel+`" = ["`+w.olga+`"]
[log]
level = "debug"
`)
	w.program = &program{out: w.file("out"), err: w.file("err"), now: time.Now}
	if err := w.program.configure(global{config: filepath.Join(w.folder, "config.toml")}); err != nil {
		t.Fatal(err)
	}
	w.program.log = newLog(w.log, logSettings{Level: "debug", Format: "text"})
	return w
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.folder, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *workspace) file(name string) *os.File {
	w.t.Helper()
	f, err := os.Create(filepath.Join(w.folder, name))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { f.Close() })
	return f
}

// run starts the bot; the function that it returns stops it.
func (w *workspace) run() (stop func()) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	go func() {
		done <- w.program.withStore(ctx, true, func(st *store.Store) error {
			if err := w.program.fill(ctx, st, []string{"testdata/articles"}); err != nil && !strings.Contains(err.Error(), "no article") {
				return err
			}
			return w.program.serve(ctx, st, false)
		})
	}()
	w.waits("the bot is ready", func() bool { return strings.Contains(w.read("out"), "whosaid: ready") })
	return func() {
		w.t.Helper()
		cancel()
		select {
		case err := <-done:
			if err != nil {
				w.t.Error(err)
			}
		case <-time.After(10 * time.Second):
			w.t.Error("the bot did not end within 10 s")
		}
	}
}

func (w *workspace) read(name string) string {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

// waits waits until something holds: the bot and the workspace talk over a network.
func (w *workspace) waits(what string, holds func() bool) {
	w.t.Helper()
	for range 1500 {
		if holds() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatalf("this has not come: %s; the log says\n%s", what, w.log)
}

// asks writes to the bot in the channel and returns the answers in its thread,
// when there are as many as wanted.
func (w *workspace) asks(user, text string, wanted int) (thread string, answers []fake.Message) {
	w.t.Helper()
	thread = w.Say(w.channel, user, "", "<@"+fake.BotUser+"> "+text)
	w.waits("the answer to "+text, func() bool {
		answers = w.Messages(w.channel, thread)
		return len(answers) >= wanted
	})
	return thread, answers
}

func shows(m fake.Message, words string) bool {
	return strings.Contains(m.Text+string(m.Blocks), words)
}

// The whole bot in Slack, over faults of the network, and without a token in
// anything that it writes.
func TestWorkspace(t *testing.T) {
	w := newWorkspace(t)
	stop := w.run()
	question, answers := w.asks(w.ana, "who said what about the harbour tunnel", 1)
	if !shows(answers[0], "Adela Brandt") {
		t.Errorf("the answer is %s", answers[0].Blocks)
	}

	for _, kind := range []fake.Kind{fake.Limit, fake.Down, fake.Lose, fake.Crash} {
		w.Fail(fake.Fault{Method: "chat.postMessage", Kind: kind, After: time.Second})
		thread, _ := w.asks(w.ana, "who is Tomas Okafor", 1)
		time.Sleep(1500 * time.Millisecond) // for one too many
		if again := w.Messages(w.channel, thread); len(again) != 1 {
			t.Errorf("after fault %d the answer stands %d times", kind, len(again))
		}
	}

	if err := w.Change(w.channel, question, "<@"+fake.BotUser+"> who is Adela Brandt"); err != nil {
		t.Fatal(err)
	}
	w.waits("the changed answer", func() bool { return shows(w.Messages(w.channel, question)[0], "Described as") })
	if n := len(w.Messages(w.channel, question)); n != 1 {
		t.Errorf("the changed question has %d answers", n)
	}
	if err := w.Delete(w.channel, question); err != nil {
		t.Fatal(err)
	}
	w.waits("the end of the answer to a deleted question", func() bool { return len(w.Messages(w.channel, question)) == 0 })

	if _, refused := w.asks(w.ana, "feed pause 1", 1); !shows(refused[0], "Only an owner") {
		t.Errorf("what is not allowed is answered with %s", refused[0].Blocks)
	}
	w.asks(w.olga, "schedule add morning weekdays at 8; about:harbour", 1)
	list, answers := w.asks(w.olga, "schedule list", 1)
	if _, err := w.Press(w.channel, answers[0].TS, w.olga, "Edit morning"); err != nil {
		t.Fatal(err)
	}
	w.waits("the form", func() bool { return w.Modal() != nil })
	if form := string(w.Modal().Content); !strings.Contains(form, `"initial_value":"weekdays at 8"`) || !strings.Contains(form, `"initial_value":"about:harbour"`) {
		t.Errorf("the form is %s", form)
	}
	if _, err := w.Submit(w.olga, map[string]string{"When": "daily at 7", "What": "", "Title": "The harbour", "Quiet hours": ""}); err != nil {
		t.Fatal(err)
	}
	w.waits("the changed schedule", func() bool {
		all := w.Messages(w.channel, list)
		last := all[len(all)-1]
		return shows(last, "every day at 07:00") && shows(last, "everything that is new") && shows(last, "here")
	})
	w.Drop()
	if _, back := w.asks(w.olga, "help", 1); !shows(back[0], "feed pause FEED") {
		t.Errorf("an owner's help is %s", back[0].Blocks)
	}
	stop()

	findings := w.program.examine(t.Context())
	for _, f := range findings {
		if !f.OK {
			t.Errorf("doctor finds %+v", f)
		}
	}
	if len(findings) < 8 {
		t.Errorf("doctor looked at %d things only", len(findings))
	}
	w.Kick(w.channel)
	if missing := w.program.tell(w.program.examine(t.Context())); missing == nil {
		t.Error("doctor does not see that the bot is not in the channel")
	}
	w.secretive(fake.BotToken, fake.AppToken)
}

// secretive looks for secrets in everything that was written.
func (w *workspace) secretive(secrets ...string) {
	w.t.Helper()
	written := map[string]string{"the log": w.log.String()}
	err := filepath.WalkDir(w.folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "app-token" {
			return err
		}
		written[d.Name()] = w.read(strings.TrimPrefix(path, w.folder))
		return nil
	})
	if err != nil || len(written) < 4 {
		w.t.Fatal(len(written), err)
	}
	for name, text := range written {
		for _, s := range secrets {
			if strings.Contains(text, s) {
				w.t.Errorf("%s holds a token", name)
			}
		}
	}
}

// A token that Slack does not take is in no error, and doctor says what to do.
func TestWorkspaceRefused(t *testing.T) {
	w := newWorkspace(t)
	t.Setenv("SLACK_TEST_BOT", "xoxb-wrong-canary")
	if err := w.program.tell(w.program.examine(t.Context())); err == nil {
		t.Error("doctor is content with a wrong token")
	}
	st, err := store.Open(t.Context(), store.Memory, w.program.log)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err = w.program.serve(ctx, st, false)
	if err == nil || ctx.Err() != nil {
		t.Errorf("with a wrong token the bot ends with %v", err)
	} else if strings.Contains(err.Error(), "canary") {
		t.Errorf("the error holds the token: %v", err)
	}
	w.secretive("xoxb-wrong-canary")
}
