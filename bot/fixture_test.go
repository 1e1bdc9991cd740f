package bot

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/store"
)

// said is a quote of a fixture; its spans are looked for in the text.
type said struct {
	words, cue, source, by string
	about                  []string
	kind                   digest.Kind
	class                  digest.Class
	unnamed                bool
}

// piece is an article of a fixture with what is to be read in it.
type piece struct {
	outlet, title, day, text string
	people, bodies           []digest.Actor
	said                     []said
}

func actor(name string, role string, aliases ...string) digest.Actor {
	a := digest.Actor{Name: name, Aliases: aliases}
	if role != "" {
		a.Roles = []digest.Role{{Text: role}}
	}
	return a
}

var pieces = []piece{
	{
		outlet: "The Aldmoor Post", title: "Wardens found a movement", day: "2018-01-15",
		text: "The wardens of Aldmoor have founded the Harbour Rescue Movement (HRM).\n\n" +
			"“The toll must go before the summer,” said Tomas Brekke, chief of the harbour wardens. “The movement will not rest.”\n\n" +
			"Mayor Ana Sorley said that the movement had come too late. “Brekke shouts because he has no numbers,” she said. " +
			"She hopes that the wardens see reason.\n\n" +
			"One of her lawyers said the toll was legal.",
		people: []digest.Actor{actor("Tomas Brekke", "chief of the harbour wardens", "Brekke"), actor("Ana Sorley", "Mayor", "Sorley")},
		bodies: []digest.Actor{actor("Harbour Rescue Movement", "", "HRM")},
		said: []said{
			{words: "The toll must go before the summer,", cue: "said", source: "Tomas Brekke", by: "Tomas Brekke"},
			{words: "The movement will not rest.", cue: "said", source: "Tomas Brekke", by: "Tomas Brekke", about: []string{"Harbour Rescue Movement"}},
			{words: "that the movement had come too late", cue: "said", source: "Mayor Ana Sorley", by: "Ana Sorley", kind: digest.Indirect, about: []string{"Harbour Rescue Movement"}},
			{words: "Brekke shouts because he has no numbers,", cue: "said", source: "she", by: "Ana Sorley", about: []string{"Tomas Brekke"}},
			{words: "that the wardens see reason", cue: "hopes", source: "She", by: "Ana Sorley", kind: digest.Indirect, class: digest.Thought},
			{words: "the toll was legal", cue: "said", source: "One of her lawyers", kind: digest.Indirect, unnamed: true},
		},
	},
	{
		outlet: "Fenwick News", title: "Two Linds and a quay", day: "2018-03-20",
		text: "Marta Lind, a historian, said the quay was older than the town. “Nobody has asked Mayor Ana Sorley about it,” she said.\n\n" +
			"Her cousin Jonas Lind, a baker, laughed. “I only sell bread,” Jonas Lind said.\n\nThe HRM wrote: “We welcome every baker.”",
		people: []digest.Actor{actor("Marta Lind", "a historian", "Lind"), actor("Jonas Lind", "a baker", "Lind"), actor("Ana Sorley", "Mayor")},
		bodies: []digest.Actor{actor("Harbour Rescue Movement", "", "HRM")},
		said: []said{
			{words: "the quay was older than the town", cue: "said", source: "Marta Lind", by: "Marta Lind", kind: digest.Indirect},
			{words: "Nobody has asked Mayor Ana Sorley about it,", cue: "said", source: "she", by: "Marta Lind", about: []string{"Ana Sorley"}},
			{words: "I only sell bread,", cue: "said", source: "Jonas Lind", by: "Jonas Lind"},
			{words: "We welcome every baker.", cue: "wrote", source: "The HRM", by: "Harbour Rescue Movement"},
		},
	},
	{
		outlet: "The Aldmoor Herald", title: "Toll to stay", day: "2018-11-26",
		text:   "“The toll stays,” Ana Sorley told the council on Monday. Tomas Brekke said the mayor had lied to the Commission on Quays.",
		people: []digest.Actor{actor("Ana Sorley", "", "Sorley"), actor("Tomas Brekke", "", "Brekke")},
		bodies: []digest.Actor{actor("Commission on Quays", "")},
		said: []said{
			{words: "The toll stays,", cue: "told", source: "Ana Sorley", by: "Ana Sorley"},
			{words: "the mayor had lied to the Commission on Quays", cue: "said", source: "Tomas Brekke", by: "Tomas Brekke", kind: digest.Indirect, about: []string{"Ana Sorley", "Commission on Quays"}},
		},
	},
}

// read makes the article and the reading of a piece.
func (p piece) read(t testing.TB) (digest.Article, digest.Reading) {
	t.Helper()
	day, err := time.Parse(time.DateOnly, p.day)
	if err != nil {
		t.Fatal(err)
	}
	a := digest.Article{Outlet: p.outlet, Title: p.title, Published: day, DateOnly: true, Text: p.text, Retrieved: day}
	var r digest.Reading
	for _, kind := range []digest.ActorType{digest.Person, digest.Organisation} {
		actors := p.people
		if kind == digest.Organisation {
			actors = p.bodies
		}
		for _, actor := range actors {
			actor.Type, actor.Weight = kind, 1
			form := actor.Name
			if !strings.Contains(p.text, form) {
				form = actor.Aliases[0]
			}
			actor.Mentions = []digest.Span{place(t, p.text, form, 0)}
			r.Actors = append(r.Actors, actor)
		}
	}
	index := func(name string) int {
		for i, actor := range r.Actors {
			if actor.Name == name {
				return i
			}
		}
		t.Fatalf("%s: no actor %q", p.title, name)
		return 0
	}
	for _, s := range p.said {
		content := place(t, p.text, s.words, 0)
		q := digest.Quote{Kind: digest.Direct, Class: digest.Statement, Content: []digest.Span{content}, Speaker: digest.NoSpeaker, Unnamed: s.unnamed, Confidence: 0.99}
		if s.kind != "" {
			q.Kind = s.kind
		}
		if s.class != "" {
			q.Class = s.class
		}
		if s.by != "" {
			q.Speaker = index(s.by)
		}
		for _, name := range s.about {
			q.About = append(q.About, index(name))
		}
		paragraph := strings.LastIndex(p.text[:content.Start], "\n\n") + 1
		q.Cue = []digest.Span{place(t, p.text, s.cue, paragraph)}
		q.Source = []digest.Span{place(t, p.text, s.source, paragraph)}
		r.Quotes = append(r.Quotes, q)
	}
	r.Gist = []digest.Span{{Start: 0, End: strings.IndexByte(p.text, '.') + 1}}
	return a, r
}

func place(t testing.TB, text, part string, from int) digest.Span {
	t.Helper()
	at := strings.Index(text[from:], part)
	if at < 0 {
		t.Fatalf("%q is not in %.40q", part, text)
	}
	return digest.Span{Start: from + at, End: from + at + len(part)}
}

// aldmoor returns a store of the pieces.
func aldmoor(t testing.TB) *store.Store {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Memory, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, p := range pieces {
		a, r := p.read(t)
		if _, added, err := st.Add(ctx, a, r); err != nil || !added {
			t.Fatalf("adding %s: %v", p.title, err)
		}
	}
	return st
}

// asking returns an Answerer on Wednesday 28 November 2018.
func asking(st *store.Store) *Answerer {
	return &Answerer{Store: st, Now: func() time.Time { return time.Date(2018, 11, 28, 15, 0, 0, 0, time.UTC) }}
}
