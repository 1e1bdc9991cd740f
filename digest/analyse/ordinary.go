package analyse

import "strings"

// generic titles are at once adjectives in names of organisations.
var generic = set(`general major private chief principal commissioner secretary marshal guard captain deputy representative representatives sergeant minister prince king queen`)

// dropFirst returns where the name begins in a capital sequence [i, j) that
// begins a sentence: its first words may be ordinary ones.
func (n *naming) dropFirst(i, j int) int {
	for i < j {
		if !n.ordinaryFirst(i, j) {
			return i
		}
		i++
		for i < j && (n.toks[i].shape == punct || n.toks[i].shape == lower && !isArticled(n.toks[i].Cut(n.text))) {
			i++
		}
	}
	return i
}

// ordinaryFirst reports whether the capital word at i, the first of a sentence
// and of the sequence [i, j), is an ordinary word and no part of a name.
func (n *naming) ordinaryFirst(i, j int) bool {
	w := n.word(i)
	known := w.class&(given|surname|place|nation|knownOrg) != 0
	if w.class&begins != 0 {
		if u := n.longest(i, j); u.hi > i+1 {
			return false
		}
	}
	if j == i+1 {
		switch {
		case n.toks[i].shape == upper:
			return w.class&noise != 0
		case w.class&(never|strip) != 0:
			return true
		case w.mid > 0 && w.mid >= w.lower:
			return false
		}
		return w.lower > 0 || w.ordinary && !known || w.class&(calling|roleWord) != 0
	}
	if n.toks[i].shape == upper {
		return false
	}
	other := n.class(j-1)&(orgHead|thing|placePart) != 0
	switch {
	case w.class&never != 0:
		return true
	case w.class&strip != 0:
		return !other || !adjectives[w.low]
	case w.class&calling != 0 && w.class&given == 0:
		return false
	case !w.ordinary && !(j > i+2 && agentive(w.low)) || known && w.class&given == 0:
		return false
	}
	rest := n.word(i + 1)
	if w.class&given != 0 && j == i+2 { // "Will Trump win?"
		return rest.alone > 0 && w.mid == 0 && w.lower > 0
	}
	if w.class&given != 0 {
		return false
	}
	if sure[w.low] || strings.HasSuffix(w.low, "ly") || strings.HasSuffix(w.low, "ing") && !other {
		return true
	}
	if other || n.toks[i+1].shape == lower || n.toks[i+1].shape == punct {
		return w.mid == 0 && w.lower > 1 && n.word(j-1).mid > 0
	}
	if j > i+2 && (rest.class&(given|calling) != 0 || agentive(w.low)) {
		return true
	}
	return rest.alone > 0 && w.mid == 0
}

// agentive reports whether a word is made of an ordinary one to say who does it: "restorer".
func agentive(low string) bool {
	for _, e := range []string{"er", "or", "ist", "ian"} {
		if stem, ok := strings.CutSuffix(low, e); ok && len(stem) > 3 {
			return isOrdinary(low) || isOrdinary(stem) || isOrdinary(stem+"e")
		}
	}
	return false
}

// adjectives stand before a name, and are part of the names of organisations.
var adjectives = set(`democratic republican local national international global federal state public private conservative liberal progressive
	nationalist new young opposition popular leading independent first royal all`)
