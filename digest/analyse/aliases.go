package analyse

import (
	"slices"
	"strings"
	"unicode"

	"whosaid/digest"
)

// printed returns the name [lo, hi) as the article prints it, white space and
// marks around a nickname left out; a person's wholly in capitals is made like others.
func (n *naming) printed(lo, hi int, human bool) string {
	var b strings.Builder
	shout := human && hi > lo && n.toks[lo].Len() > 2 && n.inCapitals(lo, hi)
	inMarks := false
	for i := lo; i < hi; i++ {
		t := n.toks[i]
		text := t.Cut(n.text)
		if t.shape == punct && text != "&" && text != "," && !(text == "’" || text == "'") {
			inMarks = !inMarks
			continue
		}
		if inMarks {
			continue
		}
		if b.Len() > 0 && n.toks[i-1].End < t.Start {
			b.WriteByte(' ')
		}
		if shout {
			text = capitalised(text)
		}
		b.WriteString(text)
	}
	name := strings.ReplaceAll(b.String(), "\u00ad", "")
	if last := n.word(hi - 1).low; strings.HasSuffix(name, ".") && strings.Count(last, ".") == 1 && len(last) > 3 && !generational[last] && n.class(hi-1)&orgHead == 0 {
		name = strings.TrimSuffix(name, ".") // the sentence's, which looks like that of an abbreviation
	}
	return name
}

// inCapitals reports whether all words of a name are in capitals.
func (n *naming) inCapitals(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if n.toks[i].shape != upper && n.toks[i].shape != punct && n.toks[i].Len() > 2 {
			return false
		}
	}
	return true
}

// capitalised returns a word in capitals as names are printed: Brandt, O'Neil, Pratt-Lowe.
func capitalised(w string) string {
	out := []rune(strings.ToLower(w))
	for i, r := range []rune(w) {
		if i == 0 || !unicode.IsLetter(out[i-1]) {
			out[i] = r
		}
	}
	return string(out)
}

// settle names what the article calls each actor, in order of mention.
func (n *naming) settle() {
	for m := range n.names {
		x := &n.actors[n.names[m].actor]
		x.mentions = append(x.mentions, m)
		if x.kind != digest.Person || !n.titled(x, n.names[m]) {
			n.alias(x, n.names[m])
		}

	}
}

// titled reports whether the mention is one word with such a title; it keeps a name with a title that people are known by: "King Norodom
// Sihamoni". Where the name is one word, it is the better name: "Pope Francis".
func (n *naming) titled(x *actor, m mention) bool {
	i := m.lo
	for i > m.from && honours[n.toks[i-1].low] {
		i--
	}
	if i == m.lo {
		return false
	}
	form := n.printed(i, m.hi, true)
	if words := strings.Fields(x.name); len(words) == 1 || len(words) == 2 && generational[strings.ToLower(words[1])] {
		form, x.name = x.name, form
	}
	x.addAlias(form)
	return m.hi == m.lo+1
}

// honours are titles that stay with a name.
var honours = set(`king queen prince princess emperor empress pope sultan emir sheikh sheik shaikh sheikha samdech techo akka datuk dato dato' seri sri tan sri puan tun tunku tengku sir dame
	lord lady baroness baron duke duchess ayatollah imam mullah maulana saint st. st mother father sister brother swami rabbi crown oknha shah mahatma`)

func (n *naming) alias(x *actor, m mention) {
	if isPerson(x) && m.hi == m.lo+1 && n.toks[m.lo].shape == upper && !slices.Contains(strings.Fields(strings.ToLower(x.name)), n.toks[m.lo].low) {
		return // an office, or the label of an interview: elsewhere it may be anybody
	}
	form := n.printed(m.lo, m.hi, x.kind == digest.Person)
	if x.kind == digest.Organisation && m.hi == m.lo+1 && n.class(m.lo)&(orgHead|stateBody) != 0 && n.class(m.lo)&knownOrg == 0 {
		return // "the Party" names many
	}
	x.addAlias(form)
}

// addAlias adds a form of the name that is not there yet.
func (x *actor) addAlias(form string) {
	if strings.EqualFold(form, x.name) || slices.ContainsFunc(x.aliases, func(a string) bool { return strings.EqualFold(a, form) }) {
		return
	}
	x.aliases = append(x.aliases, form)
}

// hyphenated reports whether a given name is two syllables with a hyphen, as Korean ones are.
func hyphenated(w string) bool {
	_, rest, ok := strings.Cut(w, "-")
	return ok && rest != "" && strings.ToLower(rest) == rest
}

// parts tells given name and family name apart where that is known.
func (n *naming) parts(a *actor, x *individual) {
	ws := x.words
	g := listing[ws[0]]
	f := n.found[n.groups[x.groups[0]].first]
	words := strings.Fields(n.printed(f.lo, f.hi, true))
	for len(words) > 2 && generational[strings.ToLower(words[len(words)-1])] {
		words = words[:len(words)-1]
	}
	if len(words) < 2 {
		a.surname = a.name
		return
	}
	last := listing[ws[len(ws)-1]]
	first := words[0]
	tail := words[len(words)-1]
	a.given, a.surname = first, tail
	switch {
	case g&given != 0 && g&surname == 0:
	case hyphenated(tail) && len(words) == 2 && !hyphenated(first), // Ban Ki-moon
		g&surname != 0 && g&given == 0 && (last&surname == 0 || last&given != 0), // Kem Sokha
		last&given != 0 && last&surname == 0 && g&given == 0:                     // Nagy Ilona
		a.given, a.surname, g = tail, first, last
	}
	if g&given == givenMale {
		a.gender = male
	}
	if g&given == givenFemale {
		a.gender = female
	}
	if x.male > x.female {
		a.gender = male
	}
	if x.female > x.male {
		a.gender = female
	}
}
