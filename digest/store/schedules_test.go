package store

import (
	"errors"
	"log/slog"
	"testing"
	"time"
)

func scheduleStore(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), Memory, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func addSchedule(t *testing.T, s *Store, name string) Schedule {
	t.Helper()
	n := Schedule{Name: name, Place: "test:news", Line: "daily at 8", Zone: "UTC", Next: time.UnixMilli(1000)}
	var err error
	if n.ID, err = s.AddSchedule(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A change of which a part cannot be made is not made at all.
func TestChangeSchedules(t *testing.T) {
	s := scheduleStore(t)
	one, two := addSchedule(t, s, "one"), addSchedule(t, s, "two")
	changed := one
	changed.Filter = "gulls"
	err := s.ChangeSchedules(t.Context(), ScheduleChange{Add: []Schedule{{Name: "one"}}, Edit: []Schedule{changed}, Remove: []int64{two.ID}}, time.Now())
	if !errors.Is(err, ErrExists) {
		t.Errorf("adding a name twice gives %v", err)
	}
	all, err := s.Schedules(t.Context())
	if err != nil || len(all) != 2 || all[0].Filter != "" {
		t.Errorf("after it there are %+v, %v", all, err)
	}
}

// A slot that comes again, as the clock was set back, takes nothing away from the next.
func TestFireTwice(t *testing.T) {
	s := scheduleStore(t)
	n := addSchedule(t, s, "one")
	f := Firing{Due: n.Next, Next: time.UnixMilli(2000), Covered: 5, Made: true, Posting: &Posting{Key: "slot", Place: n.Place, Kind: KindDigest}}
	if fired, err := s.Fire(t.Context(), n.ID, f, time.UnixMilli(1000)); err != nil || !fired {
		t.Fatalf("firing: %v, %v", fired, err)
	}
	f.Due, f.Next, f.Covered = f.Next, time.UnixMilli(3000), 9
	if fired, err := s.Fire(t.Context(), n.ID, f, time.UnixMilli(2000)); err != nil || fired {
		t.Errorf("firing the same again: %v, %v", fired, err)
	}
	all, err := s.Schedules(t.Context())
	if err != nil || all[0].Covered != 5 || !all[0].Next.Equal(f.Next) {
		t.Errorf("after it the schedule is %+v, %v", all, err)
	}
}
