package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"strings"

	"whosaid/bot"
	"whosaid/bot/console"
	"whosaid/digest"
	"whosaid/digest/store"
	"whosaid/seeds"
)

var tryCommand = command{
	name:    "try",
	args:    "[FILE|DIR|URL …]",
	summary: "talk to the bot about sample articles, or those you name; nothing to set up",
	about: `
Reads the articles into memory, and answers what you type about them. Nothing is kept
when you leave, which you do with Ctrl-D or "exit". Where standard input is no terminal,
each of its lines is a question, and the answers go to standard output.`,
	examples: []string{
		"whosaid try",
		"whosaid try ~/articles",
		"whosaid try https://courier.example/rss.xml",
		"echo \"who said what about the CNRM\" | whosaid try",
	},
	new: func(f *flag.FlagSet) action {
		keep := f.Bool("history", false, "keep the lines you type for the arrow keys of next time, in a file that only you can read")
		return func(ctx context.Context, p *program, args []string) (err error) {
			st, err := store.Open(ctx, store.Memory, p.log)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := p.fill(ctx, st, args); err != nil {
				return err
			}
			history := ""
			if *keep {
				history = console.HistoryFile(os.Getenv)
			}
			return p.talk(ctx, st, history)
		}
	},
}

// fill reads the articles at paths into st, or the sample articles where there
// are none. Paths of which nothing can be read are an error.
func (p *program) fill(ctx context.Context, st *store.Store, paths []string) error {
	c, bar := p.collector(st)
	defer bar.clear()
	if err := p.fetching(&c, paths); err != nil {
		return err
	}
	if len(paths) == 0 {
		_, err := c.FS(ctx, seeds.Files)
		return err
	}
	done, err := c.Files(ctx, paths)
	if err == nil && done.Added == 0 {
		return errors.New("there is no article to talk about: name other files, or none for the sample articles")
	}
	return err
}

// talk greets and answers lines until the input ends. The lines typed are kept in
// the file history, where one is named.
func (p *program) talk(ctx context.Context, st *store.Store, history string) error {
	conversation := p.conversation(st)
	screen := console.New(p.in, p.out, console.Options{
		History:  history,
		Complete: complete,
		Log:      p.log,
	})
	if screen.Interactive() {
		ctx = p.terminated // Ctrl-C ends an answer here, not the program
		m, err := greeting(ctx, conversation)
		if err != nil {
			return err
		}
		if err := screen.Print(m); err != nil {
			return err
		}
	}
	return screen.Run(ctx, conversation.Reply)
}

// greeting is what a person sees first, with the way out.
func greeting(ctx context.Context, c *bot.Conversation) (digest.Message, error) {
	m, err := c.Greeting(ctx)
	wayOut := []digest.Run{{Text: "Type help for what else can be asked, exit to leave.", Style: digest.Faint}}
	m.Blocks = append(m.Blocks, digest.Paragraph{Text: wayOut})
	return m, err
}

// conversation is what one person talks with, as configured.
func (p *program) conversation(st *store.Store) *bot.Conversation {
	return &bot.Conversation{Store: st, Answerer: p.answerer(st, false), Now: p.now, Digest: p.digestOptions()}
}

// complete returns the commands that line could become.
func complete(line string) []string {
	var lines []string
	for _, c := range bot.Commands() {
		if strings.HasPrefix(c.Name, strings.ToLower(line)) {
			lines = append(lines, c.Name)
		}
	}
	return lines
}
