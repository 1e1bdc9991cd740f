package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// Command is one or more words that begin a line of a conversation and do
// something. Every other line is a question, "more about the port" too: a command
// whose Usage is its Name alone takes nothing behind it.
type Command struct {
	Name     string
	Usage    string
	Does     string // in a few words
	Examples []string
	Role     Role // who may use it

	// takes reports whether what stands behind the name is for the command, where
	// Usage does not tell; nil for the rule above.
	takes func(rest string) bool

	// Handle answers the command with what stands behind its name. What is wrong
	// with that is for the person, in the message; an error is for the log.
	Handle func(ctx context.Context, c *Conversation, rest string) (digest.Message, error)

	// Form asks for what the command needs, on platforms with forms, where rest does
	// not have it all; a form without Line is none. It is nil for commands that need nothing.
	Form func(ctx context.Context, c *Conversation, rest string) (Form, error)
}

// Commands is the table that conversations and their help are made from, as far
// as it needs no more than the articles. [Chat] adds others to it.
func Commands() []Command {
	return []Command{
		{Name: "digest", Usage: "digest [FILTER]", Does: "the newest articles: what they say and who is quoted",
			Examples: []string{"digest", "digest last week", "digest in 2018 about:CNRM"}, Handle: digestCommand},
		{Name: "quoted", Usage: "quoted [FILTER]", Does: "who is quoted most, and by which outlets", Examples: []string{"quoted", "quoted last month", "quoted about:CNRM"}, Handle: quotedCommand},
		{Name: "outlets", Usage: "outlets", Does: "of which outlets there are articles, and how many", Examples: []string{"outlets"}, Handle: outletsCommand},
		{Name: "more", Usage: "more", Does: "what the last answer left out", Examples: []string{"more"},
			takes: func(rest string) bool { _, _, ok := pageOf(rest); return ok }, Handle: moreCommand},
		{Name: "context", Usage: "context [QUOTE]", Does: "the sentences around the quotes of the last answer, or around one by its ID, as printed",
			Examples: []string{"context"}, takes: areQuotes, Handle: contextCommand},
		{Name: "sources", Usage: "sources [QUOTE]", Does: "the articles behind the last answer, or behind one quote",
			Examples: []string{"sources"}, takes: areQuotes, Handle: sourcesCommand},
		{Name: "questions", Usage: "questions", Does: "questions that can be answered from the articles", Examples: []string{"questions"}, Handle: questionsCommand},
		{Name: "help", Usage: "help [COMMAND]", Does: "this list, or more about one command", Examples: []string{"help", "help digest"}, Handle: helpCommand},
	}
}

// forms are the questions that help shows: all that can be asked.
var forms = []compose.Command{
	{Usage: "who said what about X", Does: "everybody's quotes about a person, an organisation or a topic"},
	{Usage: "what did X say (about Y)", Does: "the quotes of one speaker"},
	{Usage: "who is X", Does: "how the articles describe somebody"},
	{Usage: "who talked about X", Does: "who brought it up; “X or Y” for either"},
	{Usage: "compare X and Y (on Z)", Does: "what both have said"},
	{Usage: "latest from X", Does: "the newest quotes of one speaker"},
	{Usage: "… since March, last week, in 2018", Does: "any question, for a period"},
	{Usage: "by: about: in: since: until: kind:", Does: "the same as operators, in: for the outlet: by:Rainsy since:2018 kind:direct"},
	{Usage: `"exact words" -without`, Does: "words that must, and that may not, be in it"},
}

// Conversation is one person or one channel that talks with the bot.
type Conversation struct {
	Store    *store.Store
	Answerer *Answerer        // remembers what was asked last
	Now      func() time.Time // in the zone of who asks
	Digest   compose.Options
	Commands []Command // the table of this conversation; nil for Commands()
	Event    Event     // what is answered, who asked, and where; empty outside a chat

	// role returns the role of who asks, as far as it matters for a command that
	// needs one, elsewhere the one in another channel of the platform, deny answers who
	// lacks it, and refused records that something was not allowed. All are nil where
	// all is allowed.
	role      func(ctx context.Context, needed Role) (Role, error)
	elsewhere func(ctx context.Context, at Place, needed Role) (Role, error)
	deny      func(ctx context.Context, cmd Command) (digest.Message, error)
	refused   func(ctx context.Context, command string, needed Role) error
}

func (c *Conversation) commands() []Command {
	if c.Commands == nil {
		return Commands()
	}
	return c.Commands
}

// longestLine is how many bytes of a question are read: more than any has.
const longestLine = 2000

// Reply answers one line: a command or a question.
func (c *Conversation) Reply(ctx context.Context, line string) (digest.Message, error) {
	line = strings.TrimSpace(line)
	if len(line) > longestLine {
		return compose.Text(fmt.Sprintf("That is longer than a question: %d characters are allowed.", longestLine)), nil
	}
	bare, marked := command(line)
	cmd, rest, ok := c.find(bare)
	if !ok && marked {
		return c.unknown(bare), nil
	}
	var m digest.Message
	var err error
	if ok {
		m, err = c.run(ctx, cmd, rest)
	} else {
		m, err = c.ask(ctx, line)
	}
	if numbers := shownBy(m); err == nil && numbers != nil {
		c.Answerer.talk.shown = numbers
	}
	return m, err
}

// ask answers a question.
func (c *Conversation) ask(ctx context.Context, line string) (digest.Message, error) {
	m, ans, err := c.Answerer.Answer(ctx, line)
	if err == nil && len(ans.Results) == 0 && ans.Profile == nil {
		if other, ok := c.instead(line); ok {
			return other, nil
		}
		c.hint(line, &m)
	}
	return m, err
}

// command drops the sign by which people mark a command in other programs.
func command(line string) (bare string, marked bool) {
	bare = strings.TrimLeft(line, "/!")
	return strings.TrimSpace(bare), bare != line
}

// find returns the command that a line begins with, the longest name first, and
// what stands behind it.
func (c *Conversation) find(line string) (found Command, rest string, ok bool) {
	if other := reworded(line); other != line {
		if found, rest, ok = c.begins(other); ok {
			return found, rest, ok
		}
	}
	return c.begins(inPlainWords(line))
}

// begins returns the command whose name a line begins with.
func (c *Conversation) begins(line string) (found Command, rest string, ok bool) {
	for _, cmd := range c.commands() {
		behind, is := cutWords(line, cmd.Name)
		if is && cmd.accepts(behind) && len(cmd.Name) > len(found.Name) {
			found, rest, ok = cmd, behind, true
		}
	}
	return found, rest, ok
}

func (cmd Command) accepts(rest string) bool {
	switch {
	case rest == "":
		return true
	case cmd.takes != nil:
		return cmd.takes(rest)
	}
	return cmd.Usage != cmd.Name
}

// cutWords cuts the words of a name, in any case, from the start of a line.
func cutWords(line, name string) (rest string, ok bool) {
	for word := range strings.FieldsSeq(name) {
		first, behind, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.EqualFold(first, word) {
			return "", false
		}
		line = behind
	}
	return strings.TrimSpace(line), true
}

func (c *Conversation) run(ctx context.Context, cmd Command, rest string) (digest.Message, error) {
	if ok, err := c.mayUse(ctx, cmd); err != nil {
		return digest.Message{}, err
	} else if !ok {
		return c.deny(ctx, cmd)
	}
	return cmd.Handle(ctx, c, rest)
}

// refuse records that what was asked for is not allowed, and returns what to say.
func (c *Conversation) refuse(ctx context.Context, command string, needed Role, format string, args ...any) error {
	if c.refused != nil {
		if err := c.refused(ctx, command, needed); err != nil {
			return err
		}
	}
	return unclear(format, args...)
}

// unknown answers what was meant as a command and is none.
func (c *Conversation) unknown(line string) digest.Message {
	word, _, _ := strings.Cut(line, " ")
	text := fmt.Sprintf("There is no command “%s”. Ask in plain words, or type help for what there is.", word)
	near := c.nearest(line)
	if near == "" {
		return compose.Text(text)
	}
	m := compose.Text(text)
	m.Blocks = append(m.Blocks, digest.Buttons{Items: []digest.Button{{Label: near, Command: near}}})
	return m
}

// hint adds the command that may have been meant to the answer of a line in which
// nothing was found.
func (c *Conversation) hint(line string, m *digest.Message) {
	if near := c.nearest(line); near != "" && !asksSomething(line) {
		m.Blocks = append(m.Blocks, compose.Text("If you meant a command:").Blocks...)
		m.Blocks = append(m.Blocks, digest.Buttons{Items: []digest.Button{{Label: near, Command: near}}})
	}
}

// asksSomething reports whether a line begins as a question does, which is no
// misspelt command: "who" is near to "why".
func asksSomething(line string) bool {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(line)), " ")
	return slices.Contains([]string{"who", "what", "when", "where", "which", "how", "did", "has", "latest"}, first)
}

// nearest returns the command that a line begins almost with, "" where it begins
// like none. What follows is kept where the command takes it.
func (c *Conversation) nearest(line string) string {
	fields := strings.Fields(line)
	var names []string
	for _, cmd := range c.commands() {
		names = append(names, cmd.Name)
	}
	for n := min(2, len(fields)); n > 0; n-- {
		said := strings.ToLower(strings.Join(fields[:n], " "))
		var same []string
		for _, name := range names {
			if len(strings.Fields(name)) == n {
				same = append(same, name)
			}
		}
		if near := query.Nearest(said, same, 1); len(near) == 1 {
			return c.withRest(near[0], strings.Join(fields[n:], " "))
		}
	}
	return ""
}

// withRest returns the line that gives the command of a name what stood behind it, as far
// as it takes that.
func (c *Conversation) withRest(name, rest string) string {
	line := strings.TrimSpace(name + " " + rest)
	if _, _, ok := c.find(line); ok {
		return line
	}
	return name
}

func digestCommand(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	q, err := Filter(ctx, c.Store, rest, c.Now())
	if err != nil {
		return answering(digest.Message{}, err)
	}
	return Digest(ctx, c.Store, q, c.Digest)
}

func moreCommand(ctx context.Context, c *Conversation, rest string) (m digest.Message, err error) {
	if after, line, ok := pageOf(rest); ok {
		m, _, err = c.Answerer.Continue(ctx, line, after)
		return m, err
	}
	m, _, err = c.Answerer.Answer(ctx, "more")
	return m, err
}

// pageOf reads what a button for more has behind the word: where the page starts,
// and of which answer.
func pageOf(rest string) (after int64, line string, ok bool) {
	number, line, _ := strings.Cut(rest, " ")
	after, err := strconv.ParseInt(number, 10, 64)
	return after, line, err == nil && (after > 1e9 || after < -1e9) && line != "" // "more 2018 quotes" is a question
}

func questionsCommand(ctx context.Context, c *Conversation, _ string) (digest.Message, error) {
	examples, err := Examples(ctx, c.Store)
	if err != nil {
		return digest.Message{}, err
	}
	if len(examples) == 0 {
		return compose.Text("There are no articles yet."), nil
	}
	return choice("For example:", examples), nil
}

// choice lists lines that can be sent by their number.
func choice(title string, lines []string) digest.Message {
	m := compose.Text(title)
	list, buttons := digest.List{Ordered: true}, digest.Buttons{}
	for _, line := range lines {
		list.Items = append(list.Items, []digest.Run{{Text: line}})
		buttons.Items = append(buttons.Items, digest.Button{Label: line, Command: line})
	}
	m.Blocks = append(m.Blocks, list, buttons)
	return m
}
