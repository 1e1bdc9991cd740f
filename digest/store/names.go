package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
	"whosaid/digest/query"
)

// key returns what names of one type of actor are compared by: the folded name,
// for persons without titles, so that "King Norodom Sihamoni" and "Norodom
// Sihamoni" are one.
func key(name string, t digest.ActorType) string {
	folded := query.Fold(name)
	if t != digest.Person {
		return folded
	}
	for {
		title, rest, more := strings.Cut(folded, " ")
		switch {
		case !more:
			return folded
		case titles[title]:
		case regnal[title] && strings.Contains(rest, " "): // "King Charles" stays: which Charles, the title says
		default:
			return folded
		}
		folded = rest
	}
}

// bare returns a person's name, as printed, without the titles that key drops.
func bare(name string, t digest.ActorType) string {
	if t != digest.Person {
		return name
	}
	words := strings.Fields(name)
	drop := len(words) - len(strings.Fields(key(name, t)))
	if drop <= 0 || key(strings.Join(words[drop:], " "), t) != key(name, t) {
		return name
	}
	return strings.Join(words[drop:], " ")
}

// specific reports whether a name can be looked for in any text: acronyms and
// names of several words can, a bare surname cannot, nor a body that every
// country has.
func specific(name string, t digest.ActorType) bool {
	if t == digest.Organisation && generic(key(name, t)) {
		return false
	}
	return acronym(name) || strings.Contains(key(name, t), " ")
}

// acronym reports whether a name is one word of at least two capitals, "AT&T",
// "CO2" and "U.N." among them.
func acronym(name string) bool {
	letters := 0
	for _, r := range name {
		switch {
		case unicode.IsUpper(r):
			letters++
		case unicode.IsDigit(r) || r == '.' || r == '&' || r == '-':
		default:
			return false
		}
	}
	return letters >= 2
}

// stands reports whether short is made of the initials of full, as
// "C.P.P." is of "Cambodian People's Party". Small words may be left out.
func stands(short, full string) bool {
	short = strings.ReplaceAll(query.Fold(short), " ", "")
	var all, capitals []rune
	for word := range strings.FieldsFuncSeq(full, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		first, _ := utf8.DecodeRuneInString(query.Fold("x" + word)[1:])
		if first == utf8.RuneError {
			continue
		}
		all = append(all, first)
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(r) {
			capitals = append(capitals, first)
		}
	}
	return short == string(all) || short == string(capitals)
}

// generic reports whether a folded name is that of a body which many countries
// have under the same name: "supreme court", "ministry of the interior". Two
// articles may mean different ones by it, see identity in identity.go. Parties are
// not among them: their names are chosen, and the same name in two countries is
// rare enough.
func generic(folded string) bool {
	body := false
	for word := range strings.SplitSeq(folded, " ") {
		if !bodies[word] && !attributes[word] {
			return false
		}
		body = body || bodies[word]
	}
	return body
}

var (
	titles = words(`mr mrs ms miss mx dr prof professor hon honourable honorable excellency he rev reverend fr
		gen general lt col colonel maj major capt captain sgt sergeant brig brigadier adm admiral cmdr commander
		samdech techo akka moha sena padei oknha neak madame monsieur mme herr frau senor senora tan sri datuk dato tun
		haji sheikh ayatollah imam rabbi archbishop bishop cardinal ambassador`)
	regnal = words(`king queen prince princess emperor empress pope sultan emir sir dame lord lady baron baroness count countess`)
	bodies = words(`court courts tribunal ministry ministries department parliament senate congress assembly house council cabinet
		government police army navy force forces military bank treasury prosecutor prosecutors commission committee office
		authority agency board customs judiciary senators lawmakers`)
	attributes = words(`supreme constitutional high appeal appeals of the and for on in interior foreign affairs defence defense
		finance justice health education labour labor agriculture environment trade commerce transport energy culture tourism
		information communications planning economy economic national public state federal central royal armed air security
		election elections electoral general attorney prime president presidential minister ministers representatives commons
		lords lower upper first criminal civil district provincial municipal city county regional local land human rights
		anti corruption intelligence immigration social welfare religion religions women youth sport sports water mines rural development
		home internal external relations international cooperation treasury executive legislative privy`)
)

func words(list string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
