package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

// Command is a word that begins a line of a conversation and does something.
// Every other line is a question, "more about the port" too: a command whose
// Usage is its Name alone takes nothing behind it.
type Command struct {
	Name     string
	Usage    string
	Does     string // in a few words
	Examples []string
	handle   func(ctx context.Context, c *Conversation, rest string) (digest.Message, error)
}

// Commands is the table that conversations and their help are made from.
func Commands() []Command {
	return []Command{
		{"digest", "digest [FILTER]", "the newest articles: what they say and who is quoted", []string{"digest", "digest last week", "digest in 2018 about:CNRM"}, digestCommand},
		{"more", "more", "what the last answer left out", []string{"more"}, moreCommand},
		{"questions", "questions", "questions that can be answered from the articles", []string{"questions"}, questionsCommand},
		{"help", "help [COMMAND]", "this list, or more about one command", []string{"help", "help digest"}, helpCommand},
	}
}

// forms are the questions that help shows: all that can be asked.
var forms = []compose.Command{
	{Usage: "who said what about X", Does: "everybody's quotes about a person, an organisation or a topic"},
	{Usage: "what did X say (about Y)", Does: "the quotes of one speaker"},
	{Usage: "who is X", Does: "how the articles describe somebody"},
	{Usage: "who talked about X", Does: "who brought it up"},
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
}

// Reply answers one line: a command or a question.
func (c *Conversation) Reply(ctx context.Context, line string) (digest.Message, error) {
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	for _, cmd := range Commands() {
		if strings.EqualFold(word, cmd.Name) && (rest == "" || cmd.Usage != cmd.Name) {
			return cmd.handle(ctx, c, strings.TrimSpace(rest))
		}
	}
	m, _, err := c.Answerer.Answer(ctx, line)
	return m, err
}

func digestCommand(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	q, err := Filter(ctx, c.Store, rest, c.Now())
	var unclear Unclear
	if errors.As(err, &unclear) {
		return compose.Text(sentence(unclear.Error())), nil
	}
	if err != nil {
		return digest.Message{}, err
	}
	return Digest(ctx, c.Store, q, c.Digest)
}

func moreCommand(ctx context.Context, c *Conversation, _ string) (digest.Message, error) {
	m, _, err := c.Answerer.Answer(ctx, "more")
	return m, err
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

func helpCommand(_ context.Context, _ *Conversation, rest string) (digest.Message, error) {
	lines := append([]compose.Command{}, forms...)
	for _, cmd := range Commands() {
		if strings.EqualFold(rest, cmd.Name) {
			m := compose.Text(cmd.Usage + ": " + cmd.Does + ".")
			m.Blocks = append(m.Blocks, choice("For example:", cmd.Examples).Blocks...)
			return m, nil
		}
		lines = append(lines, compose.Command{Usage: cmd.Usage, Does: cmd.Does})
	}
	return compose.Help("Ask me who said what", lines, "A filter is a period or operators, as in a question."), nil
}

// Greeting says what the store holds and what could be asked of it.
func (c *Conversation) Greeting(ctx context.Context) (digest.Message, error) {
	a, err := c.Store.Find(ctx, query.Query{}, store.Page{Speakers: 1, Quotes: 1})
	if err != nil {
		return digest.Message{}, fmt.Errorf("counting the articles: %w", err)
	}
	examples, err := Examples(ctx, c.Store)
	if err != nil {
		return digest.Message{}, err
	}
	m := compose.Text(holds(a.Searched))
	if len(examples) > 0 {
		m.Blocks = append(m.Blocks, choice("Ask me who said what. For example:", examples).Blocks...)
	}
	return m, nil
}

func holds(s digest.Searched) string {
	if s.Articles == 0 {
		return "There are no articles yet."
	}
	text := fmt.Sprintf("I have read %s of %s", counted(s.Articles, "article"), counted(s.Outlets, "outlet"))
	const layout = "2 January 2006"
	switch from, to := s.From.Format(layout), s.To.Format(layout); {
	case s.From.IsZero():
	case from == to:
		text += ", of " + to
	default:
		text += ", " + from + " to " + to
	}
	return text + "."
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
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
