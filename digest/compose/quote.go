package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"whosaid/digest"
)

// The marks that whosaid puts around what was printed exactly so. Each is a run
// of its own, so that the run between two of them is the verbatim piece alone.
const (
	opening = "“"
	closing = "”"
	omitted = " […]" // stands outside the marks: something printed there is left out
)

// longest is how many characters of one quote an answer shows: more than a
// speech in a news article ever has, less than a broken article could bring.
const longest = 1500

// quotation returns the words of a result: a direct quote verbatim between
// quotation marks, anything else as the paraphrase that the outlet printed.
// About limit characters of it are shown; cut tells whether something is left out.
func quotation(r digest.Result, limit int) (runs []digest.Run, cut bool) {
	if between(r) {
		return verbatim(r.Content, limit)
	}
	return paraphrase(r, limit)
}

// between reports whether all of a result can stand between quotation marks. A
// direct quote cannot where the printed quotation ends and another begins inside
// a piece: “No,” he said. “Never” is not one person's words throughout.
func between(r digest.Result) bool {
	if r.Kind != digest.Direct {
		return false
	}
	for _, piece := range r.Content {
		depth, ended := 0, false
		for _, c := range piece {
			switch string(c) {
			case opening:
				if ended {
					return false
				}
				depth++
			case closing:
				depth--
				ended = ended || depth < 0
			}
		}
	}
	return true
}

// verbatim puts each piece between quotation marks of its own, so that nothing
// stands between them that was not printed in one go.
func verbatim(content []string, limit int) (runs []digest.Run, cut bool) {
	kept, cut := shorten(pieces(content), limit)
	for _, piece := range kept {
		if !strings.ContainsFunc(piece, isWordRune) {
			continue
		}
		if len(runs) > 0 {
			runs = append(runs, plain(" … "))
		}
		runs = append(runs, plain(opening), plain(piece), plain(closing))
	}
	if cut {
		runs = append(runs, plain(omitted))
	}
	return runs, cut
}

// paraphrase returns the article's own words, introduced by the cue as printed
// and without quotation marks but those that the article itself prints.
func paraphrase(r digest.Result, limit int) (runs []digest.Run, cut bool) {
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

// pieces returns content as the parts that were printed in one go: paragraphs
// are parts of their own, without the mark that a continued quotation repeats
// at each of them.
func pieces(content []string) []string {
	var parts []string
	for _, c := range content {
		for i, p := range paragraphs(c) {
			if i > 0 {
				p = strings.TrimSpace(strings.TrimLeft(p, "“\"«‘"))
			}
			if strings.ContainsFunc(p, isWordRune) {
				parts = append(parts, p)
			}
		}
	}
	return parts
}

// paragraphs splits text at its blank lines and trims each part.
func paragraphs(text string) []string {
	var parts []string
	start, newlines := 0, 0
	for i, r := range text {
		switch {
		case r == '\n':
			newlines++
		case unicode.IsSpace(r):
		default:
			if newlines > 1 {
				parts = append(parts, strings.TrimSpace(text[start:i]))
				start = i
			}
			newlines = 0
		}
	}
	return append(parts, strings.TrimSpace(text[start:]))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

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

// attribution says who printed the words and when, with a link to the article.
func (p page) attribution(r digest.Result) []digest.Run {
	label := "— "
	switch {
	case between(r):
	case r.Article.Outlet == "":
		label = "— paraphrased, "
	default:
		label = "— paraphrased by "
	}
	return append([]digest.Run{digest.Break, faint(label)}, p.source(r.Article)...)
}

// source names an article by outlet and day, with a link; its title stands in
// for a link where there is none.
func (p page) source(a digest.Article) []digest.Run {
	outlet := a.Outlet
	if outlet == "" {
		outlet = "outlet unknown"
	}
	runs := []digest.Run{{Text: outlet + ", " + published(a, p.zone), Style: digest.Faint, URL: a.URL}}
	if a.URL == "" && a.Title != "" {
		runs = append(runs, faint(", "), digest.Run{Text: brief(a.Title), Style: digest.Faint | digest.Italic})
	}
	return runs
}
