package analyse

import (
	"bytes"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

// show prints attributions one a line: source | cue | content.
func show(text string, as []attribution) []string {
	cut := func(spans []digest.Span) string {
		var parts []string
		for _, s := range spans {
			parts = append(parts, s.Cut(text))
		}
		return strings.Join(parts, " … ")
	}
	var out []string
	for _, a := range as {
		out = append(out, cut(a.source)+" | "+cut(a.cue)+" | "+cut(a.content))
	}
	return out
}

func TestAttributions(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Maria Lindqvist said on Tuesday that the harbour would close for a month.",
			[]string{"Maria Lindqvist | said | that the harbour would close for a month"}},
		{"“We have run out of money,” Lindqvist told reporters. “Nobody will lend us more.”",
			[]string{"Lindqvist | told | “We have run out of money,” … “Nobody will lend us more.”"}},
		{"According to the port authority, three pumps have failed since May.",
			[]string{"the port authority | According to | three pumps have failed since May"}},
		{"The council denied that it had been warned, but Tomas Reyer insisted that the letters were sent.", []string{
			"The council | denied | that it had been warned",
			"Tomas Reyer | insisted | that the letters were sent"}},
		{"The pumps have failed, the mayor said.",
			[]string{"the mayor | said | The pumps have failed"}},
		{"He believes the strike will be short.",
			[]string{"He | believes | the strike will be short"}},
		{"The pumps stopped in May and the marina opened in June.", nil},
	} {
		d := cut(c.text)
		d.findNames()
		d.prepare()
		if diff := cmp.Diff(c.want, show(c.text, d.attributions())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// TestMarksLookAlike holds the models to reading all styles of quotation marks alike.
func TestMarksLookAlike(t *testing.T) {
	for _, marks := range []string{"“”", "\"\"", "«»", "‘’", "„“"} {
		m := []rune(marks)
		text := string(m[0]) + "We have run out of money," + string(m[1]) + " Lindqvist told reporters."
		d := cut(text)
		d.findNames()
		d.prepare()
		as := d.attributions()
		if len(as) != 1 || len(as[0].source) != 1 || as[0].source[0].Cut(text) != "Lindqvist" {
			t.Errorf("%s: %q", text, show(text, as))
		}
	}
}

// TestDesk holds readings that take over the memory of others, of longer and
// shorter texts and at the same time, to what models say that never read before.
func TestDesk(t *testing.T) {
	texts := []string{report, "The bridge is safe, the mayor said.", "", strings.Repeat(report, 3), "“Nobody asked us,” Reyer said. He left."}
	want := make([][]attribution, len(texts))
	for i, text := range texts {
		m, err := newLearned(builtIn)
		if err != nil {
			t.Fatal(err)
		}
		want[i] = m.attributions(prepared(text))
	}
	m, err := newLearned(builtIn)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for k := range 3 * len(texts) {
				i := (k*(worker+1) + worker) % len(texts)
				if got := m.attributions(prepared(texts[i])); !reflect.DeepEqual(got, want[i]) {
					t.Errorf("text %d: attributions %+v, want %+v", i, got, want[i])
				}
			}
		})
	}
	all.Wait()
}

func prepared(text string) *document {
	d := cut(text)
	d.findNames()
	d.prepare()
	return d
}

func TestLeaveVerb(t *testing.T) {
	for _, c := range []struct {
		text   string
		lo, hi int
		want   string
	}{
		{"She waits in jail and lets her lawyer say that nothing happened.", 5, 8, "her lawyer"},
		{"Nobody but her lawyer says that nothing happened.", 1, 4, "but her lawyer"},
		{"The lawyer says that nothing happened.", 0, 2, "The lawyer"},
	} {
		d := cut(c.text)
		v := embedded().look(embedded().desk(), d)
		l := linked{parts: []segment{{sourceRole, c.lo, c.hi}}}
		v.leaveVerb(&l)
		if got := l.parts[0].span(d).Cut(c.text); got != c.want {
			t.Errorf("%s: source %q, want %q", c.text, got, c.want)
		}
	}
}

func TestClassOf(t *testing.T) {
	for _, c := range []struct {
		cue    string
		quoted bool
		want   digest.Class
	}{
		{"said", false, digest.Statement},
		{"has repeatedly denied", false, digest.Statement},
		{"believes", false, digest.Thought},
		{"hoped", true, digest.Thought},
		{"endorsed", false, digest.Other},
		{"appointed", false, digest.Other},
		{"took aim at", false, digest.Other},
		{"took aim at", true, digest.Statement},
		{"has launched a campaign to demand", false, digest.Other},
		{"went on to say", false, digest.Statement},
		{"seemed", false, digest.Other},
		{"according to", false, digest.Statement},
	} {
		d := cut(c.cue)
		if got := d.classOf(0, len(d.toks), c.quoted); got != c.want {
			t.Errorf("%s: %s, want %s", c.cue, got, c.want)
		}
	}
}

// invented is a small annotated corpus. Sources, cues and contents are those of
// one pattern, so that there is something to learn.
func invented() []Annotated {
	names := strings.Fields("Lindqvist Reyer Okafor Moreau Tanaka Ibsen Varga Quispe Haddad Nowak")
	verbs := strings.Fields("said says claimed denied argued")
	things := strings.Fields("harbour pumps marina strike council budget")
	var out []Annotated
	for i, name := range names {
		var a Annotated
		a.Name = name
		for k, thing := range things {
			verb := verbs[(i+k)%len(verbs)]
			at := len(a.Text)
			a.Text += name + " " + verb + " that the " + thing + " would close. The " + thing + " is old.\n\n"
			cue := at + len(name) + 1
			content := cue + len(verb) + 1
			a.Attributions = append(a.Attributions, Marked{
				Source:  []digest.Span{{Start: at, End: at + len(name)}},
				Cue:     []digest.Span{{Start: cue, End: cue + len(verb)}},
				Content: []digest.Span{{Start: content, End: content + len("that the  would close") + len(thing)}},
			})
			for _, t := range cut(a.Text[at:]).toks {
				tag := map[string]string{"the": "DT", "that": "IN", "would": "MD", "close": "VB", "is": "VBZ", "old": "JJ", verb: "VBD"}[t.low]
				if tag == "" {
					tag = "NN"
				}
				a.Words = append(a.Words, Word{digest.Span{Start: at + t.Start, End: at + t.End}, tag})
			}
		}
		out = append(out, a)
	}
	return out
}

// TestTrain holds training to the same bytes every time, and to learn something.
func TestTrain(t *testing.T) {
	if testing.Short() {
		t.Skip("trains models twice")
	}
	quiet := func(string, ...any) {}
	defer smallRecipes()()
	a, err := Train(invented(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Train(invented(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range a.Files() {
		if !bytes.Equal(data, b.Files()[name]) {
			t.Errorf("%s: two trainings gave different bytes", name)
		}
	}
	text := "Moreau argued that the bridge would close. The bridge is old."
	found, err := Predict(a, []string{text})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]Marked{{{
		Source:  []digest.Span{{Start: 0, End: 6}},
		Cue:     []digest.Span{{Start: 7, End: 13}},
		Content: []digest.Span{{Start: 14, End: 41}},
	}}}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}

// smallRecipes makes training fit a small corpus, and returns what undoes it.
func smallRecipes() func() {
	all := []*recipe{&speechRecipe, &tagRecipe, &linkRecipe, &judgeRecipe}
	var old []recipe
	for _, r := range all {
		old = append(old, *r)
		r.texts, r.bits, r.Rate, r.Epochs = 2, 10, .2, 8
	}
	return func() {
		for i, r := range all {
			*r = old[i]
		}
	}
}

// TestModelSize holds the models to what the program may carry.
func TestModelSize(t *testing.T) {
	size := 0
	for _, data := range builtIn.Files() {
		size += len(data)
	}
	if size > 10<<20 || size < 1<<20 {
		t.Errorf("models of %d bytes", size)
	}
}

func TestLoadBroken(t *testing.T) {
	for name, data := range builtIn.Files() {
		if name == "lexicon.bin" {
			continue // any bytes are one
		}
		m := builtIn
		switch name {
		case "speech.bin":
			m.Speech = data[:len(data)-1]
		case "tagger.bin":
			m.Tagger = nil
		case "linker.bin":
			m.Linker = data[1:]
		case "judge.bin":
			m.Judge = data[:7]
		}
		if _, err := newLearned(m); err == nil {
			t.Errorf("%s: broken file loaded", name)
		}
	}
}

// BenchmarkAttributions measures tagging and linking on one core.
func BenchmarkAttributions(b *testing.B) {
	d := cut(report)
	d.findNames()
	d.prepare()
	b.SetBytes(int64(len(report)))
	for b.Loop() {
		d.attributions()
	}
	b.ReportMetric(float64(len(d.toks)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkLoad measures what the models cost at start.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := newLearned(builtIn); err != nil {
			b.Fatal(err)
		}
	}
}
