package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"whosaid/digest/query"
)

// command is one subcommand: everything that parsing and help need to know of it.
type command struct {
	name     string
	args     string // what follows the flags: "FILE|DIR …"
	summary  string // one line, lower case
	about    string // paragraphs for its own help
	examples []string
	fresh    bool // the configuration is not read: there may be none yet
	words    bool // the arguments are a question or a filter, in which "-word" leaves a word out
	// new declares the command's flags and returns what runs it.
	new func(*flag.FlagSet) action
}

// action runs a command with the arguments that are no flags.
type action func(ctx context.Context, p *program, args []string) error

// commands is the table that running, help and spelling suggestions are made from.
func commands() []command {
	return []command{
		tryCommand, initCommand, doctorCommand, slackCommand, runCommand, addCommand, feedCommand, scheduleCommand, followCommand, unfollowCommand, whyCommand, statusCommand, askCommand, digestCommand, analyseCommand, extractCommand,
		exportCommand, checkCommand, backupCommand, versionCommand, helpCommand,
	}
}

// global holds the flags that every command has.
type global struct {
	config, db, logLevel string
}

func (g *global) declare(f *flag.FlagSet) {
	f.StringVar(&g.config, "config", "", "read the configuration from `FILE`")
	f.StringVar(&g.db, "db", "", "use the database `FILE` instead of the one in your data folder")
	f.StringVar(&g.logLevel, "log-level", "", "log at `LEVEL`: debug, info, warn or error")
}

// invocation is a command line, understood.
type invocation struct {
	fresh  bool
	run    action
	args   []string
	global global
	help   string // to be printed instead of running
}

// parse understands a command line. Flags stand before or after the command and
// its arguments; everything after "--" is an argument.
func parse(args []string) (invocation, error) {
	i, err := commandIndex(args)
	if err != nil {
		return invocation{}, err
	}
	if i < 0 {
		for _, a := range args {
			if isHelp(a) {
				return invocation{help: overview()}, nil
			}
		}
		return invocation{}, usageError("name a command\n\n" + strings.TrimRight(overview(), "\n"))
	}
	cmd, ok := find(args[i])
	if !ok {
		return invocation{}, unknownCommand(args[i])
	}
	rest := append(append([]string{}, args[:i]...), args[i+1:]...)
	return cmd.parse(rest)
}

// commandIndex returns where in args the command stands, -1 where there is none:
// the first argument that is neither a global flag nor the value of one.
func commandIndex(args []string) (int, error) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch name, _, valued := strings.Cut(strings.TrimLeft(a, "-"), "="); {
		case !strings.HasPrefix(a, "-"):
			return i, nil
		case a == "--version" || a == "-version":
			return i, nil
		case isHelp(a):
		case name == "help" || name == "h" || name == "version":
			return 0, noValue("", name)
		case globalFlags().Lookup(name) == nil:
			return 0, unknownFlag("", a, globalFlags())
		case !valued && i+1 == len(args):
			return 0, wrongUse("", "--%s needs a value: %s", name, flagUsage(globalFlags().Lookup(name)))
		case !valued:
			i++
		}
	}
	return -1, nil
}

func globalFlags() *flag.FlagSet {
	var g global
	f := flag.NewFlagSet("", flag.ContinueOnError)
	g.declare(f)
	return f
}

func isHelp(arg string) bool { return arg == "--help" || arg == "-help" || arg == "-h" }

func find(name string) (command, bool) {
	name = strings.TrimLeft(name, "-") // --version
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// flags returns the command's flags, empty, with what runs the command.
func (c command) flags(g *global) (*flag.FlagSet, action) {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // errors are worded here
	run := c.new(f)
	g.declare(f)
	return f, run
}

// parse sorts args into flags and arguments, in whatever order they come.
func (c command) parse(args []string) (invocation, error) {
	var inv invocation
	set, run := c.flags(&inv.global)
	inv.run, inv.fresh = run, c.fresh
	for len(args) > 0 {
		a := args[0]
		switch {
		case a == "--":
			inv.args = append(inv.args, args[1:]...)
			return inv, nil
		case isHelp(a):
			inv.help = c.help()
			return inv, nil
		case a == "-" || !strings.HasPrefix(a, "-") || c.words && !strings.HasPrefix(a, "--"):
			inv.args = append(inv.args, a)
			args = args[1:]
		default:
			n, err := c.flag(set, args)
			if err != nil {
				return invocation{}, err
			}
			args = args[n:]
		}
	}
	return inv, nil
}

// flag sets the flag that args starts with and returns how many of args it took.
func (c command) flag(set *flag.FlagSet, args []string) (int, error) {
	name, value, valued := strings.Cut(strings.TrimLeft(args[0], "-"), "=")
	f := set.Lookup(name)
	switch {
	case f == nil && name == "help":
		return 0, noValue(c.name, name)
	case f == nil:
		return 0, unknownFlag(c.name, args[0], set)
	}
	taken := 1
	if isBool(f) {
		if !valued {
			value = "true"
		}
	} else if !valued {
		if len(args) < 2 {
			return 0, wrongUse(c.name, "--%s needs a value: %s", name, flagUsage(f))
		}
		value, taken = args[1], 2
	}
	if err := set.Set(name, value); err != nil {
		return 0, wrongUse(c.name, "--%s cannot be %q: %s", name, value, flagUsage(f))
	}
	return taken, nil
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func flagUsage(f *flag.Flag) string {
	_, usage := flag.UnquoteUsage(f)
	return usage
}

// noValue refuses --help=x.
func noValue(command, name string) error {
	return wrongUse(command, "--%s takes no value: write it alone", name)
}

func unknownFlag(command, arg string, set *flag.FlagSet) error {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	known := []string{"help"}
	set.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	return wrongUse(command, "there is no flag --%s%s", name, meant("--", name, known))
}

func unknownCommand(name string) error {
	var known []string
	for _, c := range commands() {
		known = append(known, c.name)
	}
	return wrongUse("", "there is no command %q%s", name, meant("", name, known))
}

// meant returns "; did you mean …?" for what name begins, or else the nearest of
// known, or nothing.
func meant(prefix, name string, known []string) string {
	near := slices.DeleteFunc(slices.Clone(known), func(k string) bool { return name == "" || !strings.HasPrefix(k, name) })
	if len(near) == 0 {
		near = query.Nearest(name, known, 1)
	}
	if len(near) == 0 {
		return ""
	}
	return fmt.Sprintf("; did you mean %s%s?", prefix, near[0])
}
