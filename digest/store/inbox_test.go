package store

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.UnixMilli(time.Date(2031, 6, 1, 12, 0, 0, 0, time.UTC).UnixMilli())

func happened(key, message string) Event {
	return Event{Transport: "slack", Key: key, Occasion: "said", Channel: "C1", Thread: "7", Message: message, User: "U1",
		UserName: "Ana", Zone: "Europe/Paris", Text: "who is Oduya", Sent: noon, Received: noon}
}

func TestInbox(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		first := happened("e1", "m1")
		id, fresh, err := s.Receive(ctx, first)
		if err != nil || !fresh || id == 0 {
			t.Fatal(id, fresh, err)
		}
		if _, fresh, err := s.Receive(ctx, first); err != nil || fresh {
			t.Errorf("the same event is fresh again: %v, %v", fresh, err)
		}
		other := first
		other.Transport = "matrix"
		if _, fresh, err := s.Receive(ctx, other); err != nil || !fresh {
			t.Errorf("an event of another transport is not fresh: %v, %v", fresh, err)
		}
		first.ID = id
		all, err := s.Unanswered(ctx)
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		if diff := cmp.Diff(first, all[0]); diff != "" {
			t.Error(diff)
		}
		if err := s.Replied(ctx, id, Reply{Part: 0, Thread: "7", Message: "b1"}); err != nil {
			t.Error(err)
		}
		if err := s.Finish(ctx, id, "answered", &Reply{Part: 1, Thread: "7", Message: "b2"}); err != nil {
			t.Error(err)
		}
		for user, want := range map[string]bool{"U1": true, "U2": false} {
			if is, err := s.Answered(ctx, "slack", "C1", user); err != nil || is != want {
				t.Errorf("%s was answered: %v, %v", user, is, err)
			}
		}
		if is, err := s.Answered(ctx, "matrix", "C1", "U1"); err != nil || is {
			t.Errorf("what waits was answered: %v, %v", is, err)
		}
		asked, err := s.Asked(ctx, "slack", "C1", "m1")
		if err != nil || asked.ID != id || asked.Text != "" || asked.UserName != "" {
			t.Errorf("the question is kept as %+v (%v)", asked, err)
		}
		if _, err := s.Asked(ctx, "slack", "C1", "m2"); !errors.Is(err, ErrNotFound) {
			t.Errorf("err = %v", err)
		}
		replies, err := s.Replies(ctx, id)
		if diff := cmp.Diff([]Reply{{0, "7", "b1"}, {1, "7", "b2"}}, replies); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
		if err := s.Unreply(ctx, id, 1); err != nil {
			t.Error(err)
		}
		if replies, err = s.Replies(ctx, id); err != nil || len(replies) != 1 {
			t.Errorf("%v, %v", replies, err)
		}
	})
}

// Events that come at once are each taken in once, and one write that fails does
// not harm those that share its transaction.
func TestWriteTogether(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var all sync.WaitGroup
		var fresh, refused atomic.Int32
		for i := range 200 {
			all.Go(func() {
				_, is, err := s.Receive(ctx, happened(fmt.Sprint("event ", i%100), fmt.Sprint(i)))
				if err != nil {
					t.Error(err)
				}
				if is {
					fresh.Add(1)
				}
			})
			all.Go(func() {
				if err := s.Replied(ctx, 1e9+int64(i), Reply{Message: "of no event"}); err != nil {
					refused.Add(1)
				}
			})
		}
		all.Wait()
		waiting, err := s.Unanswered(ctx)
		if err != nil || len(waiting) != 100 || fresh.Load() != 100 || refused.Load() != 200 {
			t.Errorf("%d events wait, %d were fresh, %d writes were refused (%v)", len(waiting), fresh.Load(), refused.Load(), err)
		}
	})
}

func TestForgetEvents(t *testing.T) {
	s := file(t)
	ctx := t.Context()
	for _, e := range []struct {
		key            string
		age            time.Duration
		done, answered bool
	}{
		{"waiting", 900 * time.Hour, false, false},
		{"answered", time.Hour, true, true},
		{"answered long ago", 900 * time.Hour, true, true},
		{"nothing to answer", time.Hour, true, false},
		{"just now", time.Minute, true, false},
	} {
		in := happened(e.key, e.key)
		in.Received = noon.Add(-e.age)
		id, _, err := s.Receive(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		if e.answered {
			err = s.Replied(ctx, id, Reply{Message: "b"})
		}
		if e.done && err == nil {
			err = s.Finish(ctx, id, "done", nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.ForgetEvents(ctx, noon.Add(-720*time.Hour), noon.Add(-15*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]bool{"waiting": true, "answered": true, "answered long ago": false, "nothing to answer": false, "just now": true} {
		if _, err := s.Asked(ctx, "slack", "C1", key); (err == nil) != want {
			t.Errorf("%s: %v", key, err)
		}
	}
	var replies int
	if err := s.db.QueryRow(ctx, "SELECT count(*) FROM reply").Scan(&replies); err != nil || replies != 1 {
		t.Errorf("%d answers are kept (%v)", replies, err)
	}
}

func TestDenials(t *testing.T) {
	s := file(t)
	d := Denial{At: noon.UTC(), Transport: "slack", Channel: "C1", User: "U1", Command: "feed add", Role: "owner"}
	if err := s.Deny(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	all, err := s.Denials(t.Context(), noon.Add(-time.Hour))
	if diff := cmp.Diff([]Denial{d}, all); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if all, err := s.Denials(t.Context(), noon.Add(time.Hour)); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}
