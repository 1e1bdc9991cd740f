package query

import (
	"strings"
	"unicode/utf8"
)

// Forms returns the forms of an English word by which a topic is looked for: the
// word itself, then its singular or its plural, since who asks about "elections"
// means an election too. Other words, names and short words ("gas", "CPP") have
// no form but their own; neither have verbs, whose endings say different things.
func Forms(word string) []string {
	if other := otherNumber(word); other != "" {
		return []string{word, other}
	}
	return []string{word}
}

// otherNumber returns the plural of a singular and the singular of a plural, ""
// where there is none or it is not certain.
func otherNumber(word string) string {
	if utf8.RuneCountInString(word) < 4 || strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	if other, ok := irregular[word]; ok {
		return other
	}
	stem, plural := strings.CutSuffix(word, "s")
	switch {
	case unvaried[word], strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"):
		return hissing(word)
	case plural && strings.HasSuffix(stem, "ie") && len(stem) > 4:
		return stem[:len(stem)-2] + "y"
	case plural && strings.HasSuffix(stem, "e") && hisses(stem[:len(stem)-1]):
		return stem[:len(stem)-1]
	case plural:
		return stem
	case strings.HasSuffix(word, "y") && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return word[:len(word)-1] + "ies"
	case hisses(word):
		return word + "es"
	}
	return word + "s"
}

// hissing is the plural of a singular that ends like one ("boss", "virus"); words
// in -is are left alone.
func hissing(word string) string {
	if unvaried[word] || strings.HasSuffix(word, "is") {
		return ""
	}
	return word + "es"
}

// hisses reports whether a plural takes -es behind the stem.
func hisses(stem string) bool {
	for _, end := range []string{"ss", "us", "x", "ch", "sh", "zz"} {
		if strings.HasSuffix(stem, end) {
			return true
		}
	}
	return false
}

// unvaried words have one form, though they look as if they had two.
var unvaried = set("news politics economics physics mathematics ethics athletics gymnastics headquarters series species means " +
	"always perhaps across towards thus does has was his this less unless besides afterwards yes gas bias chaos christmas texas " +
	"and the with from about what when where which said that")

var irregular = func() map[string]string {
	both := make(map[string]string)
	for _, pair := range strings.Fields("woman:women person:people child:children wife:wives life:lives knife:knives leaf:leaves " +
		"half:halves shelf:shelves thief:thieves wolf:wolves foot:feet tooth:teeth mouse:mice crisis:crises basis:bases analysis:analyses " +
		"thesis:theses hero:heroes veto:vetoes potato:potatoes tomato:tomatoes echo:echoes embargo:embargoes case:cases base:bases " +
		"movie:movies spouse:spouses house:houses clause:clauses cause:causes pause:pauses axe:axes cache:caches") {
		one, many, _ := strings.Cut(pair, ":")
		both[one] = many
		if both[many] == "" {
			both[many] = one
		}
	}
	return both
}()
