package analyse

import "strings"

// divide cuts the capital sequence [i, j) into the names in it.
func (n *naming) divide(i, j int, start, loose bool) {
	c := candidate{loose: loose}
	if n.toks[i].low == "the" {
		c.the = true
		i++
	} else if start {
		i = n.dropFirst(i, j)
	}
	i = n.behindHeading(i, j)
	for i < j && n.toks[i].shape == punct {
		i++
	}
	if i >= j {
		return
	}
	n.split(i, j)
	if k := n.bodyFirst(i); k > 0 {
		end := n.units[k-1].hi
		n.addPlain(i, end, c)
		i = end
		n.split(i, j)
	}
	p, r := n.person()
	if p < 0 {
		n.addPlain(i, j, c)
		return
	}
	if n.members(p, r) {
		n.addPlain(i, j, c)
		return
	}
	begin := i
	if r > 0 {
		n.addPlain(i, n.units[r-1].hi, c)
		n.split(i, j)
	}
	if p >= len(n.units) {
		if len(n.units) == 1 && j == i+1 {
			n.add(i, j, c) // "Shah", who may be one Raj Shah
		}
		return
	}
	if p < len(n.units) {
		for k := r; k < p; k++ {
			c.title |= n.units[k].class
		}
		if u := n.units[p]; p == len(n.units)-1 && c.title&title == 0 && n.word(u.lo).ordinary && u.class&(given|surname) == 0 {
			return // "Executive Session"
		}
		c.begin = begin
		n.add(n.units[p].lo, j, c)
	}
}

// members reports whether the name found at unit p behind the role at unit r is that
// of an organisation's members: "Association of Resident Physicians".
func (n *naming) members(p, r int) bool {
	if r < 1 || p != len(n.units)-1 {
		return false
	}
	of, who := n.toks[n.units[r-1].lo].low, n.units[p]
	return (of == "of" || of == "for") && who.class&(given|surname) == 0 && strings.HasSuffix(n.toks[who.lo].low, "s") && (n.word(who.lo).ordinary || n.isRoleNoun(who.lo))
}

// behindHeading skips ordinary words in capitals that run into a sentence: "THE
// WAY OUT Maria Sol says".
func (n *naming) behindHeading(i, j int) int {
	k := i
	for k < j && n.toks[k].shape == upper && n.word(k).ordinary && n.class(k)&(knownOrg|place|given) == 0 || k > i && k < j && n.toks[k].Len() == 1 && n.toks[k].low == "a" {
		k++
	}
	if k < i+2 || k >= j || n.toks[k].shape == upper {
		return i
	}
	return n.dropFirst(k, j)
}

// acronymFirst reports whether the sequence is the acronym of an organisation
// and behind it a person's name of two words or more: "the CNT’s" aside,
// "leaders of the CNT Ana Paz Ruiz".
func (n *naming) acronymFirst() bool {
	u := n.units
	if len(u) < 3 || n.toks[u[0].lo].shape != upper || u[0].class&(noise|given|surname|place|orgHead) != 0 || u[0].hi > u[0].lo+1 || isInitial(n.toks[u[0].lo].Cut(n.text)) {
		return false
	}
	for _, x := range u[1:] {
		if n.toks[x.lo].shape != capital || x.class&(orgHead|orgOf|thing|placePart|calling|roleWord|nation|knownOrg) != 0 ||
			n.word(x.lo).ordinary && x.class&(given|surname) == 0 {
			return false
		}
	}
	return true
}

// bodyFirst returns how many units at the beginning of the sequence at token i name an
// organisation, behind which a person's name follows: an acronym, or a body that
// somebody leads: "Leader in the National Assembly Ana Paz". It returns 0 for none.
func (n *naming) bodyFirst(i int) int {
	if n.acronymFirst() {
		return 1
	}
	if i < 3 || n.toks[i-1].low != "the" || !prepositions[n.toks[i-2].low] || n.class(i-3)&roleNoun == 0 {
		return 0
	}
	u := n.units
	for k := 1; k+1 < len(u); k++ {
		if u[k-1].class&(orgHead|orgOf|stateBody|knownOrg) == 0 || len(u)-k > 3 {
			continue
		}
		for _, x := range u[k:] {
			if n.toks[x.lo].shape != capital || x.class&(orgHead|orgOf|thing|placePart|stateBody) != 0 || n.word(x.lo).ordinary && x.class&(given|surname) == 0 {
				return 0
			}
		}
		return k
	}
	return 0
}

// split fills n.units with the units of [i, j): longer entries of the lists first.
func (n *naming) split(i, j int) {
	n.units = n.units[:0]
	for i < j {
		u := unit{i, i + 1, n.class(i)}
		if u.class&begins != 0 {
			u = n.longest(i, j)
		}
		n.units = append(n.units, u)
		i = u.hi
	}
}

// longest returns the longest entry of the lists that begins at token i.
func (n *naming) longest(i, j int) unit {
	best := unit{i, i + 1, n.class(i) &^ begins}
	n.key = append(n.key[:0], n.toks[i].low...)
	for k := i + 1; k < j && k < i+6; k++ {
		n.key = append(n.key, ' ')
		n.key = append(n.key, n.word(k).low...)
		if c := listing[string(n.key)]; c&^begins != 0 {
			best = unit{i, k + 1, c &^ begins}
		}
	}
	return best
}

// person finds in n.units where a person's name begins behind its title or
// role, and where the title or role begins; (-1, -1) where there is none. The
// name begins at len(units) where a role stands without one.
func (n *naming) person() (name, role int) {
	last := len(n.units) - 1
	for k := last; k >= 0; k-- {
		if !n.isRole(k) {
			continue
		}
		name = n.behindRole(k)
		if name > last && k > 0 && n.units[last].class&(orgHead|thing|placePart) != 0 && name == k+1 {
			continue
		}
		if name <= last && n.endsOther(k, name) {
			return -1, -1
		}
		return name, n.roleStart(k)
	}
	return -1, -1
}

// isRole reports whether unit k is a title or role, not part of a name.
func (n *naming) isRole(k int) bool {
	u := n.units[k]
	if u.class&calling == 0 || k > 0 && k == len(n.units)-1 && n.toks[u.lo].Len() < 5 {
		return false // "Hun Sen" is no senator
	}
	if u.class&(given|surname|place|nation) != 0 && !strings.HasSuffix(n.toks[u.lo].low, ".") && u.class&title == 0 {
		return politicians[n.toks[u.lo].low] && k+1 < len(n.units)
	}
	if k > 0 { // a given name before it: "Stephen King", "Kate Bishop"
		before := n.units[k-1]
		if before.class&given != 0 && before.class&(calling|roleWord|place) == 0 && !strings.HasSuffix(n.toks[u.lo].low, ".") && u.class&title != 0 && !n.word(u.lo).ordinaryRole() {
			return false
		}
	}
	if k > 0 && u.class&(titleMale|titleFemale) != 0 && u.class&roleNoun == 0 && !strings.HasSuffix(n.toks[u.lo].low, ".") {
		b := n.units[k-1]
		strange := !n.word(b.lo).ordinary && b.class&(place|nation|orgHead|knownOrg|calling|roleWord) == 0
		if strange && n.toks[b.lo].shape != lower {
			return false // "Noordin Hajji", "Fatuma Sheikh Abdi"
		}
	}
	if k > 0 && u.class&given != 0 && n.units[k-1].class&title != 0 {
		return false // "Rep. Dean Ray"
	}
	if k > 0 && k == len(n.units)-1 && n.units[k-1].class&given != 0 && n.units[k-1].class&(place|calling|roleWord) == 0 {
		return false // "Ann Baker"
	}
	if u.class&given != 0 && k == 0 { // "Dean Smith", "Earl Gray"
		return len(n.units) > 2 && n.units[1].class&given != 0
	}
	return true
}

// politicians are at once adjectives and what a person is.
var politicians = set(`republican democrat conservative liberal independent socialist communist tory`)

// ordinaryRole reports whether the word is a role that is hardly a family name.
func (w *word) ordinaryRole() bool {
	return len(w.low) > 7 || w.class&roleNoun != 0 && w.class&title == 0
}

// behindRole returns the unit behind the role at k and its "of State".
func (n *naming) behindRole(k int) int {
	p := k + 1
	if p >= len(n.units) || n.toks[n.units[p].lo].low != "of" && n.toks[n.units[p].lo].low != "for" {
		if p < len(n.units) && n.toks[n.units[p].lo].low == "general" && n.units[k].class&roleNoun != 0 {
			p++ // Attorney General, Secretary General
		}
		if p < len(n.units)-1 && n.toks[n.units[k].lo].low == "miss" && n.units[p].class&given == 0 && (n.units[p].class&(place|nation|thing) != 0 || n.word(n.units[p].lo).ordinary) {
			p++ // Miss World
		}
		return p
	}
	p++
	for first := true; p < len(n.units); p++ {
		u := n.units[p]
		w := n.word(u.lo)
		joint := w.low == "the" || w.low == "and" || w.low == "of"
		if !joint && !first && (u.class&given != 0 || !w.ordinary && u.class&(place|nation|orgHead|knownOrg) == 0) {
			break
		}
		first = first && joint
	}
	return p
}

// roleStart returns the unit where the role that ends at unit k begins.
func (n *naming) roleStart(k int) int {
	from := k
	for from > 0 && n.units[from-1].class&(calling|roleWord) != 0 && n.units[from-1].class&knownOrg == 0 {
		if from > 1 && n.units[from-1].class&orgHead != 0 {
			break // "Labour Party Leader"
		}
		from--
	}
	if from > 0 { // "Ministry of the Interior Undersecretary"
		if low := n.toks[n.units[from-1].lo].low; low == "of" || low == "the" || low == "and" {
			return k
		}
	}
	return from
}

// endsOther reports whether what follows a title ends as an organisation or a
// thing does: "General Electric Company", "King Abdullah Foundation".
func (n *naming) endsOther(k, name int) bool {
	last := n.units[len(n.units)-1]
	if last.class&(orgHead|thing|placePart) == 0 || last.class&(given|surname) != 0 && last.class&orgHead == 0 {
		return last.class&(knownOrg|platform) != 0 && last.hi-last.lo > 1
	}
	if name == len(n.units)-1 { // one word only: "President Park", but "General Assembly"
		return !strings.HasSuffix(n.toks[n.units[k].lo].low, ".") && n.units[k].class&title == 0 || generic[n.toks[n.units[k].lo].low]
	}
	return true
}
