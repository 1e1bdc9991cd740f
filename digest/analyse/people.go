package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// individual is a person as gathered from the wordings of the article.
type individual struct {
	words   []string // of its fullest wording
	groups  []int    // its full wordings, the one that gives the name first
	count   int      // candidates with a full wording
	actor   int
	male    int // titles and given names that tell
	female  int
	touched int // the last full wording seen so far, as a candidate
}

// gatherPeople makes the individuals: of all wordings that name a person in two
// words or more, then of single words that are part of none of them.
func (n *naming) gatherPeople() {
	n.byWord = map[string][]int{}
	for g := range n.groups {
		x := &n.groups[g]
		if x.kind != person || len(x.words) < 2 {
			continue
		}
		p := n.samePerson(x.words)
		if p < 0 {
			p = n.knownAs(&n.found[x.first])
		}
		if p >= 0 && len(n.people[p].words) > len(x.words) && n.namesakes(x.words) > 1 {
			continue // "Abu Shanab" of Nawal and of Munir Abu Shanab: each mention is decided on
		}
		if p < 0 {
			p = len(n.people)
			n.people = append(n.people, individual{words: x.words, actor: -1, touched: -1})
		}
		n.join(p, g)
	}
	for g := range n.groups {
		x := &n.groups[g]
		if x.kind == other && len(x.words) > 1 && x.known == 0 && x.wording.other < 5 {
			if p := n.samePerson(x.words); p >= 0 && within(x.words, n.people[p].words) {
				x.kind = person // "Mong Hay" of Lao Mong Hay
				n.join(p, g)
			}
		}
	}
	n.nicknamed()
	n.misspelt()
	n.initialled()
	n.offices()
	n.families()
	for g := range n.groups {
		x := &n.groups[g]
		if x.kind == person && len(x.words) == 1 && len(n.byWord[x.words[0]]) == 0 {
			n.people = append(n.people, individual{words: x.words, actor: -1, touched: -1})
			n.join(len(n.people)-1, g)
		}
	}
}

// families takes "the Clintons" out of the persons.
func (n *naming) families() {
	for g := range n.groups {
		x := &n.groups[g]
		if len(x.words) != 1 || x.kind != person || len(n.byWord[x.words[0]]) > 0 {
			continue
		}
		if one, ok := strings.CutSuffix(x.words[0], "s"); ok && (len(n.byWord[one]) > 0 || len(n.byWord[strings.TrimSuffix(one, "e")]) > 0) {
			x.kind = other
		}
	}
}

// knownAs returns the individual whose name stands before f: "Robert Stone, known as
// Bobby S"; -1 for none.
func (n *naming) knownAs(f *candidate) int {
	i := f.lo - 1
	if i >= 0 && n.toks[i].shape == punct {
		i-- // a mark
	}
	if i < 3 || n.toks[i].low != "as" || n.toks[i-1].low != "known" {
		return -1
	}
	for i -= 2; i > 0 && (n.toks[i].shape == punct || joinsNames[n.toks[i].low]); i-- {
	}
	for p := len(n.people) - 1; p >= max(0, len(n.people)-maxNamesakes); p-- {
		for _, g := range n.people[p].groups {
			if n.found[n.groups[g].first].hi == i+1 {
				return p
			}
		}
	}
	return -1
}

// joinsNames are words between a name and "known as".
var joinsNames = set(`also better widely popularly commonly who is was`)

// nicknamed lets the one word that stands in marks within a full name, "William “Dusty”
// Stone", stand for whoever has it.
func (n *naming) nicknamed() {
	for p := range n.people {
		for _, g := range n.people[p].groups {
			f := &n.found[n.groups[g].first]
			for i := f.lo + 2; i < f.hi-1; i++ {
				w := n.toks[i].low
				if n.toks[i-1].shape != punct || n.toks[i+1].shape != punct || n.toks[i].shape != capital || len(w) < 3 || len(n.byWord[w]) > 0 || !strings.ContainsAny(n.toks[i-1].Cut(n.text), "“\"‘'(") {
					continue
				}
				n.byWord[w] = []int{p}
			}
		}
	}
}

// initialled lets the initials that label the turns of an interview ("AB: No.")
// stand for the one person who has them.
func (n *naming) initialled() {
	for g := range n.groups {
		x := &n.groups[g]
		f := &n.found[x.first]
		if !n.isAcronym(g) || len(x.words[0]) > 4 || n.toks[min(f.hi, len(n.toks)-1)].low != ":" || n.paras[n.sents[n.toks[f.lo].sent].para].lo != f.lo {
			continue
		}
		who := -1
		for p := range n.people {
			if len(n.people[p].words) < 2 || !matchesInitials(x.words[0], n.people[p].words) {
				continue
			}
			if who >= 0 {
				who = -1
				break
			}
			who = p
		}
		if who >= 0 {
			x.kind = person
			n.byWord[x.words[0]] = []int{who}
		}
	}
}

// misspelt lets a single long word stand for the word of a name that it differs
// from by one letter, where that is the only one.
func (n *naming) misspelt() {
	byStart := map[string]string{} // first three letters to the word, "" where there are several
	for _, p := range n.people {
		for _, w := range p.words {
			if len(w) < 7 {
				continue
			}
			if old, ok := byStart[w[:3]]; ok && old != w {
				w = w[:3]
				byStart[w] = ""
				continue
			}
			byStart[w[:3]] = w
		}
	}
	for g := range n.groups {
		x := &n.groups[g]
		if len(x.words) != 1 || len(x.words[0]) < 7 || x.kind == organisation || x.known != 0 || len(n.byWord[x.words[0]]) > 0 || isOrdinary(x.words[0]) {
			continue
		}
		if w := byStart[x.words[0][:3]]; w != "" && nearly(w, x.words[0]) {
			n.byWord[x.words[0]] = n.byWord[w]
		}
	}
}

// join adds wording g to individual p.
func (n *naming) join(p, g int) {
	x, who := &n.groups[g], &n.people[p]
	who.count += x.count
	who.male += x.male
	who.female += x.female
	who.groups = append(who.groups, g)
	n.human[g] = p
	if n.fuller(x, who) {
		k := len(who.groups) - 1
		who.groups[0], who.groups[k] = who.groups[k], who.groups[0]
		who.words = x.words
	}
	for _, w := range x.words {
		if list := n.byWord[w]; !slices.Contains(list[max(0, len(list)-maxNamesakes):], p) && len(w) > 1 {
			n.byWord[w] = append(list, p)
		}
	}
}

// fuller reports whether wording x is a better name for who than the one it has:
// the longer one, but of two that differ in the middle the more frequent one.
func (n *naming) fuller(x *group, who *individual) bool {
	old := &n.groups[who.groups[0]]
	if len(x.words) == len(old.words) {
		return x.count > old.count && !old.solid || x.solid && !old.solid
	}
	if ends := x.words[0] == old.words[0] && x.words[len(x.words)-1] == old.words[len(old.words)-1]; ends {
		return x.count > old.count
	}
	return len(x.words) > len(old.words)
}

// samePerson returns the individual whom words name too, or -1.
func (n *naming) samePerson(words []string) int {
	tried := 0
	for _, w := range words {
		list := n.byWord[w]
		for k := len(list) - 1; k >= 0 && tried < maxNamesakes; k-- {
			tried++
			if p := list[k]; sameName(n.people[p].words, words) {
				return p
			}
		}
	}
	return -1
}

// newPerson makes the actor of individual p.
func (n *naming) newPerson(p int) int {
	x := &n.people[p]
	g := &n.groups[x.groups[0]]
	f := &n.found[g.first]
	a := actor{name: n.printed(f.lo, f.hi, true), kind: digest.Person}
	n.parts(&a, x)
	x.actor = len(n.actors)
	n.actors = append(n.actors, a)
	return x.actor
}
