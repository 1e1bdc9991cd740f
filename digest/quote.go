package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// ActorType tells persons from organisations.
type ActorType string

// The types of actors.
const (
	Person       ActorType = "person"
	Organisation ActorType = "organisation"
)

// Actor is a person or an organisation that an article names.
type Actor struct {
	ID       int64     // the store's number; 0 outside a store
	Name     string    // canonical name: the fullest form seen
	Type     ActorType // person or organisation
	Aliases  []string  // other forms seen: acronym, surname, given name
	Roles    []Role    // how the articles word what the actor is
	Weight   float64   // salience in one article, 0 to 1; the highest is the key actor
	Mentions []Span    // where the article names it; empty when it comes from a store
}

// Role is a description of an actor, in the words of one article.
type Role struct {
	Text      string    // verbatim: "Ruling Cambodian People’s Party (CPP) spokesman"
	ArticleID int64     // the store's number of the article; 0 outside a store
	Date      time.Time // when that article was published
}

// Kind tells how much of a quote stands between quotation marks.
type Kind string

// The kinds of quotes: all of it between marks, some of it, nothing.
const (
	Direct   Kind = "direct"
	Mixed    Kind = "mixed"
	Indirect Kind = "indirect"
)

// Class tells what kind of act an attribution reports.
type Class string

// The classes of attributions. Only statements answer "who said".
const (
	Statement Class = "statement" // said, wrote, according to
	Thought   Class = "thought"   // hopes, believes, expects
	Other     Class = "other"     // ruled, appointed, supports
)

// NoSpeaker is the Speaker of a quote that is given to nobody by name.
const NoSpeaker = -1

// Quote is one attribution found in an article: who said what, in which words.
// All spans are in the order of the text and offsets into it.
type Quote struct {
	Kind       Kind
	Class      Class
	Content    []Span  // what was said; quotation marks at its ends are left out, several spans where the text interrupts it
	Cue        []Span  // the words that say that it was said: "said", "according to", "insistence"
	Source     []Span  // the mention at the cue: "he", "Rainsy", "his lawyer"; empty where there is none
	Speaker    int     // index into Reading.Actors, or NoSpeaker
	Unnamed    bool    // the source is somebody whom the article does not name ("one of his lawyers"); without it NoSpeaker means: not certain who
	About      []int   // indices into Reading.Actors: whom the content is about, most prominent first
	Confidence float64 // that Speaker is right, 0 to 1
	Why        string  // which stage decided on the speaker, and which on the words

	// What else was weighed; only where a reading is to explain itself.
	Rivals   []Rival
	Variants []Variant
}

// Rival is somebody else who was considered as the speaker of a quote, likeliest first.
type Rival struct {
	Name  string  // of an actor, or a noun for somebody whom the article does not name
	Score float64 // share of what spoke for anybody, 0 to 1
}

// Variant is a content that was considered for a quote and not taken.
type Variant struct {
	By      string // what would have it so
	Content []Span
	Score   float64 // probability, 0 to 1; 0 where rules do not give one
}

// Extent returns the span from the first byte of the content to the last.
func (q Quote) Extent() Span {
	if len(q.Content) == 0 {
		return Span{}
	}
	whole := q.Content[0]
	for _, s := range q.Content {
		whole.Start, whole.End = min(whole.Start, s.Start), max(whole.End, s.End)
	}
	return whole
}

// QuoteID returns the public ID of a quote: 16 hexadecimal digits made from the
// hash of the article's text and the span of the content. It stays the same
// however often the article is read.
func QuoteID(textHash string, extent Span) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s:%d:%d", textHash, extent.Start, extent.End))
	return hex.EncodeToString(sum[:8])
}

// Reading is all that analyse finds in one article.
type Reading struct {
	Actors []Actor // most salient first
	Quotes []Quote // in the order of the text
	Gist   []Span  // one or two sentences of the article that say what it is about, in order
}
