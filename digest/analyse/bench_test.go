package analyse

import (
	"strings"
	"testing"

	"whosaid/digest"
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

// TestReadLongText holds reading to time that grows with the text: a sentence
// of a quarter of a megabyte, marks that never close, and a name on every line.
func TestReadLongText(t *testing.T) {
	for name, text := range map[string]string{
		"one sentence": strings.Repeat("the harbour, he said, and Maria Lindqvist ", 6_000),
		"open marks":   strings.Repeat("“a ‘b \"c 'd ", 10_000),
		"names":        strings.Repeat("Maria Lindqvist of the Astel Harbour Authority (AHA) said so.\n\n", 4_000),
		"quotations":   strings.Repeat("“We have run out of money,” he said.\n\n", 6_000),
		"open lines":   strings.Repeat("“We have run out of money.\n\n", 8_000),
		"one word":     strings.Repeat("a", 1<<18),
		"full stops":   strings.Repeat(".", 1<<18),
	} {
		t.Run(name, func(t *testing.T) { checkReading(t, text, Read(digest.Article{Text: text})) })
	}
}
