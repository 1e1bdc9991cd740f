package analyse

import "whosaid/digest"

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
	name     string // canonical: the fullest form in the article
	kind     digest.ActorType
	aliases  []string
	roles    []digest.Span // descriptions in the article's words
	gender   gender
	mentions []int // indices into document.names, in order
	weight   float64
}

// mention is a place where the article names an actor.
type mention struct {
	lo, hi int // tokens of the name, without title and possessive: "Kem Sokha"
	// the noun phrase around it, tokens [from, to), with role, title and
	// appositive: "Hang Vitou, a political analyst", "Ruling CPP spokesman Sok Eysan"
	from, to int
	actor    int // index into document.actors
}

// titles stand before a person's name.
var titles = set(`mr mrs ms dr prof sir`)
