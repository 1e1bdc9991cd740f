package compose

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

func TestTelling(t *testing.T) {
	key := []digest.Actor{{ID: 1, Name: "Key"}, {ID: 2, Name: "Second"}, {ID: 3, Name: "Third"}}
	const good = "a sentence of a good length that says what its speaker thinks about it"
	quote := func(id string, kind digest.Kind, speaker int, text string) digest.Result {
		r := digest.Result{ID: id, Kind: kind, Class: digest.Statement, Content: []string{text}}
		if speaker > 0 {
			r.Speaker = &key[speaker-1]
		}
		return r
	}
	at := func(r digest.Result, start, end int) digest.Result {
		r.Spans = []digest.Span{{Start: start, End: end}}
		return r
	}
	in := func(r digest.Result, sentence string) digest.Result {
		r.Sentence = sentence
		return r
	}
	unnamed := quote("unnamed", digest.Direct, 0, good)
	unnamed.Unnamed = true
	thought := quote("thought", digest.Direct, 1, good)
	thought.Class = digest.Thought
	tests := []struct {
		name         string
		quotes       []digest.Result
		n            int
		picked, rest []string
	}{
		{"direct before mixed before indirect",
			[]digest.Result{quote("i", digest.Indirect, 1, good), quote("m", digest.Mixed, 2, good), quote("d", digest.Direct, 3, good)}, 2,
			[]string{"m", "d"}, []string{"i"}},
		{"key actors first",
			[]digest.Result{unnamed, quote("third", digest.Direct, 3, good), quote("key", digest.Direct, 1, good)}, 1,
			[]string{"key"}, []string{"unnamed", "third"}},
		{"speakers take turns",
			[]digest.Result{quote("a", digest.Direct, 1, good), quote("b", digest.Direct, 1, good), quote("c", digest.Direct, 2, good)}, 2,
			[]string{"a", "c"}, []string{"b"}},
		{"one speaker alone may speak twice",
			[]digest.Result{quote("a", digest.Direct, 1, good), quote("b", digest.Direct, 1, good)}, 2,
			[]string{"a", "b"}, nil},
		{"no fragments",
			[]digest.Result{quote("f", digest.Direct, 1, "serial loser"), quote("i", digest.Indirect, 3, good)}, 2,
			[]string{"i"}, []string{"f"}},
		{"readable before short",
			[]digest.Result{quote("s", digest.Direct, 1, "we will see you there"), quote("l", digest.Direct, 1, good)}, 1,
			[]string{"l"}, []string{"s"}},
		{"statements only", []digest.Result{thought}, 2, nil, nil},
		{"speaker unclear is not picked",
			[]digest.Result{quote("u", digest.Direct, 0, good), unnamed}, 2,
			[]string{"unnamed"}, []string{"u"}},
		{"text is shown once",
			[]digest.Result{at(quote("outer", digest.Indirect, 1, good), 0, 90), at(quote("inner", digest.Direct, 2, good), 10, 80)}, 2,
			[]string{"inner"}, nil},
		{"a sentence is shown once a speaker",
			[]digest.Result{quote("d", digest.Direct, 1, good), in(quote("i1", digest.Indirect, 2, "it is wet"), "She said it is wet and he that it is cold, so she left."),
				in(quote("i2", digest.Indirect, 2, "she left"), "She said it is wet and he that it is cold, so she left."),
				in(quote("i3", digest.Indirect, 3, "it is cold"), "She said it is wet and he that it is cold, so she left.")}, 1,
			[]string{"d"}, []string{"i1", "i3"}},
		{"early before late",
			[]digest.Result{quote("a", digest.Direct, 1, good), quote("b", digest.Direct, 1, good)}, 1,
			[]string{"a"}, []string{"b"}},
		{"none", nil, 3, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			picked, rest := telling(digest.Story{Actors: key, Quotes: tt.quotes}, tt.n)
			if diff := cmp.Diff([][]string{tt.picked, tt.rest}, [][]string{ids(picked), ids(rest)}); diff != "" {
				t.Errorf("picked and rest (-want +got):\n%s", diff)
			}
		})
	}
}

func ids(results []digest.Result) []string {
	var list []string
	for _, r := range results {
		list = append(list, r.ID)
	}
	return list
}

// A digest of many long articles stays short enough for a channel.
func TestDigestIsShort(t *testing.T) {
	story := stories(t)[0]
	for i := range 60 {
		r := story.Quotes[i%2]
		r.ID = fmt.Sprint(i)
		r.Spans = []digest.Span{{Start: 1000 * i, End: 1000*i + 10}}
		story.Quotes = append(story.Quotes, r)
		story.Actors = append(story.Actors, digest.Actor{ID: int64(100 + i), Name: fmt.Sprint("Actor ", i)})
	}
	m := Digest(slices.Repeat([]digest.Story{story}, 30), Options{})
	if len(m.Blocks) > 50 {
		t.Errorf("%d blocks, more than a message can have", len(m.Blocks))
	}
	shown := 0
	for _, b := range m.Blocks {
		if _, ok := b.(digest.Rest); !ok {
			shown += len(drawn([]digest.Block{b}, ""))
		}
	}
	if shown > 10_000 {
		t.Errorf("%d bytes are shown at once", shown)
	}
}
