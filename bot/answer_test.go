package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/compose"
)

// A speaker of the last answer can be picked by another name, also by one that others
// have as well.
func TestPickedByAlias(t *testing.T) {
	st := aldmoor(t)
	museum := piece{outlet: "The Aldmoor Post", title: "Museum opens", day: "2018-02-01",
		text: "The Hill Road Museum (HRM) opens.", bodies: []digest.Actor{actor("Hill Road Museum", "", "HRM")}}
	article, reading := museum.read(t)
	if _, _, err := st.Add(t.Context(), article, reading); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ before, want string }{
		{"", "back: “HRM” may be Harbour Rescue Movement or Hill Road Museum. Who is meant?"},
		{"latest from Fenwick News since March", "understood: what “Harbour Rescue Movement” said"},
	} {
		a := asking(st)
		for _, line := range []string{c.before, "what did they say", "HRM"} {
			_, ans, err := a.Answer(t.Context(), line)
			if err != nil {
				t.Fatal(err)
			}
			if got := show(ans); line == "HRM" && !strings.HasPrefix(got, c.want) {
				t.Errorf("after %q, HRM is\n%s", c.before, got)
			}
		}
	}
}

// What was taken for what stands above the results, and below "nothing found".
func TestNotePlace(t *testing.T) {
	st := aldmoor(t)
	for ask, at := range map[string]int{"who said what about Breke": 0, "what did Jonas Lind say last week": 1, "who is Jonas Lynd": 0} {
		m, ans, err := asking(st).Answer(context.Background(), ask)
		if err != nil || ans.Note == "" {
			t.Fatalf("%s: %v, note %q", ask, err, ans.Note)
		}
		if diff := cmp.Diff(compose.Text(ans.Note).Blocks[0], m.Blocks[at]); diff != "" {
			t.Errorf("%s: -want +got\n%s", ask, diff)
		}
	}
}

// Two conversations over one store know nothing of each other.
func TestConversationsApart(t *testing.T) {
	st := aldmoor(t)
	one, other := asking(st), asking(st)
	if _, _, err := one.Answer(context.Background(), "what did Jonas Lind say"); err != nil {
		t.Fatal(err)
	}
	_, ans, err := other.Answer(context.Background(), "what did he say")
	if err != nil || ans.Back == "" {
		t.Errorf("got %s, %v, want a question back", show(ans), err)
	}
}

func TestAnswerWithoutStore(t *testing.T) {
	st := aldmoor(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m, ans, err := asking(st).Answer(ctx, "what did Brekke say")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that of the context", err)
	}
	if want := compose.Text(ans.Back); ans.Back == "" || cmp.Diff(want, m) != "" {
		t.Errorf("got %+v, want the sentence of %q", m, ans.Back)
	}
}

func TestFilter(t *testing.T) {
	st := aldmoor(t)
	now := asking(st).Now()
	for in, want := range map[string]string{
		"":                         `class:"all"`,
		"HRM last week":            `about:"Harbour Rescue Movement" since:"2018-11-19" before:"2018-11-26" class:"all"`,
		"by:sorley about:toll":     `by:"Ana Sorley" about:"toll" class:"all"`,
		"by:Ana Sorlei":            `by:"Ana Sorley" class:"all"`,
		"who is Brekke":            `about:"Tomas Brekke" class:"all"`,
		"quotes from Fenwick News": `in:"Fenwick News" class:"statement"`,
		"fishing in Fenwick News":  `about:"fishing" in:"Fenwick News" class:"all"`,
		"more":                     `“more” goes on with an answer and is no filter`,
		"by:she":                   `a filter cannot know who is meant by “she”: write the name`,
		"by:Lind":                  `“Lind” may be Marta Lind or Jonas Lind: write the full name`,
		"by:Zebulon":               `no “Zebulon” is known by name`,
		"by:Tomas Brecker":         `no “Tomas Brecker” is known by name: is it Tomas Brekke?`,
		"kind:loud":                `there is no kind “loud”: write kind:direct, kind:mixed or kind:indirect`,
	} {
		q, err := Filter(context.Background(), st, in, now)
		got := q.Line()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

// Who is printed with an initial by one outlet only is one person for an answer, which
// says so.
func TestWithAndWithoutInitial(t *testing.T) {
	st := aldmoor(t)
	storm := piece{outlet: "Fenwick News", title: "A storm", day: "2018-05-01",
		text:   "Jonas P. Lind, a baker, laughed again. “Rain sells bread,” he said.",
		people: []digest.Actor{actor("Jonas P. Lind", "a baker")},
		said:   []said{{words: "Rain sells bread,", cue: "said", source: "he", by: "Jonas P. Lind"}},
	}
	article, reading := storm.read(t)
	if _, _, err := st.Add(t.Context(), article, reading); err != nil {
		t.Fatal(err)
	}
	_, ans, err := asking(st).Answer(context.Background(), "what did Jonas Lind say")
	if err != nil {
		t.Fatal(err)
	}
	want := `note: “Jonas P. Lind” is hardly anybody else than “Jonas Lind”; both are meant.
understood: what “Jonas Lind” said
Jonas P. Lind: Rain sells bread,
Jonas Lind: I only sell bread,
`
	if diff := cmp.Diff(want, show(ans)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
