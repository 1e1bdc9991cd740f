package slack

import (
	"regexp"
	"strings"
)

// marked is a part of a message that Slack has put between angle brackets.
var marked = regexp.MustCompile(`<([^<>]*)>`)

// emphasis is what stands between the signs for bold, italic and struck text, as
// far as they stand around words: those of a cron expression or an address do not.
var emphasis = regexp.MustCompile(`(^|\s)(?:\*([^\s*][^*\n]*[^\s*])\*|_([^\s_][^_\n]*[^\s_])_|~([^\s~][^~\n]*[^\s~])~)([\s.,:;!?]|$)`)

const around = "$1$2$3$4$5"

// unescaper undoes what Slack escapes, which is these three alone.
var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// spoken returns the text of a message as its author sees it, without the bot's
// name and without the signs of emphasis. A channel becomes a place of the transport, "slack:C024BE91L", as commands
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
	text = strings.TrimSpace(strings.TrimLeft(unescaper.Replace(text), "> "))
	if len(text) > 1 && text[0] == '`' && strings.Trim(text, "`") != "" {
		text = strings.TrimSpace(strings.Trim(text, "`"))
	}
	return emphasis.ReplaceAllString(emphasis.ReplaceAllString(text, around), around) // twice: neighbours share a space
}
