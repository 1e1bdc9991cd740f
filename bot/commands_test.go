package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/store"
)

// words returns the text of a message, a line each block or point.
func words(m digest.Message) string {
	var b strings.Builder
	line := func(runs []digest.Run) {
		for _, r := range runs {
			b.WriteString(r.Text)
		}
		b.WriteByte('\n')
	}
	for _, block := range m.Blocks {
		switch block := block.(type) {
		case digest.Heading:
			line(block.Text)
		case digest.Paragraph:
			line(block.Text)
		case digest.Blockquote:
			line(block.Text)
		case digest.List:
			for _, item := range block.Items {
				line(item)
			}
		case digest.Fields:
			for _, item := range block.Items {
				line(append([]digest.Run{{Text: item.Name + ": "}}, item.Value...))
			}
		case digest.Rest:
			b.WriteString("… " + block.Summary + "\n")
		}
	}
	return b.String()
}

func talking(t *testing.T, st *store.Store) *Conversation {
	now := func() time.Time { return time.Date(2018, 11, 28, 15, 0, 0, 0, time.UTC) }
	return &Conversation{Store: st, Answerer: asking(st), Now: now}
}

func TestReply(t *testing.T) {
	c := talking(t, aldmoor(t))
	for _, tt := range []struct {
		in       string
		has, not []string
	}{
		{"help", []string{"who said what about X: ", "digest [FILTER]: ", "more: ", "questions: ", "help [COMMAND]: "}, nil},
		{"HELP digest", []string{"digest [FILTER]: the newest articles", "digest last week"}, []string{"who said what about X"}},
		{"questions", []string{"who said what about HRM"}, nil},
		{"digest", []string{"Toll to stay", "Two Linds and a quay", "Wardens found a movement"}, nil},
		{"digest this week", []string{"Toll to stay"}, []string{"Wardens"}},
		{"digest in:Fenwick", []string{"Two Linds and a quay"}, []string{"Toll to stay", "Wardens"}},
		{"digest in 2016", []string{"No articles", "The newest article is of 2018-11-26: ask for a digest since:2018-11-26."}, nil},
		{"digest about:Lind", []string{"‘Lind’ may be", "write the full name"}, nil},
		{"more", []string{"ask a question first"}, nil},
		{"who is Brekke", []string{"Tomas Brekke", "chief of the harbour wardens"}, nil},
		{"more about the quay", []string{"quay"}, []string{"ask a question first"}},
		{"context", []string{"the quay was older than the town", "— as printed by Fenwick News"}, nil},
		{"sources", []string{"2 articles behind", "Two Linds and a quay — Fenwick News, 20 Mar 2018"}, nil},
		{"digest this week", []string{"Toll to stay"}, nil},
		{"context", []string{"“The toll stays,” Ana Sorley told the council on Monday."}, []string{"older than the town"}},
		{"context 0123456789abcdef", []string{"There is no such quote"}, nil},
		{"sources of the quarrel", nil, []string{"no such quote"}}, // a question
		{"/context", []string{"The toll stays"}, nil},
		{"/digets last week", []string{"There is no command ‘digets’"}, nil},
		{"help nonsense", []string{"There is no command ‘nonsense’"}, nil},
	} {
		m, err := c.Reply(t.Context(), tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		got := words(m)
		for _, s := range tt.has {
			if !strings.Contains(got, s) {
				t.Errorf("%s: %q is not in\n%s", tt.in, s, got)
			}
		}
		for _, s := range tt.not {
			if strings.Contains(got, s) {
				t.Errorf("%s: %q is in\n%s", tt.in, s, got)
			}
		}
	}
}

// Whatever help shows as an example must be a command.
func TestExamplesOfCommands(t *testing.T) {
	for _, c := range Commands() {
		if c.Does == "" || len(c.Examples) == 0 {
			t.Errorf("%s says nothing of itself", c.Name)
		}
		for _, e := range c.Examples {
			if e != c.Name && !strings.HasPrefix(e, c.Name+" ") {
				t.Errorf("%s has the example %q", c.Name, e)
			}
		}
	}
}

func TestGreeting(t *testing.T) {
	m, err := talking(t, aldmoor(t)).Greeting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := `I have read 3 articles of 3 outlets, 15 January 2018 to 26 November 2018.
Ask me who said what. For example:
who said what about HRM
what did Ana Sorley say
who is Tomas Brekke
`
	if diff := cmp.Diff(want, words(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	buttons, ok := m.Blocks[len(m.Blocks)-1].(digest.Buttons)
	if !ok || len(buttons.Items) != 3 {
		t.Errorf("the examples are no buttons: %v", m.Blocks)
	}
}

// The examples that are offered have answers.
func TestExamples(t *testing.T) {
	st := aldmoor(t)
	lines, err := Examples(t.Context(), st)
	if err != nil || len(lines) != 3 {
		t.Fatalf("%q, %v", lines, err)
	}
	for _, line := range lines {
		_, a, err := asking(st).Answer(t.Context(), line)
		if err != nil || len(a.Results) == 0 {
			t.Errorf("%s: %v, %v", line, a, err)
		}
	}
}

// What is offered instead of a line is never that line again.
func TestHint(t *testing.T) {
	st := aldmoor(t)
	now := func() time.Time { return time.Date(2018, 11, 28, 15, 0, 0, 0, time.UTC) }
	for in, want := range map[string]string{
		"outlets in 2018":   "outlets",
		"quotd last month":  "quoted last month",
		"morre":             "more",
		"who quotd Brekke?": "",
	} {
		c := &Conversation{Store: st, Answerer: &Answerer{Store: st, Now: now}, Now: now}
		m, err := c.Reply(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		offered := ""
		for i, b := range m.Blocks {
			if buttons, ok := b.(digest.Buttons); ok && i > 0 && cmp.Equal(m.Blocks[i-1], compose.Text("If you meant a command:").Blocks[0]) {
				offered = buttons.Items[0].Command
			}
		}
		if offered != want {
			t.Errorf("%q offers %q, want %q", in, offered, want)
		}
	}
}

// Where nobody has spoken about somebody, and where nothing has been read, the answer
// says what else can be asked.
func TestInsteadOfNothing(t *testing.T) {
	c := talking(t, aldmoor(t))
	m, err := c.Reply(t.Context(), "who said what about Marta Lind")
	if want := "What Marta Lind said: 2 quotes; ask ‘what did Marta Lind say’."; err != nil || !strings.Contains(words(m), want) {
		t.Errorf("%v, want %q in\n%s", err, want, words(m))
	}
	c = talking(t, empty(t))
	c.Commands = append(Commands(), Command{Name: "feed add", Usage: "feed add ADDRESS"})
	if m, err = c.Greeting(t.Context()); err != nil || !strings.Contains(words(m), "follows one with: feed add ADDRESS") {
		t.Errorf("the greeting without articles is %v:\n%s", err, words(m))
	}
}
