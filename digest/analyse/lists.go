package analyse

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// class is what the lists know of a word or a phrase, whoever uses it.
type class uint32

const (
	givenMale   class = 1 << iota // given names
	givenFemale                   //
	surname                       // family names
	titleMale                     // honorifics and titles that stand before a name
	titleFemale                   //
	titleAny                      //
	roleNoun                      // what one person is or does: spokesman, analyst
	roleWord                      // stands before a role noun: deputy, press
	relation                      // what one person is to another: lawyer, wife
	orgHead                       // ends the name of an organisation: Party, University
	orgOf                         // may be followed by "of", "for", "on": Ministry
	newsHead                      // ends the name of a newspaper or station: Times
	stateBody                     // of which each country has its own: court, ministry
	platform                      // where one publishes: Twitter
	knownOrg                      // known by this name alone: UN, White House
	place                         // countries, states, cities
	placePart                     // ends or begins the name of a place: River, Mount
	nation                        // nationalities, religions, parties' adjectives
	thing                         // ends the name of what is no actor: Act, Festival
	never                         // no name, and does not begin one: However
	strip                         // stands before a name at the start of a sentence: Former
	noise                         // all-capital words that are no acronyms of organisations
	acronym                       // known where it is printed in capitals: UN
	begins                        // a longer entry of the lists begins with it

	given   = givenMale | givenFemale
	title   = titleMale | titleFemale | titleAny
	calling = roleNoun | title
)

//go:embed lists/*.txt
var lists embed.FS

// words is a sorted list of the ordinary words of English, one a line.
//
//go:embed lists/words.txt
var words string

// sections name the class of each part of the list files.
var sections = map[string]class{
	"given_male": givenMale, "given_female": givenFemale, "given_either": given, "surnames": surname,
	"titles male": titleMale, "titles female": titleFemale, "titles either": titleAny,
	"roles person": roleNoun, "roles modifier": roleWord, "roles relation": relation | roleNoun,
	"orgs head": orgHead, "orgs of": orgOf, "orgs news": newsHead | orgHead, "orgs state": stateBody, "orgs platform": platform | knownOrg, "orgs known": knownOrg, "orgs acronym": acronym,
	"places": place, "places part": placePart, "nations": nation,
	"things head": thing, "things never": never, "things strip": strip, "things noise": noise,
}

// listing holds all entries of the lists but the ordinary words, the longer
// ones with their words parted by one space.
var listing = func() map[string]class {
	m := make(map[string]class, 12000)
	files, err := lists.ReadDir("lists")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".txt")
		if name == "words" {
			continue
		}
		text, err := lists.ReadFile("lists/" + f.Name())
		if err != nil {
			panic(err)
		}
		readList(m, name, string(text))
	}
	return m
}()

// readList adds the entries of one file: lines of words, "_" for a space within
// one; "# [name]" begins a section, another "#" a comment.
func readList(m map[string]class, file, text string) {
	section := sections[file]
	for line := range strings.SplitSeq(text, "\n") {
		if rest, ok := strings.CutPrefix(line, "#"); ok {
			if name, ok := strings.CutPrefix(rest, " ["); ok {
				name, _, _ = strings.Cut(name, "]")
				section = sections[file+" "+name]
			}
			continue
		}
		for w := range strings.FieldsSeq(line) {
			w = strings.ReplaceAll(strings.ReplaceAll(w, "_", " "), "'s", " 's")
			if section&never != 0 {
				w = strings.ReplaceAll(w, " 's", "'s")
			}
			m[w] |= section
			if bare := unmarked(w); bare != w {
				m[bare] |= section
			}
			if first, _, ok := strings.Cut(w, " "); ok {
				m[first] |= begins
				m[unmarked(first)] |= begins
			}
		}
	}
}

// isOrdinary reports whether low is an ordinary word of English, inflected or not.
func isOrdinary(low string) bool {
	low = strings.TrimSuffix(low, "'")
	if i := strings.LastIndexByte(low, '-'); i > 0 && i < len(low)-1 {
		return isOrdinary(low[i+1:]) && (prefixes[low[:i]] || isOrdinary(low[:i]))
	}
	if listed(low) {
		return true
	}
	for _, v := range british {
		if strings.Contains(low, v.from) && isOrdinary(strings.Replace(low, v.from, v.to, 1)) {
			return true
		}
	}
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(low, e.suffix); ok && len(stem) > e.least {
			for _, add := range e.add {
				if listed(stem + add) {
					return true
				}
			}
			if n := len(stem); n > 3 && stem[n-1] == stem[n-2] && e.double && listed(stem[:n-1]) {
				return true
			}
		}
	}
	return false
}

// british are spellings that the list has the American way.
var british = []struct{ from, to string }{
	{"our", "or"}, {"ise", "ize"}, {"isi", "izi"}, {"isa", "iza"}, {"yse", "yze"}, {"tre", "ter"}, {"ence", "ense"}, {"ogue", "og"}, {"elle", "ele"}, {"elli", "eli"}, {"gramme", "gram"},
}

// prefixes stand before a hyphen.
var prefixes = set(`anti non pro co pre post multi inter intra counter ex vice self semi sub trans ultra mid neo pan`)

// endings are the inflections that the list of ordinary words leaves out.
var endings = []struct {
	suffix string
	add    []string
	double bool // the last letter of the stem may be doubled before it
	least  int  // the stem is longer: "carly" is not of a car
}{
	{"ies", []string{"y"}, false, 1},
	{"es", []string{"", "e"}, false, 1},
	{"s", []string{""}, false, 1},
	{"ied", []string{"y"}, false, 1},
	{"ed", []string{"", "e"}, true, 1},
	{"ing", []string{"", "e"}, true, 1},
	{"ly", []string{"", "l"}, false, 3},
}

// listed looks low up in words by bisection: the text stays as it is embedded.
func listed(low string) bool {
	k, ok := initials(low)
	if !ok {
		return false
	}
	at := wordsFrom()
	lo, hi := at[k], at[k+1]
	for lo < hi {
		mid := (lo + hi) / 2
		start := strings.LastIndexByte(words[lo:mid], '\n') + 1 + lo
		end := start + strings.IndexByte(words[start:], '\n')
		switch w := words[start:end]; {
		case w == low:
			return true
		case w < low:
			lo = end + 1
		default:
			hi = start
		}
	}
	return false
}

// initials numbers the first two letters of a word; false where they are not two
// of the alphabet, as those of all ordinary words are.
func initials(low string) (int, bool) {
	if len(low) < 2 || low[0] < 'a' || low[0] > 'z' || low[1] < 'a' || low[1] > 'z' {
		return 0, false
	}
	return int(low[0]-'a')*26 + int(low[1]-'a'), true
}

// wordsFrom tells where in words those with each two initials begin, and last
// where words ends. Most of a bisection would go into finding that.
var wordsFrom = sync.OnceValue(func() []int {
	at := make([]int, 0, 26*26+1)
	for i := 0; i < len(words); i += strings.IndexByte(words[i:], '\n') + 1 {
		if k, _ := initials(words[i:]); k >= len(at) {
			at = append(at, slices.Repeat([]int{i}, k+1-len(at))...)
		}
	}
	return append(at, slices.Repeat([]int{len(words)}, 26*26+1-len(at))...)
})

// folds maps a letter with marks to the one without.
var folds = func() map[rune]rune {
	m := map[rune]rune{}
	for letters, base := range map[string]rune{"àáâãäåāăąạảấầẩẫậắằẳẵặ": 'a', "çćĉċč": 'c', "ďđð": 'd', "èéêëēĕėęěẹẻẽếềểễệ": 'e', "ĝğġģ": 'g', "ĥħ": 'h',
		"ìíîïĩīĭįıỉị": 'i', "ĵ": 'j', "ķ": 'k', "ĺļľł": 'l', "ñńņň": 'n', "òóôõöøōŏőọỏốồổỗộớờởỡợơ": 'o', "ŕŗř": 'r', "śŝşšș": 's', "ţťŧț": 't',
		"ùúûüũūŭůűųụủứừửữựư": 'u', "ŵ": 'w', "ýÿŷỳỵỷỹ": 'y', "źżž": 'z'} {
		for _, r := range letters {
			m[r] = base
		}
	}
	return m
}()

// unmarked returns a lower-case word without diacritics.
func unmarked(low string) string {
	simple := true
	for i := 0; i < len(low) && simple; i++ {
		simple = low[i] < utf8.RuneSelf
	}
	if simple {
		return low
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if base, ok := folds[r]; ok {
			return base
		}
		return r
	}, low)
}

// plain returns a lower-case word as names are compared by: without diacritics
// and full stops.
func plain(low string) string {
	if strings.IndexByte(low, '.') >= 0 {
		low = strings.ReplaceAll(low, ".", "")
	}
	return unmarked(low)
}
