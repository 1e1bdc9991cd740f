package analyse

import (
	"sort"

	"whosaid/digest"
)

// gender is what the article tells of an actor's: by title, pronoun or given name.
type gender uint8

const (
	unknown gender = iota
	male
	female
	plural // an organisation or a group
)

// actor is a person or an organisation while the article is being read.
type actor struct {
	name    string // canonical: the fullest form in the article
	kind    digest.ActorType
	aliases []string      // the other forms it uses, no possessives
	roles   []digest.Span // descriptions in the article's words, most telling first
	nouns   []string      // role nouns it is called by, lower case: "spokesman", "minister"
	gender  gender
	titled  [2]int // mentions behind a title of men, of women: Mr, Mrs
	// given and surname are parts of name, empty where it is not known which is
	// which; acronym is an organisation's
	given, surname, acronym string
	mentions                []int // indices into document.names, in order
	weight                  float64
}

// extent tells how much of an actor's name a mention gives.
type extent uint8

const (
	whole  extent = iota // the canonical name, or nearly
	part                 // a surname, a given name, some words of it
	initls               // the acronym
)

// mention is a place where the article names an actor.
type mention struct {
	lo, hi int // tokens of the name, without title and possessive: "Kem Sokha"
	// the noun phrase around it, tokens [from, to), with role, title and
	// appositive: "Hang Vitou, a political analyst", "Ruling CPP spokesman Sok Eysan"
	from, to int
	actor    int // index into document.actors
	extent   extent
	owns     bool // a possessive follows: "Sokha’s lawyer"
	modifies bool // it stands before a noun as an adjective does: "the Trump campaign", "CNRP officials"
}

// begin returns the first token of the name and of what the phrase has before it.
func (m mention) begin() int { return min(m.from, m.lo) }

// named returns the index in d.names of the first mention whose name shares a
// token with [lo, hi), or -1.
func (d *document) named(lo, hi int) int {
	i := sort.Search(len(d.names), func(i int) bool { return d.names[i].hi > lo })
	if i < len(d.names) && d.names[i].lo < hi {
		return i
	}
	return -1
}

// titles stand before a person's name.
var titles = set(`mr mrs ms dr prof sir`)

// findNames fills d.names and d.actors. It goes over the text a few times:
//
//	words.go, lists.go         how each word is printed, and what the lists know of it
//	candidates.go, grow.go,    sequences of capital words, small words within them, and
//	headlined.go               no verbs of headlines
//	divide.go, ordinary.go     cut at titles and roles, without ordinary first words
//	kinds.go, wording.go,      whether a wording names a person, an organisation or
//	evidence.go                something else, by all its places in the article
//	people.go, samename.go,    which wordings name one person
//	offices.go
//	organisations.go,          which name one organisation
//	acronyms.go
//	mentions.go, namesakes.go  who is meant in each place
//	aliases.go, gender.go      what the article calls them
//	phrases.go, apposition.go, the noun phrase around each mention and the roles in it
//	roles.go
func (d *document) findNames() {
	n := &naming{document: d, bracket: map[int]int{}, byLast: map[string]int{}}
	n.countWords()
	n.findCandidates()
	n.groupUp()
	n.human, n.body = none(len(n.groups)), none(len(n.groups))
	n.gatherPeople()
	n.linkBrackets()
	n.gatherBodies()
	n.resolve()
	n.knownOnly()
	n.settle()
	n.phrases()
	n.setGenders()
}

func none(size int) []int {
	list := make([]int, size)
	for i := range list {
		list[i] = -1
	}
	return list
}
