package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// phrases widens every mention to the noun phrase around it and collects the
// roles that it words.
func (n *naming) phrases() {
	n.called = make([][]description, len(n.actors))
	for m := range n.names {
		x := &n.names[m]
		s := n.sents[n.toks[x.lo].sent]
		p := n.paras[s.para]
		if p.line == headline {
			continue
		}
		n.leftOf(x, s)
		if !x.owns && !x.modifies {
			n.rightOf(x, s)
		}
	}
	n.nested()
	for a := range n.actors {
		n.setRoles(a)
	}
}

// nested marks the names within the phrase before another name: they only
// modify it, as the party in "CNT leader Ana Paz".
func (n *naming) nested() {
	for m := range n.names {
		for k := m - 1; k >= 0 && n.names[k].lo >= n.names[m].from; k-- {
			if !n.names[k].owns {
				n.names[k].modifies = true
			}
		}
	}
}

// description is a role of an actor: tokens [lo, hi).
type description struct {
	lo, hi int
}

// describe adds tokens [lo, hi), an article before them left out, to the roles of actor a.
func (n *naming) describe(a, lo, hi int) {
	for i := lo; i < hi; i++ {
		if low := n.toks[i].low; i > lo && (low == "who" || low == "which" || low == "whose" || low == "whom" || low == "that") {
			hi = i
		}
	}
	for lo < hi && (articles[n.toks[lo].low] || n.toks[lo].shape == punct || n.toks[lo].low == "now" || n.toks[lo].low == "then") {
		lo++
	}
	for hi-1 > lo && n.class(hi-1)&(title|roleNoun) != 0 && n.class(hi-1)&roleNoun == 0 {
		hi-- // "chairman Otunba"
	}
	for hi > lo && (n.toks[hi-1].shape == punct && n.toks[hi-1].low != ")" || n.toks[hi-1].low == "'s" || prepositions[n.toks[hi-1].low]) {
		hi--
	}
	if lo < hi && hi-lo <= 40 && n.tellsRole(lo, hi) {
		n.called[a] = append(n.called[a], description{lo, hi})
	}
}

// articles begin a description and are no part of a role.
var articles = set(`the a an another also its`)

// tellsRole reports whether [lo, hi) says what somebody is: it has a role noun,
// and more than "his wife" or "Mr".
func (n *naming) tellsRole(lo, hi int) bool {
	if theirs[n.toks[lo].low] && hi-lo <= 2 {
		return false
	}
	for i := lo; i < hi; i++ {
		if n.isRoleNoun(i) || endsInRole(n.toks[i].low) {
			return true
		}
	}
	return false
}

// theirs are possessive pronouns.
var theirs = set(`his her their its my our your`)

// isRoleNoun reports whether token i says what a person is, in the singular or the plural.
func (n *naming) isRoleNoun(i int) bool {
	c := n.class(i)
	if c&roleNoun != 0 {
		return true
	}
	low := n.toks[i].low
	return strings.HasSuffix(low, "s") && listing[low[:len(low)-1]]&roleNoun != 0
}

// leftOf finds where the phrase before a name begins, with the role before it:
// "Ruling CPP spokesman Sok Eysan", "Another Sokha lawyer, Meng Sopheary".
func (n *naming) leftOf(x *mention, s sentence) {
	begin := x.from
	isPerson := n.actors[x.actor].kind == digest.Person
	i := begin
	if isPerson {
		i = n.modifiers(begin, s.lo, x)
	} else {
		i = n.adjectivesBefore(begin, s.lo)
	}
	if i > s.lo && n.openers(i-1) && n.sameQuote(i-1, x.lo) && (i < begin || !isPerson || x.from < x.lo) {
		i--
	}
	x.from = i
	if !isPerson {
		return
	}
	if i < x.lo {
		n.describe(x.actor, i, x.lo)
	}
	if i < begin || n.onlyTitles(i, x.lo) == false {
		return
	}
	if i > s.lo+1 && n.toks[i-1].low == "," {
		if k := n.phraseBeforeComma(i-1, s.lo, x); k < i-1 {
			n.describe(x.actor, k, i-1)
			x.from = k
		}
	}
}

// onlyTitles reports whether [lo, hi) is honorifics, which leave room for a role before a comma.
func (n *naming) onlyTitles(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if n.class(i)&roleNoun != 0 {
			return false
		}
	}
	return true
}

// openers reports whether token i begins a noun phrase.
func (n *naming) openers(i int) bool {
	low := n.toks[i].low
	return determiners[low] && low != "former" && low != "ex-president" && low != "that" && low != "both" || low == "another" || low == "fellow"
}

func (n *naming) sameQuote(i, k int) bool { return n.toks[i].quote == n.toks[k].quote }

// modifiers returns where the role that stands right before token end begins, or end.
func (n *naming) modifiers(end, lo int, x *mention) int {
	i := end - 1
	if i < lo || !n.sameQuote(i, x.lo) {
		return end
	}
	low := n.toks[i].low
	titled := x.from < x.lo
	if n.toks[i].shape == punct && low != ")" {
		return end
	}
	fits := n.isRoleNoun(i) || endsInRole(low) || n.class(i)&strip != 0 || strings.HasSuffix(low, "-old") ||
		titled && (n.toks[i].shape != lower || low == "'s" || n.class(i)&(roleWord|nation|orgHead) != 0 || adjectival(low))
	if !fits || low != "former" && (prepositions[low] || joiners[low] || determiners[low] || helpers[low] && low != "'s") {
		return end
	}
	if n.class(i)&strip != 0 && (low == "while" || low == "when" || low == "and" || low == "but" || strings.HasSuffix(low, "ed") && i > lo && n.toks[i].shape == lower && !n.openersBefore(i, lo)) {
		return end
	}
	for i >= lo && n.sameQuote(i, x.lo) && end-i < 30 {
		k := n.modifier(i, lo)
		if k > i {
			break
		}
		i = k - 1
	}
	for k := i + 1; k < end; k++ {
		if n.isRoleNoun(k) {
			return min(i+1, end)
		}
	}
	return min(n.withOf(i+1, lo), end)
}

// openersBefore reports whether an article stands before token i, so that a
// participle there is no verb.
func (n *naming) openersBefore(i, lo int) bool {
	return i > lo && n.openers(i-1)
}

// modifier returns the first token of the modifier that ends with token i
// inside a noun phrase, or i+1 where token i is none.
func (n *naming) modifier(i, lo int) int {
	t := n.toks[i]
	switch {
	case t.low == ")": // "Cambodian People’s Party (CPP) spokesman"
		for k := i - 1; k >= lo && k > i-6; k-- {
			if n.toks[k].low == "(" && k > lo {
				return k
			}
		}
		return i + 1
	case t.low == "'s" || (t.low == "’" || t.low == "'") && i > lo && strings.HasSuffix(n.toks[i-1].low, "s") && n.toks[i-1].End == t.Start:
		return n.possessor(i, lo)
	case t.low == "and" || t.low == "&" || t.low == "/":
		if i > lo && n.isRoleNoun(i-1) && n.toks[i-1].shape == lower {
			return i
		}
		return i + 1
	case t.shape == punct:
		return i + 1
	case t.shape == number:
		if strings.Contains(t.low, "-") {
			return i
		}
		return i + 1
	case t.shape == capital || t.shape == upper:
		if n.class(i)&never != 0 || weekdays[t.low] || months[t.low] {
			return i + 1
		}
		return i
	case n.breaks(i, lo):
		return i + 1
	}
	return i
}

// breaks reports whether the lower-case word at i is no part of a noun phrase:
// a verb, a preposition, a conjunction.
func (n *naming) breaks(i, lo int) bool {
	low := n.toks[i].low
	if low == "first" && i+1 < len(n.toks) && n.class(i+1)&(roleNoun|roleWord) != 0 {
		return false
	}
	if prepositions[low] || joiners[low] || helpers[low] || determiners[low] && low != "former" && low != "ex-president" || pronouns[low] || finite[low] || low == "him" || low == "them" || low == "me" || low == "us" {
		return true
	}
	if sure[low] || isAdverb(low) && !n.class3(low) {
		return true
	}
	if n.class(i)&(strip|calling|roleWord|nation|orgHead) != 0 {
		return false
	}
	if strings.HasSuffix(low, "ed") || strings.HasSuffix(low, "ing") { // a participle needs something before it
		return i == lo || !(n.openers(i-1) || n.class(i-1)&(strip|roleWord) != 0 && n.toks[i-1].shape == lower)
	}
	return !n.word(i).ordinary && !strings.Contains(low, "-") || tensed[low]
}

func (n *naming) class3(low string) bool { return listing[low] != 0 }

// tensed are frequent verb forms without an ending that tells.
var tensed = set(`told met saw beat shot hit cut put set let made took gave got sent brought bought sold paid lost won led left kept found heard
	felt knew thought saw ran chose spoke drew threw wore struck swore sued backs meets sees beats urges tells asks calls names named hired`)

// possessor returns where the owner begins whose possessive mark is token i:
// a name or a noun with its article.
func (n *naming) possessor(i, lo int) int {
	k := i - 1
	for k > lo && (n.toks[k-1].shape == capital || n.toks[k-1].shape == upper) && n.toks[k].shape != lower {
		k--
	}
	for k > lo && n.toks[k].shape == lower && n.toks[k-1].shape != punct && !n.breaks(k-1, lo) && i-k < 5 {
		k--
	}
	if k > lo && n.openers(k-1) {
		k--
	}
	return k
}

// withOf extends a phrase without a role over "of" to the role before it:
// "deputy presidents of the dissolved CNT Ana Paz".
func (n *naming) withOf(from, lo int) int {
	k := from
	if k > lo && n.openers(k-1) {
		k--
	}
	if k-1 > lo && n.toks[k-1].low == "of" && n.isRoleNoun(k-2) && n.toks[k-2].shape == lower {
		i := k - 2
		for i >= lo {
			j := n.modifier(i, lo)
			if j > i {
				break
			}
			i = j - 1
		}
		return i + 1
	}
	return from
}

// adjectivesBefore returns where the adjectives before an organisation begin:
// "the nonpartisan Congressional Budget Office".
func (n *naming) adjectivesBefore(end, lo int) int {
	i := end
	for i > lo && end-i < 4 && n.toks[i-1].shape == lower && !n.breaks(i-1, lo) && n.sameQuote(i-1, end) && (n.class(i-1)&strip != 0 || adjectival(n.toks[i-1].low)) {
		i--
	}
	if i < end && !(i > lo && n.openers(i-1)) {
		return end
	}
	return i
}

// adjectival reports whether a word looks like an adjective.
func adjectival(low string) bool {
	if strings.Contains(low, "-") {
		return true
	}
	for _, e := range []string{"al", "ic", "ive", "ed", "an", "ary", "ous", "led", "run", "able", "est", "ful", "less", "owned", "based", "ist", "wing", "known", "right", "left", "big", "new"} {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	return false
}

// phraseBeforeComma returns where the noun phrase with a role begins that ends
// before the comma at token c and is explained by the name behind it, or c.
func (n *naming) phraseBeforeComma(c, lo int, x *mention) int {
	closed := x.hi >= len(n.toks) || n.toks[x.hi].shape == punct && n.toks[x.hi].low != "("
	seen := -1
	for i := c - 1; i >= lo && c-i < 18; i-- {
		t := n.toks[i]
		if !n.sameQuote(i, x.lo) || sure[t.low] || t.low == "who" || helpers[t.low] && t.low != "'s" || t.shape == punct && t.low != "'s" && t.low != "’" && t.low != "(" && t.low != ")" {
			break
		}
		if n.class(i)&roleNoun != 0 && (t.shape == lower || t.shape == capital && seen < 0 && i == c-1) {
			seen = i
		}
		if seen < 0 || i > seen {
			continue
		}
		if i > lo && (binding[n.toks[i-1].low] && i > lo+1 && n.toks[i-2].shape == lower && !sure[n.toks[i-2].low] || n.capitals(i-1) && n.capitals(i)) {
			continue // "of the ..." within the phrase, or within a name
		}
		owns := theirs[t.low] || n.ownerFrom(i, c) || t.low == "another"
		starts := i == lo || n.toks[i-1].shape == punct || sure[n.toks[i-1].low] || joiners[n.toks[i-1].low] || prepositions[n.toks[i-1].low]
		switch {
		case articles[t.low] || n.openers(i):
			if closed || owns && (i == lo || !prepositions[n.toks[i-1].low]) {
				return i
			}
			return c
		case owns && starts && (closed || i == lo || !prepositions[n.toks[i-1].low]), closed && i == lo && !prepositions[t.low] && !joiners[t.low]:
			return i
		}
	}
	return c
}

// binding are prepositions within a noun phrase.
var binding = set(`of for at in from with to on`)

func (n *naming) capitals(i int) bool { return n.toks[i].shape == capital || n.toks[i].shape == upper }

// ownerFrom reports whether a name in the possessive begins at token i, before token c.
func (n *naming) ownerFrom(i, c int) bool {
	if !n.capitals(i) {
		return i+1 < c && n.toks[i+1].low == "'s"
	}
	for i < c && n.capitals(i) {
		i++
	}
	return i < c && n.toks[i].low == "'s"
}

// rightOf finds where the phrase behind a name ends: brackets, an age, an
// apposition, a relative clause between commas.
func (n *naming) rightOf(x *mention, s sentence) {
	j := x.hi
	if j < s.hi && n.toks[j].low == "(" {
		for k := j + 1; k < s.hi && k < j+9; k++ {
			if n.toks[k].low == ")" {
				j = k + 1
				break
			}
		}
		x.to = j
	}
	isPerson := n.actors[x.actor].kind == digest.Person
	if isPerson && j+1 < s.hi && (n.toks[j].low == "of" || n.toks[j].low == "from") {
		if k := n.nameAfter(j+1, s.hi); k > 0 {
			x.to, j = k, k // "Tobias Moss of the Coastal Institute"
		}
	}
	for j+1 < s.hi && n.toks[j].low == "," && n.sameQuote(j+1, x.lo) {
		t := n.toks[j+1]
		if t.shape == number && t.Len() <= 3 && (j+2 >= s.hi || n.toks[j+2].shape == punct) && isPerson {
			x.to, j = j+2, j+2
			continue
		}
		end, said := n.appositive(j+1, s, x)
		if end <= j+1 {
			return
		}
		if isPerson && said >= 0 {
			n.describe(x.actor, said, end)
		}
		if end < s.hi && n.toks[end].low == "," || n.finalPart(end, s) {
			x.to, j = end, end
			continue
		}
		return
	}
}

// nameAfter returns where the capital words end that begin at token i, behind an
// article or without one; 0 where there are none.
func (n *naming) nameAfter(i, hi int) int {
	if articles[n.toks[i].low] {
		i++
	}
	k := i
	for k < hi && n.capitals(k) && n.class(k)&never == 0 && !weekdays[n.toks[k].low] && !months[n.toks[k].low] {
		k++
	}
	if k == i {
		return 0
	}
	return k
}

// finalPart reports whether nothing but closing marks follows token end in s.
func (n *naming) finalPart(end int, s sentence) bool {
	for ; end < s.hi; end++ {
		if n.toks[end].shape != punct {
			return false
		}
	}
	return true
}

// appositive returns where the apposition ends that begins at token i, behind a
// name and a comma, and where the role in it begins (-1: none); i where there is none.
func (n *naming) appositive(i int, s sentence, x *mention) (end, role int) {
	t := n.toks[i]
	relative := t.low == "who" || t.low == "whose" || t.low == "which"
	role = i
	switch {
	case joiners[t.low] && !relative:
		return i, -1
	case relative:
		role = n.copula(i+1, s.hi)
	case articles[t.low] || theirs[t.low] || t.low == "one" || t.low == "then" || t.low == "now":
	case n.class(i)&(calling|roleWord|strip|nation) != 0 && n.leadsRole(i, s.hi):
	case t.low == "of" && i+1 < s.hi && n.isCapital(i+1):
		role = -1
	case t.shape == lower && n.word(i).ordinary && !prepositions[t.low] && !joiners[t.low] && !helpers[t.low] && !sure[t.low] && !pronouns[t.low] && !isAdverb(t.low) && !tensed[t.low] && !finite[t.low] && !strings.HasSuffix(t.low, "ed") && !strings.HasSuffix(t.low, "ing") && n.leadsRole(i, s.hi):
	case n.isCapital(i) && n.leadsRole(i, s.hi):
	default:
		return i, -1
	}
	depth := 0
	for end = i; end < s.hi && end < i+45; end++ {
		u := n.toks[end]
		switch u.low {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth > 0 {
			continue
		}
		if u.low == "," || u.low == ";" || u.low == "—" || u.low == "–" || u.low == ":" || u.low == "-" && end+1 < s.hi && n.toks[end+1].low == "-" || n.longQuote(end, x.lo) {
			break
		}
		if !relative && (sure[u.low] || end > i && (pronouns[u.low] && u.low != "who" || u.low == "is" || u.low == "was" || u.low == "has" || u.low == "had" || u.low == "will" || u.low == "would")) {
			if n.relativeInside(i, end) {
				continue
			}
			return i, -1
		}
	}
	for end > i && n.toks[end-1].shape == punct && n.toks[end-1].low != ")" && n.toks[end-1].low != "”" && n.toks[end-1].low != "’" {
		end--
	}
	if (theirs[t.low] || articles[t.low] && end-i <= 4 && x.to > x.hi) && end+1 < s.hi && n.toks[end].low == "," && n.isCapital(end+1) {
		return i, -1 // "Sam Ray, his wife, Ana Paz": the next one's
	}
	if !relative && role >= 0 && !n.tellsRole(i, end) && !articles[t.low] && !theirs[t.low] {
		return i, -1
	}
	return end, role
}

// longQuote reports whether token i stands in a quotation of more than a few
// words, which token outside does not.
func (n *naming) longQuote(i, outside int) bool {
	q := n.toks[i].quote
	return q >= 0 && q != n.toks[outside].quote && n.marks[q].hi-n.marks[q].lo > 6
}

// relativeInside reports whether a relative pronoun stands in [i, end), so that
// a verb at end is that of a relative clause.
func (n *naming) relativeInside(i, end int) bool {
	for ; i < end; i++ {
		switch n.toks[i].low {
		case "who", "which", "that", "whose", "whom", "where":
			return true
		}
	}
	return false
}

// leadsRole reports whether a role noun follows soon from token i, before
// punctuation and without a name right behind it, which would be another person's.
func (n *naming) leadsRole(i, hi int) bool {
	for k := i; k < hi && k < i+9; k++ {
		t := n.toks[k]
		if t.shape == punct && t.low != "-" || sure[t.low] {
			return false
		}
		if n.isRoleNoun(k) || endsInRole(t.low) {
			return k+1 >= hi || !n.isCapital(k+1) && n.toks[k+1].low != "'s"
		}
		if prepositions[t.low] && k == i {
			return false
		}
	}
	return false
}

// copula returns where the description begins behind "who" and a form of to be: "who
// was the deputy director"; -1 where another verb follows.
func (n *naming) copula(i, hi int) int {
	for ; i < hi; i++ {
		switch low := n.toks[i].low; {
		case low == "is" || low == "was" || low == "became" || low == "been" || low == "as":
			if i+1 < hi && (articles[n.toks[i+1].low] || n.leadsRole(i+1, hi)) {
				return i + 1
			}
		case helpers[low] || isAdverb(low) || low == "served" || low == "serves" || low == "serving" || low == "serve" || low == "works" || low == "worked":
		default:
			return -1
		}
	}
	return -1
}

// setRoles fills the roles of actor a, the most telling first, and its nouns.
func (n *naming) setRoles(a int) {
	x := &n.actors[a]
	list := n.called[a]
	slices.SortStableFunc(list, func(p, q description) int { return n.telling(q) - n.telling(p) })
	seen := map[string]bool{}
	for _, r := range list {
		span := n.span(r.lo, r.hi)
		low := fold(span.Cut(n.text))
		if seen[low] {
			continue
		}
		seen[low] = true
		x.roles = append(x.roles, span)
		n.addNouns(x, r)
	}
}

// telling weighs a role: long enough to say of what, not so long as to tell a story.
func (n *naming) telling(r description) int {
	length := r.hi - r.lo
	score := min(length, 8)
	if length > 16 {
		score -= 6
	}
	for i := r.lo; i < r.hi; i++ {
		if n.toks[i].shape == capital && i > r.lo || n.toks[i].shape == upper {
			score += 3
			break
		}
	}
	if theirs[n.toks[r.lo].low] {
		score -= 6
	}
	return score
}

// addNouns adds the role nouns of r before its first preposition.
func (n *naming) addNouns(x *actor, r description) {
	for i := r.lo; i < r.hi; i++ {
		low := n.toks[i].low
		if low == "of" && i > r.lo && n.toks[i-1].low == "one" {
			continue
		}
		if prepositions[low] || low == "," || low == "who" || low == "which" || low == "that" {
			return
		}
		if i+1 < r.hi && n.toks[i+1].low == "'s" || !n.isRoleNoun(i) && !endsInRole(low) {
			continue
		}
		if k := strings.LastIndexByte(low, '-'); k > 0 && listing[low]&roleNoun == 0 {
			low = strings.TrimSuffix(low, low[k:])
			if listing[low]&roleNoun == 0 {
				low = n.toks[i].low[k+1:]
			}
		}
		if listing[low]&roleNoun == 0 {
			if s := strings.TrimSuffix(low, "s"); listing[s]&roleNoun != 0 {
				low = s
			}
		}
		if !slices.Contains(x.nouns, low) {
			x.nouns = append(x.nouns, low)
		}
	}
}
