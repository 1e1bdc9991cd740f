package conform

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"whosaid/bot"
	"whosaid/digest"
)

func testPost(t *testing.T, p *party) {
	l := p.listen()
	for _, at := range []bot.Place{p.Channel(), p.Direct()} {
		if at.Transport != l.Name() {
			t.Errorf("the place %s is not of the transport %q", at, l.Name())
		}
		id := p.post(l, at, text("The quay is older than the town."))
		s := p.seen(at, id, "shown", is("The quay is older than the town."))
		if len(s.Notifies) > 0 || s.Edited {
			t.Errorf("a plain message is shown as %+v", s)
		}
	}
}

func testThread(t *testing.T, p *party) {
	l := p.listen()
	head := p.post(l, p.Channel(), text("The head of a digest."))
	thread := p.Channel()
	thread.Thread = head
	first := p.post(l, thread, text("Its first story."))
	second := p.post(l, thread, text("Its second story."))
	p.seen(thread, first, "in the thread", is("Its first story."))
	p.seen(thread, second, "in the thread", is("Its second story."))
	p.seen(p.Channel(), head, "in the channel", is("The head of a digest."))
	for _, s := range p.shown(p.Channel()) {
		if s.ID == first || s.ID == second {
			t.Errorf("the channel itself shows what belongs into the thread: %+v", s)
		}
	}
	for _, s := range p.shown(thread) {
		if s.ID == head {
			t.Error("the thread shows its head twice")
		}
	}
}

func testEdit(t *testing.T, p *party) {
	l := p.listen()
	id := p.post(l, p.Channel(), text("Said by the harbour master."))
	p.seen(p.Channel(), id, "shown", is("Said by the harbour master."))
	if err := l.Edit(t.Context(), p.Channel(), id, text("Said by the mayor.")); err != nil {
		t.Fatal(err)
	}
	s := p.seen(p.Channel(), id, "edited", is("Said by the mayor."))
	if has(s.Text, "harbour master") || len(s.Notifies) > 0 {
		t.Errorf("after the edit there is %+v", s)
	}
	if !s.Edited {
		t.Error("a person cannot see that the message was edited")
	}
}

func testDelete(t *testing.T, p *party) {
	l := p.listen()
	kept := p.post(l, p.Channel(), text("To be kept."))
	id := p.post(l, p.Channel(), text("To be taken back."))
	p.seen(p.Channel(), id, "shown", is("To be taken back."))
	for range 2 { // one that is gone already is no error
		if err := l.Delete(t.Context(), p.Channel(), id); err != nil {
			t.Fatal(err)
		}
	}
	p.gone(p.Channel(), id)
	p.seen(p.Channel(), kept, "still there", is("To be kept."))
}

func testMarks(t *testing.T, p *party) {
	l := p.listen()
	id := p.say(p.Channel(), "who is Ana Sorley")
	e := p.next(l)
	for _, mark := range []bot.Mark{bot.Working, bot.Working, bot.Done, bot.Unmarked, bot.Failed} {
		if err := l.Mark(t.Context(), e.Place, e.Message, mark); err != nil {
			t.Fatalf("mark %d: %v", mark, err)
		}
		p.seen(p.Channel(), id, fmt.Sprintf("marked %d", mark), func(s Shown) bool { return s.Mark == mark })
	}
}

// quotes makes a message that no platform takes in one piece: each quote with
// words of its own, so that it is seen where it is cut.
func quotes(n, length int) (digest.Message, []string) {
	var m digest.Message
	var all []string
	m.Blocks = append(m.Blocks, digest.Heading{Level: 1, Text: []digest.Run{{Text: "Who said what about the quay"}}})
	for i := range n {
		var b strings.Builder
		for j := 0; b.Len() < length; j++ {
			fmt.Fprintf(&b, "word%dof%d ", j, i)
		}
		words := "“" + strings.TrimSpace(b.String()) + "”"
		all = append(all, words)
		m.Blocks = append(m.Blocks,
			digest.Heading{Level: 2, Text: []digest.Run{{Text: fmt.Sprintf("Speaker %d", i), Style: digest.Bold}}},
			digest.Blockquote{Text: []digest.Run{{Text: words}, digest.Break, {Text: fmt.Sprintf("— Aldmoor Post %d", i), URL: fmt.Sprintf("https://post.example/%d", i)}}})
	}
	return m, all
}

// testSplit posts a long message as the bot does: the first part for all, the
// others into its thread.
func testSplit(t *testing.T, p *party) {
	l := p.listen()
	m, all := quotes(200, 400)
	parts := l.Split(m)
	if len(parts) == 0 {
		t.Fatal("nothing is left of the message")
	}
	for i, part := range parts {
		if again := l.Split(part); len(again) != 1 {
			t.Errorf("part %d is split again, into %d", i, len(again))
		}
	}
	at := p.Channel()
	texts := []string{p.posted(l, at, parts[0]).Text}
	if thread := p.threadOf(at); p.channels {
		at = thread
	}
	for _, part := range parts[1:] {
		texts = append(texts, p.posted(l, at, part).Text)
	}
	for i, quote := range all {
		whole := 0
		for _, shown := range texts {
			if has(unbarred(shown), quote) {
				whole++
			}
		}
		if whole != 1 {
			t.Errorf("quote %d stands whole in %d of %d messages", i, whole, len(texts))
		}
		if i > 3 && t.Failed() {
			break
		}
	}
	if p.channels && len(parts) > 1 && len(texts[0]) > 5000 {
		t.Errorf("the message that stands in the channel has %d bytes", len(texts[0]))
	}
}

// posted posts m and waits until it is shown.
func (p *party) posted(l *listening, at bot.Place, m digest.Message) Shown {
	p.t.Helper()
	id := p.post(l, at, m)
	return p.seen(at, id, "shown", func(s Shown) bool { return s.Bot })
}

// threadOf returns the thread on the last message of the bot's in a channel.
func (p *party) threadOf(at bot.Place) bot.Place {
	p.t.Helper()
	for _, s := range p.shown(at) {
		if s.Bot {
			at.Thread = s.ID
		}
	}
	return at
}

// unbarred drops the bars that a terminal draws before each line of a quote.
func unbarred(shown string) string { return strings.ReplaceAll(shown, "│", "") }

// testLongQuote posts the longest quote that an answer shows: it is not cut.
func testLongQuote(t *testing.T, p *party) {
	l := p.listen()
	m, all := quotes(3, 1500)
	var shown strings.Builder
	for _, part := range l.Split(m) {
		shown.WriteString(p.posted(l, p.Channel(), part).Text + "\n")
	}
	for i, quote := range all {
		if !has(unbarred(shown.String()), quote) {
			t.Errorf("quote %d is not shown whole", i)
		}
	}
}

// found waits until a message is found by its key: a platform may have taken what
// its history does not show yet.
func (p *party) found(l *listening, post bot.Post, since time.Time) string {
	p.t.Helper()
	for deadline := time.Now().Add(patience); ; p.pause() {
		id, err := l.Find(p.t.Context(), post.To, post.Key, since)
		if err != nil {
			p.t.Fatalf("looking for %s: %v", post.Key, err)
		}
		if id != "" {
			return id
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%s is not found", post.Key)
		}
	}
}

func testLostResponse(t *testing.T, p *party) {
	l := p.listen()
	ctx, start := t.Context(), time.Now().Add(-time.Minute)
	if err := p.Lose(ctx); err != nil {
		t.Fatal(err)
	}
	post := bot.Post{To: p.Channel(), Message: text("Sent once."), Key: "conform-lost-1"}
	id, err := l.Post(ctx, post)
	switch {
	case err == nil: // the transport has found out by itself
	case !errors.Is(err, bot.ErrUnsure):
		t.Fatalf("the error is %v, and not ErrUnsure", err)
	default:
		id = p.found(l, post, start)
	}
	p.seen(p.Channel(), id, "shown", is("Sent once."))
	n := 0
	for _, s := range p.shown(p.Channel()) {
		if s.Bot && has(s.Text, "Sent once.") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the message is shown %d times", n)
	}
	if id, err := l.Find(ctx, post.To, "conform-never-sent", start); err != nil || id != "" {
		t.Errorf("looking for what was never sent found %q, %v", id, err)
	}
}

func testGone(t *testing.T, p *party) {
	l := p.listen()
	nowhere := p.Channel()
	nowhere.Channel = "C0NOWHERE" + nowhere.Channel[1:]
	if p.Channel().Channel[0] == '!' {
		nowhere.Channel = "!nowhere" + nowhere.Channel[1:]
	}
	_, err := l.Post(t.Context(), bot.Post{To: nowhere, Message: text("Is anybody here?"), Key: "conform-gone-1"})
	if !errors.Is(err, bot.ErrGone) {
		t.Errorf("the error is %v, and not ErrGone", err)
	}
}

// testTitles asks for what people call places: no ID of the platform's.
func testTitles(t *testing.T, p *party) {
	l := p.listen()
	for _, at := range []bot.Place{p.Channel(), p.Direct()} {
		if title := l.Title(t.Context(), at); title == "" || strings.Contains(title, at.Channel) && at.Channel != "terminal" {
			t.Errorf("%s is called %q", at, title)
		}
	}
	nowhere := p.Channel()
	nowhere.Channel = nowhere.Channel[:1] + "NOWHERE" + nowhere.Channel[1:]
	if title := l.Title(t.Context(), nowhere); strings.Contains(title, "NOWHERE") {
		t.Errorf("a channel that is not there is called %q", title)
	}
}

func testCheck(t *testing.T, p *party) {
	l := p.listen()
	findings := l.Check(t.Context(), []bot.Place{p.Channel(), p.Direct()})
	if len(findings) == 0 {
		t.Fatal("nothing was checked")
	}
	for _, f := range findings {
		if !f.OK || f.What == "" {
			t.Errorf("where all is well there is the finding %+v", f)
		}
	}
	for _, at := range []bot.Place{p.Channel(), p.Direct()} {
		if f := l.CanPost(t.Context(), at); f != nil {
			t.Errorf("nothing can be posted to %s: %+v", at, f)
		}
	}
}

func testCheckMissing(t *testing.T, p *party) {
	l := p.listen()
	nowhere := p.Channel()
	nowhere.Channel = nowhere.Channel[:1] + "NOWHERE" + nowhere.Channel[1:]
	if f := l.CanPost(t.Context(), nowhere); f == nil || f.What == "" || f.Remedy == "" {
		t.Errorf("that nothing can be posted to %s is %+v", nowhere, f)
	}
	for _, f := range l.Check(t.Context(), []bot.Place{nowhere}) {
		if !f.OK && f.What != "" && f.Remedy != "" {
			return
		}
	}
	t.Errorf("nothing is found wrong, with a remedy, about the place %s", nowhere)
}
