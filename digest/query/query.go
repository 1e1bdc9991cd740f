// Package query turns a question into a [Query].
//
// A line of plain words and operators comes in, with the time and the zone of
// the person who asks; a Query goes out, with the names in it still as they were
// typed. The same Query is the filter of digests, exports, schedules and follows.
// The package is pure: it knows no store, so who "Rainsy" is and whether the
// name is known is for its caller to find out.
package query

import (
	"slices"
	"time"

	"whosaid/digest"
)

// Form is what a question asks for.
type Form string

// The forms of questions.
const (
	Quotes  Form = "quotes"  // who said what (about X), what did X say, who talked about X, and bare operators
	Latest  Form = "latest"  // latest from X: the newest quotes, all classes of attribution left out but statements
	Profile Form = "profile" // who is X
	More    Form = "more"    // the next page of the last answer
)

// Term is a person, an organisation or a topic as it was typed, and, once it is
// resolved, the actors it means.
type Term struct {
	Text   string
	Quoted bool    // it stood between quotation marks: a topic that is no actor is then a phrase, not words
	Actors []int64 // the store's numbers, any of which is meant; empty while unresolved, or for a topic that is no actor
}

// Split is another way of dividing a question into names: "on", "about" and "in"
// may be part of a name ("the Commission on Fisheries") or of a topic ("elections
// in Aldmoor"), or stand before a topic or an outlet, which only a store can tell.
type Split struct {
	By, About string
	Outlet    string   // an outlet by its whole name, perhaps with its article
	Words     []string // as Query.Words
}

// Query is a question, understood. Its zero value matches everything.
type Query struct {
	Form    Form
	By      Term           // who spoke
	About   Term           // whom or what it is about
	Words   []string       // words that must stand in the quote or its context
	Exact   []string       // phrases that must stand there as they are
	Without []string       // words that may not
	Outlets []string       // any of these, by part of the name, case ignored
	Kinds   []digest.Kind  // any of these
	Classes []digest.Class // any of these; empty for all. Parse sets Statement where the question says "said"
	Since   time.Time      // published at or after; zero for no limit
	Until   time.Time      // published before; zero for no limit
	Period  string         // how the period was worded: "last week"
	Pronoun string         // "she", "they", …: By or About is meant by it and must be filled in from the conversation

	// Bare says that there was no question, just a name or words: they are in
	// About, but to somebody who asks they also mean "who is …".
	Bare bool
	// Side says that the question is which side people are on ("who supports X"). Nobody
	// can tell that by rule: the query is for all that was said about X.
	Side bool
	// Denial says that the question is for what somebody denies, and Silence that it is for
	// who said nothing ("who declined to comment"). Neither can be told from what is kept:
	// the query is for all statements, or for what stands beside such words.
	Denial, Silence bool
	// First says that the question is for the earliest quotes. Answers begin with the
	// newest.
	First bool
	// Otherwise holds other ways to take By, About and the end of the question,
	// most words in one name first. One whose names are known is meant; see
	// [Query.Take].
	Otherwise []Split
}

// Take returns q with By, About and the outlet as s has them. A name that is all
// there is makes it [Query.Bare], and then nothing was said about what is said.
func (q Query) Take(s Split) Query {
	if s.By == "" && s.About != "" && q.By.Text != "" {
		q.Bare = true
		if slices.Equal(q.Classes, []digest.Class{digest.Statement, digest.Thought}) {
			q.Classes = nil
		}
	}
	q.By, q.About, q.Words, q.Otherwise = Term{Text: s.By}, Term{Text: s.About}, s.Words, nil
	if s.Outlet != "" {
		q.Outlets = append(slices.Clip(q.Outlets), s.Outlet)
	}
	return q
}
