package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/query"
)

var midday = time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)

func text(words string) digest.Message {
	return digest.Message{Blocks: []digest.Block{digest.Paragraph{Text: []digest.Run{{Text: words}}}}}
}

func TestSchedules(t *testing.T) {
	s, ctx := reopen(t, Memory), t.Context()
	morning := Schedule{Name: "morning", Origin: FromChat, Place: "console:a", Owner: "console:me", Line: "daily at 8", Zone: "UTC", Filter: "about:quay", Options: "{}", Created: midday, Next: midday.Add(time.Hour)}
	id, err := s.AddSchedule(ctx, morning)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddSchedule(ctx, morning); !errors.Is(err, ErrExists) {
		t.Errorf("a second schedule of the name: %v", err)
	}
	morning.ID = id
	morning.Line, morning.Next = "daily at 14", midday.Add(2*time.Hour)
	if err := s.EditSchedule(ctx, morning); err != nil {
		t.Fatal(err)
	}
	all, err := s.Schedules(ctx)
	if diff := cmp.Diff([]Schedule{morning}, all); err != nil || diff != "" {
		t.Errorf("%v, -kept +read:\n%s", err, diff)
	}
	if due, next, err := s.DueSchedules(ctx, midday); len(due) != 0 || !next.Equal(morning.Next) || err != nil {
		t.Errorf("at midday %v are due, and next at %s, %v", due, next, err)
	}
	if due, next, err := s.DueSchedules(ctx, morning.Next); len(due) != 1 || !next.IsZero() || err != nil {
		t.Errorf("in its slot %v are due, and next at %s, %v", due, next, err)
	}
	p := Posting{Place: morning.Place, Kind: KindDigest, Schedule: id, Source: "schedule morning", Parts: []digest.Message{text("news"), text("rest")}}
	if err := s.RemoveSchedule(ctx, id, midday); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enqueue(ctx, p, midday); err != nil {
		t.Fatal(err)
	}
	if err := s.EditSchedule(ctx, morning); !errors.Is(err, ErrNotFound) {
		t.Errorf("editing a schedule that was removed: %v", err)
	}
	if err := s.RemoveSchedule(ctx, id, midday); err != nil {
		t.Fatal(err)
	}
	if queues, err := s.Queues(ctx, midday); len(queues) != 0 || err != nil {
		t.Errorf("after its removal %v waits, %v", queues, err)
	}
}

// A slot is claimed once, with its digest.
func TestFire(t *testing.T) {
	s, ctx := reopen(t, Memory), t.Context()
	id, err := s.AddSchedule(ctx, Schedule{Name: "x", Origin: FromFile, Place: "console:a", Created: midday, Next: midday})
	if err != nil {
		t.Fatal(err)
	}
	day := 24 * time.Hour
	posting := Posting{Place: "console:a", Kind: KindDigest, Schedule: id, Parts: []digest.Message{text("news")}, Had: []string{HadArticle(7)}}
	for _, step := range []struct {
		firing Firing
		fired  bool
		want   Schedule // of what changes
	}{
		{Firing{Due: midday, Next: midday.Add(day), Skipped: true}, true, Schedule{Next: midday.Add(day), Missed: 1, MissedAt: midday}},
		{Firing{Due: midday, Next: midday.Add(day), Made: true, Posting: &posting}, false, Schedule{Next: midday.Add(day), Missed: 1, MissedAt: midday}},
		{Firing{Due: midday.Add(day), Next: midday.Add(2 * day), Skipped: true}, true, Schedule{Next: midday.Add(2 * day), Missed: 2, MissedAt: midday}},
		{Firing{Due: midday.Add(2 * day), Next: midday.Add(3 * day), Covered: 9, Told: true}, true, Schedule{Next: midday.Add(3 * day), Missed: 2, MissedAt: midday, Covered: 9, Told: midday}},
		{Firing{Due: midday.Add(3 * day), Next: midday.Add(4 * day), Covered: 12, Made: true, Posting: &posting}, true, Schedule{Next: midday.Add(4 * day), Covered: 12, Made: midday}},
	} {
		fired, err := s.Fire(ctx, id, step.firing, midday)
		if err != nil || fired != step.fired {
			t.Fatalf("%+v: fired %v, %v", step.firing, fired, err)
		}
		all, err := s.Schedules(ctx)
		if err != nil {
			t.Fatal(err)
		}
		step.want.ID, step.want.Name, step.want.Origin, step.want.Place, step.want.Created = id, "x", FromFile, "console:a", midday
		if diff := cmp.Diff(step.want, all[0]); diff != "" {
			t.Errorf("after %+v, -want +got:\n%s", step.firing, diff)
		}
	}
	if had, err := s.Had(ctx, "console:a", []string{HadArticle(7), HadArticle(8)}); len(had) != 1 || err != nil {
		t.Errorf("the place has had %v, %v", had, err)
	}
	if queues, err := s.Queues(ctx, midday); err != nil || len(queues) != 1 {
		t.Errorf("%v waits, %v", queues, err)
	}
}

func TestOutbox(t *testing.T) {
	s, ctx := reopen(t, Memory), t.Context()
	now := midday
	head := func(place string) Delivery {
		t.Helper()
		d, ok, err := s.Head(ctx, place, now)
		if err != nil || !ok {
			t.Fatalf("at %s nothing can be tried: %+v, %v", place, d, err)
		}
		return d
	}
	for _, p := range []Posting{
		{Key: "one", Place: "console:a", Parts: []digest.Message{text("head"), text("first"), text("second")}},
		{Key: "one", Place: "console:a", Parts: []digest.Message{text("again")}},
		{Place: "console:a", Parts: []digest.Message{text("later")}},
		{Place: "console:b", Hold: now.Add(time.Hour), Parts: []digest.Message{text("held")}},
	} {
		if added, err := s.Enqueue(ctx, p, now); err != nil || added != (len(p.Parts) != 1 || p.Parts[0].Blocks[0].(digest.Paragraph).Text[0].Text != "again") {
			t.Fatalf("%+v: added %v, %v", p, added, err)
		}
	}
	queues, err := s.Queues(ctx, now)
	if diff := cmp.Diff([]Queue{{"console:a", time.Time{}}, {"console:b", now.Add(time.Hour)}}, queues); err != nil || diff != "" {
		t.Errorf("%v, queues -want +got:\n%s", err, diff)
	}
	d := head("console:a")
	if diff := cmp.Diff(text("head"), d.Message); diff != "" || d.Thread != "" || !d.Begun.IsZero() {
		t.Errorf("first comes %+v\n%s", d, diff)
	}
	if ok, err := s.Begin(ctx, d, now, now); !ok || err != nil {
		t.Fatalf("beginning: %v, %v", ok, err)
	}
	if ok, err := s.Begin(ctx, d, now, now); ok || err != nil {
		t.Errorf("another began the same attempt: %v, %v", ok, err)
	}
	// It may have arrived: it stays first, and what is looked for goes back to the first attempt.
	if err := s.Postpone(ctx, d, now.Add(time.Minute), "connection lost", true); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Head(ctx, "console:a", now); ok || err != nil {
		t.Errorf("it is tried before its time: %v", err)
	}
	now = now.Add(time.Minute)
	if d = head("console:a"); !d.Begun.Equal(midday) || d.Attempts != 1 {
		t.Errorf("after an attempt: %+v", d)
	}
	if err := s.Sent(ctx, d, "M1", now); err != nil {
		t.Fatal(err)
	}
	if d = head("console:a"); d.Part != 1 || d.Thread != "M1" {
		t.Errorf("the second part: %+v", d)
	}
	if err := s.GiveUp(ctx, d, "refused", now); err != nil {
		t.Fatal(err)
	}
	if d = head("console:a"); d.Part != 0 {
		t.Errorf("after what was given up: %+v", d)
	}
	now = now.Add(time.Hour)
	if d = head("console:b"); d.Attempts != 0 {
		t.Errorf("what was held: %+v", d)
	}
	if err := s.Move(ctx, "console:b", "console:c"); err != nil {
		t.Fatal(err)
	}
	head("console:c")
	for _, way := range [][2]string{{"console:c", "console:d"}, {"console:d", "console:e"}, {"console:e", "console:c"}} {
		if err := s.Move(ctx, way[0], way[1]); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]string{"console:b": "console:c", "console:d": "console:c", "console:e": "console:c"}
	if moved, err := s.Moved(ctx); err != nil || !cmp.Equal(moved, want) {
		t.Errorf("the channels have become %v, %v, want %v", moved, err, want)
	}
	if _, err := s.Gone(ctx, "console:c", "gone", now, func(context.Context, Paused) ([]Posting, error) { return nil, nil }); err != nil {
		t.Fatal(err)
	}
	if queues, err = s.Queues(ctx, now); err != nil || len(queues) != 1 || queues[0].Place != "console:a" {
		t.Errorf("at the end %v waits, %v", queues, err)
	}
	if err := s.Forget(ctx, now); err != nil {
		t.Fatal(err)
	}
	head("console:a") // what waits is never forgotten
}

// What has arrived since a digest, and what a place has had before.
func TestNews(t *testing.T) {
	s, ctx := reopen(t, Memory), t.Context()
	before, err := s.Arrived(ctx)
	if err != nil || before != 0 {
		t.Fatalf("arrived in an empty store: %d, %v", before, err)
	}
	old := put(t, s, piece{outlet: "Gazette", url: "https://gazette.example/1", date: "2031-01-01", text: "The quay is closed."})
	mark, err := s.Arrived(ctx)
	if err != nil {
		t.Fatal(err)
	}
	changed := put(t, s, piece{outlet: "Gazette", url: "https://gazette.example/1", date: "2031-01-01", text: "The quay is open."})
	put(t, s, piece{outlet: "Post", url: "https://post.example/2", date: "2018-01-01", text: "An old one, which was found late."})
	put(t, s, piece{outlet: "Post", url: "https://post.example/3", text: "One without a date."})
	last, err := s.Arrived(ctx)
	if err != nil {
		t.Fatal(err)
	}
	titles := func(after, upto int64) int {
		t.Helper()
		news, err := s.News(ctx, query.Query{}, after, upto)
		if err != nil {
			t.Fatal(err)
		}
		return len(news)
	}
	if n := titles(mark, last); n != 3 {
		t.Errorf("%d articles are new, want 3: one changed, one old, one without a date", n)
	}
	if n := titles(0, mark); n != 0 {
		t.Errorf("%d articles are new whose version has been replaced", n)
	}
	earlier, err := s.Earlier(ctx, []int64{changed[0]})
	if diff := cmp.Diff(map[int64][]int64{changed[0]: {old[0]}}, earlier); err != nil || diff != "" {
		t.Errorf("%v, earlier versions:\n%s", err, diff)
	}
}
