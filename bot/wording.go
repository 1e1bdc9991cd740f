package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/schedule"
)

// families are what commands are about, as people write it.
var families = map[string]string{
	"schedule": "schedule", "schedules": "schedule", "feed": "feed", "feeds": "feed", "follow": "follow", "follows": "follow",
}

// verbs are what is done with a family, by the words that people have for it.
var verbs = map[string]map[string]string{
	"schedule": {
		"list": "list", "show": "show", "add": "add", "create": "add", "edit": "edit", "change": "edit", "update": "edit",
		"pause": "pause", "stop": "pause", "suspend": "pause", "mute": "pause", "resume": "resume", "unpause": "resume", "start": "resume",
		"remove": "remove", "delete": "remove", "cancel": "remove", "rm": "remove", "run": "run", "preview": "preview",
	},
	"feed": {
		"list": "list", "show": "list", "add": "add", "pause": "pause", "stop": "pause", "mute": "pause", "resume": "resume", "unpause": "resume",
		"start": "resume", "remove": "remove", "delete": "remove", "rm": "remove", "test": "test", "import": "import", "export": "export",
	},
	"follow": {"list": "list", "show": "list", "preview": "preview"},
}

// reworded returns the command for a line that names a family and what to do with it
// in other words or in another order: "list feeds", "delete schedule morning",
// "schedules", "stop following 3"; other lines as they are.
func reworded(line string) string {
	words := strings.Fields(line)
	if len(words) > 0 && strings.EqualFold(words[0], "please") {
		words = words[1:]
	}
	if len(words) == 0 {
		return line
	}
	first := strings.ToLower(strings.TrimRight(words[0], "?.!"))
	if family := families[first]; family != "" {
		return behindFamily(line, family, first, words[1:])
	}
	rest := words[1:]
	for len(rest) > 0 && slices.Contains([]string{"a", "an", "the", "my", "our", "all", "me"}, strings.ToLower(rest[0])) {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return line
	}
	noun := strings.ToLower(strings.TrimRight(rest[0], "?.!"))
	family, after := families[noun], strings.Join(rest[1:], " ")
	verb := verbs[family][first]
	switch {
	case first == "stop" && noun == "following", family == "follow" && verbs["feed"][first] == "remove", family == "follow" && first == "stop":
		return strings.TrimSpace("unfollow " + after)
	case verb == "" || verb == "list" && after != "" || verb == "show" && after != "" && noun != family:
		return line
	case verb == "show" && after == "":
		verb = "list"
	}
	return strings.TrimSpace(family + " " + verb + " " + after)
}

// behindFamily rewords what stands behind a family: "schedule delete morning", "feeds".
func behindFamily(line, family, said string, rest []string) string {
	if len(rest) == 0 && (family != "follow" || said == "follows") {
		return family + " list"
	}
	if len(rest) == 0 {
		return line
	}
	verb, after := strings.ToLower(rest[0]), strings.Join(rest[1:], " ")
	if family == "follow" {
		_, err := strconv.Atoi(after)
		if err == nil && (verb == "stop" || verbs["feed"][verb] == "remove") {
			return "unfollow " + after
		}
		return line
	}
	if canonical := verbs[family][verb]; canonical != "" && (canonical != verb || said != family) {
		return strings.TrimSpace(family + " " + canonical + " " + after)
	}
	return line
}

// meant returns the commands that a line in which nothing was found may have been meant
// for: those of a family that it begins with, or all that do what it begins with.
func (c *Conversation) meant(line string) []Command {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(line)), " ")
	var names []string
	for family, all := range verbs {
		for said, canonical := range all {
			if families[first] == family || said == first && len(strings.Fields(line)) <= 2 {
				names = append(names, family+" "+canonical)
			}
		}
	}
	var found []Command
	for _, cmd := range c.commands() {
		if slices.Contains(names, cmd.Name) {
			found = append(found, cmd)
		}
	}
	return found
}

// usages lists how commands are written.
func usages(all []Command) digest.List {
	list := digest.List{}
	for _, cmd := range all {
		list.Items = append(list.Items, []digest.Run{{Text: cmd.Usage, Style: digest.Code}, {Text: " – " + cmd.Does}})
	}
	return list
}

// longestLead is how many words may stand before the time in a wish for a digest.
const longestLead = 6

// regularly returns how to have a digest at the time that a line ends with, "" where it
// ends with none: "send me a digest every day at 8".
func (c *Conversation) regularly(line string) string {
	if !slices.ContainsFunc(c.commands(), func(cmd Command) bool { return cmd.Name == "schedule add" }) {
		return ""
	}
	words := strings.Fields(line)
	for i := range min(len(words), longestLead+1) {
		when := strings.Join(words[i:], " ")
		if _, err := schedule.Parse(when, time.UTC); err == nil {
			return "schedule add NAME " + when
		}
	}
	return ""
}

// instead is the answer to a line in which nothing was found and that was meant as a
// command, as far as its words tell; false where they do not.
func (c *Conversation) instead(line string) (digest.Message, bool) {
	if wish := c.regularly(line); wish != "" {
		m := compose.Text("To have a digest regularly, give it a name:")
		m.Blocks = append(m.Blocks, digest.List{Items: [][]digest.Run{{{Text: wish, Style: digest.Code}}}})
		return m, true
	}
	all := c.meant(line)
	if len(all) == 0 || asksSomething(line) {
		return digest.Message{}, false
	}
	m := compose.Text("I find nothing said about that. If you meant a command:")
	m.Blocks = append(m.Blocks, usages(all))
	return m, true
}
