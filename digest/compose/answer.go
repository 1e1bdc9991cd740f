package compose

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// page is how one reader gets an answer or a digest.
type page struct {
	zone    *time.Location      // whose calendar days are shown; nil for the outlet's own
	changed map[int64]time.Time // see Options.Changed
}

// Answer shows what was found for a question, dates as the outlets have them.
func Answer(a digest.Answer) digest.Message { return AnswerIn(a, nil) }

// AnswerIn is [Answer] with dates in the reader's zone. It shows, in this order:
// a question back with what can be chosen; or the profile of the actor; the
// results by speaker, newest first, and apart from them those that only a sentence
// beside them or a headline led to; how many follow, with a button whose command is "more"; what was searched. Suggestions are an ordered list, and each has a
// button that sends its text.
func AnswerIn(a digest.Answer, zone *time.Location) digest.Message {
	p := page{zone: zone}
	var m digest.Message
	switch {
	case a.Back != "":
		m.Blocks = append([]digest.Block{paragraph(plain(own(a.Back)))}, choices(a.Suggestions)...)
		return m
	case a.Profile != nil:
		m.Blocks = p.profile(*a.Profile, a.Results)
	case len(a.Results) == 0:
		m.Blocks = p.nothing(a)
		return m
	default:
		if a.Understood != "" {
			m.Blocks = append(m.Blocks, heading(1, plain(capital(brief(own(a.Understood))))))
		}
		own, beside, headed := apart(a.Results)
		m.Blocks = append(append(m.Blocks, p.groups(own)...), p.besideWords(beside)...)
		m.Blocks = append(m.Blocks, p.underHeadlines(headed)...)
	}
	m.Blocks = append(m.Blocks, under(a)...)
	if a.Searched.Articles > 0 {
		m.Blocks = append(m.Blocks, paragraph(faint(searched(a.Searched, zone))))
	}
	if len(a.Suggestions) > 0 {
		m.Blocks = append(m.Blocks, paragraph(plain("See also:")))
		m.Blocks = append(m.Blocks, choices(a.Suggestions)...)
	}
	return m
}

// capital returns a line with its first letter in upper case.
func capital(line string) string {
	r, size := utf8.DecodeRuneInString(line)
	return string(unicode.ToUpper(r)) + line[size:]
}

// nothing says that there is no result, in what it was looked for, and what
// could be asked instead.
func (p page) nothing(a digest.Answer) []digest.Block {
	text := "Nothing found"
	if a.Understood != "" {
		text += ": " + brief(own(a.Understood))
	}
	blocks := []digest.Block{paragraph(bold(text)), paragraph(plain(searched(a.Searched, p.zone)))}
	if len(a.Suggestions) > 0 {
		blocks = append(blocks, paragraph(plain(leads[a.Offer])))
		blocks = append(blocks, choices(a.Suggestions)...)
	}
	return blocks
}

// leads are the lines above what is suggested.
var leads = map[digest.Offer]string{
	digest.NearNames:   "Did you mean one of these?",
	digest.CommonNames: "No name is near. These occur most:",
	digest.FewerWords:  "Nothing has all of the words. There is something with these:",
}

// choices lists names to choose from, by number or by button.
func choices(names []string) []digest.Block {
	if len(names) == 0 {
		return nil
	}
	list := digest.List{Ordered: true}
	var buttons digest.Buttons
	for _, name := range names {
		list.Items = append(list.Items, []digest.Run{plain(name)})
		buttons.Items = append(buttons.Items, digest.Button{Label: name, Command: name})
	}
	return []digest.Block{list, buttons}
}

// under offers what else there is to the results of an answer.
func under(a digest.Answer) []digest.Block {
	var buttons digest.Buttons
	if a.More > 0 {
		buttons.Items = append(buttons.Items, moreButton(a))
	}
	buttons.Items = append(buttons.Items, behind(a.Results)...)
	if len(buttons.Items) == 0 {
		return nil
	}
	return []digest.Block{buttons}
}

// moreButton goes on where this answer ends, also behind other answers.
func moreButton(a digest.Answer) digest.Button {
	b := digest.Button{Label: count(a.More, "more quote"), Command: "more", Tells: true}
	if a.MoreAtLeast {
		b.Label = "at least " + b.Label
	}
	if a.MoreByHeadline {
		b.Label += ", of articles with these words in the headline only"
	}
	if a.Line != "" {
		b.Command, b.Short = fmt.Sprintf("more %d %s", a.Next, a.Line), "more"
	}
	return b
}

// apart divides results into those that show what was asked for, those that stand
// beside a sentence with it, and those of which only the headline has it.
func apart(results []digest.Result) (own, beside, under []digest.Result) {
	for _, r := range results {
		switch {
		case r.ByHeadline:
			under = append(under, r)
		case r.Beside && inContext(r) == nil:
			beside = append(beside, r)
		default:
			own = append(own, r)
		}
	}
	return own, beside, under
}

// besideWords shows quotes that need not be about what was asked for, and says so.
func (p page) besideWords(results []digest.Result) []digest.Block {
	if len(results) == 0 {
		return nil
	}
	return append([]digest.Block{paragraph(faint("A sentence beside these has the words; the quotes may be about something else."))}, p.groups(results)...)
}

// underHeadlines shows, article by article, quotes that need not be about what was
// asked for, and says so.
func (p page) underHeadlines(results []digest.Result) []digest.Block {
	if len(results) == 0 {
		return nil
	}
	blocks := []digest.Block{paragraph(faint("Only the headline has these words; the quotes may be about something else."))}
	for len(results) > 0 {
		article := results[0].Article
		n := slices.IndexFunc(results, func(r digest.Result) bool { return r.Article.ID != article.ID || r.Article.URL != article.URL })
		if n < 0 {
			n = len(results)
		}
		blocks = append(blocks, paragraph(faint("Headline: "), digest.Run{Text: brief(article.Title), URL: article.URL}))
		blocks = append(blocks, p.groups(results[:n])...)
		results = results[n:]
	}
	return blocks
}

// groups shows results under their speakers, in the order of each speaker's
// newest; those whose speaker is not certain come last.
func (p page) groups(results []digest.Result) []digest.Block {
	var order []string
	bySpeaker := make(map[string][]digest.Result)
	for _, r := range results {
		key := speakerKey(r)
		if _, ok := bySpeaker[key]; !ok {
			order = append(order, key)
		}
		bySpeaker[key] = append(bySpeaker[key], r)
	}
	var certain, last []digest.Block
	for _, key := range order {
		group := bySpeaker[key]
		if key == "" {
			last = append(p.speaker(group), p.quotes(group)...)
			continue
		}
		certain = append(append(certain, p.speaker(group)...), p.quotes(group)...)
	}
	return append(certain, last...)
}

// speakerKey tells speakers apart; "" stands for not certain who. Unnamed ones
// are the same only within an article: two articles may each mean another
// "one of his lawyers".
func speakerKey(r digest.Result) string {
	switch {
	case r.Speaker != nil && r.Speaker.ID != 0:
		return fmt.Sprintf("actor %d", r.Speaker.ID)
	case r.Speaker != nil:
		return "name " + r.Speaker.Name
	case r.Unnamed:
		return fmt.Sprintf("unnamed %d %s %s", r.Article.ID, r.Article.URL, r.Mention)
	}
	return ""
}

// speaker is the heading above the quotes of one speaker.
func (p page) speaker(group []digest.Result) []digest.Block {
	r := group[0]
	switch {
	case r.Speaker != nil:
		runs := []digest.Run{bold(r.Speaker.Name)}
		if role := roleIn(*r.Speaker, r.Article.ID); role != "" {
			runs = append(runs, faint(", "+role))
		}
		return []digest.Block{heading(2, runs...)}
	case r.Unnamed:
		return []digest.Block{heading(2, unnamed(r)...)}
	}
	return []digest.Block{heading(2, bold("Speaker unclear"))}
}

// unnamed returns the mention of a source whom the article does not name.
func unnamed(r digest.Result) []digest.Run {
	switch strings.ToLower(r.Mention) {
	case "", "he", "she", "it", "they", "who":
		return []digest.Run{bold("Somebody whom the article does not name")}
	}
	return []digest.Run{bold(brief(r.Mention)), faint(", unnamed")}
}

// quotes shows each result with its source; where the speaker is not certain,
// in the sentences it stands in, for the reader to judge.
func (p page) quotes(results []digest.Result) []digest.Block {
	var blocks []digest.Block
	for i, r := range results {
		if i > 0 && sameSentence(r, results[i-1]) {
			continue
		}
		text, label := inContext(r), "— as printed by "
		if text == nil {
			text, _ = quotation(r, longest)
			label = labelOf(r)
		}
		blocks = append(blocks, digest.Blockquote{Text: append(text, p.attribution(r.Article, label)...)})
	}
	return blocks
}
