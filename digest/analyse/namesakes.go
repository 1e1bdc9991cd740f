package analyse

// maxNamesakes bounds how many people with one word of a name are compared.
const maxNamesakes = 40

// namesakes returns how many individuals have words within their names.
func (n *naming) namesakes(words []string) int {
	count := 0
	for _, p := range n.lastOf(n.byWord[words[len(words)-1]]) {
		if within(words, n.people[p].words) {
			count++
		}
	}
	return count
}

// lastOf bounds a list of individuals.
func (n *naming) lastOf(list []int) []int {
	return list[max(0, len(list)-maxNamesakes):]
}

// whoIs returns the individual whom candidate c, one word that is part of the
// names of several, most likely means, or -1 where it may be anyone.
func (n *naming) whoIs(c int, list []int) int {
	f := &n.found[c]
	words := n.groups[f.group].words
	w := words[len(words)-1]
	sex, hint := f.title&title, false
	if sex != titleMale && sex != titleFemale {
		sex, hint = n.pronounAfter(f), true
	}
	if hint && (len(list) == 1 || !n.mixedSexes(list)) {
		sex = 0
	}
	best, second := -1, -1
	for _, p := range n.introduced(list, w) {
		known := n.sexOf(p)
		if sex == titleMale && known == titleFemale || sex == titleFemale && known == titleMale || len(words) > 1 && !within(words, n.people[p].words) {
			continue
		}
		if best < 0 || n.prefer(p, best, w) {
			best, second = p, best
		} else if second < 0 || n.prefer(p, second, w) {
			second = p
		}
	}
	if best < 0 || second < 0 {
		return best
	}
	// the one named in full last, in this paragraph, goes first where both are as prominent
	last, x := n.lately(list, c), &n.people[best]
	if known := n.people[max(last, 0)].female - n.people[max(last, 0)].male; sex == titleMale && known > 0 || sex == titleFemale && known < 0 {
		last = -1
	}
	if last >= 0 && last != best && len(words) == 1 && n.people[last].count*3 > x.count && n.usual(n.people[last].words, w) >= n.usual(x.words, w) {
		return last
	}
	y := &n.people[second]
	if last < 0 && x.words[0] == w && y.words[0] == w && x.count < 2*y.count {
		return -1 // a family name that stands first and is seldom used alone
	}
	return best
}

// introduced returns those of list who have been named in full so far and can be
// called w alone, else those whose first surname of two it is ("Ortega" of Ramiro Ortega
// Salinas), all where there are none: who is named later only is not meant yet.
func (n *naming) introduced(list []int, w string) []int {
	var usual, first []int
	for _, p := range list {
		switch x := &n.people[p]; {
		case x.touched < 0:
		case n.usual(x.words, w) > 0:
			usual = append(usual, p)
		case len(x.words) > 2 && x.words[len(x.words)-2] == w:
			first = append(first, p)
		}
	}
	switch {
	case usual != nil:
		return usual
	case first != nil:
		return first
	}
	return list
}

// mixedSexes reports whether list has men and women.
func (n *naming) mixedSexes(list []int) bool {
	var all class
	for _, p := range list {
		all |= n.sexOf(p)
	}
	return all == titleMale|titleFemale
}

// sexOf returns what titles, else the given name, tell of individual p: titleMale,
// titleFemale or nothing.
func (n *naming) sexOf(p int) class {
	x := &n.people[p]
	switch g := listing[x.words[0]] & given; {
	case x.male > x.female || x.male == x.female && g == givenMale:
		return titleMale
	case x.female > x.male || g == givenFemale:
		return titleFemale
	}
	return 0
}

// pronounAfter returns the sex of the first pronoun behind f in its sentence,
// outside quotations and before another name: titleMale, titleFemale or nothing.
func (n *naming) pronounAfter(f *candidate) class {
	hi := n.sents[n.toks[f.lo].sent].hi
	for i := f.hi; i < hi && i < f.hi+20; i++ {
		t := n.toks[i]
		if t.quote >= 0 {
			continue
		}
		switch {
		case t.low == "he" || t.low == "his" || t.low == "himself":
			return titleMale
		case t.low == "she" || t.low == "her" || t.low == "herself":
			return titleFemale
		case n.isCapital(i) && !weekdays[t.low] && !months[t.low]:
			return 0
		}
	}
	return 0
}

// prefer reports whether w, alone, rather means p than q.
func (n *naming) prefer(p, q int, w string) bool {
	x, y := &n.people[p], &n.people[q]
	if a, b := n.usual(x.words, w), n.usual(y.words, w); a != b {
		return a > b
	}
	return x.count > y.count
}

// usual tells how usual it is to call somebody by w alone: by the last word, by
// the first, by one within.
func (n *naming) usual(words []string, w string) int {
	switch w {
	case words[len(words)-1]:
		return 2
	case words[0]:
		return 1
	}
	return 0
}

// lately returns who of list was named in full last before candidate c within its paragraph, or -1.
func (n *naming) lately(list []int, c int) int {
	best := -1
	para := n.sents[n.toks[n.found[c].lo].sent].para
	for _, p := range list {
		if t := n.people[p].touched; t >= 0 && (best < 0 || t > n.people[best].touched) && n.sents[n.toks[n.found[t].lo].sent].para == para {
			best = p
		}
	}
	if best < 0 {
		return best
	}
	sent := n.sents[n.toks[n.found[n.people[best].touched].lo].sent]
	for _, p := range list { // "Ana Paz, the wife of Juan Paz, left. Paz …" means the subject
		if t := n.people[p].touched; t >= 0 && n.found[t].begin == sent.lo {
			return p
		}
	}
	return best
}

// callsPerson reports whether candidate c, one word that is part of a person's
// name, names the person and not a place or an organisation of that name.
func (n *naming) callsPerson(c int) bool {
	f := &n.found[c]
	g := &n.groups[f.group]
	if f.title&title != 0 {
		return true
	}
	w := n.word(f.lo)
	if f.the || g.known&knownOrg != 0 && w.class&(given|surname) == 0 {
		return false
	}
	if w.class&calling != 0 && w.class&(given|surname) == 0 { // "Baker said", not "the King"
		return n.toks[f.lo].shape == capital && (f.lo == 0 || !articles[n.toks[f.lo-1].low]) && (f.lo+1 >= len(n.toks) || n.toks[f.lo+1].shape == lower || n.toks[f.lo+1].shape == punct)
	}
	if w.class&(place|nation) == 0 {
		return w.class&(thing|orgHead|placePart) == 0 || w.class&(given|surname) != 0 || n.toks[f.lo].shape == capital && !w.ordinary
	}
	if w.class&nation != 0 && w.class&(given|surname) == 0 {
		return false
	}
	if f.lo == 0 {
		return true
	}
	switch n.toks[f.lo-1].low {
	case "in", "from", "at", "near", "to", "across", "of", ",", "outside", "throughout":
		return false
	}
	return true
}
