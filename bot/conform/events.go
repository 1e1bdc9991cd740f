package conform

import (
	"fmt"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/digest"
)

// said checks what is alike in all events of a person's.
func (p *party) said(e bot.Event, occasion bot.Occasion, message, words string) {
	p.t.Helper()
	if e.Occasion != occasion || e.Message != message || e.Text != words {
		p.t.Errorf("the event is %s of %q at message %s; it should be %s of %q at %s", e.Occasion, e.Text, e.Message, occasion, words, message)
	}
	if e.ID == "" || e.User.ID == "" || e.Sent.IsZero() || time.Since(e.Sent).Abs() > time.Hour {
		p.t.Errorf("ID, user or time are missing: %+v", e)
	}
}

func testSaidDirectly(t *testing.T, p *party) {
	l := p.listen()
	id := p.say(p.Direct(), "who said what about the quay")
	e := p.next(l)
	p.said(e, bot.Said, id, "who said what about the quay")
	if !e.Direct || e.Place != p.Direct() {
		t.Errorf("a direct conversation is at %s, direct: %v", e.Place, e.Direct)
	}
	answer := p.post(l, e.Place, text("Two people."))
	p.seen(p.Direct(), answer, "shown", is("Two people."))
}

func testSaidInChannel(t *testing.T, p *party) {
	l := p.listen()
	id := p.say(p.Channel(), "who said what about the quay?")
	e := p.next(l)
	p.said(e, bot.Said, id, "who said what about the quay?")
	thread := p.Channel()
	thread.Thread = id
	if e.Direct || e.Place != thread {
		t.Errorf("the answer belongs to %s, and not to the thread of the question, %s", e.Place, thread)
	}
	answer := p.post(l, e.Place, text("Two people."))
	p.seen(thread, answer, "in the thread", is("Two people."))

	// Nothing said but the name: a person who wants help.
	id = p.say(p.Channel(), "")
	p.said(p.next(l), bot.Said, id, "")
	p.none(l)
}

func testSaidInThread(t *testing.T, p *party) {
	l := p.listen()
	thread := p.Channel()
	thread.Thread = p.post(l, p.Channel(), text("The digest of today."))
	id := p.say(thread, "what did she say")
	e := p.next(l)
	p.said(e, bot.Said, id, "what did she say")
	if e.Place != thread {
		t.Errorf("the answer belongs to %s, and not to the thread %s", e.Place, thread)
	}
}

func testNotForTheBot(t *testing.T, p *party) {
	l := p.listen()
	if _, err := p.Chat(t.Context(), p.Channel(), "shall we have lunch"); err != nil {
		t.Fatal(err)
	}
	id := p.say(p.Channel(), "help")
	p.said(p.next(l), bot.Said, id, "help")
	p.none(l)
}

func testOwnMessages(t *testing.T, p *party) {
	l := p.listen()
	mine := p.post(l, p.Direct(), text("help"))
	p.seen(p.Direct(), mine, "shown", is("help"))
	id := p.say(p.Direct(), "digest")
	p.said(p.next(l), bot.Said, id, "digest")
	p.none(l)
}

func testAmended(t *testing.T, p *party) {
	l := p.listen()
	ctx := t.Context()
	for _, at := range []bot.Place{p.Direct(), p.Channel()} {
		id := p.say(at, "who is Ana Sorly")
		first := p.next(l)
		p.said(first, bot.Said, id, "who is Ana Sorly")
		if err := p.Amend(ctx, at, id, "who is Ana Sorley"); err != nil {
			t.Fatal(err)
		}
		e := p.next(l)
		p.said(e, bot.Edited, id, "who is Ana Sorley")
		if e.ID == first.ID {
			t.Error("the edit has the ID of what was said")
		}
		if e.Place != first.Place {
			t.Errorf("the edit is at %s, what was said at %s", e.Place, first.Place)
		}
		if err := p.Withdraw(ctx, at, id); err != nil {
			t.Fatal(err)
		}
		e = p.next(l)
		if e.Occasion != bot.Deleted || e.Message != id || e.Place.Channel != at.Channel || e.ID == "" {
			t.Errorf("deleting the message is the event %+v", e)
		}
	}
}

// offer is a message with buttons, of which the second belongs to a list.
func offer() digest.Message {
	return digest.Message{Blocks: []digest.Block{
		digest.Paragraph{Text: []digest.Run{{Text: "Who is meant?"}}},
		digest.List{Ordered: true, Items: [][]digest.Run{{{Text: "Marta Lind"}}, {{Text: "Jonas Lind"}}}},
		digest.Buttons{Items: []digest.Button{{Label: "Marta Lind", Command: `by:"Marta Lind"`}, {Label: "Jonas Lind", Command: `by:"Jonas Lind"`}}},
		digest.Buttons{Items: []digest.Button{{Label: "4 more quotes", Command: `more 1831 about:"quay" class:statement`, Short: "more"}}},
	}}
}

func testButtons(t *testing.T, p *party) {
	l := p.listen()
	id := p.post(l, p.Channel(), offer())
	p.seen(p.Channel(), id, "shown", is("Who is meant?"))
	for _, press := range []struct{ label, command string }{
		{"Jonas Lind", `by:"Jonas Lind"`},
		{"4 more quotes", `more 1831 about:"quay" class:statement`},
	} {
		p.press(l, id, press.label, press.command)
	}
}

// press presses a button of a message in the channel and checks what comes of it.
func (p *party) press(l *listening, id, label, command string) {
	p.t.Helper()
	if err := p.Press(p.t.Context(), p.Channel(), id, label); err != nil {
		p.t.Fatalf("pressing %q: %v", label, err)
	}
	e := p.next(l)
	if p.channels {
		p.said(e, bot.Pressed, id, command)
		if e.Place.Channel != p.Channel().Channel || e.Place.Thread != id {
			p.t.Errorf("the answer belongs to %s, and not into the thread of message %s", e.Place, id)
		}
	} else if e.ID == "" || e.Text != command && e.Text != "more" { // a terminal says what to type
		p.t.Errorf("pressing %q is the event %+v", label, e)
	}
}

// testButtonsLater presses a button of a message from before a restart.
func testButtonsLater(t *testing.T, p *party) {
	before := p.listen()
	id := p.post(before, p.Channel(), offer())
	p.seen(p.Channel(), id, "shown", is("Who is meant?"))
	if !p.channels {
		return // what a terminal has shown is gone with its program
	}
	if err := before.stop(); err != nil {
		t.Fatal(err)
	}
	p.press(p.listen(), id, "4 more quotes", `more 1831 about:"quay" class:statement`)
}

func testReconnect(t *testing.T, p *party) {
	l := p.listen()
	id := p.say(p.Channel(), "help")
	p.said(p.next(l), bot.Said, id, "help")
	for i := range 3 {
		if err := p.Break(t.Context()); err != nil {
			t.Fatal(err)
		}
		words := fmt.Sprintf("digest since:2018-01-0%d", i+1)
		id := p.say(p.Channel(), words) // perhaps before the transport is back
		p.said(p.next(l), bot.Said, id, words)
	}
	p.none(l)
	answer := p.post(l, p.Channel(), text("Still here."))
	p.seen(p.Channel(), answer, "shown", is("Still here."))
}

func testNoHistory(t *testing.T, p *party) {
	p.say(p.Channel(), "digest of long ago")
	p.say(p.Direct(), "help of long ago")
	time.Sleep(1100 * time.Millisecond) // platforms' clocks count in seconds
	first := p.listen()
	id := p.say(p.Channel(), "help")
	p.said(p.next(first), bot.Said, id, "help")
	p.none(first)
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	second := p.listen()
	id = p.say(p.Channel(), "questions")
	p.said(p.next(second), bot.Said, id, "questions")
	p.none(second)
}

// testRedelivery refuses an event as a full disk would: it may not be lost.
func testRedelivery(t *testing.T, p *party) {
	l := p.listen()
	l.mu.Lock()
	l.refuse = 1
	l.mu.Unlock()
	id := p.say(p.Channel(), "who is Ana Sorley")
	e := p.next(l)
	p.said(e, bot.Said, id, "who is Ana Sorley")
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.refused) != 1 || l.refused[0].ID != e.ID {
		t.Errorf("what was refused as %+v came again as %+v", l.refused, e)
	}
}

func testStop(t *testing.T, p *party) {
	l := p.listen()
	if err := l.stop(); err != nil {
		t.Error(err)
	}
}
