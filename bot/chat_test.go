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

func TestChatRemembersEventsOverRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, st := newPlatform(), aldmoor(t)
		first := chat(t, p, st, nil)
		asked := first.event(Said, "ana", "who is Brekke")
		first.handle(asked)
		if err := first.stop(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Minute)
		second := chat(t, p, st, nil)
		second.handle(asked)
		second.shows("Brekke")
	})
}

// A program that is killed has taken an event and not answered it, or has
// answered it and not recorded that.
func TestChatAfterAKill(t *testing.T) {
	for name, posted := range map[string]bool{"before the answer": false, "behind the answer": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, st := newPlatform(), aldmoor(t)
				asked := p.event(Said, "ana", "who is Brekke")
				if _, _, err := st.Receive(t.Context(), kept(asked, time.Now())); err != nil {
					t.Fatal(err)
				}
				if posted {
					p.put(Post{To: asked.Place, Message: text("The answer about Brekke."), Key: incoming{event: asked}.key(0)})
				}
				time.Sleep(3 * time.Hour)
				c := chat(t, p, st, nil)
				c.shows("Brekke")
				if n := c.found(); n != 1 {
					t.Errorf("looked for the answer %d times", n)
				}
				replied(t, st, asked, "bot-1")
			})
		})
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

func TestChatLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), func(c *Chat) { c.Limits = Limits{User: 2, Channel: 3} })
		for range 5 {
			c.handle(c.event(Said, "ana", "who is Brekke"))
		}
		for range 3 {
			c.handle(c.event(Said, "ben", "who is Brekke"))
		}
		time.Sleep(10 * time.Second)
		c.shows("chief", "chief", "too fast", "chief", "too fast") // two of one, one of the other, and once each that it was too fast
		time.Sleep(time.Minute)
		c.handle(c.event(Said, "ana", "who is Brekke"))
		c.shows("chief", "chief", "too fast", "chief", "too fast", "chief")
	})
}

func TestChatRoles(t *testing.T) {
	commands := append(Commands(),
		Command{Name: "schedule add", Usage: "schedule add TIME", Does: "a digest at that time", Examples: []string{"schedule add 8:00"}, Role: Admin,
			Handle: func(context.Context, *Conversation, string) (digest.Message, error) { return text("Added."), nil }},
		Command{Name: "feed add", Usage: "feed add URL", Does: "reads a feed", Examples: []string{"feed add https://post.example/feed"}, Role: Owner,
			Handle: func(context.Context, *Conversation, string) (digest.Message, error) { return text("Fed."), nil }})
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.admins = []string{"chair"}
		c := chat(t, p, aldmoor(t), func(c *Chat) {
			c.Commands = commands
			c.Roles = Roles{Owners: []string{"test:olga"}, Admins: map[string][]string{"test:quay": {"adam"}, "test:hall": {"ana"}}}
		})
		for _, tt := range []struct{ user, in, want string }{
			{"ana", "schedule add 8:00", "Only an admin of this channel may use ‘schedule add’. Ask adam or Olga Quist."},
			{"adam", "schedule add 8:00", "Added."},
			{"chair", "Schedule  ADD 8:00", "Added."},
			{"olga", "schedule add 8:00", "Added."},
			{"adam", "feed add https://post.example/feed", "Only an owner of this bot may use ‘feed add’. Ask Olga Quist."},
			{"olga", "/feed add https://post.example/feed", "Fed."},
			{"ana", "help feed", "It needs the role of owner."},
		} {
			before := len(c.all())
			c.handle(c.event(Said, tt.user, tt.in))
			time.Sleep(2 * time.Second)
			all := c.all()
			if len(all) != before+1 || !strings.Contains(all[before].text, tt.want) {
				t.Errorf("%s: %q is answered with %+v", tt.user, tt.in, all[before:])
			}
		}
		for user, want := range map[string]bool{"ana": false, "adam": false, "olga": true} {
			c.handle(c.event(Said, user, "help"))
			time.Sleep(2 * time.Second)
			all := c.all()
			if got := strings.Contains(all[len(all)-1].text, "feed add URL"); got != want {
				t.Errorf("help for %s lists what owners may do: %v", user, got)
			}
		}
		before := c.looks
		c.handle(c.event(Said, "ana", "help"))
		time.Sleep(2 * time.Second)
		if n := c.looks - before; n > 1 {
			t.Errorf("for one help the platform is asked %d times who is an admin", n)
		}
		alone := c.event(Said, "ana", "schedule add 8:00")
		alone.Place.Thread = "@ana" // from a channel without the bot: shown to her alone, and no conversation of hers
		c.handle(alone)
		time.Sleep(2 * time.Second)
		if all := c.all(); !strings.Contains(all[len(all)-1].text, "Only an admin") {
			t.Errorf("from a channel without the bot: %+v", all[len(all)-1])
		}
		direct := c.event(Said, "ana", "schedule add 8:00")
		direct.Direct, direct.Place.Channel = true, "ana and the bot"
		c.handle(direct)
		if all := c.all(); !strings.Contains(all[len(all)-1].text, "Added.") {
			t.Errorf("in a direct conversation: %+v", all[len(all)-1])
		}
		denials, err := c.Store.Denials(t.Context(), time.Now().Add(-time.Hour))
		if err != nil || len(denials) != 3 || denials[2].User != "ana" || denials[2].Command != "schedule add" || denials[1].Role != "owner" {
			t.Errorf("recorded: %+v, %v", denials, err)
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

// Who makes a schedule in a channel is told what is wrong where they have written to
// the bot alone, and else by their ID.
func TestOwnerPlace(t *testing.T) {
	st := aldmoor(t)
	if _, _, err := st.Receive(t.Context(), kept(Event{ID: "1", Occasion: Said, Place: Place{Transport: "matrix", Channel: "!hers"}, User: User{ID: "@ana:x.example"}, Direct: true}, time.Now())); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		e    Event
		want string
	}{
		{Event{}, ""},
		{Event{Place: Place{Transport: "matrix", Channel: "!room", Thread: "$1"}, User: User{ID: "@ana:x.example"}}, "matrix:!hers"},
		{Event{Place: Place{Transport: "matrix", Channel: "!other"}, User: User{ID: "@ana:x.example"}, Direct: true}, "matrix:!other"},
		{Event{Place: Place{Transport: "slack", Channel: "C1"}, User: User{ID: "U1"}}, "slack:U1"},
	} {
		if got, err := ownerPlace(t.Context(), &Conversation{Store: st, Event: tt.e}); err != nil || got != tt.want {
			t.Errorf("%+v: %q, %v, want %q", tt.e, got, err, tt.want)
		}
	}
}

// The memory of a conversation is the person's in the thread, then the thread's,
// then the person's in the channel.
func TestChatMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := chat(t, newPlatform(), aldmoor(t), nil)
		say := func(user, thread, line string) string {
			t.Helper()
			e := c.event(Said, user, line)
			if thread != "" {
				e.Place.Thread = thread
			}
			c.handle(e)
			time.Sleep(2 * time.Second)
			synctest.Wait()
			all := c.all()
			return all[len(all)-1].text
		}
		say("ana", "one", "what did Marta Lind say")
		say("ben", "two", "what did Jonas Lind say")
		for _, tt := range []struct{ user, thread, in, want string }{
			{"ana", "one", "who is she", "Marta Lind"},
			{"cas", "two", "who is he", "Jonas Lind"}, // what the thread is about
			{"ana", "", "who is she", "Marta Lind"},   // goes on, on the channel
			{"dora", "three", "more", "ask a question first"},
			{"eva", "@eva", "latest from Ana Sorley", "Sorley"}, // shown to her alone
			{"fay", "@fay", "more", "ask a question first"},
			{"eva", "@eva", "who is she", "Ana Sorley"},
			{"cas", "four", "hlep", "If you meant a command"},
			{"cas", "five", "!hlep digest", "There is no command ‘hlep’"},
			{"cas", "six", strings.Repeat("long ", 500), "longer than a question"},
			{"cas", "seven", "", "Ask me who said what"},
			{"cas", "eight", "Hello!", "Ask me who said what"},
			{"cas", "nine", "Thank you!", "You are welcome."},
			{"cas", "ten", "Что сказал Сэм", "I understand questions in English"},
			{"cas", "eleven", "who said what about " + strings.Repeat("night ferry ", 30), "night fe…’ is known"},
		} {
			if got := say(tt.user, tt.thread, tt.in); !strings.Contains(got, tt.want) {
				t.Errorf("%s in thread %q: %q is answered with %q", tt.user, tt.thread, tt.in, got)
			}
		}
	})
}

// After a restart it is said that the question is not known any more, to who has
// asked one.
func TestChatMemoryLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, st := newPlatform(), aldmoor(t)
		c := chat(t, p, st, nil)
		say := func(user, line string) string {
			t.Helper()
			c.handle(c.event(Said, user, line))
			time.Sleep(2 * time.Second)
			synctest.Wait()
			all := c.all()
			return all[len(all)-1].text
		}
		say("ana", "latest from Ana Sorley")
		if err := c.stop(); err != nil {
			t.Fatal(err)
		}
		c = chat(t, p, st, nil)
		const gone = "do not know any more what you asked"
		for _, tt := range []struct{ user, in, want string }{
			{"ana", "more", gone}, {"ana", "/Sources", gone}, {"ana", "context", gone},
			{"ben", "more", "ask a question first"}, {"ben", "context", "ask a question first"},
			{"ana", "latest from Ana Sorley", "Ana Sorley"}, {"ana", "more", "Brekke shouts"},
		} {
			if got := say(tt.user, tt.in); !strings.Contains(got, tt.want) {
				t.Errorf("%s: %q is answered with %q, want %q", tt.user, tt.in, got, tt.want)
			}
		}
	})
}

// A button means the same when other questions have been asked since, and after a
// restart.
func TestChatButtons(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, st := newPlatform(), aldmoor(t)
		c := chat(t, p, st, nil)
		c.handle(c.event(Said, "ana", "latest from Ana Sorley"))
		time.Sleep(2 * time.Second)
		answer := c.all()[0]
		choice := c.event(Said, "ana", "what did Lind say about the quay")
		c.handle(choice)
		time.Sleep(2 * time.Second)
		question := c.all()[1]
		c.handle(c.event(Said, "ana", "who is Brekke"))
		time.Sleep(2 * time.Second)
		if err := c.stop(); err != nil {
			t.Fatal(err)
		}
		c = chat(t, p, st, nil)
		press := func(m message, label string) string {
			t.Helper()
			for _, b := range m.buttons {
				if b.Label != label {
					continue
				}
				e := c.event(Pressed, "ben", b.Command)
				e.Message = m.id
				c.handle(e)
				time.Sleep(2 * time.Second)
				synctest.Wait()
				all := c.all()
				return all[len(all)-1].text
			}
			t.Fatalf("there is no button %q in %+v", label, m)
			return ""
		}
		more := press(answer, "1 more quote")
		for _, tt := range []struct{ in, want string }{
			{more, "Brekke shouts because he has no numbers"},
			{press(answer, "Show context"), "Mayor Ana Sorley said that the movement had come too late. “Brekke shouts because he has no numbers,” she said."},
			{press(answer, "Sources"), "2 articles behind 2 quotes:\nToll to stay"},
			{press(question, "Marta Lind"), "the quay was older than the town"},
		} {
			if !strings.Contains(tt.in, tt.want) {
				t.Errorf("%q is not in\n%s", tt.want, tt.in)
			}
		}
		if strings.Contains(more, "The toll stays") {
			t.Errorf("the next page begins anew:\n%s", more)
		}
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
