package bot

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

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
