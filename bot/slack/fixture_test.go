package slack

import (
	"fmt"
	"strings"

	"whosaid/digest"
)

// The articles, people and places below are invented.

func plain(text string) digest.Run { return digest.Run{Text: text} }
func bold(text string) digest.Run  { return digest.Run{Text: text, Style: digest.Bold} }
func faint(text string) digest.Run { return digest.Run{Text: text, Style: digest.Faint} }

func text(runs ...digest.Run) digest.Paragraph { return digest.Paragraph{Text: runs} }

func quote(words, speaker string) digest.Blockquote {
	return digest.Blockquote{Text: []digest.Run{plain("“" + words + "”"), digest.Break, faint("— "), bold(speaker)}}
}

func title(text string) digest.Heading {
	return digest.Heading{Level: 1, Text: []digest.Run{plain(text)}}
}

// story is an article of a digest, as compose shows it.
func story(headline, url string, more bool, quotes ...digest.Blockquote) []digest.Block {
	blocks := []digest.Block{
		digest.Heading{Level: 2, Text: []digest.Run{{Text: headline, URL: url}}},
		text(faint("The Marrow Bay Ledger, 4 Mar 2031")),
		text(faint("In its words: "), plain("Marrow Bay’s harbour board put off its vote on the night ferry after its chair refused to sign the safety report.")),
		text(faint("Who: "), bold("Ottoline Vask"), plain(" (the board’s chair); "), bold("Ruben Aldermoor"), plain(" (Deputy chair)")),
	}
	for _, q := range quotes {
		blocks = append(blocks, q)
	}
	if more {
		blocks = append(blocks, digest.Rest{Summary: "1 more actor, 2 more quotes", Blocks: []digest.Block{
			text(faint("Also: "), plain("Harbour Workers’ Union")),
			quote("The water does not care who signs", "one of its stewards"),
			quote("Give us ten days and you will have an answer.", "Ottoline Vask"),
		}})
	}
	return blocks
}

func smallDigest() digest.Message {
	blocks := []digest.Block{title("Digest, 1 – 7 Mar 2031")}
	blocks = append(blocks, story("Ferry vote put off as harbour board splits", "https://ledger.example/2031/ferry-vote?id=7&from=feed", true,
		quote("I will not sign a paper that I have not read. Nobody on this board should", "Ottoline Vask"),
		quote("They wait, the town waits, the boats rot", "Ruben Aldermoor"))...)
	blocks = append(blocks, story("Union warns of <empty> quays & *worse*", "https://courier.example/quays", false,
		quote("We're not asking for the moon", "Pell Gorrindge"))...)
	return digest.Message{Blocks: append(blocks, text(faint("And 3 more articles: ask for a shorter period or one outlet.")))}
}

// largeDigest has so many articles that no single message holds it.
func largeDigest(articles int) digest.Message {
	blocks := []digest.Block{title("Digest, March 2031")}
	for i := range articles {
		blocks = append(blocks, story(fmt.Sprintf("Ferry vote put off for the %dth time", i+2), fmt.Sprintf("https://ledger.example/%d", i), i%2 == 0,
			quote(strings.Repeat(fmt.Sprintf("Sentence %d is about the pier. ", i), 8), "Ottoline Vask"),
			quote("They wait, the town waits, the boats rot", "Ruben Aldermoor"))...)
	}
	return digest.Message{Blocks: blocks}
}

func anAnswer() digest.Message {
	return digest.Message{Blocks: []digest.Block{
		title("Who said what about ‘ferry’"),
		digest.Heading{Level: 2, Text: []digest.Run{bold("Ottoline Vask"), faint(", the board’s chair")}},
		digest.Blockquote{Text: []digest.Run{plain("“I will not sign” … “Give us ten days”"), digest.Break, faint("— "), {Text: "The Marrow Bay Ledger", URL: "https://ledger.example/2031/ferry-vote", Style: digest.Faint}, faint(", 4 Mar 2031")}},
		digest.Heading{Level: 2, Text: []digest.Run{bold("Speaker unclear")}},
		digest.Blockquote{Text: []digest.Run{bold("“No ferry, no peace.”"), plain(" The hall was loud, and it is not clear who called it.")}},
		digest.Buttons{Items: []digest.Button{{Label: "1,204 more quotes", Command: "more"}, {Label: "Sources", Command: "sources"}}},
		text(faint("Searched 1,412 articles of 9 outlets, 15 Jan 2030 – 4 Mar 2031.")),
	}}
}

func aChoice() digest.Message {
	return digest.Message{Blocks: []digest.Block{
		text(plain("Who is meant by ‘Vask’?")),
		digest.List{Ordered: true, Items: [][]digest.Run{{plain("Ottoline Vask")}, {plain("Pim Vask")}}},
		digest.Buttons{Items: []digest.Button{{Label: "Ottoline Vask", Command: "who is Ottoline Vask"}, {Label: "Pim Vask", Command: "who is Pim Vask"}}},
	}}
}

func aHelp() digest.Message {
	return digest.Message{Blocks: []digest.Block{
		title("Ask me who said what"),
		digest.Fields{Items: []digest.Field{
			{Name: "who said what about X", Value: []digest.Run{plain("everybody's quotes about a person, an organisation or a topic")}},
			{Name: "by: about: in: since:", Value: []digest.Run{plain("operators: "), {Text: "by:Vask since:2031", Style: digest.Code}}},
		}},
		digest.List{Items: [][]digest.Run{{plain("a point")}, {plain("another, "), {Text: "linked", URL: "https://help.example/"}}}},
		digest.Image{URL: "https://pictures.example/pier.png", Alt: "The pier of Marrow Bay"},
		text(faint("A filter is a period or operators, as in a question.")),
	}}
}

// hostile are texts as an article, a feed or a person may have them.
var hostile = []string{
	"<!channel> <!here> <!everyone> <!subteam^S123|@press>", "<@U0WHOSAID> <#C123|general>", "@here @channel @everyone @room",
	"<https://evil.example|Click here>", "<mailto:a@b.example|mail>", "&lt;!channel&gt; &amp;lt; & < >", "*bold* _it_ ~gone~ `code` ```pre```",
	"> quoted\n> again", ":tada: :rotating_light:", "[label](https://evil.example)", "javascript:alert(1)", "<script>alert('x')</script><img src=x onerror=alert(1)>",
	"\u202eright to left\u202c", "\u2066isolated\u2069 \u200fmark\u200e", "zero\u200bwidth\ufeff and\u2060 joiner", "\x00\x07\x1b[31mred\x1b[0m\x7f", "line\r\nbreak\ttab\u2028sep\u2029par",
	strings.Repeat("W", 20000), strings.Repeat("ﷺ", 400), "Z\u0351\u036b\u0343\u036aalgo\u0489", "\xff\xfe broken \xc3", "", " ", "\n", "…", "“", "🏴\U000e0067\U000e0062\U000e007f 👩\u200d🚀 1\ufe0f\u20e3",
	"{\"type\":\"actions\"}", "</blockquote></details>", "%00%0a%s%n", "${jndi:ldap://x}", "'; DROP TABLE quotes; --", "<!date^1392734382^{date}|now>", "https://a.example/<b>|c", "|", "a|b>c<d",
	"夜の船は必要だ。誰も反対していない。", "ما نمی\u200cخواهیم بندر بسته شود", strings.Repeat("word ", 5000), strings.Repeat("a|<>&", 1000),
}
