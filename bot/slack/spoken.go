package slack

import (
	"regexp"
	"strings"
)

// marked is a part of a message that Slack has put between angle brackets.
var marked = regexp.MustCompile(`<([^<>]*)>`)

// unescaper undoes what Slack escapes, which is these three alone.
var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// spoken returns the text of a message as its author sees it, without the bot's
// name. A channel becomes a place of the transport, "slack:C024BE91L", as commands
// take it.
func spoken(text, self, transport string) string {
	text = marked.ReplaceAllStringFunc(text, func(m string) string {
		inner, label, _ := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case inner == "@"+self:
			return ""
		case strings.HasPrefix(inner, "@"):
			return inner
		case strings.HasPrefix(inner, "#"):
			return transport + ":" + inner[1:]
		case strings.HasPrefix(inner, "!"):
			if label != "" {
				return label
			}
			return "@" + inner[1:]
		case label != "" && (inner == "http://"+label || inner == "mailto:"+label || inner == "tel:"+label):
			return label // Slack made the link
		}
		return inner
	})
	text = strings.TrimSpace(unescaper.Replace(text))
	if len(text) > 1 && text[0] == '`' && strings.Trim(text, "`") != "" {
		text = strings.TrimSpace(strings.Trim(text, "`"))
	}
	return text
}
