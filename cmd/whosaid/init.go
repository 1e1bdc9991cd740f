package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

var initCommand = command{
	name:    "init",
	summary: "write a configuration by asking",
	about: `
Asks for what the chats need, and writes it into a new configuration, in your
configuration folder or where --config says. Tokens and passwords go into files of
their own beside it, which only you can read. Nothing that exists is overwritten.
Where systemd runs this machine it offers to have the bot run as a service of yours;
with --systemd it writes that service without asking, also for a configuration that exists.`,
	examples: []string{"whosaid init", "whosaid init --config ./whosaid.toml", "whosaid init --systemd"},
	fresh:    true,
	new: func(f *flag.FlagSet) action {
		service := f.Bool("systemd", false, "write the service of systemd that runs the bot, too")
		return func(_ context.Context, p *program, args []string) error {
			if len(args) > 0 {
				return wrongUse("init", "init takes no arguments; name the file with --config")
			}
			path, err := p.newConfiguration()
			if err != nil {
				return err
			}
			_, err = os.Lstat(path)
			switch exists := err == nil; {
			case exists && *service:
				return p.writeUnit(path)
			case exists:
				return fmt.Errorf("%s exists already: change it with an editor, or name another file with --config", path)
			}
			i := &interview{p: p, folder: filepath.Dir(path), in: bufio.NewReader(p.in)}
			if err := i.write(path); err != nil {
				return err
			}
			if *service || systemd() && i.wantsService() {
				return p.writeUnit(path)
			}
			return nil
		}
	},
}

// newConfiguration returns where the configuration is to be written.
func (p *program) newConfiguration() (string, error) {
	path := p.named
	if path == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return "", fmt.Errorf("finding your configuration folder: %w: name a file with --config", err)
		}
		path = filepath.Join(dir, "whosaid", "config.toml")
	}
	return filepath.Abs(path)
}

// wantsService asks whether systemd is to run the bot. All else is written by then,
// so that no answer is one, too.
func (i *interview) wantsService() bool {
	yes, err := i.yes("\nIs systemd to run the bot for you, also after a restart of this machine?")
	return err == nil && yes
}

// interview asks for a configuration and collects it.
type interview struct {
	p      *program
	in     *bufio.Reader
	folder string // of the configuration
	text   strings.Builder
	owners []string
	files  map[string]string // secrets by the name of the file
}

// write asks, and writes the answers: first the secrets, then what refers to them.
func (i *interview) write(path string) error {
	i.files = make(map[string]string)
	if err := i.ask(); err != nil {
		return err
	}
	if err := os.MkdirAll(i.folder, 0o700); err != nil {
		return fmt.Errorf("making the configuration folder: %w", err)
	}
	for name := range i.files {
		if _, err := os.Lstat(filepath.Join(i.folder, name)); err == nil {
			return exists(filepath.Join(i.folder, name))
		}
	}
	for name, value := range i.files {
		if err := create(filepath.Join(i.folder, name), value+"\n"); err != nil {
			return err
		}
	}
	if err := create(path, i.text.String()); err != nil {
		return err
	}
	i.say("\nWritten: %s\nNext: whosaid doctor says what is still missing, whosaid run starts the bot.", path)
	return nil
}

// create writes a new file that only the user can read.
func create(path, text string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return exists(path)
	}
	if err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

func exists(path string) error {
	return fmt.Errorf("%s exists already, and is not overwritten: move it away and run whosaid init again", path)
}

func (i *interview) ask() error {
	i.say("A few questions; an empty answer takes what stands in brackets. Ctrl-C leaves without writing anything.")
	zoneName, err := i.valid("Time zone of your readers, such as Europe/Paris", "local", func(s string) string {
		if _, err := zone(s); err != nil {
			return "There is no such zone: write a name such as Europe/Paris, or local for this machine's."
		}
		return ""
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(&i.text, "# Every other key, with what it does: config.example.toml.\nzone = %q\n", zoneName)
	for _, part := range []struct {
		name string
		ask  func() error
	}{{"Slack", i.slack}, {"Matrix", i.matrix}} {
		yes, err := i.yes("Is the bot to be in " + part.name + "?")
		if err != nil {
			return err
		}
		if yes {
			if err := part.ask(); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(&i.text, "\n[roles]\nowners = [%s]\n", quoted(i.owners))
	return nil
}

func (i *interview) slack() error {
	i.say("Make the app: open https://api.slack.com/apps?new_app=1, choose “From a manifest”, and paste what whosaid slack manifest prints. Install it, and copy its tokens.")
	for _, s := range []struct{ question, prefix, file string }{
		{"Bot token, from “OAuth & Permissions”", "xoxb-", "slack-bot-token"},
		{"App token with connections:write, from “Basic Information”", "xapp-", "slack-app-token"},
	} {
		value, err := i.secret(s.question, func(v string) string {
			if !strings.HasPrefix(v, s.prefix) {
				return "It begins with " + s.prefix + "."
			}
			return ""
		})
		if err != nil {
			return err
		}
		i.files[s.file] = value
	}
	i.text.WriteString("\n[[slack]]\nbot_token = \"file:slack-bot-token\"\napp_token = \"file:slack-app-token\"\n")
	return i.owner("slack", "Your member ID, from your profile under “…”, such as U024BE7LH", func(id string) string {
		if strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" || len(id) < 5 {
			return "It has capital letters and digits only, and begins with U or W."
		}
		return ""
	})
}

func (i *interview) matrix() error {
	user, err := i.valid("The bot's own account, such as @whosaid:example.org", "", matrixUser)
	if err != nil {
		return err
	}
	server, err := i.valid("Homeserver, such as https://matrix.example.org; empty to find it by the account", "", func(s string) string {
		if s != "" && !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
			return "It begins with https://."
		}
		return ""
	})
	if err != nil {
		return err
	}
	password, err := i.secret("Its password", func(v string) string {
		if v == "" {
			return "Without it the bot cannot log in. For a homeserver without passwords see [matrix] in config.example.toml."
		}
		return ""
	})
	if err != nil {
		return err
	}
	i.files["matrix-password"] = password
	before := len(i.owners)
	if err := i.owner("matrix", "Your own account, such as @ana:example.org", matrixUser); err != nil {
		return err
	}
	var allow []string
	for _, o := range i.owners[before:] {
		allow = append(allow, strings.TrimPrefix(o, "matrix:"))
	}
	fmt.Fprintf(&i.text, "\n[matrix]\nhomeserver = %q\nuser = %q\npassword = \"file:matrix-password\"\n# Whose invitations are accepted.\nallow = [%s]\n", server, user, quoted(allow))
	return nil
}

func matrixUser(s string) string {
	local, server, ok := strings.Cut(strings.TrimPrefix(s, "@"), ":")
	if !strings.HasPrefix(s, "@") || !ok || local == "" || server == "" {
		return "It looks like @name:example.org."
	}
	return ""
}

// owner asks who may do everything.
func (i *interview) owner(transport, question string, problem func(string) string) error {
	id, err := i.valid(question+"; the owner of the bot", "", problem)
	if err == nil {
		i.owners = append(i.owners, transport+":"+id)
	}
	return err
}
