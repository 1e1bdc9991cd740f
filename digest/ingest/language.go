package ingest

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// englishWords are function words of English that other languages do not share; every fifth word of
// an English text is one of them.
var englishWords = map[string]bool{
	"the": true, "of": true, "and": true, "to": true, "that": true, "for": true, "was": true, "with": true, "his": true,
	"he": true, "she": true, "they": true, "said": true, "has": true, "have": true, "had": true, "it": true, "is": true,
	"be": true, "by": true, "are": true, "from": true, "were": true, "this": true, "not": true, "which": true, "their": true,
	"been": true, "who": true, "will": true, "would": true, "about": true, "after": true, "you": true, "i": true, "we": true, "as": true, "at": true, "on": true, "in": true, "a": true, "but": true,
}

const (
	sampleBytes = 20 << 10
	sampleWords = 12 // fewer say nothing
)

// Language returns the language of text as a BCP 47 tag; declared is what the source
// says it is, which counts where the text is too short to tell, and for the
// region ("en-GB") where the text agrees. It is empty where nobody knows.
func Language(text, declared string) string {
	sample := text[:min(len(text), sampleBytes)]
	words := strings.FieldsFunc(strings.ToLower(sample), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	found := ""
	switch share := englishShare(words); {
	case len(words) >= sampleWords && share >= 0.25:
		found = "en"
	case strings.IndexFunc(sample, unicode.IsLetter) < 0:
		return declared
	default:
		info := whatlanggo.Detect(sample)
		switch {
		case !info.IsReliable() || info.Lang.Iso6391() == "":
		case info.Lang == whatlanggo.Eng || len(words) >= sampleWords && share < 0.12 || info.Script != unicode.Latin:
			found = info.Lang.Iso6391()
		}
	}
	if found == "" || base(declared) == found {
		return declared
	}
	return found
}

func englishShare(words []string) float64 {
	n := 0
	for _, w := range words {
		if englishWords[w] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(words)))
}

func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return lang
}
