package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"whosaid/digest"
	"whosaid/digest/store"
)

// show writes what an answer has in it, a line each.
func show(a digest.Answer) string {
	var b strings.Builder
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, text)
		}
	}
	line("back", a.Back)
	line("note", a.Note)
	line("understood", a.Understood)
	if a.Profile != nil {
		p := a.Profile
		line("profile", fmt.Sprintf("%s, %d by, %d about, %d articles", p.Actor.Name, p.Quotes, p.About, p.Articles))
	}
	for _, r := range a.Results {
		who := r.Mention
		if r.Speaker != nil {
			who = r.Speaker.Name
		}
		line(who, r.Text())
	}
	if a.More > 0 {
		line("more", fmt.Sprint(a.More))
	}
	line("suggestions", strings.Join(a.Suggestions, " | "))
	return b.String()
}

// Each conversation is a store of its own lines: what is asked, then what comes.
var conversations = []struct {
	name  string
	page  store.Page
	lines []string // asked and answered by turns
}{
	{name: "about an organisation, by acronym", lines: []string{
		"who said what about the HRM", `
understood: who said what about “Harbour Rescue Movement”
Tomas Brekke: The movement will not rest.
Ana Sorley: that the movement had come too late
`}},
	{name: "by a surname, about somebody", lines: []string{
		"what did sorley say about Brekke?", `
understood: what “Ana Sorley” said about “Tomas Brekke”
Ana Sorley: Brekke shouts because he has no numbers,
`}},
	{name: "thoughts only where asked for", lines: []string{
		"what does Sorley think in January", `
understood: what “Ana Sorley” said or thought, in January (1 to 31 January 2018)
Ana Sorley: that the movement had come too late
Ana Sorley: Brekke shouts because he has no numbers,
Ana Sorley: that the wardens see reason
`}},
	{name: "who is called by what he or she is", lines: []string{
		"who is the baker", `
note: Nobody is called “baker”; Jonas Lind was described as “a baker” on 20 March 2018.
understood: who is “Jonas Lind”
profile: Jonas Lind, 1 by, 0 about, 1 articles
Jonas Lind: I only sell bread,
`,
		"what did the historian say about the quay", `
note: Nobody is called “historian”; Marta Lind was described as “a historian” on 20 March 2018.
understood: what “Marta Lind” said about “quay”
Marta Lind: the quay was older than the town
Marta Lind: Nobody has asked Mayor Ana Sorley about it,
`,
		"who is the chief of the wardens", `
note: Nobody is called “chief of the wardens”; Tomas Brekke was described as “chief of the harbour wardens” on 15 January 2018.
understood: who is “Tomas Brekke”
profile: Tomas Brekke, 3 by, 1 about, 2 articles
Tomas Brekke: the mayor had lied to the Commission on Quays
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
`,
		"what did the mayor say about the movement", `
note: Nobody is called “mayor”; the articles word it so for Ana Sorley.
understood: what “Ana Sorley” said about “movement”
Ana Sorley: that the movement had come too late
Ana Sorley: Brekke shouts because he has no numbers,
`,
		"quotes about the movement but not reason", `
understood: who said what about “movement”, without “reason”
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
Ana Sorley: that the movement had come too late
`,
		"what did Sir Brekke say in November", `
understood: what “Tomas Brekke” said, in November (1 to 30 November 2018)
Tomas Brekke: the mayor had lied to the Commission on Quays
`}},
	{name: "what cannot be told is said", lines: []string{
		"who denied the toll in November", `
note: I do not tell what is denied from what else is said: these are all the quotes that fit.
understood: who said what about “toll”, in November (1 to 30 November 2018)
Ana Sorley: The toll stays,
Tomas Brekke: the mayor had lied to the Commission on Quays
`,
		"who declined to comment on the gulls", `
note: I keep what people said, and not who said nothing: I look for quotes beside such words. No “gulls” is known by name.
understood: who said what about “gulls”, with the words “declined” and “comment”
suggestions: Ana Sorley | Tomas Brekke | Harbour Rescue Movement | Marta Lind | Jonas Lind
`}},
	{name: "a pronoun means the person of the last answer", lines: []string{
		"what did she say", `
back: Who is meant by “she”?
understood: what “she” said
`,
		"what did Marta Lind say about the quay", `
understood: what “Marta Lind” said about “quay”
Marta Lind: the quay was older than the town
Marta Lind: Nobody has asked Mayor Ana Sorley about it,
`,
		"who is she?", `
understood: who is “Marta Lind”
profile: Marta Lind, 2 by, 0 about, 1 articles
Marta Lind: the quay was older than the town
Marta Lind: Nobody has asked Mayor Ana Sorley about it,
`,
		"what did she say about the mayor", `
understood: what “Marta Lind” said about “mayor”
Marta Lind: the quay was older than the town
Marta Lind: Nobody has asked Mayor Ana Sorley about it,
`,
		"what did it say", `
back: Who is meant by “it”?
understood: what “it” said
`}},
	{name: "a pronoun among several is asked about and picked", lines: []string{
		"who said what about the HRM", `
understood: who said what about “Harbour Rescue Movement”
Tomas Brekke: The movement will not rest.
Ana Sorley: that the movement had come too late
`,
		"what else did she say", `
back: Who is meant by “she”?
understood: what “she” said
suggestions: Tomas Brekke | Ana Sorley
`,
		"2", `
understood: what “Ana Sorley” said
Ana Sorley: The toll stays,
Ana Sorley: that the movement had come too late
Ana Sorley: Brekke shouts because he has no numbers,
`,
		"and what did it say?", `
back: Who is meant by “it”?
understood: what “it” said
`,
		"the HRM", `
understood: what “Harbour Rescue Movement” said
Harbour Rescue Movement: We welcome every baker.
`,
		"who talked about them", `
understood: who said what about “Harbour Rescue Movement”
Tomas Brekke: The movement will not rest.
Ana Sorley: that the movement had come too late
`}},
	{name: "a surname of two", lines: []string{
		"what did Lind say", `
back: “Lind” may be Marta Lind or Jonas Lind. Who is meant?
understood: what “Lind” said
suggestions: Marta Lind | Jonas Lind
`,
		"jonas", `
understood: what “Jonas Lind” said
Jonas Lind: I only sell bread,
`,
		"what did Lind say about bread", `
back: “Lind” may be Marta Lind or Jonas Lind. Who is meant?
understood: what “Lind” said about “bread”
suggestions: Marta Lind | Jonas Lind
`,
		"who is Ana Sorley?", `
understood: who is “Ana Sorley”
profile: Ana Sorley, 4 by, 2 about, 3 articles
Ana Sorley: The toll stays,
Ana Sorley: that the movement had come too late
Ana Sorley: Brekke shouts because he has no numbers,
`,
		"1", `
back: There is nothing to choose from: ask a question first.
`,
		"by:Lind", `
back: “Lind” may be Marta Lind or Jonas Lind. Who is meant?
understood: what “Lind” said
suggestions: Marta Lind | Jonas Lind
`,
		"3", `
back: Choose one of 1 to 2, or ask something else.
suggestions: Marta Lind | Jonas Lind
`,
		"the second one, please", `
understood: what “Jonas Lind” said
Jonas Lind: I only sell bread,
`}},
	{name: "misspelt", lines: []string{
		"what did Ana Sorlei say in November", `
note: No “Ana Sorlei” is known by name; this is for Ana Sorley.
understood: what “Ana Sorley” said, in November (1 to 30 November 2018)
Ana Sorley: The toll stays,
`,
		"who said what about Breke", `
note: No “Breke” is known by name; this is for Tomas Brekke.
understood: who said what about “Tomas Brekke”
Ana Sorley: Brekke shouts because he has no numbers,
`,
		"what did Tomas Brecker say", `
note: No “Tomas Brecker” is known by name.
understood: what “Tomas Brecker” said
suggestions: Tomas Brekke
`,
		"1", `
understood: what “Tomas Brekke” said
Tomas Brekke: the mayor had lied to the Commission on Quays
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
`}},
	{name: "a question that is none of ours, with a name in it", lines: []string{
		"why did ana sorley resign", `
note: I find who said what about somebody or something, and understand no more of this than the names in it.
understood: who said what about “why did ana sorley resign”
suggestions: Ana Sorley
`,
	}},
	{name: "nobody of that name", lines: []string{
		"who said what about the Liberal Democrats", `
note: No “Liberal Democrats” is known by name.
understood: who said what about “Liberal Democrats”
suggestions: Ana Sorley | Tomas Brekke | Harbour Rescue Movement | Marta Lind | Jonas Lind
`,
		"who is Zebulon Quark", `
note: No “Zebulon Quark” is known by name.
understood: who is “Zebulon Quark”
suggestions: Ana Sorley | Tomas Brekke | Harbour Rescue Movement | Marta Lind | Jonas Lind
`}},
	{name: "a topic that is no name", lines: []string{
		"who talked about the toll", `
understood: who said what about “toll”
Ana Sorley: The toll stays,
Tomas Brekke: the mayor had lied to the Commission on Quays
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
One of her lawyers: the toll was legal
`,
		"what did Brekke say about it", `
understood: what “Tomas Brekke” said about “toll”
Tomas Brekke: the mayor had lied to the Commission on Quays
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
`,
		"who said “toll must”", `
understood: who said what, with exactly “toll must”
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
`}},
	{name: "a source without a name", lines: []string{
		"what did one of her lawyers say", `
note: Nobody is called “one of her lawyers”; these sources are worded so.
understood: what “one of her lawyers” said
One of her lawyers: the toll was legal
`}},
	{name: "an organisation by its kind", lines: []string{
		"what did the movement say in March 2018", `
note: Nobody is called “movement”; this is for those that are one by their names: Harbour Rescue Movement.
understood: what “movement” said, in March 2018
Harbour Rescue Movement: We welcome every baker.
`}},
	{name: "sides", lines: []string{
		"who disagrees with Tomas Brekke", `
note: I cannot judge which side somebody is on: these are all the quotes that concern it.
understood: who said what about “Tomas Brekke”
Ana Sorley: Brekke shouts because he has no numbers,
`}},
	{name: "the first", lines: []string{
		"what was the first thing Brekke said about the toll", `
note: The newest come first, so the earliest is the last of them.
understood: what “Tomas Brekke” said about “toll”
Tomas Brekke: the mayor had lied to the Commission on Quays
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
`}},
	{name: "two speakers, or either of two topics", lines: []string{
		"Ana Sorley vs Tomas Brekke on the toll", `
understood: what “Ana Sorley and Tomas Brekke” said or thought about “toll”
Ana Sorley: The toll stays,
Tomas Brekke: the mayor had lied to the Commission on Quays
Tomas Brekke: The toll must go before the summer,
Tomas Brekke: The movement will not rest.
`,
		"compare Marta Lind and Jonas Lind", `
understood: what “Marta Lind and Jonas Lind” said or thought
Marta Lind: the quay was older than the town
Marta Lind: Nobody has asked Mayor Ana Sorley about it,
Jonas Lind: I only sell bread,
`,
		"quotes that mention bakers or lawyers", `
understood: who said what about “bakers or lawyers”
Jonas Lind: I only sell bread,
Harbour Rescue Movement: We welcome every baker.
One of her lawyers: the toll was legal
`}},
	{name: "outlets", lines: []string{
		"what did Sorley say in the Herald", `
understood: what “Ana Sorley” said, in outlets matching “The Aldmoor Herald”
Ana Sorley: The toll stays,
`,
		"who said what about the HRM according to Fenwick News", `
note: Without the outlet there would be 2 quotes.
understood: who said what about “Harbour Rescue Movement”, in outlets matching “Fenwick News”
`,
		"latest from Fenwick News since March", `
understood: the latest, since March (since 1 March 2018), in outlets matching “Fenwick News”
Marta Lind: the quay was older than the town
Marta Lind: Nobody has asked Mayor Ana Sorley about it,
Jonas Lind: I only sell bread,
Harbour Rescue Movement: We welcome every baker.
`,
		"by:Sorley in:Gazette", `
note: No outlet is called “Gazette”. There are articles of Fenwick News, The Aldmoor Herald and The Aldmoor Post.
understood: what “Ana Sorley” said, in outlets matching “Gazette”
`}},
	{name: "nothing by somebody", lines: []string{
		"what did the Commission on Quays say", `
note: What others said about Commission on Quays: 1 quote.
understood: what “Commission on Quays” said
`,
		"who talked about it", `
understood: who said what about “Commission on Quays”
Tomas Brekke: the mayor had lied to the Commission on Quays
`}},
	{name: "nothing in the period", lines: []string{
		"what did Jonas Lind say last week", `
note: Without the period there would be 1 quote.
understood: what “Jonas Lind” said, last week (19 to 25 November 2018)
`,
		"what did he say", `
understood: what “Jonas Lind” said
Jonas Lind: I only sell bread,
`,
		"what did he say about the toll", `
note: Without the topic there would be 1 quote.
understood: what “Jonas Lind” said about “toll”
`}},
	{name: "a bare name", lines: []string{
		"Jonas Lind", `
understood: who is “Jonas Lind”
profile: Jonas Lind, 1 by, 0 about, 1 articles
Jonas Lind: I only sell bread,
`,
		"Brekke in:herald", `
understood: what “Tomas Brekke” said, in outlets matching “herald”
Tomas Brekke: the mayor had lied to the Commission on Quays
`,
		"HRM in 2018", `
understood: who said what about “Harbour Rescue Movement”, in 2018
Tomas Brekke: The movement will not rest.
Ana Sorley: that the movement had come too late
`}},
	{name: "a name with a keyword in it", lines: []string{
		"Brekke on the Commission on Quays", `
understood: what “Tomas Brekke” said or thought about “Commission on Quays”
Tomas Brekke: the mayor had lied to the Commission on Quays
`,
		"Commission on Quays", `
understood: who is “Commission on Quays”
profile: Commission on Quays, 0 by, 1 about, 1 articles
`}},
	{name: "several names at once", lines: []string{
		"what did Brekke and Jonas Lind say in March or November", `
understood: what “Brekke and Jonas Lind” said, in March or November (1 March to 30 November 2018)
Tomas Brekke: the mayor had lied to the Commission on Quays
Jonas Lind: I only sell bread,
`}},
	{name: "titles and brackets", lines: []string{
		"who is Mayor Ana Sorley, the one of Aldmoor", `
understood: who is “Ana Sorley”
profile: Ana Sorley, 4 by, 2 about, 3 articles
Ana Sorley: The toll stays,
Ana Sorley: that the movement had come too late
Ana Sorley: Brekke shouts because he has no numbers,
`,
		"what did the Harbour Rescue Movement (HRM) say", `
understood: what “Harbour Rescue Movement” said
Harbour Rescue Movement: We welcome every baker.
`}},
	{name: "more", page: store.Page{Speakers: 10, Quotes: 2}, lines: []string{
		"more", `
back: There is nothing to go on with yet: ask a question first.
`,
		"what did Sorley say", `
understood: what “Ana Sorley” said
Ana Sorley: The toll stays,
Ana Sorley: that the movement had come too late
more: 1
`,
		"go on", `
understood: what “Ana Sorley” said
Ana Sorley: Brekke shouts because he has no numbers,
`,
		"more", `
back: That was all of the last answer.
understood: what “Ana Sorley” said
`}},
	{name: "not understood", lines: []string{
		"kind:loud", `
back: There is no kind “loud”: write kind:direct, kind:mixed or kind:indirect.
`,
		"what did Brekke say since whenever", `
back: It is not clear when “whenever” is in “since whenever”: write a day, a month or a year, such as 2018-03-01, March 2018, Monday or 2 weeks ago, or put the words between quotation marks to search for them.
`,
		" ?", `
back: Ask who said what: about somebody, about something, or since when.
`}},
}

func TestConversations(t *testing.T) {
	st := aldmoor(t)
	for _, c := range conversations {
		t.Run(c.name, func(t *testing.T) {
			a := asking(st)
			a.Page = c.page
			for i := 0; i < len(c.lines); i += 2 {
				m, ans, err := a.Answer(context.Background(), c.lines[i])
				if err != nil {
					t.Fatalf("%s: %v", c.lines[i], err)
				}
				if diff := cmp.Diff(strings.TrimPrefix(c.lines[i+1], "\n"), show(ans)); diff != "" {
					t.Errorf("%s: -want +got\n%s", c.lines[i], diff)
				}
				if ans.Question != c.lines[i] || len(m.Blocks) == 0 {
					t.Errorf("%s: question %q, %d blocks", c.lines[i], ans.Question, len(m.Blocks))
				}
				if len(ans.Results) > 0 && ans.Searched.Articles == 0 {
					t.Errorf("%s: does not say what was searched", c.lines[i])
				}
			}
		})
	}
}
