package analyse

import (
	_ "embed"
	"strings"
	"sync"
)

// sensesFile tells of verbs and nouns what they mean by and large. Each line is
// the name of a sense and the words that have it; see the licence beside it.
//
//go:embed wordnet/senses.txt
var sensesFile string

// A sense is the number of a line of the file, counted from firstSense; 0 is none.
type sense = uint8

const firstSense = 32 // above what view.small has for tokens beyond the edge

// senses are the words of the file, nouns behind a space.
var senses = sync.OnceValue(func() map[string]sense {
	m := make(map[string]sense, strings.Count(sensesFile, " "))
	n := sense(firstSense)
	for line := range strings.Lines(sensesFile) {
		name, list, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(list) {
			if strings.HasPrefix(name, "noun") {
				w = " " + w
			}
			m[w] = n
		}
		n++
	}
	return m
})

// senseOf returns what token i means, which models use for words that are too
// rare to be learned.
func (v *view) senseOf(i int) sense {
	low := v.d.toks[i].low
	switch p := v.pos[i]; {
	case p == posNN || p == posNNS:
		return nounSense(low)
	case p >= posVB && p <= posVBN:
		return verbSense(low)
	}
	return 0
}

func nounSense(low string) sense {
	all := senses()
	if s := all[" "+low]; s > 0 || !strings.HasSuffix(low, "s") {
		return s
	}
	if b, ok := strings.CutSuffix(low, "ies"); ok {
		return all[" "+b+"y"]
	}
	if s := all[" "+low[:len(low)-1]]; s > 0 {
		return s
	}
	return all[" "+strings.TrimSuffix(low, "es")]
}

// verbSense looks for low and the verbs that it could be a form of.
func verbSense(low string) sense {
	all := senses()
	if s := all[low]; s > 0 {
		return s
	}
	for _, end := range [...]string{"s", "ed", "ing"} {
		b, ok := strings.CutSuffix(low, end)
		if !ok || len(b) < 2 {
			continue
		}
		n := len(b)
		if b[n-1] == 'i' || end == "s" && strings.HasSuffix(b, "ie") { // denied, denies
			return all[strings.TrimRight(b, "ie")+"y"]
		}
		if s := all[b]; s > 0 {
			return s
		}
		if end == "s" {
			return all[strings.TrimSuffix(b, "e")] // passes
		}
		if s := all[b+"e"]; s > 0 {
			return s
		}
		if b[n-1] == b[n-2] {
			return all[b[:n-1]]
		}
		return 0
	}
	return 0
}
