package analyse

import (
	"strings"

	"whosaid/digest"
)

// nounGender gives the gender of a person of whom a noun is used.
var nounGender = func() map[string]gender {
	m := map[string]gender{}
	for w := range set(`spokesman chairman congressman councilman assemblyman alderman businessman salesman policeman cameraman craftsman fisherman
		husband son brother father dad grandfather grandson uncle nephew widower boyfriend king prince emperor waiter man boy gentleman priest imam
		monk pope cardinal archbishop godfather patriarch lord duke baron statesman fireman guy lad fiancé groom stepfather half-brother`) {
		m[w] = male
	}
	for w := range set(`spokeswoman chairwoman congresswoman councilwoman assemblywoman businesswoman saleswoman policewoman wife daughter sister mother mum mom
		grandmother granddaughter aunt niece widow girlfriend queen princess empress waitress actress comedienne woman girl lady nun midwife
		housewife duchess baroness fiancée bride stepmother half-sister heiress matriarch chairlady first-lady`) {
		m[w] = female
	}
	return m
}()

// sexOf returns the gender that a pronoun tells, unknown for others.
func sexOf(low string) gender {
	switch low {
	case "he", "him", "his", "himself":
		return male
	case "she", "her", "hers", "herself":
		return female
	}
	return unknown
}

// genders weighs what the article tells of each person's gender: the nouns it
// is called by, and he or she behind its name where no other person stands
// between. It overrides a given name only where the article is clear.
func (d *document) genders() {
	votes := make([][2]int, len(d.actors)) // for male, for female
	for a := range d.actors {
		for _, t := range d.traits[a] {
			switch nounGender[t.noun] {
			case male:
				votes[a][0] += 3
			case female:
				votes[a][1] += 3
			}
		}
	}
	d.pronounVotes(votes)
	for a := range d.actors {
		x := &d.actors[a]
		if x.kind != digest.Person {
			continue
		}
		if m, f := x.titled[0], x.titled[1]; m > 0 && m > 3*f || f > 0 && f > 3*m {
			x.gender = male
			if f > m {
				x.gender = female
			}
			continue // “I was not,” she told Mr Bell: no pronoun makes a woman of him
		}
		if x.gender != unknown && familyLast(x) {
			x.gender = unknown
		}
		m, f := votes[a][0], votes[a][1]
		need := 1
		if g := listing[fold(x.given)] & given; x.gender == male && g == givenMale || x.gender == female && g == givenFemale {
			need = 4
		}
		switch {
		case m >= need && m > 2*f:
			x.gender = male
		case f >= need && f > 2*m:
			x.gender = female
		}
	}
}

// familyLast reports whether the given name that the gender was read from stands
// last in the name, behind a word that is no family name known: "Rakel Scott" may
// be a woman.
func familyLast(x *actor) bool {
	first, rest, ok := strings.Cut(fold(x.name), " ")
	return ok && fold(x.given) == lastWord(rest) && listing[first]&surname == 0
}

// pronounVotes counts he and she for the person that alone can be meant: the
// only one named in this sentence and the one before.
func (d *document) pronounVotes(votes [][2]int) {
	for i := range d.toks {
		g := sexOf(d.toks[i].low)
		if low := d.toks[i].low; g == unknown || d.outside[i] >= 0 || low == "him" || low == "her" && !d.beforeNoun(i) {
			continue // an object is seldom the only person named before it
		}
		if a := d.only(i, g); a >= 0 {
			votes[a][g-male]++
		}
	}
}

// only returns the one person named before token i in its sentence or, where
// there is none, in the sentence before; -1 where there are several, or one
// whose name is known to be of the other gender stands nearer.
func (d *document) only(i int, g gender) int {
	s := d.toks[i].sent
	who := -1
	for m := d.firstMention(i) - 1; m >= 0; m-- {
		n := &d.names[m]
		at := d.toks[n.lo].sent
		if at < s-1 || d.sents[at].para != d.sents[s].para || at < s && who >= 0 {
			break
		}
		if d.actors[n.actor].kind != digest.Person || d.outside[n.lo] >= 0 {
			continue
		}
		if who >= 0 && who != n.actor {
			return -1
		}
		who = n.actor
	}
	return who
}
