package compose

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// longestSentence is how many characters a sentence may have that is shown whole
// for what it paraphrases.
const longestSentence = 350

// paraphrase returns the article's own words without quotation marks but those
// that the article itself prints: the sentence as it stands there, or, where that
// is long or is about other words too, the content introduced by its cue.
func paraphrase(r digest.Result, limit int) (runs []digest.Run, cut bool) {
	if s := asPrinted(r); s != "" && utf8.RuneCountInString(s) <= min(limit, longestSentence) {
		return lines(s, 0), false
	}
	return cutOut(r, limit)
}

var utterance = regexp.MustCompile(`[,.?!…] ?[”"»]|[“"«]\S+(?:\s+[^\s”"»]+){3,}[”"»]`)

// asPrinted returns the sentence of a paraphrase, "" where it should not stand
// for it: where it runs over paragraphs, or has a direct quotation in it, which is
// shown by itself. That one has its comma or full stop before the closing mark, or
// more than three words.
func asPrinted(r digest.Result) string {
	if r.Kind == digest.Direct || strings.Contains(r.Sentence, "\n") {
		return ""
	}
	rest := r.Sentence
	for _, c := range r.Content {
		rest = strings.Replace(rest, withMarks(c, r.Sentence), " ", 1)
	}
	if utterance.MatchString(rest) {
		return ""
	}
	return r.Sentence
}

// sameSentence reports whether a, a paraphrase, is in the sentence that b, one of the
// same speaker, is shown by.
func sameSentence(a, b digest.Result) bool {
	s := asPrinted(b)
	return s != "" && utf8.RuneCountInString(s) <= longestSentence &&
		a.Kind != digest.Direct && a.Sentence == s && a.Article.ID == b.Article.ID && speakerKey(a) == speakerKey(b)
}

// cutOut returns the content of a paraphrase, introduced by the cue as printed.
func cutOut(r digest.Result, limit int) (runs []digest.Run, cut bool) {
	var whole []string
	for _, piece := range pieces(r.Content) {
		whole = append(whole, withMarks(piece, r.Context))
	}
	kept, cut := shorten(whole, limit)
	text := strings.Join(kept, " … ")
	if cut {
		text += omitted
	}
	cue := introduction(r.Cue, text)
	if cue != "" && !strings.HasSuffix(cue, ":") && !takesObject[strings.ToLower(cue)] && !followsCue(r, kept[0]) {
		cue += ":" // what was not printed behind the cue is not made to read so
	}
	if cue == "" {
		return []digest.Run{plain(text)}, cut
	}
	return []digest.Run{{Text: cue, Style: digest.Italic}, plain(" " + text)}, cut
}

// takesObject lists cue verbs that go on with an object or an adjective rather
// than with a clause: "called him a liar", "dismissed as impossible".
var takesObject = words(`accused attacked backed blamed branded called censured cited condemned criticised criticized
	denied denounced described dismissed dubbed hailed labelled labeled lauded praised promised rejected slammed
	supported thanked urged welcomed asked ordered demanded expects hopes vowed threatened`)

// opensSentence lists words that are capitalised where a sentence starts and
// seldom elsewhere; content that begins so is a sentence of its own.
var opensSentence = words(`A An The He She It They We I You This That These Those There His Her Their Our My Its
	In On At By For From With As If When While But And Or Not No Any All Some Many Most Such Only Both`)

func words(list string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// introduction returns the cue in the form that leads over to text: bare before
// a clause that it governs, with a colon before anything else.
func introduction(cue, text string) string {
	cue = strings.Join(strings.Fields(cue), " ")
	lower := strings.ToLower(cue)
	if cue == "" || strings.HasPrefix(lower, "according") || !strings.ContainsFunc(cue, unicode.IsLetter) {
		return ""
	}
	first, _, _ := strings.Cut(text, " ")
	letter, _ := utf8.DecodeRuneInString(first)
	switch {
	case takesObject[lower]:
		return cue
	case lower == "told" && first != "that" && first != "to":
		return cue + ":"
	case opensSentence[first], !unicode.IsLetter(letter) && !unicode.IsDigit(letter) && !strings.ContainsRune("“‘\"'«", letter):
		return cue + ":"
	}
	return cue
}

// followsCue reports whether the first piece is printed right behind the cue, or
// some words of one clause behind it.
func followsCue(r digest.Result, piece string) bool {
	at := strings.Index(r.Context, r.Cue)
	if at < 0 {
		return true
	}
	rest := r.Context[at+len(r.Cue):]
	end := strings.Index(rest, piece)
	return end >= 0 && !strings.ContainsAny(rest[:end], ",;.")
}

// withMarks gives back to piece the printed mark that was left out at one of
// its ends, where its partner still stands inside: “proper mechanisms of the
// party and not “proper mechanisms of the party”.
func withMarks(piece, context string) string {
	at := strings.Index(context, piece)
	if at < 0 {
		return piece
	}
	end := at + len(piece)
	if o, c := strings.Index(piece, opening), strings.Index(piece, closing); c >= 0 && c < o &&
		strings.HasSuffix(context[:at], opening) && strings.HasPrefix(context[end:], closing) {
		return context[at-len(opening) : end+len(closing)]
	}
	if strings.Count(piece, opening) > strings.Count(piece, closing) && strings.HasPrefix(context[end:], closing) {
		end += len(closing)
	}
	if strings.Count(piece, closing) > strings.Count(piece, opening) && strings.HasSuffix(context[:at], opening) {
		at -= len(opening)
	}
	if strings.Count(piece, `"`)%2 == 1 {
		switch {
		case strings.HasPrefix(context[end:], `"`):
			end++
		case strings.HasSuffix(context[:at], `"`):
			at--
		}
	}
	return context[at:end]
}
