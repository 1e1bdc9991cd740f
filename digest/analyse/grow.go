package analyse

import (
	"strings"
	"unicode/utf8"
)

// grow returns the token behind what continues the capital sequence [i, j): a
// capital word, or a small one that belongs to names and the capital behind it.
// It returns j where the sequence ends.
func (n *naming) grow(i, j, hi int) int {
	t := n.toks[j]
	if t.shape == punct {
		return n.growMark(i, j, hi)
	}
	if t.quote != n.toks[j-1].quote {
		return j
	}
	switch {
	case weekdays[t.low] && n.class(j-1)&title != 0 && strings.HasSuffix(n.toks[j-1].low, ".") && j+1 < hi && n.isCapital(j+1):
		return j + 1 // "Barr. Sunday Obi"
	case weekdays[t.low] || months[t.low] && !n.monthName(j, hi):
		return j
	case n.isCapital(j):
		return n.growCapital(i, j, hi)
	case t.shape == number:
		if t.Len() <= 2 && n.toks[j-1].shape != number && j+1 < hi && n.isCapital(j+1) && !months[n.toks[j-1].low] && n.class(j+1)&newsHead != 0 {
			return j + 2 // Channel 4 News
		}
		return j
	case t.shape == lower:
		return n.growSmall(i, j, hi)
	}
	return j
}

func (n *naming) growCapital(i, j, hi int) int {
	w := n.word(j)
	switch {
	case w.low == "i" || strings.HasPrefix(w.low, "i'"):
		return j
	case w.low == "of" || w.low == "for" || w.low == "and":
		return n.growSmall(i, j, hi)
	case w.class&never != 0 && (!nameable[w.low] || n.class(i)&given != 0 && prepositions[w.low]), n.isHeadlined(j):
		return j
	}
	return j + 1
}

// nameable are words that seldom begin a name and may stand within one.
var nameable = set(`will without against an so no do ye be my in on to the`)

// monthName reports whether the month's name at token j is a person's: "Theresa May".
func (n *naming) monthName(j, hi int) bool {
	if j+1 < hi && n.toks[j+1].shape == number {
		return false
	}
	return n.class(j-1)&given != 0 || n.class(j-1)&title != 0
}

// growSmall handles the small words within names.
func (n *naming) growSmall(i, j, hi int) int {
	w := n.toks[j].low
	k := j + 1
	if k >= hi {
		return j
	}
	before := n.class(j - 1)
	switch w {
	case "of":
		if before&(orgOf|calling|thing|placePart) == 0 && n.toks[j-1].low != "office" && !(n.plainCapital(j-1) && n.headed(k, hi)) {
			return j
		}
		return n.capitalAt(k, j, hi)
	case "for":
		if before&(orgOf|newsHead) == 0 && !strings.HasSuffix(n.toks[j-1].low, "ns") {
			return j
		}
		return n.capitalAt(k, j, hi)
	case "on":
		if !panels[n.toks[j-1].low] {
			return j
		}
		return n.capitalAt(k, j, hi)
	case "to", "against":
		if before&orgOf == 0 || n.toks[k].low == "the" || !n.word(k).ordinary {
			return j
		}
		return n.capitalAt(k, j, hi)
	case "and":
		if n.joinsAnd(i, j, hi) {
			return k + 1
		}
		return j
	case "'s":
		if n.ownsBody(i, j, k, hi) {
			return k + 1
		}
		return j
	}
	if particles[w] && (before&(never|thing|orgHead) == 0 || romance[w]) {
		for k < hi && k < j+3 && particles[n.toks[k].low] && n.toks[k].shape == lower {
			k++
		}
		if k < hi && n.isCapital(k) && !weekdays[n.toks[k].low] && (w != "e" && w != "y" && w != "do" && w != "at" && w != "an" && w != "as" || n.class(k)&given == 0 && w != "an" && w != "as" && w != "at") {
			return k + 1
		}
	}
	return j
}

// headed reports whether the capital words from token k end as an organisation
// or a thing does: "Sponsors of Terrorism Act".
func (n *naming) headed(k, hi int) bool {
	if k >= hi || !n.plainCapital(k) {
		return false
	}
	e := k + 1
	for e < hi && e < k+5 && n.isCapital(e) {
		e++
	}
	return e > k+1 && n.class(e-1)&(orgHead|thing) != 0
}

// romance are small words within names of organisations in Romance languages.
var romance = set(`de da do dos das del della dell di du des la los las el`)

// panels are heads that may be followed by "on".
var panels = set(`committee commission council subcommittee panel conference board caucus`)

// capitalAt returns k+1, or k+2 behind "the", where a capital word stands there; otherwise j.
func (n *naming) capitalAt(k, j, hi int) int {
	if n.toks[k].low == "the" && k+1 < hi {
		k++
	}
	if n.isCapital(k) && n.class(k)&never == 0 && !weekdays[n.toks[k].low] && !(months[n.toks[k].low] && n.toks[j].low != "of") && n.toks[k].quote == n.toks[j].quote {
		return k + 1
	}
	return j
}

// joinsAnd reports whether the "and" at token j joins two parts of one name:
// "Health and Human Services", "Food and Drug Administration". Both sides are
// ordinary words there, and the right one does not begin a name of its own.
func (n *naming) joinsAnd(i, j, hi int) bool {
	k := j + 1
	if !n.isCapital(k) || n.toks[k].shape == upper || n.toks[j-1].shape == upper {
		return false
	}
	left, right := n.word(j-1), n.word(k)
	if u := n.longest(i, min(hi, i+6)); u.hi > j+1 {
		return true
	}
	proper := given | surname | place | nation | title
	inside := n.contains(i, j, "of") || n.contains(i, j, "for") || n.contains(i, j, "on")
	e := k + 1
	for e < hi && e < k+5 && (n.isCapital(e) || e+1 < hi && n.ownsBody(k, e, e+1, hi) && n.isOwning(e)) {
		e++
	}
	headed := n.class(e-1)&orgHead != 0 || n.class(e-1)&orgOf != 0 && e < hi && n.toks[e].low == "of"
	if !left.ordinary || !right.ordinary || (left.class|right.class)&(proper&^given) != 0 || right.class&orgOf != 0 && n.toks[min(e, hi-1)].low == "of" {
		return headed && (inside || e > k+1) && left.class&(nation|place) != 0 && right.class&(nation|place) != 0
	}
	if inside {
		return right.class&orgOf == 0 || right.lower == 0 && e == k+1 && !headed
	}
	return headed && e > k+1 && (j == i+1 || n.longest(i, j).hi == j-1 && n.class(i)&(place|nation|knownOrg|begins) != 0) && left.class&(knownOrg|stateBody) == 0
}

// isOwning reports whether token i makes the word before it an owner: "Workers’".
func (n *naming) isOwning(i int) bool {
	low := n.toks[i].low
	return n.toks[i].Start == n.toks[i-1].End && (low == "'s" || (low == "’" || low == "'") && strings.HasSuffix(n.toks[i-1].low, "s"))
}

func (n *naming) contains(i, j int, low string) bool {
	for ; i < j; i++ {
		if n.toks[i].low == low {
			return true
		}
	}
	return false
}

// ownsBody reports whether the possessive before token k is within the name of
// an organisation: "People’s Party", "Prime Minister’s Office". The owner is an
// ordinary word there and not a person.
func (n *naming) ownsBody(i, j, k, hi int) bool {
	w := n.word(j - 1)
	if !n.isCapital(k) {
		return false
	}
	if j == i+2 && saints[n.toks[i].low] || n.toks[j].low != "'s" && n.class(k)&orgHead != 0 && w.class&(given|surname|place|nation) == 0 {
		return true // St. Brigid’s Medical Center, Animators’ Union
	}
	if n.class(k)&orgHead != 0 && n.toks[k].low == "office" && w.class&calling != 0 {
		return true
	}
	if !w.ordinary || w.class&(given|surname|place|orgHead|nation) != 0 && !owners[w.low] || w.class&calling != 0 && !owners[w.low] {
		return listing[w.low+" 's"] != 0
	}
	e := k
	for e < hi && n.isCapital(e) && e < k+6 {
		if n.class(e)&(orgHead|thing) != 0 {
			return true
		}
		e++
	}
	return false
}

var saints = set(`st st. saint`)

// owners are ordinary words in names such as "Workers’ Party" that lists call something else.
var owners = set(`people peoples workers worker women men children farmers teachers students king queen prince author lawyers veterans governors
	citizens sailors miners pensioners writers doctors nurses journalists consumers consumer voters mother mothers`)

// growMark handles the punctuation within names.
func (n *naming) growMark(i, j, hi int) int {
	if j+1 >= hi {
		return j
	}
	r, _ := utf8.DecodeRuneInString(n.text[n.toks[j].Start:])
	switch r {
	case '&':
		if n.isCapital(j + 1) {
			return j + 2
		}
	case ',':
		if generational[n.toks[j+1].low] && n.toks[j+1].shape != lower {
			return j + 2
		}
		if n.listsPortfolio(i, j, hi) {
			return j + 2
		}
	case '’', '\'':
		if n.toks[j].Start == n.toks[j-1].End && strings.HasSuffix(n.toks[j-1].low, "s") && n.ownsBody(i, j, j+1, hi) {
			return j + 2
		}
		return n.nickname(j, hi)
	case '“', '"', '‘', '(':
		return n.nickname(j, hi)
	}
	return j
}

// generational are suffixes of names.
var generational = set(`jr jr. sr sr. ii iii iv`)

// nickname returns the token behind a nickname between marks and the family
// name that follows it: Robert “Bob” Smith.
func (n *naming) nickname(j, hi int) int {
	if n.class(j-1)&(orgHead|place|nation) != 0 || n.toks[j-1].shape == upper {
		return j
	}
	k := j + 1
	for k < hi && k < j+4 && n.isCapital(k) {
		k++
	}
	if k == j+1 || k+1 >= hi || n.toks[k].shape != punct || !n.isCapital(k+1) && !n.leadsName(k+1, hi) || n.toks[k+1].Start == n.toks[k].End {
		return j
	}
	open, _ := utf8.DecodeRuneInString(n.text[n.toks[j].Start:])
	mark, _ := utf8.DecodeRuneInString(n.text[n.toks[k].Start:])
	if open == '(' {
		if mark != ')' || n.toks[j+1].shape == upper || k != j+2 || n.class(j-1)&given == 0 {
			return j
		}
	} else if !strings.ContainsRune(pairs[open], mark) {
		return j
	}
	return k + 1
}

// leadsName reports whether small words that belong to names, and a capital one behind
// them, begin at token i: the rest of Ana “Nita” de la Cruz.
func (n *naming) leadsName(i, hi int) bool {
	k := i
	for k < hi && k < i+3 && n.toks[k].shape == lower && particles[n.toks[k].low] {
		k++
	}
	return k > i && k < hi && n.isCapital(k)
}

// listsPortfolio reports whether the comma at j stands in the name of a ministry:
// "Ministry of Agriculture, Forestry and Fisheries".
func (n *naming) listsPortfolio(i, j, hi int) bool {
	if n.class(i)&orgOf == 0 && (i+1 >= j || n.class(i+1)&orgOf == 0) || !n.contains(i, j, "of") {
		return false
	}
	k := j + 1
	if !n.plainCapital(j-1) || !n.plainCapital(k) {
		return false
	}
	for e := k + 1; e < hi && e < k+8; e++ {
		switch {
		case n.toks[e].low == "and":
			return e+1 < hi && n.plainCapital(e+1)
		case n.toks[e].low != "," && !n.plainCapital(e):
			return false
		}
	}
	return false
}

// plainCapital reports whether token i is an ordinary word with a capital.
func (n *naming) plainCapital(i int) bool {
	w := n.word(i)
	return n.toks[i].shape == capital && w.ordinary && w.class&(given|place|nation|title|never) == 0
}
