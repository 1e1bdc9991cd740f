package matrix

import (
	"html"
	"net/url"
	"regexp"
	"strings"

	"whosaid/bot"
)

// everybody is what alerts a whole room in clients that do not read m.mentions.
var everybody = regexp.MustCompile(`(?i)@room\b`)

// inert returns text that does nothing in a room: see [bot.Plain], and "@room" is
// parted by a character that has no width.
func inert(text string) string {
	return everybody.ReplaceAllStringFunc(bot.Plain(text), func(s string) string { return s[:1] + "\u2060" + s[1:] })
}

// escaped returns text for HTML.
func escaped(text string) string { return html.EscapeString(inert(text)) }

// toMessage is the address of one message, as [Transport.Link] writes it: clients draw
// it as a link to a message, which alerts nobody.
var toMessage = regexp.MustCompile(`^https://matrix\.to/#/%21[A-Za-z0-9._=:/+-]+/\$[A-Za-z0-9._=:/+-]+$`)

// link returns a URL for HTML and for plain text, "" for one that may not be a
// link. Links to users and rooms are not, but those to messages: clients draw them as if they were mentioned.
func link(raw string) string {
	safe := bot.Link(raw)
	if toMessage.MatchString(safe) {
		return safe
	}
	if u, err := url.Parse(safe); err != nil || u.Host == "" || pretends(u.Host) {
		return ""
	}
	return everybody.ReplaceAllStringFunc(safe, func(s string) string { return "%40" + s[1:] })
}

// pretends reports whether links to a host are not drawn as links.
func pretends(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return host == "matrix.to" || strings.HasSuffix(host, ".matrix.to") || strings.HasPrefix(host, "matrix.to:")
}
