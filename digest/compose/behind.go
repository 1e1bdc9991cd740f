package compose

import (
	"strconv"
	"strings"
	"time"

	"whosaid/digest"
)

// manyBehind is how many quotes one button shows the context of: more would be a
// longer message than anybody reads, and a longer command than platforms take.
const manyBehind = 40

// behind returns the buttons for what stands behind quotes: the sentences around
// them, and their articles. The commands name the quotes by their numbers in the
// store, and so mean the same at any time.
func behind(results []digest.Result) []digest.Button {
	var numbers []string
	for _, r := range results {
		if r.Number != 0 && len(numbers) < manyBehind {
			numbers = append(numbers, strconv.FormatInt(r.Number, 10))
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	list := strings.Join(numbers, " ")
	return []digest.Button{
		{Label: "Show context", Command: "context " + list, Short: "context"},
		{Label: "Sources", Command: "sources " + list, Short: "sources"},
	}
}

// Context shows the printed sentences around quotes, the quotes in bold, with no
// quotation marks but those of the articles; dates are those of the zone, or the
// outlet's own where it is nil.
func Context(results []digest.Result, zone *time.Location) digest.Message {
	p := page{zone: zone}
	var m digest.Message
	for _, r := range results {
		runs := around(r)
		if runs == nil { // too much is around it: its own words must do
			runs, _ = quotation(r, longest)
		}
		m.Blocks = append(m.Blocks, p.speaker([]digest.Result{r})...)
		m.Blocks = append(m.Blocks, digest.Blockquote{Text: append(runs, p.attribution(r.Article, "— as printed by ")...)})
	}
	return m
}

// Sources lists the articles that quotes stand in, each once, in the order of the
// quotes.
func Sources(results []digest.Result, zone *time.Location) digest.Message {
	p := page{zone: zone}
	var list digest.List
	seen := make(map[int64]int)
	for _, r := range results {
		seen[r.Article.ID]++
		if seen[r.Article.ID] > 1 {
			continue
		}
		item := append(p.headline(r.Article).Text, plain(" — "))
		list.Items = append(list.Items, append(item, p.dateline(r.Article)...))
	}
	return digest.Message{Blocks: []digest.Block{
		paragraph(bold(count(len(list.Items), "article") + " behind " + count(len(results), "quote") + ":")), list,
	}}
}
