package matrix

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words are what somebody wrote, as far as it decides whether it is for the bot.
type words struct {
	body      string // plain text
	html      string // empty where there is none
	mentioned bool   // m.mentions names the bot: with a mention, but also with any reply to it
	reply     bool   // it answers a message
}

// addressed returns what is said to the bot, without its name and the command word,
// and whether anything is. The bot is called by the command word or by one of its
// names at the beginning, or by a mention anywhere. A reply to a message of the
// bot's mentions it, too, and is for the bot only if it also calls it. In a direct
// conversation everything is for the bot.
func (w words) addressed(self string, names []string, direct bool) (string, bool) {
	body := w.body
	if w.reply {
		body = withoutFallback(body)
	}
	body = strings.TrimSpace(body)
	if rest, ok := cutWord(body, commandWord); ok {
		return trimCall(rest), true
	}
	pill := strings.Contains(unescape(w.html), "matrix.to/#/"+self+`"`)
	for _, name := range names {
		rest, ok := cutWord(body, name)
		if ok && (pill || w.mentioned || called(rest) || strings.HasPrefix(name, "@")) {
			return trimCall(rest), true
		}
	}
	if pill || w.mentioned && (!w.reply || contains(body, names)) {
		return withoutName(body, names), true
	}
	return body, direct
}

// called reports whether what follows a name shows that somebody is called: a name
// alone begins many sentences about the one it belongs to.
func called(rest string) bool {
	return rest == "" || rest[0] == ':' || rest[0] == ','
}

func trimCall(rest string) string { return strings.TrimSpace(strings.TrimLeft(rest, ":, ")) }

// cutWord returns what follows a word at the beginning of a line, in whatever case.
func cutWord(line, word string) (rest string, ok bool) {
	if len(line) < len(word) || !strings.EqualFold(line[:len(word)], word) {
		return "", false
	}
	rest = line[len(word):]
	next, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && (unicode.IsLetter(next) || unicode.IsDigit(next) || next == '_' || next == '-' || next == '\'' || next == '’') {
		return "", false
	}
	return rest, true
}

func contains(body string, names []string) bool {
	for _, name := range names {
		if strings.Contains(strings.ToLower(body), strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// withoutName drops a name at the end of what is said: "who is Ana, whosaid?".
func withoutName(body string, names []string) string {
	for _, name := range names {
		end := strings.TrimRight(body, "?!. ")
		if n := len(end) - len(name); n > 0 && strings.EqualFold(end[n:], name) {
			return strings.TrimRight(end[:n], ",@ ") + body[len(end):]
		}
	}
	return body
}

// withoutFallback drops the lines that older clients put before a reply: what it
// answers, each line behind "> ".
func withoutFallback(body string) string {
	if !strings.HasPrefix(body, "> ") {
		return body
	}
	for strings.HasPrefix(body, ">") {
		_, body, _ = strings.Cut(body, "\n")
	}
	return strings.TrimPrefix(body, "\n")
}

func unescape(html string) string {
	if plain, err := url.PathUnescape(html); err == nil {
		return plain
	}
	return html
}
