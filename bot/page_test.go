package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest/store"
)

func TestPage(t *testing.T) {
	st := aldmoor(t)
	now := time.Date(2018, 11, 28, 15, 0, 0, 0, time.UTC)
	for _, s := range []store.Schedule{
		{Name: "morning", Origin: store.FromChat, Place: "slack:C1", Owner: "slack:U1", Line: "daily at 8", Zone: "UTC", Filter: "about:toll", Options: "{}", Created: now, Next: now},
		{Name: "private", Origin: store.FromChat, Place: "slack:C2", Owner: "slack:U2", Line: "daily at 9", Zone: "UTC", Options: "{}", Created: now, Next: now},
		{Name: "elsewhere", Origin: store.FromChat, Place: "matrix:!r:example.org", Line: "daily at 9", Zone: "UTC", Options: "{}", Created: now, Next: now},
	} {
		if _, err := st.AddSchedule(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	for _, owner := range []string{"slack:U1", "slack:U2"} {
		if _, err := st.AddFollow(t.Context(), store.Follow{Place: "slack:D" + owner[7:], Owner: owner, Filter: "by:Brekke", Created: now}); err != nil {
			t.Fatal(err)
		}
	}
	p := &Publisher{Store: st, Log: noLog, Now: func() time.Time { return now }}
	c := &Chat{Store: st, Log: noLog, Now: p.Now}
	c.Pages = append(c.Pages, p.Page)
	m, err := c.Home(t.Context(), Event{Place: Place{Transport: "slack"}, User: User{ID: "U1"}})
	if err != nil {
		t.Fatal(err)
	}
	got := words(m)
	for _, want := range []string{"I have read 3 articles", "You follow\n", "Brekke", "Your schedules\nmorning: daily at 8, to slack:C1: who said what about ‘toll’"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, "elsewhere") || strings.Contains(got, "private") || strings.Count(got, "Brekke") != 2 {
		t.Errorf("the page shows what is not this user's or workspace's:\n%s", got)
	}
	places, err := Places(t.Context(), st)
	want := []Place{{Transport: "matrix", Channel: "!r:example.org"}, {Transport: "slack", Channel: "C1"}, {Transport: "slack", Channel: "C2"}, {Transport: "slack", Channel: "D1"}, {Transport: "slack", Channel: "D2"}}
	if diff := cmp.Diff(want, places); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}
