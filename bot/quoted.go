package bot

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/chart"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// Who is quoted most is counted in so many quotes, and so many are shown.
const (
	mostCounted = 2000
	mostQuoted  = 10
	mostOutlets = 3
)

// tally is how often one actor is quoted.
type tally struct {
	name    string
	quotes  int
	outlets map[string]int
}

var (
	askedMost  = regexp.MustCompile(`(?i)^(?:who (?:is|are|was|were|has been|have been|gets|got) (?:the )?)?(?:quoted (?:the )?most(?: often)?|most (?:often )?quoted)(?: (?:people|persons?|speakers?|sources?))?(?:$|[ ?])`)
	greeting   = regexp.MustCompile(`(?i)^(?:hello|hi|hey|good (?:morning|afternoon|evening)|what can (?:you do|i ask)|how does this work)[ .!?]*$`)
	askedFor   = regexp.MustCompile(`(?i)^(?:(?:which|what) )?(?:outlets|newspapers|papers|publications|media|sources)(?: (?:are there|are these from|are in there|are known|are searched|are covered|do you (?:have|know|read|cover|search|follow)|(?:do|can) i (?:have|search)|have you (?:got|read)))[ ?]*$`)
	askedCount = regexp.MustCompile(`(?i)^how (?:often|many times) (?:is|are|was|were|has|have) (.+?) (?:been )?quoted(?:$|[ ?])`)
	askedWhere = regexp.MustCompile(`(?i)^how (?:often|many times) (?:has|have|did|does|do) (.+?) quoted? (.+?)[ ?]*$`)
)

// inPlainWords returns the command for a line in plain words that only it answers: "who
// is quoted most about X", "how often was X quoted in May", "which outlets are there", a greeting; other lines as
// they are.
func inPlainWords(line string) string {
	if greeting.MatchString(line) {
		return "help"
	}
	if askedFor.MatchString(line) {
		return "outlets"
	}
	if m := askedMost.FindString(line); m != "" {
		return strings.TrimSpace("quoted " + strings.Trim(line[len(m):], " ?"))
	}
	if m := askedWhere.FindStringSubmatch(line); m != nil && !strings.HasSuffix(m[1], " been") && m[1] != "been" {
		return `quoted in:"` + unmarked(strings.TrimPrefix(m[1], "the ")) + `" by ` + m[2]
	}
	if m := askedCount.FindStringSubmatch(line); m != nil {
		if query.IsPronoun(m[1]) {
			return "quoted by " + m[1] // which asks for the name: sources that are worded “she” are many people
		}
		rest := strings.Trim(line[len(m[0]):], " ?")
		if outlet, ok := strings.CutPrefix(rest, "by "); ok {
			rest = "in " + outlet // which may have a period behind it
		}
		return strings.TrimSpace(`quoted by:"` + unmarked(m[1]) + `" ` + rest)
	}
	return line
}

// unmarked returns a text without the marks that end an operator's value.
func unmarked(text string) string { return strings.ReplaceAll(text, `"`, "") }

// Count answers a question for how often somebody is quoted, or who is quoted most; false
// for any other.
func Count(ctx context.Context, st *store.Store, text string, now time.Time) (digest.Message, bool, error) {
	line := inPlainWords(text)
	filter, ok := strings.CutPrefix(line, "quoted")
	if !ok || line == text {
		return digest.Message{}, false, nil
	}
	m, err := quoted(ctx, st, strings.TrimSpace(filter), now)
	return m, true, err
}

// quotedCommand says who is quoted most, with a chart where the platform shows one.
func quotedCommand(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	return quoted(ctx, c.Store, rest, c.Now())
}

// quoted counts the quotes that a filter lets through, by speaker.
func quoted(ctx context.Context, st *store.Store, filter string, now time.Time) (digest.Message, error) {
	q, err := Filter(ctx, st, filter, now)
	if err != nil {
		return answering(digest.Message{}, err)
	}
	ans, err := st.Find(ctx, q, store.Page{Quotes: mostCounted})
	if err != nil {
		return digest.Message{}, fmt.Errorf("counting quotes: %w", err)
	}
	all, nobody := tallies(ans.Results)
	m := digest.Message{Blocks: []digest.Block{digest.Heading{Level: 1, Text: []digest.Run{{Text: "Who is quoted most"}}}}}
	if filtered(q) {
		m.Blocks = append(m.Blocks, compose.Text("Filter: "+q.String()+".").Blocks...)
	}
	shown := all[:min(len(all), mostQuoted)]
	var fields digest.Fields
	var bars []chart.Bar
	for _, t := range shown {
		fields.Items = append(fields.Items, named(t.name, fmt.Sprintf("%s, %s", counted(t.quotes, "quote"), t.where())))
		bars = append(bars, chart.Bar{Name: t.name, Count: t.quotes})
	}
	if len(shown) > 0 {
		m.Blocks = append(m.Blocks, fields)
	}
	m.Blocks = append(m.Blocks, compose.Text(coverage(ans, len(all), nobody)).Blocks...)
	picture, err := chart.Bars(bars)
	if err != nil {
		return m, err
	}
	if picture != nil {
		m.Blocks = append(m.Blocks, digest.Image{URL: "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture), Alt: "Who is quoted most, the list as bars"})
	}
	return m, nil
}

// tallies counts quotes by speaker, the most quoted first, and those whose speaker is
// not certain.
func tallies(results []digest.Result) (all []*tally, nobody int) {
	by := make(map[int64]*tally)
	for _, r := range results {
		if r.Speaker == nil {
			nobody++
			continue
		}
		t := by[r.Speaker.ID]
		if t == nil {
			t = &tally{name: r.Speaker.Name, outlets: make(map[string]int)}
			by[r.Speaker.ID] = t
		}
		t.quotes++
		t.outlets[printer(r.Article)]++
	}
	all = slices.Collect(maps.Values(by))
	slices.SortFunc(all, func(a, b *tally) int {
		return cmp.Or(cmp.Compare(b.quotes, a.quotes), cmp.Compare(a.name, b.name))
	})
	return all, nobody
}

// where names the outlets that quote somebody most.
func (t *tally) where() string {
	names := slices.Collect(maps.Keys(t.outlets))
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(t.outlets[b], t.outlets[a]), cmp.Compare(a, b))
	})
	if len(names) == 1 {
		return "in " + names[0]
	}
	var parts []string
	for _, name := range names[:min(len(names), mostOutlets)] {
		parts = append(parts, fmt.Sprintf("%d in %s", t.outlets[name], name))
	}
	if rest := len(names) - len(parts); rest > 0 {
		parts = append(parts, "others in "+counted(rest, "outlet"))
	}
	return enumerated(parts, "and")
}

// coverage says what was counted, so that the figures can be trusted.
func coverage(ans digest.Answer, speakers, nobody int) string {
	text := fmt.Sprintf("Counted %s of %s", counted(len(ans.Results)-nobody, "quote"), counted(speakers, "speaker"))
	if nobody > 0 {
		text += fmt.Sprintf(", and %d whose speaker is not named for certain", nobody)
	}
	text += fmt.Sprintf(", in %s of %s.", counted(ans.Searched.Articles, "article"), counted(ans.Searched.Outlets, "outlet"))
	if ans.More > 0 {
		text += fmt.Sprintf(" These are the newest %d; there are more: ask for a period.", len(ans.Results))
	}
	return text
}
