package matrix

import "testing"

func TestAddressed(t *testing.T) {
	const self = "@whosaid:example.org"
	names := []string{"Who Said", self, "@whosaid", "whosaid"}
	const pill = `<a href="https://matrix.to/#/@whosaid:example.org">Who Said</a>: who is Ana`
	for _, tt := range []struct {
		name   string
		in     words
		direct bool
		want   string // "-" where it is not for the bot
	}{
		{"command word", words{body: "!whosaid who is Ana"}, false, "who is Ana"},
		{"command word in capitals", words{body: "!WhoSaid: help"}, false, "help"},
		{"command word alone", words{body: "!whosaid"}, false, ""},
		{"another command word", words{body: "!whosaidbot help"}, false, "-"},
		{"command word inside", words{body: "type !whosaid help"}, false, "-"},
		{"chat", words{body: "shall we have lunch"}, false, "-"},
		{"pill", words{body: "Who Said: who is Ana", html: pill, mentioned: true}, false, "who is Ana"},
		{"pill of an older client", words{body: "Who Said: who is Ana", html: pill}, false, "who is Ana"},
		{"pill with an escaped link", words{body: "Who Said who is Ana", html: `<a href="https://matrix.to/#/%40whosaid%3Aexample.org">Who Said</a> who is Ana`}, false, "who is Ana"},
		{"pill of somebody else", words{body: "Who Knows: who is Ana", html: `<a href="https://matrix.to/#/@whosaid:example.organic">Who Knows</a>`}, false, "-"},
		{"mention without HTML", words{body: "whosaid who is Ana", mentioned: true}, false, "who is Ana"},
		{"mention at the end", words{body: "who is Ana, @whosaid:example.org?", mentioned: true}, false, "who is Ana?"},
		{"mention alone", words{body: "@whosaid:example.org", mentioned: true}, false, ""},
		{"name and colon", words{body: "whosaid: help"}, false, "help"},
		{"name and comma", words{body: "Whosaid, help"}, false, "help"},
		{"address", words{body: "@whosaid:example.org who is Ana"}, false, "who is Ana"},
		{"talking about it", words{body: "whosaid is slow today"}, false, "-"},
		{"a longer word", words{body: "whosaid's answers are short", mentioned: false}, false, "-"},
		{"name of another", words{body: "whosaidtest: help"}, false, "-"},
		{"reply that only mentions", words{body: "interesting!", mentioned: true, reply: true}, false, "-"},
		{"reply that calls", words{body: "whosaid: more", mentioned: true, reply: true}, false, "more"},
		{"reply with the command word", words{body: "!whosaid more", mentioned: true, reply: true}, false, "more"},
		{"reply behind what it answers", words{body: "> <@whosaid:example.org> 4 more\n\n!whosaid more", reply: true}, false, "more"},
		{"quoted command", words{body: "> !whosaid help\n\nthat is how", reply: true}, false, "-"},
		{"direct", words{body: " who is Ana "}, true, "who is Ana"},
		{"direct with the command word", words{body: "!whosaid who is Ana"}, true, "who is Ana"},
		{"direct reply", words{body: "more", mentioned: true, reply: true}, true, "more"},
		{"direct, nothing but the name", words{body: "whosaid", mentioned: true}, true, ""},
		{"nothing", words{}, false, "-"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.in.addressed(self, names, tt.direct)
			if !ok {
				got = "-"
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzAddressed(f *testing.F) {
	f.Add("!whosaid help", "", true, false)
	f.Add("> a\n\nwhosaid: b", "<a href=\"https://matrix.to/#/@w:x\">w</a>", false, true)
	f.Add("whosa\u0130d, c", "%zz", true, true)
	f.Fuzz(func(t *testing.T, body, html string, mentioned, reply bool) {
		w := words{body: body, html: html, mentioned: mentioned, reply: reply}
		text, _ := w.addressed("@w:x", []string{"@w:x", "whosaıd", "w"}, true)
		if len(text) > len(body) {
			t.Errorf("%q became %q", body, text)
		}
	})
}

func TestAllows(t *testing.T) {
	c := Config{Allow: []string{"@ana:example.org", "*:press.example"}}
	for user, want := range map[string]bool{
		"@ana:example.org": true, "@anan:example.org": false, "@bo:press.example": true, "@bo:press.example.evil": false, "@bo:evil.example": false,
	} {
		if got := c.allows(user); got != want {
			t.Errorf("allows(%s) is %v", user, got)
		}
	}
}

func TestConfig(t *testing.T) {
	good := Config{User: "@whosaid:example.org", Folder: "x"}
	for name, change := range map[string]func(*Config){
		"no user":            func(c *Config) { c.User = "" },
		"a name":             func(c *Config) { c.User = "whosaid" },
		"no server":          func(c *Config) { c.User = "@whosaid" },
		"no folder":          func(c *Config) { c.Folder = "" },
		"token, no device":   func(c *Config) { c.Token = "secret" },
		"device, no token":   func(c *Config) { c.Device = "ABC" },
		"everybody":          func(c *Config) { c.Allow = []string{"*"} },
		"no pattern that is": func(c *Config) { c.Allow = []string{"[:"} },
	} {
		c := good
		change(&c)
		if err := c.check(); err == nil {
			t.Errorf("%s: there is no error", name)
		}
	}
	if err := good.check(); err != nil {
		t.Error(err)
	}
}
