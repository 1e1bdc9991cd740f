package digest

import "strings"

// Message is chat text without a platform. Each transport renders it; nothing
// else makes Slack blocks, HTML or escape sequences. Texts in it are plain
// characters: what would act in a chat ("@room", "<!channel>") is made harmless
// by the transport that renders it.
type Message struct {
	Blocks []Block
}

// Block is one of [Heading], [Paragraph], [Blockquote], [List], [Fields],
// [Image], [Buttons] and [Rest].
type Block interface{ block() }

// Style says how a run of text looks.
type Style uint8

// The styles of runs; they can be combined.
const (
	Bold Style = 1 << iota
	Italic
	Code
	Faint // less important than the rest: dates, counts
)

// Run is a piece of text in one style, a link where URL is not empty. A newline
// in Text is white space; only [Break] ends a line.
type Run struct {
	Text  string
	Style Style
	URL   string
}

// Break is the run that ends a line within a block.
var Break = Run{Text: "\n"}

// Heading is a line above what follows it; Level 1 is the message's title.
type Heading struct {
	Level int // 1 to 3
	Text  []Run
}

// Paragraph is running text.
type Paragraph struct {
	Text []Run
}

// Blockquote is the words of a source, set apart from whosaid's own.
type Blockquote struct {
	Text []Run // quotation marks are in the text where the words are verbatim
}

// List is a list of points.
type List struct {
	Ordered bool
	Items   [][]Run
}

// Fields is a short table of names and values.
type Fields struct {
	Items []Field
}

// Field is one row of Fields.
type Field struct {
	Name  string
	Value []Run
}

// Image is a picture with a text for those who do not see it. One that whosaid has
// drawn is written into its URL ("data:image/png;base64,…") and says no more than the
// text that it is beside: where a platform does not show such pictures nothing is lost.
type Image struct {
	URL string
	Alt string
}

// Drawn reports whether the picture is one that whosaid has drawn.
func (i Image) Drawn() bool { return strings.HasPrefix(i.URL, "data:") }

// Buttons are actions offered to the reader. A transport without buttons says
// what to type instead.
type Buttons struct {
	Items []Button
}

// Button is one action: pressing it is the same as sending Command.
type Button struct {
	Label   string
	Command string // means the same at any time, also when other questions have been asked since
	Short   string // what a person may type instead while this message is the last; empty for Command
	Tells   bool   // the label says something also to who cannot press it
}

// Typed returns what to type for the button while its message is the last.
func (b Button) Typed() string {
	if b.Short != "" {
		return b.Short
	}
	return b.Command
}

// Rest is what a reader sees on demand, under Summary.
type Rest struct {
	Summary string
	Blocks  []Block
}

func (Heading) block()    {}
func (Paragraph) block()  {}
func (Blockquote) block() {}
func (List) block()       {}
func (Fields) block()     {}
func (Image) block()      {}
func (Buttons) block()    {}
func (Rest) block()       {}
