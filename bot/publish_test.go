package bot

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/store"
)

// paper is a store that articles come into on a simulated clock, with the bot's two
// ends: what makes digests and what delivers them.
type paper struct {
	t         *testing.T
	st        *store.Store
	screen    *platform
	publisher *Publisher
	deliverer *Deliverer
}

func newPaper(t *testing.T) *paper {
	st, screen := empty(t), newPlatform()
	st.Now = time.Now
	d := deliverer(st, screen)
	quiet := slog.New(slog.DiscardHandler)
	p := &Publisher{Store: st, Transports: []Transport{screen}, Log: quiet, Now: time.Now, Wake: d.Wake, Period: 24 * time.Hour}
	return &paper{t, st, screen, p, d}
}

// run lets the bot run until a moment.
func (p *paper) run(until time.Time) {
	p.t.Helper()
	ctx, cancel := context.WithDeadline(p.t.Context(), until)
	defer cancel()
	done := make(chan error, 2)
	go func() { done <- p.publisher.Run(ctx) }()
	go func() { done <- p.deliverer.Run(ctx) }()
	for range 2 {
		if err := <-done; err != nil {
			p.t.Error(err)
		}
	}
}

// print adds an article of now in which somebody says something.
func (p *paper) print(title, speaker, words string) {
	p.t.Helper()
	p.printAt("", title, speaker, words)
}

func (p *paper) printAt(url, title, speaker, words string) {
	p.t.Helper()
	text := fmt.Sprintf("“%s,” said %s on the quay.", words, speaker)
	outlet := "The Aldmoor Post"
	if title == "Copy" {
		outlet = "Fenwick News"
	}
	a := digest.Article{Outlet: outlet, URL: url, Title: title, Published: time.Now(), Text: text}
	at := strings.Index(text, words)
	source := strings.Index(text, speaker)
	r := digest.Reading{
		Actors: []digest.Actor{{Name: speaker, Type: digest.Person, Weight: 1, Mentions: []digest.Span{{Start: source, End: source + len(speaker)}}}},
		Quotes: []digest.Quote{{Kind: digest.Direct, Class: digest.Statement, Content: []digest.Span{{Start: at, End: at + len(words)}}, Speaker: 0, Confidence: 1,
			Source: []digest.Span{{Start: source, End: source + len(speaker)}}}},
		Gist: []digest.Span{{Start: 0, End: len(text)}},
	}
	if _, added, err := p.st.Add(p.t.Context(), a, r); err != nil || !added {
		p.t.Fatalf("adding %s: added %v, %v", title, added, err)
	}
}

// schedule adds a schedule of a channel, as somebody in a chat would.
func (p *paper) schedule(name, line, filter string, o Options) {
	p.t.Helper()
	desk := Schedules{Publisher: p.publisher}
	if _, err := desk.Add(p.t.Context(), NewSchedule{Name: name, Line: line, Filter: filter, Options: o, Place: Place{Transport: "test", Channel: "news"}, Zone: time.UTC}); err != nil {
		p.t.Fatal(err)
	}
}

// shown returns when what was posted: the line of each message that has a word of
// each of several, joined.
func (p *paper) shown(marks ...string) []string {
	var all []string
	for _, m := range p.screen.all() {
		line := m.when.UTC().Format("02 15:04")
		for _, mark := range marks {
			if strings.Contains(m.text, mark) {
				line += " " + mark
			}
		}
		all = append(all, line)
	}
	return all
}

func (p *paper) want(want []string, marks ...string) {
	p.t.Helper()
	if diff := cmp.Diff(want, p.shown(marks...)); diff != "" {
		p.t.Errorf("-want +posted:\n%s", diff)
		for _, m := range p.screen.all() {
			p.t.Logf("%s %s\n%s", m.when.UTC(), m.at, m.text)
		}
	}
}

// on returns a moment of January 2000, in which the simulated clock starts.
func on(day, hour int) time.Time { return time.Date(2000, 1, day, hour, 0, 0, 0, time.UTC) }

func TestPublish(t *testing.T) {
	for _, tt := range []struct {
		name  string
		play  func(p *paper)
		want  []string
		marks []string
	}{
		{"news is told once, and nothing where there is none", func(p *paper) {
			p.schedule("morning", "daily at 8", "", Options{})
			p.print("One", "Ana Sorley", "The toll stays")
			p.run(on(2, 12))
			p.print("Two", "Tomas Brekke", "The toll goes")
			p.run(on(4, 12))
		}, []string{"01 08:00 One", "03 08:00 Two"}, []string{"One", "Two", "toll stays "}},
		{"a filter", func(p *paper) {
			p.print("Zero", "Ana Sorley", "The gulls stay")
			p.schedule("sorley", "daily at 8", "by:\"Ana Sorley\"", Options{})
			p.print("One", "Ana Sorley", "The toll stays")
			p.print("Two", "Tomas Brekke", "The toll goes")
			p.run(on(1, 12))
		}, []string{"01 08:00 Zero One"}, []string{"Zero", "One", "Two"}},
		{"two schedules of a channel do not say the same", func(p *paper) {
			p.schedule("morning", "daily at 8", "", Options{})
			p.schedule("noon", "daily at 12", "", Options{})
			p.print("One", "Ana Sorley", "The toll stays")
			p.run(on(1, 9))
			p.print("Two", "Tomas Brekke", "The toll goes")
			p.run(on(1, 13))
		}, []string{"01 08:00 One", "01 12:00 Two"}, []string{"One", "Two"}},
		{"a changed article is told again, and marked", func(p *paper) {
			p.schedule("morning", "daily at 8", "", Options{})
			p.printAt("https://post.example/1", "One", "Ana Sorley", "The toll stays")
			p.run(on(1, 12))
			p.printAt("https://post.example/1", "One", "Ana Sorley", "The toll goes")
			p.run(on(2, 12))
		}, []string{"01 08:00 One toll stays", "02 08:00 One toll goes changed since it was posted here on 1 Jan 2000"}, []string{"One", "toll stays", "toll goes", "changed since it was posted here on 1 Jan 2000"}},
		{"after five hours without the bot", func(p *paper) {
			p.schedule("hourly", "every hour", "", Options{})
			p.print("One", "Ana Sorley", "The toll stays")
			p.run(on(1, 0).Add(90 * time.Minute))
			p.print("Two", "Tomas Brekke", "The toll goes")
			time.Sleep(5 * time.Hour)
			p.run(on(1, 7))
		}, []string{"01 01:00 One", "01 06:30 Two"}, []string{"One", "Two", "skipped"}},
		{"after seven hours without the bot", func(p *paper) {
			p.schedule("morning", "daily at 8", "", Options{})
			p.print("One", "Ana Sorley", "The toll stays")
			p.run(on(1, 7))
			time.Sleep(8 * time.Hour)
			p.print("Two", "Tomas Brekke", "The toll goes")
			p.run(on(2, 9))
		}, []string{"02 08:00 One Two skipped Sat 1 Jan 2000 08:00"}, []string{"One", "Two", "skipped", "Sat 1 Jan 2000 08:00"}},
		{"quiet hours hold", func(p *paper) {
			p.schedule("night", "daily at 23", "", Options{Quiet: "22-7"})
			p.print("One", "Ana Sorley", "The toll stays")
			p.run(on(2, 9))
		}, []string{"02 07:00 One"}, []string{"One"}},
		{"silence is said once", func(p *paper) {
			p.schedule("morning", "daily at 8", "", Options{})
			p.run(on(9, 12))
			p.print("One", "Ana Sorley", "The toll stays")
			p.run(on(10, 12))
		}, []string{"04 08:00 Nothing new", "10 08:00 One"}, []string{"Nothing new", "One"}},
		{"failing feeds are said once", func(p *paper) {
			p.publisher.Failing = func(context.Context) ([]string, error) { return []string{"The Post since Monday"}, nil }
			p.schedule("morning", "daily at 8", "", Options{})
			p.run(on(3, 12))
		}, []string{"01 08:00 The Post since Monday"}, []string{"The Post since Monday"}},
		{"what is followed comes by the bundle", func(p *paper) {
			p.print("Zero", "Ana Sorley", "The gulls stay")
			if _, err := p.st.AddFollow(p.t.Context(), store.Follow{Place: "test:me", Owner: "test:u1", Filter: "by:\"Ana Sorley\""}); err != nil {
				p.t.Fatal(err)
			}
			go func() {
				time.Sleep(time.Minute)
				p.print("One", "Ana Sorley", "The toll stays")
				p.print("Two", "Tomas Brekke", "The toll goes")
				time.Sleep(10 * time.Second)
				p.print("Three", "Ana Sorley", "The toll was never high")
				time.Sleep(10 * time.Minute)
				p.printAt("https://copy.example/", "Copy", "Ana Sorley", "The toll stays")
			}()
			p.run(on(1, 1))
		}, []string{"01 00:03 toll stays never high"}, []string{"gulls", "toll stays", "never high", "toll goes"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && len(tt.want) > 0 && tt.want[0] > "04" {
				t.Skip("lets many days pass")
			}
			synctest.Test(t, func(t *testing.T) {
				p := newPaper(t)
				tt.play(p)
				p.want(tt.want, tt.marks...)
			})
		})
	}
}

// The clock is set a day on and back again, and a laptop sleeps: one digest a slot.
func TestClockJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		var offset time.Duration
		p.publisher.Now = func() time.Time { return time.Now().Add(offset) }
		p.deliverer.Now = p.publisher.Now
		p.schedule("morning", "daily at 8", "", Options{})
		jumps := []time.Duration{0, 24 * time.Hour, -24 * time.Hour, 0, 48 * time.Hour, -48 * time.Hour, 0, 0, 0, 0}
		if testing.Short() {
			jumps = jumps[:4]
		}
		for i, jump := range jumps {
			offset += jump
			p.print(fmt.Sprint("Article", i), "Ana Sorley", fmt.Sprint("The toll is ", i))
			p.run(time.Now().Add(24 * time.Hour))
		}
		slots := make(map[string]bool)
		told := ""
		for _, m := range p.screen.all() {
			told += m.text
		}
		history, err := p.st.History(t.Context(), 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range history {
			slot := h.Slot.String()
			if slots[slot] {
				t.Errorf("the slot %s has two digests", slot)
			}
			slots[slot] = true
		}
		for i := range jumps[1:] {
			if n := strings.Count(told, fmt.Sprint("Article", i, "\n")); n != 1 {
				t.Errorf("article %d is told %d times", i, n)
			}
		}
	})
}

// What is said of days and hours is said by the clock of the schedule.
func TestZoneOfNotices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		tokyo, err := time.LoadLocation("Asia/Tokyo")
		if err != nil {
			t.Fatal(err)
		}
		n := NewSchedule{Name: "early", Line: "daily at 8", Place: Place{Transport: "test", Channel: "news"}, Zone: tokyo}
		if _, err := (Schedules{Publisher: p.publisher}).Add(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		p.run(on(1, 22)) // 7 o'clock of the next day there
		time.Sleep(8 * time.Hour)
		p.print("One", "Ana Sorley", "The toll stays")
		p.run(on(3, 0))
		p.want([]string{"02 23:00 Sun 2 Jan 2000 08:00"}, "Sun 2 Jan 2000 08:00")
	})
}

// A statement that two articles of one digest print is in it once.
func TestUnseenOnce(t *testing.T) {
	said := digest.Result{Speaker: &digest.Actor{Name: "Ana Sorley"}}
	stories := []digest.Story{
		{Article: digest.Article{ID: 1}, Quotes: []digest.Result{said}},
		{Article: digest.Article{ID: 2}, Quotes: []digest.Result{said}},
	}
	fresh, _, err := unseen(t.Context(), empty(t), "test:news", stories)
	if err != nil || len(fresh) != 2 || len(fresh[0].Quotes) != 1 || len(fresh[1].Quotes) != 0 {
		t.Errorf("fresh is %+v, %v", fresh, err)
	}
}

// A follow whose filter is clear no more says so once where it is read.
func TestFollowUnclear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		if _, err := p.st.AddFollow(t.Context(), store.Follow{Place: "test:me", Owner: "test:u1", Filter: "by:\"Ana Sorley\""}); err != nil {
			t.Fatal(err)
		}
		p.print("One", "Tomas Brekke", "The toll stays")
		p.run(on(1, 1))
		p.want([]string{"01 00:00 not clear any more"}, "not clear any more")
	})
}
