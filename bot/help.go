package bot

import (
	"context"
	"fmt"
	"slices"

	"whosaid/digest"
	"whosaid/digest/compose"
	"whosaid/digest/query"
	"whosaid/digest/store"
)

func helpCommand(ctx context.Context, c *Conversation, rest string) (digest.Message, error) {
	if rest != "" {
		return c.helpWith(rest), nil
	}
	lines := append([]compose.Command{}, forms...)
	for _, cmd := range c.commands() {
		ok, err := c.mayUse(ctx, cmd)
		if err != nil {
			return digest.Message{}, err
		}
		if ok {
			lines = append(lines, compose.Command{Usage: cmd.Usage, Does: cmd.Does})
		}
	}
	return compose.Help("Ask me who said what", lines, "A filter is a period or operators, as in a question."), nil
}

// mayUse reports whether help lists a command for who asks.
func (c *Conversation) mayUse(ctx context.Context, cmd Command) (bool, error) {
	if c.role == nil || cmd.Role == Member {
		return true, nil
	}
	has, err := c.role(ctx, cmd.Role)
	return has >= cmd.Role, err
}

// helpWith tells of one command, or of those whose name begins so.
func (c *Conversation) helpWith(name string) digest.Message {
	var m digest.Message
	bare, _ := command(name)
	for _, cmd := range c.commands() {
		if _, ok := cutWords(cmd.Name, bare); !ok {
			continue
		}
		text := cmd.Usage + ": " + cmd.Does + "."
		if cmd.Role > Member {
			text += fmt.Sprintf(" It needs the role of %s.", cmd.Role)
		}
		m.Blocks = append(m.Blocks, compose.Text(text).Blocks...)
		m.Blocks = append(m.Blocks, examplesOf(cmd)...)
	}
	if len(m.Blocks) == 0 {
		return c.unknown(bare)
	}
	return m
}

// examplesOf lists the examples of a command; those that only ask can be sent by a
// button, those that change something cannot.
func examplesOf(cmd Command) []digest.Block {
	m := choice("For example:", cmd.Examples)
	if slices.ContainsFunc(Commands(), func(c Command) bool { return c.Name == cmd.Name }) {
		return m.Blocks
	}
	list := digest.List{}
	for _, e := range cmd.Examples {
		list.Items = append(list.Items, []digest.Run{{Text: e, Style: digest.Code}})
	}
	return []digest.Block{m.Blocks[0], list}
}

// Short is the help for somebody who has called the bot and said nothing.
func (c *Conversation) Short(ctx context.Context) (digest.Message, error) {
	m, err := c.Greeting(ctx)
	if err != nil {
		return digest.Message{}, err
	}
	help := digest.Buttons{Items: []digest.Button{{Label: "Everything that can be asked", Command: "help"}}}
	m.Blocks = append(m.Blocks, help)
	return m, nil
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
	if _, _, ok := c.find("feed add x"); ok && a.Searched.Articles == 0 {
		m.Blocks = append(m.Blocks, compose.Text("They come from feeds; an owner of this bot follows one with: feed add ADDRESS").Blocks...)
	}
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
