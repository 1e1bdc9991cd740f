package analyse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
)

// TestSpeakers reads short articles about invented people and says who spoke,
// quote by quote: a name, "-" for somebody without one, "?" where it is unclear.
func TestSpeakers(t *testing.T) {
	for _, x := range []struct {
		name, in string
		want     []string
	}{
		{"surname and pronoun", "Ana Lindqvist, the mayor of Port Astel, opened the bridge on Monday.\n\n“It took nine years,” Lindqvist said. “I counted them,” she added.\n\n“Nobody else did,” she said.",
			[]string{"Ana Lindqvist", "Ana Lindqvist", "Ana Lindqvist"}},
		{"the speaker is not the one named inside", "Tomas Reyer left the council in May.\n\n“Paul Okafor asked me to stay and I laughed at Okafor,” he said.",
			[]string{"Tomas Reyer"}},
		{"genders part two who spoke", "Mr. Ivo Castell and Ms. Dana Brandt met on Monday.\n\n“The bridge is shut,” Castell said.\n\n“It is not,” Brandt said.\n\n“I walked across it,” she added.",
			[]string{"Ivo Castell", "Dana Brandt", "Dana Brandt"}},
		{"a description before the name", "The harbour is shut. Another lawyer for the port, Ines Halvorsen, said that the harbour would open again in May.\n\n“We have asked twice,” she said.",
			[]string{"Ines Halvorsen", "Ines Halvorsen"}},
		{"role", "Prime Minister Jorun Aske met the fishermen on Friday. The fishermen were led by Olav Brenne.\n\n“The quota stays,” the prime minister said.",
			[]string{"Jorun Aske"}},
		{"age", "Pavel Drozd, 65, won the regatta ahead of Nils Ekberg, 31.\n\n“I have never been so wet in my life,” the 65-year-old said.",
			[]string{"Pavel Drozd"}},
		{"relation by the family name", "Marek Wolanski was arrested on Sunday.\n\n“He has done nothing at all,” his daughter said.\n\nZofia Wolanski said that she would visit him in prison.",
			[]string{"Zofia Wolanski", "Zofia Wolanski"}},
		{"relation without a name", "Marek Wolanski was arrested on Sunday.\n\n“He has done nothing at all,” his lawyer said.",
			[]string{"-"}},
		{"one of many", "Marek Wolanski was arrested on Sunday.\n\n“He has done nothing at all,” one of Wolanski’s lawyers said.",
			[]string{"-"}},
		{"statement", "The Astel Harbour Authority issued a statement on Friday.\n\n“The pumps were old and nobody had money for new ones,” the statement said.",
			[]string{"Astel Harbour Authority"}},
		{"statement of one who holds an office", "The authority’s director Olga Marchetti, who was abroad, issued a statement on Friday.\n\n“The pumps were old and nobody had money for new ones,” the statement said.",
			[]string{"Olga Marchetti"}},
		{"organisation as it", "The Astel Harbour Authority was late to answer. It said that the pumps were old.",
			[]string{"Astel Harbour Authority"}},
		{"anonymous", "Ana Lindqvist is the mayor. A source said that the bridge would close.\n\n“It is quite certain by now,” the source said.",
			[]string{"-", "-"}},
		{"he is the driver", "Ana Lindqvist is the mayor. A driver said that the bridge was slow.\n\n“I wait for an hour every day,” he said.",
			[]string{"-", "-"}},
		{"named behind the pronoun", "Ana Lindqvist closed the bridge in May.\n\nDespite her height, the town’s clerk, Ines Halvorsen, stood on it. “Nobody has fallen off it yet,” she said.",
			[]string{"Ines Halvorsen"}},
		{"called so by the verb", "The first witness was Paul Okafor. “I saw nothing at all,” the witness said.",
			[]string{"Paul Okafor"}},
		{"another town’s mayor", "The mayor, Ana Lindqvist, closed the bridge. “We would never do that,” the mayor of Wexmouth said.",
			[]string{"-"}},
		{"the man who", "The man who led the Astel Harbour Authority said that he was sorry.",
			[]string{"-"}},
		{"a quotation goes on", "“We have run out of money for the bridge,” Ana Lindqvist said.\n\n“There will be none next year either.”",
			[]string{"Ana Lindqvist", "Ana Lindqvist"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := Read(digest.Article{Text: x.in})
			var got []string
			for _, q := range r.Quotes {
				switch {
				case q.Speaker >= 0:
					got = append(got, r.Actors[q.Speaker].Name)
				case q.Unnamed:
					got = append(got, "-")
				default:
					got = append(got, "?")
				}
			}
			if diff := cmp.Diff(x.want, got); diff != "" {
				t.Errorf("speakers (-want +got):\n%s", diff)
				for _, q := range r.Quotes {
					t.Logf("%s: %q %.2f %s", q.Kind, q.Content[0].Cut(x.in), q.Confidence, q.Why)
				}
			}
		})
	}
}

func TestGenders(t *testing.T) {
	d := cut("Ana Lindqvist is the mayor. She opened the bridge. Kim Ravn, her husband, watched. Spokeswoman Alex Toller was there.")
	d.findNames()
	d.prepare()
	got := map[string]gender{}
	for _, a := range d.actors {
		got[a.name] = a.gender
	}
	want := map[string]gender{"Ana Lindqvist": female, "Kim Ravn": male, "Alex Toller": female}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTraits(t *testing.T) {
	in := "The union’s branch secretary, Dora Penhale, said so. Olga Marchetti, who was the deputy director of the port, agreed. Ivo Castell, 58, is a former pilot. Vice Minister of Culture Tak Eun-ji left."
	d := cut(in)
	d.findNames()
	d.prepare()
	got := map[string][]string{}
	for a := range d.actors {
		for _, x := range d.traits[a] {
			if x.hi > 0 || x.age != "" {
				got[d.actors[a].name] = append(got[d.actors[a].name], x.noun+x.age)
			}
		}
	}
	want := map[string][]string{"Dora Penhale": {"secretary"}, "Olga Marchetti": {"director"}, "Ivo Castell": {"58", "pilot"}, "Tak Eun-ji": {"minister"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSteady holds confidence between one half and certainty, in order.
func TestSteady(t *testing.T) {
	last := 0.0
	for _, p := range []float64{0.5, 0.6, 0.8, 0.95, 1} {
		s := steady(p)
		if s <= last || s > 0.99 || s > p+1e-9 {
			t.Errorf("steady(%v) = %v after %v", p, s, last)
		}
		last = s
	}
}

// TestFitRanker learns from two articles, the same weights each time.
func TestFitRanker(t *testing.T) {
	text := "Tomas Reyer, the head of the council, was met by Paul Okafor at the harbour of the town.\n\n“I was late for it,” he said."
	source := strings.Index(text, "he said")
	span := func(from, to int) []digest.Span { return []digest.Span{{Start: from, End: to}} }
	doc := Coreferent{Text: text,
		Attributions: []Attributed{{Source: span(source, source+2), Cue: span(source+3, source+7), Content: span(strings.Index(text, "“"), source-1)}},
		Chains:       [][]digest.Span{{{Start: 6, End: 11}, {Start: source, End: source + 2}}}}
	w, n, right := FitRanker([]Coreferent{doc, doc})
	again, _, _ := FitRanker([]Coreferent{doc, doc})
	if n != 2 || right != 1 {
		t.Errorf("%d examples, %v right", n, right)
	}
	if diff := cmp.Diff(w, again); diff != "" {
		t.Error(diff)
	}
}

// BenchmarkSpeakers measures this stage alone, in tokens a second.
func BenchmarkSpeakers(b *testing.B) {
	d := cut(report)
	d.findNames()
	d.prepare()
	as := d.attributed(false)
	for b.Loop() {
		d.headwords()
		d.speakers(as)
	}
	b.ReportMetric(float64(len(d.toks)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
