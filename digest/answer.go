package digest

import "time"

// Result is one quote as a store gives it back, with everything needed to show
// and to cite it.
type Result struct {
	ID         string // public and stable, see [QuoteID]
	Number     int64  // the store's; 0 outside a store
	Kind       Kind
	Class      Class
	Confidence float64
	Speaker    *Actor   // without Aliases, which take a sixth of an answer's time, Weight and Mentions; nil where the article names nobody or it is not certain who
	Unnamed    bool     // see [Quote.Unnamed]
	Mention    string   // the source as printed at the cue; empty where there is none
	Cue        string   // as printed
	Content    []string // cut from the article's text, a part each Spans
	Spans      []Span   // of Content, in the article's text
	Sentence   string   // the sentence or sentences in which it is printed, cue and source included, verbatim
	Context    string   // the sentences around the quote, verbatim
	About      []string // canonical names
	Article    Article  // its Text is empty
	ByHeadline bool     // it was found because the article's headline holds what was asked for, not its own words or those around it
	Beside     bool     // what was asked for stands neither in Sentence nor in the headline, but in another sentence of Context
}

// Text returns the content on one line of reading: its parts joined by " … ",
// so that what was not printed together does not look as if it was.
func (r Result) Text() string {
	var text string
	for i, c := range r.Content {
		if i > 0 {
			text += " … "
		}
		text += c
	}
	return text
}

// Searched says what was looked through for an answer, so that "nothing found"
// can be trusted.
type Searched struct {
	Articles int       // articles that the outlets and the period let through
	Outlets  int       // outlets among them
	From, To time.Time // dates of the oldest and the newest of them; zero where there is none
	Waiting  int       // articles of all outlets that have come in and cannot be searched yet, since the store cannot be written to or is damaged
}

// Answer is what was found for one question.
type Answer struct {
	Question    string   // as asked
	Understood  string   // the query in words
	Line        string   // the query as a line that means the same at any time; empty where there is none
	Note        string   // what the reader should know first: which name was taken for which; empty where there is nothing
	Results     []Result // newest first
	Next        int64    // where the next page starts, for the store; 0 where this is the last
	More        int      // how many results follow on later pages
	MoreAtLeast bool     // counting stopped at More: there are that many or more

	// MoreByHeadline says that what follows is [Result.ByHeadline]: pages with a
	// limit have either those results or others.
	MoreByHeadline bool

	Profile     *Profile // for "who is": the actor; otherwise nil
	Searched    Searched
	Suggestions []string // what else could be asked for, or names of whom one must be chosen
	Offer       Offer    // what Suggestions are
	Back        string   // a question back ("Who is meant by “she”?"); then Results is empty
}

// Offer tells what the suggestions of an answer are.
type Offer uint8

// What can be suggested.
const (
	NearNames   Offer = iota // the nearest known names
	CommonNames              // names that occur often, none of them near
	FewerWords               // topics of some of the words
)

// Profile is what the store knows of one actor.
type Profile struct {
	Actor    Actor     // Roles newest first
	Quotes   int       // how many quotes it is the speaker of
	About    int       // how many quotes of others are about it
	Articles int       // how many articles name it
	From, To time.Time // of those articles
}

// Story is one article as a digest shows it.
type Story struct {
	Article Article  // its Text is empty
	Gist    []string // sentences of the article, verbatim
	Actors  []Actor  // key actors, most salient first, each with its roles in this article
	Quotes  []Result // in the order of the text
}
