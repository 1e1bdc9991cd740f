package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"whosaid/bot"
	"whosaid/bot/slack"
	"whosaid/bot/slack/fake"
	"whosaid/digest/store"
)

// What the load is, and what is wanted of it.
const (
	people    = 250
	eachAsks  = 4
	within    = 10 * time.Second
	bigDigest = 200 // articles
)

// BenchmarkLoad asks 1,000 questions in ten seconds, over Socket Mode, while a
// digest of 200 articles is being posted, and measures how long Slack waits for the
// acknowledgement and people for the answer:
//
//	CGO_ENABLED=0 go test -tags goolm -run '^$' -bench Load -benchtime 1x ./cmd/whosaid
//
// The times are those of a machine with two processors and nothing else to do; what
// the bot and the Slack that it talks with have computed in all is cpu-s.
func BenchmarkLoad(b *testing.B) {
	for range b.N {
		l := newLoad(b)
		before := cpuTime()
		l.digest()
		l.ask()
		b.ReportMetric((cpuTime() - before).Seconds(), "cpu-s")
		l.report()
	}
}

type crowd struct {
	*fake.Server
	b        *testing.B
	users    []string
	channel  string
	begun    []time.Time // when each question was asked
	acked    []time.Duration
	answered []time.Duration
}

func newLoad(b *testing.B) *crowd {
	b.Helper()
	s, err := fake.New(fake.Options{Rate: 900 * time.Millisecond, Retries: []time.Duration{0, time.Second}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.Close)
	l := &crowd{Server: s, b: b}
	for i := range people {
		l.users = append(l.users, s.AddUser(fmt.Sprintf("Person %d", i), "Europe/Paris"))
		s.Direct(l.users[i])
	}
	l.channel = s.AddChannel("press", false, l.users[0], fake.BotUser)
	p := &program{now: time.Now, settings: defaults(), log: newLog(b.Output(), logSettings{Level: "warn", Format: "text"})}
	p.settings.Digest.Articles = bigDigest
	st, err := store.Open(b.Context(), b.TempDir()+"/load.db", p.log)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	l.fill(p, st)
	t, err := slack.New(slack.Config{BotToken: fake.BotToken, AppToken: fake.AppToken, APIURL: s.API(), Log: p.log})
	if err != nil {
		b.Fatal(err)
	}
	l.run(p.chat(st, []bot.Transport{t}))
	return l
}

// fill adds as many articles as the digest is to have.
func (l *crowd) fill(p *program, st *store.Store) {
	l.b.Helper()
	articles := make(fstest.MapFS)
	for i := range bigDigest {
		articles[fmt.Sprintf("%d.txt", i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"Title: Ferry number %[1]d is late again\nOutlet: The Tarn Courier\nURL: https://courier.example/%[1]d\nPublished: 2024-03-%02[2]d\n\n"+
				"The ferry number %[1]d of Port Tarn was late on Monday, its operator said.\n\n“We are sorry for the %[1]d minutes that were lost,” said Oskar Lund, managing director of Tarn Ferries. "+
				"“Nobody will have to pay for that.”\n\nMayor Adela Brandt said that the town had waited for long enough. “A ferry that does not sail is a bridge that is not there,” she said.\n", i, 1+i%28)}
	}
	c, _ := p.collector(st)
	if done, err := c.FS(l.b.Context(), articles); err != nil || done.Added != bigDigest {
		l.b.Fatalf("added %d articles: %v", done.Added, err)
	}
}

func (l *crowd) run(chat *bot.Chat) {
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- chat.Run(ctx, func(bot.Transport) { close(ready) }) }()
	<-ready
	l.b.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			l.b.Error(err)
		}
	})
}

// digest asks for the digest and waits until its posting has begun.
func (l *crowd) digest() {
	l.b.Helper()
	l.Say(l.channel, l.users[0], "", "<@"+fake.BotUser+"> digest in 2024")
	for range 1000 {
		if len(l.Calls("chat.postMessage")) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	l.b.Fatal("the digest is not posted")
}

var asked = [eachAsks]string{"what did Adela Brandt say", "who said what about the ferry", "who is Oskar Lund", "latest from Lund in 2024"}

// ask asks at an even rate, all people by turns.
func (l *crowd) ask() {
	every := within / (people * eachAsks)
	tick := time.NewTicker(every)
	defer tick.Stop()
	var acks []<-chan time.Duration
	for i := range people * eachAsks {
		<-tick.C
		user := l.users[i%people]
		begun := time.Now()
		l.begun = append(l.begun, begun)
		ts := fmt.Sprintf("%d.%06d", begun.Unix(), begun.Nanosecond()/1000)
		reply := l.Emit(map[string]any{"type": "message", "channel_type": "im", "channel": l.Direct(user), "user": user, "text": asked[i/people], "ts": ts})
		ack := make(chan time.Duration, 1)
		go func() {
			if r := <-reply; r.Acked && r.Attempts == 1 {
				ack <- time.Since(begun)
			}
			close(ack)
		}()
		acks = append(acks, ack)
	}
	time.Sleep(5 * time.Second) // for the last answers
	for _, ack := range acks {
		if d, ok := <-ack; ok {
			l.acked = append(l.acked, d)
		}
	}
	l.collect()
}

// collect measures from each question to its answer: the answers of a
// conversation come in the order of its questions.
func (l *crowd) collect() {
	missing, twice := 0, 0
	for u, user := range l.users {
		n := 0
		for _, m := range l.Messages(l.Direct(user), "") {
			at, err := strconv.ParseFloat(m.TS, 64)
			if err != nil || !strings.Contains(string(m.Metadata), `-0"`) { // the first part of each
				continue
			}
			if n < eachAsks {
				sent := float64(l.begun[n*people+u].UnixMicro()) / 1e6
				l.answered = append(l.answered, time.Duration((at-sent)*1e9))
			}
			n++
		}
		missing += max(0, eachAsks-n)
		twice += max(0, n-eachAsks)
	}
	if missing+twice > 0 {
		l.b.Errorf("%d answers are missing, and %d too many", missing, twice)
	}
}

func (l *crowd) report() {
	b := l.b
	b.ReportMetric(0, "ns/op")
	if len(l.acked) != people*eachAsks {
		b.Errorf("%d of %d questions were acknowledged at the first delivery", len(l.acked), people*eachAsks)
	}
	for _, m := range []struct {
		name string
		all  []time.Duration
	}{{"ack", l.acked}, {"answer", l.answered}} {
		if len(m.all) == 0 {
			continue
		}
		slices.Sort(m.all)
		b.Logf("%s: %d, half of them within %v, 99 of 100 within %v, all within %v", m.name, len(m.all), m.all[len(m.all)/2], m.all[len(m.all)*99/100], m.all[len(m.all)-1])
		b.ReportMetric(float64(m.all[len(m.all)/2].Microseconds())/1000, m.name+"-p50-ms")
		b.ReportMetric(float64(m.all[len(m.all)*99/100].Microseconds())/1000, m.name+"-p99-ms")
		b.ReportMetric(float64(m.all[len(m.all)-1].Microseconds())/1000, m.name+"-max-ms")
	}
	var posted int
	for _, m := range l.Messages(l.channel, "") {
		posted += len(l.Messages(l.channel, m.TS))
	}
	b.ReportMetric(float64(posted), "digest-messages")
}
