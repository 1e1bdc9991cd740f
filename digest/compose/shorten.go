package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shorten keeps about limit characters of pieces and reports whether something
// was left out: what is only a quarter longer is kept whole. It cuts where a sentence ends, if need be one that is up to
// twice as long; only text that has no such end for four limits is cut between words.
func shorten(pieces []string, limit int) (kept []string, cut bool) {
	size := 0
	for _, piece := range pieces {
		size += utf8.RuneCountInString(piece)
	}
	if size <= limit+limit/4 {
		return pieces, false
	}
	room := max(limit, 1)
	for i, piece := range pieces {
		size := utf8.RuneCountInString(piece)
		if size <= room {
			kept = append(kept, piece)
			room -= size
			continue
		}
		if head := firstSentences(piece, room, i == 0); head != "" {
			kept = append(kept, head)
			return kept, head != piece || i+1 < len(pieces)
		}
		return kept, true
	}
	return kept, false
}

// longestLine is how many characters of a title or a description are shown. They
// are shorter; what is longer comes from an article that was read wrongly.
const longestLine = 200

// brief returns a line of an article, its end left out visibly where it is too long.
func brief(line string) string {
	if head := firstWords(line, longestLine); head != line {
		return head + omitted
	}
	return line
}

// firstSentences returns the sentences at the start of text that fit into room
// characters, "" where none does. Where must is set it returns more rather than nothing.
func firstSentences(text string, room int, must bool) string {
	best := ""
	for _, end := range sentenceEnds(text, 2*room) {
		if best == "" || utf8.RuneCountInString(text[:end]) <= room {
			best = text[:end]
		}
	}
	switch {
	case best != "" && (must || utf8.RuneCountInString(best) <= room):
		return best
	case !must:
		return ""
	case utf8.RuneCountInString(text) <= 4*room:
		return text
	}
	return firstWords(text, room)
}

// firstWords returns the words at the start of text that fit into room characters.
func firstWords(text string, room int) string {
	n, space := 0, 0
	for i, r := range text {
		if unicode.IsSpace(r) {
			space = i
		}
		if n == room {
			if space == 0 {
				space = i
			}
			return text[:space]
		}
		n++
	}
	return text
}

// sentenceEnds returns the offsets behind the sentences that end within the
// first room characters of text.
func sentenceEnds(text string, room int) []int {
	var ends []int
	n := 0
	for i, r := range text {
		if n++; n > room {
			break
		}
		end := i + utf8.RuneLen(r)
		switch r {
		case '。', '！', '？', '।', '។':
			ends = append(ends, end+closersAt(text[end:]))
		case '.', '!', '?', '…', '؟', '۔':
			end += closersAt(text[end:])
			if r == '.' && abbreviated(text[:i]) || !startsSentence(text[end:]) {
				continue
			}
			ends = append(ends, end)
		}
	}
	return ends
}

// closersAt returns how many bytes of closing marks text starts with.
func closersAt(text string) int {
	return len(text) - len(strings.TrimLeft(text, "”’»\")]」』"))
}

// startsSentence reports whether a sentence can begin after white space at the
// start of text: it does not with a lower-case letter or in the middle of a word.
func startsSentence(text string) bool {
	rest := strings.TrimLeftFunc(text, unicode.IsSpace)
	if rest == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return len(rest) < len(text) && !unicode.IsLower(r) && !strings.ContainsRune(".,;", r)
}

var abbreviations = words(`Mr Mrs Ms Dr Prof Gen Col Lt Maj Capt Sgt Adm Sen Rep Gov Hon Rev St Jr Sr No vs etc
	Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Inc Ltd Co Corp`)

// abbreviated reports whether the word at the end of text takes a full stop
// that ends no sentence: "Mr", "U.S", "J".
func abbreviated(text string) bool {
	word := text[strings.LastIndexFunc(text, unicode.IsSpace)+1:]
	word = strings.TrimLeft(word, "“‘\"'«([")
	return abbreviations[word] || utf8.RuneCountInString(word) == 1 && word != "I" || strings.Contains(word, ".")
}
