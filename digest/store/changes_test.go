package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/query"
)

// TestCarry takes in versions of an article of which later ones are read worse: what
// was read before stays where its sentences stand as they did.
func TestCarry(t *testing.T) {
	const (
		lead  = "The lock at Sollen stays open for the night, the board has decided."
		varga = "“The lock is ours,” said Ilse Varga."
		moll  = "Ada Moll called that “a bad joke”."
		ohm   = "“We shall see each other in court,” said Per Ohm."
	)
	first := piece{outlet: "The Tarn Courier", url: "https://tarn.example/lock", title: "The lock", date: "2031-05-04",
		text:   lead + "\n\n" + varga + "\n\n" + moll + "\n\n" + ohm,
		people: []string{"Ilse Varga", "Ada Moll", "Per Ohm"},
		quotes: []said{{by: "Ilse Varga", content: "The lock is ours"}, {by: "Ada Moll", content: "a bad joke", kind: digest.Mixed}, {by: "Per Ohm", content: "We shall see each other in court"}}}
	next := func(text string, people []string, quotes ...said) piece {
		p := first
		p.text, p.people, p.quotes = text, people, quotes
		return p
	}
	all := first.people
	for _, tt := range []struct {
		name    string
		version piece
		want    []string // speaker: quote, in the order of the text
		changes []string
	}{
		{"nothing is read any more", next("It rained. "+lead+"\n\n"+varga+"\n\n"+moll+"\n\n"+ohm, all),
			[]string{"Ilse Varga: The lock is ours", "Ada Moll: a bad joke", "Per Ohm: We shall see each other in court"}, nil},
		{"a speaker is not named any more", next("It rained. "+lead+"\n\n"+varga+"\n\n"+moll+"\n\n"+ohm, all[1:]),
			[]string{": The lock is ours", "Ada Moll: a bad joke", "Per Ohm: We shall see each other in court"}, nil},
		{"a sentence stands there twice", next(lead+"\n\n"+varga+"\n\n"+varga+"\n\n"+moll, all),
			[]string{"Ilse Varga: The lock is ours", "Ada Moll: a bad joke"}, []string{"We shall see each other in court → gone"}},
		{"and other ones before it", next("It rained.\n\n"+varga+"\n\n"+varga+"\n\n"+moll, all),
			[]string{"Ada Moll: a bad joke"}, []string{"The lock is ours → gone", "We shall see each other in court → gone"}},
		{"words and a quote are changed", next(lead+"\n\n"+strings.Replace(varga, "ours", "ours alone", 1)+"\n\n"+moll, all, said{by: "Ilse Varga", content: "The lock is ours alone"}),
			[]string{"Ilse Varga: The lock is ours alone", "Ada Moll: a bad joke"}, []string{"The lock is ours → The lock is ours alone", "We shall see each other in court → gone"}},
		{"the same words of another", next(lead+"\n\n"+strings.Replace(varga, "Ilse Varga", "Ada Moll", 1)+"\n\n"+moll+"\n\n"+ohm, all, said{by: "Ada Moll", content: "The lock is ours"}),
			[]string{"Ada Moll: The lock is ours", "Ada Moll: a bad joke", "Per Ohm: We shall see each other in court"}, nil},
	} {
		both(t, func(t *testing.T, s *Store) {
			s.Now = func() time.Time { return time.Date(2031, 5, 5, 9, 0, 0, 0, time.UTC) }
			var id int64
			for _, p := range []piece{first, tt.version} {
				a, r := p.make(t)
				got, err := s.Take(t.Context(), a, r, Taking{})
				if err != nil || !got.Added {
					t.Fatalf("%s: %+v, %v", tt.name, got, err)
				}
				id = got.ID
			}
			var got []string
			for _, r := range answer(t, s, query.Query{}, Page{}).Results {
				speaker := ""
				if r.Speaker != nil {
					speaker = r.Speaker.Name
				}
				got = append(got, speaker+": "+r.Text())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
			changes, err := s.Changes(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			var noted []string
			for _, c := range changes {
				became := "gone"
				if !c.Gone {
					became = c.New.Text()
				}
				noted = append(noted, fmt.Sprintf("%s → %s", c.Old.Text(), became))
				if !c.Noted.Equal(s.Now()) {
					t.Errorf("%s: noted at %s", tt.name, c.Noted)
				}
			}
			if !slices.Equal(noted, tt.changes) {
				t.Errorf("%s: changes %q, want %q", tt.name, noted, tt.changes)
			}
			sound(t, s)
		})
	}
}
