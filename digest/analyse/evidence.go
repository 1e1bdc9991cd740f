package analyse

import (
	"strings"
)

// context adds what stands around candidate c to the evidence of its group.
func (n *naming) context(c *candidate, g *group) {
	s := n.sents[n.toks[c.lo].sent]
	g.titled = g.titled || c.title != 0
	if c.title&titleMale != 0 && c.title&titleFemale == 0 {
		g.male++
	}
	if c.title&titleFemale != 0 && c.title&titleMale == 0 {
		g.female++
	}
	if n.transcript && n.toks[c.begin].shape == upper && c.begin == n.paras[s.para].lo && c.hi < s.hi && n.toks[c.hi].low == ":" {
		g.context.person += 6
	}
	switch {
	case c.title&title != 0 && n.toks[c.lo-1].low == "miss" && (n.class(c.lo)&(place|nation|thing) != 0 || n.word(c.lo).ordinary):
		g.context.other += 6 // Miss World
	case c.title&title != 0:
		g.context.person += 5
	case c.title&roleNoun != 0:
		g.context.person += 4
	}
	if i := c.begin - 1; i >= s.lo {
		switch low := n.toks[i].low; {
		case low == "(" && i > s.lo && n.isCapital(i-1) && c.hi < s.hi && (n.toks[c.hi].low == ")" || n.toks[c.hi].low == ","):
			g.context.add(score{person: -4, organisation: 2}) // "(Nieuw Nederland)"
			if c.hi == c.lo+1 && strings.Contains(n.toks[c.lo].low, "-") {
				g.context.other += 8 // "(PX-BA)"
			}
		case (low == "in" || low == "at" || low == "near" || low == "outside" || low == "around" || low == "through") && n.class(c.hi-1)&placePart != 0 && c.hi > c.lo+1:
			g.context.other += 12 // "at Victoria Park"
		}
	}
	if c.begin == c.lo {
		g.context.add(n.before(c.lo-1, s.lo, &g.weak))
	}
	g.context.add(n.behind(c, s.hi, g))
}

// before weighs the word at i, right before a name.
func (n *naming) before(i, lo int, weak *score) score {
	if i > lo && n.toks[i].low == "," && n.toks[i-1].shape == lower && n.class(i-1)&roleNoun != 0 {
		return score{person: 4} // "his wife, Laura"
	}
	if i < lo || n.toks[i].shape == punct {
		return score{}
	}
	w := n.word(i)
	if w.low == "of" && i > lo && n.toks[i-1].shape == lower && n.class(i-1)&(roleNoun|relation) == roleNoun {
		return score{person: -6} // "ruler of"
	}
	if n.toks[i].shape == lower && groupNouns[w.low] && (n.class(i+1)&given == 0 || w.class&roleNoun == 0) {
		return score{organisation: 5, person: -3} // "the group", "newspaper"
	}
	switch low := w.low; {
	case n.toks[i].shape == lower && w.class&roleNoun != 0 && !politicians[low]:
		return score{person: 6}
	case n.toks[i].shape == lower && strings.HasSuffix(low, "s") && listing[strings.TrimSuffix(low, "s")]&roleNoun != 0:
		return score{person: 2}
	case n.toks[i].shape == lower && endsInRole(low):
		return score{person: 6}
	case strings.HasSuffix(low, "-year-old") && (i == lo || !determiners[n.toks[i-1].low]):
		return score{person: 5} // "62-year-old Laksh", and not "a 12-year-old Toyota"
	case low == "the":
		weak.add(score{person: -2, organisation: 1})
	case low == "in" || low == "near" || low == "across" || low == "throughout" || low == "outside" || low == "around":
		return score{other: 2}
	case low == "mr" || low == "mrs" || low == "dr":
		return score{person: 5}
	case low == "a" || low == "an" || low == "this" || low == "these" || low == "those" || low == "each" || low == "every":
		return score{other: 2, person: -1}
	case subjects[low]:
		weak.person++
	}
	return score{}
}

// groupNouns are nouns that stand right before the name of an organisation.
var groupNouns = set(`group company firm party newspaper magazine broadcaster network startup start-up charity ngo thinktank tank union club band chain retailer carmaker automaker
	airline bank lender maker giant conglomerate subsidiary agency organisation organization movement coalition alliance militia website outlet platform publisher developer operator`)

// firms are role nouns that companies are called by too.
var firms = set(`builder maker owner producer operator developer publisher broadcaster lender insurer retailer trader broker manager rival partner investor shareholder
	miner driver donor backer sponsor leader giant seller vendor supplier exporter importer pioneer opponent member champion`)

// subjects introduce a clause, whose subject is often a person.
var subjects = set(`that as because if when while but although though says said whether where`)

// endsInRole reports whether a hyphenated word ends in a role or in -elect:
// "minister-designate", "ex-president", "actor-director".
func endsInRole(low string) bool {
	i := strings.LastIndexByte(low, '-')
	if i <= 0 {
		return false
	}
	tail := low[i+1:]
	return listing[tail]&roleNoun != 0 || tail == "designate" || tail == "elect"
}

// behind weighs what follows a name.
func (n *naming) behind(c *candidate, hi int, g *group) score {
	var s score
	i := c.hi
	if i >= hi {
		return s
	}
	low := n.toks[i].low
	switch {
	case low == "who":
		s.person += 3
	case low == "," && i+1 < hi:
		s.add(n.apposition(i+1, hi))
	case low == "(" && i+1 < hi:
		s.add(n.bracketed(c, i+1, hi))
	case low == "'s" && i+1 < hi:
		if n.class(i+1)&relation != 0 {
			g.weak.person++
		}
		g.weak.organisation++
	case n.toks[i].shape == lower && localities[low]:
		s.other += 8
	case n.toks[i].shape == lower && n.class(i)&roleNoun != 0:
		g.weak.organisation++
		if k := c.begin - 1; k >= 0 && (n.toks[k].low == "a" || n.toks[k].low == "an") {
			s.other -= 2 // "a Kestrel spokesman": the article is the spokesman's
		}
	case n.toks[i].shape == lower && groupNouns[low]:
		s.organisation += 4 // "the Zvezda newspaper"
	}
	if k := n.roleAfter(i, hi); k > i && k < hi && n.isCapital(k) { // "Greenbasket chief executive Will Ash"
		if localRoles[n.toks[k-1].low] {
			s.other += 2
		} else {
			s.organisation += 3
		}
	}
	if c.begin > 1 && (n.toks[c.begin-1].low == "in" || n.toks[c.begin-1].low == "of") && shares[n.toks[c.begin-2].low] {
		s.organisation += 5
	}
	if j := n.skipAdverbs(i, hi); j < hi && n.toks[j].shape == lower && (sure[n.toks[j].low] || n.reports(c, j)) {
		g.acts++
		g.weak.add(score{person: 1, organisation: 1})
	}
	if c.begin > 1 && n.toks[c.begin-1].low == "to" && n.toks[c.begin-2].low == "according" ||
		c.begin > 2 && n.toks[c.begin-1].low == "the" && n.toks[c.begin-2].low == "to" && n.toks[c.begin-3].low == "according" {
		g.acts++
		g.weak.add(score{person: 1, organisation: 1})
	}
	return s
}

// reports reports whether the word at j, behind candidate c, is a verb whose
// subject c is.
func (n *naming) reports(c *candidate, j int) bool {
	if !reporting[n.toks[j].low] {
		return false
	}
	i := c.begin - 1
	if i >= 0 && n.toks[i].low == "the" {
		i--
	}
	return i < 0 || n.toks[i].shape == punct || !prepositions[n.toks[i].low] && !sure[n.toks[i].low] && n.toks[i].low != "told"
}

// reporting are verbs for what outlets do, besides speaking.
var reporting = set(`reports report learned found finds ran sent published publishes endorsed broke obtained quoted cited called asked estimates estimated calculated showed
	apologised apologized retracted corrected refused declined interviewed polled launched sued fired hired bought sold banned removed suspended blocked`)

// skipAdverbs returns the first token at or behind i that is no adverb or auxiliary.
func (n *naming) skipAdverbs(i, hi int) int {
	for k := 0; k < 4 && i < hi && (helpers[n.toks[i].low] && n.toks[i].low != "'s" || isAdverb(n.toks[i].low)); k++ {
		i++
	}
	return i
}

// roleAfter returns the token behind a role in lower case that begins at i; i where there is none.
func (n *naming) roleAfter(i, hi int) int {
	k := i
	for k < hi && k < i+4 && n.toks[k].shape == lower && n.class(k)&(roleNoun|roleWord) != 0 {
		k++
	}
	if k == i || n.class(k-1)&roleNoun == 0 {
		return i
	}
	return k
}

// localRoles are those that places have, more often than organisations.
var localRoles = set(`mayor governor senator mp resident native judge councillor lawmaker villager farmer teacher prosecutor bishop archbishop imam deputy representative`)

// shares are what a company has.
var shares = set(`shares stock stake employees customers`)

// localities are nouns that stand behind the name of a place.
var localities = set(`city town village province provinces district districts county counties region river valley island islands islets airport peninsula prefecture municipality
	commune oblast borough suburb neighbourhood neighborhood prison detention mosque temple pagoda cathedral bridge highway dam reservoir mountain mountains hills coast border
	strait canal desert lake beach harbour harbor square street road metro festival`)

// apposition weighs what follows a name and a comma, from token i.
func (n *naming) apposition(i, hi int) score {
	t := n.toks[i]
	switch {
	case t.shape == number && t.Len() <= 2 && (i+1 >= hi || n.toks[i+1].shape == punct):
		return score{person: 6}
	case t.low == "who" || t.low == "whose" || t.low == "aged":
		return score{person: 4}
	case t.low == "which":
		return score{organisation: 1, other: 1}
	case n.class(i)&place != 0 && t.shape != lower:
		return score{other: 3}
	}
	if joiners[t.low] || prepositions[t.low] || pronouns[t.low] {
		return score{}
	}
	for k := i; k < hi && k < i+9; k++ {
		u := n.toks[k]
		if k > i && (u.low == "’" || u.low == "'") && u.Start == n.toks[k-1].End {
			continue // "the workers’ union"
		}
		if u.shape == punct || sure[u.low] {
			break
		}
		if u.shape == lower && n.class(k)&roleNoun != 0 {
			if firms[u.low] {
				break
			}
			if k+1 < hi && (n.toks[k+1].low == "'s" || n.isCapital(k+1)) {
				break // another one's: ", Paz spokesman Ray"
			}
			return score{person: 6}
		}
		if u.shape == lower && groupNouns[u.low] && k > i && (k+1 >= hi || n.toks[k+1].shape == punct || n.toks[k+1].low == "of" || n.toks[k+1].low == "that") {
			return score{organisation: 3} // "ARWU, the dockers’ union,"
		}
		if u.low == "of" || u.low == "who" || k == i && u.shape == lower && !determiners[u.low] && !n.word(k).ordinary {
			break
		}
	}
	return score{}
}
