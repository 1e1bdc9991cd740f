package analyse

import "whosaid/digest"

// feminine and masculine are role nouns that tell a gender.
var (
	feminine = set(`spokeswoman chairwoman congresswoman assemblywoman councilwoman businesswoman policewoman saleswoman alderwoman wife mother mum mom daughter
		sister widow grandmother granddaughter aunt niece girlfriend fiancée actress comedienne queen princess empress nun housewife waitress headmistress woman girl heiress matriarch chairlady`)
	masculine = set(`spokesman chairman congressman assemblyman councilman businessman policeman salesman alderman husband father dad son brother
		widower grandfather grandson uncle nephew boyfriend fiancé king prince emperor sultan emir imam monk pope headmaster man boy strongman fisherman patriarch priest mullah ayatollah`)
)

// setGenders decides each person's gender: by titles and nouns, by the given
// name, by the pronouns that follow where it is the only person around.
func (n *naming) setGenders() {
	he, she := n.pronounVotes()
	for a := range n.actors {
		x := &n.actors[a]
		if x.kind != digest.Person {
			continue
		}
		for _, noun := range x.nouns {
			switch {
			case feminine[noun] && x.gender != male:
				x.gender = female
			case masculine[noun] && x.gender != female:
				x.gender = male
			}
		}
		switch {
		case she[a] >= 2 && she[a] >= 4*he[a] && (x.gender == unknown || she[a] >= 4):
			x.gender = female
		case he[a] >= 2 && he[a] >= 4*she[a] && (x.gender == unknown || he[a] >= 4):
			x.gender = male
		}
	}
}

// pronounVotes counts for each actor the pronouns outside quotations that follow
// it in a sentence where no other person is named, and at the beginning of the next.
func (n *naming) pronounVotes() (he, she []int) {
	he, she = make([]int, len(n.actors)), make([]int, len(n.actors))
	m := 0
	last := -1 // the only person of the sentence before
	for _, s := range n.sents {
		only, from := -1, 0
		for ; m < len(n.names) && n.names[m].lo < s.hi; m++ {
			x := n.names[m]
			if n.actors[x.actor].kind != digest.Person || x.lo < s.lo {
				continue
			}
			if only == -1 || only == x.actor {
				if only == -1 {
					from = x.hi
				}
				only = x.actor
			} else {
				only = -2
			}
		}
		n.vote(s, only, from, last, he, she)
		last = only
	}
	return he, she
}

func (n *naming) vote(s sentence, only, from, last int, he, she []int) {
	for i := s.lo; i < s.hi; i++ {
		t := n.toks[i]
		if t.shape == punct || t.quote >= 0 {
			continue
		}
		who := -1
		switch {
		case only >= 0 && i >= from:
			who = only
		case only == -1 && last >= 0 && i <= s.lo+1:
			who = last
		}
		if who < 0 {
			continue
		}
		switch t.low {
		case "he", "his", "him", "himself":
			he[who]++
		case "she", "her", "hers", "herself":
			she[who]++
		}
	}
}
