package analyse

import (
	"strings"

	"whosaid/digest"
)

// alike gives one noun for those that news uses for the same office.
var alike = map[string]string{"spokeswoman": "spokesman", "spokesperson": "spokesman", "attorney": "lawyer", "solicitor": "lawyer", "barrister": "lawyer", "counsel": "lawyer",
	"legislator": "lawmaker", "parliamentarian": "lawmaker", "mp": "lawmaker", "congressman": "lawmaker", "congresswoman": "lawmaker", "representative": "lawmaker",
	"chairman": "chair", "chairwoman": "chair", "chairperson": "chair", "premier": "prime-minister", "boss": "head", "chief": "head", "leader": "head",
	"adviser": "advisor", "cofounder": "founder", "co-founder": "founder", "co-leader": "head", "mom": "mother", "mum": "mother", "dad": "father",
	"councilman": "councillor", "councilwoman": "councillor", "councilor": "councillor", "councilmember": "councillor", "doctor": "doctor", "physician": "doctor",
	"cs": "secretary", "medallist": "athlete", "cop": "officer", "scholar": "academic", "economist": "economist", "ex-president": "president"}

func kin(noun string) string {
	if k, ok := alike[noun]; ok {
		return k
	}
	return noun
}

// maxBearers bounds how many actors are compared for one phrase.
const maxBearers = 32

// headwords collects what is told of persons, and the words by which actors can
// be meant without their names.
func (d *document) headwords() {
	d.describe()
	d.genders()
	d.heads = map[string][]int{}
	add := func(w string, a int) {
		if list := d.heads[w]; len(list) < maxBearers && (len(list) == 0 || list[len(list)-1] != a) {
			d.heads[w] = append(list, a)
		}
	}
	for a := range d.actors {
		x := &d.actors[a]
		if x.kind == digest.Organisation {
			for w := range strings.FieldsSeq(fold(x.name)) {
				if listing[w]&(orgHead|orgOf|stateBody) != 0 {
					add(w, a)
				}
			}
			add(lastWord(x.name), a)
			continue
		}
		for _, t := range d.traits[a] {
			if t.noun != "" {
				add(kin(t.noun), a)
			}
		}
	}
}

// candidate phrases are weighed by these; found by trial on the training articles.
const (
	sharedWord  = 0.5
	strangeWord = 0.35
	lesserWord  = 0.3
	rightOwner  = 1
)

// lessening words make another office of one: the vice president is not the president.
var lessening = set(`vice deputy former ex assistant acting associate junior shadow late`)

// bearer returns the actor that the phrase [lo, hi) with the noun head means,
// and how sure that is: one whose role or name it repeats, or -1 where nobody
// or more than one fits. Nearness before token tok decides between equals.
func (d *document) bearer(lo, hi int, head string, tok int) (int, float64) {
	return d.bearerOf(lo, hi, head, tok, -1)
}

// bearerOf is bearer of a phrase whose possessor is known.
func (d *document) bearerOf(lo, hi int, head string, tok, owner int) (int, float64) {
	best, first, second := -1, 0.0, 0.0
	head = kin(head)
	if head == "minister" && d.has(lo, hi, "prime") {
		head = "prime-minister"
	}
	list := d.heads[head]
	if head == "prime-minister" {
		list = append(list[:len(list):len(list)], d.heads["minister"]...)
	}
	if m := d.ownerIn(lo, hi); owner < 0 && m >= 0 {
		owner = d.names[m].actor
	}
	for _, a := range list {
		x := &d.actors[a]
		if len(x.mentions) == 0 || a == owner {
			continue
		}
		score := 0.0
		if x.kind == digest.Organisation {
			score = d.orgFit(x, lo, hi, owner)
		} else {
			score = d.personFit(a, lo, hi, head, owner)
		}
		if score <= 0 {
			continue
		}
		score *= d.nearness(x, tok)
		d.consider(a, "", score)
		if score > first {
			best, first, second = a, score, first
		} else if score > second {
			second = score
		}
	}
	if best < 0 || second > 0.85*first {
		return -1, 0
	}
	return best, 0.8 + 0.15*(first-second)/first
}

func (d *document) has(lo, hi int, word string) bool {
	for i := lo; i < hi; i++ {
		if d.toks[i].low == word {
			return true
		}
	}
	return false
}

// ownerIn returns the mention in the phrase that says whose it is, or -1.
func (d *document) ownerIn(lo, hi int) int {
	for k := lo; k < hi; k++ {
		if m := d.mentionAt(k); m >= 0 {
			return m
		}
	}
	return -1
}

// orgFit says how well organisation x fits the phrase: its words must be of the name.
func (d *document) orgFit(x *actor, lo, hi, owner int) float64 {
	if owner >= 0 {
		return 0
	}
	score := 1.0
	name := " " + fold(x.name) + " "
	for k := lo; k < hi; k++ {
		t := d.toks[k]
		if determiners[t.low] || t.shape == punct {
			continue
		}
		if strings.Contains(name, " "+t.low+" ") {
			score += sharedWord
		} else {
			score -= 0.6
		}
	}
	return score
}

// personFit says how well person a fits the phrase by what is told of him or her.
func (d *document) personFit(a, lo, hi int, head string, owner int) float64 {
	best := 0.0
	for _, t := range d.traits[a] {
		if k := kin(t.noun); k != head && !(head == "prime-minister" && t.noun == "minister" && d.has(t.lo, t.hi, "prime")) {
			continue
		}
		score := 1.0
		switch {
		case owner < 0 || t.owner < 0:
		case owner == t.owner:
			score += rightOwner
		default:
			score -= 0.6
		}
		if d.otherPost(t, lo, hi, head) {
			return 0
		}
		score += d.wordsFit(t, lo, hi, head)
		best = max(best, score)
	}
	return best
}

// otherPost reports whether the words right before the head of the phrase and of the
// trait name two posts: the law minister is not the information minister.
func (d *document) otherPost(t trait, lo, hi int, head string) bool {
	if !posts[head] || t.hi == 0 || t.at <= t.lo {
		return false
	}
	for k := lo + 1; k < hi; k++ {
		if kin(d.toks[k].low) == head {
			a, b := d.toks[k-1].low, d.toks[t.at-1].low
			return a != b && (fields[a] || styles[a]) && (fields[b] || styles[b])
		}
	}
	return false
}

// posts are told apart by their fields, the words right before them.
var (
	posts  = set(`minister secretary commissioner`)
	styles = set(`general press permanent private`) // a union's general secretary is no minister
	fields = set(`finance foreign defence defense interior home justice health education energy environment transport trade labour labor agriculture farm
		information culture law treasury economy economics housing water security industry sports tourism planning budget climate science fisheries mining oil
		immigration prime digital business communications`)
)

// wordsFit compares the words of a phrase with those of a trait.
func (d *document) wordsFit(t trait, lo, hi int, head string) float64 {
	score, shared := 0.0, 0
	for k := lo; k < hi; k++ {
		w := d.toks[k].low
		if determiners[w] || d.toks[k].shape == punct || prepositions[w] || kin(w) == head || w == "'s" {
			continue
		}
		switch {
		case t.hi > 0 && d.has(t.lo, t.hi, w):
			shared++
			score += sharedWord
		case d.toks[k].shape != lower && k > lo:
			score-- // of another country, party or town
		case t.hi > 0:
			score -= strangeWord
		}
	}
	for k := t.lo; k < t.hi; k++ {
		if w := d.toks[k].low; lessening[w] && !d.has(lo, hi, w) {
			score -= lesserWord
		}
	}
	return min(score, 1.5)
}

// aged returns the one person of whom the article tells this age, or -1.
func (d *document) aged(age string) int {
	who := -1
	for a := range d.traits {
		for _, t := range d.traits[a] {
			if t.age == age && age != "" && t.noun == "" {
				if who >= 0 && who != a {
					return -1
				}
				who = a
			}
		}
	}
	return who
}

// families are nouns for relatives; most share the family name.
var families = set(`daughter son wife husband brother sister father mother uncle aunt niece nephew cousin grandson granddaughter grandfather
	grandmother widow widower dad mum mom`)

// relative returns the person who is the noun of owner: one introduced as such
// anywhere in the article, or the only one who shares the family name.
func (d *document) relative(owner int, noun string, lo, hi, tok int) (int, float64) {
	if a, sure := d.bearerOf(lo, hi, noun, tok, owner); a >= 0 {
		return a, sure
	}
	if !families[noun] || owner < 0 {
		return -1, 0
	}
	who := -1
	g := nounGender[noun]
	for a := range d.actors {
		x := &d.actors[a]
		if a == owner || !isPerson(x) || x.gender != unknown && g != unknown && x.gender != g || !sameFamily(x, &d.actors[owner]) {
			continue
		}
		if who >= 0 {
			return -1, 0
		}
		who = a
	}
	if who < 0 {
		return -1, 0
	}
	return who, 0.85
}

// sameFamily reports whether two full names have the family name in common: the
// last word, or the first where that is where both have it.
func sameFamily(x, y *actor) bool {
	a, b := strings.Fields(fold(x.name)), strings.Fields(fold(y.name))
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	if a[len(a)-1] == b[len(b)-1] && a[0] != b[0] {
		return true
	}
	return a[0] == b[0] && a[len(a)-1] != b[len(b)-1] && listing[a[0]]&given == 0
}

// nearness says how near before token tok actor x is named, 1 for the same sentence.
func (d *document) nearness(x *actor, tok int) float64 {
	k := d.mentionsBefore(x, tok) - 1
	if k < 0 {
		return 0.4
	}
	return 1 / (1 + 0.05*float64(d.toks[tok].sent-d.toks[d.names[x.mentions[k]].lo].sent))
}
