package analyse

import (
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
		n.leftOf(m, s)
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

// leftOf finds where the phrase before a name begins, with the role before it:
// "Ruling CPP spokesman Sok Eysan", "Another Sokha lawyer, Meng Sopheary".
func (n *naming) leftOf(m int, s sentence) {
	x := &n.names[m]
	begin := x.from
	isPerson := n.actors[x.actor].kind == digest.Person
	i := begin
	if isPerson && x.modifies {
		return // "a lawmaker and longtime Han critic" is not Han
	}
	if isPerson {
		i = n.modifiers(begin, s.lo, x)
		if k := n.officeOf(i, s.lo, x); k < i {
			i = k
		} else if m > 0 && n.names[m-1].lo < i && i < n.names[m-1].hi {
			i = n.names[m-1].lo // "Friends of the Bay president Ana Paz"
		}
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
	the := i == begin-1 && begin < x.lo && n.toks[i].low == "the" // "The vicar, the Rev Ana Paz"
	if i < begin && !the || !n.onlyTitles(begin, x.lo) {
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
	if sure[low] || isAdverb(low) && listing[low] == 0 {
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
