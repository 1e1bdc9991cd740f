package analyse

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"whosaid/digest"
	"whosaid/digest/analyse/crf"
)

// report is news prose of the usual mixture, invented.
const report = `PORT ASTEL — The harbour of Port Astel will close for a month after its pumps failed, the mayor, Maria Lindqvist, said on Tuesday.

“We have run out of money, and nobody will lend us more,” Lindqvist told reporters outside the town hall. “The pumps stopped in May. I warned the council then.”

The Astel Harbour Authority (AHA) denied that it had been warned. In a statement, the authority said it had “no record of any letter” and would publish its files next week.

Tomas Reyer, a spokesman for the National Union of Dock Workers, said that some 400 people would be without work, adding that the union was considering a strike.

“Nobody asked us,” he said. “They never do.”

According to figures released by the AHA in June, the port handled 1.2 million tonnes last year, 14 per cent less than in the year before. Lindqvist, who was elected in 2019, insisted that the harbour could be saved, but opposition councillor Dr Ines Okafor called the plan “a childish dream”.

Okafor’s party has six of the council’s 31 seats. She has asked whether the money was spent on the new marina, which opened in March at a cost of $38 million.
`

// BenchmarkRead measures all stages on one core, in tokens a second.
func BenchmarkRead(b *testing.B) {
	tokens := len(cut(report).toks)
	b.SetBytes(int64(len(report)))
	for b.Loop() {
		Read(digest.Article{Text: report})
	}
	b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkArticle holds a usual article, of 750 words, to its time.
func BenchmarkArticle(b *testing.B) {
	text := strings.Repeat(report, (750+len(strings.Fields(report))-1)/len(strings.Fields(report)))
	words := len(strings.Fields(text))
	for b.Loop() {
		Read(digest.Article{Text: text})
	}
	perWord := b.Elapsed().Seconds() / float64(b.N) / float64(words)
	b.ReportMetric(1000*750*perWord, "ms/750-words")
}

// BenchmarkStages reads an article as often as it takes and measures each stage of that,
// in tokens a second. A clock is read between the stages: to stop the benchmark's own
// around what a cheap stage needs would have all of that done millions of times.
func BenchmarkStages(b *testing.B) {
	text := strings.Repeat(report, 4)
	m := embedded()
	type state struct {
		d     *document
		v     *view
		spots []spot
		links []linked
		as    []attribution
	}
	stages := []struct {
		name string
		do   func(s *state)
	}{
		{"text", func(s *state) { s.d = cut(text) }}, // paragraphs, sentences, tokens, marks, lines
		{"names", func(s *state) { s.d.findNames() }},
		{"phrases", func(s *state) { s.d.prepare() }},
		{"rules", func(s *state) { s.as = s.d.ruled() }},
		{"view", func(s *state) { s.v = &view{}; s.v.look(s.d) }},
		{"speech", func(s *state) { s.v.speech(crf.NewDecoder(m.speech)); s.v.spoken() }},
		{"lexicon", func(s *state) {
			for i := range s.v.cue {
				s.v.cue[i] = m.lexicon.step(s.v.lexical(i), s.v.kin(i))
			}
			s.v.nearest()
		}},
		{"tagging", func(s *state) { s.spots = s.v.tag(crf.NewDecoder(m.tagger)) }},
		{"linking", func(s *state) { s.links = s.v.link(crf.NewDecoder(m.linker), s.spots) }},
		{"judging", func(s *state) { s.v.judge(crf.NewDecoder(m.judge), s.links) }},
		{"speakers", func(s *state) { s.d.speakers(s.as) }},
		{"topics", func(s *state) {
			for _, a := range s.as {
				s.d.about(a, -1)
			}
		}},
		{"gist", func(s *state) { s.d.weigh(nil); s.d.gist() }},
	}
	spent := make([]time.Duration, len(stages))
	for b.Loop() {
		var s state
		for k, stage := range stages {
			begin := time.Now()
			stage.do(&s)
			spent[k] += time.Since(begin)
		}
	}
	tokens := float64(len(cut(text).toks)) * float64(b.N)
	for k, stage := range stages {
		b.ReportMetric(tokens/spent[k].Seconds(), stage.name+"-tokens/s")
	}
}

// endless are texts that no article is like: a sentence that does not end, marks that
// never close, a name on every line.
var endless = []struct {
	name, unit string // %c in a unit are letters that change from one to the next
	times      int
}{
	{"one sentence", "the harbour, he said, and Maria Lindqvist ", 1500},
	{"open marks", "“a ‘b \"c 'd ", 2500},
	{"names", "Maria Lindqvist of the Astel Harbour Authority (AHA) said so.\n\n", 1000},
	{"quotations", "“We have run out of money,” he said.\n\n", 1500},
	{"open lines", "“We have run out of money.\n\n", 2000},
	{"acronyms", "The %c%c%c met the B%c Harbour%c Bank, Senator Ana%c Quist said.\n\n", 800},
	{"one word", "a", 1 << 18},
	{"full stops", ".", 1 << 16},
}

// endlessly writes a unit many times.
func endlessly(unit string, times int) string {
	var b strings.Builder
	for i := range times {
		for k, part := range strings.Split(unit, "%c") {
			if k > 0 {
				b.WriteByte("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(i*(k+1)+i/26)%26])
			}
			b.WriteString(part)
		}
	}
	return b.String()
}

// TestReadLongText reads each to its end.
func TestReadLongText(t *testing.T) {
	for _, c := range endless {
		t.Run(c.name, func(t *testing.T) {
			text := endlessly(c.unit, c.times)
			checkReading(t, text, Read(digest.Article{Text: text}))
		})
	}
}

// BenchmarkReadLongText tells how long a byte takes in a text and in one four times as
// long: the same where time grows as the text does, four times as much with its square.
func BenchmarkReadLongText(b *testing.B) {
	for _, c := range endless {
		for _, times := range []int{c.times, 4 * c.times} {
			b.Run(fmt.Sprintf("%s/%d", c.name, times), func(b *testing.B) {
				text := endlessly(c.unit, times)
				for b.Loop() {
					Read(digest.Article{Text: text})
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(text)), "ns/byte")
			})
		}
	}
}
