package console

import (
	"strconv"
	"strings"

	"golang.org/x/term"
)

// plainWidth is how wide text is where nothing tells the width.
const plainWidth = 80

// widest is how wide text gets on a wide terminal: longer lines are hard to read.
const widest = 100

// Look says how a message is drawn.
type Look struct {
	Width  int  // cells a line; 0 for 80
	Colour bool // bold, faint and colours by escape sequences; without it not one is written
	Links  bool // links can be clicked (OSC 8); otherwise each URL is listed below the message. Needs Colour
	Fold   bool // a Rest is shown by its summary alone, with the word that shows it
	Once   bool // nothing can be typed: buttons are their labels alone
}

// Look returns how messages look on this console now: the terminal's width, at
// most 100 cells, and its abilities; no colour where NO_COLOR is set, TERM is
// "dumb" or unset, or the output is no terminal. Nothing is folded.
func (c *Console) Look() Look {
	look := Look{Width: plainWidth}
	if !term.IsTerminal(int(c.out.Fd())) {
		return look
	}
	if width, _, err := term.GetSize(int(c.out.Fd())); err == nil && width > 0 {
		look.Width = min(width, widest)
	}
	env := c.opts.Getenv
	look.Colour = env("NO_COLOR") == "" && env("TERM") != "dumb" && env("TERM") != ""
	look.Links = look.Colour && clickable(env)
	return look
}

// clickable reports whether the terminal is one of those known to show OSC 8
// links. Others may swallow the URL, so for them it is written out.
func clickable(env func(string) string) bool {
	if v := env("FORCE_HYPERLINK"); v != "" {
		return v != "0"
	}
	if vte, _ := strconv.Atoi(env("VTE_VERSION")); vte >= 5000 {
		return true
	}
	switch env("TERM_PROGRAM") {
	case "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio":
		return true
	}
	kind := env("TERM")
	return env("WT_SESSION") != "" || env("KONSOLE_VERSION") != "" || kind == "foot" || strings.HasPrefix(kind, "foot-") ||
		kind == "xterm-kitty" || kind == "alacritty" || kind == "xterm-ghostty"
}
