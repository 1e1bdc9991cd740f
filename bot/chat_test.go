package bot

import (
	"context"
	"errors"
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

// quiet fails the test where something is logged as an error.
func quiet(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(failing{t}, &slog.HandlerOptions{Level: slog.LevelError}))
}

type failing struct{ t *testing.T }

func (f failing) Write(line []byte) (int, error) {
	f.t.Errorf("logged: %s", line)
	return len(line), nil
}

var noLog = slog.New(slog.DiscardHandler)

func TestChatAnswersInTheThread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), nil)
		asked := c.event(Said, "ana", "who is Brekke")
		c.handle(asked)
		all := c.shows("chief of the harbour wardens")
		if all[0].at != asked.Place {
			t.Errorf("the answer is at %s", all[0].at)
		}
		c.handle(asked) // the platform delivers it again
		c.shows("chief of the harbour wardens")
		if marks := c.marked(asked.Message); len(marks) > 0 {
			t.Errorf("a fast answer was announced: %v", marks)
		}
		replied(t, c.Store, asked, "bot-1")
	})
}

// replied checks which messages are recorded at an event.
func replied(t *testing.T, st *store.Store, e Event, want ...string) {
	t.Helper()
	asked, err := st.Asked(t.Context(), e.Place.Transport, e.Place.Channel, e.Message)
	if err != nil {
		t.Fatal(err)
	}
	replies, err := st.Replies(t.Context(), asked.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range replies {
		got = append(got, r.Message)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recorded as answer: %s", diff)
	}
	if waiting, err := st.Unanswered(t.Context()); err != nil || len(waiting) > 0 {
		t.Errorf("%d events wait (%v)", len(waiting), err)
	}
}

func TestChatEdits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), nil)
		asked := c.event(Said, "ana", "who is Brekkke")
		c.handle(asked)
		c.shows("Brekke")
		edited := asked
		edited.ID, edited.Occasion, edited.Text = "edit-1", Edited, "who is Marta Lind"
		time.Sleep(time.Minute)
		c.handle(edited)
		c.shows("Marta Lind")

		long := edited
		long.ID, long.Text = "edit-2", "digest"
		time.Sleep(time.Minute)
		c.handle(long)
		time.Sleep(time.Minute)
		parts := c.all()
		if len(parts) < 2 || !strings.Contains(parts[0].text, "Digest") {
			t.Fatalf("a longer answer is %+v", parts)
		}
		short := edited
		short.ID, short.Text = "edit-3", "who is Brekke"
		c.handle(short)
		time.Sleep(time.Minute)
		for i, m := range c.all() {
			if want := i == 0; strings.Contains(m.text, "chief") != want || strings.Contains(m.text, "(deleted)") == want {
				t.Errorf("message %d of the shorter answer is %q", i, m.text)
			}
		}
		replied(t, c.Store, asked, "bot-1")

		deleted := asked
		deleted.ID, deleted.Occasion, deleted.User.ID = "delete-1", Deleted, "moderator"
		c.handle(deleted)
		time.Sleep(time.Minute)
		if first := c.all()[0]; first.text != "(deleted)" {
			t.Errorf("the answer to a deleted question is %q", first.text)
		}
		replied(t, c.Store, asked)
	})
}

// A question that is changed, or deleted, while its answer is on its way.
func TestChatEditsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), nil)
		asked := c.event(Said, "ana", "digest")
		c.handle(asked)
		edited := asked
		edited.ID, edited.Occasion, edited.Text = "edit-1", Edited, "who is Brekke"
		c.handle(edited)
		time.Sleep(time.Minute)
		for i, m := range c.all() {
			if want := i == 0; strings.Contains(m.text, "chief") != want {
				t.Errorf("message %d is %q", i, m.text)
			}
		}
		edited.ID, edited.Text = "edit-2", "digest"
		deleted := edited
		deleted.ID, deleted.Occasion = "delete-1", Deleted
		c.handle(edited)
		c.handle(deleted)
		time.Sleep(time.Minute)
		for i, m := range c.all() {
			if m.text != "(deleted)" {
				t.Errorf("message %d is %q", i, m.text)
			}
		}
	})
}

func TestChatIgnoresChangesOfWhatItDidNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), nil)
		c.handle(c.event(Edited, "ana", "who is Brekke"))
		c.handle(c.event(Deleted, "ana", ""))
		c.shows()
	})
}

func TestChatSendsAgain(t *testing.T) {
	later := func(Post) error { return &Retry{After: 30 * time.Second, Err: errors.New("429")} }
	for name, tt := range map[string]struct {
		faults func(p *platform) []func(Post) error
		after  time.Duration
		finds  int
	}{
		"asked to wait": {func(*platform) []func(Post) error { return []func(Post) error{later, later} }, 61 * time.Second, 0},
		"asked, without when": {func(*platform) []func(Post) error {
			return []func(Post) error{func(Post) error { return &Retry{Err: errors.New("503")} }}
		}, 2 * time.Second, 0},
		"lost on the way back": {func(p *platform) []func(Post) error {
			return []func(Post) error{func(post Post) error { p.put(post); return fmt.Errorf("reset: %w", ErrUnsure) }}
		}, 2 * time.Second, 1},
		"lost on the way there": {func(*platform) []func(Post) error {
			return []func(Post) error{func(Post) error { return fmt.Errorf("timeout: %w", ErrUnsure) }}
		}, 2 * time.Second, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.faults = tt.faults(p)
				c := chat(t, p, aldmoor(t), nil)
				asked := c.event(Said, "ana", "who is Brekke")
				c.handle(asked)
				elsewhere := c.event(Said, "ben", "who is Marta Lind")
				elsewhere.Place.Channel = "hall"
				time.Sleep(tt.after)
				synctest.Wait()
				all := c.all()
				if len(all) != 1 || c.found() != tt.finds {
					t.Fatalf("shown %+v, looked for %d times", all, c.found())
				}
				replied(t, c.Store, asked, "bot-1")
				c.handle(elsewhere)
				c.shows("Brekke", "Marta Lind")
			})
		})
	}
}

// One channel that is held up does not hold up another.
func TestChatChannelsSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.faults = []func(Post) error{func(Post) error { return &Retry{After: time.Minute, Err: errors.New("429")} }}
		c := chat(t, p, aldmoor(t), nil)
		c.handle(c.event(Said, "ana", "who is Brekke"))
		for i := range 20 { // more than are made at once
			e := c.event(Said, "ana", "who is Brekke")
			e.User.ID = fmt.Sprint("user", i)
			c.handle(e)
		}
		e := c.event(Said, "ben", "who is Marta Lind")
		e.Place.Channel = "hall"
		c.handle(e)
		c.shows("Marta Lind")
		time.Sleep(2 * time.Minute)
		all := c.all()
		if len(all) != 22 {
			t.Fatalf("%d messages are shown", len(all))
		}
		for i := 2; i < len(all); i++ {
			if d := all[i].when.Sub(all[i-1].when); d < time.Second {
				t.Errorf("messages %d and %d in one channel are %v apart", i-1, i, d)
			}
		}
	})
}

func TestChatGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.faults = []func(Post) error{func(Post) error { return fmt.Errorf("not in channel: %w", ErrGone) }}
		var left []Place
		c := chat(t, p, aldmoor(t), func(c *Chat) {
			c.Left = func(_ context.Context, at Place) error { left = append(left, at); return nil }
		})
		c.handle(c.event(Said, "ana", "who is Brekke"))
		c.shows()
		if diff := cmp.Diff([]Place{{Transport: "test", Channel: "quay"}}, left); diff != "" {
			t.Error(diff)
		}
	})
}

func TestChatMarksSlowAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.slow = 3 * time.Second
		c := chat(t, p, aldmoor(t), nil)
		asked := c.event(Said, "ana", "who is Brekke")
		c.handle(asked)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if diff := cmp.Diff([]Mark{Working}, c.marked(asked.Message)); diff != "" {
			t.Error(diff)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if diff := cmp.Diff([]Mark{Working, Done}, c.marked(asked.Message)); diff != "" {
			t.Error(diff)
		}
	})
}

// An event that is on disk is dealt with, also where it cannot be found what it
// changes: delivered again it would be passed over.
func TestChatTakesWhatIsStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), func(c *Chat) { c.Log = noLog })
		asked := c.event(Said, "ana", "who is Brekke")
		c.handle(asked)
		time.Sleep(2 * time.Second)
		edited := asked
		edited.ID, edited.Occasion, edited.Text = "edited", Edited, "who is Ana Sorley"
		ended, cancel := context.WithCancel(t.Context())
		cancel() // storing does not mind, looking does
		if err := c.Handle(ended, edited); err != nil {
			t.Errorf("the platform is told to deliver it again: %v", err)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		waiting, err := c.Store.Unanswered(t.Context())
		if err != nil || len(waiting) > 0 {
			t.Errorf("what waits is %+v, %v", waiting, err)
		}
		if err := c.Handle(t.Context(), edited); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Second)
		c.shows("Brekke")
	})
}

func TestChatPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), func(c *Chat) {
			c.Log = noLog
			c.Commands = []Command{{Name: "crash", Usage: "crash", Handle: func(context.Context, *Conversation, string) (digest.Message, error) { panic("nil map") }}}
		})
		c.handle(c.event(Said, "ana", "crash"))
		c.handle(c.event(Said, "ben", "who is Brekke"))
		time.Sleep(2 * time.Second)
		c.shows("Something is wrong", "chief")
	})
}

// What was begun is finished when the bot stops; what was not is done at the next
// start; nothing is taken any more.
func TestChatStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, st := newPlatform(), aldmoor(t)
		p.slow = 3 * time.Second
		first := chat(t, p, st, nil)
		for range 3 {
			first.handle(first.event(Said, "ana", "who is Brekke"))
		}
		begun := time.Now()
		if err := first.stop(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("stopping took %v", took)
		}
		first.shows("chief")
		if err := first.Handle(t.Context(), p.event(Said, "ana", "who is Lind")); !errors.Is(err, errStopping) {
			t.Errorf("err = %v", err)
		}
		second := chat(t, p, st, nil)
		time.Sleep(time.Minute)
		second.shows("chief", "chief", "chief")
	})
}

// A platform that hangs does not keep the bot from stopping.
func TestChatStopsOnAHangingPlatform(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, st := newPlatform(), aldmoor(t)
		p.slow = time.Hour
		first := chat(t, p, st, nil)
		asked := first.event(Said, "ana", "who is Brekke")
		first.handle(asked)
		begun := time.Now()
		if err := first.stop(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("stopping took %v", took)
		}
		p.slow = 0
		second := chat(t, p, st, nil)
		second.shows("chief")
		replied(t, st, asked, "bot-1")
	})
}
