package bot

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest/store"
)

// configured are schedules of a configuration file, by name and filter.
func configured(namesAndFilters ...string) (all []NewSchedule) {
	for i := 0; i < len(namesAndFilters); i += 2 {
		all = append(all, NewSchedule{Name: namesAndFilters[i], Line: "daily at 8", Filter: namesAndFilters[i+1], Place: Place{Transport: "test", Channel: "news"}, Zone: time.UTC})
	}
	return all
}

func (p *paper) names() (all []string) {
	p.t.Helper()
	schedules, err := p.st.Schedules(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	for _, s := range schedules {
		all = append(all, s.Name+" "+s.Filter)
	}
	return all
}

// A name that nobody has yet does not keep the bot from starting: the channel is told
// when the digest is due, and gets it once the name is known.
func TestSyncUnknownName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		for range 2 { // a start and a restart
			if err := (Schedules{p.publisher}).Sync(t.Context(), configured("sorley", `by:"Ana Sorley"`)); err != nil {
				t.Fatal(err)
			}
		}
		p.run(on(1, 12))
		p.print("One", "Ana Sorley", "The toll stays")
		p.run(on(2, 12))
		p.want([]string{"01 08:00 not clear", "02 08:00 One"}, "not clear", "One")
	})
}

// A configuration that is wrong in one place changes nothing.
func TestSyncAllOrNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaper(t)
		d := Schedules{p.publisher}
		if err := d.Sync(t.Context(), configured("one", "toll", "two", "toll")); err != nil {
			t.Fatal(err)
		}
		if _, err := p.st.AddSchedule(t.Context(), store.Schedule{Name: "zebra", Origin: store.FromChat, Place: "test:news", Line: "daily at 8", Zone: "UTC"}); err != nil {
			t.Fatal(err)
		}
		want := p.names()
		for _, wrong := range [][]NewSchedule{configured("one", "gulls", "new", "", "zebra", ""), configured("one", "gulls", "bad", "since:yesterday toll")} {
			if err := d.Sync(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), "of the configuration") {
				t.Errorf("the wrong configuration gives %v", err)
			}
			if diff := cmp.Diff(want, p.names()); diff != "" {
				t.Errorf("-before +after a wrong configuration:\n%s", diff)
			}
		}
	})
}

// TestStill has a channel become another one while a configuration is taken: it comes
// after that, and is not undone by it.
func TestStill(t *testing.T) {
	var order []string
	old, channel := Place{Transport: "test", Channel: "old"}, Place{Transport: "test", Channel: "new"}
	c := &Chat{Log: noLog, Moved: func(_ context.Context, from, to Place) error {
		order = append(order, from.String()+" to "+to.String())
		return nil
	}}
	taking, goOn, done := make(chan bool), make(chan bool), make(chan error, 2)
	go func() {
		done <- c.Still(func() error {
			close(taking)
			<-goOn
			c.Change(Roles{Admins: map[string][]string{old.String(): {"ana"}}}, Limits{})
			order = append(order, "taken")
			return nil
		})
	}()
	<-taking
	go func() { done <- c.moved(t.Context(), Event{Place: old, Occasion: Moved, Text: "new"}) }()
	for range 1000 {
		runtime.Gosched() // the move would be through
	}
	close(goOn)
	if err := errors.Join(<-done, <-done); err != nil {
		t.Fatal(err)
	}
	if len(order) != 2 || order[0] != "taken" || order[1] != "test:old to test:new" {
		t.Errorf("the order is %q", order)
	}
	if admins := c.rules().roles.Admins; len(admins[channel.String()]) != 1 || len(admins) != 1 {
		t.Errorf("admins are %v", admins)
	}
}
