package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
)

var helpCommand = command{
	name:    "help",
	args:    "[COMMAND]",
	summary: "show what a command does",
	examples: []string{
		"whosaid help",
		"whosaid help ask",
	},
}

// Its run reads the table that it stands in, which Go allows only from here.
func init() { helpCommand.new = newHelp }

func newHelp(*flag.FlagSet) action {
	return func(_ context.Context, p *program, args []string) error {
		text := overview()
		switch len(args) {
		case 0:
		case 1:
			c, ok := find(args[0])
			if !ok {
				return unknownCommand(args[0])
			}
			text = c.help()
		default:
			return wrongUse("help", "help takes one command, not %d", len(args))
		}
		_, err := io.WriteString(p.out, text)
		return err
	}
}

// overview is the help of the whole program.
func overview() string {
	var b strings.Builder
	b.WriteString("whosaid reads news articles and remembers who said what.\n\n")
	b.WriteString("Usage: whosaid COMMAND [FLAG …] [ARGUMENT …]\n\nTo start, with nothing to set up:\n  whosaid try\n\nCommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "  %-9s %s\n", c.name, c.summary)
	}
	b.WriteString("\nEvery command takes:\n")
	writeFlags(&b, globalFlags())
	b.WriteString("  --help\n        show what the command does, with examples\n")
	b.WriteString("\nExit status: 0 done, 1 failed, 2 wrong use, 130 interrupted.\n")
	return b.String()
}

// help is the help of one command.
func (c command) help() string {
	var b strings.Builder
	fmt.Fprintf(&b, "whosaid %s: %s\n\n", c.name, c.summary)
	usage := "whosaid " + c.name
	own := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.new(own)
	hasFlags := false
	own.VisitAll(func(*flag.Flag) { hasFlags = true })
	if hasFlags {
		usage += " [FLAG …]"
	}
	fmt.Fprintf(&b, "Usage: %s\n", strings.TrimSpace(usage+" "+c.args))
	if c.about != "" {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(c.about))
	}
	if hasFlags {
		b.WriteString("\nFlags:\n")
		writeFlags(&b, own)
	}
	b.WriteString("\nEvery command takes --config FILE, --db FILE, --log-level LEVEL and --help.\n")
	b.WriteString("\nExamples:\n")
	for _, e := range c.examples {
		fmt.Fprintf(&b, "  %s\n", e)
	}
	return b.String()
}

func writeFlags(b *strings.Builder, set *flag.FlagSet) {
	set.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		if value != "" {
			value = " " + value
		}
		fmt.Fprintf(b, "  --%s%s\n        %s\n", f.Name, value, usage)
	})
}
