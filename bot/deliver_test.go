package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// empty returns a store without articles.
func empty(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.Open(context.Background(), store.Memory, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func deliverer(st *store.Store, t Transport) *Deliverer {
	return &Deliverer{Store: st, Transports: []Transport{t}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Pace: NewPace()}
}

// enqueue puts messages of one word each into the outbox, as one posting.
func enqueue(t testing.TB, st *store.Store, place string, words ...string) {
	t.Helper()
	p := store.Posting{Place: place, Kind: store.KindDigest, Source: "schedule test"}
	for _, w := range words {
		p.Parts = append(p.Parts, compose.Text(w))
	}
	if _, err := st.Enqueue(t.Context(), p, time.Now()); err != nil {
		t.Fatal(err)
	}
}

// during runs something until d has passed on the simulated clock.
func during(t testing.TB, d time.Duration, run func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := run(ctx); err != nil {
		t.Error(err)
	}
}

func arrivedTexts(p *platform) []string {
	var all []string
	for _, m := range p.all() {
		all = append(all, strings.TrimSpace(m.text))
	}
	return all
}

// Whatever a platform does to a message, it is there once and in its turn.
func TestDeliverFaults(t *testing.T) {
	down := errors.New("connection refused")
	for _, tt := range []struct {
		name   string
		faults func(*platform) []func(Post) error
		want   []string
		least  time.Duration // until all is there
		counts Counts
	}{
		{"none", func(*platform) []func(Post) error { return nil }, []string{"head", "part", "next"}, 2 * time.Second, Counts{Sent: 3}},
		{"429", func(*platform) []func(Post) error {
			return []func(Post) error{func(Post) error { return &Retry{After: 30 * time.Second, Err: down} }}
		}, []string{"head", "part", "next"}, 32 * time.Second, Counts{Sent: 3, Retried: 1}},
		{"down for a while", func(*platform) []func(Post) error {
			return slices.Repeat([]func(Post) error{func(Post) error { return &Retry{Err: down} }}, 5)
		}, []string{"head", "part", "next"}, time.Minute, Counts{Sent: 3, Retried: 5}},
		{"arrived, but the answer was lost", func(p *platform) []func(Post) error {
			return []func(Post) error{func(post Post) error { p.put(post); return fmt.Errorf("%w: %w", ErrUnsure, down) }}
		}, []string{"head", "part", "next"}, 0, Counts{Sent: 3, Retried: 1, Found: 1}},
		{"not arrived, and the answer was lost", func(*platform) []func(Post) error {
			return []func(Post) error{func(Post) error { return ErrUnsure }, func(Post) error { return &Retry{Err: down} }}
		}, []string{"head", "part", "next"}, 0, Counts{Sent: 3, Retried: 2}},
		{"lost in the second part", func(p *platform) []func(Post) error {
			return []func(Post) error{nil, func(post Post) error { p.put(post); return ErrUnsure }}
		}, []string{"head", "part", "next"}, 0, Counts{Sent: 3, Retried: 1, Found: 1}},
		{"refused for good", func(*platform) []func(Post) error {
			return []func(Post) error{func(Post) error { return errors.New("invalid_blocks") }}
		}, []string{"next"}, 0, Counts{Sent: 1, GivenUp: 1}},
		{"gone", func(*platform) []func(Post) error { return []func(Post) error{func(Post) error { return ErrGone }} }, nil, 0, Counts{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.faults = tt.faults(p)
				st := empty(t)
				enqueue(t, st, "test:a", "head", "part")
				enqueue(t, st, "test:a", "next")
				d := deliverer(st, p)
				start := time.Now()
				during(t, 10*time.Minute, d.Run)
				if diff := cmp.Diff(tt.want, arrivedTexts(p)); diff != "" {
					t.Errorf("-want +arrived:\n%s", diff)
				}
				if diff := cmp.Diff(tt.counts, d.Counts()); diff != "" {
					t.Errorf("counts -want +got:\n%s", diff)
				}
				all := p.all()
				for i, m := range all {
					if i > 0 && m.when.Sub(all[i-1].when) < time.Second-time.Millisecond {
						t.Errorf("%q came %s after the message before", m.text, m.when.Sub(all[i-1].when))
					}
					if (strings.TrimSpace(m.text) == "part") != (m.at.Thread == "bot-1") {
						t.Errorf("%q is in the thread %q", m.text, m.at.Thread)
					}
				}
				if n := len(all); n > 0 && all[n-1].when.Sub(start) < tt.least-time.Millisecond {
					t.Errorf("all was there after %s, want no sooner than %s", all[n-1].when.Sub(start), tt.least)
				}
				if queues, err := st.Queues(t.Context(), time.Now()); err != nil || len(queues) > 0 {
					t.Errorf("%v still waits, %v", queues, err)
				}
			})
		})
	}
}

// A message that was made without its platform is cut by it, once.
func TestDivide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.faults = []func(Post) error{nil, func(Post) error { return &Retry{Err: errors.New("not now")} }}
		st := empty(t)
		var long digest.Message
		for i := range 2*maxBlocks + 1 {
			long.Blocks = append(long.Blocks, compose.Text(fmt.Sprint("line ", i)).Blocks...)
		}
		if _, err := st.Enqueue(t.Context(), store.Posting{Place: "test:a", Kind: store.KindDigest, Parts: []digest.Message{long}}, time.Now()); err != nil {
			t.Fatal(err)
		}
		during(t, time.Minute, deliverer(st, p).Run)
		text := ""
		for _, m := range p.all() {
			text += m.text
		}
		if len(p.all()) != 3 || strings.Count(text, "line ") != 2*maxBlocks+1 || p.all()[2].at.Thread != "bot-1" {
			t.Errorf("%d messages:\n%s", len(p.all()), text)
		}
	})
}

// After a day of trying a message is given up, the owner is told, and what came later
// is not.
func TestGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		st := empty(t)
		id, err := st.AddSchedule(t.Context(), store.Schedule{Name: "morning", Place: "test:a", Owner: "test:owner", Line: "daily at 8", Zone: "UTC", Options: "{}", Created: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		posting := store.Posting{Place: "test:a", Kind: store.KindDigest, Source: "schedule morning", Schedule: id, Parts: []digest.Message{compose.Text("old"), compose.Text("its part")}}
		if _, err := st.Enqueue(t.Context(), posting, time.Now()); err != nil {
			t.Fatal(err)
		}
		d := deliverer(st, faulty{p, func(post Post) error {
			if post.To.Channel == "a" {
				return &Retry{Err: errors.New("not today")}
			}
			return nil
		}})
		during(t, 23*time.Hour, d.Run)
		if queues, err := st.Queues(t.Context(), time.Now()); err != nil || len(queues) != 1 || d.Counts().GivenUp > 0 {
			t.Fatalf("after 23 hours %v waits, %v", queues, err)
		}
		during(t, 2*time.Hour, d.Run)
		got := arrivedTexts(p)
		if len(got) != 1 || !strings.Contains(got[0], "schedule morning") || !strings.Contains(got[0], "not today") || p.all()[0].at.Channel != "owner" {
			t.Errorf("posted is %q", got)
		}
	})
}

// A channel that is gone pauses its schedules and follows, and their owners are told:
// those of the bot for a schedule of the file that names none.
func TestChannelGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		st := empty(t)
		_, err := st.AddSchedule(t.Context(), store.Schedule{Name: "morning", Place: "test:a", Owner: "test:owner", Line: "daily at 8", Zone: "UTC", Options: "{}", Created: time.Now(), Next: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		_, err = st.AddSchedule(t.Context(), store.Schedule{Name: "noon", Origin: store.FromFile, Place: "test:a", Line: "daily at 12", Zone: "UTC", Options: "{}", Created: time.Now(), Next: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		for _, owner := range []string{"test:U1", "test:U2", "command line"} {
			if _, err := st.AddFollow(t.Context(), store.Follow{Place: "test:a", Owner: owner, Filter: `about:"toll"`, Created: time.Now()}); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := st.Receive(t.Context(), store.Event{Transport: "test", Key: "1", Occasion: string(Said), Channel: "direct", Message: "1", User: "U2", Direct: true, Received: time.Now()}); err != nil {
			t.Fatal(err)
		}
		enqueue(t, st, "test:a", "news")
		enqueue(t, st, "test:b", "other news")
		d := deliverer(st, faulty{p, func(post Post) error {
			if post.To.Channel == "a" {
				return fmt.Errorf("is_archived: %w", ErrGone)
			}
			return nil
		}})
		d.Owners = func() []string { return []string{"test:boss"} }
		during(t, time.Minute, d.Run)
		got := make(map[string]string)
		for _, m := range p.all() {
			got[m.at.Channel] += m.text
		}
		for channel, want := range map[string]string{
			"b": "other news", "owner": "schedule resume morning", "boss": "schedule resume noon", "U1": `follow about:"toll"`, "direct": `follow about:"toll"`,
		} {
			if !strings.Contains(got[channel], want) {
				t.Errorf("to %s is posted %q, want %q", channel, got[channel], want)
			}
			delete(got, channel)
		}
		if len(got) > 0 {
			t.Errorf("besides is posted %q", got)
		}
		all, err := st.Schedules(t.Context())
		if err != nil || !strings.Contains(all[0].Paused, "is_archived") {
			t.Errorf("the schedule is %+v, %v", all, err)
		}
	})
}

// faulty is a platform that fails by a rule.
type faulty struct {
	*platform
	fault func(Post) error
}

func (f faulty) Post(ctx context.Context, p Post) (string, error) {
	if err := f.fault(p); err != nil {
		return "", err
	}
	return f.platform.Post(ctx, p)
}

// A platform that is down for eight hours with a thousand channels: afterwards
// everything is there, in order, once, and at the platform's rate.
func TestOutage(t *testing.T) {
	for name, down := range map[string]func(context.Context) error{
		"refuses": func(context.Context) error { return &Retry{Err: errors.New("service unavailable")} },
		"hangs": func(ctx context.Context) error {
			<-ctx.Done()
			return fmt.Errorf("%w: %w", ErrUnsure, ctx.Err())
		},
	} {
		t.Run(name, func(t *testing.T) { outageOf(t, down) })
	}
}

func outageOf(t *testing.T, down func(context.Context) error) {
	channels := 1000
	if testing.Short() {
		channels = 30
	}
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		st := empty(t)
		up := time.Now().Add(8 * time.Hour)
		d := deliverer(st, outOf{p, func(ctx context.Context) error {
			if time.Now().Before(up) {
				return down(ctx)
			}
			return nil
		}})
		for c := range channels {
			for i := range 3 {
				enqueue(t, st, fmt.Sprintf("test:%d", c), fmt.Sprint(i))
			}
		}
		during(t, 8*time.Hour+20*time.Minute, d.Run)
		last := make(map[string]message)
		for _, m := range p.all() {
			before, text := last[m.at.Channel], strings.TrimSpace(m.text)
			if want := fmt.Sprint(len(before.text)); text != want {
				t.Errorf("channel %s has %q, want %s next", m.at.Channel, text, want)
			}
			if before.id != "" && m.when.Sub(before.when) < time.Second-time.Millisecond {
				t.Errorf("channel %s has two messages within %s", m.at.Channel, m.when.Sub(before.when))
			}
			m.text = before.text + "x" // counts
			last[m.at.Channel] = m
		}
		if len(p.all()) != 3*channels {
			t.Errorf("%d messages have arrived, want %d", len(p.all()), 3*channels)
		}
		if n := d.Counts(); n.GivenUp > 0 {
			t.Errorf("given up: %+v", n)
		}
	})
}

// outOf is a platform that is out for a while.
type outOf struct {
	*platform
	out func(context.Context) error
}

func (o outOf) Post(ctx context.Context, p Post) (string, error) {
	if err := o.out(ctx); err != nil {
		return "", err
	}
	return o.platform.Post(ctx, p)
}

// elsewhere is a platform of another name.
type elsewhere struct{ *platform }

func (elsewhere) Name() string { return "other" }

// A platform that hangs is noted as out, and takes no turn of another.
func TestHangingPlatform(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, well := empty(t), newPlatform()
		d := deliverer(st, outOf{newPlatform(), func(ctx context.Context) error {
			<-ctx.Done()
			return fmt.Errorf("%w: %w", ErrUnsure, ctx.Err())
		}})
		d.Transports = append(d.Transports, elsewhere{well})
		for i := range 2 * servedAtOnce {
			enqueue(t, st, fmt.Sprintf("test:%d", i), "waits")
		}
		go func() { // when no turn is left
			time.Sleep(10 * time.Second)
			enqueue(t, st, "other:a", "news")
			d.Wake()
		}()
		start := time.Now()
		go func() {
			time.Sleep(sendTimeout + 15*time.Second)
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.outages["test"] == nil || d.outages["test"].failures < mayFail {
				t.Error("the platform that hangs is not noted as out")
			}
		}()
		during(t, 2*time.Minute, d.Run)
		if all := well.all(); len(all) != 1 || all[0].when.Sub(start) > 15*time.Second {
			t.Errorf("the other platform has %v", all)
		}
	})
}
