package bot

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
)

// Who is quoted most is said in words, and drawn where there is something to compare.
func TestQuoted(t *testing.T) {
	st := aldmoor(t)
	now := func() time.Time { return time.Date(2018, 11, 28, 15, 0, 0, 0, time.UTC) }
	c := &Conversation{Store: st, Answerer: &Answerer{Store: st, Now: now}, Now: now}
	for _, tt := range []struct {
		in    string
		want  []string
		drawn bool
	}{
		{"quoted", []string{"Who is quoted most\n", "Ana Sorley: 4 quotes, 3 in The Aldmoor Post and 1 in The Aldmoor Herald", "Marta Lind: 2 quotes, in Fenwick News", "Counted ", " speakers", "in 3 articles of 3 outlets."}, true},
		{"quoted by:Sorley", []string{"Filter: what ‘Ana Sorley’ said.", "Ana Sorley: 4 quotes", "of 1 speaker"}, false},
		{"who is quoted most?", []string{"Who is quoted most\n", "Ana Sorley: 4 quotes"}, true},
		{"Who has been quoted the most often by Sorley", []string{"Ana Sorley: 3 quotes", "of 1 speaker"}, false},
		{"most quoted people in March 2018", []string{"Marta Lind: 2 quotes"}, true},
		{"how often was Sorley quoted?", []string{"Filter: what ‘Ana Sorley’ said.", "Ana Sorley: 4 quotes"}, false},
		{"how many times has Sorley been quoted in the Herald", []string{"Ana Sorley: 1 quote"}, false},
		{"how often has The Aldmoor Herald quoted Sorley?", []string{"in outlets matching ‘The Aldmoor Herald’", "Ana Sorley: 1 quote"}, false},
		{"how often has Sorley been quoted by the Herald", []string{"Ana Sorley: 1 quote"}, false},
		{"how often was Sorley quoted by the Herald in March 2018?", []string{"in outlets matching ‘Herald’", "in March 2018"}, false},
		{"how often has she been quoted by the Herald", []string{"write the name"}, false},
		{"Good morning!", []string{"help"}, false},
		{"quoted about:gulls", []string{"Filter: ", "Counted 0 quotes of 0 speakers"}, false},
		{"outlets", []string{"Articles of 3 outlets\n", "Aldmoor Post: 1 article", "3 articles in all."}, false},
		{"Which outlets are there?", []string{"Articles of 3 outlets\n"}, false},
		{"what papers do you have", []string{"Articles of 3 outlets\n"}, false},
		{"quoted by:Nobody", []string{"No ‘Nobody’ is known by name"}, false},
	} {
		m, err := c.Reply(t.Context(), tt.in)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range tt.want {
			if !strings.Contains(words(m), want) {
				t.Errorf("%s: %q is not in\n%s", tt.in, want, words(m))
			}
		}
		var picture *digest.Image
		for _, b := range m.Blocks {
			if i, ok := b.(digest.Image); ok {
				picture = &i
			}
		}
		if (picture != nil) != tt.drawn {
			t.Errorf("%s: the picture is %v", tt.in, picture)
		}
		if picture == nil {
			continue
		}
		data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(picture.URL, "data:image/png;base64,"))
		if err != nil || !picture.Drawn() || picture.Alt == "" {
			t.Errorf("the picture is %.40s…, %q, %v", picture.URL, picture.Alt, err)
		}
		if _, err := png.Decode(bytes.NewReader(data)); err != nil {
			t.Error(err)
		}
	}
}

func TestTallies(t *testing.T) {
	ana, ben := &digest.Actor{ID: 1, Name: "Ana"}, &digest.Actor{ID: 2, Name: "Ben"}
	in := func(who *digest.Actor, outlets ...string) (all []digest.Result) {
		for _, o := range outlets {
			all = append(all, digest.Result{Speaker: who, Article: digest.Article{Outlet: o}})
		}
		return all
	}
	all, nobody := tallies(append(append(in(ben, "A", "B", "B", "C", "D", "E"), in(ana, "A")...), in(nil, "A", "B")...))
	if len(all) != 2 || all[0].name != "Ben" || all[0].quotes != 6 || nobody != 2 {
		t.Fatalf("%+v, %d", all, nobody)
	}
	if got, want := all[0].where(), "2 in B, 1 in A, 1 in C and others in 2 outlets"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	text := coverage(digest.Answer{Results: make([]digest.Result, 9), More: 3, Searched: digest.Searched{Articles: 5, Outlets: 1}}, 2, 2)
	if want := "Counted 7 quotes of 2 speakers, and 2 whose speaker is not named for certain, in 5 articles of 1 outlet. These are the newest 9; there are more: ask for a period."; text != want {
		t.Errorf("%q", text)
	}
}
