package analyse

import (
	"slices"
	"strings"
)

// sameName reports whether two wordings of two words or more name one person.
func sameName(a, b []string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if subsequence(b, a) {
		return true
	}
	if len(a) == len(b) && sameSet(a, b) { // Orbán Viktor, Viktor Orbán
		return true
	}
	a, b = withoutInitials(a), withoutInitials(b)
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	if subsequence(b, a) {
		return true
	}
	lastA, lastB := a[len(a)-1], b[len(b)-1]
	if lastA == lastB {
		return short(a[0], b[0]) || short(b[0], a[0]) || nearly(a[0], b[0])
	}
	return len(a) == len(b) && slices.Equal(a[:len(a)-1], b[:len(b)-1]) && nearly(lastA, lastB) ||
		len(a) == len(b) && len(a) > 2 && a[0] == b[0] && lastA == lastB && nearly(strings.Join(a, " "), strings.Join(b, " "))
}

// subsequence reports whether b is a with words left out.
func subsequence(b, a []string) bool {
	k := 0
	for _, w := range a {
		if k < len(b) && b[k] == w {
			k++
		}
	}
	return k == len(b)
}

// within reports whether a is a run of words of b.
func within(a, b []string) bool {
	for i := 0; i+len(a) <= len(b); i++ {
		if slices.Equal(a, b[i:i+len(a)]) {
			return true
		}
	}
	return false
}

func sameSet(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

// withoutInitials returns words without single letters.
func withoutInitials(words []string) []string {
	out := words[:0:0]
	for _, w := range words {
		if len(w) > 1 {
			out = append(out, w)
		}
	}
	return out
}

// short reports whether a is a short form of the given name b.
func short(a, b string) bool {
	if long, ok := shortForms[a]; ok {
		return slices.Contains(strings.Fields(long), b)
	}
	return false
}

// shortForms of given names in English.
var shortForms = map[string]string{
	"bill": "william", "will": "william", "billy": "william", "bob": "robert", "rob": "robert", "bobby": "robert", "dick": "richard", "rick": "richard", "rich": "richard",
	"jim": "james", "jimmy": "james", "jamie": "james", "joe": "joseph", "mike": "michael", "mick": "michael", "mickey": "michael", "tom": "thomas", "tommy": "thomas",
	"tony": "anthony antony", "dave": "david", "dan": "daniel", "danny": "daniel", "ed": "edward edwin edmund", "eddie": "edward", "ted": "edward theodore", "teddy": "edward theodore",
	"ben": "benjamin", "benny": "benjamin", "sam": "samuel samantha", "nick": "nicholas nicolas", "nicky": "nicholas nicola", "matt": "matthew", "chris": "christopher christine christian",
	"steve": "stephen steven", "andy": "andrew", "drew": "andrew", "greg": "gregory", "jeff": "jeffrey geoffrey", "geoff": "geoffrey", "ken": "kenneth", "ron": "ronald", "don": "donald",
	"doug": "douglas", "larry": "lawrence laurence", "jerry": "gerald jerome jeremiah", "gerry": "gerald gerard", "harry": "henry harold", "hank": "henry", "jack": "john",
	"jon": "jonathan", "johnny": "john", "charlie": "charles", "chuck": "charles", "fred": "frederick alfred", "frank": "francis franklin", "ray": "raymond", "vince": "vincent",
	"pat": "patrick patricia", "pete": "peter", "phil": "philip phillip", "josh": "joshua", "zach": "zachary", "alex": "alexander alexandra alexandria", "al": "albert alan alfred", "tim": "timothy",
	"liz": "elizabeth", "beth": "elizabeth", "betty": "elizabeth", "lizzie": "elizabeth", "kate": "katherine catherine", "kathy": "katherine kathleen catherine", "cathy": "catherine", "katie": "katherine catherine",
	"sue": "susan", "susie": "susan", "maggie": "margaret", "meg": "margaret megan", "peggy": "margaret", "jenny": "jennifer", "jen": "jennifer", "becky": "rebecca", "debbie": "deborah",
	"barb": "barbara", "kim": "kimberly", "mandy": "amanda", "vicky": "victoria", "abby": "abigail", "bernie": "bernard", "mitch": "mitchell", "gabe": "gabriel", "nate": "nathan nathaniel", "sasha": "alexander alexandra",
}

// nearly reports whether two long words differ by one letter: a misprint.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || len(b)-len(a) > 1 || a[0] != b[0] {
		return false
	}
	if listing[a]&given != 0 && listing[b]&given != 0 && listing[a]&given != listing[b]&given {
		return false // Mario and Maria
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	return i+j >= len(b)-1 || len(a) == len(b) && i+j == len(a)-2 && a[i] == b[i+1] && a[i+1] == b[i]
}
